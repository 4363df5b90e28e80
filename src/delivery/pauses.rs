//! Flood control. A 429 does not say whether it is about one chat or about the whole bot: a chat that is
//! refused alone is paused alone (its message waits, and the later ones behind it); when several chats are
//! refused within a short time, everything waits.

use std::{collections::VecDeque, sync::Mutex};

use jiff::{SignedDuration, Timestamp};

use crate::telegram::ChatId;

const WINDOW: SignedDuration = SignedDuration::from_secs(5);
const CHATS: usize = 3;

/// What this process knows of pauses; the database holds what all replicas must know.
#[derive(Debug, Default)]
pub struct Pauses {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    bot_until: Option<Timestamp>,
    recent: VecDeque<(Timestamp, ChatId)>,
}

impl Pauses {
    /// Notes a 429. True when it makes the whole bot pause until then.
    pub fn note(&self, chat: ChatId, until: Timestamp, now: Timestamp) -> bool {
        let mut state = self.lock();
        state.recent.push_back((now, chat));
        while state
            .recent
            .front()
            .is_some_and(|(at, _)| now.duration_since(*at) > WINDOW)
        {
            state.recent.pop_front();
        }
        let mut chats: Vec<ChatId> = state.recent.iter().map(|(_, chat)| *chat).collect();
        chats.sort_unstable();
        chats.dedup();
        let everybody = chats.len() >= CHATS;
        if everybody {
            state.bot_until = state.bot_until.max(Some(until));
        }
        everybody
    }

    /// Takes over what the database says.
    pub fn learn(&self, until: Option<Timestamp>) {
        let mut state = self.lock();
        state.bot_until = state.bot_until.max(until);
    }

    /// The end of the pause of the whole bot, while it lasts.
    #[must_use]
    pub fn bot_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.lock().bot_until.filter(|until| now < *until)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).expect("a moment")
    }

    #[test]
    fn one_chat_refused_again_and_again_pauses_nobody_else() {
        let pauses = Pauses::default();
        for _ in 0..10 {
            assert!(!pauses.note(ChatId(1), at(3), at(0)));
        }
        assert_eq!(pauses.bot_until(at(0)), None);
    }

    #[test]
    fn three_chats_refused_within_seconds_pause_the_bot_until_the_latest() {
        let pauses = Pauses::default();
        assert!(!pauses.note(ChatId(1), at(3), at(0)));
        assert!(!pauses.note(ChatId(2), at(9), at(1)));
        assert!(pauses.note(ChatId(3), at(5), at(2)));
        assert_eq!(pauses.bot_until(at(4)), Some(at(5)));
        assert_eq!(pauses.bot_until(at(5)), None);
    }

    #[test]
    fn refusals_far_apart_are_about_single_chats() {
        let pauses = Pauses::default();
        for (second, chat) in [(0, 1), (10, 2), (20, 3)] {
            assert!(!pauses.note(ChatId(chat), at(second + 3), at(second)));
        }
    }

    #[test]
    fn another_replicas_pause_is_honoured() {
        let pauses = Pauses::default();
        pauses.learn(Some(at(7)));
        pauses.learn(None);
        assert_eq!(pauses.bot_until(at(1)), Some(at(7)));
    }
}
