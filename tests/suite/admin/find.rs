//! `/find` and a person's card.

use five_keys_bot::playground::TributeOrder;
use serde_json::json;

use super::{ANNA, STRANGER, asks, told};
use crate::support::{
    app::{ADMIN, TestApp, plan},
    on_both,
    updates::press,
};

/// Gives a person a user name: Telegram tells it with whatever they do.
async fn is_called(app: &TestApp, person: i64, first_name: &str, username: &str) {
    let mut update = press(0, person, "home");
    update["callback_query"]["from"]["username"] = json!(username);
    update["callback_query"]["from"]["first_name"] = json!(first_name);
    update
        .as_object_mut()
        .expect("an object")
        .remove("update_id");
    app.telegram.queue_update(person, update);
    app.settled().await;
}

on_both! {
    async fn people_are_found_by_whatever_is_remembered_of_them(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ANNA, "Алёна", Some("ru"));
        app.telegram.add_person(STRANGER, "Пётр *?[x] 100% (a.b)", Some("ru"));
        app.says(STRANGER, "/start").await;
        app.says(ANNA, "/start").await;
        is_called(&app, ANNA, "Алёна", "Alyona_X").await;
        asks(&app, ANNA, "Елена Ильинична", "8 999 123-45-67", "-").await;
        is_called(&app, ANNA, "Алёна", "Alyona_X").await;
        app.delivered().await;
        let id = ANNA.to_string();
        for text in [
            "Алёна", "АЛЕНА", "лён", "елен", "ИЛЬИН", "елена ильинична",
            "@alyona_x", "alyona", "ALYONA_X", "@lyona", &id,
            "+7 999 123-45-67", "8 (999) 123-45-67", "89991234567", "123-45-67", "4567",
        ] {
            let said = told(&app, ADMIN, &format!("/find {text}")).await;
            assert!(said.contains("Выберите"), "{text}: {said}");
            assert_eq!(app.buttons(ADMIN), ["Алёна · @Alyona_X", "🏠 В меню"], "{text}");
        }
        for text in ["*?[x]", "100%", "(A.B)", "пётр", "ПЕТР"] {
            told(&app, ADMIN, &format!("/find {text}")).await;
            assert!(app.buttons(ADMIN)[0].starts_with("Пётр"), "{text}: {:?}", app.buttons(ADMIN));
        }
        for text in ["Ольга", "@Алёна", "%", "_", "*", ".", "А?ёна", "5550000", "[", "\\", "' OR 1=1 --"] {
            let said = told(&app, ADMIN, &format!("/find {text}")).await;
            let expected = ["%", "_", "*", ".", "[", "?"].contains(&text);
            assert_eq!(said.contains("Никого"), !expected, "{text}: {said} {:?}", app.buttons(ADMIN));
        }
        assert!(told(&app, ADMIN, "/find").await.contains("кого искать"));
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn of_many_ten_are_shown_those_seen_last_first(backend) {
        let app = TestApp::start(backend).await;
        for number in 10..25 {
            let sql = format!("INSERT INTO users (id, first_name, created_at, last_seen_at) VALUES ({number}, 'Мария {number}', \
                '2026-01-01 00:00:00.000000', '2026-10-{number} 00:00:00.000000')");
            app.database.query(&sql).await;
        }
        app.database.query("INSERT INTO users (id, first_name, created_at) VALUES (99, 'Мария', '2026-01-01 00:00:00.000000')").await;
        assert!(told(&app, ADMIN, "/find мария").await.contains("больше десяти"));
        let buttons = app.buttons(ADMIN);
        assert_eq!((buttons.len(), buttons[0].as_str(), buttons[9].as_str()), (11, "Мария 24 · 24", "Мария 15 · 15"));
        app.stop().await;
    }

    async fn the_card_tells_what_is_stored_of_a_person(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ANNA, "Анна <b>&", Some("ru"));
        app.says(ANNA, "/start insta").await;
        app.starts_quiz(ANNA).await;
        app.answers(ANNA, &[0, 2, 0, 1, 0]).await;
        asks(&app, ANNA, "Анна <i>", "8 999 123-45-67", "утром & днём").await;
        let mut gift = TributeOrder::new(&plan(), ANNA);
        gift.kind = Some("gift".into());
        app.tribute("new_subscription", &gift).await;
        app.tribute("new_subscription", &TributeOrder::new(&plan(), ANNA)).await;
        app.delivered().await;
        let before = told(&app, ADMIN, "/find анна <").await;
        app.presses(ADMIN, "Анна <b>&").await;
        let card = app.last(ADMIN);
        for words in [
            "👤 Анна <b>&\nTelegram ID: 5301000111\nЯзык: русский\nОткуда: insta\n",
            "Энергия: Режим экономии, ",
            "• Клуб «Пять ключей»: до ",
            ", продлевается",
            "Анна <i>, +7 999 123-45-67, утром & днём",
            "Новая подписка 499 ₽ (после комиссии 449,10 ₽) Клуб «Пять ключей»",
            "нажатие «Старт» (insta)",
            "конец теста (⚡ Энергия)",
            "доступ открыт (Клуб «Пять ключей»)",
        ] {
            assert!(card.text.contains(words), "{words} is not in {}", card.text);
        }
        assert_eq!(card.text.matches("499 ₽").count(), 1, "a gift is no money: {}", card.text);
        assert!(!card.text.contains("не может писать"), "{}", card.text);
        assert!(card.entities.iter().any(|entity| entity["url"] == format!("tg://user?id={ANNA}")));
        app.presses(ADMIN, "Назад").await;
        let after = app.last(ADMIN);
        assert_eq!((after.message_id, after.text), (card.message_id, before));

        app.telegram.block_bot(ANNA);
        app.settled().await;
        app.says(ADMIN, "/leads").await;
        app.presses(ADMIN, "👤 1").await;
        let text = app.last(ADMIN).text;
        assert!(text.contains("не может писать этому человеку с") && text.contains("блокировка бота"), "{text}");
        app.presses(ADMIN, "Назад").await;
        assert!(app.last(ADMIN).text.contains("Заявки"));
        app.telegram.press(ADMIN, app.last(ADMIN).message_id, "adm:card:4:f:nobody");
        app.settled().await;
        assert!(app.last(ADMIN).text.contains("больше нет"), "{}", app.last(ADMIN).text);
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn what_somebody_did_stands_in_words_and_never_as_a_name_of_the_database(backend) {
        let app = TestApp::start(backend).await;
        let link = told(&app, STRANGER, "/ref").await;
        let code = link.split_once("start=").and_then(|(_, code)| code.split_whitespace().next());
        app.says(ANNA, &format!("/start {}", code.expect("a link"))).await;
        app.presses(ANNA, "Да, напоминайте").await;
        app.says(ANNA, "/notify_off").await;
        app.says(ANNA, "/catalog магний").await;
        app.presses(ANNA, "Магний").await;
        app.says(ANNA, "/menu").await;
        app.presses(ANNA, "Индекс массы").await;
        app.says(ANNA, "183 95").await;
        app.presses(ANNA, "Посмотреть продукты").await;
        asks(&app, ANNA, "Анна", "8 999 123-45-67", "утром").await;
        told(&app, ADMIN, &format!("/find {ANNA}")).await;
        app.presses(ADMIN, &ANNA.to_string()).await;
        let card = app.last(ADMIN).text;
        assert!(card.contains("Откуда: ссылка друга"), "{card}");
        let (_, history) = card.split_once("Что делал\n").expect("a history");
        for words in [
            "нажатие «Старт» (ссылка друга)",
            "напоминания включены",
            "напоминания выключены",
            "карточка продукта (Магний)",
            "калькулятор (⚖️ Индекс массы)",
            "продукты к результату",
            "заявка (команда /consult)",
        ] {
            assert!(history.contains(words), "{words} is not in {history}");
        }
        assert!(!history.contains('_'), "{history}");
        app.delivered().await;
        app.stop().await;
    }

    async fn the_card_speaks_the_owners_language(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ADMIN, "Olga", Some("en"));
        app.says(ANNA, "/start").await;
        assert!(told(&app, ADMIN, "/find zzz").await.contains("Nobody was found"));
        told(&app, ADMIN, &format!("/find {ANNA}")).await;
        app.telegram.press(ADMIN, app.last(ADMIN).message_id, &app.data(ADMIN, 0));
        app.settled().await;
        let text = app.last(ADMIN).text;
        assert!(text.contains("Came from: no label") && text.contains("pressed Start"), "{text}");
        assert!(told(&app, ADMIN, "/stats").await.contains("7 days"));
        assert!(told(&app, ADMIN, "/leads").await.contains("There is nothing here yet"));
        app.delivered().await;
        app.stop().await;
    }
}
