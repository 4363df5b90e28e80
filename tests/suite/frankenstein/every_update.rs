//! Every kind of update that the playground delivers, to a bot that wants them all.

use five_keys_bot::playground::{Playground, Settings};
use serde_json::{Value, json};

use super::{
    calling::call,
    reading::none,
    recorder::{Recorder, complaints_about},
};
use crate::support::app::PATIENCE;

const ANNA: i64 = 5_301_000_111;
const BORIS: i64 = 5_301_000_222;
const GROUP: i64 = -1_001_234_567_890;

async fn link(playground: &Playground, params: Value) -> String {
    let made = call(playground, "createChatInviteLink", params).await;
    made["invite_link"].as_str().expect("a link").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_update_is_of_a_known_kind_and_read_without_loss() {
    let playground = Playground::start(Settings::default())
        .await
        .expect("it starts");
    let recorder = Recorder::start(None);
    let wanted = [
        "message",
        "callback_query",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
    ];
    let webhook = json!({ "url": recorder.url, "allowed_updates": wanted });
    call(&playground, "setWebhook", webhook).await;

    playground.add_person(ANNA, "Анна", Some("ru"));
    playground.add_person(BORIS, "Boris", None);
    playground.add_group(GROUP, "Клуб");
    playground.send_text(ANNA, "/start🙂 x");
    playground.share_contact(ANNA, "+79990000001");
    let button = json!([[{ "text": "Yes", "callback_data": "yes" }, { "text": "Page", "url": "https://example.org" }]]);
    let screen = json!({
        "chat_id": ANNA, "text": "<b>bold</b> <a href=\"https://example.org\">link</a> <code>1</code>",
        "parse_mode": "HTML", "reply_markup": { "inline_keyboard": button },
    });
    call(&playground, "sendMessage", screen).await;
    playground.press_button(ANNA, "Yes").expect("a button");
    playground.press(ANNA, 4_000, "gone");
    playground.block_bot(ANNA);
    playground.unblock_bot(ANNA);
    playground.ask_to_join(ANNA, GROUP);
    let open = link(
        &playground,
        json!({ "chat_id": GROUP, "name": "open", "member_limit": 2 }),
    )
    .await;
    playground.follow_invite(ANNA, &open).expect("let in");
    let asking =
        json!({ "chat_id": GROUP, "creates_join_request": true, "expire_date": 4_000_000_000_u32 });
    let asking = link(&playground, asking).await;
    playground.follow_invite(BORIS, &asking).expect("asked");

    assert!(playground.settle(PATIENCE).await);
    let mut expected = wanted.to_vec();
    expected.sort_unstable();
    assert_eq!(recorder.kinds(), expected);
    assert_eq!(recorder.updates().len(), playground.deliveries().len());
    none(&recorder.complaints());
    none(&complaints_about(&playground.calls()));
    playground.stop().await;
}
