//! What follows when Telegram says no: nobody to write to, nothing to edit, words it does not take.

use five_keys_bot::playground::{Fault, Weather};

use crate::support::{
    app::{TestApp, plan},
    on_both,
};

const ANNA: i64 = 5_301_000_111;

fn refuse(status: u16, description: &str) -> Fault {
    let description = description.to_owned();
    Fault::Refuse {
        status,
        description,
    }
}

on_both! {
    async fn a_person_who_blocked_the_bot_is_noted_and_their_messages_are_dead_letters(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/start").await;
        let blocked = "Forbidden: bot was blocked by the user";
        app.telegram.weather(Weather::next(refuse(403, blocked)).in_chat(ANNA));
        app.says(ANNA, "/help").await;
        let reasons = app.database.query("SELECT last_error FROM outbox WHERE dead_at IS NOT NULL").await;
        assert_eq!(reasons.concat(), [blocked]);
        let unreachable = "SELECT count(*) FROM users WHERE unreachable_at IS NOT NULL";
        assert_eq!(app.database.value(unreachable).await, "1");
        assert_eq!(app.metric("bot_dead_letters").await, 1.0);

        app.says(ANNA, "/menu").await;
        app.reads(ANNA, &["Здравствуйте", "Главное меню"]);
        assert_eq!(app.database.value(unreachable).await, "0");
        app.stop().await;
    }

    async fn blocking_stops_what_is_queued_and_unblocking_releases_what_is_about_money(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/start").await;
        app.telegram.weather(Weather::next(Fault::TooManyRequests { retry_after: 3_600 }).in_chat(ANNA));
        app.says(ANNA, "/help").await;
        app.says(ANNA, "/menu").await;
        assert_eq!(app.telegram.pay(ANNA, &plan()).await.status, 200);
        app.telegram.block_bot(ANNA);
        app.settled().await;
        let dead = app.database.query("SELECT last_error FROM outbox WHERE dead_at IS NOT NULL ORDER BY id").await;
        assert_eq!(dead.concat(), ["blocked by the person"; 2]);
        assert_eq!(app.telegram.renew(ANNA, &plan()).await.status, 200);
        app.reads(ANNA, &["Здравствуйте"]);

        app.telegram.unblock_bot(ANNA);
        app.settled().await;
        app.reads(ANNA, &["Здравствуйте", "Оплата прошла", "Подписка продлена"]);
        let events = app.database.query("SELECT name FROM events WHERE name LIKE '%blocked' ORDER BY id").await;
        assert_eq!(events.concat(), ["blocked", "unblocked"]);
        app.stop().await;
    }

    async fn an_edit_of_a_vanished_message_becomes_a_new_one(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/menu").await;
        for gone in ["Bad Request: message to edit not found", "Bad Request: message can't be edited"] {
            app.telegram.weather(Weather::next(refuse(400, gone)).on("editMessageText"));
            let before = app.texts(ANNA).len();
            app.presses(ANNA, "Помощь").await;
            assert_eq!(app.texts(ANNA).len(), before + 1, "{gone}");
            assert!(app.last(ANNA).text.contains("Как всё устроено"));
            app.says(ANNA, "/menu").await;
        }
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn the_new_one_is_kept_when_it_is_not_taken_at_once(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/menu").await;
        let gone = refuse(400, "Bad Request: message to edit not found");
        app.telegram.weather(Weather::next(gone).on("editMessageText").times(2));
        app.telegram.weather(Weather::next(Fault::TooManyRequests { retry_after: 1 }).on("sendMessage"));
        app.presses(ANNA, "Помощь").await;
        app.until("it is there", |_| app.told(ANNA, "Как всё устроено") == 1).await;
        assert_eq!(app.texts(ANNA).len(), 2);
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn broken_markup_falls_back_to_plain_words(backend) {
        let app = TestApp::start(backend).await;
        let broken = "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 0";
        app.telegram.weather(Weather::next(refuse(400, broken)).in_chat(ANNA));
        app.says(ANNA, "/help").await;
        let last = app.last(ANNA);
        assert!(last.text.contains("Как всё устроено") && !last.text.contains('<'), "{}", last.text);
        assert!(last.entities.iter().all(|entity| entity["type"] != "bold") && !last.keyboard.is_empty());
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn a_message_that_reads_so_already_is_done(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/menu").await;
        app.telegram.press(ANNA, app.last(ANNA).message_id, "home");
        app.settled().await;
        let refusals = app.telegram.calls_of("editMessageText");
        assert!(refusals[0].description.as_deref().is_some_and(|text| text.contains("message is not modified")));
        assert_eq!(app.metric(r#"bot_api_calls_total{method="editMessageText",outcome="already_so"}"#).await, 1.0);
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn a_message_that_can_never_succeed_is_kept_with_its_reason_and_holds_nobody(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.weather(Weather::next(refuse(400, "Bad Request: message is too long")).in_chat(ANNA));
        app.says(ANNA, "/start").await;
        app.says(ANNA, "/help").await;
        app.reads(ANNA, &["Как всё устроено"]);
        let reasons = app.database.query("SELECT last_error FROM outbox WHERE dead_at IS NOT NULL").await;
        assert!(reasons.concat().concat().contains("message is too long"), "{reasons:?}");
        app.stop().await;
    }
}
