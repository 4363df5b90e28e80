//! The program behind the page, and starting over.

use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::bot::{Bot, call, settings, settled, with_bot};
use crate::playground::{Backstage, Playground, Settings, TributeOrder};

/// A program that notes what it is asked to forget.
#[derive(Debug, Default)]
struct Program {
    forgot: Mutex<Vec<String>>,
    is_away: bool,
}

impl Program {
    fn forgets(&self, what: String) -> BoxFuture<'_, Result<(), String>> {
        if self.is_away {
            return std::future::ready(Err("The database is away.".to_owned())).boxed();
        }
        self.forgot.lock().unwrap().push(what);
        std::future::ready(Ok(())).boxed()
    }
}

impl Backstage for Program {
    fn person(&self, user_id: i64) -> BoxFuture<'_, Result<Value, String>> {
        let rows = json!([["id", user_id.to_string()]]);
        std::future::ready(Ok(
            json!({ "sections": [{ "title": "Person", "rows": rows }] }),
        ))
        .boxed()
    }

    fn glance(&self) -> BoxFuture<'_, Value> {
        let metric = json!({ "name": "updates", "value": 3, "unit": "" });
        std::future::ready(
            json!({ "content": { "problems": "texts.toml:7: x" }, "metrics": [metric] }),
        )
        .boxed()
    }

    fn forget(&self, user_id: i64) -> BoxFuture<'_, Result<(), String>> {
        self.forgets(user_id.to_string())
    }

    fn clean(&self) -> BoxFuture<'_, Result<(), String>> {
        self.forgets("all".to_owned())
    }
}

