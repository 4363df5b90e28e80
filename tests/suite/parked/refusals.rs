//! What is refused, and to whom.

use super::{
    SECOND, app, app_with, card, carded, decisions::radix, message, nobody, only_event, press,
    unplanned,
};
use crate::support::{
    app::{ADMIN, TestApp},
    on_both,
    payments::{ANNA, outcomes},
    updates,
};

async fn journal(app: &TestApp) -> i64 {
    app.database.count("journal").await
}

on_both! {
    async fn nobody_else_sees_or_decides_anything(backend) {
        let app = app(backend).await;
        app.tribute("new_subscription", &nobody(0)).await;
        carded(&app, "Событие Tribute без человека").await;
        let id = only_event(&app).await;
        for act in [String::new(), ":again".into(), ":drop".into(), ":give".into(), format!(":give:{}:yes", radix(ANNA))] {
            let mut update = updates::press(0, ANNA, &format!("adm:ev:{id}{act}"));
            update.as_object_mut().expect("an object").remove("update_id");
            app.telegram.queue_update(ANNA, update);
            app.settled().await;
        }
        app.says(ANNA, "/unmatched").await;
        assert_eq!(app.told(ANNA, "someone@example.org"), 0);
        assert_eq!(journal(&app).await, 0);
        assert_eq!(outcomes(&app).await, ["unmatched"]);
        app.delivered().await;
        app.stop().await;
    }

    async fn whoever_is_no_admin_any_more_answers_no_question(backend) {
        let app = app(backend).await;
        app.tribute("new_subscription", &nobody(0)).await;
        carded(&app, "Событие Tribute без человека").await;
        app.presses(ADMIN, "Отложить").await;
        app.delivered().await;
        let (telegram, database) = app.stop().await;
        let app = TestApp::on(telegram, database, &[("ADMIN_ID", &SECOND.to_string())]).await;
        app.says(ADMIN, "это была проверка").await;
        assert_eq!(journal(&app).await, 0);
        assert_eq!(outcomes(&app).await, ["unmatched"]);
        app.delivered().await;
        app.stop().await;
    }

    async fn a_plan_for_an_event_without_a_person_and_one_that_is_gone_are_refused(backend) {
        let app = app(backend).await;
        app.tribute("new_subscription", &nobody(0)).await;
        carded(&app, "Событие Tribute без человека").await;
        let first = only_event(&app).await;
        press(&app, ADMIN, card(&app, ADMIN, first).message_id, &format!("adm:ev:{first}:plan:club")).await;
        app.tribute("new_subscription", &unplanned(1)).await;
        app.delivered().await;
        let second = only_event(&app).await;
        press(&app, ADMIN, card(&app, ADMIN, second).message_id, &format!("adm:ev:{second}:plan:gone")).await;
        assert_eq!(journal(&app).await, 0);
        press(&app, ADMIN, card(&app, ADMIN, second).message_id, "adm:ev:999999:again").await;
        assert!(app.told(ADMIN, "Этого события больше нет") == 1);
        assert_eq!(outcomes(&app).await, ["unmatched", "unplanned"]);
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn looking_again_at_an_event_of_nobody_says_that_nobody_is_known(backend) {
        let app = app_with(backend, &[]).await;
        app.tribute("new_subscription", &nobody(0)).await;
        carded(&app, "Событие Tribute без человека").await;
        let id = only_event(&app).await;
        let first = card(&app, ADMIN, id);
        press(&app, ADMIN, first.message_id, &format!("adm:ev:{id}:again")).await;
        assert!(message(&app, ADMIN, first.message_id).text.contains("событие пока ждёт"));
        assert_eq!(app.told(ADMIN, "Не получилось"), 1);
        assert_eq!(outcomes(&app).await, ["unmatched"]);
        app.no_dead_letters().await;
        app.stop().await;
    }
}
