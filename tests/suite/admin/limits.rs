//! However much there is to say, each message fits.

use super::{ANNA, asks, told};
use crate::support::{
    app::{ADMIN, TestApp},
    on_both,
};

on_both! {
    async fn the_most_that_can_be_stored_still_fits_into_a_message(backend) {
        let app = TestApp::start(backend).await;
        app.says(ADMIN, "/start").await;
        let name = "🙂<&>\"".repeat(25);
        app.telegram.add_person(ANNA, &name, Some("ru"));
        app.says(ANNA, "/start").await;
        asks(&app, ANNA, &"Ы<&>".repeat(25), "8 999 123-45-67", &"<&>🙂 ".repeat(160)).await;
        app.delivered().await;
        let at = "'2026-01-01 00:00:00.000000'";
        let until = "'2099-01-01 00:00:00.000000'";
        let mut rows = Vec::new();
        for number in 0..40 {
            rows.push(format!("INSERT INTO users (id, first_name, source, created_at, last_seen_at) SELECT {number} + 100, '{name}', \
                'source_{number}_{}', created_at, last_seen_at FROM users WHERE id = {ANNA}", "x".repeat(50)));
            rows.push(format!("INSERT INTO subscriptions (user_id, source, plan, name, access_until, auto_renew, basis, known_at, \
                price_minor, currency, updated_at) VALUES ({ANNA}, 'sub:{number}', 'lost_{number}', '{name}', {until}, {}, 'paid', {at}, 9223372036854775807, 'rub', {at})",
                if number % 2 == 0 { "TRUE" } else { "FALSE" }));
            rows.push(format!("INSERT INTO events (user_id, name, details, happened_at) SELECT {ANNA}, 'quiz_finished', 'gone_{number}{name}', last_seen_at \
                FROM users WHERE id = {ANNA}"));
            rows.push(format!("INSERT INTO leads (user_id, name, phone, comment, status, created_at, source) SELECT {ANNA}, '{name}', '+79991234567', \
                '{}', 'new', created_at, 'quiz:gone:gone' FROM users WHERE id = {ANNA}", name.repeat(8)));
            let body = format!(r#"{{"name":"new_donation","payload":{{"amount":9223372036854775807,"currency":"c{number}","donation_name":"{}"}}}}"#, "Ы".repeat(300));
            rows.push(format!("INSERT INTO tribute_events (key, name, body, outcome, user_id, received_at) SELECT 'k{number}', 'new_donation', '{body}', \
                'stored', {ANNA}, last_seen_at FROM users WHERE id = {ANNA}"));
        }
        for sql in &rows {
            app.database.query(sql).await;
        }
        let text = told(&app, ADMIN, "/stats").await;
        assert!(text.contains("source_1") && text.contains("92\u{a0}233\u{a0}720\u{a0}368\u{a0}547\u{a0}758,07"), "{text}");
        told(&app, ADMIN, "/leads 50").await;
        told(&app, ADMIN, &format!("/find {}", "🙂<&>\"".repeat(12))).await;
        assert_eq!(app.buttons(ADMIN).len(), 11);
        app.telegram.press(ADMIN, app.last(ADMIN).message_id, &format!("adm:card:{ANNA}:f:x"));
        app.settled().await;
        let card = app.last(ADMIN).text;
        assert!(card.contains("Подписки") && card.contains("Tribute"), "{card}");
        let refused: Vec<_> = app.telegram.calls().into_iter().filter(|call| call.refused).collect();
        assert!(refused.is_empty(), "{refused:#?}");
        app.no_dead_letters().await;
        app.stop().await;
    }
}
