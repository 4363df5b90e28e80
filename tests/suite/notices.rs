//! What people are told when their access comes to its end, through the real server.

use five_keys_bot::playground::TributeOrder;
use jiff::{SignedDuration, Timestamp};

use crate::support::{
    app::{ADMIN, TestApp, plan},
    database::Backend,
    on_both,
    payments::{ANNA, page},
    steps::{run, where_it_is_noon},
};

const SETTINGS: [(&str, &str); 1] = [("TASKS_TOKEN", "cron")];

/// Access for ten days and two hours, for somebody for whom it is noon.
async fn buys(app: &TestApp) -> TributeOrder {
    app.says(ADMIN, "/start").await;
    app.says(ANNA, "/start").await;
    app.says(ANNA, &format!("/timezone {}", where_it_is_noon()))
        .await;
    let until = Timestamp::now() + SignedDuration::from_hours(10 * 24 + 2);
    let order = TributeOrder::new(&plan(), ANNA).expiring(until);
    app.tribute("new_subscription", &order).await;
    order
}

async fn cancels(app: &TestApp, order: &TributeOrder) {
    let mut cancel = order.clone();
    cancel.created_at += SignedDuration::from_hours(1);
    app.tribute("cancelled_subscription", &cancel).await;
}

/// As if so many hours had passed for all access, and whatever is still to be said were due; then cron comes, twice.
async fn pass(app: &TestApp, hours: i64) {
    // Whatever was saved is planned.
    run(app).await;
    let sql = match app.database.backend {
        Backend::Sqlite => format!(
            "UPDATE subscriptions SET notice_at = '2026-01-01 00:00:00.000000', \
             access_until = strftime('%Y-%m-%d %H:%M:%f000', access_until, '-{hours} hours') WHERE notice_at IS NOT NULL"
        ),
        Backend::Postgres => format!(
            "UPDATE subscriptions SET notice_at = '2026-01-01', \
             access_until = access_until - interval '{hours} hours' WHERE notice_at IS NOT NULL"
        ),
    };
    app.database.query(&sql).await;
    run(app).await;
    run(app).await;
    app.delivered().await;
}

/// How often each notice was read: three days, tomorrow, today, not paid, ended.
fn told(app: &TestApp) -> [usize; 5] {
    [
        "осталось 3 дня",
        "заканчивается завтра",
        "сегодня последний день",
        "пока не прошла",
        "доступ закончился",
    ]
    .map(|words| app.told(ANNA, words))
}

