//! Where a conversation stands: an enum whose variants carry what was collected so far.

use serde::{Deserialize, Serialize};

use super::{lead::LeadForm, ruling_steps::RulingDraft};
use crate::telegram::MessageId;

/// The stored state of one person's conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum Dialogue {
    /// Nothing is under way.
    #[default]
    Idle,
    /// In the middle of a quiz, for minutes or for days.
    Quiz(QuizRun),
    /// Filling in a request for a consultation.
    Lead(LeadForm),
    /// The next message answers one question.
    Prompt(Prompt),
}

/// A question that is answered in words, by the next message. It ends with whatever comes next, unless it is asked
/// again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// What was asked.
    #[serde(flatten)]
    pub asks: Asks,
    /// The quiz that was under way before; it goes on afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_quiz: Option<QuizRun>,
}

/// What a prompt asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
pub enum Asks {
    /// The person's city, for the time zone.
    City,
    /// The numbers that a calculator works with.
    Calculator {
        /// Which calculator of the content pack.
        id: String,
    },
    /// Words to look for in the catalogue.
    Search,
    /// A question to the assistant.
    Assistant,
    /// Whose an event is, or who gets access because of it.
    EventPerson {
        /// The event's row.
        event: i64,
        /// They get access by hand.
        by_hand: bool,
        /// The message with the event's card.
        card: Option<MessageId>,
    },
    /// Why an event needs nothing.
    EventReason {
        /// The event's row.
        event: i64,
        /// The message with the event's card.
        card: Option<MessageId>,
    },
    /// What an admin's decision about somebody still lacks, or their yes to it.
    Ruling(RulingDraft),
}

/// One attempt at a quiz.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizRun {
    /// Which quiz of the content pack.
    pub quiz: String,
    /// Tells this attempt's buttons from those of an earlier one.
    pub run: u32,
    /// The answers so far, by their index; the question in hand is the next one.
    pub answers: Vec<u8>,
}

impl Dialogue {
    /// Reads what was stored. An unreadable state (from a newer version, say) starts over.
    ///
    /// # Errors
    /// The text is not a dialogue of this version; the caller reports it and goes on with `Idle`.
    pub fn parse(stored: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(stored)
    }

    /// The form that is stored.
    #[must_use]
    pub fn to_stored(&self) -> String {
        // Strings and numbers only: it cannot fail; `Idle` is what an empty text would be read as anyway.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The quiz under way, if there is one; also one that waits behind a form.
    #[must_use]
    pub fn quiz_run(&self) -> Option<&QuizRun> {
        match self {
            Self::Quiz(run) => Some(run),
            Self::Lead(form) => form.paused_quiz.as_ref(),
            Self::Prompt(prompt) => prompt.paused_quiz.as_ref(),
            Self::Idle => None,
        }
    }

    /// The form under way, if there is one.
    #[must_use]
    pub fn lead_form(&self) -> Option<&LeadForm> {
        match self {
            Self::Lead(form) => Some(form),
            Self::Idle | Self::Quiz(_) | Self::Prompt(_) => None,
        }
    }

    /// The prompt that waits for an answer, if there is one.
    #[must_use]
    pub fn prompt(&self) -> Option<&Prompt> {
        match self {
            Self::Prompt(prompt) => Some(prompt),
            Self::Idle | Self::Quiz(_) | Self::Lead(_) => None,
        }
    }

    /// Where the conversation stands when whatever waits for words is over: in the quiz that it interrupted, if any.
    #[must_use]
    pub fn without_words(&self) -> Self {
        self.quiz_run().cloned().map_or(Self::Idle, Self::Quiz)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_dialogue_reads_back_the_same() {
        let run = QuizRun {
            quiz: "energy".into(),
            run: 41,
            answers: vec![0, 2],
        };
        for dialogue in [Dialogue::Idle, Dialogue::Quiz(run)] {
            assert_eq!(
                Dialogue::parse(&dialogue.to_stored()).expect("reads"),
                dialogue
            );
        }
    }

    #[test]
    fn the_stored_form_does_not_change_between_versions() {
        let stored = r#"{"at":"quiz","quiz":"energy","run":41,"answers":[0,2]}"#;
        assert_eq!(Dialogue::parse(stored).expect("reads").to_stored(), stored);
        let stored = r#"{"at":"lead","form":41,"turn":3,"source":"quiz:energy:saving","asking":"check","name":"Анна","phone":"+79991234567","comment":"утром","complete":true,"paused_quiz":{"quiz":"energy","run":7,"answers":[1]}}"#;
        assert_eq!(Dialogue::parse(stored).expect("reads").to_stored(), stored);
        let begun =
            r#"{"at":"lead","form":41,"turn":0,"source":"menu","asking":"name","complete":false}"#;
        assert_eq!(Dialogue::parse(begun).expect("reads").to_stored(), begun);
        for asking in ["phone", "comment"] {
            let stored = begun.replace("name", asking);
            assert_eq!(Dialogue::parse(&stored).expect("reads").to_stored(), stored);
        }
        let stored = r#"{"at":"prompt","for":"calculator","id":"bmi","paused_quiz":{"quiz":"energy","run":7,"answers":[1]}}"#;
        assert_eq!(Dialogue::parse(stored).expect("reads").to_stored(), stored);
        let stored = r#"{"at":"prompt","for":"assistant"}"#;
        assert_eq!(Dialogue::parse(stored).expect("reads").to_stored(), stored);
        for stored in [
            r#"{"at":"prompt","for":"event_person","event":7,"by_hand":true,"card":41}"#,
            r#"{"at":"prompt","for":"event_reason","event":7,"card":null}"#,
        ] {
            assert_eq!(Dialogue::parse(stored).expect("reads").to_stored(), stored);
        }
        let stored = r#"{"at":"prompt","for":"ruling","mark":7,"action":"grant","user":5301000111,"plan":"club","term":{"days":30},"reason":"за ожидание"}"#;
        assert_eq!(Dialogue::parse(stored).expect("reads").to_stored(), stored);
        let stored = r#"{"at":"prompt","for":"search"}"#;
        assert_eq!(Dialogue::parse(stored).expect("reads").to_stored(), stored);
        assert!(Dialogue::parse(r#"{"at":"moon"}"#).is_err());
    }
}
