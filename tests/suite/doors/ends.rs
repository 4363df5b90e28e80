//! The end of access: who is put out, and who never is.

use five_keys_bot::playground::{Fault, Weather};

use super::*;
use crate::support::{app::ADMIN, on_both};

impl House {
    /// The person has paid and is inside.
    async fn lives_here(&self, person: i64, minute: i64) {
        self.pays(person, minute).await;
        self.knocks(person).await;
        self.until("they are inside", |telegram| {
            telegram.member_status(CHANNEL, person) == "member"
        })
        .await;
        let inside = format!("SELECT status FROM door_members WHERE user_id = {person}");
        self.until_stored(&inside, "inside").await;
    }
}

on_both! {
    async fn the_end_of_access_puts_out_and_a_payment_lets_back_in(backend) {
        let house = house(backend).await;
        house.lives_here(ANNA, 0).await;
        house.looks_at(ANNA).await;
        assert!(house.is_inside(ANNA), "access is open");
        house.access_ends(ANNA).await;
        assert_eq!(house.telegram.member_status(CHANNEL, ANNA), "left", "out, and free to come back");
        assert_eq!(house.stands(ANNA).await, "outside");
        assert_eq!(house.telegram.calls_of("banChatMember").len(), 1);
        assert_eq!(house.metric(r#"bot_door_removals_total{outcome="removed"}"#).await, 1.0);
        house.pays(ANNA, 9).await;
        house.knocks(ANNA).await;
        house.until("she is back", |telegram| telegram.member_status(CHANNEL, ANNA) == "member").await;
        house.app.stop_with_leftovers().await;
    }

    async fn admins_are_never_put_out(backend) {
        let house = house(backend).await;
        house.lives_here(ANNA, 0).await;
        for status in ["administrator", "creator"] {
            // Of one change the bot hears nothing: Telegram is asked in any case.
            house.telegram.set_member(CHANNEL, ANNA, status, HOST);
            house.settled().await;
            house.database.query("UPDATE door_members SET is_ours = true, is_admin = false, status = 'inside'").await;
            house.access_ends(ANNA).await;
            assert_eq!(house.telegram.member_status(CHANNEL, ANNA), status);
        }
        assert!(house.telegram.calls_of("banChatMember").is_empty());
        assert_eq!(house.stands(ANNA).await, "inside");
        house.app.stop_with_leftovers().await;
    }

    async fn another_plan_that_opens_the_same_door_keeps_it_open(backend) {
        let house = house(backend).await;
        house.lives_here(ANNA, 0).await;
        let mut dearer = order(5, MARCH);
        dearer.plan.name = "Клуб «Пять ключей» Плюс".into();
        dearer.plan.subscription_id = 777;
        dearer.plan.period_id = 778;
        house.tribute("new_subscription", &dearer).await;
        let plans = "SELECT count(*) FROM subscriptions";
        assert_eq!(house.database.value(plans).await, "2");
        let ended = "UPDATE subscriptions SET access_until = '2026-01-01 00:00:00.000000' WHERE plan = 'club'";
        house.database.query(ended).await;
        house.looks_at(ANNA).await;
        assert!(house.is_inside(ANNA), "a higher plan opens the doors of lower ones");
        house.access_ends(ANNA).await;
        assert!(!house.is_inside(ANNA));
        house.app.stop_with_leftovers().await;
    }

    async fn one_person_who_cannot_be_put_out_stops_nobody_else(backend) {
        let house = house(backend).await;
        house.says(ADMIN, "/start").await;
        house.lives_here(ANNA, 0).await;
        house.lives_here(BORIS, 1).await;
        let past = "'2026-01-01 00:00:00.000000'";
        house.database.query(&format!("UPDATE subscriptions SET access_until = {past}")).await;
        let refusal = Fault::Refuse { status: 400, description: "Bad Request: something odd".into() };
        house.telegram.weather(Weather::next(refusal.clone()).on("banChatMember"));
        house.database.query(&format!("UPDATE door_members SET check_at = {past}")).await;
        house.run().await;
        let out = [ANNA, BORIS].into_iter().filter(|person| !house.is_inside(*person)).count();
        assert_eq!(out, 1, "one of them");
        let waiting = "SELECT attempts, last_error FROM door_members WHERE last_error IS NOT NULL";
        assert_eq!(house.database.query(waiting).await.concat(), ["1", "rejected with 400: Bad Request: something odd"]);

        // A day later the owner hears of it, once.
        house.telegram.weather(Weather::next(refusal).on("banChatMember"));
        let a_day = format!("UPDATE door_members SET failed_at = {past}, check_at = {past} WHERE last_error IS NOT NULL");
        house.database.query(&a_day).await;
        house.run().await;
        house.until("the owner hears of it", |_| house.told(ADMIN, "something odd") == 1).await;
        house.run().await;
        assert_eq!(house.told(ADMIN, "something odd"), 1);

        // The daily look tries again.
        house.looks_at_doors().await;
        house.run().await;
        assert!(!house.is_inside(ANNA) && !house.is_inside(BORIS));
        house.app.stop_with_leftovers().await;
    }

    async fn a_ban_without_its_second_half_is_finished(backend) {
        let house = house(backend).await;
        house.lives_here(ANNA, 0).await;
        house.telegram.weather(Weather::next(Fault::ServerError(500)).on("unbanChatMember"));
        house.access_ends(ANNA).await;
        assert_eq!(house.telegram.member_status(CHANNEL, ANNA), "kicked");
        assert_eq!(house.stands(ANNA).await, "leaving");
        house.looks_at(ANNA).await;
        assert_eq!(house.telegram.member_status(CHANNEL, ANNA), "left");
        assert_eq!(house.stands(ANNA).await, "outside");
        house.app.stop_with_leftovers().await;
    }

    async fn whom_an_admin_added_stays_and_whoever_goes_is_gone(backend) {
        let house = house(backend).await;
        house.telegram.set_member(CHANNEL, BORIS, "member", HOST);
        house.settled().await;
        house.looks_at(BORIS).await;
        assert!(house.is_inside(BORIS), "added by hand");
        house.lives_here(ANNA, 0).await;
        house.telegram.set_member(CHANNEL, ANNA, "left", ANNA);
        house.settled().await;
        assert_eq!(house.stands(ANNA).await, "outside");
        house.access_ends(ANNA).await;
        assert!(house.telegram.calls_of("banChatMember").is_empty());
        house.app.stop_with_leftovers().await;
    }

    async fn who_was_inside_before_the_bot_is_found_and_seen_out(backend) {
        let house = house(backend).await;
        house.pays(ANNA, 0).await;
        house.telegram.set_bot_status(CHANNEL, "left");
        house.settled().await;
        // While the bot is away it is told nothing.
        house.telegram.set_member(CHANNEL, ANNA, "member", ANNA);
        house.settled().await;
        house.database.query("DELETE FROM door_members").await;
        house.telegram.set_bot_status(CHANNEL, "administrator");
        house.settled().await;
        house.looks_at_doors().await;
        house.run().await;
        assert_eq!(house.stands(ANNA).await, "inside");
        house.access_ends(ANNA).await;
        assert!(!house.is_inside(ANNA));
        house.app.stop_with_leftovers().await;
    }

    async fn somebody_who_is_forgotten_is_still_seen_out(backend) {
        let house = house(backend).await;
        house.says(ANNA, "/start").await;
        house.lives_here(ANNA, 0).await;
        house.says(ANNA, "/delete_me").await;
        house.presses(ANNA, "Удалить").await;
        house.settled().await;
        assert!(house.is_inside(ANNA), "paid access goes on");
        assert_eq!(house.stands(ANNA).await, "inside");
        house.access_ends(ANNA).await;
        assert!(!house.is_inside(ANNA));
        house.app.stop_with_leftovers().await;
    }
}
