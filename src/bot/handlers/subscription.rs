//! "My subscription": what is open until when, and how to get in.

use super::{Talk, door, menu};
use crate::{
    bot::{callback_data::Press, screen::Screen, state::Subscription},
    content::{Plan, TextKey},
    telegram::calls::{Button, Keyboard},
};

/// The subscription page. Only the access that is still open is listed; the last one that ended is named
/// when nothing is open.
pub(super) fn page(talk: &Talk<'_>) -> Screen {
    let now = talk.context.now;
    let open: Vec<&Subscription> = talk
        .state
        .subscriptions
        .iter()
        .filter(|subscription| subscription.is_active(now))
        .collect();
    let mut lines = vec![talk.text(TextKey::SubscriptionTitle, &[])];
    if open.is_empty() {
        lines.push(nothing_open(talk));
        lines.push(String::new());
        lines.extend(
            talk.context
                .content
                .plans()
                .iter()
                .map(|plan| offer(talk, plan)),
        );
    } else {
        lines.extend(open.iter().map(|subscription| {
            let renewing = subscription.auto_renew;
            let key = if renewing {
                TextKey::SubscriptionActive
            } else {
                TextKey::SubscriptionNotRenewing
            };
            line(talk, key, subscription)
        }));
    }
    let keyboard = if open.is_empty() {
        pay_buttons(talk)
    } else {
        Keyboard::default()
    };
    let doors = door::buttons(talk).into_iter();
    let keyboard = doors.fold(keyboard, |keyboard, button| keyboard.row(vec![button]));
    let check = Button::callback(
        talk.text(TextKey::ButtonCheck, &[]),
        Press::CheckSubscription.encode(),
    );
    Screen {
        text: lines.join("\n"),
        keyboard: keyboard.row(vec![check]).row(vec![menu::home_button(talk)]),
    }
}

/// Whether the person's paid access opens what belongs to this plan: the plan itself, or a higher one.
pub(super) fn opens(talk: &Talk<'_>, plan: &str) -> bool {
    let content = talk.context.content;
    let Some(wanted) = content.plan(plan) else {
        return false;
    };
    let active = talk
        .state
        .subscriptions
        .iter()
        .filter(|subscription| subscription.is_open(talk.context.now, content.grace()));
    let mut plans = active.filter_map(|subscription| content.plan(&subscription.plan));
    plans.any(|plan| plan.rank >= wanted.rank)
}

fn nothing_open(talk: &Talk<'_>) -> String {
    let last = talk
        .state
        .subscriptions
        .iter()
        .max_by_key(|subscription| subscription.access_until);
    last.map_or_else(
        || talk.text(TextKey::SubscriptionNone, &[]),
        |subscription| line(talk, TextKey::SubscriptionEnded, subscription),
    )
}

fn line(talk: &Talk<'_>, key: TextKey, subscription: &Subscription) -> String {
    let content = talk.context.content;
    let name = content.plan_name(talk.locale, &subscription.plan, &subscription.name);
    let date = talk.date(subscription.access_until);
    talk.text(key, &[("plan", name), ("date", &date)])
}

fn offer(talk: &Talk<'_>, plan: &Plan) -> String {
    let args = [
        ("plan", plan.title.get(talk.locale)),
        ("price", plan.price_label.get(talk.locale)),
        ("description", plan.description.get(talk.locale)),
    ];
    talk.text(TextKey::SubscriptionPlanLine, &args)
}

fn pay_buttons(talk: &Talk<'_>) -> Keyboard {
    talk.context
        .content
        .plans()
        .iter()
        .fold(Keyboard::default(), |keyboard, plan| {
            let args = [
                ("plan", plan.title.get(talk.locale)),
                ("price", plan.price_label.get(talk.locale)),
            ];
            keyboard.row(vec![Button::url(
                talk.text(TextKey::ButtonSubscribe, &args),
                plan.link.clone(),
            )])
        })
}
