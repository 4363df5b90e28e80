//! Telegram's patience with a webhook, without a clock of its own.

/// The longest wait that a `Retry-After` may ask for, in seconds.
const LONGEST_ASKED_WAIT: u32 = 60 * 60;
/// After so many seconds without a success a failing webhook gets one connection.
const PATIENCE: i64 = 10;
/// A webhook that answers 410 for so many seconds is deleted.
const GONE_FOR_GOOD: i64 = 23 * 60 * 60;

/// How many seconds to wait before the next attempt, after this many that failed.
pub(super) fn wait(update_id: i64, attempts: u32, asked: Option<u32>) -> u32 {
    if let Some(seconds) = asked {
        return seconds.min(LONGEST_ASKED_WAIT);
    }
    let longest = longest_wait(update_id);
    match attempts {
        0 | 1 => 0,
        // 2, 4, 8, 16, 32, 64; the next would be over any cap.
        2..=7 => (1 << (attempts - 1)).min(longest),
        _ => longest,
    }
}

/// Telegram draws the cap between 60 and 120 s; here the update decides it, so that a test can be repeated.
fn longest_wait(update_id: i64) -> u32 {
    let scattered = update_id.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    60 + u32::try_from(scattered % 61).unwrap_or(0)
}

/// How the webhook has fared lately.
#[derive(Debug)]
pub(super) struct Health {
    last_success: i64,
    is_failing: bool,
    gone_since: Option<i64>,
}

impl Health {
    /// A webhook that nothing is known of yet.
    pub(super) fn unknown(now: i64) -> Self {
        Self {
            last_success: now,
            is_failing: false,
            gone_since: None,
        }
    }

    /// A delivery was accepted.
    pub(super) fn succeeded(&mut self, now: i64) {
        *self = Self::unknown(now);
    }

    /// A delivery failed, with this status if there was an answer. Says whether the webhook is to be deleted.
    pub(super) fn failed(&mut self, now: i64, status: Option<u16>) -> bool {
        self.is_failing = true;
        match status {
            Some(410) => {
                let since = *self.gone_since.get_or_insert(now);
                now - since >= GONE_FOR_GOOD
            }
            Some(_) => {
                self.gone_since = None;
                false
            }
            // No answer is no other answer.
            None => false,
        }
    }

    /// How many deliveries may be in flight, of the most that the bot allows.
    pub(super) fn connections(&self, now: i64, most: u32) -> u32 {
        match self.is_failing && now - self.last_success > PATIENCE {
            true => most.min(1),
            false => most,
        }
    }
}
