//! `setMyCommands`, `getMyCommands`, `deleteMyCommands`: one list per language, and of its own for a single
//! chat, known or not. Other scopes are accepted and not told apart.

use serde_json::{Value, json};

use crate::playground::fact::Fact;
use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

const MAX_COMMANDS: usize = 100;

impl World {
    pub(super) fn set_my_commands(&mut self, params: &Params) -> Result<Value, Refusal> {
        let list = params.json("commands", "list of bot commands")?;
        let Some(Value::Array(list)) = list else {
            return Err(Refusal::bad(
                "can't parse commands: expected an Array of BotCommand",
            ));
        };
        if list.len() > MAX_COMMANDS {
            return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
        }
        let commands = list.iter().map(command).collect::<Result<_, _>>()?;
        let language = language(params)?;
        self.record(Fact::Commands {
            chat: chat(params)?,
            language,
            commands,
        });
        Ok(json!(true))
    }

    pub(super) fn delete_my_commands(&mut self, params: &Params) -> Result<Value, Refusal> {
        self.record(Fact::Commands {
            chat: chat(params)?,
            language: params.text("language_code").unwrap_or_default(),
            commands: Vec::new(),
        });
        Ok(json!(true))
    }

    pub(super) fn get_my_commands(&self, params: &Params) -> Result<Value, Refusal> {
        let language = params.text("language_code").unwrap_or_default();
        let commands = self.commands.get(&(chat(params)?, language));
        let commands = commands.into_iter().flatten();
        Ok(commands
            .map(|(name, words)| json!({ "command": name, "description": words }))
            .collect())
    }

    /// What a person of this language sees in the menu: what was set for their chat, then what was set for all.
    pub(in crate::playground) fn commands_for(
        &self,
        person: Option<i64>,
        language: Option<&str>,
    ) -> Vec<(String, String)> {
        let languages = [language.unwrap_or_default(), ""].map(str::to_owned);
        let chats = [person, None];
        let keys = chats
            .into_iter()
            .flat_map(|chat| languages.clone().map(|code| (chat, code)));
        let lists = keys.filter_map(|key| self.commands.get(&key));
        let mut lists = lists.filter(|commands| !commands.is_empty());
        lists.next().cloned().unwrap_or_default()
    }
}

/// The chat whose commands these are; none when they are everybody's.
fn chat(params: &Params) -> Result<Option<i64>, Refusal> {
    let scope = params.json("scope", "bot command scope")?;
    let Some(scope) =
        scope.filter(|scope| scope.get("type").and_then(Value::as_str) == Some("chat"))
    else {
        return Ok(None);
    };
    let id = scope.get("chat_id").and_then(Value::as_i64);
    id.map(Some).ok_or_else(|| Refusal::bad("chat not found"))
}

fn command(value: &Value) -> Result<(String, String), Refusal> {
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    // A leading slash is forgiven.
    let name = text("command").trim_start_matches('/').to_owned();
    let is_allowed = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_';
    if !(1..=32).contains(&name.len()) || !name.chars().all(is_allowed) {
        return Err(Refusal::bad("BOT_COMMAND_INVALID"));
    }
    let words = text("description").trim().to_owned();
    if !(1..=256).contains(&words.encode_utf16().count()) {
        return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok((name, words))
}

pub(super) fn language(params: &Params) -> Result<String, Refusal> {
    let code = params.text("language_code").unwrap_or_default();
    let is_code = code.len() == 2 && code.chars().all(|char| char.is_ascii_lowercase());
    match code.is_empty() || is_code {
        true => Ok(code),
        false => Err(Refusal::bad("invalid language code specified")),
    }
}
