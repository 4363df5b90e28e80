//! Whatever happens, and however much is logged: no secret, and nothing about a person.

use std::time::{Duration, Instant};

use five_keys_bot::playground::{Fault, Playground, Settings, Weather};
use serde_json::json;

use crate::support::{
    app::{PATIENCE, plan},
    assistant::{Answer, PretendAi},
    client,
    database::TestDatabase,
    door::Door,
    on_both,
    process::Service,
    updates::message,
};

const TOKEN: &str = "700000001:Zq-distinctive-bot-token";
const SECRET: &str = "Zq-distinctive-webhook-secret";
const TRIBUTE: &str = "Zq-distinctive-tribute-key";
const BEARER: &str = "Zq-distinctive-bearer";
const USER: i64 = 5_303_771_999;
const STRANGER: i64 = 5_414_882_111;
const NAME: &str = "Примула";
const USER_NAME: &str = "primula_distinctive";
const TEXT: &str = "неповторимые слова";
const PHONE: &str = "9161234567";

/// None of these may be found in a log.
fn forbidden() -> Vec<String> {
    let texts = [
        TOKEN,
        "Zq-distinctive",
        NAME,
        USER_NAME,
        TEXT,
        "неповторимые",
        PHONE,
    ];
    let ids = [USER, STRANGER].map(|id| id.to_string());
    texts.into_iter().map(str::to_owned).chain(ids).collect()
}

async fn pretend() -> Playground {
    let settings = Settings {
        bot_token: TOKEN.into(),
        tribute_key: TRIBUTE.into(),
        retry_unit: Duration::from_millis(10),
        plans: vec![plan()],
        ..Settings::default()
    };
    Playground::start(settings).await.expect("starts")
}

/// Everything that people and Telegram do on a day full of trouble.
async fn a_day(telegram: &Playground, database: &TestDatabase) {
    let settled = async || {
        assert!(
            telegram.settle(PATIENCE).await,
            "not everything was delivered"
        )
    };
    telegram.add_person(USER, NAME, Some("ru"));
    telegram.send_text(USER, "/start");
    telegram.send_text(USER, TEXT);
    telegram.share_contact(USER, &format!("+7{PHONE}"));
    settled().await;
    for text in ["/consult", NAME, &format!("8{PHONE}"), TEXT] {
        telegram.send_text(USER, text);
        settled().await;
    }
    // On the second day flood control may still hold the answers back; one lead is enough.
    let begun = Instant::now();
    while telegram.press_button(USER, "Отправить").is_none() && database.count("leads").await == 0
    {
        assert!(begun.elapsed() < PATIENCE, "nothing to press");
        tokio::task::yield_now().await;
    }
    settled().await;
    // One question that fails with all its words in the refusal, and one that is answered with them.
    for _ in 0..2 {
        telegram.send_text(USER, &format!("/assistant {TEXT}"));
        settled().await;
        let open = "SELECT count(*) FROM assistant_questions WHERE answered_at IS NULL";
        while database.value(open).await != "0" {
            tokio::task::yield_now().await;
        }
    }
    telegram.send_text(USER, "/menu");
    settled().await;
    telegram.press_button(USER, "Энергия").expect("a button");
    telegram.press(USER, 2, TEXT);
    telegram.queue_update(
        USER,
        json!({ "message": { "text": TEXT, "from": { "first_name": NAME } } }),
    );
    telegram.queue_update(USER, json!({ "hologram": { "text": TEXT } }));
    settled().await;
    let troubles = [
        Fault::TooManyRequests { retry_after: 1 },
        Fault::DropBefore,
        Fault::GatewayPage(502),
        Fault::ServerError(500),
        Fault::Refuse {
            status: 400,
            description: "Bad Request: can't parse entities".into(),
        },
        Fault::Refuse {
            status: 400,
            description: "Bad Request: message to edit not found".into(),
        },
    ];
    for trouble in troubles {
        telegram.weather(Weather::next(trouble).in_chat(USER));
        telegram.send_text(USER, "/menu");
        settled().await;
    }
    database.query("ALTER TABLE dialogues RENAME TO away").await;
    let failing = telegram.send_text(USER, TEXT);
    let tried = || {
        telegram
            .delivery(failing)
            .is_some_and(|delivery| delivery.last_status == Some(503))
    };
    while !tried() {
        tokio::task::yield_now().await;
    }
    database.query("ALTER TABLE away RENAME TO dialogues").await;
    settled().await;
    assert_eq!(telegram.pay(USER, &plan()).await.status, 200);
    assert_eq!(telegram.pay(STRANGER, &plan()).await.status, 200);
    let forged =
        format!("{{\"name\":\"new_subscription\",\"payload\":{{\"telegram_user_id\":{USER}}}}}");
    assert_eq!(
        telegram
            .tribute_send_signed_as(&forged, Some(TRIBUTE))
            .await
            .status,
        401
    );
    assert_eq!(telegram.tribute_send(TEXT).await.status, 400);
    telegram.weather(
        Weather::next(Fault::Refuse {
            status: 403,
            description: "Forbidden: bot was blocked by the user".into(),
        })
        .in_chat(USER),
    );
    telegram.send_text(USER, "/menu");
    telegram.block_bot(USER);
    telegram.unblock_bot(USER);
    settled().await;
}

