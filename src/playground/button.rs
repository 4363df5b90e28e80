//! Single buttons of a markup.

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
/// Everything a button below the text box can ask for; at most one of them.
const REQUESTS: [&str; 6] = [
    "request_users",
    "request_chat",
    "request_contact",
    "request_location",
    "request_poll",
    "web_app",
];

/// Checks a button below a message; gives it as Telegram stores it.
pub(super) fn check_inline_button(button: &Value) -> Result<Value, Refusal> {
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
    if !has_known_style(button) {
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
        // Only an invoice has one, and there are no invoices here.
        "pay" => return Err(Refusal::bad("BUTTON_TYPE_INVALID")),
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

/// Checks a button below the text box; gives it as Telegram stores it.
pub(super) fn check_reply_button(button: &Value) -> Result<Value, Refusal> {
    let broken = |why: &str| Refusal::bad(format_args!("can't parse keyboard button: {why}"));
    if let Value::String(text) = button {
        return match text.is_empty() {
            true => Err(Refusal::bad("keyboard button text must be non-empty")),
            false => Ok(json!({ "text": text })),
        };
    }
    match button.get("text").and_then(Value::as_str) {
        None => return Err(broken("Field \"text\" must be of type String")),
        Some("") => return Err(Refusal::bad("keyboard button text must be non-empty")),
        Some(_) => {}
    }
    if !has_known_style(button) {
        return Err(broken("unsupported button style specified"));
    }
    let is_set = |name: &&&str| match button.get(**name) {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(_) => true,
    };
    if REQUESTS.iter().filter(is_set).count() > 1 {
        return Err(broken("only one request is expected"));
    }
    if let Some(request) = button.get("request_users") {
        let number = |name: &str| request.get(name).and_then(Value::as_i64);
        if number("request_id").is_none() {
            return Err(broken("Can't find field \"request_id\""));
        }
        if !(1..=10).contains(&number("max_quantity").unwrap_or(1)) {
            return Err(Refusal::bad("BUTTON_MAX_QUANTITY_INVALID"));
        }
    }
    if let Some(app) = button.get("web_app") {
        let url = app.get("url").and_then(Value::as_str).unwrap_or_default();
        if !url.starts_with("https://") || checked_link(url).is_err() {
            return Err(Refusal::bad(format_args!(
                "keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
            )));
        }
    }
    Ok(button.clone())
}

fn has_known_style(button: &Value) -> bool {
    let style = button.get("style");
    let style = style.map(|style| style.as_str().unwrap_or_default());
    style.is_none_or(|style| ["danger", "success", "primary"].contains(&style))
}
