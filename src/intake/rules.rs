//! What the intake is given to decide by.

use std::sync::{Arc, OnceLock};

use jiff::tz::TimeZone;

use crate::{
    bot::{referral::CodeKey, schedule::Schedule},
    cabinet::Cabinet,
    content::Locale,
    doctor::Doctor,
    doors::Doors,
    quota::Quota,
    telegram::{ChatId, UserId},
    tribute::signature::ApiKeys,
};

/// The parts of an [`super::Intake`] that are chosen outside.
#[derive(Debug)]
pub struct Rules {
    /// Who gets payments and alarms.
    pub admins: Vec<UserId>,
    /// Where leads go.
    pub leads_chat: Option<ChatId>,
    /// The project's time zone.
    pub zone: TimeZone,
    /// For people whose language is not known.
    pub default_locale: Locale,
    /// What Tribute signs with.
    pub tribute_keys: ApiKeys,
    /// The bot's name in Telegram, as soon as it is known.
    pub bot_name: Arc<OnceLock<String>>,
    /// Makes the codes in people's own links.
    pub code_key: CodeKey,
    /// When people are reminded.
    pub schedule: Schedule,
    /// Asks Tribute; none without a key.
    pub cabinet: Option<Cabinet>,
    /// The bot itself.
    pub bot_id: UserId,
    /// Lets people in and out.
    pub doors: Arc<Doors>,
    /// Looks after everything around us.
    pub doctor: Option<Arc<Doctor>>,
    /// Limits that all replicas keep together; none without a Redis.
    pub quota: Option<Arc<Quota>>,
}
