//! `/grant`, `/extend`, `/revoke`, and the same from a card.

use super::{ANNA, STRANGER, toast, told};
use crate::support::{
    app::{ADMIN, TestApp},
    on_both,
};

async fn journal(app: &TestApp) -> Vec<Vec<String>> {
    let sql = "SELECT action, made_by, user_id, plan, reason, outcome FROM journal ORDER BY id";
    app.database.query(sql).await
}

/// Anna and another Anna have started the bot, and so has the owner.
async fn with_people(app: &TestApp) {
    app.telegram.add_person(ADMIN, "Ольга", Some("ru"));
    app.telegram.add_person(ANNA, "Анна К", Some("ru"));
    app.telegram.add_person(STRANGER, "Анна П", Some("ru"));
    for person in [ADMIN, ANNA, STRANGER] {
        app.says(person, "/start").await;
    }
}

on_both! {
    async fn access_is_given_prolonged_and_closed_and_everybody_is_told(backend) {
        let app = TestApp::start(backend).await;
        with_people(&app).await;
        let sure = told(&app, ADMIN, &format!("/grant {ANNA} club 2098-12-31 подарок <за> терпение")).await;
        for words in ["Проверьте: открыть доступ", "Анна К", "Клуб «Пять ключей»", "До: 31 декабря 2098", "подарок <за> терпение"] {
            assert!(sure.contains(words), "{words}: {sure}");
        }
        assert!(journal(&app).await.is_empty(), "not before the yes");
        app.presses(ADMIN, "Открыть").await;
        app.until("the owner is told", |_| app.told(ADMIN, "✅ Готово. Кто: Анна К") == 1).await;
        app.until("Anna is told", |_| app.told(ANNA, "подарок <за> терпение") == 1).await;
        let (admin, anna) = (ADMIN.to_string(), ANNA.to_string());
        assert_eq!(journal(&app).await, [["grant", &admin, &anna, "club", "подарок <за> терпение", "done"]]);
        assert!(told(&app, ANNA, "/subscription").await.contains("до 31 декабря 2098"));

        let sure = told(&app, ADMIN, &format!("/extend {ANNA} club 1 был сбой")).await;
        assert!(sure.contains("Будет до: 1 января 2099"), "{sure}");
        // Another reason may be written instead.
        let sure = told(&app, ADMIN, "была авария").await;
        assert!(sure.contains("Будет до: 1 января 2099") && sure.contains("была авария"), "{sure}");
        app.presses(ADMIN, "Продлить").await;
        app.until("Anna is told", |_| app.told(ANNA, "была авария") == 1).await;
        assert!(told(&app, ANNA, "/subscription").await.contains("до 1 января 2099"));

        app.says(ADMIN, &format!("/revoke {ANNA} club вернули деньги")).await;
        let (message, yes) = (app.last(ADMIN).message_id, app.data(ADMIN, 0));
        for _ in 0..2 {
            app.telegram.press(ADMIN, message, &yes);
            app.settled().await;
        }
        app.until("Anna is told", |_| app.told(ANNA, "вернули деньги") == 1).await;
        assert!(toast(&app, ADMIN).contains("из старого сообщения"), "{}", toast(&app, ADMIN));
        assert_eq!(journal(&app).await.len(), 3, "the second press is nothing");
        let sure = told(&app, ADMIN, &format!("/revoke {ANNA} club ещё раз")).await;
        assert!(sure.contains("закрывать нечего"), "{sure}");

        app.telegram.press(ADMIN, app.last(ADMIN).message_id, &format!("adm:card:{ANNA}:f:x"));
        app.settled().await;
        let card = app.last(ADMIN).text;
        for words in ["Решения", "доступ открыт — Клуб «Пять ключей», до 31 декабря 2098. Причина: подарок <за> терпение. Кто: Ольга", "доступ продлён", "доступ закрыт"] {
            assert!(card.contains(words), "{words}: {card}");
        }
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn from_a_card_questions_lead_to_the_same(backend) {
        let app = TestApp::start(backend).await;
        with_people(&app).await;
        app.says(ADMIN, &format!("/find {ANNA}")).await;
        app.presses(ADMIN, "Анна К").await;
        assert!(!app.buttons(ADMIN).iter().any(|button| button.contains("Закрыть")));
        app.presses(ADMIN, "Открыть доступ").await;
        app.presses(ADMIN, "Клуб «Пять ключей» Плюс").await;
        assert!(told(&app, ADMIN, "когда-нибудь").await.contains("Не понял, до какого времени"));
        assert!(told(&app, ADMIN, "навсегда").await.contains("Почему?"));
        assert!(told(&app, ADMIN, "—").await.contains("Нужна причина"));
        let sure = told(&app, ADMIN, "ведущая").await;
        assert!(sure.contains("До: без срока") && sure.contains("Причина: ведущая"), "{sure}");
        app.presses(ADMIN, "Не надо").await;
        assert!(app.last(ADMIN).text.contains("ничего не изменилось"));
        assert!(journal(&app).await.is_empty());

        app.telegram.press(ADMIN, app.last(ADMIN).message_id, &format!("adm:rule:d:g:{ANNA}:club:30"));
        app.settled().await;
        app.says(ADMIN, "подарок").await;
        app.presses(ADMIN, "Открыть").await;
        // Else the owner's own notice may come below what they look at next.
        app.until("the owner is told", |_| app.told(ADMIN, "✅ Готово") == 1).await;
        app.until("Anna is told", |_| app.told(ANNA, "подарок") == 1).await;
        app.says(ADMIN, &format!("/find {ANNA}")).await;
        app.presses(ADMIN, "Анна К").await;
        for button in ["Открыть доступ", "Продлить", "Закрыть"] {
            assert!(app.buttons(ADMIN).iter().any(|known| known.contains(button)), "{button}");
        }
        app.stop_with_leftovers().await;
    }

    async fn what_cannot_be_done_is_refused_with_what_to_do(backend) {
        let app = TestApp::start(backend).await;
        with_people(&app).await;
        for (command, words) in [
            ("/grant", "Напишите всё в одной строке"),
            ("/grant @nobody_x club 30 подарок", "Попросите человека нажать «Старт»"),
            ("/grant 77 club 30 подарок", "Попросите человека нажать «Старт»"),
            ("/grant Анна yoga 30 подарок", "Не вижу названия тарифа"),
            ("/grant Анна club сколько-нибудь", "Не понял, до какого времени"),
            ("/grant Анна club 01.01.2020 подарок", "уже прошёл"),
            ("/grant Анна club 30", "Нужна причина"),
            ("/extend Анна club навсегда подарок", "на сколько дней"),
        ] {
            let answer = told(&app, ADMIN, command).await;
            assert!(answer.contains(words), "{command}: {answer}");
            if !words.contains("Старт") {
                assert!(answer.contains("Например: /") && answer.contains("club_plus — "), "{answer}");
            }
        }
        // Of two people one is chosen.
        assert!(told(&app, ADMIN, "/grant Анна club 30 подарок").await.contains("Подходят несколько"));
        app.presses(ADMIN, "Анна П").await;
        assert!(app.last(ADMIN).text.contains("Проверьте: открыть доступ") && app.last(ADMIN).text.contains("Анна П"));
        let yes = app.data(ADMIN, 0);
        let message = app.last(ADMIN).message_id;
        // Whatever comes next ends it.
        app.says(ADMIN, "/stats").await;
        app.telegram.press(ADMIN, message, &yes);
        app.settled().await;
        assert!(journal(&app).await.is_empty());
        assert!(toast(&app, ADMIN).contains("из старого сообщения"));
        app.delivered().await;
        app.stop().await;
    }
}
