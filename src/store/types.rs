//! What goes into the store and comes out of it, free of any database type.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    bot::{
        Reminding,
        access::Subscription,
        effects::{Change, Effects},
        ledger::{EventOutcome, Ledger, LedgerEvent, LedgerRuling, Settled},
        notices::{Due, Noticed},
        referral::CodeKey,
        report::Parked,
        state::{ChatState, Recommendation},
    },
    telegram::{ChatId, UserId, calls::CallbackAnswer},
};

/// Names an update for ever: the second insert of the same key finds the first.
#[derive(Debug, Clone, Copy)]
pub struct InboxKey<'a> {
    /// Who delivers: `telegram`.
    pub source: &'static str,
    /// The deliverer's own number.
    pub key: &'a str,
}

/// What follows one update through logs and the outbox, for instance `telegram:41`.
pub type Origin = String;

/// A person as the update describes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Telegram's id.
    pub id: UserId,
    /// Untrusted text, without NUL characters (PostgreSQL has no place for them).
    pub first_name: String,
    /// Without the `@`.
    pub username: Option<String>,
    /// IETF tag.
    pub language_code: Option<String>,
}

/// An update to be committed.
#[derive(Debug)]
pub struct Received<'a> {
    /// Its name for ever.
    pub key: InboxKey<'a>,
    /// Its name in logs and on the messages it causes.
    pub origin: &'a str,
    /// Who caused it, if anybody.
    pub profile: Option<&'a Profile>,
    /// Whether they say something by it; not when Telegram tells that they blocked us, nor when a press is only there
    /// again.
    pub speaks: bool,
    /// When it came in.
    pub now: Timestamp,
    /// Until when the messages to the person's own chat belong to this process.
    pub claim_until: Timestamp,
}

/// What was decided about an update.
#[derive(Debug, Default)]
pub struct Decision {
    /// What to store and send.
    pub effects: Effects,
    /// A bounded word kept with the inbox row: `handled`, `ignored`, `repeated`, `unreadable`, `poison`.
    pub outcome: &'static str,
}

/// How a delivery ended.
#[derive(Debug)]
pub enum Outcome {
    /// It had been handled before; nothing was done.
    Duplicate,
    /// It is stored.
    Committed(Committed),
}

/// What a committed update left to do.
#[derive(Debug, Default)]
pub struct Committed {
    /// Messages to the person's own chat, claimed for this process, in order.
    pub claims: Vec<Claim>,
    /// Older messages to the same chat that still wait: they go first.
    pub waiting: Vec<i64>,
    /// True when messages to other chats were queued as well.
    pub others: bool,
    /// The answer that may ride back to Telegram.
    pub answer: Option<CallbackAnswer>,
}

/// A message taken by this process until its claim ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The outbox row.
    pub id: i64,
    /// Where to.
    pub chat_id: ChatId,
    /// The Bot API's method.
    pub method: String,
    /// Its parameters as JSON.
    pub payload: String,
    /// The update that asked for it.
    pub origin: Origin,
    /// Whether it waits for a person who cannot be reached.
    pub keep_for_unreachable: bool,
    /// How often it failed before.
    pub attempts: i32,
    /// True for the bulk lane.
    pub bulk: bool,
}

/// A question to the assistant, taken by this process until its claim ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The row.
    pub id: i64,
    /// Who asked.
    pub user: UserId,
    /// Their words; untrusted text.
    pub question: String,
    /// The code of the language to answer in.
    pub locale: String,
    /// When they asked.
    pub asked_at: Timestamp,
    /// How often it was taken, this time included.
    pub attempts: i32,
    /// Their last finished quiz.
    pub recommendation: Option<Recommendation>,
}

/// An event of Tribute to be committed.
#[derive(Debug)]
pub struct TributeReceived<'a> {
    /// The semantic key: the same for every delivery of one event.
    pub key: &'a str,
    /// Makes what stands for this key once its person is forgotten.
    pub code_key: &'a CodeKey,
    /// The event's name.
    pub name: &'a str,
    /// The body as it came.
    pub body: &'a str,
    /// Its name in logs and on the messages it causes.
    pub origin: &'a str,
    /// The buyer by Telegram's id, when the event has it.
    pub buyer: Option<UserId>,
    /// The buyer by a name that Tribute has for them, when the event has one.
    pub payer: Option<&'a str>,
    /// When it happened, when it says so.
    pub happened_at: Option<Timestamp>,
    /// When it came in.
    pub now: Timestamp,
    /// Until when the messages to the buyer's chat belong to this process.
    pub claim_until: Timestamp,
}

