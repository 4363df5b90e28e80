//! `/stats`: the figures are what was played, in words and as a picture.

use five_keys_bot::playground::{ShownKind, TributeOrder};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{ANNA, STRANGER, asks, told};
use crate::support::{
    app::{ADMIN, TestApp, plan},
    on_both,
};

const BORIS: i64 = 5_301_000_222;

/// A payment of this moment.
fn order(person: i64) -> TributeOrder {
    TributeOrder::new(&plan(), person)
}

async fn plays(app: &TestApp) {
    app.says(ANNA, "/start insta<b>").await;
    app.says(ANNA, "/start insta_bio").await;
    app.says(BORIS, "/start insta_bio").await;
    app.says(STRANGER, "/menu").await;
    for person in [ANNA, BORIS] {
        app.starts_quiz(person).await;
    }
    app.answers(ANNA, &[0, 2, 0, 1, 0]).await;
    asks(app, ANNA, "Анна", "8 999 123-45-67", "утром").await;
    asks(app, BORIS, "Борис", "8 999 123-45-68", "-").await;
    app.database
        .query("UPDATE leads SET status = 'done', closed_at = created_at WHERE name = 'Борис'")
        .await;
}

async fn pays(app: &TestApp) {
    app.tribute("new_subscription", &order(ANNA)).await;
    let mut trial = order(BORIS);
    trial.kind = Some("trial".into());
    app.tribute("new_subscription", &trial).await;
    let mut earlier = order(ANNA);
    earlier.created_at = Timestamp::now() - SignedDuration::from_hours(24 * 40);
    app.tribute("renewed_subscription", &earlier).await;
    let mut donation = order(STRANGER);
    donation.telegram_user_id = None;
    donation.also.insert("amount".into(), json!(1_500));
    donation.also.insert("currency".into(), json!("EUR"));
    app.tribute("new_donation", &donation).await;
    donation.telegram_user_id = Some(STRANGER);
    donation.created_at += SignedDuration::from_mins(1);
    donation.also.insert("currency".into(), json!("USD"));
    app.tribute("new_donation", &donation).await;
    let bought = order(ANNA);
    app.tribute("new_digital_product", &bought).await;
    app.tribute("digital_product_refunded", &bought).await;
}

on_both! {
    async fn the_figures_are_what_was_played(backend) {
        let app = TestApp::start(backend).await;
        let text = told(&app, ADMIN, "/stats").await;
        assert!(text.contains("За 7 дней") && text.contains("Людей всего: 0, новых: 0") && text.contains("пока нет"), "{text}");
        plays(&app).await;
        pays(&app).await;
        app.delivered().await;
        let text = told(&app, ADMIN, "/stats 1").await;
        for words in [
            "За 1 день",
            // The owner as well.
            "Людей всего: 4, новых: 4\nБыли за сутки: 4, за 7 дней: 4\nНажали «Старт»: 3",
            "• ⚡ Энергия: 2 → 1",
            "Заявки: новых 2, обработано 1, ждут сейчас 1",
            "• Клуб «Пять ключей»: 2",
            // The club and the product that was given back; a trial is no money.
            "• 499 ₽ · оплат: 2, возвратов: 1",
            "• 15 € · оплат: 1, возвратов: 0",
            "• insta_bio: 2 → 1 → 2 → 1",
            // Whoever gave something has paid as well.
            "• без метки: 2 → 0 → 0 → 1",
        ] {
            assert!(text.contains(words), "{words} is not in {text}");
        }
        app.presses(ADMIN, "90 дней").await;
        let text = app.last(ADMIN).text;
        assert!(text.contains("За 90 дней") && text.contains("• 998 ₽ · оплат: 3"), "the renewal of another month too: {text}");
        for odd in ["/stats 0", "/stats 91", "/stats week"] {
            assert!(told(&app, ADMIN, odd).await.contains("от 1 до 90"), "{odd}");
        }
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn what_is_older_than_the_period_is_left_out(backend) {
        let app = TestApp::start(backend).await;
        plays(&app).await;
        let long_ago = "'2020-01-01 10:00:00.000000'";
        for sql in [
            format!("UPDATE users SET created_at = {long_ago}, last_seen_at = {long_ago} WHERE id <> {ADMIN}"),
            format!("UPDATE events SET happened_at = {long_ago}"),
            format!("UPDATE leads SET created_at = {long_ago}, closed_at = {long_ago}"),
        ] {
            app.database.query(&sql).await;
        }
        let text = told(&app, ADMIN, "/stats 90").await;
        for words in ["новых: 0\nБыли за сутки: 0, за 7 дней: 0\nНажали «Старт»: 0", "новых 0, обработано 0, ждут сейчас 1"] {
            assert!(text.contains(words), "{words} is not in {text}");
        }
        assert!(!text.contains("insta_bio") && !text.contains("Энергия"), "{text}");
        app.stop_with_leftovers().await;
    }

    async fn the_chart_is_a_picture_below_the_figures(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ADMIN, "Olga", Some("en"));
        plays(&app).await;
        app.delivered().await;
        app.says(ADMIN, "/stats").await;
        let figures = app.last(ADMIN);
        app.presses(ADMIN, "Chart").await;
        let chart = app.last(ADMIN);
        assert_eq!(chart.kind, ShownKind::Photo, "{chart:?}");
        let bytes = app.telegram.file(chart.file_id.as_deref().expect("a file")).expect("its bytes");
        assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"), "a PNG");
        assert!(app.telegram.chat(ADMIN).contains(&figures), "the figures stay");
        app.presses(ADMIN, "Menu").await;
        assert_eq!(app.last(ADMIN).kind, ShownKind::Text, "the menu comes below the picture");
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }
}
