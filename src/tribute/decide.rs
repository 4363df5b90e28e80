//! From an event to effects. The result for access does not depend on the order in which events arrive:
//! the end only grows, and of "renews" and "renews no more" the one that happened later holds.

use std::cmp::Ordering;

use jiff::Timestamp;

use super::event::{Delivery, Event, Kind, Payment, SubscriptionChange, SubscriptionEvent, parse};
use crate::{
    bot::{
        Context,
        effects::{Change, Effects, EventName},
        state::{ChatState, Person, Subscription},
    },
    content::{Locale, TextKey},
    telegram::{ChatId, UserId, calls::Call},
};

/// What follows from an event.
#[derive(Debug, Default)]
pub struct Verdict {
    /// What to store and send.
    pub effects: Effects,
    /// `applied`, `unmatched`, `stored` or `unreadable`.
    pub outcome: &'static str,
    /// Why, when it is not plain.
    pub reason: Option<String>,
}

/// Decides about an event, with what is known of its buyer, and about the events of the same Tribute user
/// that were parked before (their bodies), which a known buyer sets free.
#[must_use]
pub fn decide(
    event: &Event,
    buyer: Option<UserId>,
    state: &ChatState,
    parked: &[String],
    context: &Context<'_>,
) -> Verdict {
    let subscription = match &event.kind {
        Kind::Unreadable(reason) => return unreadable(event, reason, context),
        Kind::Subscription(subscription) => Some(subscription),
        Kind::Other => None,
    };
    let (outcome, buyer) = match (subscription, buyer) {
        (Some(subscription), None) => return unmatched(event, subscription, context),
        (None, None) => {
            return Verdict {
                outcome: "stored",
                ..Verdict::default()
            };
        }
        (Some(_), Some(buyer)) => ("applied", buyer),
        (None, Some(buyer)) => ("stored", buyer),
    };
    // Any event that names both ids tells who a Tribute user is, and sets free what was parked for them.
    let mut ledger = Ledger::new(buyer, state, context);
    if let Some(id) = &event.tribute_user {
        ledger.effects.changes.push(Change::TributeUser(id.clone()));
    }
    for body in parked {
        if let Ok(Delivery::Event(Event {
            kind: Kind::Subscription(earlier),
            name,
            ..
        })) = parse(body)
        {
            ledger.apply(&name, &earlier);
        }
    }
    if let Some(subscription) = subscription {
        ledger.apply(&event.name, subscription);
    }
    Verdict {
        effects: ledger.closed(),
        outcome,
        reason: None,
    }
}

fn unreadable(event: &Event, reason: &str, context: &Context<'_>) -> Verdict {
    let mut verdict = Verdict {
        outcome: "unreadable",
        reason: Some(reason.into()),
        ..Verdict::default()
    };
    let args = [
        ("event", event.name.as_str()),
        ("reason", reason),
        ("plan", "—"),
        ("amount", "—"),
    ];
    tell_admins(
        &mut verdict.effects,
        context,
        TextKey::AdminUnmatched,
        &args,
    );
    verdict
}

fn unmatched(event: &Event, subscription: &SubscriptionEvent, context: &Context<'_>) -> Verdict {
    let reason = match &event.tribute_user {
        Some(id) => format!("no Telegram id; Tribute user {id} was not seen before"),
        None => "neither a Telegram id nor a Tribute user".to_owned(),
    };
    let mut verdict = Verdict {
        outcome: "unmatched",
        ..Verdict::default()
    };
    let locale = context.default_locale;
    let amount = context
        .content
        .money(locale, subscription.price_minor, &subscription.currency);
    let args = [
        ("event", event.name.as_str()),
        ("plan", subscription.name.as_str()),
        ("amount", amount.as_str()),
        ("reason", reason.as_str()),
    ];
    tell_admins(
        &mut verdict.effects,
        context,
        TextKey::AdminUnmatched,
        &args,
    );
    verdict.reason = Some(reason);
    verdict
}

fn tell_admins(effects: &mut Effects, context: &Context<'_>, key: TextKey, args: &[(&str, &str)]) {
    for admin in context.admins {
        let text = context.content.text(context.default_locale, key, args);
        // Kept for an owner who has not pressed Start yet.
        effects.send_or_keep(message(admin.private_chat(), text));
    }
}

fn message(chat_id: ChatId, text: String) -> Call {
    Call::SendMessage {
        chat_id,
        text,
        keyboard: None,
    }
}

/// One person's subscriptions while events are folded into them.
struct Ledger<'a> {
    buyer: UserId,
    person: Option<&'a Person>,
    locale: Locale,
    subscriptions: Vec<Subscription>,
    /// The earliest payment among the events.
    paid_at: Option<Timestamp>,
    effects: Effects,
    context: &'a Context<'a>,
}

impl<'a> Ledger<'a> {
    fn new(buyer: UserId, state: &'a ChatState, context: &'a Context<'a>) -> Self {
        let person = state.person.as_ref();
        Self {
            buyer,
            person,
            locale: context.locale(
                person,
                person.and_then(|person| person.language_code.as_deref()),
            ),
            subscriptions: state.subscriptions.clone(),
            paid_at: None,
            effects: Effects::default(),
            context,
        }
    }

