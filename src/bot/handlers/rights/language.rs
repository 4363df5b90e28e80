//! `/language`: the person's choice goes before what their Telegram says.

use super::{super::menu, Answer, Talk, button};
use crate::{
    bot::{
        callback_data::Press,
        effects::{Change, Effects},
        rights::Right,
        screen::Screen,
    },
    content::{Locale, TextKey},
    telegram::{
        calls::{Button, Keyboard},
        types::User,
    },
};

/// The choice.
pub(super) fn choice(talk: &Talk<'_>) -> Screen {
    let person = talk.state.person.as_ref();
    let stored = person.and_then(|person| person.locale.as_deref());
    Screen {
        text: talk.text(TextKey::LanguageAsk, &[]),
        keyboard: keyboard(talk, stored.and_then(Locale::parse)),
    }
}

/// Stores it, and says so in the language that was chosen.
pub(super) fn chosen(talk: &Talk<'_>, from: &User, locale: Option<Locale>) -> Answer {
    let of_telegram = || talk.context.locale(None, from.language_code.as_deref());
    let talk = Talk {
        locale: locale.unwrap_or_else(of_telegram),
        ..*talk
    };
    Answer {
        toast: Some(talk.text(TextKey::LanguageDone, &[])),
        effects: Effects {
            changes: vec![Change::Language(locale)],
            ..Effects::default()
        },
        ..Screen {
            text: talk.text(TextKey::LanguageChanged, &[]),
            keyboard: keyboard(&talk, locale),
        }
        .into()
    }
}

fn keyboard(talk: &Talk<'_>, current: Option<Locale>) -> Keyboard {
    let choices = [
        (TextKey::LanguageRussian, Some(Locale::Ru)),
        (TextKey::LanguageEnglish, Some(Locale::En)),
        (TextKey::LanguageTelegram, None),
    ];
    let rows = choices.map(|(key, locale)| {
        let mark = if locale == current { "✅ " } else { "" };
        let label = format!("{mark}{}", talk.text(key, &[]));
        vec![Button::callback(
            label,
            Press::Right(Right::Speak(locale)).encode(),
        )]
    });
    rows.into_iter()
        .fold(Keyboard::default(), Keyboard::row)
        .row(vec![
            button(talk, TextKey::ProfileButton, Right::Profile),
            menu::home_button(talk),
        ])
}

/// The language of the conversation, in its own words.
pub(super) fn in_words(talk: &Talk<'_>) -> String {
    let name = talk.text(TextKey::LanguageName, &[]);
    let person = talk.state.person.as_ref();
    if person.is_some_and(|person| person.locale.is_some()) {
        return name;
    }
    format!("{name} ({})", talk.text(TextKey::LanguageAuto, &[]))
}
