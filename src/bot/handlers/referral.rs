//! `/ref`: the person's own link and who came by it; and what a Start by somebody's link means.

use super::{Talk, menu};
use crate::{
    bot::{
        Context,
        callback_data::Press,
        command::Command,
        effects::{Change, Effects},
        referral::{self, Followed, Standing},
        report::{Query, Report},
        screen::Screen,
    },
    content::TextKey,
    telegram::{
        UserId,
        calls::{Button, Keyboard},
        types::{Update, UpdateKind},
    },
};

/// What has to be looked up: the person's own figures, or whose link they came by.
pub(in crate::bot) fn wants(update: &Update, context: &Context<'_>) -> Option<Query> {
    let person = update.person()?.id;
    let own = || Query::Standing {
        person,
        new_code: context.code_key.code(person, context.now),
    };
    match &update.kind {
        UpdateKind::Message(message) => match Command::parse(message.text.as_deref()?)? {
            Command::Start(payload) => Some(Query::Referrer(referral::code_of(&payload?)?)),
            Command::Ref => Some(own()),
            _ => None,
        },
        UpdateKind::CallbackQuery(query) => {
            let press = query.data.as_deref().and_then(Press::parse)?;
            (press == Press::Referral).then(own)
        }
        UpdateKind::MyChatMember(_)
        | UpdateKind::ChatMember(_)
        | UpdateKind::ChatJoinRequest(_)
        | UpdateKind::Unused => None,
    }
}

/// The link, its figures, and a button to pass it on. Without the bot's name there is no link to show, and a wrong
/// one would be passed on for ever.
pub(super) fn page(talk: &Talk<'_>, effects: &mut Effects) -> Screen {
    match (talk.context.bot_name, &talk.state.report) {
        (Some(name), Some(Report::Standing(standing))) => {
            if standing.is_new {
                let code = standing.code.clone();
                effects.changes.push(Change::ReferralCode(code));
            }
            own(talk, name, standing)
        }
        _ => later(talk),
    }
}

fn own(talk: &Talk<'_>, bot_name: &str, standing: &Standing) -> Screen {
    let link = referral::link(bot_name, &standing.code);
    let shared = referral::share_url(&link, &talk.text(TextKey::ReferralShareText, &[]));
    let figures = [standing.clicked, standing.joined, standing.paid];
    let [clicked, joined, paid] = figures.map(|figure| figure.to_string());
    let args = [
        ("link", link.as_str()),
        ("clicked", &clicked),
        ("joined", &joined),
        ("paid", &paid),
    ];
    let share = Button::url(talk.text(TextKey::ReferralShare, &[]), shared);
    Screen {
        text: talk.text(TextKey::ReferralPage, &args),
        keyboard: Keyboard::default()
            .row(vec![share])
            .row(vec![menu::home_button(talk)]),
    }
}

fn later(talk: &Talk<'_>) -> Screen {
    let again = Button::callback(
        talk.text(TextKey::ReferralTryAgain, &[]),
        Press::Referral.encode(),
    );
    Screen {
        text: talk.text(TextKey::ReferralLater, &[]),
        keyboard: Keyboard::default()
            .row(vec![again])
            .row(vec![menu::home_button(talk)]),
    }
}

/// Notes a Start by somebody's link, and gives back the source that it makes: one's own link is no source, nor is
/// another's for somebody who was here before. Any other payload is the source as it is.
pub(super) fn follow(
    talk: &Talk<'_>,
    person: UserId,
    payload: Option<String>,
    effects: &mut Effects,
) -> Option<String> {
    let Some(Report::Referrer(Some(referrer))) = &talk.state.report else {
        return payload;
    };
    let referrer = *referrer;
    if referrer == person {
        return None;
    }
    let known = talk.state.person.as_ref();
    let joined = known.is_none_or(|person| !person.started);
    effects.changes.push(Change::Followed(Followed {
        referrer,
        joined,
        paid_at: known.and_then(|person| person.first_paid_at),
    }));
    joined.then(|| referral::SOURCE.to_owned())
}
