//! Reading an update leniently: the envelope in one pass, each kind on its own, so that one unreadable
//! object costs that object only.

use std::{borrow::Cow, collections::HashMap};

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{
    UpdateId,
    types::{Update, UpdateKind},
};

/// Every update kind of Bot API 10.3, as a bounded set of metric labels.
pub const KINDS: [&str; 27] = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
    "subscription",
    "stopped_message_generation",
];

/// Label of a kind that is newer than this program.
pub const UNKNOWN: &str = "unknown";

/// The kinds asked for in `setWebhook`.
pub const ALLOWED: [&str; 5] = [
    "message",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
];

/// The body is not a JSON object with an integer `update_id`. Nothing else is ever refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a JSON object with an update_id")]
pub struct NotAnUpdate;

/// An update, and whether a kind that we act on could not be read.
#[derive(Debug)]
pub struct Parsed {
    /// The update, with `Unused` in place of an unreadable kind.
    pub update: Update,
    /// True when the kind is ours but its object is not what Telegram documents.
    pub unreadable: bool,
}

/// Reads the body of a delivery.
///
/// # Errors
/// [`NotAnUpdate`] when there is nothing to deduplicate by; anything else parses.
pub fn parse(body: &[u8]) -> Result<Parsed, NotAnUpdate> {
    let fields: HashMap<Cow<'_, str>, &RawValue> =
        serde_json::from_slice(body).map_err(|_| NotAnUpdate)?;
    let id: i64 = fields
        .get("update_id")
        .and_then(|raw| serde_json::from_str(raw.get()).ok())
        .ok_or(NotAnUpdate)?;
    let found = KINDS
        .iter()
        .find_map(|kind| fields.get(*kind).map(|raw| (*kind, raw.get())));
    let (label, raw) = found.unwrap_or((UNKNOWN, ""));
    let read = match label {
        "message" => read(raw).map(UpdateKind::Message),
        "callback_query" => read(raw).map(UpdateKind::CallbackQuery),
        "my_chat_member" => read(raw).map(UpdateKind::MyChatMember),
        "chat_member" => read(raw).map(UpdateKind::ChatMember),
        "chat_join_request" => read(raw).map(UpdateKind::ChatJoinRequest),
        _ => Some(UpdateKind::Unused),
    };
    Ok(Parsed {
        unreadable: read.is_none(),
        update: Update {
            id: UpdateId(id),
            kind: read.unwrap_or(UpdateKind::Unused),
            label,
        },
    })
}

fn read<T: DeserializeOwned>(raw: &str) -> Option<T> {
    serde_json::from_str(raw).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, label: &str, unreadable: bool) {
        let parsed = parse(body.as_bytes()).expect(body);
        assert_eq!(
            (parsed.update.label, parsed.unreadable),
            (label, unreadable),
            "{body}"
        );
    }

    #[test]
    fn unknown_kinds_fields_and_values_still_parse() {
        check(r#"{"update_id":1}"#, "unknown", false);
        check(r#"{"update_id":1,"hologram":{"x":1}}"#, "unknown", false);
        check(r#"{"update_id":1,"poll":{"id":"1"}}"#, "poll", false);
        check(
            r#"{"update_id":1,"message":{"message_id":1,"date":1,"hologram":[],"chat":{"id":-1009007199254740,"type":"room"},"from":{"id":4503599627370495,"first_name":"A"}}}"#,
            "message",
            false,
        );
        check(
            r#"{"update_id":1,"my_chat_member":{"chat":{"id":1,"type":"private"},"from":{"id":1},"new_chat_member":{"status":"ghost"}}}"#,
            "my_chat_member",
            false,
        );
        check(
            r#"{"update_id":1,"chat_member":{"chat":{"id":-1001,"type":"channel","title":"Club"},"from":{"id":1},"date":1,"old_chat_member":{"status":"left","user":{"id":5}},"new_chat_member":{"status":"restricted","user":{"id":5},"is_member":true,"until_date":0},"invite_link":{"invite_link":"https://t.me/+abc...","creator":{"id":7,"is_bot":true}}}}"#,
            "chat_member",
            false,
        );
        check(
            r#"{"update_id":1,"chat_join_request":{"chat":{"id":-1001,"type":"channel"},"from":{"id":5,"first_name":"A"},"user_chat_id":5,"date":1,"bio":"…"}}"#,
            "chat_join_request",
            false,
        );
    }

    #[test]
    fn an_unreadable_object_of_our_kind_is_told_apart() {
        check(r#"{"update_id":1,"message":"hello"}"#, "message", true);
        check(r#"{"update_id":1,"message":null}"#, "message", true);
        check(
            r#"{"update_id":1,"callback_query":{"id":7}}"#,
            "callback_query",
            true,
        );
        check(
            r#"{"update_id":1,"message":{"message_id":1,"chat":{"id":1},"text":"\ud800"}}"#,
            "message",
            true,
        );
    }

    #[test]
    fn a_body_without_an_update_id_is_refused() {
        for body in [
            "",
            "[]",
            "null",
            "7",
            "{",
            "{}",
            r#"{"update_id":"1"}"#,
            r#"{"update_id":1.5}"#,
            r#"{"update_id":99999999999999999999}"#,
        ] {
            assert_eq!(parse(body.as_bytes()).expect_err(body), NotAnUpdate);
        }
    }

    #[test]
    fn ids_keep_their_fifty_two_bits() {
        let body = r#"{"update_id":2147483647,"message":{"message_id":1,"chat":{"id":4503599627370495,"type":"private"},"from":{"id":4503599627370495,"first_name":"A"},"text":"x"}}"#;
        let update = parse(body.as_bytes()).expect("parses").update;
        assert_eq!(update.person().map(|user| user.id.0), Some((1 << 52) - 1));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_refused_or_parsed_but_never_panic(body: Vec<u8>) {
            let _ = parse(&body);
        }
    }
}
