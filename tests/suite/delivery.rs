//! From the outbox to Telegram in bad weather: everything arrives, in order, once.

use five_keys_bot::{
    delivery::Marks,
    playground::{Fault, Weather},
};

use crate::support::{
    app::{ADMIN, TestApp},
    on_both,
    payments::{APRIL, order},
};

const ANNA: i64 = 5_301_000_111;
const BORIS: i64 = 5_301_000_222;

const PENDING: &str = "SELECT count(*) FROM outbox WHERE held_at IS NULL AND dead_at IS NULL";

fn flood(retry_after: u32) -> Fault {
    Fault::TooManyRequests { retry_after }
}

on_both! {
    async fn after_all_kinds_of_trouble_everything_is_there_in_order_and_once(backend) {
        let app = TestApp::start(backend).await;
        for fault in [flood(1), Fault::ServerError(500), Fault::DropBefore, Fault::GatewayPage(502)] {
            app.telegram.weather(Weather::next(fault).in_chat(ANNA));
        }
        for text in ["/subscription", "/help", "/menu", "what?"] {
            app.says(ANNA, text).await;
        }
        app.until("all four are there", |telegram| telegram.chat(ANNA).len() == 8).await;
        app.reads(ANNA, &["Подписка", "Как всё устроено", "Главное меню", "Кажется, я не понял"]);
        let calls = app.telegram.calls_of("sendMessage");
        assert_eq!(calls.iter().map(|call| call.status).collect::<Vec<_>>(), [429, 500, 0, 502, 200, 200, 200, 200]);
        let waited = calls[1].at.duration_since(calls[0].at);
        assert!(waited.as_millis() >= 1_000, "as long as told: {waited:?}");
        app.delivered().await;
        app.stop().await;
    }

    async fn a_message_whose_answer_was_lost_is_sent_again_rather_than_never(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.weather(Weather::next(Fault::DropAfter).in_chat(ANNA));
        app.says(ANNA, "/menu").await;
        app.says(ANNA, "/help").await;
        app.until("both are there", |telegram| telegram.chat(ANNA).len() == 5).await;
        app.reads(ANNA, &["Главное меню", "Главное меню", "Как всё устроено"]);
        app.delivered().await;
        app.stop().await;
    }

    async fn flood_control_of_one_chat_holds_nobody_else(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.weather(Weather::next(flood(3_600)).in_chat(ANNA));
        for text in ["/menu", "/help"] {
            app.says(ANNA, text).await;
            app.says(BORIS, text).await;
        }
        app.reads(BORIS, &["Главное меню", "Как всё устроено"]);
        app.reads(ANNA, &[]);
        app.until_stored(PENDING, "2").await;
        let hers = format!("SELECT count(*) FROM outbox WHERE chat_id = {ANNA}");
        assert_eq!(app.database.value(&hers).await, "2");
        assert_eq!(app.metric("bot_outbox_depth").await, 2.0);
        app.stop_with_leftovers().await;
    }

    async fn flood_control_of_many_chats_pauses_all_sending_and_then_everything_leaves(backend) {
        let app = TestApp::start(backend).await;
        let three = [ANNA, ANNA + 1, ANNA + 2];
        for person in three {
            app.telegram.weather(Weather::next(flood(1)).in_chat(person));
            app.telegram.send_text(person, "/menu");
        }
        app.settled().await;
        assert_eq!(app.database.count("send_pauses").await, 1);
        app.says(BORIS, "/menu").await;
        let answered = |person| app.telegram.last_from_bot(person).is_some();
        app.until("everybody is answered", |_| three.into_iter().chain([BORIS]).all(answered)).await;
        let calls = app.telegram.calls_of("sendMessage");
        let last_refused = calls.iter().rfind(|call| call.status == 429).expect("refused").at;
        let first_taken = calls.iter().find(|call| call.status == 200).expect("taken").at;
        assert!(first_taken.duration_since(last_refused).as_millis() >= 990, "{calls:#?}");
        app.delivered().await;
        app.stop().await;
    }

    async fn what_one_process_left_is_sent_by_the_next(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.weather(Weather::next(flood(1)).in_chat(ANNA));
        app.says(ANNA, "/menu").await;
        app.says(ANNA, "/help").await;
        let (telegram, database) = app.stop_with_leftovers().await;

        let app = TestApp::on(telegram, database, &[]).await;
        app.until("both are there", |telegram| telegram.chat(ANNA).len() == 4).await;
        app.reads(ANNA, &["Главное меню", "Как всё устроено"]);
        app.delivered().await;
        app.stop().await;
    }

    async fn a_graceful_stop_finishes_the_call_that_is_under_way(backend) {
        let app = TestApp::start(backend).await;
        let slow = Fault::Slow(std::time::Duration::from_millis(700));
        app.telegram.weather(Weather::next(slow).in_chat(ANNA));
        let update = app.telegram.send_text(ANNA, "/menu");
        app.until_stored(PENDING, "1").await;
        assert!(app.telegram.calls_of("sendMessage").is_empty(), "still under way");
        let (telegram, database) = app.stop().await;
        let texts = telegram.chat(ANNA);
        assert_eq!(texts.len(), 2, "{texts:#?}");
        assert_eq!(telegram.delivery(update).expect("known").last_status, Some(200));
        assert_eq!(database.value(PENDING).await, "0");
    }

    async fn what_a_payment_tells_the_owner_leaves_before_it_is_answered(backend) {
        let app = TestApp::start(backend).await;
        app.says(ADMIN, "/start").await;
        let mut at_once = 0;
        for minute in [0, 2, 4] {
            // A payment of somebody whom nobody knows yet, and one that says who they are.
            let (mut unnamed, mut named) = (order(minute, APRIL), order(minute + 1, APRIL));
            unnamed.telegram_user_id = None;
            for order in [&mut unnamed, &mut named] {
                order.trb_user_id = Some(format!("T-{minute}1"));
            }
            app.tribute("new_subscription", &unnamed).await;
            app.delivered().await;
            let before = app.texts(ADMIN).len();
            app.tribute("renewed_subscription", &named).await;
            // Both are news of one moment: two messages to one chat. The sender may take the first of them in the
            // same moment, hardly three times.
            at_once += usize::from(app.texts(ADMIN).len() == before + 2);
            app.delivered().await;
        }
        assert!(at_once > 0);
        app.stop().await;
    }

    async fn a_message_that_has_just_left_the_outbox_still_counts_as_delivered(backend) {
        // A transaction that began before may have seen it there and asks only now.
        let database = crate::support::database::TestDatabase::create(backend).await;
        let (marks, _remover) = Marks::start(database.store().await);
        let left = marks.delivered(7);
        assert!(marks.contains_all(&[7]));
        left.await.expect("it leaves");
        assert!(marks.contains_all(&[7]) && !marks.contains_all(&[7, 8]));
    }
}
