//! Who asks to be forgotten is: at once, everywhere, and without taking anybody else along.

use super::*;
use crate::support::{on_both, payments::outcomes};

/// Columns that hold somebody's number.
const OF_PEOPLE: [&str; 6] = [
    "user_id",
    "chat_id",
    "referred_id",
    "referrer_id",
    "closed_by",
    "id",
];

on_both! {
    async fn nothing_of_a_person_without_access_is_left_and_the_money_is(backend) {
        let app = owned(backend).await;
        for who in [&ABOUT_ANNA, &ABOUT_BORIS] {
            lives(&app, who, in_days(-20)).await;
            // A cancel: nothing will be charged any more.
            let mut cancel = who.order(in_days(-20));
            cancel.created_at += SignedDuration::from_mins(5);
            app.tribute("cancelled_subscription", &cancel).await;
        }
        let revenue = "SELECT count(*) FROM tribute_events WHERE body LIKE '%\"price\":49900%'";
        let facts = "SELECT count(*) FROM events";
        let before = (app.database.value(revenue).await, app.database.value(facts).await);
        let boris = app.database.places_of(&BORIS.to_string()).await;
        app.says(ADMIN, "/stats").await;
        let figures = app.last(ADMIN).text;

        is_forgotten(&app, ANNA).await;
        stands_only(&app, &ABOUT_ANNA, &[]).await;
        assert_eq!((app.database.value(revenue).await, app.database.value(facts).await), before);
        assert_eq!(app.database.places_of(&BORIS.to_string()).await, boris, "everybody else stays");
        app.says(ADMIN, "/stats").await;
        let money = |text: &str| text.lines().find(|line| line.contains('₽')).map(str::to_owned);
        assert_eq!(money(&app.last(ADMIN).text), money(&figures), "{figures}");

        assert_eq!(app.buttons(ANNA), ["🌱 Начать заново"]);
        app.says(ANNA, "/start").await;
        assert!(app.last(ANNA).text.contains("Здравствуйте"), "as new: {}", app.last(ANNA).text);
        app.says(ANNA, "/pdf").await;
        assert!(app.last(ANNA).text.contains("плана пока нет"));
        app.says(ANNA, "/subscription").await;
        assert!(app.last(ANNA).text.contains("Подписки пока нет"));
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn every_table_that_knows_people_forgets_them(backend) {
        let app = owned(backend).await;
        for who in [&ABOUT_ANNA, &ABOUT_BORIS] {
            lives(&app, who, in_days(-20)).await;
        }
        let moment = "'2026-11-24 12:00:00.000000'";
        // Rows that a conversation leaves only for a moment, or only for an owner.
        for id in [ANNA, BORIS] {
            for sql in [
                format!("INSERT INTO outbox (chat_id, lane, method, payload, origin, keep_for_unreachable, attempts, not_before, dead_at, created_at) \
                    VALUES ({id}, 0, 'sendMessage', '{{}}', 'x', false, 0, {moment}, {moment}, {moment})"),
                format!("INSERT INTO assistant_questions (user_id, question, locale, asked_at, attempts, answered_at, outcome) \
                    VALUES ({id}, 'Как уснуть?', 'ru', {moment}, 1, {moment}, 'answered')"),
                format!("INSERT INTO referrals (referred_id, referrer_id, clicked_at) VALUES ({ADMIN}, {id}, {moment}), ({id}, {ADMIN}, {moment})"),
                format!("INSERT INTO journal (made_at, made_by, action, user_id, reason, outcome) VALUES ({moment}, {id}, 'grant', {id}, 'x', 'done')"),
                format!("INSERT INTO door_members (door, user_id, status, is_ours, is_admin, is_unwanted, attempts, asked_at) \
                    VALUES (-1001, {id}, 'asked', false, false, false, 0, {moment})"),
                format!("INSERT INTO leads (user_id, name, phone, status, created_at, closed_by) VALUES ({ADMIN}, 'x', 'x', 'done', {moment}, {id})"),
            ] {
                app.database.query(&sql).await;
            }
        }
        let columns: Vec<(String, String)> = app.database.columns().await.into_iter()
            .filter(|(table, column)| OF_PEOPLE.contains(&column.as_str()) && (column != "id" || table == "users"))
            .collect();
        let count = |table: &str, column: &str, id: i64| format!("SELECT count(*) FROM {table} WHERE {column} = {id}");
        let mut before = Vec::new();
        for (table, column) in &columns {
            let rows = app.database.value(&count(table, column, ANNA)).await;
            assert_ne!(rows, "0", "nothing in {table}.{column}: let the person of this test have some");
            before.push(app.database.value(&count(table, column, BORIS)).await);
        }
        is_forgotten(&app, ANNA).await;
        for ((table, column), before) in columns.iter().zip(before) {
            assert_eq!(app.database.value(&count(table, column, ANNA)).await, "0", "{table}.{column}");
            assert_eq!(app.database.value(&count(table, column, BORIS)).await, before, "{table}.{column}");
        }
        assert_eq!(app.database.value("SELECT count(*) FROM leads WHERE closed_by IS NULL AND status = 'done'").await, "1", "the lead of another stays");
        app.stop_with_leftovers().await;
    }

    async fn what_an_owner_has_not_read_yet_is_not_read(backend) {
        let app = TestApp::start(backend).await;
        lives(&app, &ABOUT_ANNA, in_days(-20)).await;
        lives(&app, &ABOUT_BORIS, in_days(-20)).await;
        let held = "SELECT count(*) FROM outbox WHERE held_at IS NOT NULL";
        // A request, a payment and a donation of each.
        app.until_stored(held, "6").await;
        is_forgotten(&app, ANNA).await;
        assert_eq!(app.database.value(held).await, "3");
        stands_only(&app, &ABOUT_ANNA, &[]).await;
        app.says(ADMIN, "/start").await;
        app.until("the other's notices", |_| app.told(ADMIN, ABOUT_BORIS.name) == 3).await;
        assert_eq!(app.told(ADMIN, ABOUT_ANNA.name), 0);
        app.delivered().await;
        app.stop().await;
    }

    async fn an_event_that_comes_again_is_still_the_same(backend) {
        let app = owned(backend).await;
        let order = ABOUT_ANNA.order(in_days(-20));
        app.says(ANNA, "/start").await;
        app.tribute("new_subscription", &order).await;
        app.tribute("cancelled_subscription", &order).await;
        is_forgotten(&app, ANNA).await;
        let texts = app.texts(ANNA).len();
        let told = app.texts(ADMIN).len();
        for minutes in [5, 15, 30] {
            let mut again = order.clone();
            again.sent_at += SignedDuration::from_mins(minutes);
            app.tribute("new_subscription", &again).await;
            app.tribute("cancelled_subscription", &again).await;
        }
        stands_only(&app, &ABOUT_ANNA, &[]).await;
        assert_eq!(outcomes(&app).await, ["applied"; 2]);
        assert_eq!((app.texts(ANNA).len(), app.texts(ADMIN).len()), (texts, told));
        // What is new is news.
        let mut later = ABOUT_ANNA.order(in_days(30));
        later.created_at += SignedDuration::from_hours(1);
        app.tribute("new_subscription", &later).await;
        assert_eq!(app.texts(ANNA).len(), texts + 1);
        app.delivered().await;
        app.stop().await;
    }

    async fn nothing_brings_them_back_but_their_own_word(backend) {
        let app = owned(backend).await;
        lives(&app, &ABOUT_ANNA, in_days(-20)).await;
        app.says(ANNA, "/delete_me").await;
        let (number, data) = (app.last(ANNA).message_id, app.data(ANNA, 1));
        app.telegram.press(ANNA, number, &data);
        app.telegram.press(ANNA, number, &data);
        app.settled().await;
        app.delivered().await;
        stands_only(&app, &ABOUT_ANNA, &[]).await;
        app.telegram.block_bot(ANNA);
        app.settled().await;
        stands_only(&app, &ABOUT_ANNA, &[]).await;
        app.telegram.unblock_bot(ANNA);
        app.settled().await;
        stands_only(&app, &ABOUT_ANNA, &[]).await;
        app.presses(ANNA, "Начать заново").await;
        assert!(app.last(ANNA).text.contains("Здравствуйте"), "{}", app.last(ANNA).text);
        assert_eq!(app.database.value(&format!("SELECT count(*) FROM users WHERE id = {ANNA} AND started_at IS NOT NULL")).await, "1");
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn a_form_a_question_and_an_unfinished_quiz_go_too(backend) {
        let app = owned(backend).await;
        app.telegram.add_person(ANNA, ABOUT_ANNA.name, Some("ru"));
        app.says(ANNA, "/start").await;
        app.says(ANNA, "/delete_me").await;
        let (number, data) = (app.last(ANNA).message_id, app.data(ANNA, 1));
        app.starts_quiz(ANNA).await;
        app.says(ANNA, "/consult").await;
        app.says(ANNA, ABOUT_ANNA.name).await;
        app.telegram.press(ANNA, number, &data);
        app.settled().await;
        app.delivered().await;
        assert!(app.telegram.reply_keyboard(ANNA).is_empty());
        assert!(app.last(ANNA).text.contains("мы вас забыли"), "{}", app.last(ANNA).text);
        stands_only(&app, &ABOUT_ANNA, &[]).await;
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn an_owner_who_is_forgotten_stays_the_owner(backend) {
        let app = owned(backend).await;
        is_forgotten(&app, ADMIN).await;
        assert_eq!(app.database.places_of(&ADMIN.to_string()).await, Vec::<String>::new());
        app.says(ADMIN, "/leads").await;
        assert!(app.last(ADMIN).text.contains("Заявки"), "{}", app.last(ADMIN).text);
        app.stop().await;
    }
}
