//! What is said about an event to its buyer.

use super::{
    event::Event,
    kinds::{Kind, OrderChange, OrderEvent, ParcelChange, SubscriptionChange},
    reporting,
};
use crate::{
    bot::{
        Context,
        access::{Basis, Subscription},
        effects::{Effects, EventName},
        ledger::{APPLIED, COUNTED, EventOutcome, LedgerEvent},
        payment_news::News,
        state::{ChatState, Person},
    },
    content::{Locale, TextKey},
    telegram::{
        UserId,
        calls::{Call, Keyboard},
    },
};

/// Stands where nothing is known.
pub(super) const NOTHING: &str = "—";

/// What is said while the events of one person are gone through.
pub(super) struct Telling<'a> {
    buyer: UserId,
    person: Option<&'a Person>,
    locale: Locale,
    /// The access that follows from all of it.
    after: &'a [Subscription],
    pub(super) effects: Effects,
    /// What admins chose to hear of.
    news: &'a [(UserId, News)],
    context: &'a Context<'a>,
}

impl<'a> Telling<'a> {
    pub(super) fn new(
        buyer: UserId,
        chat: &'a ChatState,
        after: &'a [Subscription],
        context: &'a Context<'a>,
    ) -> Self {
        let person = chat.person.as_ref();
        let language = person.and_then(|person| person.language_code.as_deref());
        Self {
            buyer,
            person,
            locale: context.locale(person, language),
            after,
            effects: Effects::default(),
            news: &chat.payment_news,
            context,
        }
    }

    /// One event that has found its person.
    pub(super) fn tell(
        &mut self,
        event: &Event,
        kept: &LedgerEvent,
        outcome: &EventOutcome,
        is_new: bool,
    ) {
        let source = source(&event.kind);
        let folded = self
            .after
            .iter()
            .find(|known| Some(&known.source) == source.as_ref());
        if COUNTED.contains(&outcome.word) {
            self.note(&event.kind, outcome);
            if let Some(text) = self.words(event, folded) {
                self.say(text, keyboard(event, folded, self.locale, self.context));
            }
        }
        let who = self.who();
        let date = folded.map(|known| self.date(known, self.context.default_locale));
        let about = reporting::About {
            event,
            kept,
            outcome,
            person: &who,
            until: date.as_deref(),
            is_new,
            buyer: Some(self.buyer),
            news: self.news,
        };
        reporting::owner(&mut self.effects, &about, self.context);
    }

    fn note(&mut self, kind: &Kind, outcome: &EventOutcome) {
        if let Some(name) = fact(kind).filter(|_| outcome.word == APPLIED) {
            self.effects.note(name, outcome.plan.clone());
        }
    }

    /// What the buyer reads; `None` when it is no news to them.
    fn words(&self, event: &Event, folded: Option<&Subscription>) -> Option<String> {
        let text =
            |key, args: &[(&str, &str)]| Some(self.context.content.text(self.locale, key, args));
        let money = |minor, currency| self.context.content.money(self.locale, minor, currency);
        match (&event.kind, folded) {
            (Kind::Subscription(one), Some(folded)) => {
                let is_last = one.created_at >= folded.known_at;
                let key = match (one.what, one.basis) {
                    // A cancel that an already known renewal has overtaken.
                    (SubscriptionChange::Cancelled, _) if !is_last => return None,
                    (SubscriptionChange::Cancelled, _) if folded.is_active(self.context.now) => {
                        TextKey::TributeCancelled
                    }
                    (SubscriptionChange::Cancelled, _) => TextKey::TributeCancelledEnded,
                    (SubscriptionChange::Renewed, _) => TextKey::TributeRenewed,
                    (SubscriptionChange::New, Basis::Trial) => TextKey::TributeTrial,
                    (SubscriptionChange::New, Basis::Gift) => TextKey::TributeGift,
                    (SubscriptionChange::New, Basis::Paid | Basis::Hand) => {
                        TextKey::TributeActivated
                    }
                };
                Some(self.access(key, folded))
            }
            (Kind::Product(one), Some(folded)) if one.is_refund => {
                Some(self.access(TextKey::TributeReturned, folded))
            }
            // Bought, and already paid back: the two came in the wrong order.
            (Kind::Product(_), Some(folded)) if !folded.is_active(self.context.now) => None,
            (Kind::Product(_), Some(folded)) => {
                Some(self.access(TextKey::TributeActivated, folded))
            }
            (Kind::Order(one), Some(folded)) => self.order(one, folded),
            (Kind::Donation(one), _) if one.is_money => {
                let amount = money(one.amount_minor, &one.currency);
                text(TextKey::TributeDonation, &[("amount", &amount)])
            }
            (Kind::Product(one), None) => {
                let key = if one.is_refund {
                    TextKey::TributeProductReturned
                } else {
                    TextKey::TributeProduct
                };
                text(key, &[("title", or_nothing(&one.title))])
            }
            (Kind::Parcel(one), _) => {
                let key = match one.what {
                    ParcelChange::Ordered => TextKey::TributeParcel,
                    ParcelChange::Shipped if one.tracking.is_some() => {
                        TextKey::TributeParcelShipped
                    }
                    ParcelChange::Shipped => TextKey::TributeParcelSent,
                    ParcelChange::Cancelled => TextKey::TributeParcelCancelled,
                };
                let tracking = one.tracking.as_deref().unwrap_or(NOTHING);
                text(
                    key,
                    &[("title", or_nothing(&one.title)), ("tracking", tracking)],
                )
            }
            (Kind::Order(one), None) => {
                let amount = money(one.amount_minor, &one.currency);
                let key = match one.what {
                    OrderChange::Paid | OrderChange::Charged => TextKey::TributeOrder,
                    OrderChange::Refunded => TextKey::TributeOrderReturned,
                    _ => return None,
                };
                text(key, &[("amount", &amount)])
            }
            _ => None,
        }
    }

