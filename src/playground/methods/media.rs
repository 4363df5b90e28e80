//! `sendDocument`, `sendPhoto`, and media in general.

use serde_json::{Map, Value, json};

use super::message::{caption_content, formatted, markup};
use crate::playground::fact::Fact;
use crate::playground::image;
use crate::playground::link::checked_link;
use crate::playground::params::{Params, Upload};
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

const MAX_PHOTO_BYTES: usize = 10 << 20;
const MAX_FILE_BYTES: usize = 50 << 20;

/// Where the bytes of a medium come from.
pub(super) enum Source<'a> {
    Upload(&'a Upload),
    Known(String),
    Link(String),
}

/// What a medium is sent as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Photo,
    Document,
}

impl World {
    pub(super) fn send_photo(&mut self, params: &Params) -> Result<Value, Refusal> {
        self.send_one(Kind::Photo, "photo", params)
    }

    pub(super) fn send_document(&mut self, params: &Params) -> Result<Value, Refusal> {
        self.send_one(Kind::Document, "document", params)
    }

    fn send_one(&mut self, kind: Kind, field: &str, params: &Params) -> Result<Value, Refusal> {
        let caption = caption_content(formatted(params, "caption", "caption_entities")?)?;
        let markup = markup(params)?;
        let chat_id = self.writable_chat(params)?;
        let source = match params.file(field) {
            Some(upload) => Source::Upload(upload),
            None => {
                let named = params.text(field).unwrap_or_default();
                if named.is_empty() {
                    return Err(Refusal::bad(format_args!(
                        "there is no {field} in the request"
                    )));
                }
                self.source(&named, params)?
            }
        };
        let mut content = self.medium(kind, &source)?;
        content.extend(caption);
        self.post(chat_id, content, markup, params)
    }

    /// What `attach://name`, an address or a file id means.
    pub(super) fn source<'a>(
        &self,
        named: &str,
        params: &'a Params,
    ) -> Result<Source<'a>, Refusal> {
        if let Some(name) = named.strip_prefix("attach://") {
            let upload = params.file(name);
            let missing = || Refusal::bad("can't parse InputMedia: media not found");
            return upload.map(Source::Upload).ok_or_else(missing);
        }
        if self.files.contains_key(named) {
            return Ok(Source::Known(named.to_owned()));
        }
        if named.starts_with("http://") || named.starts_with("https://") {
            // Nothing is fetched: the playground has no network. A well-formed public address counts as found.
            return match checked_link(named) {
                Ok(link) => Ok(Source::Link(link)),
                Err(_) => Err(Refusal::bad("wrong HTTP URL specified: URL host is empty")),
            };
        }
        Err(Refusal::bad(
            "wrong remote file identifier specified: Wrong character in the string",
        ))
    }

    /// The fields of a message that carries the medium; an upload is kept.
    pub(super) fn medium(
        &mut self,
        kind: Kind,
        source: &Source<'_>,
    ) -> Result<Map<String, Value>, Refusal> {
        let (file_id, name, mime, bytes) = match source {
            Source::Upload(upload) => {
                let mime = upload.mime.clone();
                let mime = mime.unwrap_or_else(|| "application/octet-stream".to_owned());
                check_upload(kind, &upload.bytes)?;
                let id = self.keep(&upload.name, &mime, &upload.bytes);
                (id, upload.name.clone(), mime, upload.bytes.clone())
            }
            Source::Known(id) => {
                let file = self.files.get(id).cloned();
                let file = file.ok_or_else(|| Refusal::bad("wrong file identifier"))?;
                check_upload(kind, &file.bytes)?;
                (id.clone(), file.name, file.mime, file.bytes)
            }
            Source::Link(link) => {
                let name = link.rsplit('/').next().unwrap_or_default().to_owned();
                (
                    link.clone(),
                    name,
                    "application/octet-stream".to_owned(),
                    Vec::new(),
                )
            }
        };
        let mut file = json!({
            "file_id": file_id,
            "file_unique_id": format!("u{file_id}"),
            "file_size": bytes.len(),
        });
        let mut content = Map::new();
        let fields = file.as_object_mut().into_iter();
        match kind {
            Kind::Photo => {
                let (width, height) = image::size(&bytes).unwrap_or((800, 600));
                for fields in fields {
                    fields.insert("width".to_owned(), json!(width));
                    fields.insert("height".to_owned(), json!(height));
                }
                content.insert("photo".to_owned(), json!([file]));
            }
            Kind::Document => {
                for fields in fields {
                    fields.insert("file_name".to_owned(), json!(name));
                    fields.insert("mime_type".to_owned(), json!(mime));
                }
                content.insert("document".to_owned(), file);
            }
        }
        Ok(content)
    }

    fn keep(&mut self, name: &str, mime: &str, bytes: &[u8]) -> String {
        let id = format!("PG{:08}{:08x}", self.files.len() + 1, bytes.len());
        self.record(Fact::File {
            id: id.clone(),
            name: name.to_owned(),
            mime: mime.to_owned(),
            hex: hex::encode(bytes),
        });
        id
    }
}

fn check_upload(kind: Kind, bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::bad("file must be non-empty"));
    }
    match kind {
        Kind::Document if bytes.len() > MAX_FILE_BYTES => {
            Err(Refusal::new(413, "Request Entity Too Large"))
        }
        Kind::Document => Ok(()),
        Kind::Photo if bytes.len() > MAX_PHOTO_BYTES => {
            Err(Refusal::bad("file is too big: it must be at most 10 MB"))
        }
        Kind::Photo => match image::size(bytes) {
            None => Err(Refusal::bad("IMAGE_PROCESS_FAILED")),
            Some((width, height)) if image::is_photo_size(width, height) => Ok(()),
            Some(_) => Err(Refusal::bad("PHOTO_INVALID_DIMENSIONS")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_50_megabytes_and_a_photo_10() {
        let mut bytes = vec![0; MAX_FILE_BYTES];
        assert_eq!(check_upload(Kind::Document, &bytes), Ok(()));
        bytes.push(0);
        let refusal = check_upload(Kind::Document, &bytes).unwrap_err();
        assert_eq!(refusal.description, "Request Entity Too Large");
        let mut photo = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x09\0\0\0\x09".to_vec();
        photo.resize(MAX_PHOTO_BYTES, 0);
        assert_eq!(check_upload(Kind::Photo, &photo), Ok(()));
        photo.push(0);
        let refusal = check_upload(Kind::Photo, &photo).unwrap_err();
        assert!(refusal.description.contains("file is too big"));
    }
}
