//! A person's card: who they are, what they have, what they did.

mod ruled;

use super::{super::plan as advice, Talk, button, day, find, menu, moment, words};
use crate::{
    bot::{
        admin::{Ask, Back},
        fit, payment_words, phone,
        report::{Card, Happened, LeadEntry, Paid, StoredEvent},
        screen::Screen,
        state::{Recommendation, Subscription},
    },
    content::{TextKey, escape_html},
    telegram::calls::{Button, Keyboard},
};

/// The longest of what people and Tribute write: the card with all its lines fits into a message.
const WORDS: usize = 40;
/// Subscriptions at most.
const SUBSCRIPTIONS: usize = 8;

/// The card.
pub(super) fn page(talk: &Talk<'_>, card: &Card, back: &Back) -> Screen {
    let mut pieces = vec![about(talk, card), contact(talk, card)];
    if let Some(since) = card.unreachable_at {
        pieces.push(talk.text(TextKey::AdminCardAway, &[("date", &day(talk, since))]));
    }
    if let Some(made) = &card.recommendation {
        pieces.push(plan(talk, made));
    }
    let subscriptions = card.subscriptions.iter().take(SUBSCRIPTIONS);
    section(
        &mut pieces,
        talk,
        TextKey::AdminCardSubscriptions,
        subscriptions.map(|subscription| access(talk, subscription)),
    );
    section(
        &mut pieces,
        talk,
        TextKey::AdminCardLeads,
        card.leads.iter().map(|entry| lead(talk, entry)),
    );
    // Not read: then nothing is said about money.
    let paid = card
        .paid
        .iter()
        .map(Option::as_ref)
        .chain(std::iter::repeat(None));
    section(
        &mut pieces,
        talk,
        TextKey::AdminCardPayments,
        card.payments
            .iter()
            .zip(paid)
            .map(|(event, paid)| payment(talk, event, paid)),
    );
    section(
        &mut pieces,
        talk,
        TextKey::AdminCardRulings,
        card.rulings.iter().map(|one| ruled::line(talk, one)),
    );
    section(
        &mut pieces,
        talk,
        TextKey::AdminCardEvents,
        card.events.iter().map(|event| happened(talk, event)),
    );
    Screen {
        text: fit::message(&pieces, &talk.text(TextKey::AdminMore, &[])),
        keyboard: keyboard(talk, Some(card), back),
    }
}

/// In place of the card of somebody who was forgotten meanwhile.
pub(super) fn gone(talk: &Talk<'_>, back: &Back) -> Screen {
    Screen {
        text: talk.text(TextKey::AdminCardNone, &[]),
        keyboard: keyboard(talk, None, back),
    }
}

fn section(
    pieces: &mut Vec<String>,
    talk: &Talk<'_>,
    heading: TextKey,
    lines: impl Iterator<Item = String>,
) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        pieces.push(format!("\n{}", talk.text(heading, &[])));
        pieces.extend(lines);
    }
}

fn about(talk: &Talk<'_>, card: &Card) -> String {
    let person = &card.person;
    let never = || talk.text(TextKey::AdminCardNever, &[]);
    let or_never = |at: Option<jiff::Timestamp>| at.map_or_else(never, |at| moment(talk, at));
    let source = words::source(talk, person.source.as_deref(), 64);
    let args = [
        ("name", find::name(talk, person)),
        ("id", person.id.to_string()),
        ("language", words::language(talk, person)),
        ("source", source),
        ("first", moment(talk, card.known_at)),
        ("started", or_never(card.started_at)),
        ("seen", or_never(person.last_seen_at)),
    ];
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    talk.text(TextKey::AdminCardAbout, &args)
}

/// The way to write to them. Without a user name a button would be refused for people who hide.
fn contact(talk: &Talk<'_>, card: &Card) -> String {
    let label = escape_html(&talk.text(TextKey::AdminLeadChat, &[]));
    let link = format!("<a href=\"tg://user?id={}\">{label}</a>", card.person.id);
    match &card.person.username {
        Some(username) => format!("{link} · @{}", escape_html(username)),
        None => link,
    }
}

