//! The link that the owner passes on to the buyer.

use super::{BEN, app, card, carded, message, nobody, only_event, press};
use crate::support::{
    app::{ADMIN, TestApp},
    on_both,
    payments::{ANNA, outcomes, page},
};

/// The payload of the link on the newest card.
fn payload(text: &str) -> String {
    let (_, link) = text.split_once("?start=").expect("a link");
    link.chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || "_-".contains(*letter))
        .collect()
}

async fn link(app: &TestApp) -> String {
    carded(app, "Событие Tribute без человека").await;
    payload(&card(app, ADMIN, only_event(app).await).text)
}

on_both! {
    async fn a_buyer_claims_their_payment_once(backend) {
        let app = app(backend).await;
        app.tribute("new_subscription", &nobody(0)).await;
        let start = format!("/start {}", link(&app).await);
        let id = only_event(&app).await;
        let first = card(&app, ADMIN, id);
        app.says(ANNA, &start).await;
        app.delivered().await;
        assert_eq!(app.told(ANNA, "нашли вашу оплату"), 1);
        assert_eq!(app.told(ANNA, "Оплата прошла"), 1);
        assert!(page(&app).await.contains("до 6 марта 2099"));
        let journal = "SELECT action, made_by, user_id, outcome FROM journal";
        assert_eq!(app.database.query(journal).await, [["give", &ANNA.to_string(), &ANNA.to_string(), "done"]]);
        assert_eq!(app.database.value(&format!("SELECT source FROM users WHERE id = {ANNA}")).await, "NULL", "a claim is no source");

        // Again by the same person, and by another one.
        app.says(ANNA, &start).await;
        assert!(app.last(ANNA).text.contains("уже записана на вас"), "{}", app.last(ANNA).text);
        app.says(BEN, &start).await;
        assert_eq!(app.told(BEN, "уже сработала"), 1);
        app.delivered().await;
        assert_eq!(app.database.count("journal").await, 1);
        assert_eq!(outcomes(&app).await, ["applied"]);

        // The owner's card knows who it was.
        press(&app, ADMIN, first.message_id, &format!("adm:ev:{id}")).await;
        let text = message(&app, ADMIN, first.message_id).text;
        assert!(text.contains("Покупатель пришёл по ссылке") && text.contains("Анна"), "{text}");
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn of_two_who_claim_at_once_one_has_it_and_the_other_is_told_kindly(backend) {
        let app = app(backend).await;
        app.says(BEN, "/start").await;
        app.tribute("new_subscription", &nobody(0)).await;
        let start = format!("/start {}", link(&app).await);
        app.telegram.send_text(ANNA, &start);
        app.telegram.send_text(BEN, &start);
        app.settled().await;
        app.delivered().await;
        let paid = [ANNA, BEN].map(|person| app.told(person, "Оплата прошла"));
        let refused = [ANNA, BEN].map(|person| app.told(person, "уже сработала"));
        assert_eq!((paid.iter().sum::<usize>(), refused.iter().sum::<usize>()), (1, 1), "{paid:?} {refused:?}");
        assert_ne!(paid, refused);
        assert_eq!(app.database.count("subscriptions").await, 1);
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn a_wrong_link_and_an_owners_press_change_nothing(backend) {
        let app = app(backend).await;
        app.tribute("new_subscription", &nobody(0)).await;
        let payload = link(&app).await;
        let mut wrong = payload.clone();
        let last = wrong.pop().expect("a letter");
        wrong.push(if last == '0' { '1' } else { '0' });
        for start in [&wrong, "claim_1", "claim_"] {
            app.says(BEN, &format!("/start {start}")).await;
        }
        assert_eq!(app.told(BEN, "не действует"), 3);
        app.says(ADMIN, &format!("/start {payload}")).await;
        assert_eq!(app.told(ADMIN, "ссылка для покупателя: перешлите"), 1);
        assert_eq!(app.database.count("journal").await, 0);
        assert_eq!(outcomes(&app).await, ["unmatched"]);
        app.no_dead_letters().await;
        app.delivered().await;
        app.stop().await;
    }
}
