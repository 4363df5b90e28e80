//! Who writes what, and in which order: each scenario in a file of its own.

pub(crate) mod backlog;
pub(crate) mod burst;
pub(crate) mod commands;
pub(crate) mod mixed;
pub(crate) mod payments;
pub(crate) mod quiz;
pub(crate) mod read_only;
pub(crate) mod start;

use std::sync::{Arc, Mutex};

use crate::telegram::BotApi;

/// One webhook to call.
pub(crate) struct Delivery {
    /// Who is shown something because of it.
    pub(crate) chat_id: i64,
    pub(crate) body: String,
    /// Tribute's, over the body. Without one it is Telegram's.
    pub(crate) signature: Option<String>,
}

pub(crate) enum Next {
    Delivery(Delivery),
    /// Whoever has something left to say waits for an answer: Telegram delivers one update of a chat at a time.
    Busy,
    Finished,
}

/// Where updates come from.
pub(crate) trait Source: Send {
    fn next(&mut self, update_id: i64, api: &BotApi) -> Next;

    /// A delivery to this chat has been answered, with 200 or otherwise.
    fn done(&mut self, chat_id: i64, accepted: bool);
}

pub(crate) type Deliveries = Arc<Mutex<dyn Source>>;

pub(crate) fn deliveries(source: impl Source + 'static) -> Deliveries {
    Arc::new(Mutex::new(source))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scenario {
    Start,
    Quiz,
    Mixed,
    ReadOnly,
    Backlog,
    Burst,
}

impl Scenario {
    pub(crate) const ALL: [Self; 6] = [
        Self::Start,
        Self::Quiz,
        Self::Mixed,
        Self::ReadOnly,
        Self::Backlog,
        Self::Burst,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Quiz => "quiz",
            Self::Mixed => "mixed",
            Self::ReadOnly => "read-only",
            Self::Backlog => "backlog",
            Self::Burst => "burst",
        }
    }
}