/// Asks the page's server; status and JSON.
pub(super) async fn get(playground: &Playground, path: &str) -> (u16, Value) {
    let url = format!("{}/playground/{path}", playground.api_url());
    let answer = playground.tribute_client().get(url).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn post(playground: &Playground, path: &str, body: Value) -> (StatusCode, Value) {
    let url = format!("{}/playground/{path}", playground.api_url());
    let sent = playground
        .tribute_client()
        .post(url)
        .json(&body)
        .send()
        .await;
    let answer = sent.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

#[tokio::test]
async fn the_page_shows_what_the_program_lends_it() {
    let (playground, _bot) = with_bot().await;
    let (status, alone) = get(&playground, "person?user=5").await;
    assert_eq!(status, 404);
    assert!(
        alone["error"].as_str().unwrap().contains("playground"),
        "{alone}"
    );
    let (_, before) = get(&playground, "state?user=5").await;
    assert_eq!(before["metrics"], Value::Null);
    playground.connect_backstage(Arc::new(Program::default()));
    let (_, state) = get(
        &playground,
        &format!("state?user=5&after={}", before["version"]),
    )
    .await;
    assert_eq!(state["metrics"][0]["value"], 3);
    assert_eq!(state["content"]["problems"], "texts.toml:7: x");
    let (status, person) = get(&playground, "person?user=5").await;
    assert_eq!(
        (status, &person["sections"][0]["rows"][0][1]),
        (200, &json!("5"))
    );
}

/// A chat with something of everything.
async fn talk(playground: &Playground, bot: &Bot, user: i64) {
    playground.add_person(user, "Анна", Some("ru"));
    playground.set_tribute_webhook(&bot.url());
    playground.send_text(user, "/start");
    settled(playground).await;
    let menu = json!({
        "chat_id": user, "text": "menu",
        "reply_markup": { "keyboard": [[{ "text": "Share", "request_contact": true }]] },
    });
    assert_eq!(call(playground, "sendMessage", menu).await.0, 200);
    let plan = playground.plan(0).unwrap();
    playground.pay(user, &plan).await;
}

#[tokio::test]
async fn a_restarted_chat_is_as_new_here_and_in_the_program_and_no_other_is() {
    let (playground, bot) = with_bot().await;
    let program = Arc::new(Program::default());
    playground.connect_backstage(Arc::clone(&program) as Arc<dyn Backstage>);
    for user in [5, 6] {
        talk(&playground, &bot, user).await;
    }
    call(&playground, "deleteWebhook", json!({})).await;
    let dropped = playground.send_text(5, "never delivered");
    let kept = playground.send_text(6, "delivered later");
    let (status, _) = post(&playground, "restart_chat", json!({ "user": 5 })).await;
    assert_eq!(status, 200);
    assert_eq!(*program.forgot.lock().unwrap(), ["5"]);
    assert!(playground.chat(5).is_empty() && playground.reply_keyboard(5).is_empty());
    assert_eq!(playground.chat(6).len(), 3);
    assert!(playground.delivery(dropped).unwrap().given_up);
    assert!(!playground.delivery(kept).unwrap().done);
    let unasked = json!({ "chat_id": 5, "text": "we know each other" });
    assert_eq!(
        call(&playground, "sendMessage", unasked).await.0,
        403,
        "nobody pressed Start"
    );
    let again = playground.send_text(5, "/start");
    assert!(again > kept, "update ids grow");
    assert_eq!(playground.chat(5)[0].message_id, 4, "numbers go on");
    let (_, state) = get(&playground, "state?user=5").await;
    assert_eq!(state["notes"].as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn a_cleaned_playground_is_empty_also_after_a_restart_and_stays_registered() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal.jsonl");
    let open = || {
        Playground::start(Settings {
            journal: Some(journal.clone()),
            ..settings()
        })
    };
    let playground = open().await.unwrap();
    let program = Arc::new(Program::default());
    playground.connect_backstage(Arc::clone(&program) as Arc<dyn Backstage>);
    let bot = Bot::start();
    let commands = json!({ "commands": [{ "command": "start", "description": "s" }] });
    call(&playground, "setMyCommands", commands).await;
    call(&playground, "setWebhook", json!({ "url": bot.url() })).await;
    talk(&playground, &bot, 5).await;
    playground.add_group(-100, "Club");
    let last = playground.send_text(5, "last");
    settled(&playground).await;
    let (long, (status, _)) = (
        std::fs::metadata(&journal).unwrap().len(),
        post(&playground, "clean", json!({})).await,
    );
    assert_eq!(status, 200);
    assert_eq!(*program.forgot.lock().unwrap(), ["all"]);
    assert!(
        std::fs::metadata(&journal).unwrap().len() < long,
        "the journal is not shorter"
    );
    let check = async |playground: &Playground, first: i64| {
        assert!(playground.chat(5).is_empty());
        let (_, state) = get(playground, "state?user=5").await;
        assert_eq!(state["tribute"]["answers"], json!([]));
        assert_eq!(state["people"][0]["started"], false);
        assert_eq!(
            call(playground, "getChat", json!({ "chat_id": -100 }))
                .await
                .0,
            400
        );
        assert_eq!(playground.commands(None).len(), 1);
        assert_eq!(playground.webhook().unwrap().url, bot.url());
        assert!(playground.send_text(5, "/start") > last, "update ids grow");
        assert_eq!(playground.chat(5)[0].message_id, first, "numbers go on");
        settled(playground).await;
    };
    check(&playground, 4).await;
    let (status, _) = post(&playground, "clean", json!({})).await;
    assert_eq!(status, 200);
    playground.stop().await;
    check(&open().await.unwrap(), 5).await;
}

#[tokio::test]
async fn a_program_that_cannot_forget_leaves_everything_as_it_is() {
    let (playground, bot) = with_bot().await;
    let program = Program {
        is_away: true,
        ..Program::default()
    };
    playground.connect_backstage(Arc::new(program));
    talk(&playground, &bot, 5).await;
    for (path, body) in [("restart_chat", json!({ "user": 5 })), ("clean", json!({}))] {
        let (status, answer) = post(&playground, path, body).await;
        assert_eq!(
            (status.as_u16(), &answer["error"]),
            (503, &json!("The database is away.")),
            "{path}"
        );
        assert_eq!(playground.chat(5).len(), 2, "{path}");
    }
}

#[tokio::test]
async fn what_an_event_of_tribute_led_to_is_known() {
    let (playground, bot) = with_bot().await;
    talk(&playground, &bot, 5).await;
    let order = TributeOrder::new(&playground.plan(0).unwrap(), 5);
    let body = Playground::tribute_body("new_subscription", &order);
    playground.tribute_send(&body).await;
    let thanks = json!({ "chat_id": 5, "text": "thank you" });
    call(&playground, "sendMessage", thanks).await;
    let (_, found) = get(&playground, "inspect?user=5&message=3").await;
    assert_eq!(found["cause"]["tribute"]["event"], "new_subscription");
    assert_eq!(found["cause"]["later"], true);
    let (_, state) = get(&playground, "state?user=5").await;
    assert_eq!(
        state["notes"]["3"]["cause"],
        json!({ "tribute": found["cause"]["tribute"]["number"] })
    );
}
