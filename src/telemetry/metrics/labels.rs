//! The labels and the words that they may hold.

use prometheus_client::encoding::EncodeLabelSet;

/// The Bot API methods that we call; any other is counted as `other`.
pub(super) const METHODS: [&str; 19] = [
    "sendMessage",
    "editMessageText",
    "sendDocument",
    "sendPhoto",
    "sendMediaGroup",
    "sendChatAction",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "getMe",
    "setMyCommands",
    "getChat",
    "getChatMember",
    "approveChatJoinRequest",
    "createChatInviteLink",
    "revokeChatInviteLink",
    "banChatMember",
    "unbanChatMember",
    "other",
];

/// How the life of an outgoing message goes on.
pub const SEND_OUTCOMES: [&str; 6] = [
    "delivered",
    "retried",
    "paused",
    "kept",
    "dead",
    "left_to_sender",
];

/// What becomes of a question to the assistant: `asked`, and then one of the others.
pub const ASSISTANT_OUTCOMES: [&str; 10] = [
    "asked",
    "answered",
    "timeout",
    "limited",
    "unauthorized",
    "refused",
    "unavailable",
    "unreadable",
    "given_up",
    "off",
];
/// Scheduled work; a test compares it with what there is to do.
pub const TASKS: [&str; 14] = [
    "assistant",
    "outbox",
    "reminders",
    "retries",
    "rulings",
    "notices",
    "forgetting",
    "tribute_check",
    "unmatched",
    "doors",
    "doctor",
    "payment_digest",
    "cleaning",
    "measuring",
];

/// What became of a reminder that was due.
pub const REMINDER_OUTCOMES: [&str; 3] = ["sent", "unreachable", "postponed"];

/// What becomes of a request to come in at a door: `waiting` for a payment, and one of the others.
pub const JOIN_OUTCOMES: [&str; 5] = ["waiting", "approved", "gone", "failed", "given_up"];

/// What becomes of somebody who is to be put out at a door.
pub const REMOVAL_OUTCOMES: [&str; 5] = ["removed", "gone", "admin", "failed", "given_up"];

/// What became of a delivery of Tribute.
pub const TRIBUTE_OUTCOMES: [&str; 9] = [
    "applied",
    "stored",
    "unmatched",
    "unplanned",
    "unreadable",
    "duplicate",
    "ping",
    "refused",
    "poison",
];

/// Which key a delivery of Tribute was signed with.
pub(super) const TRIBUTE_KEYS: [&str; 2] = ["current", "previous"];

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct UpdateLabels {
    pub(super) update_type: &'static str,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct CallLabels {
    pub(super) method: &'static str,
    pub(super) outcome: &'static str,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct MethodLabels {
    pub(super) method: &'static str,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct OutcomeLabels {
    pub(super) outcome: &'static str,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct TaskLabels {
    pub(super) task: &'static str,
    pub(super) outcome: &'static str,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct TributeLabels {
    pub(super) event: &'static str,
    pub(super) outcome: &'static str,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct KeyLabels {
    pub(super) key: &'static str,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct PlanLabels {
    pub(super) plan: String,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct StateLabels {
    pub(super) state: &'static str,
}
