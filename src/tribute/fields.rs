//! Reading a payload's fields leniently: numbers may come as texts, anything may be missing.

use jiff::Timestamp;
use serde_json::Value;

use crate::telegram::UserId;

/// More of a title than this is left out, so that a message about it is never too long to be sent.
pub(super) const LONGEST_TITLE: usize = 128;
/// The same for what a donor writes.
const LONGEST_MESSAGE: usize = 500;
/// ISO codes have three letters, Tribute's Stars four.
const LONGEST_CURRENCY: usize = 8;
/// Longer ids than this are cut: they are shown to the owner and stand in an index.
const LONGEST_ID: usize = 64;
/// Names of Tribute that stand for "not known".
const NOBODY: [&str; 3] = ["0", "T-0", "W-0"];
/// Whole numbers up to here are exact in a double.
const EXACT: f64 = 9_007_199_254_740_992.0;
/// "For ever" is written as the end of the year 9999, which is past the last moment that there is in UTC.
const FOR_EVER: &str = "9999-12-3";

/// A moment between 1970 and 9999, the range that both databases keep in order, to the microsecond that they keep: so
/// access worked out anew is what was stored. What lies outside is moved to its end.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    match text.parse::<Timestamp>() {
        Ok(at) => Some(to_the_microsecond(at.max(Timestamp::UNIX_EPOCH))),
        Err(_) if text.starts_with(FOR_EVER) => Some(endless()),
        Err(_) => None,
    }
}

/// The last moment that both databases keep: the end of what has none.
pub(super) fn endless() -> Timestamp {
    to_the_microsecond(Timestamp::MAX)
}

/// Not by the count of microseconds, which jiff does not take back within the last second that there is.
fn to_the_microsecond(at: Timestamp) -> Timestamp {
    let nanosecond = at.subsec_nanosecond() / 1_000 * 1_000;
    Timestamp::new(at.as_second(), nanosecond).unwrap_or(at)
}

/// As much of a text as is shown.
pub(super) fn cut(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect()
}

/// A number that is whole and small enough to be exact.
fn whole(number: f64) -> Option<i64> {
    if number.fract() != 0.0 || number.abs() > EXACT {
        return None;
    }
    format!("{number:.0}").parse().ok()
}

/// A payload whose keys are looked up one by one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a Value);

impl<'a> Fields<'a> {
    /// A text that is not empty, without NUL characters (PostgreSQL has no place for them).
    pub(super) fn text(self, key: &str) -> Option<String> {
        let text = self.0.get(key)?.as_str()?.replace('\0', "");
        (!text.is_empty()).then_some(text)
    }

    /// An integer, also one written as a text or with a fraction of nothing, `49900.0`.
    pub(super) fn integer(self, key: &str) -> Option<i64> {
        let value = self.0.get(key)?;
        value
            .as_i64()
            .or_else(|| value.as_f64().and_then(whole))
            .or_else(|| value.as_str()?.trim().parse().ok())
    }

    /// A moment.
    pub(super) fn moment(self, key: &str) -> Option<Timestamp> {
        moment(self.0.get(key)?.as_str()?)
    }

    /// An amount in minor units; nobody pays less than nothing.
    pub(super) fn minor(self, key: &str) -> Option<i64> {
        self.integer(key).map(|minor| minor.max(0))
    }

    /// A currency as a lower-case code; empty when there is none.
    pub(super) fn currency(self) -> String {
        let code = self.text("currency").unwrap_or_default();
        cut(&code.to_lowercase(), LONGEST_CURRENCY)
    }

    /// A title, cut when it is very long; untrusted text, empty when there is none.
    pub(super) fn title(self, key: &str) -> String {
        cut(&self.text(key).unwrap_or_default(), LONGEST_TITLE)
    }

    /// What somebody wrote, cut when it is very long; untrusted text.
    pub(super) fn message(self, key: &str) -> Option<String> {
        self.text(key).map(|text| cut(&text, LONGEST_MESSAGE))
    }

    /// Whether it says yes.
    pub(super) fn is_true(self, key: &str) -> bool {
        self.0.get(key).and_then(Value::as_bool) == Some(true)
    }

    /// Whether it is this word.
    pub(super) fn is(self, key: &str, word: &str) -> bool {
        self.text(key).as_deref() == Some(word)
    }

    /// The buyer's Telegram id. Absent, null and zero all mean "not known". An order of a shop has none, but the seller's
    /// own reference may say it: `tg:5301000111`. A bare number is not taken for one, because it may be any.
    pub(super) fn telegram_user(self) -> Option<UserId> {
        let by_reference = || {
            let reference = self.text("customerId")?;
            let number = ["tg:", "tg_"];
            let number = number
                .into_iter()
                .find_map(|start| reference.strip_prefix(start))?;
            number.parse().ok()
        };
        self.integer("telegram_user_id")
            .filter(|id| *id > 0)
            .or_else(|| by_reference().filter(|id| *id > 0))
            .map(UserId)
    }

    /// A name of the buyer by which later events are theirs too: `T-<n>` or `W-<n>`, the older numeric `user_id` that
    /// stands in for it, or the order of a shop.
    /// Zero is nobody's: whoever shared it would be taken for one person.
    pub(super) fn payer(self) -> Option<String> {
        let id = self
            .name("trb_user_id")
            .filter(|id| !NOBODY.contains(&id.as_str()))
            .or_else(|| {
                let id = self.integer("user_id").filter(|id| *id != 0)?;
                Some(format!("user:{id}"))
            })
            .or_else(|| {
                let order = self.name("uuid")?;
                Some(format!("order:{order}"))
            });
        id.map(|id| cut(&id, LONGEST_ID))
    }

    /// What something is called, by a number that is kept to its last digit or by a text.
    pub(super) fn id(self, key: &str) -> Option<String> {
        let number = self.integer(key).map(|id| id.to_string());
        number.or_else(|| self.name(key))
    }

    /// Any scalar as a text.
    pub(super) fn scalar(self, key: &str) -> Option<String> {
        match self.0.get(key)? {
            Value::String(text) => Some(text.replace('\0', "")).filter(|text| !text.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The same, for what names somebody or something. A number that is not kept to its last digit is no name: another one
    /// may read the same, and two payments or two people would be taken for one.
    pub(super) fn name(self, key: &str) -> Option<String> {
        let is_rounded =
            |number: &Value| number.is_f64() && number.as_f64().and_then(whole).is_none();
        self.0.get(key).filter(|value| !is_rounded(value))?;
        self.scalar(key)
    }
}
