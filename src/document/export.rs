//! Everything that is stored about a person, for themselves: JSON that a person can read and a program too.

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

/// What stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// Telegram's id.
    pub person: i64,
    /// What this is, line by line.
    pub about: Vec<String>,
    /// When they asked for it.
    pub made_at: Timestamp,
    /// Filled in when the file is written; nobody's data wait in the outbox.
    #[serde(skip)]
    pub tables: Vec<ExportTable>,
}

/// The rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportTable {
    /// What it is called.
    pub name: &'static str,
    /// Columns by name, in their order.
    pub rows: Vec<ExportRow>,
}

/// A row: columns by name, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRow(pub Vec<(&'static str, Value)>);

impl Serialize for ExportRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

struct Tables<'a>(&'a [ExportTable]);

impl Serialize for Tables<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|table| (table.name, &table.rows)))
    }
}

#[derive(Serialize)]
struct File<'a> {
    about: &'a [String],
    made_at: Timestamp,
    person: i64,
    data: Tables<'a>,
}

/// The bytes of the file.
pub(super) fn write(export: &Export) -> Option<Vec<u8>> {
    let file = File {
        about: &export.about,
        made_at: export.made_at,
        person: export.person,
        data: Tables(&export.tables),
    };
    serde_json::to_vec_pretty(&file).ok()
}

impl ExportTable {
    /// A text that is JSON itself becomes a part of the file, so that it can be read.
    #[must_use]
    pub fn readable(text: String) -> Value {
        match serde_json::from_str::<Map<String, Value>>(&text) {
            Ok(object) => Value::Object(object),
            Err(_) => Value::String(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_file_explains_itself_and_keeps_the_order_of_columns() {
        let row = ExportRow(vec![
            ("name", json!("Анна \"К\"")),
            ("id", json!(5)),
            ("body", ExportTable::readable("{\"a\":1}".into())),
            ("state", ExportTable::readable("[idle".into())),
        ]);
        let export = Export {
            person: 5,
            about: vec!["Всё о вас.".into()],
            made_at: Timestamp::UNIX_EPOCH,
            tables: vec![ExportTable {
                name: "users",
                rows: vec![row],
            }],
        };
        let text = String::from_utf8(write(&export).expect("written")).expect("UTF-8");
        let expected = r#"{
  "about": [
    "Всё о вас."
  ],
  "made_at": "1970-01-01T00:00:00Z",
  "person": 5,
  "data": {
    "users": [
      {
        "name": "Анна \"К\"",
        "id": 5,
        "body": {
          "a": 1
        },
        "state": "[idle"
      }
    ]
  }
}"#;
        assert_eq!(text, expected);
        let queued = serde_json::to_string(&export).expect("JSON");
        assert!(!queued.contains("Анна"), "{queued}");
    }
}
