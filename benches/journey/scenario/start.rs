//! New people, each of whom writes /start and is never heard of again: what an advertisement brings.

use super::{Delivery, Next, Source};
use crate::person::{self, NEWCOMER};
use crate::telegram::BotApi;

pub(crate) struct Start {
    next_id: i64,
}

impl Start {
    pub(crate) fn new() -> Self {
        Self { next_id: NEWCOMER }
    }
}

impl Source for Start {
    fn next(&mut self, update_id: i64, api: &BotApi) -> Next {
        let chat_id = self.next_id;
        self.next_id += 1;
        Next::Delivery(Delivery {
            chat_id,
            body: person::command(update_id, chat_id, "/start", api),
            signature: None,
        })
    }

    fn done(&mut self, _chat_id: i64, _accepted: bool) {}
}
