//! "My subscription": what is open until when, how it goes on or ends, and how to get in.

use super::{Talk, door, menu};
use crate::{
    bot::{access::Basis, callback_data::Press, notices, screen::Screen, state::Subscription},
    content::{Plan, TextKey},
    telegram::calls::{Button, Keyboard},
};

/// The subscription page: all that is open, the highest first, and how it goes on; the last one that ended when nothing
/// is. Plans that open more are on offer.
pub(super) fn page(talk: &Talk<'_>) -> Screen {
    let open = open(talk);
    let mut lines = vec![talk.text(TextKey::SubscriptionTitle, &[])];
    if open.is_empty() {
        lines.push(nothing_open(talk));
    }
    lines.extend(open.iter().map(|one| standing(talk, one)));
    let ways = Ways::of(talk, &open);
    lines.extend(ways.words(talk));
    let offers = offers(talk, &open);
    if !offers.is_empty() {
        lines.push(String::new());
        if !open.is_empty() {
            lines.push(talk.text(TextKey::SubscriptionMore, &[]));
        }
        lines.extend(offers.iter().map(|plan| offer(talk, plan)));
    }
    let pay = |plan: &&Plan| talk.context.pay_button(talk.locale, &plan.id);
    let check = Button::callback(
        talk.text(TextKey::ButtonCheck, &[]),
        Press::CheckSubscription.encode(),
    );
    let buttons = door::buttons(talk).into_iter().chain(ways.buttons);
    let buttons = buttons.chain(offers.iter().filter_map(pay));
    let buttons = buttons.chain([check, menu::home_button(talk)]);
    Screen {
        text: lines.join("\n"),
        keyboard: buttons.fold(Keyboard::default(), |keyboard, button| {
            keyboard.row(vec![button])
        }),
    }
}

/// What is open, the highest plan first, and of one plan what lasts longest.
fn open<'a>(talk: &Talk<'a>) -> Vec<&'a Subscription> {
    let content = talk.context.content;
    let rank = |one: &Subscription| content.plan(&one.plan).map(|plan| plan.rank);
    let all = talk.state.subscriptions.iter();
    let mut open: Vec<&Subscription> = all
        .filter(|one| one.is_open(talk.context.now, content.grace()))
        .collect();
    open.sort_by_key(|one| std::cmp::Reverse((rank(one), one.access_until)));
    open
}

/// One piece of access: until when, whether it goes on, and what it was given for.
fn standing(talk: &Talk<'_>, one: &Subscription) -> String {
    let key = if one.is_endless() {
        TextKey::SubscriptionEndless
    } else if one.renews() && !one.is_active(talk.context.now) {
        TextKey::SubscriptionGrace
    } else if one.renews() {
        TextKey::SubscriptionActive
    } else if one.basis == Basis::Paid && one.source.starts_with("sub:") {
        TextKey::SubscriptionNotRenewing
    } else {
        TextKey::SubscriptionOnce
    };
    let line = line(talk, key, one);
    let given = match one.basis {
        Basis::Paid => return line,
        Basis::Trial => TextKey::SubscriptionTrial,
        Basis::Gift => TextKey::SubscriptionGift,
        Basis::Hand => TextKey::SubscriptionHand,
    };
    format!("{line}\n{}", talk.text(given, &[]))
}

/// What a person can do about what they have.
#[derive(Default)]
struct Ways {
    /// Each said once.
    said: Vec<TextKey>,
    /// One for each plan.
    buttons: Vec<Button>,
}

impl Ways {
    fn of(talk: &Talk<'_>, open: &[&Subscription]) -> Self {
        let (context, mut ways) = (talk.context, Self::default());
        let mut plans: Vec<&str> = Vec::new();
        for one in open {
            let (key, button) = if one.renews() {
                let key = if one.is_active(context.now) {
                    TextKey::SubscriptionHowCancel
                } else {
                    TextKey::SubscriptionHowPay
                };
                (key, context.manage_button(talk.locale, &one.plan))
            } else if one.is_endless() || notices::is_covered(one, talk.state, context) {
                continue;
            } else {
                let button = context.pay_button(talk.locale, &one.plan);
                (TextKey::SubscriptionHowRenew, button)
            };
            let Some(button) = button else { continue };
            if !ways.said.contains(&key) {
                ways.said.push(key);
            }
            if !plans.contains(&one.plan.as_str()) {
                plans.push(&one.plan);
                ways.buttons.push(button);
            }
        }
        ways
    }

    /// Set apart from what they are about.
    fn words(&self, talk: &Talk<'_>) -> Vec<String> {
        let space = (!self.said.is_empty()).then(String::new);
        let words = self.said.iter().map(|key| talk.text(*key, &[]));
        space.into_iter().chain(words).collect()
    }
}

/// The plans that open more than the person has.
fn offers<'a>(talk: &Talk<'a>, open: &[&Subscription]) -> Vec<&'a Plan> {
    let content = talk.context.content;
    let ranks = open.iter().filter_map(|one| content.plan(&one.plan));
    let highest = ranks.map(|plan| plan.rank).max();
    let all = content.plans().iter();
    all.filter(|plan| highest.is_none_or(|highest| plan.rank > highest))
        .collect()
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
        .max_by_key(|subscription| subscription.open_until(talk.context.content.grace()));
    last.map_or_else(
        || talk.text(TextKey::SubscriptionNone, &[]),
        |subscription| line(talk, TextKey::SubscriptionEnded, subscription),
    )
}

fn line(talk: &Talk<'_>, key: TextKey, subscription: &Subscription) -> String {
    let (context, person) = (talk.context, talk.state.person.as_ref());
    let name = context.plan_name(talk.locale, subscription);
    let until = talk.date(subscription.open_until(context.content.grace()));
    let date = if key == TextKey::SubscriptionEnded {
        until.clone()
    } else {
        context.end_for(person, talk.locale, subscription)
    };
    talk.text(key, &[("plan", &name), ("date", &date), ("until", &until)])
}

fn offer(talk: &Talk<'_>, plan: &Plan) -> String {
    let args = [
        ("plan", plan.title.get(talk.locale)),
        ("price", plan.price_label.get(talk.locale)),
        ("description", plan.description.get(talk.locale)),
    ];
    talk.text(TextKey::SubscriptionPlanLine, &args)
}
