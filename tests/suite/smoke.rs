//! From the first word to a result and a payment, as a person does it.

use crate::support::{
    app::{TestApp, plan},
    on_both,
};

const ANNA: i64 = 5_301_000_111;

on_both! {
    async fn a_person_starts_takes_the_quiz_pays_and_is_remembered(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ANNA, "Анна", Some("ru"));
        app.says(ANNA, "/start instagram").await;
        assert!(app.last(ANNA).text.contains("Анна"));
        app.presses(ANNA, "Энергия").await;
        let start = app.last(ANNA).keyboard[0][0].text.clone();
        app.presses(ANNA, &start).await;
        for _ in 0..5 {
            let answer = app.last(ANNA).keyboard[0][0].text.clone();
            app.presses(ANNA, &answer).await;
        }
        assert_eq!(app.database.count("recommendations").await, 1);
        assert_eq!(app.telegram.pay(ANNA, &plan()).await.status, 200);
        app.settled().await;
        app.says(ANNA, "/subscription").await;
        assert!(app.last(ANNA).text.contains("Клуб"), "{}", app.last(ANNA).text);
        let (telegram, database) = app.stop().await;

        let app = TestApp::on(telegram, database, &[]).await;
        app.says(ANNA, "/subscription").await;
        assert!(app.last(ANNA).text.contains("Клуб"));
        assert_eq!(app.database.value("SELECT source FROM users").await, "instagram");
        app.stop().await;
    }
}
