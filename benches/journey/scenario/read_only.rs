//! People with access open their subscription page, again and again: the update is recorded, and nothing else changes.

use std::collections::VecDeque;

use super::{Delivery, Next, Source};
use crate::person;
use crate::telegram::BotApi;

pub(crate) struct ReadOnly {
    waiting: VecDeque<i64>,
}

impl ReadOnly {
    pub(crate) fn new(people: &[i64]) -> Self {
        Self {
            waiting: people.iter().copied().collect(),
        }
    }
}

impl Source for ReadOnly {
    fn next(&mut self, update_id: i64, api: &BotApi) -> Next {
        let Some(chat_id) = self.waiting.pop_front() else {
            return Next::Busy;
        };
        Next::Delivery(Delivery {
            chat_id,
            body: person::command(update_id, chat_id, "/subscription", api),
            signature: None,
        })
    }

    fn done(&mut self, chat_id: i64, _accepted: bool) {
        self.waiting.push_back(chat_id);
    }
}
