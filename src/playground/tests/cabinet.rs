//! Sending from the cabinet: as it was typed, late, twice, unsigned, and remembered.

use serde_json::{Value, json};

use super::bot::{Bot, playground, settings};
use crate::playground::tribute::sign;
use crate::playground::{Conversation, Playground, Settings, TributeSending, TributeSignature};

const USER: i64 = 5;

/// A playground whose Tribute knows where to send.
async fn with_receiver() -> (Playground, Bot) {
    let (playground, bot) = (playground().await, Bot::start());
    playground.set_tribute_webhook(&bot.url());
    (playground, bot)
}

/// Asks as the page does; nothing to post means GET.
async fn ask(playground: &Playground, path: &str, form: Option<Value>) -> (u16, Value) {
    let url = format!("{}/playground/{path}", playground.api_url());
    let client = playground.tribute_client();
    let request = match form {
        Some(form) => client.post(url).json(&form),
        None => client.get(url),
    };
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn draft(playground: &Playground, event: &str, product: usize) -> String {
    let form = json!({ "user": USER, "event": event, "product": product });
    let (status, answer) = ask(playground, "tribute/draft", Some(form)).await;
    assert_eq!(status, 200, "{answer}");
    answer["body"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_was_typed_is_sent_byte_for_byte_and_signed() {
    let (playground, bot) = with_receiver().await;
    let drafted = draft(&playground, "new_subscription", 0).await;
    assert!(bot.received().is_empty(), "a draft is not sent");
    let edited = drafted.replace("49900", " 49900.00 ");
    for body in [edited.as_str(), "не JSON {", ""] {
        let form = json!({ "user": USER, "body": body });
        let (status, entry) = ask(&playground, "tribute/send", Some(form)).await;
        assert_eq!((status, &entry["done"]), (200, &json!(true)), "{entry}");
        let got = bot.received().pop().unwrap();
        assert_eq!(String::from_utf8(got.body.clone()).unwrap(), body);
        let expected = sign(&playground.settings().tribute_key, &got.body);
        assert_eq!(got.signature, Some(expected));
        let note = entry["note"].as_str().unwrap_or_default();
        assert_eq!(note.contains("not JSON"), body != edited, "{entry}");
    }
}

#[tokio::test]
async fn a_signature_can_be_wrong_missing_or_of_the_key_before() {
    let (playground, bot) = with_receiver().await;
    for signature in ["wrong", "none", "previous_key"] {
        let form = json!({ "user": USER, "body": "{}", "signature": signature });
        assert_eq!(ask(&playground, "tribute/send", Some(form)).await.0, 200);
    }
    let [wrong, none, previous] = bot.received().try_into().unwrap();
    let settings = playground.settings();
    assert_ne!(wrong.signature, Some(sign(&settings.tribute_key, b"{}")));
    assert_eq!(wrong.signature.unwrap().len(), 64);
    assert_eq!(none.signature, None);
    assert_eq!(
        previous.signature,
        Some(sign(&settings.tribute_previous_key, b"{}"))
    );
}

#[tokio::test]
async fn held_deliveries_are_sent_late_and_in_any_order() {
    let (playground, bot) = with_receiver().await;
    let mut numbers = Vec::new();
    for event in ["new_subscription", "cancelled_subscription"] {
        let body = draft(&playground, event, 0).await;
        let form = json!({ "user": USER, "body": body, "hold": true });
        let (_, entry) = ask(&playground, "tribute/send", Some(form)).await;
        assert_eq!(
            (&entry["held"], &entry["next_at"]),
            (&json!(true), &Value::Null)
        );
        numbers.push(entry["number"].clone());
    }
    assert!(bot.received().is_empty());
    for number in numbers.iter().rev() {
        let form = json!({ "number": number });
        let (_, entry) = ask(&playground, "tribute/resend", Some(form)).await;
        assert_eq!(
            (&entry["held"], &entry["done"]),
            (&json!(false), &json!(true))
        );
    }
    let names: Vec<_> = bot
        .received()
        .iter()
        .map(|one| one.json()["name"].clone())
        .collect();
    assert_eq!(names, ["cancelled_subscription", "new_subscription"]);
}

#[tokio::test]
async fn the_same_bytes_go_several_times_and_twins_at_once() {
    let (playground, bot) = with_receiver().await;
    let form = json!({ "user": USER, "body": "{\"a\":1}", "times": 3 });
    let (_, entry) = ask(&playground, "tribute/send", Some(form)).await;
    assert_eq!(entry["attempts"].as_array().unwrap().len(), 3);
    let form = json!({ "user": USER, "body": "{\"a\":1}", "twin": true });
    let (_, entry) = ask(&playground, "tribute/send", Some(form)).await;
    assert_eq!(entry["attempts"].as_array().unwrap().len(), 2);
    assert!(bot.received().len() == 5 && bot.received().iter().all(|one| one.body == b"{\"a\":1}"));
    let form = json!({ "user": USER, "body": "{}", "times": 6 });
    let (status, answer) = ask(&playground, "tribute/send", Some(form)).await;
    assert!(status == 400 && answer["error"].as_str().unwrap().contains("1 to 5"));
}

#[tokio::test]
async fn the_telegram_id_can_be_taken_out() {
    let (playground, bot) = with_receiver().await;
    let body = draft(&playground, "new_digital_product", 3).await;
    let form = json!({ "user": USER, "body": body, "without_telegram_id": true });
    ask(&playground, "tribute/send", Some(form)).await;
    let payload = bot.received()[0].json()["payload"].clone();
    assert!(payload.get("telegram_user_id").is_none() && payload["trb_user_id"] == "T-5");
    // Tribute knows the buyer all the same.
    let refund: Value =
        serde_json::from_str(&draft(&playground, "digital_product_refunded", 3).await).unwrap();
    assert_eq!(refund["payload"]["purchase_id"], payload["purchase_id"]);
}

#[tokio::test]
async fn the_page_sees_what_is_on_sale_and_what_was_sent() {
    let (playground, _bot) = with_receiver().await;
    let form = json!({ "user": USER, "event": "new_subscription", "plan": 0 });
    let (_, answer) = ask(&playground, "tribute", Some(form)).await;
    assert_eq!(
        (&answer["status"], &answer["number"]),
        (&json!(200), &json!(1))
    );
    ask(
        &playground,
        "tribute/send",
        Some(json!({ "user": 6, "body": "{}" })),
    )
    .await;
    let (_, state) = ask(&playground, "state?user=5", None).await;
    let tribute = &state["tribute"];
    let kinds: Vec<_> = tribute["products"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["kind"])
        .collect();
    assert_eq!(
        kinds,
        [
            "subscription",
            "donation",
            "donation",
            "digital",
            "physical",
            "shop",
            "shop"
        ]
    );
    assert!(
        tribute["products"][3]["events"]
            .as_array()
            .unwrap()
            .contains(&json!("digital_product_refunded"))
    );
    let sent: Vec<_> = tribute["sent"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["event"], &one["user"]))
        .collect();
    assert_eq!(
        sent,
        [
            (&json!("unnamed"), &json!(6)),
            (&json!("new_subscription"), &json!(5))
        ]
    );
    assert!(tribute["sent"][0].get("body").is_none());
    assert_eq!(tribute["sent"][1]["type"], "regular");
    assert_eq!(
        tribute["sent"][1]["product"],
        tribute["products"][0]["name"]
    );
    let (_, entry) = ask(&playground, "tribute/sent?number=2", None).await;
    assert_eq!(
        (&entry["body"], &entry["attempts"][0]["status"]),
        (&json!("{}"), &json!(200))
    );
    for (path, form, expected) in [
        ("tribute/sent?number=9", None, 404),
        ("tribute/sent", None, 400),
        ("tribute/resend", Some(json!({ "number": 9 })), 404),
        ("tribute/send", Some(json!({ "user": USER })), 400),
        (
            "tribute",
            Some(json!({ "user": USER, "event": "ping", "plan": 9 })),
            400,
        ),
    ] {
        let (status, answer) = ask(&playground, path, form).await;
        assert_eq!(status, expected, "{path}: {answer}");
        assert!(answer["error"].is_string(), "{path}: {answer}");
    }
}

#[tokio::test]
async fn payments_are_part_of_a_saved_conversation_and_are_sent_again_in_its_replay() {
    let (playground, _bot) = with_receiver().await;
    playground.add_person(USER, "Анна", Some("ru"));
    let body = draft(&playground, "new_subscription", 0).await;
    for signature in ["right", "wrong"] {
        let form = json!({ "user": USER, "body": body, "signature": signature });
        ask(&playground, "tribute/send", Some(form)).await;
    }
    let saved = playground.conversation(&[USER]);
    let file = saved.to_file().unwrap();
    let read = Conversation::parse(&file).unwrap();
    let steps: Vec<_> = read
        .step
        .iter()
        .map(|step| (step.tribute.as_deref(), step.badly_signed))
        .collect();
    let body = body.as_str();
    assert_eq!(steps, [(Some(body), false), (Some(body), true)], "{file}");

    let (again, bot) = with_receiver().await;
    again.replay(&read, |_| {}).await;
    let received = bot.received();
    assert!(received.len() == 2 && received.iter().all(|one| one.body == body.as_bytes()));
    let expected = sign(&again.settings().tribute_key, body.as_bytes());
    assert_eq!(received[0].signature.as_deref(), Some(expected.as_str()));
    assert_ne!(received[1].signature, received[0].signature);
}

#[tokio::test]
async fn what_the_bot_says_to_copies_sent_at_once_belongs_to_the_first_of_them() {
    let (playground, _bot) = with_receiver().await;
    playground.send_text(USER, "/start");
    let body = draft(&playground, "new_subscription", 0).await;
    let form = json!({ "user": USER, "body": body, "times": 3 });
    ask(&playground, "tribute/send", Some(form)).await;
    let thanks = json!({ "chat_id": USER, "text": "thanks" });
    super::bot::call(&playground, "sendMessage", thanks).await;
    let steps = playground.conversation(&[USER]).step;
    let seen: Vec<_> = steps
        .iter()
        .map(|step| (step.tribute.is_some(), step.sees.len()))
        .collect();
    assert_eq!(seen, [(false, 0), (true, 1), (true, 0), (true, 0)]);
}

#[tokio::test]
async fn purchases_and_the_book_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let open = || {
        Playground::start(Settings {
            journal: Some(folder.path().join("journal.jsonl")),
            ..settings()
        })
    };
    let bot = Bot::start();
    let before = open().await.unwrap();
    before.set_tribute_webhook(&bot.url());
    let body = draft(&before, "new_digital_product", 3).await;
    let sending = |body: &str, hold| TributeSending {
        user: USER,
        body: body.to_owned(),
        signature: TributeSignature::PreviousKey,
        hold,
        ..TributeSending::default()
    };
    let sent = before.tribute_post(sending(&body, false)).await;
    let held = before.tribute_post(sending("late", true)).await;
    before.stop().await;

    let after = open().await.unwrap();
    assert_eq!(after.tribute_entry(1), Some(sent));
    assert_eq!(after.tribute_entry(2), Some(held));
    let refund = draft(&after, "digital_product_refunded", 3).await;
    let purchase =
        |body: &str| serde_json::from_str::<Value>(body).unwrap()["payload"]["purchase_id"].clone();
    assert_eq!(purchase(&refund), purchase(&body));
    after.set_tribute_webhook(&bot.url());
    assert!(after.tribute_resend(2).await.unwrap().done);
    assert_eq!(after.tribute_post(sending("{}", true)).await.number, 3);
    let last = bot.received().pop().unwrap();
    let expected = sign(&after.settings().tribute_previous_key, b"late");
    assert_eq!(
        (last.body.as_slice(), last.signature),
        (b"late".as_slice(), Some(expected))
    );
}
