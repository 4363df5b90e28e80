//! Coming in: by asking, by paying, by a link of one's own.

use super::*;
use crate::support::{app::ADMIN, on_both};

on_both! {
    async fn whoever_has_access_is_let_in_at_once(backend) {
        let house = house(backend).await;
        house.pays(ANNA, 0).await;
        house.knocks(ANNA).await;
        house.until("she is inside", |telegram| telegram.member_status(CHANNEL, ANNA) == "member").await;
        assert_eq!(house.telegram.calls_of("approveChatJoinRequest").len(), 1);
        house.until_stored("SELECT status FROM door_members", "inside").await;
        assert_eq!(house.database.value("SELECT is_ours FROM door_members").await.replace("true", "t").replace('1', "t"), "t");
        assert_eq!(house.metric(r#"bot_join_requests_total{outcome="approved"}"#).await, 1.0);
        house.run().await;
        assert_eq!(house.telegram.calls_of("approveChatJoinRequest").len(), 1, "once");
        house.app.stop().await;
    }

    async fn whoever_has_none_is_told_how_to_get_it_and_comes_in_by_paying(backend) {
        let house = house(backend).await;
        house.telegram.add_person(ANNA, "Анна", Some("ru"));
        house.knocks(ANNA).await;
        let text = house.last(ANNA).text;
        assert!(text.contains("Вы попросились в Канал клуба"), "{text}");
        let message = house.last(ANNA);
        let pay = message.button("Клуб «Пять ключей»").expect("the way to pay");
        assert!(pay.action.url().is_some());
        assert_eq!(house.database.count("users").await, 0, "asking makes nobody known");
        assert!(house.telegram.calls_of("declineChatJoinRequest").is_empty());
        house.run().await;
        assert!(house.telegram.calls_of("approveChatJoinRequest").is_empty());
        assert_eq!(house.metric(r#"bot_join_requests_total{outcome="waiting"}"#).await, 1.0);

        house.pays(ANNA, 0).await;
        house.until("the request is kept", |telegram| telegram.member_status(CHANNEL, ANNA) == "member").await;
        house.until_stored("SELECT status FROM door_members", "inside").await;
        house.app.stop_with_leftovers().await;
    }

    async fn a_request_to_a_chat_that_is_no_door_is_nobodys_business(backend) {
        let house = house(backend).await;
        let other = -1_002_000_000_009;
        house.telegram.add_group(other, "Another");
        house.telegram.ask_to_join(ANNA, other);
        house.telegram.set_member(other, BORIS, "member", HOST);
        house.settled().await;
        assert_eq!(house.database.count("door_members").await, 0);
        assert!(house.texts(ANNA).is_empty());
        house.app.stop().await;
    }

    async fn an_answer_that_was_lost_lets_in_once(backend) {
        use five_keys_bot::playground::{Fault, Weather};
        let house = house(backend).await;
        house.pays(ANNA, 0).await;
        house.telegram.weather(Weather::next(Fault::DropAfter).on("approveChatJoinRequest"));
        house.knocks(ANNA).await;
        house.until("she is inside", |telegram| telegram.member_status(CHANNEL, ANNA) == "member").await;
        house.looks_at(ANNA).await;
        assert_eq!(house.stands(ANNA).await, "inside");
        assert_eq!(house.metric("bot_doors_without_rights").await, 0.0);
        house.app.stop().await;
    }

    async fn a_link_lets_one_person_in_and_a_new_one_ends_the_old(backend) {
        let house = house(backend).await;
        house.says(ANNA, "/subscription").await;
        assert!(house.last(ANNA).button("Канал клуба").is_none(), "not without access");
        house.pays(ANNA, 0).await;
        let first = house.link(ANNA).await;
        let second = house.link(ANNA).await;
        assert_ne!(first, second);
        assert_eq!(house.telegram.follow_invite(ANNA, &first), None, "the old one is no more");
        assert!(house.telegram.follow_invite(ANNA, &second).is_some());
        house.settled().await;
        assert!(house.is_inside(ANNA));
        assert_eq!(house.stands(ANNA).await, "inside");
        assert_eq!(house.telegram.follow_invite(BORIS, &second), None, "one person");
        house.app.stop_with_leftovers().await;
    }

    async fn an_old_button_is_answered_with_a_word_once_access_is_over(backend) {
        let house = house(backend).await;
        house.pays(ANNA, 0).await;
        house.says(ANNA, "/subscription").await;
        house.access_ends(ANNA).await;
        house.presses(ANNA, "Канал клуба").await;
        assert!(house.telegram.calls_of("createChatInviteLink").is_empty());
        let toast = house.telegram.toasts(ANNA).pop().expect("a word");
        assert!(toast.text.contains("закрыта"), "{}", toast.text);
        house.app.stop_with_leftovers().await;
    }

    async fn without_rights_the_person_gets_a_kind_word_and_the_owner_an_alarm(backend) {
        let house = house(backend).await;
        house.says(ADMIN, "/start").await;
        house.pays(ANNA, 0).await;
        house.telegram.set_bot_status(CHANNEL, "cannot_invite");
        house.settled().await;
        house.says(ANNA, "/subscription").await;
        house.presses(ANNA, "Канал клуба").await;
        assert!(house.last(ANNA).text.contains("Пока не получается сделать ссылку"), "{}", house.last(ANNA).text);
        house.run().await;
        house.until("the owner hears of it", |_| house.told(ADMIN, "Добавление участников") == 1).await;
        house.app.stop_with_leftovers().await;
    }

    async fn somebody_elses_link_is_no_way_in_and_the_owner_hears_of_it(backend) {
        let house = house(backend).await;
        house.says(ADMIN, "/start").await;
        house.pays(ANNA, 0).await;
        let link = house.link(ANNA).await;
        house.telegram.add_person(BORIS, "Борис", Some("ru"));
        assert!(house.telegram.follow_invite(BORIS, &link).is_some());
        house.settled().await;
        house.until("he is out again", |telegram| telegram.member_status(CHANNEL, BORIS) == "left").await;
        house.until("the owner hears of it", |_| house.told(ADMIN, "Борис") == 1).await;
        house.until_stored(&format!("SELECT count(*) FROM door_members WHERE user_id = {BORIS}"), "0").await;
        house.app.stop_with_leftovers().await;
    }
}
