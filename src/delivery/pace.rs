//! The pace of bulk messages, pure: Telegram allows about 30 a second for a bot, one a second to a person and
//! twenty a minute to a group (core.telegram.org/bots/faq). Answers to people are not paced.

use jiff::{SignedDuration, Timestamp};

use crate::telegram::ChatId;

/// From one message to the next: thirty a second.
pub const ONE: SignedDuration = SignedDuration::from_micros(1_000_000 / 30);
/// How many may leave at once after a silence: a tenth of a second's worth.
pub const BURST: i64 = 3;

/// A token bucket over the whole bot.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Up to this moment tokens are spent.
    spent_until: Timestamp,
    /// From one message to the next.
    one: SignedDuration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            spent_until: Timestamp::UNIX_EPOCH,
            one: ONE,
        }
    }
}

impl Pace {
    /// So many replicas share the bot's pace, this one among them.
    pub fn share(&mut self, replicas: i64) {
        self.one = ONE * i32::try_from(replicas.max(1)).unwrap_or(i32::MAX);
    }

    fn floor(self, now: Timestamp) -> Timestamp {
        let earliest = now.saturating_sub(self.one * i32::try_from(BURST).unwrap_or(1));
        self.spent_until.max(earliest.unwrap_or(now))
    }

    /// How many bulk messages may leave now.
    #[must_use]
    pub fn allowance(self, now: Timestamp) -> i64 {
        let free = now.duration_since(self.floor(now)).as_micros();
        i64::try_from(free / self.one.as_micros())
            .unwrap_or_default()
            .clamp(0, BURST)
    }

    /// Notes that so many left.
    pub fn spend(&mut self, count: usize, now: Timestamp) {
        let cost = self.one * i32::try_from(count).unwrap_or(i32::MAX);
        let floor = self.floor(now);
        self.spent_until = floor.saturating_add(cost).unwrap_or(floor);
    }

    /// When the next one may leave.
    #[must_use]
    pub fn next_at(self) -> Timestamp {
        self.spent_until
            .saturating_add(self.one)
            .unwrap_or(self.spent_until)
    }
}

/// How long the next bulk message to this chat has to wait after one.
#[must_use]
pub fn spacing(chat: ChatId) -> SignedDuration {
    if chat.0 < 0 {
        SignedDuration::from_secs(3)
    } else {
        SignedDuration::from_secs(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_leave_in_a_second_after_the_first_burst() {
        let mut pace = Pace::default();
        let begin = Timestamp::from_second(1_800_000_000).expect("a moment");
        let mut sent = 0;
        for millisecond in 0..1_000 {
            let now = begin + SignedDuration::from_millis(millisecond);
            let allowed = usize::try_from(pace.allowance(now)).expect("not negative");
            pace.spend(allowed, now);
            sent += allowed;
        }
        assert!((30..=33).contains(&sent), "{sent}");
    }

    #[test]
    fn three_replicas_together_send_no_more_than_one() {
        let begin = Timestamp::from_second(1_800_000_000).expect("a moment");
        let mut sent = 0;
        for _replica in 0..3 {
            let mut pace = Pace::default();
            pace.share(3);
            for millisecond in 0..10_000 {
                let now = begin + SignedDuration::from_millis(millisecond);
                let allowed = usize::try_from(pace.allowance(now)).expect("not negative");
                pace.spend(allowed, now);
                sent += allowed;
            }
        }
        assert!((297..=310).contains(&sent), "{sent}");
    }

    #[test]
    fn a_silence_saves_up_no_more_than_the_burst() {
        let mut pace = Pace::default();
        let begin = Timestamp::from_second(1_800_000_000).expect("a moment");
        pace.spend(3, begin);
        assert_eq!(pace.allowance(begin), 0);
        assert!(pace.next_at() > begin);
        assert_eq!(pace.allowance(begin + SignedDuration::from_hours(1)), BURST);
    }

    #[test]
    fn groups_are_spaced_wider_than_people() {
        assert_eq!(spacing(ChatId(5)), SignedDuration::from_secs(1));
        assert_eq!(spacing(ChatId(-1_005)), SignedDuration::from_secs(3));
    }
}
