//! Flood limits: how fast a bot may write on its own account.
//!
//! Telegram publishes round figures and is lenient towards answers. So is this: what follows an act of the person within a
//! minute is free, up to a number that no conversation reaches; everything else is bulk and is counted.

use std::collections::HashMap;

/// How many messages answer one act of a person.
const ANSWERS: u32 = 30;
/// How long they count as answers, in milliseconds.
const ANSWERED_WITHIN: i64 = 60_000;

/// One message every so many milliseconds, and how many may come at once after a pause.
struct Limit {
    every: i64,
    burst: i64,
}

const WHOLE_BOT: Limit = Limit {
    every: 33,
    burst: 60,
};
const CHAT: Limit = Limit {
    every: 1_000,
    burst: 20,
};
const GROUP: Limit = Limit {
    every: 3_000,
    burst: 20,
};

/// What was sent lately, told as the moment at which it will be forgotten.
#[derive(Clone, Copy, Debug, Default)]
struct Spent(i64);

impl Spent {
    /// The debt after that many more messages, or how long to wait for it to be allowed.
    fn plus(self, messages: i64, now: i64, limit: &Limit) -> Result<Self, i64> {
        let after = self.0.max(now) + messages * limit.every;
        let too_early = after - limit.burst * limit.every - now;
        match too_early > 0 {
            true => Err(too_early),
            false => Ok(Self(after)),
        }
    }
}

/// Everything that was sent lately.
#[derive(Debug, Default)]
pub(super) struct Flood {
    whole_bot: Spent,
    chats: HashMap<i64, Spent>,
    /// How many free answers a person has left, and until when.
    answers: HashMap<i64, (u32, i64)>,
}

impl Flood {
    /// The person did something: what follows is an answer. A group is never so close.
    pub(super) fn acted(&mut self, user_id: i64, now: i64) {
        if user_id < 0 {
            return;
        }
        self.answers
            .insert(user_id, (ANSWERS, now + ANSWERED_WITHIN));
    }

    /// Counts messages to a chat, or says for how many seconds the bot has to wait.
    pub(super) fn send(&mut self, chat_id: i64, messages: u32, now: i64) -> Result<(), u32> {
        if let Some((left, until)) = self.answers.get_mut(&chat_id)
            && *until >= now
            && *left >= messages
        {
            *left -= messages;
            return Ok(());
        }
        let limit = if chat_id < 0 { &GROUP } else { &CHAT };
        let spent = self.chats.get(&chat_id).copied().unwrap_or_default();
        let messages = i64::from(messages);
        let seconds = |wait: i64| u32::try_from((wait + 999) / 1_000).unwrap_or(u32::MAX);
        let chat = spent.plus(messages, now, limit).map_err(seconds)?;
        let bot = self.whole_bot.plus(messages, now, &WHOLE_BOT);
        self.whole_bot = bot.map_err(seconds)?;
        self.chats.insert(chat_id, chat);
        Ok(())
    }
}