on_both! {
    async fn access_that_was_cancelled_is_spoken_of_in_time_and_each_notice_comes_once(backend) {
        let app = TestApp::start_with(backend, &SETTINGS).await;
        let order = buys(&app).await;
        cancels(&app, &order).await;
        pass(&app, 0).await;
        assert_eq!(told(&app), [0, 0, 0, 0, 0], "ten days are long");
        pass(&app, 7 * 24).await;
        assert_eq!(told(&app), [1, 0, 0, 0, 0]);
        let last = app.last(ANNA);
        assert!(last.button("499 ₽").is_some_and(|button| button.action.url().is_some()), "{last:?}");
        app.presses(ANNA, "Подписка").await;
        assert_eq!(told(&app), [1, 0, 0, 0, 0], "the page comes below, the notice stays");
        assert!(app.last(ANNA).text.contains("Продление выключено"), "{}", app.last(ANNA).text);
        pass(&app, 2 * 24).await;
        assert_eq!(told(&app), [1, 1, 0, 0, 0]);
        pass(&app, 24).await;
        assert_eq!(told(&app), [1, 1, 1, 0, 0]);
        pass(&app, 2).await;
        assert_eq!(told(&app), [1, 1, 1, 0, 1]);
        assert_eq!(app.database.value("SELECT count(*) FROM subscriptions WHERE notice_at IS NULL AND notice IS NULL").await, "1");
        assert!(page(&app).await.contains("Доступ закончился"));
        assert!(app.metric(r#"bot_task_runs_total{task="notices",outcome="ok"}"#).await >= 1.0);
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn a_renewal_stops_what_was_to_be_said(backend) {
        let app = TestApp::start_with(backend, &SETTINGS).await;
        let order = buys(&app).await;
        cancels(&app, &order).await;
        pass(&app, 7 * 24).await;
        let mut renewal = TributeOrder::new(&plan(), ANNA).expiring(Timestamp::now() + SignedDuration::from_hours(40 * 24));
        renewal.created_at += SignedDuration::from_hours(2);
        app.tribute("renewed_subscription", &renewal).await;
        let planned = "SELECT count(*) FROM subscriptions WHERE notice IS NULL";
        run(&app).await;
        assert_eq!(app.database.value(planned).await, "0");
        assert_eq!(app.database.value("SELECT notice FROM subscriptions").await, "unpaid");
        pass(&app, 3 * 24).await;
        assert_eq!(told(&app), [1, 0, 0, 0, 0]);
        app.stop().await;
    }

    async fn a_renewal_that_is_not_paid_is_waited_for_in_the_days_of_grace(backend) {
        let app = TestApp::start_with(backend, &SETTINGS).await;
        buys(&app).await;
        // It ended at five in the morning.
        pass(&app, 10 * 24 + 2 + 7).await;
        assert_eq!(told(&app), [0, 0, 0, 1, 0]);
        assert!(app.last(ANNA).button("в Tribute").is_some(), "{:?}", app.last(ANNA));
        let text = page(&app).await;
        assert!(text.contains("Ждём оплату за продление. Доступ остаётся открытым до"), "{text}");
        pass(&app, 3 * 24).await;
        assert_eq!(told(&app), [0, 0, 0, 1, 1]);
        assert!(page(&app).await.contains("Доступ закончился"));
        app.stop().await;
    }

    async fn whoever_blocked_the_bot_is_left_alone_and_hears_the_rest_when_they_are_back(backend) {
        let app = TestApp::start_with(backend, &SETTINGS).await;
        let order = buys(&app).await;
        cancels(&app, &order).await;
        app.telegram.block_bot(ANNA);
        app.settled().await;
        let calls = app.telegram.calls_of("sendMessage").len();
        pass(&app, 7 * 24).await;
        pass(&app, 2 * 24).await;
        assert_eq!(app.telegram.calls_of("sendMessage").len(), calls, "nothing was even tried");
        app.telegram.unblock_bot(ANNA);
        app.settled().await;
        pass(&app, 24).await;
        assert_eq!(told(&app), [0, 0, 1, 0, 0]);
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn asked_by_several_at_once_it_tells_once(backend) {
        let app = TestApp::start_with(backend, &SETTINGS).await;
        let order = buys(&app).await;
        cancels(&app, &order).await;
        run(&app).await;
        let set = match backend {
            Backend::Sqlite => "access_until = strftime('%Y-%m-%d %H:%M:%f000', access_until, '-168 hours')",
            Backend::Postgres => "access_until = access_until - interval '168 hours'",
        };
        app.database.query(&format!("UPDATE subscriptions SET notice_at = '2026-01-01 00:00:00.000000', {set}")).await;
        futures_util::future::join_all((0..4).map(|_| run(&app))).await;
        assert_eq!(told(&app), [1, 0, 0, 0, 0]);
        app.stop().await;
    }

    async fn access_of_an_older_version_is_planned_and_not_spoken_of_late(backend) {
        let app = TestApp::start_with(backend, &SETTINGS).await;
        let order = buys(&app).await;
        cancels(&app, &order).await;
        run(&app).await;
        // As the migration leaves it.
        app.database.query("UPDATE subscriptions SET notice = NULL, notice_at = updated_at").await;
        run(&app).await;
        assert_eq!(app.database.value("SELECT notice FROM subscriptions").await, "days");
        assert_eq!(told(&app), [0, 0, 0, 0, 0]);
        app.stop().await;
    }
}
