//! `getFile`.

use serde_json::{Value, json};

use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

/// The largest file that a bot may download.
const MAX_DOWNLOAD: usize = 20 << 20;

impl World {
    pub(super) fn get_file(&self, params: &Params) -> Result<Value, Refusal> {
        let id = params.text("file_id").unwrap_or_default();
        if id.is_empty() {
            return Err(Refusal::bad("file_id not specified"));
        }
        let file = self.files.get(&id);
        let file = file.ok_or_else(|| Refusal::bad("invalid file_id"))?;
        if file.bytes.len() > MAX_DOWNLOAD {
            return Err(Refusal::bad("file is too big"));
        }
        Ok(json!({
            "file_id": id,
            "file_unique_id": format!("u{id}"),
            "file_size": file.bytes.len(),
            "file_path": id,
        }))
    }
}
