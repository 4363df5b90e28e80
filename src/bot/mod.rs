//! The conversation, pure: an update and what is known of the person go in, [`Effects`] come out.
//!
//! Nothing here reads a clock, rolls dice, waits or can fail; time and ids are arguments. The shell in
//! `intake` loads the state before and commits the effects after.

pub mod access;
pub mod admin;
pub mod assistant;
pub mod callback_data;
pub mod claim;
pub mod command;
pub mod dialogue;
pub mod doors;
pub mod effects;
pub mod fit;
mod handlers;
pub mod lead;
mod lead_buttons;
pub mod ledger;
pub mod notices;
pub mod parked;
pub mod parked_buttons;
mod payment_digest;
pub mod payment_news;
pub mod payment_words;
pub mod phone;
pub mod referral;
mod remind;
pub mod report;
pub mod rights;
pub mod ruling_steps;
pub mod schedule;
pub mod screen;
pub mod state;
mod wording;
pub mod zones;

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    content::{Content, Locale},
    telegram::{
        ChatId, UserId,
        types::{Update, UpdateKind, User},
    },
};
use effects::{Change, Effects};
pub use payment_digest::digest;
use referral::CodeKey;
pub use remind::{Ended, Reminding, remind};
use report::Wants;
use schedule::Schedule;
use state::{ChatState, Person};

/// What every handler may look at beside the update and the person's state.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Everything the bot says and offers.
    pub content: &'a Content,
    /// The time of this update.
    pub now: Timestamp,
    /// The project's time zone: dates are shown in it.
    pub zone: &'a TimeZone,
    /// For people whose language we do not know.
    pub default_locale: Locale,
    /// Who gets payments and alarms.
    pub admins: &'a [UserId],
    /// Where leads go; nowhere when nobody is named.
    pub leads_chat: Option<ChatId>,
    /// The bot's name in Telegram, for links to it; `None` until Telegram has told it.
    pub bot_name: Option<&'a str>,
    /// Makes the codes in people's own links.
    pub code_key: &'a CodeKey,
    /// Whether the assistant is connected.
    pub assistant: bool,
    /// When people are reminded.
    pub schedule: &'a Schedule,
    /// The bot itself.
    pub bot_id: UserId,
}

impl Context<'_> {
    /// Whether this person may see what admins see.
    #[must_use]
    pub fn is_admin(&self, person: UserId) -> bool {
        self.admins.contains(&person)
    }

    /// The language to speak with a person: the one they chose here, else that of their Telegram. Whatever is said to
    /// somebody asks here.
    #[must_use]
    pub fn locale(&self, person: Option<&Person>, language_code: Option<&str>) -> Locale {
        let chosen = person.and_then(|person| person.locale.as_deref());
        chosen
            .and_then(Locale::parse)
            .unwrap_or_else(|| Locale::from_language_code(language_code, self.default_locale))
    }

    /// The zone that a person chose, or else the project's.
    #[must_use]
    pub fn zone_of(&self, person: Option<&Person>) -> TimeZone {
        let chosen = person.and_then(|person| person.zone.as_deref());
        let chosen = chosen.and_then(zones::zone);
        chosen.unwrap_or_else(|| self.zone.clone())
    }

    /// A moment as a date by a person's clock, in words.
    #[must_use]
    pub fn date_for(&self, person: Option<&Person>, locale: Locale, at: Timestamp) -> String {
        let zoned = at.to_zoned(self.zone_of(person));
        self.content.date(locale, zoned.date())
    }

    /// A moment as a date in the project's zone, in words.
    #[must_use]
    pub fn date(&self, locale: Locale, at: Timestamp) -> String {
        self.content
            .date(locale, at.to_zoned(self.zone.clone()).date())
    }
}

/// Whose update it is: the person's in a private chat; in a group an admin's who presses the button of a lead; at a
/// door the person's who asks to come in, comes or goes. What anybody else does in groups is none of our business.
#[must_use]
pub fn actor<'u>(update: &'u Update, context: &Context<'_>) -> Option<&'u User> {
    update
        .person()
        .or_else(|| handlers::lead::pressed_outside(update, |user| context.is_admin(user.id)))
        .or_else(|| handlers::door::actor(update, context))
}

/// Whether the person says something by an update: not when Telegram tells that they blocked us, or of their standing
/// at a door.
#[must_use]
pub fn speaks(update: &Update) -> bool {
    matches!(
        update.kind,
        UpdateKind::Message(_) | UpdateKind::CallbackQuery(_)
    )
}

/// What a decision needs to see beside the person's own state, which is known by now and locked.
#[must_use]
pub fn wants(update: &Update, state: &ChatState, context: &Context<'_>) -> Wants {
    let lead = match &update.kind {
        UpdateKind::CallbackQuery(query) => handlers::lead::named(query),
        _ => None,
    };
    if let Some(key) = lead {
        return Wants::Lead(key);
    }
    handlers::claim::wants(update, context)
        .or_else(|| handlers::referral::wants(update, context))
        .or_else(|| handlers::assistant::wants(update, state, context))
        .or_else(|| handlers::rights::wants(update))
        .or_else(|| handlers::admin::wants_people(update, state, context))
        .map_or_else(
            || handlers::admin::wants(update, state, context),
            Wants::Report,
        )
}

/// Chooses the handler for an update and runs it. Of what happens outside of private conversations only the
/// press on the button of a lead has effects.
#[must_use]
pub fn dispatch(update: &Update, state: &ChatState, context: &Context<'_>) -> Effects {
    if update.person().is_none() {
        let mut effects = handlers::lead::outside(update, state, context);
        if let Some(at_door) = handlers::door::outside(update, state, context) {
            effects.changes.extend(at_door.changes);
            effects.outgoing.extend(at_door.outgoing);
        }
        return effects;
    }
    match &update.kind {
        UpdateKind::Message(message) => {
            reached(state, handlers::message(update.id, message, state, context))
        }
        UpdateKind::CallbackQuery(query) => {
            reached(state, handlers::callback(update.id, query, state, context))
        }
        UpdateKind::MyChatMember(change) => handlers::membership::standing(change, state),
        UpdateKind::ChatMember(_) | UpdateKind::ChatJoinRequest(_) | UpdateKind::Unused => {
            Effects::default()
        }
    }
}

/// A person who writes or presses can be reached again, whatever was noted before. So can somebody who never pressed
/// Start: news may have been kept for an owner who had not written yet, and of whom nothing could be noted. A press in
/// the leads group may have made them known since.
fn reached(state: &ChatState, mut effects: Effects) -> Effects {
    let person = state.person.as_ref();
    if person.is_none_or(|person| person.unreachable || !person.started) {
        effects.changes.insert(0, Change::Reachable);
    }
    effects
}

#[cfg(test)]
mod tests;
