//! What makes each alert fire, and what ends it.

use std::{collections::BTreeSet, time::Duration};

use five_keys_bot::playground::{Fault, Weather};
use serde_json::json;

use super::{
    super::cluster::Cluster,
    prometheus::{DAY, Prometheus},
};
use crate::support::{app::SECRET, client, payments::sign, updates::message};

/// Somebody whom the bot may write to.
const ANNA: i64 = 8_901;

fn names() -> BTreeSet<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/prometheus/alerts.yml");
    let rules = std::fs::read_to_string(path).expect("it ships");
    let names = rules
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- alert: "));
    names.map(str::to_owned).collect()
}

impl Cluster {
    async fn sql(&self, statement: &str) {
        self.database.query(statement).await;
    }

    /// Posts something to the first replica.
    async fn post(&self, path: &str, headers: &[(&str, &str)], body: String) -> u16 {
        let url = format!("http://127.0.0.1:{}{path}", self.ports[0]);
        let mut request = client().post(url).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request
            .send()
            .await
            .map_or(0, |answer| answer.status().as_u16())
    }

    async fn update(&self, secret: &str, body: String) -> u16 {
        let headers = [("X-Telegram-Bot-Api-Secret-Token", secret)];
        self.post("/telegram/webhook", &headers, body).await
    }
}

/// One alert: it fires, and after what ends it, it does so no longer.
struct Trial<'a> {
    prometheus: &'a Prometheus,
    seen: BTreeSet<String>,
}

impl Trial<'_> {
    async fn fires(&mut self, name: &str) {
        let begun = std::time::Instant::now();
        self.prometheus.alert(name, true).await;
        println!("{name} fires after {} s", begun.elapsed().as_secs());
    }

    async fn ends(&mut self, name: &str) {
        let begun = std::time::Instant::now();
        self.prometheus.alert(name, false).await;
        println!("{name} ends after {} s", begun.elapsed().as_secs());
        self.seen.insert(name.to_owned());
    }
}

pub async fn every_alert_fires_and_ends(cluster: &mut Cluster, prometheus: &Prometheus) {
    let mut trial = Trial {
        prometheus,
        seen: BTreeSet::new(),
    };
    rows(cluster, &mut trial).await;
    callers(cluster, &mut trial).await;
    telegram(cluster, &mut trial).await;
    machines(cluster, &mut trial).await;
    assert_eq!(trial.seen, names(), "an alert was not tried");
}

/// What the database says.
async fn rows(cluster: &Cluster, trial: &mut Trial<'_>) {
    let row = |id: i64, dead: &str| {
        format!(
            "INSERT INTO outbox (id, chat_id, lane, method, payload, origin, keep_for_unreachable, attempts, not_before, dead_at, created_at) \
         VALUES ({id}, {ANNA}, 0, 'sendMessage', '{{}}', 'test', FALSE, 1, '2099-01-01', {dead}, now() - interval '1 hour')"
        )
    };
    cluster.sql(&row(90_001, "NULL")).await;
    trial.fires("MessagesWait").await;
    cluster.sql("DELETE FROM outbox WHERE id = 90001").await;
    trial.ends("MessagesWait").await;

    cluster.sql(&row(90_002, "now()")).await;
    trial.fires("DeadLetters").await;
    trial.ends("DeadLetters").await;

    cluster
        .sql(
            "INSERT INTO tribute_events (key, name, body, outcome, received_at, by_hand) \
         VALUES ('stack', 'new_subscription', '{}', 'unmatched', now() - interval '2 days', FALSE)",
        )
        .await;
    trial.fires("MoneyWithoutOwner").await;
    cluster
        .sql("DELETE FROM tribute_events WHERE key = 'stack'")
        .await;
    trial.ends("MoneyWithoutOwner").await;

    cluster.sql(
        "INSERT INTO door_chats (door, title, is_door, trouble, status, attempts) VALUES (-1001, 'Club', TRUE, 'cannot_invite', 'administrator', 0)",
    ).await;
    trial.fires("DoorsWithoutRights").await;
    cluster
        .sql("DELETE FROM door_chats WHERE door = -1001")
        .await;
    trial.ends("DoorsWithoutRights").await;

    cluster.sql("UPDATE tasks SET settings = '2099-01-01T00:00:00Z webhook:doctor.webhook_error' WHERE name = 'doctor'").await;
    trial.fires("DoctorFinds").await;
    cluster
        .sql("UPDATE tasks SET settings = '2099-01-01T00:00:00Z well' WHERE name = 'doctor'")
        .await;
    trial.ends("DoctorFinds").await;
}

