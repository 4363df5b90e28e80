//! `/start`: the first words, and where the person came from.

use super::{Talk, menu, referral};
use crate::{
    bot::{
        effects::{Change, Effects, EventName},
        screen::Screen,
    },
    content::TextKey,
    telegram::types::User,
};

/// Greets and shows the main menu. The first source is kept, later ones are not.
pub(super) fn welcome(
    talk: &Talk<'_>,
    from: &User,
    payload: Option<String>,
    effects: &mut Effects,
) -> Screen {
    let source = referral::follow(talk, from.id, payload, effects);
    let known = talk.state.person.as_ref();
    let returning = known.is_some_and(|person| person.started);
    let kept = source.filter(|_| known.is_none_or(|person| person.source.is_none()));
    effects.note(EventName::Started, kept.clone());
    effects.changes.push(Change::Started { source: kept });
    let key = if returning {
        TextKey::StartWelcomeBack
    } else {
        TextKey::StartWelcome
    };
    Screen {
        text: talk.text(key, &[("name", &from.first_name)]),
        keyboard: menu::doors(talk),
    }
}
