//! Everything about a person, and nothing about anybody else, as a file.

use five_keys_bot::playground::{ShownKind, ShownMessage};
use serde_json::Value;

use super::*;
use crate::support::on_both;

/// The newest file in a chat, read.
fn file(app: &TestApp, id: i64) -> (ShownMessage, String) {
    let message = app.last(id);
    assert_eq!(message.kind, ShownKind::Document, "{message:?}");
    let id = message.file_id.as_deref().expect("a file");
    let bytes = app.telegram.file(id).expect("its bytes");
    (message, String::from_utf8(bytes.to_vec()).expect("UTF-8"))
}

on_both! {
    async fn the_file_holds_every_row_of_theirs_and_of_nobody_else(backend) {
        let app = owned(backend).await;
        lives(&app, &ABOUT_BORIS, in_days(30)).await;
        let link = app.database.value(&format!("SELECT ref_code FROM users WHERE id = {BORIS}")).await;
        app.telegram.add_person(ANNA, ABOUT_ANNA.name, Some("ru"));
        // More facts than anybody is shown elsewhere.
        for _ in 0..12 {
            app.says(ANNA, &format!("/start ref_{link}")).await;
        }
        lives(&app, &ABOUT_ANNA, in_days(30)).await;
        app.says(ADMIN, "/find Аннушка").await;
        app.says(ANNA, "/profile").await;
        app.presses(ANNA, "Скачать").await;
        let (message, text) = file(&app, ANNA);
        let name = message.file_name.expect("a name");
        assert!(name.starts_with("My-data-20") && name.ends_with(".json"), "{name}");
        let json: Value = serde_json::from_str(&text).expect("JSON");
        assert!(json["about"][0].as_str().is_some_and(|about| about.contains("бот хранит о вас")), "{text}");
        for word in ABOUT_ANNA.words() {
            assert!(text.contains(word), "{word}: {text}");
        }
        for word in ABOUT_BORIS.words() {
            assert!(!text.contains(word), "{word}: {text}");
        }
        assert!(!text.contains(&BORIS.to_string()) && !text.contains(&ADMIN.to_string()), "{text}");
        for (table, column) in app.database.columns().await {
            if column != "user_id" {
                continue;
            }
            let stored = app.database.value(&format!("SELECT count(*) FROM {table} WHERE user_id = {ANNA}")).await;
            let told = json["data"][&table].as_array().map_or(0, Vec::len);
            assert_eq!(told.to_string(), stored, "{table}: {text}");
        }
        assert_eq!(json["data"]["referrals"].as_array().map(Vec::len), Some(1));
        assert_eq!(json["data"]["tribute_events"][0]["body"]["payload"]["email"], ABOUT_ANNA.email);
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn an_owners_file_holds_nothing_of_those_who_wrote_to_them(backend) {
        let app = owned(backend).await;
        lives(&app, &ABOUT_ANNA, in_days(30)).await;
        // What did not reach the owner stands there as well.
        let moment = "'2026-11-24 12:00:00.000000'";
        let words = ABOUT_ANNA.words().join(" ");
        app.database.query(&format!("INSERT INTO outbox (chat_id, lane, method, payload, origin, keep_for_unreachable, attempts, not_before, dead_at, created_at) \
            VALUES ({ADMIN}, 0, 'sendMessage', '{words} {ANNA}', 'x', false, 0, {moment}, {moment}, {moment})")).await;
        app.database.query(&format!("UPDATE leads SET closed_by = {ADMIN}, status = 'done'")).await;
        app.says(ADMIN, "/export_me").await;
        let (_, text) = file(&app, ADMIN);
        for word in ABOUT_ANNA.words() {
            assert!(!text.contains(word), "{word}: {text}");
        }
        assert!(!text.contains(&ANNA.to_string()), "{text}");
        app.says(ANNA, "/export_me").await;
        let (_, text) = file(&app, ANNA);
        assert!(text.contains("\"done\"") && !text.contains(&ADMIN.to_string()), "{text}");
        app.stop_with_leftovers().await;
    }

    async fn an_impatient_finger_gets_one_file(backend) {
        let app = TestApp::start_limited(backend).await;
        app.says(ANNA, "/privacy").await;
        let (number, data) = (app.last(ANNA).message_id, app.data(ANNA, 0));
        app.telegram.press(ANNA, number, &data);
        app.telegram.press(ANNA, number, &data);
        app.settled().await;
        app.delivered().await;
        assert_eq!(app.telegram.calls_of("sendDocument").len(), 1);
        app.stop().await;
    }

    async fn somebody_new_gets_a_file_as_well(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ANNA, "Anna", Some("en"));
        app.says(ANNA, "/export_me").await;
        let (message, text) = file(&app, ANNA);
        assert!(message.text.contains("everything we keep"), "{}", message.text);
        assert!(text.contains("\"first_name\": \"Anna\"") && text.contains("Times are in UTC"), "{text}");
        app.stop().await;
    }
}
