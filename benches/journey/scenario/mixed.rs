//! A day's mixture: of a hundred deliveries 70 of the quiz, 20 of newcomers, 10 of Tribute.

use super::payments::Payments;
use super::quiz::Quiz;
use super::start::Start;
use super::{Next, Source};
use crate::person::{BUYER, Habits};
use crate::telegram::BotApi;

const BUYERS: i64 = 1_000;

pub(crate) struct Mixed {
    quiz: Quiz,
    start: Start,
    payments: Payments,
    turn: usize,
}

impl Mixed {
    pub(crate) fn new(people: &[i64], habits: &Habits) -> Self {
        Self {
            quiz: Quiz::new(people, habits),
            start: Start::new(),
            payments: Payments::endless((BUYER..BUYER + BUYERS).collect()),
            turn: 0,
        }
    }
}

impl Source for Mixed {
    /// In turn, not by chance: so every run has the same mixture.
    fn next(&mut self, update_id: i64, api: &BotApi) -> Next {
        self.turn += 1;
        match self.turn % 10 {
            3 | 8 => self.start.next(update_id, api),
            5 => self.payments.next(update_id, api),
            _ => self.quiz.next(update_id, api),
        }
    }

    /// Only the quiz waits for answers, and its people are no others'.
    fn done(&mut self, chat_id: i64, accepted: bool) {
        self.quiz.done(chat_id, accepted);
    }
}
