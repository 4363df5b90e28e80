//! `/doors`: who is inside without access, who has access and is outside.

use super::*;
use crate::support::{app::ADMIN, on_both};

on_both! {
    async fn the_owner_sees_who_is_where_and_puts_out_whom_they_confirm(backend) {
        let house = house(backend).await;
        house.says(ADMIN, "/start").await;
        house.telegram.add_person(BORIS, "Борис", Some("ru"));
        house.says(BORIS, "/start").await;
        house.telegram.set_member(CHANNEL, BORIS, "member", HOST);
        house.telegram.set_member(CHANNEL, HOST, "administrator", HOST);
        house.settled().await;
        house.pays(ANNA, 0).await;
        house.says(ADMIN, "/doors").await;
        let text = house.last(ADMIN).text;
        assert!(text.contains("Внутри: 2, из них без доступа: 1\nС доступом, но не внутри: 1"), "{text}");
        assert!(text.contains("Внутри без доступа: Борис"), "{text}");
        assert!(text.contains("все на месте"), "{text}");

        house.presses(ADMIN, "Вывести").await;
        assert!(house.last(ADMIN).text.contains("Борис"), "{}", house.last(ADMIN).text);
        house.presses(ADMIN, "Нет").await;
        assert!(house.is_inside(BORIS));

        house.presses(ADMIN, "Вывести").await;
        house.telegram.set_member(CHANNEL, 5_301_000_444, "member", HOST);
        house.settled().await;
        house.presses(ADMIN, "Да, вывести").await;
        assert!(house.is_inside(BORIS), "the list is another one: asked again");
        house.presses(ADMIN, "Да, вывести").await;
        house.until("they are out", |telegram| telegram.member_status(CHANNEL, BORIS) == "left").await;
        house.until("all of them", |telegram| telegram.member_status(CHANNEL, 5_301_000_444) == "left").await;
        assert_eq!(house.telegram.member_status(CHANNEL, HOST), "administrator");
        house.says(ADMIN, "/doors").await;
        assert!(house.last(ADMIN).text.contains("из них без доступа: 0"), "{}", house.last(ADMIN).text);
        house.app.stop_with_leftovers().await;
    }

    async fn nobody_else_sees_it(backend) {
        let house = house(backend).await;
        house.says(ANNA, "/doors").await;
        assert!(!house.last(ANNA).text.contains("Двери"));
        house.telegram.press(ANNA, house.last(ANNA).message_id, &format!("adm:outnow:{CHANNEL}:0"));
        house.settled().await;
        house.app.stop_with_leftovers().await;
    }
}
