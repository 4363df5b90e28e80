//! What a test, or the page, can see.

use serde_json::Value;

use super::fact::WebhookInfo;
use super::handle::Playground;
use super::methods::METHODS;
use super::shown::{ButtonAction, Call, Delivery, ShownButton, ShownKind, ShownMessage, Toast};
use super::world::is_deleted;

impl Playground {
    /// Whether there is such a person.
    pub fn knows(&self, user_id: i64) -> bool {
        self.read(|world| world.people.contains_key(&user_id))
    }

    /// The methods of the Bot API that exist here, in Telegram's spelling.
    pub fn methods() -> &'static [&'static str] {
        METHODS
    }

    /// What is in a chat now, oldest first.
    pub fn chat(&self, chat_id: i64) -> Vec<ShownMessage> {
        self.read(|world| {
            let chat = world.chats.get(&chat_id);
            let messages = chat.into_iter().flat_map(|chat| chat.messages.values());
            messages
                .filter(|message| !is_deleted(message))
                .map(|message| shown(message, world.bot_id))
                .collect()
        })
    }

    /// The newest message of the bot in a chat.
    pub fn last_from_bot(&self, chat_id: i64) -> Option<ShownMessage> {
        self.chat(chat_id)
            .into_iter()
            .rev()
            .find(|message| message.from_bot)
    }

    /// The buttons below the text box.
    pub fn reply_keyboard(&self, chat_id: i64) -> Vec<Vec<ShownButton>> {
        self.read(|world| {
            let chat = world.chats.get(&chat_id);
            let keyboard = chat.and_then(|chat| chat.keyboard.as_ref());
            rows(keyboard.and_then(|keyboard| keyboard.get("keyboard")))
        })
    }

    /// Every call of the Bot API, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.read(|world| world.calls.iter().cloned().collect())
    }

    /// The calls of one method, oldest first.
    pub fn calls_of(&self, method: &str) -> Vec<Call> {
        let mut calls = self.calls();
        calls.retain(|call| call.method.eq_ignore_ascii_case(method));
        calls
    }

    /// Forgets the calls so far.
    pub fn forget_calls(&self) {
        self.change(|world| world.calls.clear());
    }

    /// What `answerCallbackQuery` showed to a person, oldest first.
    pub fn toasts(&self, user_id: i64) -> Vec<Toast> {
        self.read(|world| world.toasts.get(&user_id).cloned().unwrap_or_default())
    }

    /// How every update fared, by update id.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.read(|world| world.queues.deliveries().cloned().collect())
    }

    /// How one update fared.
    pub fn delivery(&self, update_id: i64) -> Option<Delivery> {
        self.deliveries()
            .into_iter()
            .find(|delivery| delivery.update_id == update_id)
    }

    /// The webhook as registered.
    pub fn webhook(&self) -> Option<WebhookInfo> {
        self.read(|world| Some(world.webhook.clone()).filter(|webhook| !webhook.url.is_empty()))
    }

    /// The commands that people of a language see, or of all languages.
    pub fn commands(&self, language: Option<&str>) -> Vec<(String, String)> {
        self.read(|world| world.commands_for(None, language))
    }

    /// The commands that one person sees.
    pub fn commands_of(&self, person: i64, language: Option<&str>) -> Vec<(String, String)> {
        self.read(|world| world.commands_for(Some(person), language))
    }

    /// The bytes of a document or photo.
    pub fn file(&self, file_id: &str) -> Option<Vec<u8>> {
        self.read(|world| world.files.get(file_id).map(|file| file.bytes.clone()))
    }
}

/// A message as the person sees it.
pub(super) fn shown(message: &Value, bot_id: i64) -> ShownMessage {
    let text = |name: &str| message.get(name).and_then(Value::as_str).map(str::to_owned);
    let list = |name: &str| message.get(name).and_then(Value::as_array).cloned();
    let number = |name: &str| message.get(name).and_then(Value::as_i64);
    let document = message.get("document");
    let photo = message.get("photo").and_then(|sizes| sizes.get(0));
    let kind = match () {
        () if photo.is_some() => ShownKind::Photo,
        () if document.is_some() => ShownKind::Document,
        () if message.get("contact").is_some() => ShownKind::Contact,
        () => ShownKind::Text,
    };
    let field = |of: Option<&Value>, name: &str| {
        let field = of.and_then(|file| file.get(name));
        field.and_then(Value::as_str).map(str::to_owned)
    };
    let markup = message.get("reply_markup");
    ShownMessage {
        message_id: number("message_id").unwrap_or(0),
        from_bot: message
            .get("from")
            .and_then(|from| from.get("id"))
            .and_then(Value::as_i64)
            == Some(bot_id),
        text: text("text").or_else(|| text("caption")).unwrap_or_default(),
        entities: list("entities")
            .or_else(|| list("caption_entities"))
            .unwrap_or_default(),
        keyboard: rows(markup.and_then(|markup| markup.get("inline_keyboard"))),
        edited: message.get("edit_date").is_some(),
        date: number("date").unwrap_or(0),
        kind,
        file_name: field(document, "file_name"),
        file_id: field(document.or(photo), "file_id"),
        media_group_id: text("media_group_id"),
    }
}

/// A keyboard's buttons, row by row.
pub(super) fn rows(keyboard: Option<&Value>) -> Vec<Vec<ShownButton>> {
    let rows = keyboard.and_then(Value::as_array).into_iter().flatten();
    rows.map(|row| row.as_array().into_iter().flatten().map(button).collect())
        .collect()
}

fn button(button: &Value) -> ShownButton {
    let text = |name: &str| button.get(name).and_then(Value::as_str).map(str::to_owned);
    let action = match (text("callback_data"), text("url")) {
        (Some(data), _) => ButtonAction::Data(data),
        (None, Some(url)) => ButtonAction::Url(url),
        (None, None) => ButtonAction::Other(button.clone()),
    };
    ShownButton {
        text: text("text").unwrap_or_default(),
        action,
    }
}
