//! The token that proves a webhook delivery comes from Telegram.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Header that carries the token on every delivery.
pub const HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// The shared secret of `setWebhook`; never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretToken(String);

impl SecretToken {
    /// Takes a token of 1 to 256 characters of `A-Z a-z 0-9 _ -` (the rule of `setWebhook`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=256).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        fits.then(|| Self(text.to_owned()))
    }

    /// Derives the token from the bot's own, so that every replica has the same one without configuration.
    #[must_use]
    pub fn derive(bot_token: &str) -> Self {
        let mac = Hmac::<Sha256>::new_from_slice(bot_token.as_bytes());
        // HMAC takes a key of any length; the empty answer of the impossible branch verifies nothing.
        let digest = mac.map(|mut mac| {
            mac.update(b"five-keys-bot webhook secret token");
            hex::encode(mac.finalize().into_bytes())
        });
        Self(digest.unwrap_or_default())
    }

    /// Compares in time that does not depend on where the texts differ.
    #[must_use]
    pub fn verify(&self, presented: &[u8]) -> bool {
        !self.0.is_empty() && bool::from(self.0.as_bytes().ct_eq(presented))
    }

    /// The token itself, for `setWebhook` only.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretToken(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_token_verifies() {
        let token = SecretToken::parse("s3cret_-").expect("valid");
        assert!(token.verify(b"s3cret_-"));
        for wrong in ["", "s3cret_", "s3cret_-x", "S3cret_-"] {
            assert!(!token.verify(wrong.as_bytes()), "{wrong}");
        }
    }

    #[test]
    fn tokens_that_telegram_would_refuse_are_refused() {
        assert!(SecretToken::parse("").is_none());
        assert!(SecretToken::parse("with space").is_none());
        assert!(SecretToken::parse(&"x".repeat(257)).is_none());
    }

    #[test]
    fn the_derived_token_is_stable_valid_and_tells_nothing_of_the_bot_token() {
        let token = SecretToken::derive("123456:TEST");
        assert_eq!(token, SecretToken::derive("123456:TEST"));
        assert_ne!(token, SecretToken::derive("123456:TESU"));
        assert!(SecretToken::parse(token.reveal()).is_some());
        assert!(!token.reveal().contains("TEST"));
        assert_eq!(format!("{token:?}"), "SecretToken(redacted)");
    }
}
