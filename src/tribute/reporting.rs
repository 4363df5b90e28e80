//! What the owner is told about an event.

use super::{
    event::Event,
    kinds::{Kind, OrderChange, SubscriptionChange},
    parked,
    telling::{NOTHING, or_nothing},
};
use crate::{
    bot::{
        self, Context,
        access::Basis,
        admin::{Ask, Back, IN_LIST, PaymentsPage},
        callback_data::Press,
        effects::Effects,
        ledger::{EventOutcome, LedgerEvent, UNPLANNED, WAITING},
        payment_news::News,
        payment_words,
    },
    content::TextKey,
    telegram::{
        UserId,
        calls::{Button, Call, Keyboard},
    },
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
    /// Whose it is, for the way to their card.
    pub(super) buyer: Option<UserId>,
    /// What admins chose to hear of.
    pub(super) news: &'a [(UserId, News)],
}

/// An event without a person.
pub(super) fn owner_alone(
    effects: &mut Effects,
    event: &Event,
    kept: &LedgerEvent,
    outcome: &EventOutcome,
    is_new: bool,
    news: &[(UserId, News)],
    context: &Context<'_>,
) {
    let about = About {
        event,
        kept,
        outcome,
        person: NOTHING,
        until: None,
        is_new,
        buyer: None,
        news,
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
    let event = payment_words::event(context.content, locale, &about.event.name);
    let message_of_donor = match &about.event.kind {
        Kind::Donation(one) => one.message.as_deref(),
        _ => None,
    };
    let args = [
        ("event", event.as_str()),
        ("plan", or_nothing(plan)),
        ("amount", amount.as_deref().unwrap_or(NOTHING)),
        ("person", about.person),
        ("date", about.until.unwrap_or(NOTHING)),
        ("message", message_of_donor.unwrap_or(NOTHING)),
    ];
    let chosen = |admin| about.news.iter().find(|(known, _)| *known == admin);
    for admin in context.admins.iter().copied() {
        let news = chosen(admin).map_or(News::Each, |(_, news)| *news);
        if news != News::Each {
            continue;
        }
        let text = context.content.text(locale, key, &args);
        // Kept for an owner who has not pressed Start yet.
        effects.send_or_keep(Call::SendMessage {
            chat_id: admin.private_chat(),
            text,
            keyboard: about.buyer.map(|buyer| card(buyer, context)),
        });
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

/// The way to all about the buyer, below the message.
fn card(buyer: UserId, context: &Context<'_>) -> Keyboard {
    let list = PaymentsPage {
        limit: IN_LIST.usual,
        page: 0,
    };
    let press = Press::Admin(Ask::Card(buyer, Back::Payments(list)));
    let label = context
        .content
        .text(context.default_locale, TextKey::AdminCardButton, &[]);
    Keyboard::default().row(vec![Button::callback(label, press.encode_below())])
}

fn is_cancel(kind: &Kind) -> bool {
    matches!(kind, Kind::Subscription(one) if one.what == SubscriptionChange::Cancelled)
}

/// What an event is about, and for how much in words; no amount where no money moves.
fn summary(event: &Event, context: &Context<'_>) -> (String, Option<String>) {
    let (title, amount) = parked::worth(event);
    let words = |(minor, currency): (i64, String)| {
        let (locale, net) = (context.default_locale, net(event));
        payment_words::amount(context.content, locale, minor, net, &currency)
    };
    let moved = amount.filter(|_| !is_cancel(&event.kind));
    (title, moved.map(words))
}

/// What Tribute leaves of a payment, where it says so; what is given back or ends has no such part.
fn net(event: &Event) -> Option<i64> {
    match &event.kind {
        Kind::Subscription(one) => {
            let is_paid = one.what != SubscriptionChange::Cancelled && one.basis == Basis::Paid;
            one.net_minor.filter(|_| is_paid)
        }
        Kind::Order(one) if one.what != OrderChange::Refunded => one
            .fee_minor
            .map(|fee| one.amount_minor.saturating_sub(fee)),
        _ => None,
    }
}