    fn order(&self, event: &OrderEvent, folded: &Subscription) -> Option<String> {
        let open = folded.is_active(self.context.now);
        let key = match event.what {
            OrderChange::Paid if open => TextKey::TributeActivated,
            OrderChange::Tried if open => TextKey::TributeTrial,
            OrderChange::Charged if open => TextKey::TributeRenewed,
            OrderChange::ChargeFailed => TextKey::TributeChargeFailed,
            OrderChange::Refunded => TextKey::TributeReturned,
            OrderChange::Cancelled if folded.auto_renew => return None,
            OrderChange::Cancelled if open => TextKey::TributeCancelled,
            OrderChange::Cancelled => TextKey::TributeCancelledEnded,
            _ => return None,
        };
        Some(self.access(key, folded))
    }

    /// Words about a plan and a date; about access without an end there are others.
    fn access(&self, key: TextKey, folded: &Subscription) -> String {
        let content = self.context.content;
        let plan = self.context.plan_name(self.locale, folded);
        if folded.is_endless() && key == TextKey::TributeActivated {
            return content.text(self.locale, TextKey::TributeEndless, &[("plan", &plan)]);
        }
        // While a charge is tried again, what counts is how long doors stay open.
        let date = if key == TextKey::TributeChargeFailed {
            let open = folded.open_until(content.grace());
            self.context.date_for(self.person, self.locale, open)
        } else {
            self.date(folded, self.locale)
        };
        content.text(self.locale, key, &[("plan", &plan), ("date", &date)])
    }

    fn date(&self, folded: &Subscription, locale: Locale) -> String {
        let person = self.person.filter(|_| locale == self.locale);
        self.context.end_for(person, locale, folded)
    }

    fn say(&mut self, text: String, keyboard: Option<Keyboard>) {
        let call = Call::SendMessage {
            chat_id: self.buyer.private_chat(),
            text,
            keyboard,
        };
        self.effects.send_or_keep(call);
    }

    fn who(&self) -> String {
        let name = self.person.map_or("", |person| person.first_name.as_str());
        format!("{name} {}", self.buyer).trim().to_owned()
    }
}

/// The source of access that an event is about.
fn source(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Subscription(one) => Some(format!("sub:{}", one.subscription_id)),
        Kind::Product(one) => Some(one.source.clone()),
        Kind::Order(one) => Some(one.source.clone()),
        _ => None,
    }
}

/// The fact for statistics.
fn fact(kind: &Kind) -> Option<EventName> {
    match kind {
        Kind::Subscription(one) if one.what == SubscriptionChange::Cancelled => {
            Some(EventName::SubscriptionCancelled)
        }
        Kind::Product(one) if one.is_refund => Some(EventName::PaymentReturned),
        Kind::Subscription(_) | Kind::Product(_) => Some(EventName::SubscriptionOpened),
        Kind::Order(one) => match one.what {
            OrderChange::Paid | OrderChange::Tried | OrderChange::Charged => {
                Some(EventName::SubscriptionOpened)
            }
            OrderChange::Cancelled => Some(EventName::SubscriptionCancelled),
            OrderChange::Refunded => Some(EventName::PaymentReturned),
            _ => None,
        },
        _ => None,
    }
}

/// Below news about access: the page that shows all of it, and the way to what is asked for.
fn keyboard(
    event: &Event,
    folded: Option<&Subscription>,
    locale: Locale,
    context: &Context<'_>,
) -> Option<Keyboard> {
    let folded = folded?;
    let failed = matches!(&event.kind, Kind::Order(one) if one.what == OrderChange::ChargeFailed);
    let manage = failed.then(|| context.manage_button(locale, &folded.plan));
    let keyboard = Keyboard::default()
        .row(manage.flatten().into_iter().collect())
        .row(vec![context.subscription_button(locale)]);
    Some(keyboard)
}

pub(super) fn or_nothing(text: &str) -> &str {
    if text.is_empty() { NOTHING } else { text }
}
