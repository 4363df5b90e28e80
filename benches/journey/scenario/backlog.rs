//! What Telegram kept during an outage, delivered as fast as it is taken: how long it takes, and whether every chat
//! was answered in order.

use std::collections::HashMap;

use super::commands::Commands;
use crate::Result;
use crate::database::Database;
use crate::options::Options;
use crate::outcome::Outcome;
use crate::pace::Pace;
use crate::person::FIRST;
use crate::running::Running;
use crate::scenario;

/// As many updates of each person wait.
pub(crate) const EACH: usize = 10;

/// Screens that differ from their neighbours, so that a wrong order is seen.
const COMMANDS: [&str; EACH] = [
    "/menu",
    "/help",
    "/privacy",
    "/subscription",
    "/help",
    "/menu",
    "/privacy",
    "/help",
    "/subscription",
    "/menu",
];

/// Writes the same as everybody, alone and before: so it is known what should be answered.
const CONTROL: i64 = FIRST - 1;

pub(crate) async fn run(
    running: &mut Running,
    options: &Options,
    database: &Database,
) -> Result<Outcome> {
    let people = options.crowd();
    running.introduce(&people).await?;
    running.introduce(&[CONTROL]).await?;
    running.api.listen();
    let control = scenario::deliveries(Commands::new(&[CONTROL], &COMMANDS));
    running.prepare(&control).await?;
    let expected = running.api.stories().remove(&CONTROL).unwrap_or_default();

    running.restart().await?;
    running.api.listen();
    let backlog = scenario::deliveries(Commands::new(&people, &COMMANDS));
    let (tally, usage) = running
        .measure(&backlog, Pace::Drain, options.connections, database)
        .await?;
    let kept = in_order(&running.api.stories(), &people, &expected);
    let seconds = tally.elapsed.max(tally.replied).as_secs_f64();
    let said = vec![
        ("drained in", format!("{seconds:.2} s")),
        (
            "chats answered in order",
            format!("{kept} of {}", people.len()),
        ),
    ];
    Ok(Outcome { tally, usage, said })
}

fn in_order(stories: &HashMap<i64, Vec<String>>, people: &[i64], expected: &[String]) -> usize {
    let kept = |id: &&i64| stories.get(id).is_some_and(|story| story == expected);
    people.iter().filter(kept).count()
}
