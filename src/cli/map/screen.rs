//! What a person sees after one step, in both languages.

use super::person::PERSON;
use crate::{
    bot::effects::Effects,
    content::plain_text,
    telegram::{
        calls::{ButtonAction, Call, Keyboard},
        card::Card,
        reply_keyboard::Below,
    },
};

/// Words in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Both {
    pub(super) ru: String,
    pub(super) en: String,
}

impl Both {
    pub(super) fn new(ru: &str, en: &str) -> Self {
        Self {
            ru: ru.to_owned(),
            en: en.to_owned(),
        }
    }
}

/// Everything that one step shows: often one message, sometimes more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Screen {
    /// The words of the messages, one below the other.
    pub(super) text: Both,
    /// The buttons of all of them.
    pub(super) buttons: Vec<Button>,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Button {
    pub(super) words: Both,
    pub(super) does: Does,
}

/// What a press does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Does {
    /// Comes back to the bot.
    Press(String),
    /// Opens an address, which may depend on the language.
    Open(String),
    /// Stands below the text box and writes its words.
    Write,
    /// Stands below the text box and shares the person's number.
    Share,
}

impl Screen {
    /// What both languages show of the same step; `None` when that is nothing.
    pub(super) fn of(ru: &Effects, en: &Effects) -> Option<Self> {
        Self::of_calls(&calls(ru), &calls(en))
    }

    pub(super) fn of_calls(ru: &[&Call], en: &[&Call]) -> Option<Self> {
        let (ru, en) = (Half::of(ru), Half::of(en));
        if ru.text.is_empty() {
            return None;
        }
        let mut english = en.buttons.into_iter();
        let buttons = ru.buttons.into_iter().map(|(words, does)| {
            let en = english.next().map(|(words, _)| words).unwrap_or_default();
            let words = Both { ru: words, en };
            Button { words, does }
        });
        Some(Self {
            buttons: buttons.collect(),
            text: Both {
                ru: ru.text,
                en: en.text,
            },
        })
    }
}

fn calls(effects: &Effects) -> Vec<&Call> {
    let calls = effects.outgoing.iter().map(|outgoing| &outgoing.call);
    calls
        .filter(|call| call.chat_id() == PERSON.private_chat())
        .collect()
}

/// One language of a screen.
#[derive(Default)]
struct Half {
    text: String,
    buttons: Vec<(String, Does)>,
}

impl Half {
    fn of(calls: &[&Call]) -> Self {
        let mut half = Self::default();
        for call in calls {
            half.add(call);
        }
        half
    }

    fn add(&mut self, call: &Call) {
        match call {
            Call::SendMessage { text, keyboard, .. }
            | Call::EditMessageText { text, keyboard, .. } => self.message("", text, keyboard),
            Call::SendDocument {
                caption,
                keyboard,
                file_name,
                ..
            }
            | Call::SendPicture {
                caption,
                keyboard,
                file_name,
                ..
            } => self.message(&format!("📎 {file_name}\n"), caption, keyboard),
            Call::SendCard { card, keyboard, .. } => {
                self.message(picture(card), &card.words, keyboard);
            }
            Call::SendAlbum { cards, .. } => {
                for card in cards {
                    self.message(picture(card), &card.words, &None);
                }
            }
            Call::SendDoorLink { text, .. } => self.message("🔗 ", text, &None),
            Call::SendMessageBelow { text, below, .. } => {
                self.message("", text, &None);
                if let Below::Buttons(buttons) = below {
                    let does = |shares| if shares { Does::Share } else { Does::Write };
                    let buttons = buttons.iter();
                    self.buttons
                        .extend(buttons.map(|one| (one.text.clone(), does(one.request_contact))));
                }
            }
        }
    }

    fn message(&mut self, above: &str, text: &str, keyboard: &Option<Keyboard>) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(above);
        self.text.push_str(&plain_text(text));
        let buttons = keyboard
            .iter()
            .flat_map(|one| one.inline_keyboard.iter().flatten());
        self.buttons.extend(buttons.map(|button| {
            let does = match &button.action {
                ButtonAction::CallbackData(data) => Does::Press(data.clone()),
                ButtonAction::Url(url) => Does::Open(url.clone()),
            };
            (button.text.clone(), does)
        }));
    }
}

/// What tells a card with a picture from one without.
fn picture(card: &Card) -> &'static str {
    match card.picture {
        Some(_) => "🖼 ",
        None => "",
    }
}
