//! Every button of the card.

use serde_json::json;

use super::{BEN, SECOND, app, card, carded, message, nobody, only_event, press, unplanned};
use crate::support::{
    app::{ADMIN, TestApp},
    on_both,
    payments::{ANNA, APRIL, order, outcomes, page},
};

/// The newest note over a chat.
fn toast(app: &TestApp, person: i64) -> String {
    let last = app.telegram.toasts(person).pop();
    last.map(|toast| toast.text).unwrap_or_default()
}

on_both! {
    async fn the_owner_gives_an_event_to_a_person_and_the_card_says_so(backend) {
        let app = app(backend).await;
        app.tribute("new_subscription", &nobody(0)).await;
        carded(&app, "Событие Tribute без человека").await;
        let id = only_event(&app).await;
        let first = card(&app, ADMIN, id);
        for words in ["№ ", "Клуб", "499 ₽", "T-77", "someone@example.org", "@someone_there", "ещё не встречался", "?start=claim_"] {
            assert!(first.text.contains(words), "{words}: {}", first.text);
        }
        press(&app, ADMIN, first.message_id, &format!("adm:ev:{id}:give")).await;
        assert!(app.last(ADMIN).text.contains("Чья это оплата?"));
        app.says(ADMIN, "Никифор").await;
        assert!(app.last(ADMIN).text.contains("никто не нашёлся"), "and it is asked again");
        app.says(ADMIN, "анн").await;
        assert_eq!(app.buttons(ADMIN)[0], format!("Анна, {ANNA}"));
        app.presses(ADMIN, "Анна").await;
        assert!(app.last(ADMIN).text.contains(&ANNA.to_string()), "{}", app.last(ADMIN).text);
        assert_eq!(outcomes(&app).await, ["unmatched"], "nothing happens before it is confirmed");
        app.presses(ADMIN, "Да, это его оплата").await;
        app.delivered().await;
        assert_eq!(app.told(ADMIN, "Записано"), 1);
        let after = message(&app, ADMIN, first.message_id);
        for words in ["разобрано", "Анна", "Событие учтено", "Решение: Ольга"] {
            assert!(after.text.contains(words), "{words}: {}", after.text);
        }
        assert_eq!(app.told(ANNA, "Оплата прошла"), 1);
        assert!(page(&app).await.contains("до 6 марта 2099"));
        assert_eq!(outcomes(&app).await, ["applied"]);
        let journal = "SELECT action, made_by, user_id, outcome FROM journal";
        assert_eq!(app.database.query(journal).await, [["give", &ADMIN.to_string(), &ANNA.to_string(), "done"]]);

        // From now on the payer is known.
        let mut renewed = nobody(5);
        renewed.expires_at = order(0, APRIL).expires_at;
        app.tribute("renewed_subscription", &renewed).await;
        assert!(page(&app).await.contains("до 6 апреля 2099"));
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn of_two_owners_the_first_one_decides_and_the_other_reads_it(backend) {
        let app = app(backend).await;
        app.tribute("new_subscription", &nobody(0)).await;
        carded(&app, "Событие Tribute без человека").await;
        let id = only_event(&app).await;
        let (first, second) = (card(&app, ADMIN, id), card(&app, SECOND, id));
        let (anna, ben) = (radix(ANNA), radix(BEN));
        // At once: both pages were loaded while it waited.
        app.telegram.press(ADMIN, first.message_id, &format!("adm:ev:{id}:give:{anna}:yes"));
        app.telegram.press(SECOND, second.message_id, &format!("adm:ev:{id}:give:{ben}:yes"));
        app.settled().await;
        app.delivered().await;
        let owners = "SELECT count(DISTINCT user_id) FROM tribute_events WHERE outcome = 'applied'";
        assert_eq!(app.database.value(owners).await, "1");
        assert_eq!(app.database.count("subscriptions").await, 1);
        let by = app.database.value("SELECT made_by FROM journal WHERE outcome = 'done'").await;
        let name = if by == ADMIN.to_string() { "Ольга" } else { "Пётр" };
        let refresh = format!("adm:ev:{id}:again");
        for (owner, card) in [(ADMIN, &first), (SECOND, &second)] {
            press(&app, owner, card.message_id, &refresh).await;
            assert_eq!(toast(&app, owner), "Уже разобрано: смотрите карточку");
            let text = message(&app, owner, card.message_id).text;
            assert!(text.contains(&format!("Решение: {name}")), "{text}");
        }
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn a_plan_is_chosen_for_an_event_and_stays_so(backend) {
        let app = app(backend).await;
        app.tribute("new_subscription", &unplanned(0)).await;
        carded(&app, "которого бот не знает").await;
        let id = only_event(&app).await;
        let first = card(&app, ADMIN, id);
        app.presses(ADMIN, "Выбрать тариф").await;
        app.presses(ADMIN, "Плюс").await;
        app.delivered().await;
        assert!(message(&app, ADMIN, first.message_id).text.contains("разобрано"));
        assert!(page(&app).await.contains("Плюс"));
        assert_eq!(app.database.value("SELECT count(*) FROM tribute_events WHERE by_hand").await, "1");
        assert_eq!(app.told(ADMIN, "которого бот не знает"), 0, "no second card");
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn access_is_given_by_hand_because_of_an_event_that_cannot_be_read(backend) {
        let app = app(backend).await;
        let mut broken = nobody(0);
        broken.also.insert("expires_at".into(), json!("soon"));
        app.tribute("new_subscription", &broken).await;
        carded(&app, "не смог разобрать").await;
        let id = only_event(&app).await;
        let first = card(&app, ADMIN, id);
        assert!(first.text.contains("expires_at"), "{}", first.text);
        app.presses(ADMIN, "Дать доступ вручную").await;
        app.says(ADMIN, &ANNA.to_string()).await;
        app.presses(ADMIN, "Анна").await;
        app.presses(ADMIN, "Клуб «Пять ключей»").await;
        app.presses(ADMIN, "30 дней").await;
        app.delivered().await;
        let text = message(&app, ADMIN, first.message_id).text;
        assert!(text.contains("Доступ дан вручную") && text.contains("Решение: Ольга"), "{text}");
        assert_eq!(app.told(ANNA, "Для вас открыт доступ"), 1);
        assert_eq!(outcomes(&app).await, ["dismissed"]);
        assert_eq!(app.database.value("SELECT source FROM subscriptions").await, "hand:club");
        assert_eq!(app.metric("bot_tribute_unmatched_events").await, 0.0);
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn an_event_is_put_aside_with_a_reason(backend) {
        let app = app(backend).await;
        app.tribute("new_subscription", &nobody(0)).await;
        carded(&app, "Событие Tribute без человека").await;
        let id = only_event(&app).await;
        let first = card(&app, ADMIN, id);
        app.presses(ADMIN, "Отложить").await;
        assert!(app.last(ADMIN).text.contains("Почему событие"));
        app.says(ADMIN, "проверка <оплаты>, вернули").await;
        app.delivered().await;
        let text = message(&app, ADMIN, first.message_id).text;
        assert!(text.contains("Отложено") && text.contains("проверка <оплаты>, вернули"), "{text}");
        assert_eq!(outcomes(&app).await, ["dismissed"]);
        assert_eq!(app.told(ADMIN, "Записано"), 1);
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn an_event_that_is_looked_at_again_and_still_waits_keeps_its_one_card(backend) {
        let app = app(backend).await;
        app.tribute("new_subscription", &unplanned(0)).await;
        carded(&app, "которого бот не знает").await;
        let id = only_event(&app).await;
        let first = card(&app, ADMIN, id);
        app.presses(ADMIN, "Посмотреть снова").await;
        app.delivered().await;
        let text = message(&app, ADMIN, first.message_id).text;
        assert!(text.contains("событие пока ждёт") && text.contains("которого бот не знает"), "{text}");
        assert_eq!(outcomes(&app).await, ["unplanned"]);
        for owner in [ADMIN, SECOND] {
            assert_eq!(app.told(owner, "которого бот не знает"), 1, "one card");
        }
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn what_waits_is_listed_and_opened_from_the_list(backend) {
        let app = app(backend).await;
        app.says(ADMIN, "/unmatched").await;
        assert!(app.last(ADMIN).text.contains("Ничего не ждёт"));
        for minute in 0..7 {
            app.tribute("new_subscription", &unplanned(minute)).await;
        }
        app.delivered().await;
        app.says(ADMIN, "/unmatched").await;
        let text = app.last(ADMIN).text;
        assert!(text.contains("Йога у моря") && text.contains("499 ₽") && text.contains("такого тарифа в боте нет"), "{text}");
        assert_eq!(app.buttons(ADMIN).iter().filter(|label| label.starts_with("№ ")).count(), 5);
        app.presses(ADMIN, "Раньше").await;
        assert_eq!(app.buttons(ADMIN).iter().filter(|label| label.starts_with("№ ")).count(), 2);
        app.presses(ADMIN, "№ ").await;
        assert!(app.last(ADMIN).text.contains("которого бот не знает"));
        app.presses(ADMIN, "Всё, что ждёт").await;
        assert!(app.last(ADMIN).text.contains("которые ждут вас"));
        app.no_dead_letters().await;
        app.stop().await;
    }
}

/// A person's number as buttons carry it.
pub(super) fn radix(person: i64) -> String {
    let mut left = person;
    let mut digits = Vec::new();
    while left > 0 {
        let digit = u32::try_from(left % 36).expect("a digit");
        digits.push(char::from_digit(digit, 36).expect("a digit"));
        left /= 36;
    }
    digits.iter().rev().collect()
}
