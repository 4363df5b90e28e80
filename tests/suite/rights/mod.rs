//! What belongs to the person, through the real server: the language, the file, being forgotten.

mod delete;
mod ended;
mod export;
mod language;

use five_keys_bot::playground::TributeOrder;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::support::app::{ADMIN, TestApp, plan};

const ANNA: i64 = 5_301_000_111;
const BORIS: i64 = 5_302_000_222;

/// Whoever this test is about: everything that the bot hears of somebody.
struct Someone {
    id: i64,
    name: &'static str,
    username: &'static str,
    phone: &'static str,
    email: &'static str,
    message: &'static str,
}

const ABOUT_ANNA: Someone = Someone {
    id: ANNA,
    name: "Аннушка",
    username: "anna_secret",
    phone: "79991234567",
    email: "anna@example.org",
    message: "перезвоните утром",
};

const ABOUT_BORIS: Someone = Someone {
    id: BORIS,
    name: "Бориска",
    username: "boris_secret",
    phone: "79167654321",
    email: "boris@example.org",
    message: "лучше вечером",
};

impl Someone {
    /// All that must not be left of them.
    fn words(&self) -> [&'static str; 5] {
        let Self {
            name,
            username,
            phone,
            email,
            message,
            ..
        } = *self;
        [name, username, phone, email, message]
    }

    /// An event of theirs.
    fn order(&self, until: Timestamp) -> TributeOrder {
        let mut order = TributeOrder::new(&plan(), self.id).expiring(until);
        order.telegram_username = Some(self.username.into());
        order.email = Some(self.email.into());
        order
    }
}

fn in_days(days: i64) -> Timestamp {
    Timestamp::now() + SignedDuration::from_hours(24 * days)
}

/// Writes something as Telegram describes a person with a user name.
async fn writes(app: &TestApp, who: &Someone, text: &str) {
    let message = json!({ "message": {
        "message_id": 900, "date": 1_800_000_000, "text": text, "chat": { "id": who.id, "type": "private" },
        "from": { "id": who.id, "first_name": who.name, "username": who.username, "language_code": "ru" },
    }});
    app.telegram.queue_update(who.id, message);
    app.settled().await;
}

/// Somebody who has done everything that one can do here.
async fn lives(app: &TestApp, who: &Someone, until: Timestamp) {
    app.telegram.add_person(who.id, who.name, Some("ru"));
    app.says(who.id, "/start instagram").await;
    for text in ["/ref", "/language ru", "/timezone Омск"] {
        writes(app, who, text).await;
    }
    app.starts_quiz(who.id).await;
    app.answers(who.id, &[0, 2, 0, 1, 0]).await;
    for text in ["/consult", who.name, who.phone, who.message] {
        writes(app, who, text).await;
    }
    app.presses(who.id, "Отправить").await;
    app.tribute("new_subscription", &who.order(until)).await;
    let mut donation = who.order(until);
    donation.also.insert("message".into(), json!(who.message));
    app.tribute("new_donation", &donation).await;
    writes(app, who, "/menu").await;
    app.delivered().await;
}

/// Asks to be forgotten and says yes.
async fn is_forgotten(app: &TestApp, id: i64) {
    app.says(id, "/delete_me").await;
    app.presses(id, "Удалить навсегда").await;
    app.delivered().await;
    assert!(
        app.last(id).text.contains("мы вас забыли"),
        "{}",
        app.last(id).text
    );
}

/// Nothing of the person stands anywhere but here.
async fn stands_only(app: &TestApp, who: &Someone, places: &[&str]) {
    for word in who.words() {
        assert_eq!(
            app.database.places_of(word).await,
            Vec::<String>::new(),
            "{word}"
        );
    }
    assert_eq!(app.database.places_of(&who.id.to_string()).await, places);
}

/// The owner is there.
async fn owned(backend: crate::support::database::Backend) -> TestApp {
    let app = TestApp::start_with(backend, &[("TASKS_TOKEN", "cron")]).await;
    app.says(ADMIN, "/start").await;
    app
}
