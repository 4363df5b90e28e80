//! `sendMediaGroup`.

use serde_json::{Map, Value, json};

use super::media::Kind;
use super::message::{caption_content, parse};
use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

const MAX_ALBUM: usize = 10;

impl World {
    pub(super) fn send_media_group(&mut self, params: &Params) -> Result<Value, Refusal> {
        let Some(media) = params.json("media", "InputMedia")? else {
            return Err(Refusal::bad("parameter \"media\" is required"));
        };
        let Some(items) = media.as_array() else {
            return Err(Refusal::bad(
                "can't parse media JSON object: expected an Array",
            ));
        };
        match items.len() {
            0 => return Err(Refusal::bad("there are no messages to send")),
            1..=MAX_ALBUM => {}
            _ => return Err(Refusal::bad("too many messages to send as an album")),
        }
        let chat_id = self.writable_chat(params)?;
        // Every item is checked before the first is sent: an album arrives whole or not at all.
        let mut contents = Vec::new();
        let mut kinds = Vec::new();
        for (position, item) in items.iter().enumerate() {
            let (kind, content) = self.album_item(item, position, params)?;
            kinds.push(kind);
            contents.push(content);
        }
        if kinds.contains(&Kind::Document) && kinds.contains(&Kind::Photo) {
            return Err(Refusal::bad(
                "document can't be mixed with other media types",
            ));
        }
        let last = self
            .chats
            .get(&chat_id)
            .map_or(0, |chat| chat.last_message_id);
        let album = (contents.len() > 1).then(|| format!("{chat_id}{}", last + 1));
        let mut sent = Vec::new();
        for mut content in contents {
            if let Some(album) = &album {
                content.insert("media_group_id".to_owned(), json!(album));
            }
            sent.push(self.post(chat_id, content, None, params)?);
        }
        Ok(json!(sent))
    }

    fn album_item(
        &mut self,
        item: &Value,
        position: usize,
        params: &Params,
    ) -> Result<(Kind, Map<String, Value>), Refusal> {
        self.input_media(item, params).map_err(|refusal| {
            let why = refusal.description.trim_start_matches("Bad Request: ");
            let is_about_form = ["can't parse", "message caption", "unsupported"];
            match is_about_form.iter().any(|words| why.starts_with(words)) {
                true => refusal,
                false => Refusal::bad(format_args!(
                    "failed to send message #{} with the error message \"{why}\"",
                    position + 1
                )),
            }
        })
    }

    /// An `InputMedia` as the content of a message, caption included.
    pub(super) fn input_media(
        &mut self,
        item: &Value,
        params: &Params,
    ) -> Result<(Kind, Map<String, Value>), Refusal> {
        let broken = |why: &str| Refusal::bad(format_args!("can't parse InputMedia: {why}"));
        let text = |name: &str| item.get(name).and_then(Value::as_str);
        let kind = match text("type") {
            Some("photo") => Kind::Photo,
            Some("document") => Kind::Document,
            Some(other) => return Err(broken(&format!("type \"{other}\" is unsupported"))),
            None => return Err(broken("type must be specified")),
        };
        let named = text("media").unwrap_or_default();
        if named.is_empty() {
            return Err(broken("media not found"));
        }
        let raw = text("caption").unwrap_or_default();
        let given = item.get("caption_entities").cloned();
        let caption = caption_content(parse(raw, text("parse_mode"), given)?)?;
        let source = self.source(named, params)?;
        let mut content = self.medium(kind, &source)?;
        content.extend(caption);
        Ok((kind, content))
    }
}
