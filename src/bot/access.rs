//! Paid and given access.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Access of one person from one source. Derived: the ledger and the journal, folded
/// ([`crate::tribute::fold`]), give it anew at any time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Where it comes from: `sub:1644` a plan of Tribute, `purchase:78901` a digital product, `order:UUID` an order of a
    /// shop, `hand:club` the owner.
    pub source: String,
    /// The plan's id in the content pack.
    pub plan: String,
    /// The plan's name as Tribute wrote it last; untrusted text.
    pub name: String,
    /// Access lasts while `now < access_until`; never lowered by a cancel.
    pub access_until: Timestamp,
    /// Whether Tribute will charge again.
    pub auto_renew: bool,
    /// What the current period was given for.
    pub basis: Basis,
    /// When the last thing happened that it depends on.
    pub known_at: Timestamp,
    /// The last price in minor units of `currency`; zero for trials and gifts.
    pub price_minor: i64,
    /// Lower-case ISO code.
    pub currency: String,
}

/// What access is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Money.
    Paid,
    /// A free period that renews with money.
    Trial,
    /// Somebody else's present.
    Gift,
    /// The owner's decision.
    Hand,
}

impl Basis {
    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Trial => "trial",
            Self::Gift => "gift",
            Self::Hand => "hand",
        }
    }

    /// The stored word, read; one that is not known is of a newer version, and then it was paid for.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        let all = [Self::Trial, Self::Gift, Self::Hand];
        let known = all.into_iter().find(|basis| basis.as_str() == word);
        known.unwrap_or(Self::Paid)
    }
}

impl Subscription {
    /// So long after the end of a period Tribute may go on trying to charge for the next: it tries for seven days.
    pub const STILL_CHARGED: SignedDuration = SignedDuration::from_hours(8 * 24);

    /// From here on a moment stands for "for ever".
    #[must_use]
    pub fn is_endless(&self) -> bool {
        is_endless(self.access_until)
    }

    /// Whether it goes on by itself for money. Tribute says so of a gift as well, but whoever was given one is never
    /// charged unasked.
    #[must_use]
    pub fn renews(&self) -> bool {
        self.auto_renew && self.basis != Basis::Gift
    }

    /// Until when its person must be known by their number, so that nothing that they paid for is lost: the end of
    /// access, and a little longer while Tribute may yet be paid for more.
    #[must_use]
    pub fn needed_until(&self) -> Timestamp {
        self.open_until(Self::STILL_CHARGED)
    }

    /// Until when doors stay open: the end of access, and while Tribute may still be trying to charge for the next
    /// period, so much longer.
    #[must_use]
    pub fn open_until(&self, grace: SignedDuration) -> Timestamp {
        if !self.auto_renew {
            return self.access_until;
        }
        let longer = self.access_until.saturating_add(grace);
        longer.unwrap_or(self.access_until)
    }

    /// Whether what was paid for lasts at this moment.
    #[must_use]
    pub fn is_active(&self, now: Timestamp) -> bool {
        now < self.access_until
    }

    /// Whether it opens anything at this moment, the days of grace included.
    #[must_use]
    pub fn is_open(&self, now: Timestamp, grace: SignedDuration) -> bool {
        now < self.open_until(grace)
    }
}

/// Whether an end stands for "for ever": the year 9000; whatever ends later was meant to have no end.
#[must_use]
pub fn is_endless(end: Timestamp) -> bool {
    end.as_second() > 221_845_392_000
}
