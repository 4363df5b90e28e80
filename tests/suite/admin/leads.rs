//! `/leads`: the requests, newest first, page by page.

use super::{ANNA, STRANGER, asks, told};
use crate::support::{
    app::{ADMIN, TestApp},
    on_both,
};

on_both! {
    async fn the_owner_reads_the_requests_and_whose_they_are(backend) {
        let app = TestApp::start(backend).await;
        assert!(told(&app, ADMIN, "/leads").await.contains("пока пусто"));
        asks(&app, ANNA, "<b>Анна</b> & Ко", "8 999 123-45-67", &format!("утром {}", "и днём ".repeat(30))).await;
        asks(&app, STRANGER, "Борис", "+375 29 123-45-67", "-").await;
        app.delivered().await;
        let text = told(&app, ADMIN, "/leads").await;
        let (boris, anna) = (text.find("Борис").expect("Boris"), text.find("<b>Анна</b> & Ко").expect("Anna"));
        assert!(boris < anna, "newest first: {text}");
        assert!(text.contains("1. 🆕 Борис, +375 29 123-45-67\n") && text.contains("без комментария"), "{text}");
        assert!(text.contains("команда /consult") && text.contains("и днём и д…"), "{text}");
        let entities = app.last(ADMIN).entities;
        assert!(entities.iter().any(|entity| entity["url"] == format!("tg://user?id={ANNA}")), "{entities:?}");

        app.database.query("UPDATE leads SET status = 'done' WHERE name = 'Борис'").await;
        assert!(told(&app, ADMIN, "/leads 1").await.contains("1. ✅ Борис"));
        assert!(!app.last(ADMIN).text.contains("Анна"), "only one was asked for");
        assert!(app.last(ADMIN).button("Раньше").is_none());
        app.presses(ADMIN, "Только открытые").await;
        let text = app.last(ADMIN).text;
        assert!(text.contains("ждут ответа") && text.contains("Анна") && !text.contains("Борис"), "{text}");
        app.presses(ADMIN, "Все заявки").await;
        assert!(app.last(ADMIN).text.contains("Борис"));
        for odd in ["/leads 0", "/leads 51", "/leads many"] {
            assert!(told(&app, ADMIN, odd).await.contains("от 1 до 50"), "{odd}");
        }
        app.delivered().await;
        app.stop().await;
    }

    async fn fifty_long_requests_are_read_page_by_page(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ADMIN, "Olga", Some("en"));
        app.says(ANNA, "/start").await;
        let long = "🙂<&> ".repeat(12);
        for number in 1..=52 {
            let sql = format!("INSERT INTO leads (user_id, name, phone, comment, status, created_at, source) VALUES ({ANNA}, \
                'Person {number} {long}', '+79991234567', '{}', 'new', '2026-10-10 10:00:00.000000', 'quiz:gone:{long}')", long.repeat(13));
            app.database.query(&sql).await;
        }
        let text = told(&app, ADMIN, "/leads 25").await;
        assert!(text.contains("1. 🆕 Person 52") && text.contains("\n10. 🆕 Person 43"), "{text}");
        assert!(!text.contains("a little more"), "{text}");
        app.presses(ADMIN, "Older").await;
        app.presses(ADMIN, "Older").await;
        let text = app.last(ADMIN).text;
        assert!(text.contains("25. 🆕 Person 28") && !text.contains("26. "), "{text}");
        assert!(app.last(ADMIN).button("Older").is_none());
        app.presses(ADMIN, "Newer").await;
        assert!(app.last(ADMIN).text.contains("11. 🆕 Person 42"));
        app.no_dead_letters().await;
        app.stop().await;
    }
}
