//! The service between its floor and its peer, all on one server; how they start.

use super::{Suite, table};
use crate::options::{Kind, Options};

pub(crate) async fn run(suite: &mut Suite, asked: &Options) {
    table::head("The quiz, beside a floor and a peer (PostgreSQL)");
    let mut starts = Vec::new();
    for processes in [1, 2] {
        let options = suite.options(|options| {
            options.peer = processes;
            // Once is enough.
            if processes == 1 {
                options.floor = asked.floor.min(options.measured);
            }
        });
        let Some(mut figures) = suite.figures("five-keys-bot", &options).await else {
            continue;
        };
        let own = figures.outcome.tally.per_second();
        table::row("five-keys-bot", &figures);
        if let Some(floor) = &figures.floor {
            table::floor(floor, own / floor.per_second);
        }
        if let Some(peer) = figures.peer.take() {
            let label = format!("aiogram, processes: {processes}");
            let ratio = own / peer.outcome.tally.per_second();
            let remark = format!("the service makes {ratio:.1} times as many");
            table::row_with(&label, &peer, &[remark]);
            starts.push((label, *peer));
        }
        starts.push(("five-keys-bot, PostgreSQL".to_owned(), figures));
    }
    let sqlite = suite.options(|options| options.database = Kind::Sqlite);
    let sqlite = suite.figures("five-keys-bot, SQLite", &sqlite).await;
    starts.extend(sqlite.map(|figures| ("five-keys-bot, SQLite".to_owned(), figures)));
    table::start_head();
    for (label, figures) in &starts {
        table::start(label, figures);
    }
}
