//! Signatures, right and wrong.

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::playground::settings::Settings;

/// How a delivery is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TributeSignature {
    /// With the key of the settings.
    #[default]
    Right,
    /// Well-formed, with a key that nobody knows.
    Wrong,
    /// Not at all: the header is missing.
    None,
    /// With the key that was replaced, as deliveries are that began before.
    PreviousKey,
}

impl TributeSignature {
    /// Whether a receiver that knows both keys must refuse it.
    pub(super) fn is_bad(self) -> bool {
        matches!(self, Self::Wrong | Self::None)
    }

    /// The value of the header, if there is one.
    pub(super) fn of(self, body: &[u8], settings: &Settings) -> Option<String> {
        let key = match self {
            Self::Right => settings.tribute_key.clone(),
            Self::Wrong => format!("{} mistyped", settings.tribute_key),
            Self::None => return None,
            Self::PreviousKey => settings.tribute_previous_key.clone(),
        };
        Some(sign(&key, body))
    }
}

/// The signature of a body: lower-case hex of HMAC-SHA256 over the raw bytes.
pub(in crate::playground) fn sign(key: &str, body: &[u8]) -> String {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
        return String::new();
    };
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}
