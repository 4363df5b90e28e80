//! Whoever decides about an event sees what came of it: the owner on the event's card, a buyer who claims it in words.

use super::{parked, settle::Settling};
use crate::{
    bot::{
        self, Context,
        effects::Effects,
        ledger::{Action, Settled},
        report::Decided,
    },
    content::TextKey,
    telegram::calls::Call,
};

/// Brings the card up to date that the decision was made on.
pub(super) fn show(settled: &mut Settled, case: &Settling<'_>, context: &Context<'_>) {
    let ruling = &case.ruling.ruling;
    let (Some(message_id), Some(before)) = (ruling.card, case.shown) else {
        return;
    };
    if !context.is_admin(case.made_by) {
        return;
    }
    let mut after = before.clone();
    if let Some(outcome) = &settled.ruled {
        outcome.word.clone_into(&mut after.outcome);
        after.reason.clone_from(&outcome.reason);
        after.plan = outcome.plan.clone().or(after.plan);
        after.person = case.person.or(after.person);
        after.whose = case.person.map(|_| who(case)).or(after.whose);
    }
    let locale = context.default_locale;
    let mut news = None;
    if after.waits() {
        let at = context.now.to_zoned(context.zone.clone());
        let time = at.strftime("%H:%M:%S").to_string();
        let text = context
            .content
            .text(locale, TextKey::ParkedStill, &[("time", &time)]);
        news = Some(format!("{text}\n"));
    } else if settled.ruled.is_some() {
        after.decided = Some(Decided {
            action: ruling.action,
            by: case.made_by,
            by_name: case.maker.to_owned(),
            plan: ruling.plan.clone(),
            at: case.ruling.made_at,
        });
    }
    let card = bot::parked::card(&parked::told(&after), news, locale, context);
    settled.effects.send_or_keep(Call::EditMessageText {
        chat_id: case.made_by.private_chat(),
        message_id,
        text: card.text,
        keyboard: Some(card.keyboard),
    });
}

/// Whom a decision is about, for the owner.
pub(super) fn who(case: &Settling<'_>) -> String {
    let name = case.chat.person.as_ref();
    let name = name.map_or("", |person| person.first_name.as_str());
    let id = case.person.map(|id| id.to_string()).unwrap_or_default();
    format!("{name} {id}").trim().to_owned()
}

/// Somebody else was faster than the buyer. Whoever pressed Start twice was faster themselves, and has the news.
pub(super) fn claimed_in_vain(effects: &mut Effects, case: &Settling<'_>, context: &Context<'_>) {
    let ruling = &case.ruling.ruling;
    let claims = ruling.action == Action::Give && ruling.user == Some(case.made_by);
    let event = case.event.map(|(kept, _)| kept.id);
    let is_theirs = || case.ledger.events.iter().any(|kept| Some(kept.id) == event);
    if !claims || context.is_admin(case.made_by) || is_theirs() {
        return;
    }
    let known = case.chat.person.as_ref();
    let language = known.and_then(|person| person.language_code.as_deref());
    let locale = context.locale(known, language);
    effects.send_or_keep(Call::SendMessage {
        chat_id: case.made_by.private_chat(),
        text: context
            .content
            .text(locale, TextKey::ClaimUsed, &[("name", "")]),
        keyboard: None,
    });
}