/// What strangers knock with.
async fn strangers(service: &Service) {
    let http = client();
    let mut update = message(1, USER, TEXT);
    update["message"]["from"]["username"] = json!(USER_NAME);
    let post = |secret: &'static str, body: String| {
        let request = http
            .post(service.url("/telegram/webhook"))
            .header("X-Telegram-Bot-Api-Secret-Token", secret);
        async move {
            request
                .body(body)
                .send()
                .await
                .expect("an answer")
                .status()
                .as_u16()
        }
    };
    assert_eq!(post("Zq-distinctive-wrong", update.to_string()).await, 401);
    assert_eq!(post(SECRET, TEXT.into()).await, 400);
    assert_eq!(post(SECRET, update.to_string()).await, 200);
    for path in ["/metrics", "/tasks/run"] {
        for bearer in ["Zq-distinctive-wrong", BEARER] {
            let request = if path == "/metrics" {
                http.get(service.url(path))
            } else {
                http.post(service.url(path))
            };
            let status = request
                .bearer_auth(bearer)
                .send()
                .await
                .expect("an answer")
                .status();
            assert_eq!(status.is_success(), bearer == BEARER, "{path}");
        }
    }
}

on_both! {
    async fn the_most_talkative_log_names_no_person_and_no_secret(backend) {
        let (telegram, database) = (pretend().await, TestDatabase::create(backend).await);
        let door = Door::open().await;
        let trouble = || Answer::Status(400, json!({ "error": { "message": TEXT, "code": TEXT } }).to_string());
        let words = || Answer::Words(TEXT.into());
        let assistant = PretendAi::start([trouble(), words(), trouble(), words()]).await;
        let mut logs = String::new();
        for (format, filter) in [("text", "debug"), ("json", "trace")] {
            let [key, base, model] = assistant.settings();
            let more = [
                key, base, model,
                ("PUBLIC_URL", door.url.as_str()),
                ("TELEGRAM_SECRET_TOKEN", SECRET),
                ("METRICS_TOKEN", BEARER),
                ("TASKS_TOKEN", BEARER),
                ("ADMIN_ID", "5414882111"),
                ("RUST_LOG", filter),
                ("LOG_FORMAT", format),
            ];
            let mut service = Service::start(format, &telegram, &database, &more).await;
            // As a version that is gone might have stored it.
            let foreign = json!({ "at": TEXT }).to_string().replace('\'', "''");
            database.query(&format!("UPDATE dialogues SET state = '{foreign}'")).await;
            door.lead_to(&[service.port]);
            telegram.set_tribute_webhook(&service.url("/tribute/webhook"));
            a_day(&telegram, &database).await;
            strangers(&service).await;
            service.process.terminate();
            assert_eq!(service.process.ended(PATIENCE).await.code(), Some(0));
            logs.push_str(&service.process.log());
        }
        assert!(database.count("leads").await > 0, "no lead was sent");
        for sign in ["an update is stored", "a message was not taken", "could not be stored", "could not be read", "the assistant did not answer"] {
            assert!(logs.contains(sign), "not a word of {sign:?} in the log");
        }
        for word in forbidden() {
            let found: Vec<&str> = logs.lines().filter(|line| line.contains(&word)).take(3).collect();
            assert!(found.is_empty(), "{word:?} is in the log:\n{}", found.join("\n"));
        }
    }
}
