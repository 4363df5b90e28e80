//! A new version starts on what an older one has written.

use crate::support::{
    app::{TestApp, plan},
    on_both,
};

const ANNA: i64 = 5_301_000_111;

/// Migrations of the releases so far; docs/upgrading.md promises that each comes up to date with its data.
const RELEASED: [usize; 1] = [20];

on_both! {
    async fn what_every_released_version_has_written_is_there_after_the_update(backend) {
        for released in RELEASED {
            let app = TestApp::start(backend).await;
            app.says(ANNA, "/start autumn").await;
            app.presses(ANNA, "Энергия").await;
            app.presses(ANNA, "Начать").await;
            let answer = app.last(ANNA).keyboard[0][0].text.clone();
            app.presses(ANNA, &answer).await;
            assert_eq!(app.telegram.pay(ANNA, &plan()).await.status, 200);
            app.says(ANNA, "/subscription").await;
            let paid = app.last(ANNA).text;
            let (telegram, database) = app.stop().await;

            // As the older version left it.
            let all = database.url().migration_status().await.expect("a status").len();
            assert!(released < all, "list a release when the one after it begins");
            for _ in released..all {
                database.url().revert_last().await.expect("taken back");
            }
            let status = database.url().migration_status().await.expect("a status");
            assert_eq!(status.iter().filter(|one| one.applied).count(), released);

            let app = TestApp::on(telegram, database, &[]).await;
            app.says(ANNA, "/subscription").await;
            assert_eq!(app.last(ANNA).text, paid, "from {released} migrations");
            app.says(ANNA, "/menu").await;
            app.presses(ANNA, "Энергия").await;
            app.presses(ANNA, "Продолжить").await;
            assert!(app.last(ANNA).text.contains("Вопрос 2 из 5"), "{}", app.last(ANNA).text);
            let source = format!("SELECT source FROM users WHERE id = {ANNA}");
            assert_eq!(app.database.value(&source).await, "autumn");
            app.stop().await;
        }
    }
}
