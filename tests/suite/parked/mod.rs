//! Events that wait for the owner: what the owner and the buyer do about them, and access worked out anew.

mod claims;
mod decisions;
mod refusals;
mod replay;
mod retries;

use five_keys_bot::playground::{ShownMessage, TributeOrder};
use serde_json::Value;

use crate::support::{
    app::{ADMIN, TestApp},
    database::Backend,
    payments::{ANNA, MARCH, order},
};

/// Another owner.
const SECOND: i64 = 9_000_002;
/// Somebody else.
const BEN: i64 = 5_301_000_222;

/// With two owners, who have both started the bot, and Anna.
async fn app(backend: Backend) -> TestApp {
    app_with(backend, &[]).await
}

async fn app_with(backend: Backend, more: &[(&str, &str)]) -> TestApp {
    let admins = format!("{ADMIN},{SECOND}");
    let mut settings = vec![("ADMIN_ID", admins.as_str())];
    settings.extend_from_slice(more);
    let app = TestApp::start_with(backend, &settings).await;
    app.telegram.add_person(ADMIN, "Ольга", Some("ru"));
    app.telegram.add_person(SECOND, "Пётр", Some("ru"));
    app.telegram.add_person(ANNA, "Анна", Some("ru"));
    app.telegram.add_person(BEN, "Бен", Some("ru"));
    for person in [ADMIN, SECOND, ANNA] {
        app.says(person, "/start").await;
    }
    app
}

/// An event of a known plan that names nobody.
fn nobody(minute: i64) -> TributeOrder {
    let mut order = order(minute, MARCH);
    (order.telegram_user_id, order.trb_user_id) = (None, Some("T-77".into()));
    order.email = Some("someone@example.org".into());
    order.telegram_username = Some("someone_there".into());
    order
}

/// An event of Anna's about a plan that the pack does not know.
fn unplanned(minute: i64) -> TributeOrder {
    let mut order = order(minute, MARCH);
    order.plan.name = "Йога у моря".into();
    (order.plan.subscription_id, order.plan.period_id) = (99, 98);
    order
}

/// The card of an event in an owner's chat, as it reads now: the newest message with one of these buttons.
fn card(app: &TestApp, owner: i64, event: i64) -> ShownMessage {
    let data = format!("adm:ev:{event}:again");
    let mut newest = app.telegram.chat(owner).into_iter().rev();
    let card = newest.find(|message| {
        let mut buttons = message.keyboard.iter().flatten();
        buttons.any(|button| button.action.data() == Some(data.as_str()))
    });
    card.unwrap_or_else(|| panic!("no card of event {event}"))
}

/// A message as it reads now.
fn message(app: &TestApp, owner: i64, id: i64) -> ShownMessage {
    let mut all = app.telegram.chat(owner).into_iter();
    all.find(|message| message.message_id == id)
        .expect("the message")
}

/// Waits for the card, which the sender delivers behind the answer to Tribute.
async fn carded(app: &TestApp, words: &str) {
    app.delivered().await;
    for owner in [ADMIN, SECOND] {
        assert_eq!(
            app.told(owner, words),
            1,
            "{owner}: {:#?}",
            app.texts(owner)
        );
    }
}

/// Presses a button of a message by its data, and everything that follows has happened.
async fn press(app: &TestApp, owner: i64, message: i64, data: &str) {
    app.telegram.press(owner, message, data);
    app.settled().await;
    app.delivered().await;
}

/// What the scheduled work says that it did.
async fn run_tasks(app: &TestApp) -> Value {
    let request = app.http.post(format!("{}/tasks/run", app.url));
    let answer = request.bearer_auth("cron").send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    answer.json().await.expect("JSON")
}

/// The number of the only event.
async fn only_event(app: &TestApp) -> i64 {
    let id = app
        .database
        .value("SELECT max(id) FROM tribute_events")
        .await;
    id.parse().expect("a number")
}