/// What callers do wrong.
async fn callers(cluster: &Cluster, trial: &mut Trial<'_>) {
    for _ in 0..20 {
        assert_eq!(cluster.update("another secret", "{}".into()).await, 401);
    }
    trial.fires("WebhookSecretWrong").await;
    trial.ends("WebhookSecretWrong").await;

    for _ in 0..5 {
        let headers = [("trbt-signature", "00")];
        assert_eq!(
            cluster
                .post("/tribute/webhook", &headers, "{}".into())
                .await,
            401
        );
    }
    trial.fires("PaymentsRefused").await;
    trial.ends("PaymentsRefused").await;

    let body = json!({ "name": "new_subscription", "payload": 7 }).to_string();
    let signature = sign(&cluster.telegram.settings().tribute_key, body.as_bytes());
    let headers = [("trbt-signature", signature.as_str())];
    assert_eq!(
        cluster
            .post("/tribute/webhook", &headers, body.clone())
            .await,
        200
    );
    trial.fires("PaymentsUnreadable").await;
    trial.ends("PaymentsUnreadable").await;

    for number in 0..30 {
        let unreadable = format!(r#"{{"update_id":{},"message":7}}"#, 500_000 + number);
        assert_eq!(cluster.update(SECRET, unreadable).await, 200);
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    trial.fires("UpdatesFail").await;
    trial.ends("UpdatesFail").await;
}

/// What Telegram does.
async fn telegram(cluster: &Cluster, trial: &mut Trial<'_>) {
    cluster.telegram.send_text(ANNA, "/start");
    cluster.telegram.weather(
        Weather::next(Fault::Slow(Duration::from_secs(3)))
            .times(4_000)
            .on("sendMessage"),
    );
    // Somebody else each time: a chat's later messages wait without anybody waiting for them.
    let slow = async {
        for person in ANNA + 1.. {
            cluster.telegram.send_text(person, "/start");
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    };
    tokio::select! {
        () = slow => {}
        () = trial.fires("AnswersSlow") => {}
    }
    cluster.telegram.clear_sky();
    trial.ends("AnswersSlow").await;

    let refusal = Fault::Refuse {
        status: 401,
        description: "Unauthorized".into(),
    };
    cluster
        .telegram
        .weather(Weather::next(refusal).times(1).on("sendMessage"));
    cluster
        .update(SECRET, message(700_001, ANNA, "/help").to_string())
        .await;
    trial.fires("TelegramRefusesUs").await;
    cluster.telegram.clear_sky();
    trial.ends("TelegramRefusesUs").await;

    // People write every day at this hour, and then nobody does.
    for day in 0..2 {
        for number in 0..15 {
            let update = message(750_000 + day * 100 + number, ANNA, "/help").to_string();
            cluster.update(SECRET, update).await;
        }
        if day == 0 {
            tokio::time::sleep(Duration::from_secs(DAY)).await;
        }
    }
    trial.fires("WebhookSilent").await;
    cluster
        .update(SECRET, message(800_001, ANNA, "/help").to_string())
        .await;
    trial.ends("WebhookSilent").await;
}

/// What breaks down around the bot.
async fn machines(cluster: &mut Cluster, trial: &mut Trial<'_>) {
    cluster.redis.down();
    cluster
        .update(SECRET, message(900_001, ANNA, "/help").to_string())
        .await;
    trial.fires("RedisAway").await;
    cluster.redis.up().await;
    trial.ends("RedisAway").await;

    cluster
        .sql("ALTER TABLE users RENAME COLUMN next_reminder_at TO away")
        .await;
    for _ in 0..5 {
        cluster.run_tasks().await;
    }
    trial.fires("ScheduledWorkFails").await;
    cluster
        .sql("ALTER TABLE users RENAME COLUMN away TO next_reminder_at")
        .await;
    trial.ends("ScheduledWorkFails").await;

    cluster.database_goes().await;
    trial.fires("DatabaseTrouble").await;
    cluster.database_comes_back().await;
    trial.ends("DatabaseTrouble").await;

    cluster.kill(2);
    trial.fires("BotDown").await;
    cluster.up(2).await;
    trial.ends("BotDown").await;

    for _ in 0..4 {
        tokio::time::sleep(Duration::from_secs(3)).await;
        cluster.kill(2);
        cluster.up(2).await;
    }
    trial.fires("BotRestartsOften").await;
    trial.ends("BotRestartsOften").await;
}
