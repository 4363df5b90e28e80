//! A request for a consultation: the form while it is filled in, and the lead that it becomes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::dialogue::QuizRun;
use crate::telegram::UserId;

/// A form under way. Every answer so far is in it, so it may rest for days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadForm {
    /// Tells this form's buttons from those of an earlier one.
    pub form: u32,
    /// Grows with every step: a button of an earlier step does nothing.
    pub turn: u32,
    /// Where the person came from: `command`, `menu`, or the kind, the id and the band of an advice: `quiz:ID:BAND`.
    pub source: String,
    /// What is to come next.
    pub asking: Asking,
    /// How to address the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// International form, `+79991234567`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The person's own words, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Everything was asked once: whatever is changed now leads back to the check.
    #[serde(default)]
    pub complete: bool,
    /// The quiz that was under way before; it goes on when the form ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_quiz: Option<QuizRun>,
}

/// What a form waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asking {
    /// A name.
    Name,
    /// A phone number, typed or shared.
    Phone,
    /// A comment, or none.
    Comment,
    /// A last look before it is sent.
    Check,
}

impl LeadForm {
    /// The step after the one in hand.
    #[must_use]
    pub fn next(&self) -> Asking {
        match self.asking {
            _ if self.complete => Asking::Check,
            Asking::Name => Asking::Phone,
            Asking::Phone => Asking::Comment,
            Asking::Comment | Asking::Check => Asking::Check,
        }
    }
}

/// A request that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The update that sent it. It names the lead for ever, also on the owner's button.
    pub key: i64,
    /// Who asked.
    pub user: UserId,
    /// Their user name now, without the `@`.
    pub username: Option<String>,
    /// How to address them; untrusted text.
    pub name: String,
    /// International form.
    pub phone: String,
    /// Their own words; untrusted text.
    pub comment: Option<String>,
    /// As in [`LeadForm::source`].
    pub source: String,
    /// When they asked.
    pub created_at: Timestamp,
    /// Whether the owner is done with it.
    pub done: bool,
}
