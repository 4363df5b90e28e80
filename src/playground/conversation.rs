//! A conversation as a file: who takes part, what they do, what they see then. Written by the page's "save", edited by hand,
//! played by `replay`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::shown::{ButtonAction, ShownButton};

/// The version of the format, first thing in the file.
const FORMAT: u32 = 1;

/// A whole file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conversation {
    /// The version of the format.
    pub format: u32,
    /// When it began; a replay sets the clocks to it, so that dates in texts come out the same.
    pub began: Timestamp,
    /// Who takes part. The first one acts where a step does not say who.
    pub person: Vec<Participant>,
    /// What happens.
    #[serde(default)]
    pub step: Vec<Step>,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Participant {
    /// Telegram user id.
    pub id: i64,
    /// First name.
    pub first_name: String,
    /// Language of the person's Telegram.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Somebody does one thing, or only looks, and sees what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Who; the first person when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<i64>,
    /// The clocks are at least here by now; kept where somebody took their time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Writes a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// Presses the newest button with these words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presses: Option<String>,
    /// Which message of the bot the button is on, from 1; needed where a newer message has the same words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_message: Option<usize>,
    /// Shares a phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shares: Option<String>,
    /// Blocks or unblocks the bot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocks: Option<bool>,
    /// Tribute sends exactly this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tribute: Option<String>,
    /// The signature with it is wrong, so that it must be refused.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub badly_signed: bool,
    /// Something was done that a file cannot repeat; said here so that nobody wonders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What the person sees then that is new, in order; notes over the chat first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sees: Vec<Seen>,
}

/// Something new in the chat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// A new message when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<SeenAs>,
    /// The words; `{any}` stands for any words, in dates and numbers that differ each time, say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The name of a document, or `photo`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The buttons, a line for each row: `[Yes] [No]`; a link's address follows its words after an arrow. `{any}` works here too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<String>,
}

/// What is seen, when it is not a new message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeenAs {
    /// An earlier message changed to this.
    Edited,
    /// A message is gone.
    Deleted,
    /// A note over the chat.
    Toast,
    /// A note that must be closed by hand.
    Alert,
    /// The buttons below the text box changed.
    Keyboard,
}

/// The buttons as a file has them.
pub(super) fn written(rows: &[Vec<ShownButton>]) -> Vec<String> {
    let words = |button: &ShownButton| match &button.action {
        ButtonAction::Url(url) => format!("[{} → {url}]", button.text),
        _ => format!("[{}]", button.text),
    };
    let row = |row: &Vec<ShownButton>| row.iter().map(words).collect::<Vec<_>>().join(" ");
    rows.iter().map(row).collect()
}

impl Conversation {
    /// An empty one.
    pub(super) fn new(began: Timestamp, person: Vec<Participant>) -> Self {
        Self {
            format: FORMAT,
            began,
            person,
            step: Vec::new(),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// One sentence with the line, when it is not such a file.
    pub fn parse(file: &str) -> Result<Self, String> {
        let read: Self = toml::from_str(file).map_err(|error| error.to_string())?;
        if read.format != FORMAT {
            return Err(format!(
                "its format is {}, and this program reads format {FORMAT}: save the conversation again",
                read.format
            ));
        }
        if read.person.is_empty() {
            return Err("nobody takes part: add a [[person]] with id and first_name".to_owned());
        }
        for (step, number) in read.step.iter().zip(1_usize..) {
            step.check(&read.person)
                .map_err(|why| format!("step {number}: {why}"))?;
        }
        Ok(read)
    }

    /// The file.
    ///
    /// # Errors
    ///
    /// A text that TOML cannot hold; none is known.
    pub fn to_file(&self) -> Result<String, String> {
        let body = toml::to_string_pretty(self).map_err(|error| error.to_string())?;
        Ok(format!(
            "# A conversation with the bot. Play it again: five-keys-bot playground --replay FILE\n\
             # In a text, {{any}} stands for words that may differ each time.\n\n{body}"
        ))
    }
}

impl Conversation {
    /// Who does this step.
    pub(super) fn actor(&self, step: &Step) -> i64 {
        let first = self.person.first().map_or(0, |person| person.id);
        step.who.unwrap_or(first)
    }

    /// Who does what in this step, for people.
    pub(super) fn act(&self, step: &Step) -> String {
        let who = self.actor(step);
        let name = self.person.iter().find(|person| person.id == who);
        let name = name.map_or("somebody", |person| person.first_name.as_str());
        format!("{name} {}", step.act())
    }
}

impl Step {
    /// Whether nothing happens in it, not even time.
    pub(super) fn is_only_look(&self) -> bool {
        let Self {
            who: _,
            at,
            says,
            presses,
            on_message: _,
            shares,
            blocks,
            tribute,
            badly_signed: _,
            note,
            sees: _,
        } = self;
        let texts = [says, presses, shares, tribute, note];
        at.is_none() && blocks.is_none() && texts.into_iter().all(Option::is_none)
    }

    fn check(&self, people: &[Participant]) -> Result<(), String> {
        let acts = [
            self.says.is_some(),
            self.presses.is_some(),
            self.shares.is_some(),
            self.blocks.is_some(),
            self.tribute.is_some(),
        ];
        if acts.iter().filter(|act| **act).count() > 1 {
            return Err(
                "one step is one act: says, presses, shares, blocks or tribute; make it two steps"
                    .to_owned(),
            );
        }
        match self.who {
            Some(who) if people.iter().all(|person| person.id != who) => Err(format!(
                "{who} does not take part: add a [[person]] with this id"
            )),
            _ => Ok(()),
        }
    }

    /// The act in words, for people.
    pub(super) fn act(&self) -> String {
        match self {
            Self {
                says: Some(text), ..
            } => format!("says \"{text}\""),
            Self {
                presses: Some(words),
                ..
            } => format!("presses \"{words}\""),
            Self {
                shares: Some(phone),
                ..
            } => format!("shares {phone}"),
            Self {
                blocks: Some(true), ..
            } => "blocks the bot".to_owned(),
            Self {
                blocks: Some(false),
                ..
            } => "unblocks the bot".to_owned(),
            Self {
                tribute: Some(_), ..
            } => "is in an event of Tribute".to_owned(),
            _ => "looks".to_owned(),
        }
    }
}
