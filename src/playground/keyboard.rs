//! `reply_markup`, checked as Telegram checks it.

use serde_json::{Value, json};

use super::button::{check_inline_button, check_reply_button};
use super::refusal::Refusal;

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
