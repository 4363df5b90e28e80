//! People who write a fixed list of commands, each the next one when the one before is answered.

use std::collections::{HashMap, VecDeque};

use super::{Delivery, Next, Source};
use crate::person;
use crate::telegram::BotApi;

pub(crate) struct Commands {
    waiting: VecDeque<Line>,
    under_way: HashMap<i64, Line>,
}

struct Line {
    chat_id: i64,
    left: VecDeque<&'static str>,
}

impl Commands {
    /// Everybody writes the same. Round by round, as the updates would lie at Telegram.
    pub(crate) fn new(people: &[i64], commands: &[&'static str]) -> Self {
        let line = |id: &i64| Line {
            chat_id: *id,
            left: commands.iter().copied().collect(),
        };
        Self {
            waiting: people.iter().map(line).collect(),
            under_way: HashMap::new(),
        }
    }
}

impl Source for Commands {
    fn next(&mut self, update_id: i64, api: &BotApi) -> Next {
        let Some(line) = self.waiting.pop_front() else {
            return match self.under_way.is_empty() {
                true => Next::Finished,
                false => Next::Busy,
            };
        };
        let command = line.left.front().copied().unwrap_or_default();
        let delivery = Delivery {
            chat_id: line.chat_id,
            body: person::command(update_id, line.chat_id, command, api),
            signature: None,
        };
        self.under_way.insert(line.chat_id, line);
        Next::Delivery(delivery)
    }

    /// What was not taken is delivered again, as Telegram does it.
    fn done(&mut self, chat_id: i64, accepted: bool) {
        let Some(mut line) = self.under_way.remove(&chat_id) else {
            return;
        };
        if accepted {
            line.left.pop_front();
        }
        if !line.left.is_empty() {
            self.waiting.push_back(line);
        }
    }
}
