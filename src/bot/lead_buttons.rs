//! What the buttons of a form for a consultation do.

/// A step of one form for a consultation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeadStep {
    /// The form.
    pub form: u32,
    /// The step's number.
    pub turn: u32,
}

/// What a button of the form does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeadAct {
    /// No comment.
    Skip,
    /// Sends it.
    Send,
    /// Asks what to change.
    Change,
    /// Another name.
    Name,
    /// Another number.
    Phone,
    /// Another comment.
    Comment,
    /// Nothing to change after all.
    Check,
    /// Gives the form up.
    Cancel,
}

impl LeadAct {
    /// Every act with its word.
    pub(super) const ALL: [(Self, &'static str); 8] = [
        (Self::Skip, "skip"),
        (Self::Send, "send"),
        (Self::Change, "change"),
        (Self::Name, "name"),
        (Self::Phone, "phone"),
        (Self::Comment, "comment"),
        (Self::Check, "check"),
        (Self::Cancel, "cancel"),
    ];

    pub(super) fn word(self) -> &'static str {
        let found = Self::ALL.into_iter().find(|(act, _)| *act == self);
        found.map_or("", |(_, word)| word)
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        let found = Self::ALL.into_iter().find(|(_, known)| *known == word);
        found.map(|(act, _)| act)
    }
}
