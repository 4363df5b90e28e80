//! In which words a decision is told: to whoever it is about, and to whoever made it.

use jiff::Timestamp;

use super::{Settling, who};
use crate::{
    bot::{
        Context,
        access::{Subscription, is_endless},
        effects::Effects,
    },
    content::TextKey,
    telegram::{
        UserId,
        calls::{Call, Keyboard},
    },
};

/// Why not, in the owner's language. The journal keeps the word.
pub(super) fn refusal(word: &str, context: &Context<'_>) -> String {
    let key = match word {
        "there is no such event" => TextKey::RefusedNoEvent,
        "this event is settled already" => TextKey::RefusedSettled,
        "nobody is known for this event; say whose it is" => TextKey::RefusedNobody,
        "the pack has no such plan" => TextKey::RefusedNoPlan,
        "the event cannot be read" => TextKey::RefusedUnreadable,
        "nobody is named" => TextKey::RefusedUnnamed,
        "no plan is named" => TextKey::RefusedPlanless,
        "it does not say until when" => TextKey::RefusedEndless,
        "the person has no open access by this plan" => TextKey::RefusedNotOpen,
        other => return other.to_owned(),
    };
    context.content.text(context.default_locale, key, &[])
}

pub(super) fn tell_person(
    effects: &mut Effects,
    case: &Settling<'_>,
    person: UserId,
    key: TextKey,
    folded: &Subscription,
    context: &Context<'_>,
) {
    let known = case.chat.person.as_ref();
    let language = known.and_then(|person| person.language_code.as_deref());
    let locale = context.locale(known, language);
    let key = if folded.is_endless() && key == TextKey::RuledGranted {
        TextKey::RuledGrantedEndless
    } else {
        key
    };
    let date = context.end_for(known, locale, folded);
    let plan = context.plan_name(locale, folded);
    let args = [
        ("plan", plan.as_str()),
        ("date", date.as_str()),
        ("reason", case.ruling.ruling.reason.as_str()),
    ];
    let text = context.content.text(locale, key, &args);
    effects.send_or_keep(Call::SendMessage {
        chat_id: person.private_chat(),
        text: text.trim_end().to_owned(),
        keyboard: Some(Keyboard::default().row(vec![context.subscription_button(locale)])),
    });
}

pub(super) fn report(
    effects: &mut Effects,
    case: &Settling<'_>,
    key: TextKey,
    plan: Option<&str>,
    until: Option<Timestamp>,
    more: &[(&str, String)],
    context: &Context<'_>,
) {
    let locale = context.default_locale;
    // The card says it.
    if case.ruling.ruling.card.is_some() && case.shown.is_some() {
        return;
    }
    let who = who(case);
    let date = match until {
        None => "—".to_owned(),
        Some(end) if is_endless(end) => context.content.text(locale, TextKey::DateEndless, &[]),
        Some(end) => context.date(locale, end),
    };
    let plan = plan.map_or("—", |id| context.content.plan_name(locale, id, id));
    let mut args = vec![
        ("person", who.as_str()),
        ("plan", plan),
        ("date", date.as_str()),
    ];
    args.extend(more.iter().map(|(name, text)| (*name, text.as_str())));
    tell_maker(effects, case, key, &args, context);
}

/// A buyer who claims their payment gets the news about it, and no report.
pub(super) fn tell_maker(
    effects: &mut Effects,
    case: &Settling<'_>,
    key: TextKey,
    args: &[(&str, &str)],
    context: &Context<'_>,
) {
    if !context.is_admin(case.made_by) {
        return;
    }
    let text = context.content.text(context.default_locale, key, args);
    effects.send_or_keep(Call::SendMessage {
        chat_id: case.made_by.private_chat(),
        text,
        keyboard: None,
    });
}
