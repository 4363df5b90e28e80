//! One person's payments, at fixed times.

use std::collections::BTreeMap;

use five_keys_bot::{
    bot::{
        access::{Basis, Subscription},
        ledger::{Action, Ledger, LedgerEvent, LedgerRuling, Ruling},
    },
    content::Content,
    playground::TributeOrder,
    telegram::UserId,
    tribute::fold,
};
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{
    app::{TestApp, plan},
    database::TestDatabase,
};

/// Who buys.
pub const ANNA: i64 = 5_301_000_111;

/// After the turn of the day in Moscow, before it in UTC.
pub const MARCH: &str = "2099-03-05T22:30:00.305733Z";
/// A month later.
pub const APRIL: &str = "2099-04-05T22:30:00Z";

fn at(moment: &str) -> Timestamp {
    moment.parse().expect("a moment")
}

/// An event of that many minutes after a fixed one, about access until then.
pub fn order(minute: i64, until: &str) -> TributeOrder {
    let mut order = TributeOrder::new(&plan(), ANNA).expiring(at(until));
    order.created_at = at("2026-10-10T09:16:31.204518Z") + SignedDuration::from_mins(minute);
    order
}

/// What the person reads on the subscription page.
pub async fn page(app: &TestApp) -> String {
    app.says(ANNA, "/subscription").await;
    app.last(ANNA).text
}

/// What became of every event, in the order of their arrival.
pub async fn outcomes(app: &TestApp) -> Vec<String> {
    let sql = "SELECT outcome FROM tribute_events ORDER BY id";
    app.database.query(sql).await.concat()
}

/// A body, signed as Tribute signs it.
pub fn sign(key: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("a key of any length");
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}

/// The embedded pack, in which the club is also sold for a month at a time: as a digital product, by orders of a shop.
pub fn pack_with_goods() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    Content::export_to(folder.path()).expect("exported");
    let path = folder.path().join("plans.toml");
    let plans = std::fs::read_to_string(&path).expect("read");
    let club = "period_ids = [1547]\n";
    assert!(plans.contains(club), "{plans}");
    let sold = format!("{club}product_ids = [456]\nshop_ids = [731]\ndays = 30\n");
    std::fs::write(&path, plans.replace(club, &sold)).expect("written");
    folder
}

impl TestApp {
    /// Tribute sends an event that is written down here, and it is accepted.
    pub async fn tribute_says(&self, name: &str, created_at: &str, payload: &Value) {
        let body = json!({ "name": name, "created_at": created_at, "sent_at": created_at, "payload": payload });
        let answer = self.telegram.tribute_send(&body.to_string()).await;
        assert_eq!(answer.status, 200, "{answer:?} to {body}");
    }

    /// The access that is stored, as the columns say it, without the moments of storing.
    pub async fn access(&self, user: i64) -> Vec<Vec<String>> {
        let sql = format!(
            "SELECT source, plan, access_until, auto_renew, basis, price_minor, currency FROM subscriptions \
             WHERE user_id = {user} ORDER BY source"
        );
        self.database.query(&sql).await
    }

    /// One number that a query gives.
    pub async fn number(&self, sql: &str) -> i64 {
        self.database.value(sql).await.parse().expect("a number")
    }
}

/// A moment as either database writes it.
pub fn moment(text: &str) -> Timestamp {
    let text = text.trim_end_matches("+00").replace(' ', "T");
    at(&format!("{text}Z"))
}

fn optional(text: &str) -> Option<String> {
    (text != "NULL").then(|| text.to_owned())
}

/// Whether a column says yes, in either database.
pub fn is_true(text: &str) -> bool {
    matches!(text, "t" | "1")
}

/// Everybody's access as it follows from the stored events and the journal alone.
pub async fn rebuilt(
    database: &TestDatabase,
    content: &Content,
) -> BTreeMap<i64, Vec<Subscription>> {
    let mut ledgers = BTreeMap::<i64, Ledger>::new();
    let events = "SELECT user_id, id, body, plan, by_hand, received_at FROM tribute_events \
                  WHERE user_id IS NOT NULL AND outcome IN ('applied', 'stored')";
    for row in database.query(events).await {
        let ledger = ledgers.entry(number(&row[0])).or_default();
        ledger.events.push(LedgerEvent {
            id: number(&row[1]),
            body: row[2].clone(),
            plan: optional(&row[3]),
            by_hand: is_true(&row[4]),
            received_at: moment(&row[5]),
        });
    }
    let rulings = "SELECT user_id, id, made_at, action, plan, ends_at, details FROM journal \
                   WHERE user_id IS NOT NULL AND outcome = 'done'";
    for row in database.query(rulings).await {
        let user = number(&row[0]);
        let action = Action::parse(&row[3]).expect("a known action");
        let ruling = Ruling {
            plan: optional(&row[4]),
            until: optional(&row[5]).map(|until| moment(&until)),
            kept: optional(&row[6]).map(|kept| serde_json::from_str(&kept).expect("JSON")),
            ..Ruling::about_person(action, UserId(user), "")
        };
        ledgers.entry(user).or_default().rulings.push(LedgerRuling {
            id: number(&row[1]),
            made_at: moment(&row[2]),
            ruling,
        });
    }
    let folded = ledgers
        .into_iter()
        .map(|(user, ledger)| (user, fold::subscriptions(&ledger, content)));
    folded.filter(|(_, access)| !access.is_empty()).collect()
}

/// Everybody's access as it is stored.
pub async fn stored(database: &TestDatabase) -> BTreeMap<i64, Vec<Subscription>> {
    let rows = "SELECT user_id, source, plan, name, access_until, auto_renew, basis, known_at, price_minor, currency \
                FROM subscriptions";
    let mut all = BTreeMap::<i64, Vec<Subscription>>::new();
    for row in database.query(rows).await {
        all.entry(number(&row[0])).or_default().push(Subscription {
            source: row[1].clone(),
            plan: row[2].clone(),
            name: row[3].clone(),
            access_until: moment(&row[4]),
            auto_renew: is_true(&row[5]),
            basis: Basis::parse(&row[6]),
            known_at: moment(&row[7]),
            price_minor: number(&row[8]),
            currency: row[9].clone(),
        });
    }
    for access in all.values_mut() {
        access.sort_by(|one, other| one.source.cmp(&other.source));
    }
    all
}

fn number(text: &str) -> i64 {
    text.parse().expect("a number")
}
