//! What others did wrong with Tribute's webhooks: one test for each of the twenty-one pitfalls that were met in public
//! code and issues, in their order, through the real server.

mod access;
mod delivery;
mod keys;
mod money;
mod people;

use serde_json::{Value, json};

use crate::support::{
    app::{ADMIN, TestApp},
    database::Backend,
    on_both,
    payments::{ANNA, APRIL, MARCH, order, outcomes, pack_with_goods, page, sign},
};

/// Somebody else.
const BORIS: i64 = ANNA + 1;
/// When most of it happens.
const AT: &str = "2026-10-10T09:16:31.204518Z";

/// A shop that sells the club also as a product and by orders.
async fn shop(backend: Backend) -> (TestApp, tempfile::TempDir) {
    let pack = pack_with_goods();
    let folder = pack.path().to_string_lossy().into_owned();
    let app = TestApp::start_with(backend, &[("CONTENT_DIR", &folder)]).await;
    (app, pack)
}

/// A digital product that opens the club, as Anna buys it.
fn purchase(number: i64) -> Value {
    json!({ "product_id": 456, "product_name": "Клуб на месяц", "amount": 50_000, "currency": "rub", "purchase_id": number,
        "transaction_id": 234_567, "trb_user_id": "T-1", "telegram_user_id": ANNA })
}

/// An order of the shop, by Anna.
fn shop_order(more: &Value) -> Value {
    let mut order = json!({ "uuid": "0f9b0f4e-6a1c-4c2e-9b7d-2f3f6f1a7c01", "shopId": 731, "amount": 49_900, "currency": "rub",
        "customerId": format!("tg:{ANNA}") });
    for (key, value) in more.as_object().expect("an object") {
        order[key] = value.clone();
    }
    order
}

async fn first_paid_at(app: &TestApp, user: i64) -> String {
    let sql = format!("SELECT first_paid_at FROM users WHERE id = {user}");
    app.database.value(&sql).await
}

async fn rows(app: &TestApp) -> i64 {
    app.database.count("tribute_events").await
}
