//! Questions to the assistant: what may be asked, what the assistant is told, and its answer as messages.
//!
//! What the assistant writes is untrusted text of any length: `markdown` reads its usual marks, `pages` makes
//! messages of it that Telegram takes.

mod markdown;
mod pages;
mod rich;

use jiff::{Timestamp, tz::TimeZone};

use super::{
    callback_data::Press,
    effects::{Lane, Outgoing},
    handlers::plan::advice,
    state::Recommendation,
};
use crate::{
    content::{Content, Locale, TextKey, inspect},
    telegram::{
        ChatId,
        calls::{Button, Call, Keyboard},
    },
};

/// The longest question, in characters.
pub const LONGEST_QUESTION: usize = 1_000;
/// The longest answer, in characters: what is longer is a mistake of the program that wrote it.
const LONGEST_ANSWER: usize = 30_000;
/// Telegram's limit of a message, in UTF-16 units of the visible text.
const MESSAGE: usize = 4_096;

/// A question of the last days, as far as the next one depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// When it was asked.
    pub at: Timestamp,
    /// It has no answer yet.
    pub open: bool,
}

/// How many more questions a day leaves; those that got no answer are not among `asked`.
#[must_use]
pub fn left_today(content: &Content, asked: &[Asked], now: Timestamp, zone: &TimeZone) -> u32 {
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let today = asked.iter().filter(|one| day(one.at) == day(now)).count();
    let limit = content.assistant().daily_limit;
    limit.saturating_sub(u32::try_from(today).unwrap_or(u32::MAX))
}

/// What the assistant is told before the question: the pack's words, and the person's last result by the names of
/// its quiz (or whatever gave it) and level. Nothing else is known of the person there.
#[must_use]
pub fn instructions(
    content: &Content,
    locale: Locale,
    recommendation: Option<&Recommendation>,
) -> String {
    let assistant = content.assistant();
    let result =
        recommendation.and_then(|made| advice(content, &made.advisor, &made.band, made.points));
    let system = assistant.system.get(locale);
    match result {
        Some(made) => {
            let (title, level) = (made.title.get(locale), made.level.get(locale));
            let words = assistant.result.get(locale);
            format!("{system}\n\n{words} {title}, {level}.")
        }
        None => system.to_owned(),
    }
}

/// The assistant's words as messages, in order; the last one has the disclaimer and the ways on. `None` when there
/// is nothing to be seen in them.
#[must_use]
pub fn answer(
    content: &Content,
    locale: Locale,
    chat: ChatId,
    words: &str,
) -> Option<Vec<Outgoing>> {
    let disclaimer = content.assistant().disclaimer.get(locale);
    let room = MESSAGE.saturating_sub(inspect(disclaimer).length + 2);
    let text = pages::cleaned(words, LONGEST_ANSWER);
    let mut pages = pages::pages(&markdown::read(&text), room);
    let last = pages.pop()?;
    let whole = format!("{last}\n\n{disclaimer}");
    let first = pages.into_iter().map(|page| message(chat, page, None));
    let ways = keyboard(content, locale);
    Some(first.chain([message(chat, whole, Some(ways))]).collect())
}

/// There is no answer: a word about it, and the ways on.
#[must_use]
pub fn apology(content: &Content, locale: Locale, chat: ChatId) -> Outgoing {
    let words = content.text(locale, TextKey::AssistantFailed, &[]);
    message(chat, words, Some(keyboard(content, locale)))
}

fn message(chat_id: ChatId, text: String, keyboard: Option<Keyboard>) -> Outgoing {
    Outgoing {
        call: Call::SendMessage {
            chat_id,
            text,
            keyboard,
        },
        lane: Lane::Answer,
        keep_for_unreachable: false,
    }
}

/// What these open goes below: the answer is to stay.
fn keyboard(content: &Content, locale: Locale) -> Keyboard {
    let button = |key, press: Press| {
        let label = content.text(locale, key, &[]);
        vec![Button::callback(label, press.encode_below())]
    };
    Keyboard::default()
        .row(button(TextKey::AssistantAgain, Press::Assistant))
        .row(button(TextKey::ButtonConsult, Press::Consult(None)))
        .row(button(TextKey::ButtonHome, Press::Home))
}

#[cfg(test)]
mod tests;
