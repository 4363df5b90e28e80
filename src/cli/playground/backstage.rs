//! What the playground's page sees of the bot: a person's rows, live figures, the state of the content; and how the
//! bot forgets.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use futures_util::{FutureExt, future::BoxFuture};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use tokio::runtime::Handle;

use crate::{
    app::{Inside, catalogue},
    clock,
    content::Edition,
    playground::Backstage,
    store::{Cell, Sheet, StoreError},
    telegram::UserId,
    telemetry::glance::{quantile, sum},
};

/// Pages ask with every change; the database is asked this often at most.
const FRESH: Duration = Duration::from_millis(250);
/// How long the figures may take. The page has a chat to show.
const PATIENCE: Duration = Duration::from_millis(400);

/// The bot, for the page.
#[derive(Debug)]
pub(super) struct Behind {
    inside: Inside,
    zone: TimeZone,
    /// The runtime that the database's sockets belong to; the page has another.
    main: Handle,
    /// When the database was last asked, and how long a round trip took.
    asked: Mutex<Option<(Instant, f64)>>,
}

impl Behind {
    /// To be made on the main runtime.
    pub(super) fn new(inside: Inside, zone: TimeZone) -> Self {
        Self {
            inside,
            zone,
            main: Handle::current(),
            asked: Mutex::new(None),
        }
    }

    async fn on_main<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, StoreError>> + Send + 'static,
    ) -> Result<T, String> {
        match self.main.spawn(work).await {
            Ok(done) => {
                done.map_err(|error| format!("The bot's database does not answer: {error}."))
            }
            Err(_) => Err("The bot is going down: start it again.".to_owned()),
        }
    }

    /// Milliseconds of a round trip to the database; brings its figures up to date on the way.
    async fn ask_database(&self) -> Option<f64> {
        let last = *self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, took)) = last
            && at.elapsed() < FRESH
        {
            return Some(took);
        }
        let Inside { store, metrics, .. } = self.inside.clone();
        let asked = self.on_main(async move {
            let begun = Instant::now();
            store.ping().await?;
            let took = begun.elapsed();
            let now = clock::now();
            metrics.set_figures(&store.figures(now).await?, now);
            metrics.set_pool(store.pool_state());
            Ok(took)
        });
        let took = tokio::time::timeout(PATIENCE, asked).await.ok()?.ok()?;
        let took = took.as_secs_f64() * 1_000.0;
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        *asked = Some((Instant::now(), took));
        Some(took)
    }

    async fn figures(&self) -> Value {
        let round_trip = self.ask_database().await;
        let text = self.inside.metrics.encode().unwrap_or_default();
        let total = |name: &str| Some(sum(&text, name, &[]));
        let p95 = quantile(&text, "bot_update_latency_seconds", 0.95);
        let refused = sum(&text, "bot_api_calls_total", &["outcome=\"ok\""]);
        let figures = [
            ("updates", total("bot_updates_total"), ""),
            ("errors", total("bot_update_errors_total"), ""),
            ("p95", p95.map(|seconds| seconds * 1_000.0), "ms"),
            ("calls", total("bot_api_calls_total"), ""),
            ("refusals", Some(refused), ""),
            ("outbox", total("bot_outbox_depth"), ""),
            ("active", total("bot_active_users"), ""),
            ("tribute", total("bot_tribute_events_total"), ""),
            ("database", round_trip, "ms"),
            ("uptime", total("bot_uptime_seconds").map(f64::floor), "s"),
        ];
        let known = figures.into_iter().filter_map(|(name, value, unit)| {
            // Two digits after the point are more than a glance takes in.
            let value = (value? * 100.0).round() / 100.0;
            Some(json!({ "name": name, "value": value, "unit": unit }))
        });
        known.collect()
    }

    fn section(&self, sheet: &Sheet) -> Value {
        let rows = sheet
            .cells
            .iter()
            .map(|(name, cell)| json!([name, shown(cell, &self.zone)]));
        json!({ "title": title(sheet.table), "rows": rows.collect::<Vec<_>>() })
    }

    /// There are many, of few words each: a line is enough for one.
    fn event(&self, sheet: &Sheet) -> Value {
        let mut words = sheet
            .cells
            .iter()
            .filter(|(_, cell)| *cell != Cell::Nothing)
            .map(|(_, cell)| shown(cell, &self.zone));
        let name = words.next().unwrap_or_default();
        json!([name, words.collect::<Vec<_>>().join(", ")])
    }
}

impl Backstage for Behind {
    fn person(&self, user_id: i64) -> BoxFuture<'_, Result<Value, String>> {
        let store = self.inside.store.clone();
        let read = self.on_main(async move { store.portrait(UserId(user_id)).await });
        async move {
            let sheets = read.await?;
            let (events, others): (Vec<_>, Vec<_>) =
                sheets.iter().partition(|sheet| sheet.table == "events");
            let mut sections: Vec<Value> = others.iter().map(|sheet| self.section(sheet)).collect();
            if !events.is_empty() {
                let rows: Vec<Value> = events.iter().map(|sheet| self.event(sheet)).collect();
                sections.push(json!({ "title": "Events", "rows": rows }));
            }
            Ok(json!({ "sections": sections }))
        }
        .boxed()
    }

    fn glance(&self) -> BoxFuture<'_, Value> {
        async move {
            let metrics = self.figures().await;
            let content = content(&self.inside.edition.borrow());
            json!({ "content": content, "metrics": metrics })
        }
        .boxed()
    }

    fn forget(&self, user_id: i64) -> BoxFuture<'_, Result<(), String>> {
        let store = self.inside.store.clone();
        self.on_main(async move { store.forget(UserId(user_id)).await })
            .boxed()
    }

    fn clean(&self) -> BoxFuture<'_, Result<(), String>> {
        let Inside { store, edition, .. } = self.inside.clone();
        let cleaned = async move {
            store.clean().await?;
            let products = catalogue(&edition.borrow().content);
            store.sync_products(&products, clock::now()).await
        };
        self.on_main(cleaned).boxed()
    }
}

fn content(edition: &Edition) -> Value {
    json!({
        "folder": edition.folder,
        "problems": edition.problems.as_ref().map(ToString::to_string),
        "loaded_at": edition.loaded_at,
    })
}

/// Tables by what they are to a reader.
fn title(table: &str) -> &str {
    match table {
        "users" => "Person",
        "dialogues" => "Dialogue",
        "recommendations" => "Recommendation",
        "subscriptions" => "Subscription",
        "leads" => "Lead",
        "outbox" => "Waiting message",
        "tribute_events" => "Tribute event",
        other => other,
    }
}

/// A moment stands there in the zone of the bot's texts, with the offset; the page puts it in its own language.
fn shown(cell: &Cell, zone: &TimeZone) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Truth(true) => "yes".to_owned(),
        Cell::Truth(false) => "no".to_owned(),
        Cell::At(at) => {
            let there = at.to_zoned(zone.clone());
            there.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
        }
        Cell::Nothing => "–".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_shown_as_the_database_has_it_and_a_moment_in_the_zone_of_the_texts() {
        let zone = TimeZone::get("Europe/Moscow").expect("known");
        let at = Cell::At("2026-11-24T21:30:00Z".parse().expect("a moment"));
        assert_eq!(shown(&at, &zone), "2026-11-25T00:30:00+03:00");
        assert_eq!(shown(&Cell::Nothing, &zone), "–");
        assert_eq!(shown(&Cell::Number(49_900), &zone), "49900");
        assert_eq!(shown(&Cell::Truth(true), &zone), "yes");
    }
}
