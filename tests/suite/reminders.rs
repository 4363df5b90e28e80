//! Reminders, from the question after the first Start to the last one, through the real server.

use serde_json::json;

use crate::support::{
    app::TestApp,
    database::Backend,
    on_both,
    steps::{run, where_it_is_noon},
};

const ANNA: i64 = 5_301_000_111;
const BEN: i64 = 5_301_000_222;
/// Every day, so that today is one.
const SETTINGS: [(&str, &str); 3] = [
    ("TASKS_TOKEN", "cron"),
    ("NOTIFY_WEEKDAYS", "Mon,Tue,Wed,Thu,Fri,Sat,Sun"),
    ("NOTIFY_HOUR_LOCAL", "12"),
];

/// As if the person had turned them on earlier today: due since before noon.
async fn has_waited_since_morning(app: &TestApp, person: i64) {
    let sql = match app.database.backend {
        Backend::Sqlite => format!(
            "UPDATE users SET next_reminder_at = strftime('%Y-%m-%d %H:00:00.000000', 'now', '-1 hour') WHERE id = {person}"
        ),
        Backend::Postgres => format!(
            "UPDATE users SET next_reminder_at = date_trunc('hour', now()) - interval '1 hour' WHERE id = {person}"
        ),
    };
    app.database.query(&sql).await;
}

/// The bot's messages that carry the way out of reminders.
fn reminded(app: &TestApp, person: i64) -> usize {
    let chat = app.telegram.chat(person).into_iter();
    chat.filter(|message| {
        let mut buttons = message.keyboard.iter().flatten();
        message.from_bot && buttons.any(|button| button.action.data() == Some("notify:stop"))
    })
    .count()
}

async fn turns_on(app: &TestApp, person: i64, language: &str) {
    app.telegram.add_person(person, "Anna", Some(language));
    app.says(person, "/start").await;
    app.presses(
        person,
        if language == "ru" {
            "Да, напоминайте"
        } else {
            "Yes, please"
        },
    )
    .await;
    app.says(person, &format!("/timezone {}", where_it_is_noon()))
        .await;
    has_waited_since_morning(app, person).await;
}

