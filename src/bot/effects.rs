//! A handler's answer: the next state, facts to store, messages to send. Data only.

use jiff::{Timestamp, civil::Date};

use super::{
    dialogue::Dialogue,
    doors::DoorChange,
    lead::Lead,
    ledger::Ruling,
    payment_news::News,
    referral::{CodeKey, Followed},
    state::{Recommendation, Subscription},
};
use crate::{
    content::Locale,
    telegram::{
        ChatId,
        calls::{Call, CallbackAnswer},
    },
};

/// All that one update or payment event changes. Committed as a whole or not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects {
    /// The next dialogue; `None` leaves it as it is.
    pub dialogue: Option<Dialogue>,
    /// Facts to store, in this order.
    pub changes: Vec<Change>,
    /// Messages to send; those to one chat leave in this order.
    pub outgoing: Vec<Outgoing>,
    /// Stops the button's spinner; may be lost without harm.
    pub answer: Option<CallbackAnswer>,
}

impl Effects {
    /// Queues a call as the answer to the person's own action.
    pub fn send(&mut self, call: Call) {
        self.outgoing.push(Outgoing {
            call,
            lane: Lane::Answer,
            keep_for_unreachable: false,
        });
    }

    /// Queues a call that waits for the person when Telegram cannot deliver it yet (news about money).
    pub fn send_or_keep(&mut self, call: Call) {
        self.outgoing.push(Outgoing {
            call,
            lane: Lane::Answer,
            keep_for_unreachable: true,
        });
    }

    /// Notes a fact for statistics.
    pub fn note(&mut self, name: EventName, details: Option<String>) {
        self.changes.push(Change::Event { name, details });
    }
}

/// One fact to store about the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The person pressed Start; the source is kept only when they have none yet.
    Started {
        /// The start payload.
        source: Option<String>,
    },
    /// The person can be written to again; messages that were kept for them are released.
    Reachable,
    /// The bot can write to a group again; messages that were kept for it are released.
    GroupReachable(ChatId),
    /// The person blocked the bot.
    Unreachable,
    /// A quiz was finished.
    Recommended(Recommendation),
    /// The person asked for a consultation.
    Lead(Lead),
    /// The owner, whose update this is, is done with a lead.
    LeadDone {
        /// The lead's key.
        key: i64,
    },
    /// The code of the person's own link, shown to them now.
    ReferralCode(String),
    /// The person came by somebody's link.
    Followed(Followed),
    /// The first payment of the person with money that was not paid back; whose link brought them has it to their
    /// credit. `None` when all was paid back.
    FirstPaid(Option<Timestamp>),
    /// The person asked the assistant; a worker brings the answer.
    Ask {
        /// In their own words, at most [`LONGEST_QUESTION`](super::assistant::LONGEST_QUESTION) characters.
        question: String,
        /// The language of the answer.
        locale: Locale,
    },
    /// The person was asked about reminders, and is not asked again.
    RemindersAsked,
    /// Reminders are on, the next one at that moment, or off.
    Reminders {
        /// `None` is off.
        next_at: Option<Timestamp>,
    },
    /// The person's time zone, by its IANA name.
    Zone(String),
    /// The person chose a language; without one it is that of their Telegram again.
    Language(Option<Locale>),
    /// The person asked to be forgotten, and confirmed it. Whatever else this update says about them is not kept.
    Forget(CodeKey),
    /// Access opened, grew, stopped renewing or closed.
    Subscribed(Subscription),
    /// Nothing is left of a source of access: what it came from is not theirs any more.
    Unsubscribed(String),
    /// A name that Tribute has for the person became known.
    Payer(String),
    /// The admin, whose update this is, wants to hear of payments so from this day on.
    PaymentNews(News, Date),
    /// Somebody decided something, which takes effect right after.
    Ruled(Ruling),
    /// Something happened at a private channel or group that a plan opens.
    Door(DoorChange),
    /// A fact for statistics.
    Event {
        /// What happened.
        name: EventName,
        /// A bounded detail, such as a quiz id; never personal.
        details: Option<String>,
    },
}

/// Names of facts kept for statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventName {
    /// First or repeated Start.
    Started,
    /// A quiz was begun.
    QuizStarted,
    /// A quiz was finished.
    QuizFinished,
    /// A calculator found something.
    CalculatorUsed,
    /// The picker was gone through.
    PickerUsed,
    /// A consultation was asked for.
    LeadSent,
    /// The assistant was asked.
    AssistantAsked,
    /// The plan was asked for as a PDF.
    PlanPdf,
    /// Reminders were turned on.
    RemindersOn,
    /// Reminders were turned off.
    RemindersOff,
    /// A product of the catalogue was looked at.
    ProductViewed,
    /// The products of a recommendation were looked at.
    ProductsShown,
    /// The bot was blocked.
    Blocked,
    /// The bot was unblocked.
    Unblocked,
    /// Access was bought, given or renewed.
    SubscriptionOpened,
    /// Renewal was stopped.
    SubscriptionCancelled,
    /// A payment went back.
    PaymentReturned,
}

impl EventName {
    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::QuizStarted => "quiz_started",
            Self::QuizFinished => "quiz_finished",
            Self::CalculatorUsed => "calculator_used",
            Self::PickerUsed => "picker_used",
            Self::LeadSent => "lead_sent",
            Self::AssistantAsked => "assistant_asked",
            Self::PlanPdf => "plan_pdf",
            Self::RemindersOn => "reminders_on",
            Self::RemindersOff => "reminders_off",
            Self::ProductViewed => "product_viewed",
            Self::ProductsShown => "products_shown",
            Self::Blocked => "blocked",
            Self::Unblocked => "unblocked",
            Self::SubscriptionOpened => "subscription_opened",
            Self::SubscriptionCancelled => "subscription_cancelled",
            Self::PaymentReturned => "payment_returned",
        }
    }
}

/// Which messages go first, and whether they are paced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// Answers to somebody's own action and news about money: at once, paused only by a 429.
    Answer,
    /// Reminders, broadcasts, digests: paced, and after every answer.
    Bulk,
}

impl Lane {
    /// The stored number; lower goes first.
    #[must_use]
    pub fn number(self) -> i16 {
        match self {
            Self::Answer => 0,
            Self::Bulk => 1,
        }
    }
}

/// A call to queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// What to ask of the Bot API.
    pub call: Call,
    /// How urgent.
    pub lane: Lane,
    /// Keep it until the person appears, instead of giving up, when Telegram says they cannot be reached.
    pub keep_for_unreachable: bool,
}
