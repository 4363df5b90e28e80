//! What the form asks, and the buttons under it.

use super::{Talk, below};
use crate::{
    bot::{
        callback_data::{LeadAct, LeadStep, Press},
        dialogue::Dialogue,
        effects::Effects,
        lead::{Asking, LeadForm},
        phone,
        screen::Screen,
    },
    content::TextKey,
    telegram::{
        ChatId,
        calls::{Button, Call, Keyboard},
        reply_keyboard::{Below, ReplyButton},
        types::CallbackQuery,
    },
};

/// Where a question goes.
#[derive(Clone, Copy)]
pub(super) enum To<'a> {
    /// As a new message.
    Chat(ChatId),
    /// In place of the message whose button was pressed, where that is possible.
    Place(&'a CallbackQuery),
}

impl To<'_> {
    pub(super) fn chat(self) -> ChatId {
        match self {
            Self::Chat(chat) => chat,
            Self::Place(query) => query.from.id.private_chat(),
        }
    }
}

/// Takes a step: stores the form with a new number of its step and asks what it asks. The button that shares
/// a number goes away with the step that needed it, and only a message of its own can take it away.
pub(super) fn ask(talk: &Talk<'_>, effects: &mut Effects, mut form: LeadForm, to: To<'_>) {
    form.turn = form.turn.wrapping_add(1);
    form.complete |= form.asking == Asking::Check;
    let before = talk.state.dialogue.lead_form();
    if let Some(before) = before
        && before.asking == Asking::Phone
        && form.asking != Asking::Phone
    {
        let key = if before.phone == form.phone {
            TextKey::LeadPhoneKept
        } else {
            TextKey::LeadPhoneTaken
        };
        let number = shown_phone(&form);
        let words = talk.text(key, &[("phone", &number)]);
        effects.send(below(to.chat(), words, Below::Nothing));
    }
    effects.send(question(talk, &form, false, to));
    effects.dialogue = Some(Dialogue::Lead(form));
}

/// The question of the step in hand; in other words, with an example, after an answer that was none.
pub(super) fn question(talk: &Talk<'_>, form: &LeadForm, again: bool, to: To<'_>) -> Call {
    let text = |first: TextKey, other: TextKey| talk.text(if again { other } else { first }, &[]);
    // Whoever changes an answer has been greeted before.
    let (name, phone) = if form.complete {
        (TextKey::LeadNewName, TextKey::LeadNewPhone)
    } else {
        (TextKey::LeadAskName, TextKey::LeadAskPhone)
    };
    let screen = match form.asking {
        Asking::Name => Screen {
            text: text(name, TextKey::LeadWrongName),
            keyboard: way_out(talk, form, Keyboard::default()),
        },
        Asking::Phone if again => return phone_question(talk, TextKey::LeadWrongPhone, form, to),
        Asking::Phone => return phone_question(talk, phone, form, to),
        Asking::Comment => {
            let skip = button(talk, form, TextKey::ButtonSkip, LeadAct::Skip);
            Screen {
                text: text(TextKey::LeadAskComment, TextKey::LeadWrongComment),
                keyboard: way_out(talk, form, Keyboard::default().row(vec![skip])),
            }
        }
        Asking::Check => check(talk, form),
    };
    match to {
        To::Chat(chat) => screen.send(chat),
        To::Place(query) => screen.show_for(query),
    }
}

/// The contact that was shared is not the person's own.
pub(super) fn foreign_phone(talk: &Talk<'_>, form: &LeadForm, to: To<'_>) -> Call {
    phone_question(talk, TextKey::LeadForeignPhone, form, to)
}

fn phone_question(talk: &Talk<'_>, key: TextKey, form: &LeadForm, to: To<'_>) -> Call {
    let name = form.name.as_deref().unwrap_or_default();
    let words = if key == TextKey::LeadAskPhone {
        talk.text(key, &[("name", name)])
    } else {
        talk.text(key, &[])
    };
    let buttons = vec![
        ReplyButton {
            text: talk.text(TextKey::ButtonSharePhone, &[]),
            request_contact: true,
        },
        ReplyButton {
            text: talk.text(TextKey::ButtonCancel, &[]),
            request_contact: false,
        },
    ];
    below(to.chat(), words, Below::Buttons(buttons))
}

/// Everything that will be sent.
fn check(talk: &Talk<'_>, form: &LeadForm) -> Screen {
    let number = shown_phone(form);
    let none = talk.text(TextKey::LeadNoComment, &[]);
    let args = [
        ("name", form.name.as_deref().unwrap_or_default()),
        ("phone", number.as_str()),
        ("comment", form.comment.as_deref().unwrap_or(&none)),
    ];
    let send = button(talk, form, TextKey::ButtonSend, LeadAct::Send);
    let change = button(talk, form, TextKey::ButtonChange, LeadAct::Change);
    let cancel = button(talk, form, TextKey::ButtonCancel, LeadAct::Cancel);
    Screen {
        text: talk.text(TextKey::LeadCheck, &args),
        keyboard: Keyboard::default()
            .row(vec![send])
            .row(vec![change])
            .row(vec![cancel]),
    }
}

/// Which answer to give anew.
pub(super) fn what_to_change(talk: &Talk<'_>, form: &LeadForm) -> Screen {
    let fields = [
        (TextKey::LeadChangeName, LeadAct::Name),
        (TextKey::LeadChangePhone, LeadAct::Phone),
        (TextKey::LeadChangeComment, LeadAct::Comment),
    ];
    let keyboard = fields
        .into_iter()
        .fold(Keyboard::default(), |keyboard, (key, act)| {
            keyboard.row(vec![button(talk, form, key, act)])
        });
    Screen {
        text: talk.text(TextKey::LeadAskChange, &[]),
        keyboard: way_out(talk, form, keyboard),
    }
}

/// Back to the last look, when there was one, and out.
fn way_out(talk: &Talk<'_>, form: &LeadForm, keyboard: Keyboard) -> Keyboard {
    let back = form
        .complete
        .then(|| button(talk, form, TextKey::ButtonBack, LeadAct::Check));
    keyboard.row(back.into_iter().collect()).row(vec![button(
        talk,
        form,
        TextKey::ButtonCancel,
        LeadAct::Cancel,
    )])
}

fn button(talk: &Talk<'_>, form: &LeadForm, key: TextKey, act: LeadAct) -> Button {
    let step = LeadStep {
        form: form.form,
        turn: form.turn,
    };
    Button::callback(talk.text(key, &[]), Press::Lead(step, act).encode())
}

fn shown_phone(form: &LeadForm) -> String {
    form.phone.as_deref().map(phone::shown).unwrap_or_default()
}