fn plan(talk: &Talk<'_>, made: &Recommendation) -> String {
    let title = advice::title(talk.context.content, &made.advisor);
    let title = title.map_or(made.advisor.id(), |title| title.get(talk.locale));
    let known = advice::find(talk, made);
    let level = known.map_or(made.band.as_str(), |advice| advice.level.get(talk.locale));
    let args = [
        ("title", fit::cut(title, WORDS)),
        ("level", fit::cut(level, WORDS)),
        ("date", day(talk, made.made_at)),
    ];
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    talk.text(TextKey::AdminCardPlan, &args)
}

fn access(talk: &Talk<'_>, subscription: &Subscription) -> String {
    let content = talk.context.content;
    let name = content.plan_name(talk.locale, &subscription.plan, &subscription.name);
    let key = match (
        subscription.is_active(talk.context.now),
        subscription.renews(),
    ) {
        _ if subscription.is_endless() => TextKey::AdminCardEndless,
        (true, true) => TextKey::AdminCardRenewing,
        (true, false) => TextKey::AdminCardNotRenewing,
        (false, _) => TextKey::AdminCardEnded,
    };
    let (name, date) = (fit::cut(name, WORDS), day(talk, subscription.access_until));
    talk.text(key, &[("plan", &name), ("date", &date)])
}

fn lead(talk: &Talk<'_>, entry: &LeadEntry) -> String {
    let lead = &entry.lead;
    let comment = match &lead.comment {
        Some(comment) => fit::cut(comment, WORDS),
        None => talk.text(TextKey::LeadNoComment, &[]),
    };
    let args = [
        ("mark", super::leads::mark(lead)),
        ("date", &day(talk, lead.created_at)),
        ("name", &fit::cut(&lead.name, WORDS)),
        ("phone", &phone::shown(&lead.phone)),
        ("comment", &comment),
    ];
    talk.text(TextKey::AdminCardLeadLine, &args)
}

fn payment(talk: &Talk<'_>, event: &StoredEvent, paid: Option<&Paid>) -> String {
    let amount = paid.map(|paid| {
        let content = talk.context.content;
        let (minor, net) = (paid.minor, paid.net);
        let amount = payment_words::amount(content, talk.locale, minor, net, &paid.currency);
        format!("{amount} {}", fit::cut(&paid.title, WORDS))
    });
    let at = paid.map_or(event.received_at, |paid| paid.at);
    let name = payment_words::event(talk.context.content, talk.locale, &event.name);
    let (date, name) = (day(talk, at), fit::cut(&name, WORDS));
    let amount = amount.unwrap_or_default();
    let args = [
        ("date", date.as_str()),
        ("event", &name),
        ("amount", &amount),
    ];
    talk.text(TextKey::AdminCardPaymentLine, &args)
}

fn happened(talk: &Talk<'_>, event: &Happened) -> String {
    let name = words::event(talk, event);
    let details = words::details(talk, event, WORDS);
    let date = moment(talk, event.at);
    let args = [
        ("date", date.as_str()),
        ("event", &name),
        ("details", &details),
    ];
    talk.text(TextKey::AdminCardEventLine, &args)
}

fn keyboard(talk: &Talk<'_>, card: Option<&Card>, back: &Back) -> Keyboard {
    let username = card.and_then(|card| card.person.username.as_deref());
    let answer = username.map(|username| {
        let label = talk.text(TextKey::AdminLeadAnswer, &[]);
        Button::url(label, format!("https://t.me/{username}"))
    });
    let back = match back {
        Back::Leads(page) => Ask::Leads(*page),
        Back::Find(text) => Ask::Find(text.clone()),
        Back::Payments(page) => Ask::Payments(*page),
    };
    Keyboard::default()
        .row(answer.into_iter().collect())
        .row(
            card.map(|card| ruled::buttons(talk, card))
                .unwrap_or_default(),
        )
        .row(vec![button(talk, TextKey::AdminCardBack, back)])
        .row(vec![menu::home_button(talk)])
}
