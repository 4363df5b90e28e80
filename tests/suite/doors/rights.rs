//! The bot's own rights, and chats that it was added to.

use super::*;
use crate::support::{app::ADMIN, on_both};

on_both! {
    async fn lost_rights_are_told_once_and_so_is_their_return(backend) {
        let house = house(backend).await;
        house.says(ADMIN, "/start").await;
        house.telegram.set_bot_status(CHANNEL, "cannot_restrict");
        house.settled().await;
        house.until("an alarm", |_| house.told(ADMIN, "Блокировка пользователей") == 1).await;
        house.telegram.set_bot_status(CHANNEL, "left");
        house.settled().await;
        house.looks_at_doors().await;
        assert_eq!(house.metric("bot_doors_without_rights").await, 1.0);
        assert_eq!(house.told(ADMIN, "⚠️"), 1, "{:#?}", house.texts(ADMIN));
        house.telegram.set_bot_status(CHANNEL, "administrator");
        house.settled().await;
        house.until("a word", |_| house.told(ADMIN, "снова есть все права") == 1).await;
        assert_eq!(house.metric("bot_doors_without_rights").await, 0.0);
        house.looks_at_doors().await;
        assert_eq!(house.told(ADMIN, "снова есть все права"), 1);
        house.telegram.set_bot_status(CHANNEL, "kicked");
        house.settled().await;
        house.until("another alarm", |_| house.told(ADMIN, "бота там нет") == 1).await;
        house.app.stop_with_leftovers().await;
    }

    async fn rights_that_went_unseen_are_missed_by_the_daily_look(backend) {
        let house = house(backend).await;
        house.says(ADMIN, "/start").await;
        house.until_stored("SELECT count(*) FROM door_chats WHERE checked_at IS NOT NULL", "2").await;
        house.telegram.upgrade_group(GROUP, -1_002_000_000_777);
        house.settled().await;
        house.looks_at_doors().await;
        house.until("an alarm", |_| house.told(ADMIN, "-1002000000777") == 1).await;
        house.app.stop_with_leftovers().await;
    }

    async fn a_chat_that_is_no_door_is_introduced_with_its_number(backend) {
        let house = house(backend).await;
        house.says(ADMIN, "/start").await;
        let other = -1_002_000_000_009;
        house.telegram.add_group_or_channel(other, "Новый <канал>", true);
        for status in ["left", "administrator", "member", "administrator"] {
            house.telegram.set_bot_status(other, status);
            house.settled().await;
        }
        house.until("the owner hears of it", |_| house.told(ADMIN, "Новый <канал>") == 1).await;
        assert!(house.last(ADMIN).text.contains("chat = -1002000000009"), "{}", house.last(ADMIN).text);
        house.run().await;
        assert_eq!(house.told(ADMIN, "Новый <канал>"), 1, "once");
        house.app.stop_with_leftovers().await;
    }
}