    fn apply(&mut self, event_name: &str, event: &SubscriptionEvent) {
        let plan =
            self.context
                .content
                .find_plan(event.subscription_id, event.period_id, &event.name);
        let plan_id = plan.map(|plan| plan.id.clone());
        let known = self
            .subscriptions
            .iter()
            .position(|known| known.tribute_id == event.subscription_id);
        let stored = known.and_then(|at| self.subscriptions.get(at)).cloned();
        let is_news = stored
            .as_ref()
            .is_none_or(|stored| event.created_at >= stored.renew_known_at);
        let folded = fold(stored, event, plan_id.clone());
        if event.is_paid() {
            let earlier = self.paid_at.unwrap_or(event.created_at);
            self.paid_at = Some(earlier.min(event.created_at));
        }

        self.tell_buyer(event, &folded, is_news);
        self.report(event_name, event, &folded);
        if plan_id.is_none() && event.what != SubscriptionChange::Cancelled {
            let name = self.plan_name(&folded, self.context.default_locale);
            let args = [("plan", name.as_str())];
            tell_admins(
                &mut self.effects,
                self.context,
                TextKey::AdminUnplanned,
                &args,
            );
        }
        let name = match event.what {
            SubscriptionChange::Cancelled => EventName::SubscriptionCancelled,
            SubscriptionChange::New | SubscriptionChange::Renewed => EventName::SubscriptionOpened,
        };
        self.effects
            .changes
            .push(Change::Subscribed(folded.clone()));
        self.effects.note(name, plan_id);
        match known.and_then(|at| self.subscriptions.get_mut(at)) {
            Some(entry) => *entry = folded,
            None => self.subscriptions.push(folded),
        }
    }

    /// What follows from all of it. A person's first payment is one fact, whoever's link brought them.
    fn closed(mut self) -> Effects {
        let paid_before = self
            .person
            .is_some_and(|person| person.first_paid_at.is_some());
        if let Some(at) = self.paid_at.filter(|_| !paid_before) {
            self.effects.changes.push(Change::FirstPaid(at));
        }
        self.effects
    }

    /// A cancel that an already known renewal has overtaken is no news to the buyer.
    fn tell_buyer(&mut self, event: &SubscriptionEvent, folded: &Subscription, is_news: bool) {
        let open = folded.is_active(self.context.now);
        let key = match (event.what, event.payment) {
            (SubscriptionChange::Cancelled, _) if !is_news => return,
            (SubscriptionChange::Cancelled, _) if open => TextKey::TributeCancelled,
            (SubscriptionChange::Cancelled, _) => TextKey::TributeCancelledEnded,
            (SubscriptionChange::Renewed, _) => TextKey::TributeRenewed,
            (SubscriptionChange::New, Payment::Regular) => TextKey::TributeActivated,
            (SubscriptionChange::New, Payment::Trial) => TextKey::TributeTrial,
            (SubscriptionChange::New, Payment::Gift) => TextKey::TributeGift,
        };
        let name = self.plan_name(folded, self.locale);
        let date = self
            .context
            .date_for(self.person, self.locale, folded.access_until);
        let args = [("plan", name.as_str()), ("date", date.as_str())];
        let text = self.context.content.text(self.locale, key, &args);
        self.effects
            .send_or_keep(message(self.buyer.private_chat(), text));
    }

    fn report(&mut self, event_name: &str, event: &SubscriptionEvent, folded: &Subscription) {
        let locale = self.context.default_locale;
        let amount = self
            .context
            .content
            .money(locale, event.price_minor, &event.currency);
        let plan = self.plan_name(folded, locale);
        let date = self.context.date(locale, folded.access_until);
        let name = self.person.map_or("", |person| person.first_name.as_str());
        let person = format!("{name} {}", self.buyer);
        let args = [
            ("event", event_name),
            ("plan", plan.as_str()),
            ("amount", amount.as_str()),
            ("person", person.trim()),
            ("date", date.as_str()),
        ];
        tell_admins(
            &mut self.effects,
            self.context,
            TextKey::AdminPayment,
            &args,
        );
    }

    fn plan_name(&self, subscription: &Subscription, locale: Locale) -> String {
        let content = self.context.content;
        let plan = subscription.plan.as_deref().and_then(|id| content.plan(id));
        match plan {
            Some(plan) => plan.title.get(locale).to_owned(),
            None if subscription.name.is_empty() => {
                content.text(locale, TextKey::TributeUnknownPlan, &[])
            }
            None => subscription.name.clone(),
        }
    }
}

/// The stored access and one more event. A cancel names the end of what is already paid for, so it opens
/// nothing that was not paid; it never shortens.
fn fold(
    stored: Option<Subscription>,
    event: &SubscriptionEvent,
    plan: Option<String>,
) -> Subscription {
    let pays = event.what != SubscriptionChange::Cancelled;
    let told = Subscription {
        tribute_id: event.subscription_id,
        plan,
        name: event.name.clone(),
        access_until: event.expires_at,
        auto_renew: pays,
        renew_known_at: event.created_at,
        terms_known_at: if pays {
            event.created_at
        } else {
            Timestamp::UNIX_EPOCH
        },
        price_minor: event.price_minor,
        currency: event.currency.clone(),
    };
    let Some(stored) = stored else {
        return told;
    };
    let access_until = stored.access_until.max(told.access_until);
    let renew_known_at = stored.renew_known_at.max(told.renew_known_at);
    let auto_renew = match told.renew_known_at.cmp(&stored.renew_known_at) {
        Ordering::Greater => told.auto_renew,
        Ordering::Equal => told.auto_renew && stored.auto_renew,
        Ordering::Less => stored.auto_renew,
    };
    // The last payment's terms hold. A cancel's, which may say price 0 of a plan that was paid for, only as
    // long as no payment is known.
    let age = |one: &Subscription| (one.terms_known_at, one.price_minor, one.name.clone());
    let terms = if age(&told) > age(&stored) {
        told
    } else {
        stored
    };
    Subscription {
        access_until,
        auto_renew,
        renew_known_at,
        ..terms
    }
}

#[cfg(test)]
mod tests;
