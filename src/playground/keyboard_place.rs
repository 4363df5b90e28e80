//! What a markup may hold depends on where it is sent.

use serde_json::Value;

use super::keyboard::Markup;
use super::refusal::Refusal;
use super::world::World;

/// Fields of a button below the text box that ask for something, and what Telegram says of them outside private chats.
const REQUESTS: [(&str, &str); 6] = [
    ("request_contact", "phone number can be requested"),
    ("request_location", "location can be requested"),
    ("request_poll", "poll can be requested"),
    ("request_users", "users can be requested"),
    ("request_chat", "chats can be requested"),
    ("web_app", "Web App buttons can be used"),
];

impl World {
    /// Refuses buttons that the chat cannot have.
    pub(super) fn check_place(&self, chat_id: i64, markup: Option<&Markup>) -> Result<(), Refusal> {
        let is_private = self.people.contains_key(&chat_id);
        match markup {
            Some(Markup::Inline(markup)) => {
                let mut buttons = buttons(markup, "inline_keyboard");
                buttons.try_for_each(|button| self.check_inline(button, is_private))
            }
            Some(Markup::Reply(markup)) if !is_private => {
                let mut asked = buttons(markup, "keyboard").flat_map(|button| {
                    let is_set = |name: &str| match button.get(name) {
                        None | Some(Value::Null | Value::Bool(false)) => false,
                        Some(_) => true,
                    };
                    REQUESTS.into_iter().filter(move |(name, _)| is_set(name))
                });
                match asked.next() {
                    Some((_, what)) => {
                        Err(Refusal::bad(format_args!("{what} in private chats only")))
                    }
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    fn check_inline(&self, button: &Value, is_private: bool) -> Result<(), Refusal> {
        if button.get("web_app").is_some() && !is_private {
            return Err(Refusal::bad("BUTTON_TYPE_INVALID"));
        }
        let url = button.get("url").and_then(Value::as_str);
        let user = url.and_then(|url| url.strip_prefix("tg://user?id="));
        let is_known = |id: &str| id.parse().is_ok_and(|id| self.people.contains_key(&id));
        match user.is_none_or(is_known) {
            true => Ok(()),
            false => Err(Refusal::bad("BUTTON_USER_INVALID")),
        }
    }
}

fn buttons<'a>(markup: &'a Value, rows: &str) -> impl Iterator<Item = &'a Value> {
    let rows = markup.get(rows).and_then(Value::as_array);
    rows.into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten()
}
