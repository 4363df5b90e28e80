//! A Start by a link for the buyer of a payment that does not say whose it is.

use super::{Talk, menu};
use crate::{
    bot::{
        Context, claim,
        command::Command,
        effects::{Change, Effects, EventName},
        ledger::{Action, Ruling, UNMATCHED},
        report::{Query, Report},
        screen::Screen,
    },
    content::TextKey,
    telegram::types::{Update, UpdateKind, User},
};

/// The event that the link names.
pub(in crate::bot) fn wants(update: &Update, context: &Context<'_>) -> Option<Query> {
    let UpdateKind::Message(message) = &update.kind else {
        return None;
    };
    match Command::parse(message.text.as_deref()?)? {
        Command::Start(payload) => {
            let event = claim::event_of(&payload?, context.code_key)?;
            Some(Query::Parked(event, None))
        }
        _ => None,
    }
}

/// Greets, and takes the payment for theirs when nobody's it is yet. The link is no source.
pub(super) fn welcome(talk: &Talk<'_>, from: &User, effects: &mut Effects) -> Screen {
    effects.note(EventName::Started, None);
    effects.changes.push(Change::Started { source: None });
    let parked = match &talk.state.report {
        Some(Report::Parked(parked)) => parked.as_deref(),
        _ => None,
    };
    let key = match parked {
        None => TextKey::ClaimUnknown,
        Some(_) if talk.context.is_admin(from.id) => TextKey::ClaimOwner,
        Some(parked) if parked.person == Some(from.id) => TextKey::ClaimYours,
        // Whoever is first; the rest is seen when it takes effect.
        Some(parked) if parked.is(UNMATCHED) => {
            effects.changes.push(Change::Ruled(Ruling {
                user: Some(from.id),
                ..Ruling::about_event(Action::Give, parked.id)
            }));
            TextKey::ClaimTaken
        }
        Some(_) => TextKey::ClaimUsed,
    };
    Screen {
        text: talk.text(key, &[("name", &from.first_name)]),
        keyboard: menu::doors(talk),
    }
}
