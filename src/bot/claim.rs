//! Links by which buyers claim payments that do not say whose they are.

use subtle::ConstantTimeEq;

use super::referral::CodeKey;

/// What a start payload of such a link begins with.
const PREFIX: &str = "claim_";
/// Between the number of the event and what proves that the link is ours.
const PROOF: char = '-';

/// The link that the owner passes on to the buyer of an event.
#[must_use]
pub fn link(bot_name: &str, event: i64, key: &CodeKey) -> String {
    let proof = key.proof(&named(event));
    format!("https://t.me/{bot_name}?start={PREFIX}{event}{PROOF}{proof}")
}

/// Whether a start payload is to be such a link, be it a true one or not.
#[must_use]
pub fn is_one(payload: &str) -> bool {
    payload.starts_with(PREFIX)
}

/// The event that a link of ours names; `None` for any other payload.
#[must_use]
pub fn event_of(payload: &str, key: &CodeKey) -> Option<i64> {
    let (event, proof) = payload.strip_prefix(PREFIX)?.split_once(PROOF)?;
    let event = event.parse().ok().filter(|id| *id > 0)?;
    // In time that does not depend on where the proofs differ.
    let ours = key.proof(&named(event));
    bool::from(ours.as_bytes().ct_eq(proof.as_bytes())).then_some(event)
}

fn named(event: i64) -> String {
    format!("claim {event}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_its_event_and_no_other_and_only_for_its_bot() {
        let (key, other) = (
            CodeKey::derive("123456:TEST"),
            CodeKey::derive("123456:TESU"),
        );
        for event in [1, 12, i64::MAX] {
            let link = link("five_keys_bot", event, &key);
            let payload = link
                .strip_prefix("https://t.me/five_keys_bot?start=")
                .expect("our link");
            assert!(payload.len() <= 64, "{payload}");
            assert_eq!(event_of(payload, &key), Some(event));
            assert_eq!(event_of(payload, &other), None);
            let foreign = payload.replacen(&event.to_string(), "7", 1);
            assert_eq!(event_of(&foreign, &key), None, "{foreign}");
        }
    }

    #[test]
    fn what_is_made_up_is_no_claim() {
        let key = CodeKey::derive("123456:TEST");
        for payload in [
            "claim_",
            "claim_1",
            "claim_1-",
            "claim_x-abc",
            "claim_-1-abc",
            "ref_0123456789",
            "1-abc",
        ] {
            assert_eq!(event_of(payload, &key), None, "{payload}");
        }
    }
}