/// What a decision about an event may depend on.
#[derive(Debug)]
pub struct TributeState {
    /// The event as it is kept.
    pub kept: LedgerEvent,
    /// The buyer, when known by either id.
    pub buyer: Option<UserId>,
    /// The buyer's state; empty for an unknown buyer.
    pub chat: ChatState,
    /// The buyer's earlier events and the decisions about them.
    pub ledger: Ledger,
    /// Earlier events of the same payer that were parked, oldest first.
    pub parked: Vec<LedgerEvent>,
}

/// What was decided about an event. The word for one that could not even be looked at is `poison`.
#[derive(Debug, Default)]
pub struct TributeDecision {
    /// What to store and send.
    pub effects: Effects,
    /// What became of it.
    pub ruled: EventOutcome,
    /// What became of those that were parked.
    pub freed: Vec<(i64, EventOutcome)>,
}

/// A decision that is to take effect, and what it may depend on.
#[derive(Debug)]
pub struct RulingState {
    /// The decision.
    pub ruling: LedgerRuling,
    /// Who made it.
    pub made_by: UserId,
    /// The event it names, and what became of that so far.
    pub event: Option<(LedgerEvent, String)>,
    /// About whom it is, when somebody is known.
    pub person: Option<UserId>,
    /// Their state.
    pub chat: ChatState,
    /// Their events and the decisions about them so far.
    pub ledger: Ledger,
    /// Other events of the same payer that were parked, oldest first.
    pub parked: Vec<LedgerEvent>,
    /// The event as its card shows it, when there is a card to bring up to date.
    pub shown: Option<Parked>,
    /// What whoever made the decision is called.
    pub maker: String,
}

/// A decision about somebody whose reminder is due. Owned: rustc 1.95 cannot see that a boxed task which holds a
/// borrowed one may move between threads.
pub type Remind = Arc<dyn Fn(&ChatState) -> Reminding + Send + Sync>;

/// What follows from a decision; shared for the same reason.
pub type Rule = Arc<dyn Fn(&RulingState) -> Settled + Send + Sync>;

/// What has to change of a person's access so that it is what follows; shared for the same reason.
pub type Refold = Arc<dyn Fn(&ChatState, &Ledger) -> Vec<Change> + Send + Sync>;

/// A person's access, worked out anew.
#[derive(Debug)]
pub struct Refolded {
    /// As it was stored.
    pub before: Vec<Subscription>,
    /// What differs.
    pub changes: Vec<Change>,
}

/// An event as `replay` looks at it.
#[derive(Debug)]
pub struct KeptEvent {
    /// The row.
    pub event: LedgerEvent,
    /// What became of it.
    pub outcome: String,
    /// Whose it is, when somebody is known.
    pub person: Option<UserId>,
}

/// A decision about a person whose access is to be spoken of; shared for the same reason.
pub type Notify = Arc<dyn Fn(&ChatState, &[Due]) -> Vec<Noticed> + Send + Sync>;

/// Whose turn it is to do scheduled work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// This caller's.
    Mine,
    /// Somebody is at it.
    Busy,
    /// Nobody's yet.
    Later,
}

/// A product of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = super::schema::products)]
pub struct CatalogueEntry {
    /// The content pack's id.
    pub id: String,
    /// Name in Russian.
    pub name_ru: String,
    /// Name in English.
    pub name_en: String,
    /// Price in minor units of `currency`.
    pub price_minor: i64,
    /// Lower-case ISO code.
    pub currency: String,
    /// Where to buy.
    pub link: String,
}

/// Figures that hold for all replicas together.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// Distinct people in the last five minutes.
    pub active_users: i64,
    /// Messages waiting to be sent.
    pub outbox_depth: i64,
    /// When the oldest of them was queued.
    pub outbox_oldest_at: Option<Timestamp>,
    /// Messages given up.
    pub dead_letters: i64,
    /// Events that wait for the owner.
    pub unmatched: i64,
    /// When the oldest of them came.
    pub unmatched_oldest_at: Option<Timestamp>,
    /// Active subscriptions by plan id; an empty id stands for plans the pack does not know.
    pub subscriptions: Vec<(String, i64)>,
    /// Doors at which the bot cannot do its work.
    pub doors_without_rights: i64,
    /// What was counted last; none before the first time.
    pub measured: Option<super::Measured>,
    /// What the daily look around the bot remembers; none before the first time.
    pub doctor: Option<String>,
}
