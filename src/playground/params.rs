//! The parameters of a call, in whichever of the three forms they came.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::multipart;
use super::refusal::Refusal;

/// An uploaded file.
#[derive(Clone, Debug)]
pub(super) struct Upload {
    pub(super) name: String,
    pub(super) mime: Option<String>,
    pub(super) bytes: Vec<u8>,
}

/// The parameters of a call.
#[derive(Clone, Debug, Default)]
pub(super) struct Params {
    values: Map<String, Value>,
    files: HashMap<String, Upload>,
}

impl Params {
    /// Reads the query and the body.
    pub(super) fn read(content_type: &str, query: &str, body: &[u8]) -> Result<Self, Refusal> {
        let mut params = Self::default();
        params.read_form(query.as_bytes());
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        match kind.to_ascii_lowercase().as_str() {
            "application/json" if !body.is_empty() => {
                let object = serde_json::from_slice::<Map<String, Value>>(body);
                let object = object
                    .map_err(|_| Refusal::bad("can't parse request: can't parse JSON object"))?;
                params.values.extend(object);
            }
            "application/x-www-form-urlencoded" => params.read_form(body),
            "multipart/form-data" => params.read_multipart(content_type, body)?,
            _ => {}
        }
        Ok(params)
    }

    fn read_form(&mut self, form: &[u8]) {
        for (name, value) in url::form_urlencoded::parse(form) {
            self.values.insert(name.into_owned(), json!(value));
        }
    }

    fn read_multipart(&mut self, content_type: &str, body: &[u8]) -> Result<(), Refusal> {
        let parts = multipart::parse(content_type, body)
            .ok_or_else(|| Refusal::bad("can't parse multipart/form-data"))?;
        for part in parts {
            match part.file_name {
                Some(name) => {
                    let upload = Upload {
                        name,
                        mime: part.mime,
                        bytes: part.bytes,
                    };
                    self.files.insert(part.name, upload);
                }
                None => {
                    let text = String::from_utf8(part.bytes)
                        .map_err(|_| Refusal::bad("strings must be encoded in UTF-8"))?;
                    self.values.insert(part.name, json!(text));
                }
            }
        }
        Ok(())
    }

    /// A parameter as text; numbers and booleans count as their spelling.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        match self.values.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        }
    }

    /// A parameter as a whole number.
    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        self.text(name)?.trim().parse().ok()
    }

    /// A parameter as a truth value; absent is false.
    pub(super) fn flag(&self, name: &str) -> bool {
        matches!(
            self.text(name).as_deref(),
            Some("true" | "True" | "1" | "yes")
        )
    }

    /// A parameter that is JSON, whether it came as such or as text. `what` is how Telegram calls it when it is broken.
    pub(super) fn json(&self, name: &str, what: &str) -> Result<Option<Value>, Refusal> {
        match self.values.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text)
                .map(Some)
                .map_err(|_| Refusal::bad(format_args!("can't parse {what} JSON object"))),
            Some(other) => Ok(Some(other.clone())),
        }
    }

    /// An uploaded file.
    pub(super) fn file(&self, name: &str) -> Option<&Upload> {
        self.files.get(name)
    }

    /// All of it as one JSON object, files by name and size only.
    pub(super) fn shown(&self) -> Value {
        let mut shown = self.values.clone();
        for (name, file) in &self.files {
            let file = json!({ "file_name": file.name, "size": file.bytes.len() });
            shown.insert(name.clone(), file);
        }
        Value::Object(shown)
    }
}
