//! A whole conversation with the real service: what the playground delivers, what we ask, what it answers.

use serde_json::json;

use super::{
    reading::none,
    recorder::{Recorder, complaints_about},
};
use crate::support::{
    app::{ADMIN, SECRET, TestApp},
    database::Backend,
    payments::{APRIL, MARCH, order},
};

const ANNA: i64 = crate::support::payments::ANNA;
const BORIS: i64 = 5_301_000_222;
const GROUP: i64 = -1_001_234_567_890;

/// Puts a recorder between the pretend Telegram and the bot, with everything else as the bot registered it.
async fn overhear(app: &TestApp) -> Recorder {
    let recorder = Recorder::start(Some(&app.url));
    let webhook = app.telegram.webhook().expect("the bot registered");
    let path = webhook
        .url
        .strip_prefix(&app.url)
        .expect("the bot's address");
    let address = format!(
        "{}/bot{}/setWebhook",
        app.telegram.api_url(),
        app.telegram.settings().bot_token
    );
    let params = json!({
        "url": format!("{}{path}", recorder.url), "secret_token": SECRET,
        "max_connections": webhook.max_connections, "allowed_updates": webhook.allowed_updates,
    });
    let answer = app
        .http
        .post(address)
        .json(&params)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 200);
    recorder
}

/// From the first word to the plan, the subscription, and the end of it.
async fn talk(app: &TestApp, person: i64) {
    app.says(person, "/start friend_1").await;
    app.says(person, "what is this? <b>&").await;
    app.starts_quiz(person).await;
    let old = app.data(person, 0);
    app.answers(person, &[1, 1, 1, 1, 1]).await;
    app.telegram
        .press(person, app.last(person).message_id, &old);
    app.settled().await;
    app.telegram.press(person, 4_000, "home");
    app.settled().await;
    for text in ["/menu", "/subscription", "/help", "/start"] {
        app.says(person, text).await;
    }
    for door in app.last(person).keyboard.into_iter().flatten() {
        // A link comes back to nobody.
        let Some(data) = door.action.data() else {
            continue;
        };
        app.says(person, "/menu").await;
        app.telegram
            .press(person, app.last(person).message_id, data);
        app.settled().await;
    }
    app.telegram.share_contact(person, "+79990000001");
    app.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_conversation_is_read_by_another_projects_types_without_loss() {
    let app = TestApp::start(Backend::Sqlite).await;
    let recorder = overhear(&app).await;
    app.telegram.add_person(ANNA, "Анна <3 & Co", Some("ru"));
    app.telegram.add_person(BORIS, "Boris", Some("en"));
    app.says(ADMIN, "/start").await;
    talk(&app, ANNA).await;
    talk(&app, BORIS).await;

    for (minute, event, until) in [
        (0, "new_subscription", MARCH),
        (1, "renewed_subscription", APRIL),
        (2, "cancelled_subscription", APRIL),
    ] {
        app.tribute(event, &order(minute, until)).await;
        app.says(ANNA, "/subscription").await;
    }
    app.telegram.block_bot(ANNA);
    app.settled().await;
    app.tribute("new_subscription", &order(3, APRIL)).await;
    app.telegram.unblock_bot(ANNA);
    app.settled().await;
    app.telegram.add_group(GROUP, "Клуб");
    app.telegram.ask_to_join(BORIS, GROUP);
    app.settled().await;
    app.delivered().await;

    let mut expected = vec!["callback_query", "message", "my_chat_member"];
    let wanted = app.telegram.webhook().expect("a webhook").allowed_updates;
    if wanted.iter().any(|kind| kind == "chat_join_request") {
        expected.push("chat_join_request");
    }
    expected.sort_unstable();
    assert_eq!(recorder.kinds(), expected);
    assert_eq!(recorder.updates().len(), app.telegram.deliveries().len());
    none(&recorder.complaints());

    let calls = app.telegram.calls();
    for method in [
        "getMe",
        "setWebhook",
        "setMyCommands",
        "sendMessage",
        "editMessageText",
        "answerCallbackQuery",
    ] {
        assert!(
            calls.iter().any(|call| call.method == method),
            "{method} was not called"
        );
    }
    none(&complaints_about(&calls));
    app.stop().await;
}
