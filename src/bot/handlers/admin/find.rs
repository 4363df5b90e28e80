//! `/find`: people by what the owner remembers of them.

use super::{Talk, menu};
use crate::{
    bot::{
        admin::{Ask, Back},
        callback_data::Press,
        fit,
        screen::Screen,
        state::Person,
    },
    content::TextKey,
    telegram::calls::{Button, Keyboard},
};

/// People that are shown at most.
pub(super) const MOST: u32 = 10;
/// The longest name on a button.
const NAME: usize = 36;

/// Those who were found, a button each.
pub(super) fn hits(talk: &Talk<'_>, text: &str, people: &[Person]) -> Screen {
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let key = match people.len() {
        0 => TextKey::AdminFindNone,
        found if found > most => TextKey::AdminFindMany,
        _ => TextKey::AdminFindSome,
    };
    let title = talk.text(TextKey::AdminFindTitle, &[("text", text)]);
    let back = Back::Find(text.to_owned());
    let keyboard = people.iter().take(most).map(|person| {
        let ask = Ask::Card(person.id, back.clone());
        Button::callback(label(talk, person), Press::Admin(ask).encode())
    });
    let keyboard = keyboard.fold(Keyboard::default(), |keyboard, button| {
        keyboard.row(vec![button])
    });
    Screen {
        text: format!("{title}\n\n{}", talk.text(key, &[])),
        keyboard: keyboard.row(vec![menu::home_button(talk)]),
    }
}

/// The name, and what tells two of the same name apart.
pub(super) fn label(talk: &Talk<'_>, person: &Person) -> String {
    let name = name(talk, person);
    match &person.username {
        Some(username) => fit::cut(&format!("{name} · @{username}"), 64),
        None => format!("{name} · {}", person.id),
    }
}

/// What a person is called in Telegram, on one line.
pub(super) fn name(talk: &Talk<'_>, person: &Person) -> String {
    match fit::cut(&person.first_name, NAME) {
        name if name.trim().is_empty() => talk.text(TextKey::AdminCardNameless, &[]),
        name => name,
    }
}
