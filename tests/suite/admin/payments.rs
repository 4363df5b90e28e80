//! `/payments`, `/payments_csv`, `/revenue`, and how an owner wants to hear of payments.

use five_keys_bot::playground::ShownKind;
use serde_json::json;

use super::told;
use crate::support::{
    app::{ADMIN, TestApp},
    on_both,
    payments::{ANNA, APRIL, MARCH, order},
};

/// A zone in which the day is half over.
fn where_it_is_noon() -> String {
    let hour = jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .hour();
    // In these names the sign says how far Greenwich is ahead.
    match hour - 12 {
        0 => "UTC".to_owned(),
        behind => format!("Etc/GMT{behind:+}"),
    }
}

/// Scheduled work, now.
async fn run_tasks(app: &TestApp) {
    let request = app.http.post(format!("{}/tasks/run", app.url));
    let answer = request
        .bearer_auth("tasks")
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 200);
}

on_both! {
    async fn the_list_the_table_and_the_figures_say_the_same(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ANNA, "=Анна", Some("ru"));
        app.says(ADMIN, "/start").await;
        app.says(ANNA, "/start").await;
        assert!(told(&app, ADMIN, "/payments").await.contains("Пока ничего не было"));
        let now = jiff::Timestamp::now();
        let mut paid = order(0, MARCH);
        paid.created_at = now;
        app.tribute("new_subscription", &paid).await;
        app.until("the owner hears of it", |_| app.told(ADMIN, "Новая подписка") == 1).await;
        let news = app.last(ADMIN);
        assert!(news.text.contains("499 ₽ (после комиссии 449,10 ₽)"), "{}", news.text);
        app.presses(ADMIN, "Карточка").await;
        assert!(app.last(ADMIN).text.contains(&format!("Telegram ID: {ANNA}")), "{}", app.last(ADMIN).text);
        app.presses(ADMIN, "Назад к списку").await;
        let mut cancel = order(1, MARCH);
        cancel.created_at = now;
        app.tribute("cancelled_subscription", &cancel).await;
        let mut nobody = order(2, APRIL);
        (nobody.telegram_user_id, nobody.trb_user_id, nobody.created_at) = (None, None, now);
        app.tribute("new_subscription", &nobody).await;
        app.delivered().await;

        let list = told(&app, ADMIN, "/payments").await;
        for words in ["1. Новая подписка", "неизвестно чьё", "2. Продление подписки выключено", "3. Новая подписка", "=Анна 5301000111 · доступ открыт"] {
            assert!(list.contains(words), "{words}: {list}");
        }
        assert_eq!(app.told(ADMIN, "от 1 до 50"), 0);
        assert!(told(&app, ADMIN, "/payments 51").await.contains("от 1 до 50"));
        let figures = told(&app, ADMIN, "/revenue 1").await;
        for words in ["Оплачено 998 ₽, оплат: 2", "после комиссии 898,20 ₽", "новых 2, продлений 0, выключили продление 1", "Ждут вашего решения: 1", "Клуб «Пять ключей»: 1"] {
            assert!(figures.contains(words), "{words}: {figures}");
        }
        assert!(told(&app, ADMIN, "/stats").await.contains("998 ₽ · оплат: 2, возвратов: 0"), "{}", app.last(ADMIN).text);

        app.says(ADMIN, "/payments_csv 2").await;
        let message = app.last(ADMIN);
        assert_eq!(message.kind, ShownKind::Document, "{message:?}");
        let bytes = app.telegram.file(message.file_id.as_deref().expect("a file")).expect("its bytes");
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("the mark of UTF-8");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!((rows.len(), rows[0].len()), (3, 10));
        assert_eq!(rows[1].iter().skip(1).take(8).collect::<Vec<_>>(), ["Новая подписка", "", "", "Клуб «Пять ключей»", "499.00", "449.10", "RUB", "⚠️ неизвестно чьё"]);
        assert_eq!(rows[2].iter().skip(1).take(8).collect::<Vec<_>>(), ["Продление подписки выключено", &ANNA.to_string(), "'=Анна", "Клуб «Пять ключей»", "", "", "", "доступ открыт или изменён"]);
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn an_owner_may_have_one_message_a_day_or_none_and_alarms_always(backend) {
        let zone = where_it_is_noon();
        let app = TestApp::start_with(backend, &[("TASKS_TOKEN", "tasks"), ("TZ", &zone)]).await;
        app.says(ADMIN, "/start").await;
        app.says(ANNA, "/start").await;
        app.says(ADMIN, "/payments").await;
        assert!(app.last(ADMIN).text.contains("о каждой оплате сразу"));
        app.presses(ADMIN, "Раз в день").await;
        assert!(app.last(ADMIN).text.contains("раз в день, утром"), "{}", app.last(ADMIN).text);
        app.tribute("new_subscription", &order(0, MARCH)).await;
        let mut broken = order(1, MARCH);
        broken.also.insert("expires_at".into(), json!("soon"));
        app.tribute("renewed_subscription", &broken).await;
        app.until("the alarm", |_| app.told(ADMIN, "бот не смог разобрать: Подписка продлена") == 1).await;
        app.delivered().await;
        assert_eq!(app.told(ADMIN, "💳 Новая подписка"), 0);

        // All of it was yesterday.
        let age = |column: &str| match backend {
            crate::support::database::Backend::Postgres => format!("{column} - interval '1 day'"),
            crate::support::database::Backend::Sqlite => format!("strftime('%Y-%m-%d %H:%M:%S.000000', {column}, '-1 day')"),
        };
        app.database.query(&format!("UPDATE tribute_events SET received_at = {}", age("received_at"))).await;
        app.database.query("UPDATE payment_news SET told_on = '2020-01-01'").await;
        run_tasks(&app).await;
        app.until("the digest", |_| app.told(ADMIN, "Оплачено 499 ₽, оплат: 1") == 1).await;
        assert_eq!(app.told(ADMIN, "Ждут вашего решения: 1"), 1);
        run_tasks(&app).await;
        assert_eq!(app.told(ADMIN, "🗞 Оплаты"), 1, "once a day");
        app.says(ADMIN, "/payments").await;
        app.presses(ADMIN, "Не сообщать").await;
        assert_eq!(app.database.value("SELECT mode FROM payment_news").await, "off");
        app.tribute("renewed_subscription", &order(5, APRIL)).await;
        app.delivered().await;
        assert_eq!(app.told(ADMIN, "💳 Подписка продлена"), 0);
        app.says(ADMIN, "/payments").await;
        app.presses(ADMIN, "О каждой оплате").await;
        app.tribute("cancelled_subscription", &order(6, APRIL)).await;
        app.until("the owner hears again", |_| app.told(ADMIN, "💳 Продление подписки выключено") == 1).await;
        app.stop().await;
    }
}
