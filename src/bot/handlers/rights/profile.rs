//! `/profile`: what we know, in a few lines, and what can be done about it.

use super::{
    super::{menu, plan, timezone},
    Talk, button, language,
};
use crate::{
    bot::{
        callback_data::Press,
        fit, phone, referral,
        report::{Card, LeadEntry, Report},
        rights::Right,
        screen::Screen,
        state::{Recommendation, Subscription},
    },
    content::TextKey,
    telegram::{
        calls::{Button, Keyboard},
        types::User,
    },
};

/// The longest of what others write.
const WORDS: usize = 64;
/// Subscriptions at most.
const SUBSCRIPTIONS: usize = 5;

pub(super) fn page(talk: &Talk<'_>, from: &User) -> Screen {
    let card = match &talk.state.report {
        Some(Report::Card(card)) => card.as_deref(),
        _ => None,
    };
    let mut pieces = vec![about(talk, from, card), reminders(talk)];
    if let Some(made) = &talk.state.recommendation {
        pieces.push(made_plan(talk, made));
    }
    let subscriptions = talk.state.subscriptions.iter().take(SUBSCRIPTIONS);
    pieces.extend(subscriptions.map(|subscription| access(talk, subscription)));
    let newest = card.and_then(|card| card.leads.first());
    pieces.extend(newest.map(|entry| lead(talk, entry)));
    pieces.push(format!("\n{}", talk.text(TextKey::ProfileMore, &[])));
    Screen {
        text: fit::message(&pieces, &talk.text(TextKey::ProfileMore, &[])),
        keyboard: keyboard(talk),
    }
}

fn about(talk: &Talk<'_>, from: &User, card: Option<&Card>) -> String {
    let word = |key| talk.text(key, &[]);
    let username = from.username.as_ref().map(|name| format!("@{name}"));
    let source = card.and_then(|card| card.person.source.as_deref());
    let since = card.map(|card| card.started_at.unwrap_or(card.known_at));
    let date = since.map(|since| talk.date(since));
    let args = [
        ("name", fit::cut(&from.first_name, WORDS)),
        ("id", from.id.to_string()),
        (
            "username",
            username.unwrap_or_else(|| word(TextKey::ProfileNoUsername)),
        ),
        ("language", language::in_words(talk)),
        ("since", date.unwrap_or_else(|| word(TextKey::ProfileNew))),
        (
            "source",
            match source {
                None => word(TextKey::ProfileNoSource),
                Some(referral::SOURCE) => word(TextKey::ProfileFriend),
                Some(source) => fit::cut(source, WORDS),
            },
        ),
    ];
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    talk.text(TextKey::ProfilePage, &args)
}

fn reminders(talk: &Talk<'_>) -> String {
    let person = talk.state.person.as_ref();
    let next = person.and_then(|person| person.reminders.next_at);
    let state = next.map_or(TextKey::ProfileOff, |_| TextKey::ProfileOn);
    let (state, zone) = (talk.text(state, &[]), timezone::current(talk));
    let args = [("state", state.as_str()), ("zone", zone.as_str())];
    talk.text(TextKey::ProfileReminders, &args)
}

fn made_plan(talk: &Talk<'_>, made: &Recommendation) -> String {
    let title = plan::title(talk.context.content, &made.advisor);
    let title = title.map_or(made.advisor.id(), |title| title.get(talk.locale));
    let (title, date) = (fit::cut(title, WORDS), talk.date(made.made_at));
    talk.text(
        TextKey::ProfilePlan,
        &[("title", title.as_str()), ("date", date.as_str())],
    )
}

fn access(talk: &Talk<'_>, subscription: &Subscription) -> String {
    let content = talk.context.content;
    let name = content.plan_name(talk.locale, &subscription.plan, &subscription.name);
    let (now, grace) = (talk.context.now, content.grace());
    let key = if subscription.is_endless() {
        TextKey::ProfileEndless
    } else if subscription.is_open(now, grace) {
        TextKey::ProfileOpen
    } else {
        TextKey::ProfileEnded
    };
    // While a renewal is waited for, the days of grace count.
    let until = if subscription.is_active(now) {
        subscription.access_until
    } else {
        subscription.open_until(grace)
    };
    let date = talk.date(until);
    talk.text(key, &[("plan", &fit::cut(name, WORDS)), ("date", &date)])
}

fn lead(talk: &Talk<'_>, entry: &LeadEntry) -> String {
    let lead = &entry.lead;
    let args = [
        ("date", talk.date(lead.created_at)),
        ("name", fit::cut(&lead.name, WORDS)),
        ("phone", phone::shown(&lead.phone)),
    ];
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    talk.text(TextKey::ProfileLead, &args)
}

fn keyboard(talk: &Talk<'_>) -> Keyboard {
    let door = |key, press: Press| Button::callback(talk.text(key, &[]), press.encode());
    Keyboard::default()
        .row(vec![
            door(TextKey::MenuPlan, Press::Plan),
            door(TextKey::MenuSubscription, Press::Subscription),
        ])
        .row(vec![
            button(talk, TextKey::ProfileLanguage, Right::Languages),
            button(talk, TextKey::PrivacyButton, Right::Privacy),
        ])
        .row(vec![button(talk, TextKey::ExportButton, Right::Export)])
        .row(vec![button(talk, TextKey::ForgetButton, Right::Delete)])
        .row(vec![menu::home_button(talk)])
}
