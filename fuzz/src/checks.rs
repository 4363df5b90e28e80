//! What every message has to be, and what a decision looks at while it is tried.

use std::sync::LazyLock;

use five_keys_bot::{
    bot::{
        Context,
        callback_data::Press,
        effects::{Effects, Outgoing},
        referral::CodeKey,
        schedule::Schedule,
    },
    content::{Content, Locale, inspect},
    telegram::{ChatId, UserId},
};
use jiff::{Timestamp, civil::Weekday, tz::TimeZone};
use serde_json::Value;

/// The owner; the corpus has updates of theirs.
pub const OWNER: UserId = UserId(9_000_001);

/// The embedded pack.
pub static CONTENT: LazyLock<Content> =
    LazyLock::new(|| Content::embedded().expect("the embedded pack is sound"));

static SCHEDULE: LazyLock<Schedule> = LazyLock::new(|| Schedule::new(9, vec![Weekday::Monday]));

static ZONE: TimeZone = TimeZone::UTC;

/// The bot's key for codes and proofs.
pub static KEY: LazyLock<CodeKey> = LazyLock::new(|| CodeKey::derive("123456:TEST"));

/// The moment at which everything happens.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).expect("a moment")
}

/// What a decision looks at.
#[must_use]
pub fn context(content: &Content) -> Context<'_> {
    Context {
        content,
        now: now(),
        zone: &ZONE,
        default_locale: Locale::Ru,
        admins: &[OWNER],
        leads_chat: Some(ChatId(-1_001)),
        bot_name: Some("five_keys_bot"),
        code_key: &KEY,
        assistant: true,
        schedule: &SCHEDULE,
        bot_id: UserId(123_456),
    }
}

/// Telegram would take everything that is to be sent.
pub fn effects(effects: &Effects, texts_are_short: bool) {
    for outgoing in &effects.outgoing {
        message(outgoing, texts_are_short);
    }
    if let Some(answer) = &effects.answer {
        let words = answer.text.as_deref().unwrap_or_default();
        assert!(words.encode_utf16().count() <= 200, "{words}");
    }
}

/// Telegram would take this message. Words that are longer than Telegram delivers may be too long when they are repeated.
pub fn message(outgoing: &Outgoing, texts_are_short: bool) {
    let params = outgoing.call.to_json();
    let longest = |field: &str| if field == "text" { 4_096 } else { 1_024 };
    for field in ["text", "caption"] {
        if let Some(text) = params.get(field).and_then(Value::as_str) {
            let optional = field == "caption" && text.is_empty();
            html(
                text,
                if texts_are_short {
                    longest(field)
                } else {
                    usize::MAX
                },
                optional,
            );
        }
    }
    for card in params
        .get("cards")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let words = card
            .get("words")
            .and_then(Value::as_str)
            .unwrap_or_default();
        html(words, longest("caption"), false);
    }
    let markup = params.get("reply_markup");
    let rows = markup.and_then(|markup| markup.get("inline_keyboard")?.as_array());
    for button in rows
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten()
    {
        let part = |name: &str| button.get(name).and_then(Value::as_str);
        assert!(
            part("text").is_some_and(|text| !text.trim().is_empty()),
            "{button}"
        );
        match (part("callback_data"), part("url")) {
            (Some(data), None) => {
                assert!((1..=64).contains(&data.len()), "{data}");
                assert!(Press::parse(data).is_some(), "{data}");
            }
            (None, Some(url)) => assert!(url.starts_with("https://"), "{url}"),
            _ => panic!("a button does one thing: {button}"),
        }
    }
}

/// Telegram's HTML, not blank, and not longer than this when it is shown.
pub fn html(text: &str, longest: usize, optional: bool) {
    let found = inspect(text);
    assert_eq!(found.problems, Vec::<String>::new(), "{text}");
    assert!(optional || !found.blank, "{text:?}");
    assert!(found.length <= longest, "{} units: {text}", found.length);
}
