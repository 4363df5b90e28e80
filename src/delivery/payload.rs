//! Changing the parameters of a call that is already written down.

use serde_json::Value;

use crate::store::Claim;

/// The payload for the chat as the outbox has it. It differs from the one that was asked for when a group moved.
pub(super) fn addressed(claim: &Claim) -> String {
    let written = format!("\"chat_id\":{},", claim.chat_id);
    if claim.payload.contains(&written) {
        return claim.payload.clone();
    }
    match serde_json::from_str(&claim.payload) {
        Ok(Value::Object(mut object)) => {
            object.insert("chat_id".into(), claim.chat_id.0.into());
            Value::Object(object).to_string()
        }
        _ => claim.payload.clone(),
    }
}

/// The payload without one parameter; without markup also the text without tags.
pub(super) fn without(payload: &str, parameter: &str) -> Option<String> {
    let value = serde_json::from_str(payload).ok()?;
    without_in(value, parameter).map(|value| value.to_string())
}

/// The same for parameters that are not written down.
pub(super) fn without_in(mut params: Value, parameter: &str) -> Option<Value> {
    let object = params.as_object_mut()?;
    object.remove(parameter)?;
    if parameter == "parse_mode" {
        for name in ["text", "caption"] {
            if let Some(Value::String(text)) = object.get_mut(name) {
                *text = plain(text);
            }
        }
    }
    Some(params)
}

/// The words of a text in Telegram's HTML.
fn plain(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => words.push(character),
            _ => {}
        }
    }
    let words = words
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    words.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telegram::ChatId;

    #[test]
    fn a_group_that_moved_is_written_to_at_its_new_id() {
        let claim = |payload: &str| Claim {
            id: 1,
            chat_id: ChatId(-1_005),
            method: "sendMessage".into(),
            payload: payload.into(),
            origin: "test".into(),
            keep_for_unreachable: false,
            attempts: 0,
            bulk: false,
        };
        let (old, new) = (
            r#"{"chat_id":-5,"text":"a"}"#,
            r#"{"chat_id":-1005,"text":"a"}"#,
        );
        assert_eq!(addressed(&claim(old)), new);
        assert_eq!(addressed(&claim(new)), new);
    }

    #[test]
    fn an_edit_becomes_a_new_message_and_broken_markup_becomes_words() {
        let payload =
            r#"{"chat_id":5,"message_id":7,"parse_mode":"HTML","text":"<b>1 &lt; 2</b> &amp; so"}"#;
        assert_eq!(
            without(payload, "message_id").as_deref(),
            Some(r#"{"chat_id":5,"parse_mode":"HTML","text":"<b>1 &lt; 2</b> &amp; so"}"#)
        );
        assert_eq!(
            without(payload, "parse_mode").as_deref(),
            Some(r#"{"chat_id":5,"message_id":7,"text":"1 < 2 & so"}"#)
        );
        assert_eq!(without(r#"{"chat_id":5}"#, "message_id"), None);
    }
}
