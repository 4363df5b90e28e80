//! Everybody presses at the same moment: how long until the last one is answered.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Deliveries, Delivery, Next, Source};
use crate::Result;
use crate::database::Database;
use crate::options::Options;
use crate::outcome::Outcome;
use crate::pace::Pace;
use crate::person::{Habits, Person};
use crate::running::Running;
use crate::telegram::BotApi;

/// The quiz's door, Start, the first answer.
const BURSTS: usize = 3;

/// All bursts in one tally; the last answer of each is told apart.
pub(crate) async fn run(
    running: &Running,
    options: &Options,
    database: &Database,
) -> Result<Outcome> {
    let people = options.crowd();
    running.introduce(&people).await?;
    let burst = Arc::new(Mutex::new(Burst::new(&people, &options.habits)));
    let again = || burst.lock().unwrap_or_else(PoisonError::into_inner).again();
    let deliveries: Deliveries = Arc::clone(&burst) as Deliveries;
    again();
    running.prepare(&deliveries).await?; // Everybody opens the menu.
    let mut outcome = Outcome::default();
    let mut last = Vec::new();
    for _ in 0..BURSTS {
        again();
        let (tally, usage) = running
            .measure(&deliveries, Pace::AtOnce, options.connections, database)
            .await?;
        last.push(format!("{:.0}", tally.webhook.percentile(1.0)));
        outcome.add(tally, usage);
    }
    let said = format!("{} ms", last.join(", "));
    outcome.said.push(("last answer of each burst", said));
    Ok(outcome)
}

struct Burst {
    habits: Habits,
    waiting: VecDeque<Person>,
    under_way: HashMap<i64, Person>,
    pressed: VecDeque<Person>,
}

impl Burst {
    fn new(people: &[i64], habits: &Habits) -> Self {
        Self {
            habits: habits.clone(),
            waiting: VecDeque::new(),
            under_way: HashMap::new(),
            pressed: people.iter().map(|id| Person::new(*id)).collect(),
        }
    }

    /// Everybody who has had their turn gets another one.
    fn again(&mut self) {
        self.waiting.append(&mut self.pressed);
    }
}

impl Source for Burst {
    fn next(&mut self, update_id: i64, api: &BotApi) -> Next {
        let Some(mut person) = self.waiting.pop_front() else {
            return Next::Finished;
        };
        let delivery = Delivery {
            chat_id: person.id,
            body: person.next_update(update_id, api, &self.habits),
            signature: None,
        };
        self.under_way.insert(person.id, person);
        Next::Delivery(delivery)
    }

    fn done(&mut self, chat_id: i64, accepted: bool) {
        if let Some(mut person) = self.under_way.remove(&chat_id) {
            if !accepted {
                person.start_again();
            }
            self.pressed.push_back(person);
        }
    }
}
