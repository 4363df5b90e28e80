//! Who is too fast is slowed, and nobody else; the same press again does nothing.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use five_keys_bot::playground::{Fault, Weather};
use futures_util::future::join_all;
use serde_json::json;

use crate::support::{
    app::TestApp,
    on_both,
    steps::{message, press},
};

const ANNA: i64 = 5_301_000_111;
const BORIS: i64 = 5_301_000_222;

async fn outcomes(app: &TestApp) -> Vec<(String, usize)> {
    let sql = "SELECT outcome, count(*) FROM inbox GROUP BY outcome ORDER BY outcome";
    let count = |row: Vec<String>| (row[0].clone(), row[1].parse().expect("a number"));
    app.database
        .query(&sql.replace("count(*)", "CAST(count(*) AS TEXT)"))
        .await
        .into_iter()
        .map(count)
        .collect()
}

on_both! {
    async fn a_flood_of_one_person_makes_nobody_else_wait(backend) {
        let app = TestApp::start_limited(backend).await;
        app.starts_quiz(ANNA).await;
        let (number, data) = (app.last(ANNA).message_id, app.data(ANNA, 1));
        let ended = Arc::new(AtomicUsize::new(0));
        // Answers to the first question and calls for help in turn: no press repeats the one before it.
        let flood = (0..300).map(|at| {
            let body = if at % 2 == 0 { press(1_000 + at, ANNA, number, &data) } else { message(1_000 + at, ANNA, "/help") };
            let (answer, ended) = (app.post_update(body), Arc::clone(&ended));
            async move {
                let answer = answer.await;
                ended.fetch_add(1, Ordering::SeqCst);
                (answer.status().as_u16(), answer.headers().contains_key("retry-after"))
            }
        });
        let other = async {
            // The flood is at its height: all that will be refused was.
            while ended.load(Ordering::SeqCst) < 100 {
                tokio::task::yield_now().await;
            }
            let answer = app.post_update(press(1, BORIS, 77, "help")).await;
            (answer.status().as_u16(), ended.load(Ordering::SeqCst))
        };
        let (answers, (status, before)) = tokio::join!(join_all(flood), other);
        assert_eq!(status, 200);
        assert!(before < 250, "the other was answered after {before} of the flood");
        assert_eq!(app.told(BORIS, "Как всё устроено"), 0, "he has not started the bot here");
        let taken = answers.iter().filter(|answer| answer.0 == 200).count();
        let refused = answers.iter().filter(|answer| **answer == (503, true)).count();
        assert_eq!(taken + refused, 300, "{answers:?}");
        assert!(taken >= 30 + 128 - 10, "{taken} were taken");
        assert!(app.metric("bot_updates_slowed_total").await >= 100.0);
        assert_eq!(app.metric(r#"bot_webhook_refusals_total{outcome="flood"}"#).await, f64::from(u32::try_from(refused).expect("few")));

        // As if they had come one after the other: one answer counts, and every call for help is answered.
        let state = app.database.value("SELECT state FROM dialogues").await;
        assert!(state.ends_with(r#""answers":[1]}"#), "{state}");
        assert_eq!(app.database.count("inbox").await, i64::try_from(taken).expect("few") + 4);
        let helped = (0..300).filter(|at| at % 2 == 1).zip(answers.iter().skip(1).step_by(2));
        assert_eq!(app.told(ANNA, "Как всё устроено"), helped.filter(|(_, answer)| answer.0 == 200).count());
        app.stop_with_leftovers().await;
    }

    async fn a_double_press_of_the_pdf_gives_one_document(backend) {
        let app = TestApp::start_limited(backend).await;
        app.starts_quiz(ANNA).await;
        app.answers(ANNA, &[0, 0, 0, 0, 0]).await;
        let number = app.last(ANNA).message_id;
        let presses = (1..6).map(|at| app.post_update(press(at, ANNA, number, "plan:pdf")));
        for (answer, at) in join_all(presses).await.into_iter().zip(1..) {
            assert_eq!(answer.status(), 200);
            let body: serde_json::Value = answer.json().await.expect("JSON");
            assert_eq!((&body["method"], &body["callback_query_id"]), (&json!("answerCallbackQuery"), &json!(format!("press-{at}"))));
        }
        app.delivered().await;
        assert_eq!(app.telegram.calls_of("sendDocument").len(), 1);
        let asked = "SELECT count(*) FROM events WHERE name = 'plan_pdf'";
        assert_eq!(app.database.value(asked).await, "1");
        assert!(outcomes(&app).await.contains(&("repeated".to_owned(), 4)), "{:?}", outcomes(&app).await);
        assert_eq!(app.metric("bot_presses_repeated_total").await, 4.0);
        app.stop().await;
    }

    async fn a_double_press_of_start_begins_one_attempt(backend) {
        let app = TestApp::start_limited(backend).await;
        app.says(ANNA, "/menu").await;
        app.presses(ANNA, "Энергия").await;
        let number = app.last(ANNA).message_id;
        let presses = (1..3).map(|at| app.post_update(press(at, ANNA, number, "quiz:energy:start")));
        for answer in join_all(presses).await {
            assert_eq!(answer.status(), 200);
        }
        let begun = "SELECT count(*) FROM events WHERE name = 'quiz_started'";
        assert_eq!(app.database.value(begun).await, "1");
        // Another button at once is no repetition.
        let data = app.data(ANNA, 0);
        app.telegram.press(ANNA, number, &data);
        app.settled().await;
        assert!(app.last(ANNA).text.contains("Вопрос 2 из 5"), "{}", app.last(ANNA).text);
        app.stop().await;
    }

    async fn a_press_that_was_delivered_twice_is_the_inboxs_business(backend) {
        let app = TestApp::start_limited(backend).await;
        app.says(ANNA, "/start").await;
        for fault in [Fault::LoseWebhookAnswer, Fault::DuplicateDelivery, Fault::TwinDelivery] {
            app.telegram.weather(Weather::next(fault));
            app.presses(ANNA, "Помощь").await;
            assert!(app.last(ANNA).text.contains("Как всё устроено"));
            app.presses(ANNA, "В меню").await;
        }
        assert_eq!(app.metric("bot_presses_repeated_total").await, 0.0);
        assert_eq!(outcomes(&app).await, [("handled".to_owned(), 7)]);
        app.stop().await;
    }
}
