//! Links by which people bring others: their codes, their addresses, and what became of them.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;
use url::form_urlencoded::byte_serialize;

use crate::telegram::UserId;

/// The source of somebody who came by another person's link.
pub const SOURCE: &str = "ref";
/// What a start payload of such a link begins with.
const PREFIX: &str = "ref_";
/// Digits and letters without those that are taken for others: five bits each.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Fifty bits: nobody meets somebody else's code by trying.
const LENGTH: usize = 10;
/// Of a proof, which is tried against no table.
const PROOF_LENGTH: usize = 13;

/// Makes codes that tell nothing about whose they are. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeKey(Vec<u8>);

impl CodeKey {
    /// The key of the bot with this token. Another token makes other codes; those that were given out are stored.
    #[must_use]
    pub fn derive(bot_token: &str) -> Self {
        Self(digest(
            bot_token.as_bytes(),
            b"five-keys-bot referral codes",
        ))
    }

    /// A new code for a person. It differs from moment to moment: should it be somebody else's already, the next try
    /// has another.
    #[must_use]
    pub fn code(&self, person: UserId, now: Timestamp) -> String {
        let named = format!("{person} {}", now.as_microsecond());
        let bits = digest(&self.0, named.as_bytes())
            .iter()
            .take(8)
            .fold(0, |bits: u64, byte| (bits << 8) | u64::from(*byte));
        (0..LENGTH)
            .filter_map(|place| LETTERS.get(usize::try_from((bits >> (5 * place)) & 31).ok()?))
            .map(|letter| char::from(*letter))
            .collect()
    }
}

impl CodeKey {
    /// Proves that something was named by this bot: thirteen letters, sixty-five bits.
    #[must_use]
    pub fn proof(&self, named: &str) -> String {
        let bits = digest(&self.0, named.as_bytes())
            .iter()
            .take(16)
            .fold(0, |bits: u128, byte| (bits << 8) | u128::from(*byte));
        (0..PROOF_LENGTH)
            .filter_map(|place| LETTERS.get(usize::try_from((bits >> (5 * place)) & 31).ok()?))
            .map(|letter| char::from(*letter))
            .collect()
    }

    /// What stands for the key of a payment whose person is forgotten: it can be compared, and nobody who has only the
    /// database can find out by trying whose number was in it.
    #[must_use]
    pub fn seal(&self, key: &str) -> String {
        let named = format!("forgotten {key}");
        format!(
            "forgotten:{}",
            hex::encode(digest(&self.0, named.as_bytes()))
        )
    }
}

impl std::fmt::Debug for CodeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeKey(redacted)")
    }
}

fn digest(key: &[u8], text: &[u8]) -> Vec<u8> {
    // HMAC takes a key of any length: the other branch cannot be.
    let mac = Hmac::<Sha256>::new_from_slice(key).map(|mut mac| {
        mac.update(text);
        mac.finalize().into_bytes().to_vec()
    });
    mac.unwrap_or_default()
}

/// The code in the payload of a person's link; `None` for any other payload.
#[must_use]
pub fn code_of(payload: &str) -> Option<String> {
    let code = payload.strip_prefix(PREFIX)?.to_ascii_lowercase();
    let fits = code.len() == LENGTH && code.bytes().all(|letter| LETTERS.contains(&letter));
    fits.then_some(code)
}

/// A person's link.
#[must_use]
pub fn link(bot_name: &str, code: &str) -> String {
    format!("https://t.me/{bot_name}?start={PREFIX}{code}")
}

/// Opens Telegram's choice of chats to pass a link on to, with these words.
#[must_use]
pub fn share_url(link: &str, words: &str) -> String {
    format!(
        "https://t.me/share/url?url={}&text={}",
        encoded(link),
        encoded(words)
    )
}

/// Percent-encoded; a space too, which forms write as a plus and Telegram's clients show as one.
fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

/// A person's own link, and who came by it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// What the link carries.
    pub code: String,
    /// The code is not stored yet.
    pub is_new: bool,
    /// People who pressed Start by the link, each once.
    pub clicked: i64,
    /// Those of them who had never started the bot before.
    pub joined: i64,
    /// Those of the joined who have paid.
    pub paid: i64,
}

/// Somebody pressed Start by another person's link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// Whose link.
    pub referrer: UserId,
    /// They had never started the bot before.
    pub joined: bool,
    /// When they who joined first paid, if they have: the payment may be heard of before the Start.
    pub paid_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn now(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).expect("a moment")
    }

    #[test]
    fn a_code_is_short_fits_a_link_and_tells_nothing_of_the_person() {
        let key = CodeKey::derive("123456:TEST");
        let codes: BTreeSet<String> = (0..2_000)
            .map(|id| key.code(UserId(5_301_000_111 + id), now(0)))
            .collect();
        assert_eq!(codes.len(), 2_000);
        for code in &codes {
            assert_eq!(code_of(&format!("ref_{code}")).as_ref(), Some(code));
        }
        let person = UserId(5_301_000_111);
        assert_ne!(key.code(person, now(0)), key.code(person, now(1)));
        let other = CodeKey::derive("123456:TESU");
        assert_ne!(key.code(person, now(0)), other.code(person, now(0)));
        assert_eq!(format!("{key:?}"), "CodeKey(redacted)");
    }

    #[test]
    fn a_sealed_key_is_the_same_each_time_and_another_for_each_bot() {
        let (key, other) = (
            CodeKey::derive("123456:TEST"),
            CodeKey::derive("123456:TESU"),
        );
        let sealed = key.seal("new_subscription:1644:T-1:2026-10-10T09:16:31Z");
        assert!(sealed.starts_with("forgotten:") && !sealed.contains("1644") && sealed.len() < 100);
        assert_eq!(
            sealed,
            key.seal("new_subscription:1644:T-1:2026-10-10T09:16:31Z")
        );
        assert_ne!(
            sealed,
            key.seal("new_subscription:1644:T-2:2026-10-10T09:16:31Z")
        );
        assert_ne!(
            sealed,
            other.seal("new_subscription:1644:T-1:2026-10-10T09:16:31Z")
        );
    }

    #[test]
    fn only_a_whole_code_is_one() {
        assert_eq!(code_of("ref_0123456789").as_deref(), Some("0123456789"));
        assert_eq!(code_of("ref_ABCDEFGHJK").as_deref(), Some("abcdefghjk"));
        for payload in [
            "ref_",
            "ref_012345678",
            "ref_01234567890",
            "ref_012345678o",
            "ref",
            "0123456789",
            "REF_0123456789",
        ] {
            assert_eq!(code_of(payload), None, "{payload}");
        }
    }

    #[test]
    fn a_link_that_is_passed_on_arrives_as_it_was_written() {
        let link = link("five_keys_bot", "0123456789");
        assert_eq!(link, "https://t.me/five_keys_bot?start=ref_0123456789");
        let words = "Привет! 100% & 1+1=2\n«ключи» 🌿 #?";
        let shared = share_url(&link, words);
        assert!(
            shared.is_ascii() && !shared.contains([' ', '+']),
            "{shared}"
        );
        let url = url::Url::parse(&shared).expect("a link");
        let parts: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let part = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(parts, [part("url", &link), part("text", words)]);
    }
}
