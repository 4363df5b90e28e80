//! Deliveries as Telegram makes them: again, at once, in another order, and with anything inside.

use five_keys_bot::playground::{Fault, Weather};
use futures_util::future::join_all;
use serde_json::json;

use crate::support::{
    app::TestApp,
    on_both,
    steps::{message, press},
};

const ANNA: i64 = 5_301_000_111;
const GROUP: i64 = -1_001_234_567_890;
/// The largest id that Telegram promises to stay below, and the largest update id.
const LARGEST_USER: i64 = (1 << 52) - 1;
const LARGEST_UPDATE: i64 = 2_147_483_647;

on_both! {
    async fn an_update_delivered_fifty_times_at_once_has_one_effect_and_one_reply(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/menu").await;
        let again = (0..50).map(|_| app.post_update(message(1, ANNA, "/start ad")));
        for answer in join_all(again).await {
            assert_eq!(answer.status(), 200);
        }
        assert_eq!(app.texts(ANNA).len(), 2, "{:#?}", app.texts(ANNA));
        let started = "SELECT count(*) FROM events WHERE name = 'started'";
        assert_eq!(app.database.value(started).await, "1");
        assert_eq!(app.metric("bot_update_duplicates_total").await, 49.0);
        app.stop().await;
    }

    async fn a_press_delivered_fifty_times_at_once_is_one_answer_and_every_copy_stops_the_spinner(backend) {
        let app = TestApp::start(backend).await;
        app.starts_quiz(ANNA).await;
        let (number, data) = (app.last(ANNA).message_id, app.data(ANNA, 1));
        let again = (0..50).map(|_| app.post_update(press(1, ANNA, number, &data)));
        for answer in join_all(again).await {
            let body: serde_json::Value = answer.json().await.expect("JSON");
            assert_eq!(body, json!({ "method": "answerCallbackQuery", "callback_query_id": "press-1" }));
        }
        assert!(app.last(ANNA).text.contains("Вопрос 2 из 5"), "{}", app.last(ANNA).text);
        assert!(app.database.value("SELECT state FROM dialogues").await.ends_with(r#""answers":[1]}"#));
        app.stop().await;
    }

    async fn repetitions_in_another_order_change_nothing(backend) {
        let app = TestApp::start(backend).await;
        for (id, payload) in [(1, "first"), (2, "second"), (2, "second"), (1, "first")] {
            let answer = app.post_update(message(id, ANNA, &format!("/start {payload}"))).await;
            assert_eq!(answer.status(), 200);
        }
        assert_eq!(app.database.value("SELECT source FROM users").await, "first");
        assert_eq!(app.database.count("inbox").await, 2);
        assert_eq!(app.database.count("events").await, 2);
        // Nobody here may be written to, and both messages of the first Start have to find that out.
        app.delivered().await;
        app.stop().await;
    }

    async fn lost_answers_doubles_and_twins_are_not_noticed_by_the_person(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/start").await;
        for fault in [Fault::LoseWebhookAnswer, Fault::DuplicateDelivery, Fault::TwinDelivery] {
            let before = app.texts(ANNA).len();
            app.telegram.weather(Weather::next(fault.clone()));
            let update = app.telegram.send_text(ANNA, "/help");
            app.settled().await;
            assert_eq!(app.telegram.delivery(update).expect("known").attempts, 2, "{fault:?}");
            assert_eq!(app.texts(ANNA).len(), before + 1, "{fault:?}");
        }
        app.stop().await;
    }

    async fn of_two_answers_to_one_question_at_once_exactly_one_counts(backend) {
        let app = TestApp::start(backend).await;
        app.starts_quiz(ANNA).await;
        let number = app.last(ANNA).message_id;
        let presses = (0..3).map(|row| press(10 + i64::try_from(row).expect("small"), ANNA, number, &app.data(ANNA, row)));
        for answer in join_all(presses.map(|body| app.post_update(body))).await {
            assert_eq!(answer.status(), 200);
        }
        let state = app.database.value("SELECT state FROM dialogues").await;
        assert_eq!(state.split("\"answers\":").nth(1).map(str::len), Some("[0]}".len()), "{state}");
        assert!(app.last(ANNA).text.contains("Вопрос 2 из 5"));
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn a_message_and_a_press_of_one_person_at_once_both_take_effect(backend) {
        let app = TestApp::start(backend).await;
        for round in 1..6 {
            app.starts_quiz(ANNA).await;
            let (number, data) = (app.last(ANNA).message_id, app.data(ANNA, 1));
            // Telegram keeps messages and presses of one person in different queues.
            app.telegram.send_text(ANNA, "/help");
            app.telegram.press(ANNA, number, &data);
            app.settled().await;
            assert_eq!(app.told(ANNA, "Как всё устроено"), round);
            assert_eq!(app.told(ANNA, "Вопрос 2 из 5"), round);
        }
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn many_people_at_once_get_their_own_answers_in_their_own_order(backend) {
        let app = TestApp::start(backend).await;
        for turn in ["/start", "/help", "/menu", "what?"] {
            for person in 0..12 {
                app.telegram.send_text(ANNA + person, turn);
            }
        }
        app.settled().await;
        for person in 0..12 {
            let texts = app.texts(ANNA + person);
            let expected = ["Здравствуйте", "Как всё устроено", "Главное меню", "Кажется, я не понял"];
            assert_eq!(texts.len(), expected.len(), "{texts:#?}");
            for (text, expected) in texts.iter().zip(expected) {
                assert!(text.contains(expected), "{texts:#?}");
            }
        }
        assert_eq!(app.database.count("users").await, 12);
        app.stop().await;
    }

    async fn kinds_that_nobody_knows_yet_are_accepted_at_once(backend) {
        let app = TestApp::start(backend).await;
        let kinds = [
            json!({ "hologram": { "from": { "id": ANNA } } }),
            json!({ "message": 7 }),
            json!({ "callback_query": { "id": "1", "from": { "id": ANNA, "first_name": "A" } } }),
            json!({ "my_chat_member": { "chat": { "id": ANNA, "type": "private" }, "from": { "id": ANNA },
                "new_chat_member": { "status": "ghost" } } }),
        ];
        let updates = kinds.map(|update| app.telegram.queue_update(ANNA, update));
        app.settled().await;
        for update in updates {
            let delivery = app.telegram.delivery(update).expect("known");
            assert_eq!((delivery.attempts, delivery.last_status), (1, Some(200)), "{delivery:?}");
        }
        // The press without data came from a person, who gets a way back (and has not started the bot here).
        assert_eq!(app.telegram.calls_of("sendMessage").len(), 1);
        app.stop().await;
    }

    async fn names_with_anything_inside_are_stored_and_shown_as_they_are(backend) {
        let app = TestApp::start(backend).await;
        let long = "&".repeat(256);
        for (person, name) in [
            "Ан\0на", "👩‍👩‍👧‍👦🏳️‍🌈", "\u{202e}مرحبا", "<b>x</b> {name} \"'", "'; DROP TABLE users; --", long.as_str(), "",
        ].into_iter().enumerate() {
            let id = ANNA + i64::try_from(person).expect("small");
            app.telegram.add_person(id, name, Some("ru"));
            app.says(id, "/start").await;
            let shown = name.replace('\0', "");
            let last = app.last(id).text;
            assert!(last.contains(&format!("Здравствуйте, {shown}!")) || name.contains('\0'), "{name:?}: {last}");
            let stored = format!("SELECT first_name FROM users WHERE id = {id}");
            assert_eq!(app.database.value(&stored).await, shown);
        }
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn what_happens_in_groups_and_what_bots_write_has_no_effect(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_group(GROUP, "Group");
        app.telegram.forget_calls();
        let group = json!({ "id": GROUP, "type": "supergroup", "title": "Group" });
        let anna = json!({ "id": ANNA, "is_bot": false, "first_name": "Anna" });
        let bot = json!({ "id": 77, "is_bot": true, "first_name": "Bot" });
        let private = json!({ "id": 77, "type": "private" });
        let mut number = 0;
        for update in [
            json!({ "message": { "message_id": 1, "date": 1, "chat": group, "from": anna, "text": "/start" } }),
            json!({ "callback_query": { "id": "1", "from": anna, "data": "home",
                "message": { "message_id": 1, "date": 1, "chat": group } } }),
            json!({ "my_chat_member": { "chat": group, "from": anna, "new_chat_member": { "status": "kicked" } } }),
            json!({ "message": { "message_id": 1, "date": 1, "chat": private, "from": bot, "text": "/start" } }),
            json!({ "channel_post": { "message_id": 1, "date": 1, "chat": group, "text": "/start" } }),
            json!({ "edited_message": { "message_id": 1, "date": 1, "chat": private, "from": anna, "text": "/start" } }),
        ] {
            number += 1;
            let mut update = update;
            update["update_id"] = json!(number);
            assert_eq!(app.post_update(update.to_string()).await.status(), 200);
        }
        assert!(app.telegram.calls().iter().all(|call| !call.method.starts_with("send") && !call.method.starts_with("edit")));
        for table in ["users", "outbox", "events"] {
            assert_eq!(app.database.count(table).await, 0, "{table}");
        }
        assert_eq!(app.database.count("inbox").await, 6);
        app.stop().await;
    }

    async fn ids_keep_all_their_bits(backend) {
        let app = TestApp::start(backend).await;
        app.says(LARGEST_USER, "/start").await;
        assert_eq!(app.texts(LARGEST_USER).len(), 1);
        let body = message(LARGEST_UPDATE, LARGEST_USER, "/help");
        assert_eq!(app.post_update(body).await.status(), 200);
        assert!(app.last(LARGEST_USER).text.contains("Как всё устроено"));
        assert_eq!(app.database.value("SELECT id FROM users").await, LARGEST_USER.to_string());
        let key = format!("SELECT count(*) FROM inbox WHERE key = '{LARGEST_UPDATE}'");
        assert_eq!(app.database.value(&key).await, "1");
        app.stop().await;
    }
}
