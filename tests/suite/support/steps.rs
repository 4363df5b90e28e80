//! Steps that several stories take, and what they look at.

use five_keys_bot::playground::{TributeOrder, tribute_body};
use serde_json::{Value, json};

use super::app::{PATIENCE, TestApp, asks_about_reminders};

/// The body of an update with a text in a private chat.
pub fn message(update_id: i64, user: i64, text: &str) -> String {
    let content = json!({
        "message_id": update_id, "date": 1_800_000_000, "text": text,
        "chat": { "id": user, "type": "private", "first_name": "A" },
        "from": { "id": user, "is_bot": false, "first_name": "A", "language_code": "ru" },
    });
    json!({ "update_id": update_id, "message": content }).to_string()
}

/// The body of an update with a press under a message of a private chat.
pub fn press(update_id: i64, user: i64, message_id: i64, data: &str) -> String {
    let content = json!({
        "id": format!("press-{update_id}"), "chat_instance": "1", "data": data,
        "from": { "id": user, "is_bot": false, "first_name": "A", "language_code": "ru" },
        "message": { "message_id": message_id, "date": 1_800_000_000, "chat": { "id": user, "type": "private" } },
    });
    json!({ "update_id": update_id, "callback_query": content }).to_string()
}

/// What cron does.
pub async fn run(app: &TestApp) -> Value {
    let request = app.http.post(format!("{}/tasks/run", app.url));
    let answer = request.bearer_auth("cron").send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    answer.json().await.expect("JSON")
}

/// A zone in which it is some minutes after noon now, so that today's hour has just come there. There is one for every hour
/// from Greenwich.
pub fn where_it_is_noon() -> String {
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970")
        .as_secs();
    let hour = i64::try_from(seconds / 3_600 % 24).expect("small");
    match 12 - hour {
        0 => "UTC".to_owned(),
        ahead => format!("UTC{ahead:+}"),
    }
}

impl TestApp {
    /// What the bot wrote in a chat, oldest first, as it reads now; without the question about reminders, like
    /// [`TestApp::last`].
    pub fn texts(&self, chat: i64) -> Vec<String> {
        let chat = self.telegram.chat(chat).into_iter();
        chat.filter(|message| message.from_bot && !asks_about_reminders(message))
            .map(|message| message.text)
            .collect()
    }

    /// How many of the bot's messages in a chat hold these words.
    pub fn told(&self, chat: i64, words: &str) -> usize {
        self.texts(chat)
            .iter()
            .filter(|text| text.contains(words))
            .count()
    }

    /// The bot's messages in a chat hold these words, one after the other, and there are no others.
    pub fn reads(&self, chat: i64, expected: &[&str]) {
        let texts = self.texts(chat);
        assert_eq!(texts.len(), expected.len(), "{texts:#?}");
        for (text, expected) in texts.iter().zip(expected) {
            assert!(text.contains(expected), "{expected} in {texts:#?}");
        }
    }

    /// What is written on the buttons under the newest message, one row after the other.
    pub fn buttons(&self, chat: i64) -> Vec<String> {
        let rows = self.last(chat).keyboard.into_iter().flatten();
        rows.map(|button| button.text).collect()
    }

    /// The callback data of the newest message's button in this row.
    pub fn data(&self, chat: i64, row: usize) -> String {
        let button = self.last(chat).keyboard[row][0].clone();
        button
            .action
            .data()
            .expect("a button that comes back")
            .to_owned()
    }

    /// Opens the energy quiz from the menu and presses its start button.
    pub async fn starts_quiz(&self, user: i64) {
        self.says(user, "/menu").await;
        self.telegram
            .press(user, self.last(user).message_id, "quiz:energy");
        self.settled().await;
        self.telegram
            .press(user, self.last(user).message_id, "quiz:energy:start");
        self.settled().await;
    }

    /// Chooses answers by their place, question after question.
    pub async fn answers(&self, user: i64, choices: &[usize]) {
        for choice in choices {
            let data = self.data(user, *choice);
            self.telegram.press(user, self.last(user).message_id, &data);
            self.settled().await;
        }
    }

    /// Tribute sends an event, and it is accepted.
    pub async fn tribute(&self, event: &str, order: &TributeOrder) {
        let answer = self
            .telegram
            .tribute_send(&tribute_body(event, order))
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    /// The classic text of the metrics.
    pub async fn scrape(&self) -> String {
        let answer = self.get("/metrics").await;
        assert_eq!(answer.status(), 200);
        answer.text().await.expect("a text")
    }

    /// The value of one series, written as it is exposed.
    pub async fn metric(&self, series: &str) -> f64 {
        let text = self.scrape().await;
        let mut values = text
            .lines()
            .filter_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        let value = values
            .next()
            .unwrap_or_else(|| panic!("no series {series} in\n{text}"));
        value.parse().expect("a number")
    }

    /// Waits until a query gives this value; for what follows an answer.
    pub async fn until_stored(&self, sql: &str, expected: &str) {
        let waited = tokio::time::timeout(PATIENCE, async {
            while self.database.value(sql).await != expected {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        });
        waited
            .await
            .unwrap_or_else(|_| panic!("never {expected}: {sql}"));
    }

    /// Waits until every message has left the outbox, is kept for somebody, or is given up.
    pub async fn delivered(&self) {
        let pending = "SELECT count(*) FROM outbox WHERE held_at IS NULL AND dead_at IS NULL";
        self.until_stored(pending, "0").await;
    }

    /// Nothing of what was refused reached the database, and nobody was written to.
    pub async fn stored_nothing(&self) {
        for table in ["inbox", "users", "outbox", "tribute_events", "events"] {
            assert_eq!(self.database.count(table).await, 0, "{table}");
        }
        assert!(self.telegram.calls_of("sendMessage").is_empty());
    }

    /// Nothing was given up.
    pub async fn no_dead_letters(&self) {
        let dead = "SELECT count(*) FROM outbox WHERE dead_at IS NOT NULL";
        assert_eq!(self.database.value(dead).await, "0", "dead letters");
    }

    /// Posts with the right signature, or another one, to the Tribute webhook; status and body.
    pub async fn post_tribute(&self, body: &str, signature: Option<&str>) -> (u16, Value) {
        let answer = self.telegram.tribute_send_signed_as(body, signature).await;
        let json = serde_json::from_str(&answer.body).unwrap_or(Value::Null);
        (answer.status, json)
    }
}
