//! Where files are made, just before they are sent: on threads of their own, a few at a time.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::Semaphore;

use super::payload::addressed;
use crate::{
    bot::report::LeadEntry,
    document::{Export, ExportRow, ExportTable, LeadRow, LeadTable, Recipe},
    store::{Cell, Claim, Store},
    telegram::{UserId, calls::Unmade, client::Upload},
};

mod payments;

/// Files made at once. Each takes milliseconds of a core and a few megabytes.
const AT_ONCE: usize = 2;

/// A message that can be sent.
#[derive(Debug)]
pub(super) enum Ready {
    /// As JSON.
    Json(String),
    /// With a file.
    File(Value, Upload),
}

/// Why a file is not there.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unready {
    /// It can never be made.
    Never(String),
    /// The program is stopping.
    NotNow,
}

/// Makes files.
#[derive(Debug)]
pub(super) struct Workshop {
    places: Arc<Semaphore>,
}

impl Default for Workshop {
    fn default() -> Self {
        Self {
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

/// What Telegram shows above the chat while a file of this method is made and uploaded; `None` for the other methods.
pub(super) fn action(claim: &Claim) -> Option<&'static str> {
    match claim.method.as_str() {
        "sendDocument" => Some("upload_document"),
        "sendPhoto" | "sendMediaGroup" => Some("upload_photo"),
        _ => None,
    }
}

impl Workshop {
    /// The message with its file, when it has one.
    pub(super) async fn ready(&self, claim: &Claim, store: &Store) -> Result<Ready, Unready> {
        let payload = addressed(claim);
        if action(claim).is_none() {
            return Ok(Ready::Json(payload));
        }
        // A reason is logged and kept: it holds nothing of what was to be sent.
        let never = |reason: &str| Unready::Never(reason.to_owned());
        let unreadable = |_: serde_json::Error| never("it was queued by another version");
        let mut params: Value = serde_json::from_str(&payload).map_err(unreadable)?;
        let Some((field, unmade)) = Unmade::take(&mut params) else {
            return Ok(Ready::Json(payload));
        };
        let mut recipe: Recipe = serde_json::from_value(unmade.recipe).map_err(unreadable)?;
        match &mut recipe {
            Recipe::Leads(table) => fill(table, store).await?,
            Recipe::Payments(table) => payments::fill(table, store).await?,
            Recipe::Export(export) => {
                // Nobody gets anybody else's, whatever is queued.
                if UserId(export.person).private_chat() != claim.chat_id {
                    return Err(never("it is about somebody else"));
                }
                gather(export, store).await?;
            }
            Recipe::Plan(_) | Recipe::Chart(_) => {}
        }
        let media_type = recipe.media_type();
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.map_err(|_| Unready::NotNow)?;
        let making = tokio::task::spawn_blocking(move || {
            let made = recipe.make();
            drop(place);
            made
        });
        let bytes = match making.await {
            Ok(made) => made.map_err(|error| never(&error.to_string()))?,
            Err(error) if error.is_panic() => return Err(never("making it panicked")),
            Err(_) => return Err(Unready::NotNow),
        };
        let file = Upload {
            field,
            file_name: unmade.file_name,
            media_type,
            bytes: bytes.into(),
        };
        Ok(Ready::File(params, file))
    }
}

/// People's words are read from the database now: until then they wait in no message, and whoever has been forgotten
/// meanwhile is not in the table.
async fn fill(table: &mut LeadTable, store: &Store) -> Result<(), Unready> {
    let entries = store.newest_leads(table.limit.into()).await;
    let entries = entries.map_err(|_| Unready::NotNow)?;
    let row = |entry: LeadEntry| LeadRow {
        number: entry.number,
        done: entry.lead.done,
        created_at: entry.lead.created_at,
        closed_at: entry.closed_at,
        name: entry.lead.name,
        phone: entry.lead.phone,
        comment: entry.lead.comment.unwrap_or_default(),
        source: entry.lead.source,
        first_source: entry.first_source.unwrap_or_default(),
        person: entry.lead.user.0,
        username: entry.lead.username,
    };
    table.rows = entries.into_iter().map(row).collect();
    Ok(())
}

/// Everything about a person as it is now.
async fn gather(export: &mut Export, store: &Store) -> Result<(), Unready> {
    let sheets = store.dossier(UserId(export.person)).await;
    let sheets = sheets.map_err(|_| Unready::NotNow)?;
    for sheet in sheets {
        let cells = sheet.cells.into_iter();
        let row = ExportRow(cells.map(|(name, cell)| (name, value(cell))).collect());
        match export
            .tables
            .iter_mut()
            .find(|table| table.name == sheet.table)
        {
            Some(table) => table.rows.push(row),
            None => export.tables.push(ExportTable {
                name: sheet.table,
                rows: vec![row],
            }),
        }
    }
    Ok(())
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Text(text) => ExportTable::readable(text),
        Cell::Number(number) => number.into(),
        Cell::Truth(truth) => truth.into(),
        Cell::At(at) => at.to_string().into(),
        Cell::Nothing => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        document::Plan,
        store::{DatabaseUrl, PoolSettings},
        telegram::ChatId,
    };

    /// Nobody connects to it.
    async fn store() -> Store {
        let url = DatabaseUrl::parse("sqlite:nobody-opens-this.db").expect("a URL");
        let wait = std::time::Duration::from_secs(1);
        let store = Store::open(
            &url,
            PoolSettings {
                size: 1,
                wait,
                limit: wait,
            },
        )
        .await;
        store.expect("opened")
    }

    fn claim(method: &str, payload: &Value) -> Claim {
        Claim {
            id: 1,
            chat_id: ChatId(5),
            method: method.into(),
            payload: payload.to_string(),
            origin: "test".into(),
            keep_for_unreachable: false,
            attempts: 0,
            bulk: false,
        }
    }

    fn document(recipe: Value) -> Claim {
        let unmade = json!({ "file_name": "plan.pdf", "recipe": recipe });
        let payload = json!({ "chat_id": 5, "caption": "here", "document": unmade });
        claim("sendDocument", &payload)
    }

    #[tokio::test]
    async fn a_plan_becomes_a_pdf_and_the_rest_of_the_call_stays() {
        let recipe = Recipe::Plan(Box::new(Plan {
            title: "Энергия".into(),
            ..Plan::default()
        }));
        let recipe = serde_json::to_value(recipe).expect("JSON");
        let ready = Workshop::default()
            .ready(&document(recipe), &store().await)
            .await;
        let Ok(Ready::File(params, file)) = ready else {
            panic!("{ready:?}");
        };
        assert_eq!(params, json!({ "chat_id": 5, "caption": "here" }));
        assert_eq!(
            (file.field, file.file_name.as_str(), file.media_type),
            ("document", "plan.pdf", "application/pdf")
        );
        assert!(file.bytes.starts_with(b"%PDF-"));
    }

    #[tokio::test]
    async fn nobody_is_sent_the_data_of_somebody_else() {
        let recipe = json!({ "kind": "export", "person": 6, "about": [], "made_at": "2026-11-25T12:00:00Z" });
        let ready = Workshop::default()
            .ready(&document(recipe), &store().await)
            .await;
        assert!(
            matches!(&ready, Err(Unready::Never(reason)) if reason.contains("somebody else")),
            "{ready:?}"
        );
    }

    #[tokio::test]
    async fn what_has_no_file_to_make_stays_as_it_is() {
        for claim in [
            claim("sendMessage", &json!({ "chat_id": 5, "text": "a" })),
            claim(
                "sendDocument",
                &json!({ "chat_id": 5, "document": "known" }),
            ),
        ] {
            let ready = Workshop::default().ready(&claim, &store().await).await;
            assert!(
                matches!(&ready, Ok(Ready::Json(payload)) if *payload == claim.payload),
                "{ready:?}"
            );
        }
    }

    #[tokio::test]
    async fn a_recipe_of_another_version_is_given_up_with_a_reason() {
        let ready = Workshop::default()
            .ready(&document(json!({ "kind": "soup" })), &store().await)
            .await;
        assert!(
            matches!(&ready, Err(Unready::Never(reason)) if !reason.contains("soup")),
            "{ready:?}"
        );
    }
}
