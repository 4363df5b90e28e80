//! What the owner is told about an event.

use super::{
    event::Event,
    kinds::{Kind, SubscriptionChange},
    parked,
    telling::{NOTHING, message, or_nothing},
};
use crate::{
    bot::{
        self, Context,
        effects::Effects,
        ledger::{EventOutcome, LedgerEvent, UNPLANNED, WAITING},
    },
    content::TextKey,
};

/// What the owner is told about an event.
pub(super) struct About<'a> {
    pub(super) event: &'a Event,
    /// The row, for what the owner may do about it.
    pub(super) kept: &'a LedgerEvent,
    pub(super) outcome: &'a EventOutcome,
    pub(super) person: &'a str,
    pub(super) until: Option<&'a str>,
    /// It has just come in: one that was looked at again has its card already.
    pub(super) is_new: bool,
}

/// An event without a person.
pub(super) fn owner_alone(
    effects: &mut Effects,
    event: &Event,
    kept: &LedgerEvent,
    outcome: &EventOutcome,
    is_new: bool,
    context: &Context<'_>,
) {
    let about = About {
        event,
        kept,
        outcome,
        person: NOTHING,
        until: None,
        is_new,
    };
    owner(effects, &about, context);
}

pub(super) fn owner(effects: &mut Effects, about: &About<'_>, context: &Context<'_>) {
    if WAITING.contains(&about.outcome.word) {
        return waiting(effects, about, context);
    }
    let locale = context.default_locale;
    let (title, amount) = summary(about.event, context);
    let plan = about.outcome.plan.as_deref();
    let plan = plan.map_or(title.as_str(), |id| {
        context.content.plan_name(locale, id, &title)
    });
    let key = match about.outcome.word {
        _ if amount.is_none() && about.until.is_none() => return,
        _ if about.until.is_some() => TextKey::AdminPayment,
        _ => TextKey::AdminMoney,
    };
    let message_of_donor = match &about.event.kind {
        Kind::Donation(one) => one.message.as_deref(),
        _ => None,
    };
    let args = [
        ("event", about.event.name.as_str()),
        ("plan", or_nothing(plan)),
        ("amount", amount.as_deref().unwrap_or(NOTHING)),
        ("person", about.person),
        ("date", about.until.unwrap_or(NOTHING)),
        ("message", message_of_donor.unwrap_or(NOTHING)),
    ];
    for admin in context.admins {
        let text = context.content.text(locale, key, &args);
        // Kept for an owner who has not pressed Start yet.
        effects.send_or_keep(message(admin.private_chat(), text));
    }
}

/// The card of an event that waits, once.
fn waiting(effects: &mut Effects, about: &About<'_>, context: &Context<'_>) {
    // A cancel takes nothing away that anybody has.
    let is_quiet = about.outcome.word == UNPLANNED && is_cancel(&about.event.kind);
    if !about.is_new || is_quiet {
        return;
    }
    let whose = Some(about.person).filter(|whose| *whose != NOTHING);
    let parked = parked::arrived(about.event, about.kept, about.outcome, whose);
    let card = bot::parked::card(&parked, None, context.default_locale, context);
    for admin in context.admins {
        effects.send_or_keep(card.clone().send(admin.private_chat()));
    }
}

fn is_cancel(kind: &Kind) -> bool {
    matches!(kind, Kind::Subscription(one) if one.what == SubscriptionChange::Cancelled)
}

/// What an event is about, and for how much in words; no amount where no money moves.
fn summary(event: &Event, context: &Context<'_>) -> (String, Option<String>) {
    let (title, amount) = parked::worth(event);
    let money = |(minor, currency): (i64, String)| {
        let locale = context.default_locale;
        context.content.money(locale, minor, &currency)
    };
    (title, amount.map(money))
}
