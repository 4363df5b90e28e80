//! What the outbox keeps in place of something that is made when it is sent.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    ChatId,
    calls::{Button, Keyboard},
};

/// A file in the outbox that is not made yet.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Unmade {
    /// What the file is called.
    pub file_name: String,
    /// What it is made of.
    pub recipe: Value,
}

impl Unmade {
    /// The parameters that hold a file.
    const FIELDS: [&str; 2] = ["document", "photo"];

    /// Takes the file out of a call's parameters, with the parameter that held it; `None` when they have none, or one
    /// that exists already.
    #[must_use]
    pub fn take(params: &mut Value) -> Option<(&'static str, Self)> {
        let object = params.as_object_mut()?;
        let held = |field: &&str| object.get(*field).is_some_and(Value::is_object);
        let field = Self::FIELDS.into_iter().find(held)?;
        let unmade = serde_json::from_value(object.get(field)?.clone()).ok()?;
        object.remove(field);
        Some((field, unmade))
    }
}

/// A link into a private channel or group that is not made yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorLink {
    /// Where it leads.
    pub door: ChatId,
    /// What stands on its button.
    pub label: String,
    /// What is said when Telegram gives no link; HTML.
    pub sorry: String,
}

impl DoorLink {
    const FIELD: &'static str = "door_link";

    /// Takes it out of a call's parameters; `None` when they have none.
    ///
    /// # Errors
    /// It was queued by another version.
    pub fn take(params: &mut Value) -> Option<serde_json::Result<Self>> {
        let found = params.as_object_mut()?.remove(Self::FIELD)?;
        Some(serde_json::from_value(found))
    }

    /// The message with the link on a button.
    #[must_use]
    pub fn with(&self, mut params: Value, url: &str) -> Value {
        let button = Button::url(self.label.clone(), url);
        if let Some(object) = params.as_object_mut() {
            let keyboard = Keyboard::default().row(vec![button]);
            object.insert("reply_markup".into(), json!(keyboard));
        }
        params
    }

    /// The words for the case that there is no link.
    #[must_use]
    pub fn without(&self, mut params: Value) -> Value {
        if let Some(object) = params.as_object_mut() {
            object.insert("text".into(), json!(self.sorry));
        }
        params
    }
}
