//! What the owner reads about a lead.

use crate::{
    bot::{
        Context, callback_data::Press, handlers::plan, lead::Lead, phone, screen::Screen,
        state::Advisor,
    },
    content::{Locale, TextKey, escape_html},
    telegram::calls::{Button, Keyboard},
};

/// A lead that waits for the owner.
pub(super) fn fresh(context: &Context<'_>, lead: &Lead) -> Screen {
    let close = Button::callback(
        say(context, TextKey::AdminLeadClose),
        Press::LeadDone(lead.key).encode(),
    );
    let date = moment(context, lead.created_at);
    Screen {
        text: text(context, TextKey::AdminLead, lead, &[("date", &date)]),
        keyboard: answer(context, lead).row(vec![close]),
    }
}

/// A lead that somebody is done with.
pub(super) fn done(context: &Context<'_>, lead: &Lead, by: &str) -> Screen {
    let date = moment(context, context.now);
    let args = [("date", date.as_str()), ("person", by)];
    Screen {
        text: text(context, TextKey::AdminLeadDone, lead, &args),
        keyboard: answer(context, lead),
    }
}

/// Telegram refuses a button to people who hide behind their privacy, so without a user name the link in the
/// text has to do.
fn answer(context: &Context<'_>, lead: &Lead) -> Keyboard {
    let button = lead.username.as_ref().map(|username| {
        let address = format!("https://t.me/{username}");
        Button::url(say(context, TextKey::AdminLeadAnswer), address)
    });
    Keyboard::default().row(button.into_iter().collect())
}

fn text(context: &Context<'_>, key: TextKey, lead: &Lead, more: &[(&str, &str)]) -> String {
    let (number, source) = (
        phone::shown(&lead.phone),
        source(context, context.default_locale, &lead.source),
    );
    let none = say(context, TextKey::LeadNoComment);
    let mut args = vec![
        ("name", lead.name.as_str()),
        ("phone", number.as_str()),
        ("comment", lead.comment.as_deref().unwrap_or(&none)),
        ("source", source.as_str()),
    ];
    args.extend_from_slice(more);
    let words = context.content.text(context.default_locale, key, &args);
    let label = escape_html(&say(context, TextKey::AdminLeadChat));
    let link = format!("<a href=\"tg://user?id={}\">{label}</a>", lead.user);
    let username = lead.username.as_ref().map(|name| format!(" · @{name}"));
    let username = escape_html(&username.unwrap_or_default());
    format!("{words}\n{link}{username}")
}

/// Where the person came from, in words. A quiz or a level that the pack no longer has is named by its id.
pub(in crate::bot::handlers) fn source(
    context: &Context<'_>,
    locale: Locale,
    source: &str,
) -> String {
    let parts: Vec<&str> = source.split(':').collect();
    match *parts.as_slice() {
        [kind, id, band] => {
            let advisor = match kind {
                "calculator" => Advisor::Calculator(id.to_owned()),
                "picker" => Advisor::Picker(Vec::new()),
                _ => Advisor::Quiz(id.to_owned()),
            };
            let title =
                plan::title(context.content, &advisor).map_or(id, |title| title.get(locale));
            let advice = plan::advice(context.content, &advisor, band, 0);
            let level = advice.map_or(band, |advice| advice.level.get(locale));
            format!("{title} · {level}")
        }
        ["command"] => context.content.text(locale, TextKey::LeadFromCommand, &[]),
        _ => context.content.text(locale, TextKey::LeadFromMenu, &[]),
    }
}

fn say(context: &Context<'_>, key: TextKey) -> String {
    context.content.text(context.default_locale, key, &[])
}

fn moment(context: &Context<'_>, at: jiff::Timestamp) -> String {
    let time = at.to_zoned(context.zone.clone()).strftime("%H:%M");
    format!("{}, {time}", context.date(context.default_locale, at))
}
