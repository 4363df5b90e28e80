//! `reply_markup`, checked as Telegram checks it.

use serde_json::{Value, json};

use super::link::checked_link;
use super::refusal::Refusal;

/// Everything an inline button can do; exactly one of them.
const ACTIONS: [&str; 10] = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
];
const MAX_BUTTONS: usize = 100;
const MAX_BUTTONS_IN_ROW: usize = 8;

/// A markup that Telegram accepts.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Markup {
    /// Buttons below the message.
    Inline(Value),
    /// Buttons below the text box.
    Reply(Value),
    /// The buttons below the text box go away.
    Remove,
    /// The person is asked to reply.
    ForceReply,
}

/// Checks a markup; empty ones count as none.
pub(super) fn check(markup: Option<Value>) -> Result<Option<Markup>, Refusal> {
    let Some(markup) = markup else {
        return Ok(None);
    };
    let Some(fields) = markup.as_object() else {
        return Err(Refusal::bad("object expected as reply markup"));
    };
    if let Some(rows) = fields.get("inline_keyboard") {
        let rows = rows_of(rows, "inline keyboard")?;
        let rows = check_rows(&rows, check_inline_button)?;
        if rows.is_empty() {
            return Ok(None);
        }
        return Ok(Some(Markup::Inline(json!({ "inline_keyboard": rows }))));
    }
    if let Some(rows) = fields.get("keyboard") {
        let rows = rows_of(rows, "keyboard")?;
        let rows = check_rows(&rows, check_reply_button)?;
        if rows.is_empty() {
            return Ok(None);
        }
        let mut keyboard = markup.clone();
        if let Some(fields) = keyboard.as_object_mut() {
            fields.insert("keyboard".to_owned(), json!(rows));
        }
        return Ok(Some(Markup::Reply(keyboard)));
    }
    let is_set = |name: &str| fields.get(name) == Some(&json!(true));
    if is_set("remove_keyboard") {
        Ok(Some(Markup::Remove))
    } else if is_set("force_reply") {
        Ok(Some(Markup::ForceReply))
    } else {
        Ok(None)
    }
}

fn rows_of(rows: &Value, what: &str) -> Result<Vec<Vec<Value>>, Refusal> {
    let rows = rows.as_array().ok_or_else(|| {
        Refusal::bad(format_args!(
            "can't parse {what} markup: Field \"keyboard\" must be of type Array"
        ))
    })?;
    rows.iter()
        .map(|row| {
            row.as_array().cloned().ok_or_else(|| {
                Refusal::bad(format_args!(
                    "can't parse {what} button: Expected an Array as a row"
                ))
            })
        })
        .collect()
}

/// Checks every button; Telegram drops empty rows.
fn check_rows(
    rows: &[Vec<Value>],
    check: impl Fn(&Value) -> Result<Value, Refusal>,
) -> Result<Vec<Vec<Value>>, Refusal> {
    let total: usize = rows.iter().map(Vec::len).sum();
    if total > MAX_BUTTONS || rows.iter().any(|row| row.len() > MAX_BUTTONS_IN_ROW) {
        return Err(Refusal::bad("reply markup is too long"));
    }
    rows.iter()
        .filter(|row| !row.is_empty())
        .map(|row| row.iter().map(&check).collect())
        .collect()
}

fn check_inline_button(button: &Value) -> Result<Value, Refusal> {
    let broken =
        |why: &str| Refusal::bad(format_args!("can't parse inline keyboard button: {why}"));
    let fields = button
        .as_object()
        .ok_or_else(|| broken("InlineKeyboardButton must be an Object"))?;
    match fields.get("text") {
        None => return Err(broken("Can't find field \"text\"")),
        Some(Value::String(text)) if text.trim().is_empty() => {
            return Err(Refusal::bad(
                "inline keyboard button text must be non-empty",
            ));
        }
        Some(Value::String(_)) => {}
        Some(_) => return Err(broken("Field \"text\" must be of type String")),
    }
    if let Some(style) = fields.get("style")
        && !["danger", "success", "primary"].contains(&style.as_str().unwrap_or_default())
    {
        return Err(broken("unsupported button style specified"));
    }
    let given: Vec<_> = ACTIONS
        .iter()
        .filter(|name| fields.contains_key(**name))
        .collect();
    let name = match given.as_slice() {
        [] => return Err(broken("Text buttons are unallowed in the inline keyboard")),
        [name] => **name,
        _ => return Err(broken("exactly one action is expected")),
    };
    let value = fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut button = button.clone();
    match name {
        "callback_data" if value.is_empty() => {
            return Err(broken("Text buttons are unallowed in the inline keyboard"));
        }
        "callback_data" if value.len() > 64 => return Err(Refusal::bad("BUTTON_DATA_INVALID")),
        "url" => {
            let url = checked_link(value).map_err(|why| {
                Refusal::bad(format_args!(
                    "inline keyboard button URL '{value}' is invalid: {why}"
                ))
            })?;
            if let Some(fields) = button.as_object_mut() {
                fields.insert("url".to_owned(), json!(url));
            }
        }
        "web_app" | "login_url" => {
            let nested = fields.get(name).and_then(|field| field.get("url"));
            let url = nested.and_then(Value::as_str).unwrap_or_default();
            if !url.starts_with("https://") || checked_link(url).is_err() {
                return Err(Refusal::bad(format_args!(
                    "inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
                )));
            }
        }
        "copy_text" => {
            let nested = fields.get(name).and_then(|field| field.get("text"));
            let length = nested
                .and_then(Value::as_str)
                .map_or(0, |text| text.chars().count());
            if !(1..=256).contains(&length) {
                return Err(Refusal::bad("BUTTON_COPY_TEXT_INVALID"));
            }
        }
        _ => {}
    }
    Ok(button)
}

fn check_reply_button(button: &Value) -> Result<Value, Refusal> {
    let text = match button {
        Value::String(text) => Some(text.as_str()),
        Value::Object(fields) => fields.get("text").and_then(Value::as_str),
        _ => None,
    };
    match text {
        None => Err(Refusal::bad(
            "can't parse keyboard button: Field \"text\" must be of type String",
        )),
        Some("") => Err(Refusal::bad("keyboard button text must be non-empty")),
        Some(text) if button.is_string() => Ok(json!({ "text": text })),
        Some(_) => Ok(button.clone()),
    }
}
