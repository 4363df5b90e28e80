//! What the bot says of itself: name, description, short description, menu button. One text per language.

use serde_json::{Value, json};

use super::commands::language;
use crate::playground::fact::Fact;
use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

impl World {
    pub(super) fn set_profile(&mut self, field: &str, params: &Params) -> Result<Value, Refusal> {
        let text = params.text(field).unwrap_or_default();
        let longest = match field {
            "name" => 64,
            "description" => 512,
            _ => 120,
        };
        // The limits are Telegram's; how it words their refusal is not documented.
        if text.chars().count() > longest {
            return Err(Refusal::bad(format_args!("bot {field} is too long")));
        }
        let language = language(params)?;
        self.record(Fact::Profile {
            field: field.to_owned(),
            language,
            text,
        });
        Ok(json!(true))
    }

    /// The text of a language, or of all languages when it has none of its own.
    pub(super) fn get_profile(&self, field: &str, params: &Params) -> Result<Value, Refusal> {
        let text = |language: String| {
            let text = self.profile.get(&(field.to_owned(), language));
            text.filter(|text| !text.is_empty())
        };
        let text = text(language(params)?).or_else(|| text(String::new()));
        let default = match field {
            "name" => self.bot_username.as_str(),
            _ => "",
        };
        Ok(json!({ field: text.map_or(default, String::as_str) }))
    }

    /// The button is accepted and not shown: the page has its own menu.
    pub(super) fn set_chat_menu_button(&mut self, params: &Params) -> Result<Value, Refusal> {
        let broken = |why: &str| Refusal::bad(format_args!("can't parse menu button: {why}"));
        if params.text("chat_id").is_some() {
            let chat_id = self.known_chat(params)?;
            if !self.people.contains_key(&chat_id) {
                return Err(Refusal::bad("chat not found"));
            }
        }
        let Some(button) = params.json("menu_button", "menu button")? else {
            return Ok(json!(true));
        };
        match button.get("type").and_then(Value::as_str) {
            Some("default" | "commands") => Ok(json!(true)),
            Some("web_app") => {
                let url = button.get("web_app").and_then(|app| app.get("url"));
                let url = url.and_then(Value::as_str).unwrap_or_default();
                let text = button.get("text").and_then(Value::as_str);
                match text.is_some_and(|text| !text.is_empty()) && url.starts_with("https://") {
                    true => Ok(json!(true)),
                    false => Err(broken("Web App button must have a text and an HTTPS URL")),
                }
            }
            Some(_) => Err(broken("Unsupported menu button type")),
            None => Err(broken("Can't find field \"type\"")),
        }
    }
}
