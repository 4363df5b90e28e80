//! What happened in the chats, in order: the stuff of which conversations are saved and replayed.

use std::collections::VecDeque;

use serde_json::Value;

use super::fact::Fact;
use super::look::rows;
use super::shown::ShownButton;
use super::tribute::TributeFact;
use super::world::World;

/// How many moments are remembered; the oldest are forgotten first.
const MOMENTS_KEPT: usize = 20_000;

/// Something that happened in a chat.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Moment {
    /// Grows by one with each moment.
    pub(super) number: u64,
    pub(super) chat_id: i64,
    /// Unix seconds of the pretend clock.
    pub(super) at: i64,
    pub(super) what: Event,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Event {
    /// The person did something.
    Did(Act),
    /// The bot wrote, changed or deleted a message.
    Said(Said),
    /// A press was answered with words.
    Toast { text: String, is_alert: bool },
    /// The buttons below the text box changed.
    Below(Vec<Vec<ShownButton>>),
}

/// What a person can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Says(String),
    Presses {
        message_id: i64,
        data: String,
    },
    Shares(String),
    Blocks(bool),
    /// What Tribute sends because of something that the person did there.
    Pays {
        body: String,
        is_badly_signed: bool,
    },
    /// Something that a file cannot repeat.
    Other(String),
}

/// A message of the bot as it became.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    pub(super) message_id: i64,
    pub(super) how: How,
    pub(super) text: String,
    pub(super) buttons: Vec<Vec<ShownButton>>,
    pub(super) file: Option<String>,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    New,
    Edited,
    Deleted,
}

/// The moments, oldest first.
#[derive(Debug, Default)]
pub(super) struct Story {
    moments: VecDeque<Moment>,
    last_number: u64,
}

impl Story {
    pub(super) fn add(&mut self, chat_id: i64, at: i64, what: Event) {
        if self.moments.len() >= MOMENTS_KEPT {
            self.moments.pop_front();
        }
        self.last_number += 1;
        self.moments.push_back(Moment {
            number: self.last_number,
            chat_id,
            at,
            what,
        });
    }

    /// Everything that happened in these chats, oldest first.
    pub(super) fn of<'a>(&'a self, chats: &'a [i64]) -> impl Iterator<Item = &'a Moment> {
        let moments = self.moments.iter();
        moments.filter(|moment| chats.contains(&moment.chat_id))
    }

    /// The chat starts anew.
    pub(super) fn forget(&mut self, chat_id: i64) {
        self.moments.retain(|moment| moment.chat_id != chat_id);
    }
}

impl World {
    /// Remembers what a fact means for the people in the chats; called before the fact is made true.
    pub(super) fn tell(&mut self, fact: &Fact) {
        let now = self.now();
        match fact {
            Fact::Update { update, date, .. } => {
                if let Some((chat_id, act)) = act(update) {
                    self.story.add(chat_id, *date, Event::Did(act));
                }
            }
            Fact::Message { chat_id, message } => {
                if let Some(said) = self.said(*chat_id, message) {
                    // After a restart the journal tells it again, much later.
                    let at = date(message).unwrap_or(now);
                    self.story.add(*chat_id, at, Event::Said(said));
                }
            }
            Fact::Deleted {
                chat_id,
                message_id,
            } => {
                let said = Said {
                    message_id: *message_id,
                    how: How::Deleted,
                    text: String::new(),
                    buttons: Vec::new(),
                    file: None,
                };
                self.story.add(*chat_id, now, Event::Said(said));
            }
            Fact::Answered {
                id,
                toast: Some(toast),
            } => {
                if let Some(asked) = self.asked.get(id) {
                    let what = Event::Toast {
                        text: toast.text.clone(),
                        is_alert: toast.alert,
                    };
                    self.story.add(asked.user_id, now, what);
                }
            }
            Fact::Tribute(TributeFact::Posted {
                user_id,
                body,
                is_badly_signed,
                at,
            }) => {
                let act = Act::Pays {
                    body: body.clone(),
                    is_badly_signed: *is_badly_signed,
                };
                self.story.add(*user_id, at.unwrap_or(now), Event::Did(act));
            }
            Fact::Keyboard { chat_id, markup } => {
                let below = rows(markup.as_ref().and_then(|markup| markup.get("keyboard")));
                self.story.add(*chat_id, now, Event::Below(below));
            }
            _ => {}
        }
    }

    fn said(&self, chat_id: i64, message: &Value) -> Option<Said> {
        let shown = super::look::shown(message, self.bot_id);
        let known = self.chats.get(&chat_id);
        let is_known = known.is_some_and(|chat| chat.messages.contains_key(&shown.message_id));
        let photo = || message.get("photo").map(|_| "photo".to_owned());
        shown.from_bot.then_some(Said {
            message_id: shown.message_id,
            how: if is_known { How::Edited } else { How::New },
            text: shown.text,
            buttons: shown.keyboard,
            file: shown.file_name.or_else(photo),
        })
    }
}

/// When a message became what it is.
fn date(message: &Value) -> Option<i64> {
    let edited = message.get("edit_date");
    edited.or_else(|| message.get("date"))?.as_i64()
}

/// Who did what, as an update tells it.
fn act(update: &Value) -> Option<(i64, Act)> {
    let number = |of: &Value, name: &str| of.get(name)?.get("id")?.as_i64();
    let text = |of: &Value, name: &str| of.get(name)?.as_str().map(str::to_owned);
    if let Some(message) = update.get("message") {
        let contact = message.get("contact");
        let phone = contact.and_then(|contact| text(contact, "phone_number"));
        let act = match (phone, text(message, "text")) {
            (Some(phone), _) => Act::Shares(phone),
            (None, Some(words)) => Act::Says(words),
            (None, None) => Act::Other("sent something that is neither text nor contact".into()),
        };
        return Some((number(message, "chat")?, act));
    }
    if let Some(query) = update.get("callback_query") {
        let message_id = query.get("message")?.get("message_id")?.as_i64()?;
        let data = text(query, "data").unwrap_or_default();
        return Some((number(query, "from")?, Act::Presses { message_id, data }));
    }
    let is_private = |change: &Value| number(change, "chat").is_some_and(|chat| chat > 0);
    if let Some(change) = update
        .get("my_chat_member")
        .filter(|change| is_private(change))
    {
        let status = text(change.get("new_chat_member")?, "status")?;
        return Some((number(change, "from")?, Act::Blocks(status == "kicked")));
    }
    let asked = update.get("chat_join_request");
    let joined = asked.or_else(|| update.get("chat_member"));
    let words = match joined {
        Some(_) => "asked to join a group, joined or left one".to_owned(),
        None => "changed what the bot may do in a group".to_owned(),
    };
    let joined = joined.or_else(|| update.get("my_chat_member"))?;
    Some((number(joined, "from")?, Act::Other(words)))
}