on_both! {
    async fn who_said_yes_is_reminded_once_a_day_and_can_stop_it(backend) {
        let app = TestApp::start_with(backend, &SETTINGS).await;
        turns_on(&app, ANNA, "ru").await;
        turns_on(&app, BEN, "en").await;
        let summary = run(&app).await;
        assert_eq!((&summary["ok"], &summary["tasks"]["outbox"]), (&json!(true), &json!({ "taken": 0 })));
        // When the answer comes they are delivered, also where nothing runs between requests.
        assert_eq!((reminded(&app, ANNA), reminded(&app, BEN)), (1, 1), "{summary}");
        assert_eq!(app.metric(r#"bot_reminders_total{outcome="sent"}"#).await, 2.0);
        assert!(app.metric(r#"bot_task_runs_total{task="reminders",outcome="ok"}"#).await >= 1.0);
        let russian = app.telegram.last_from_bot(ANNA).expect("one");
        let english = app.telegram.last_from_bot(BEN).expect("one");
        assert!(russian.button("Больше не напоминать").is_some() && russian.button("меню").is_some(), "{russian:?}");
        assert!(english.button("No more reminders").is_some() && english.button("Menu").is_some(), "{english:?}");

        // Not twice on one day, whatever the row says.
        has_waited_since_morning(&app, ANNA).await;
        assert_eq!(run(&app).await["tasks"]["reminders"], json!({ "sent": 0 }));
        assert_eq!(reminded(&app, ANNA), 1);

        app.presses(BEN, "No more reminders").await;
        assert_eq!(reminded(&app, BEN), 0, "the button went with the answer");
        assert!(app.telegram.last_from_bot(BEN).expect("one").text.contains("no more reminders"));
        assert_eq!(app.database.value(&format!("SELECT next_reminder_at FROM users WHERE id = {BEN}")).await, "NULL");
        assert_eq!(app.database.value("SELECT count(*) FROM events WHERE name = 'reminders_off'").await, "1");
        app.stop().await;
    }

    async fn a_blocked_person_is_left_alone_and_goes_on_when_they_are_back(backend) {
        let app = TestApp::start_with(backend, &SETTINGS).await;
        turns_on(&app, ANNA, "ru").await;
        app.telegram.block_bot(ANNA);
        app.settled().await;
        let calls = app.telegram.calls_of("sendMessage").len();
        run(&app).await;
        assert_eq!(app.metric(r#"bot_reminders_total{outcome="unreachable"}"#).await, 1.0);
        assert_eq!(app.telegram.calls_of("sendMessage").len(), calls, "nothing was even tried");
        let on = format!("SELECT count(*) FROM users WHERE id = {ANNA} AND next_reminder_at IS NOT NULL AND last_reminded_on IS NULL");
        assert_eq!(app.database.value(&on).await, "1");
        app.telegram.unblock_bot(ANNA);
        app.settled().await;
        has_waited_since_morning(&app, ANNA).await;
        run(&app).await;
        assert_eq!(reminded(&app, ANNA), 1);
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn two_replicas_asked_at_once_remind_once(backend) {
        let app = TestApp::start_with(backend, &SETTINGS).await;
        for person in 0..20 {
            turns_on(&app, ANNA + person, "ru").await;
        }
        let all = futures_util::future::join_all((0..4).map(|_| run(&app))).await;
        for person in 0..20 {
            assert_eq!(reminded(&app, ANNA + person), 1, "{person}: {all:?}");
        }
        assert_eq!(app.metric(r#"bot_reminders_total{outcome="sent"}"#).await, 20.0);
        app.stop().await;
    }

    async fn the_question_comes_once_and_the_page_says_how_things_stand(backend) {
        let app = TestApp::start_with(backend, &[("NOTIFY_WEEKDAYS", "Sun,Wed"), ("NOTIFY_HOUR_LOCAL", "18")]).await;
        app.says(ANNA, "/start").await;
        app.reads(ANNA, &["Здравствуйте"]);
        let question = app.telegram.last_from_bot(ANNA).expect("one");
        assert!(question.text.contains("По средам и воскресеньям, около 18:00"), "{}", question.text);
        app.presses(ANNA, "Нет, спасибо").await;
        app.says(ANNA, "/start").await;
        app.reads(ANNA, &["Здравствуйте", "писать первым не буду", "С возвращением"]);
        app.says(ANNA, "/notify").await;
        assert!(app.last(ANNA).text.contains("Напоминания выключены"), "{}", app.last(ANNA).text);
        app.presses(ANNA, "Часовой пояс").await;
        app.presses(ANNA, "Написать город").await;
        app.says(ANNA, "новосибрск").await;
        app.presses(ANNA, "Новосибирск").await;
        assert!(app.last(ANNA).text.contains("Записал: Новосибирск (UTC+7)"), "{}", app.last(ANNA).text);
        app.presses(ANNA, "Напоминания").await;
        app.presses(ANNA, "Включить").await;
        assert!(app.last(ANNA).text.contains("Часовой пояс: Новосибирск (UTC+7).\nСледующее: "), "{}", app.last(ANNA).text);
        assert_eq!(app.database.query("SELECT zone, last_reminded_on FROM users").await.concat(), ["Asia/Novosibirsk", "NULL"]);
        for (language, words) in [("ru", "Напоминания"), ("en", "Reminders")] {
            let command = ("notify".to_owned(), words.to_owned());
            app.until("the command is in the menu", |telegram| telegram.commands(Some(language)).contains(&command)).await;
        }
        app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_was_down_at_the_hour_sends_them_when_it_is_up() {
    let app = TestApp::start_with(Backend::Sqlite, &SETTINGS).await;
    turns_on(&app, ANNA, "ru").await;
    let (telegram, database) = app.stop().await;
    let app = TestApp::on(telegram, database, &SETTINGS).await;
    // Nobody asks for it: the service looks at the clock by itself.
    app.until("the reminder is there", |telegram| {
        let last = telegram.last_from_bot(ANNA);
        last.is_some_and(|message| message.button("Больше не напоминать").is_some())
    })
    .await;
    assert_eq!(reminded(&app, ANNA), 1);
    app.delivered().await;
    app.stop().await;
}
