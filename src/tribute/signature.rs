//! Who signed a delivery: HMAC-SHA256 over the raw bytes, keyed with the API key, as 64 hex digits.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Header of the signature.
pub const HEADER: &str = "trbt-signature";

/// Tribute's API keys: the current one first, then the one before it during rotation. Never printed.
#[derive(Clone, Default)]
pub struct ApiKeys(Vec<String>);

/// Why a delivery is not Tribute's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// There is no key to check with: refuse rather than trust.
    #[error("not_configured")]
    NotConfigured,
    /// There is no signature.
    #[error("missing_signature")]
    Missing,
    /// The signature is of another body or of another key.
    #[error("invalid_signature")]
    Invalid,
}

impl ApiKeys {
    /// Takes the keys in the order of the setting.
    #[must_use]
    pub fn new(keys: Vec<String>) -> Self {
        Self(keys)
    }

    /// Whether there is any key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The current key, for the one place that presents it.
    #[must_use]
    pub fn current(&self) -> Option<&str> {
        self.0.first().map(String::as_str)
    }

    /// Checks a body. Which key matched tells whether a rotation is over: 0 is the current one.
    ///
    /// # Errors
    /// The delivery is not to be trusted, and why.
    pub fn verify(&self, signature: Option<&[u8]>, body: &[u8]) -> Result<usize, SignatureError> {
        if self.0.is_empty() {
            return Err(SignatureError::NotConfigured);
        }
        let signature = signature.ok_or(SignatureError::Missing)?.trim_ascii();
        let mut digest = [0; 32];
        hex::decode_to_slice(signature, &mut digest).map_err(|_| SignatureError::Invalid)?;
        let signed_by = |key: &String| {
            Hmac::<Sha256>::new_from_slice(key.as_bytes()).is_ok_and(|mut mac| {
                mac.update(body);
                // In constant time.
                mac.verify_slice(&digest).is_ok()
            })
        };
        self.0
            .iter()
            .position(signed_by)
            .ok_or(SignatureError::Invalid)
    }
}

/// Signs a body as Tribute does.
#[must_use]
pub fn sign(key: &str, body: &[u8]) -> String {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
        return String::new();
    };
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}

impl std::fmt::Debug for ApiKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ApiKeys({} redacted)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "trbt_example_key_7Q2f";
    const PING: &[u8] = br#"{"test_event":"test_event"}"#;
    const PING_DIGEST: &str = "5168dbcd96d220790c1df37e7c75013d62f37a3d9398359aacdf4f3178ac4ff6";
    const RENEWAL: &str = r#"{"created_at":"2026-10-10T09:16:31.204518Z","name":"renewed_subscription","payload":{"subscription_name":"Клуб 🎉","subscription_id":1644,"period_id":1547,"period":"monthly","type":"regular","price":49900,"amount":44910,"currency":"rub","trb_user_id":"T-31326","telegram_user_id":5012345678,"channel_id":614,"channel_name":"lbs","expires_at":"2026-11-10T09:15:57.305733Z"},"sent_at":"2026-10-10T09:16:31.660120447Z"}"#;
    const RENEWAL_DIGEST: &str = "1e1cf10c003ad234d044b21af50181034e524d03d87efde053a0e6134db96027";
    const EMPTY_DIGEST: &str = "2210b63c7555d39f81fedae5248e2f32f3dca59ad2cde1fa47a5f66f93a56d34";

    fn keys(keys: &[&str]) -> ApiKeys {
        ApiKeys::new(keys.iter().map(|key| (*key).to_owned()).collect())
    }

    #[test]
    fn the_worked_vectors_verify() {
        for (body, digest) in [
            (PING, PING_DIGEST),
            (RENEWAL.as_bytes(), RENEWAL_DIGEST),
            (b"", EMPTY_DIGEST),
        ] {
            assert_eq!(
                keys(&[KEY]).verify(Some(digest.as_bytes()), body),
                Ok(0),
                "{digest}"
            );
        }
    }

    #[test]
    fn upper_case_and_spaces_around_are_tolerated_and_nothing_else() {
        let upper = format!(" {} ", PING_DIGEST.to_uppercase());
        assert_eq!(keys(&[KEY]).verify(Some(upper.as_bytes()), PING), Ok(0));
        for wrong in [
            "",
            "00",
            &format!("sha256={PING_DIGEST}"),
            PING_DIGEST.trim_start_matches('5'),
            &format!("{PING_DIGEST}00"),
            RENEWAL_DIGEST,
            "сигнатура",
        ] {
            assert_eq!(
                keys(&[KEY]).verify(Some(wrong.as_bytes()), PING),
                Err(SignatureError::Invalid),
                "{wrong}"
            );
        }
    }

    #[test]
    fn during_rotation_both_keys_verify() {
        assert_eq!(
            keys(&["new", KEY]).verify(Some(PING_DIGEST.as_bytes()), PING),
            Ok(1)
        );
        assert_eq!(
            keys(&["new"]).verify(Some(PING_DIGEST.as_bytes()), PING),
            Err(SignatureError::Invalid)
        );
    }

    #[test]
    fn without_a_key_or_a_signature_nothing_is_trusted() {
        assert_eq!(
            keys(&[]).verify(Some(EMPTY_DIGEST.as_bytes()), b""),
            Err(SignatureError::NotConfigured)
        );
        assert_eq!(
            keys(&[KEY]).verify(None, PING),
            Err(SignatureError::Missing)
        );
        assert!(!format!("{:?}", keys(&[KEY])).contains("example"));
    }

    proptest::proptest! {
        #[test]
        fn any_change_of_the_body_breaks_the_signature(body: Vec<u8>) {
            proptest::prop_assume!(body != PING);
            proptest::prop_assert!(keys(&[KEY]).verify(Some(PING_DIGEST.as_bytes()), &body).is_err());
        }
    }
}
