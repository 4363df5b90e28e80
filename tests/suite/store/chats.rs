//! Chats that cannot be reached, that move, that are paced; pauses of the whole bot.

use five_keys_bot::bot::effects::Change;
use futures_util::future::join_all;

use super::*;
use crate::support::on_both;

fn committed(outcome: Outcome) -> five_keys_bot::store::Committed {
    match outcome {
        Outcome::Committed(committed) => committed,
        Outcome::Duplicate => panic!("a duplicate"),
    }
}

on_both! {
    async fn news_about_money_waits_for_an_unreachable_person_and_the_rest_is_given_up(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        let anna = profile(5);
        update(&store, "1", &anna, at(0), |_| handled(Effects::default())).await.expect("stored");
        for (words, keep) in [("hello", false), ("paid until May", true), ("paid until June", true)] {
            let message = Outgoing { keep_for_unreachable: keep, ..outgoing(5, words, Lane::Answer) };
            store.enqueue(&message, "test", at(0)).await.expect("queued");
        }
        queue(&store, 6, "to another", Lane::Answer).await;
        assert_eq!(claim(&store, Lane::Answer, 0).await.len(), 2);
        let refused: i64 = database.value("SELECT max(id) FROM outbox").await.parse().expect("a number");
        assert!(store.stop_chat(ChatId(5), refused, at(1), at(1), "bot was blocked by the user").await.expect("an answer"));
        assert!(claim(&store, Lane::Answer, 100).await.iter().all(|claim| claim.chat_id == ChatId(6)));
        assert_eq!(database.value("SELECT count(*) FROM outbox WHERE held_at IS NOT NULL").await, "2");
        assert_eq!(database.value("SELECT count(*) FROM outbox WHERE dead_at IS NOT NULL").await, "1");

        let mut unreachable = false;
        let outcome = update(&store, "2", &anna, at(200), |state| {
            unreachable = state.person.as_ref().is_some_and(|person| person.unreachable);
            let mut effects = Effects { changes: vec![Change::Reachable], ..Effects::default() };
            effects.send(text(5, "welcome back"));
            handled(effects)
        });
        let committed = committed(outcome.await.expect("stored"));
        assert!(unreachable);
        assert_eq!(words(&committed.claims), ["paid until May", "paid until June", "welcome back"]);
        assert!(claim(&store, Lane::Answer, 219).await.iter().all(|claim| claim.chat_id == ChatId(6)), "they belong to this process");
        assert_eq!(words(&claim(&store, Lane::Answer, 221).await), ["paid until May"], "and to the sender when it dies");
        assert_eq!(database.value("SELECT count(*) FROM users WHERE unreachable_at IS NOT NULL").await, "0");
    }

    async fn what_was_asked_for_after_a_refused_message_is_not_given_up_with_it(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        queue(&store, 5, "refused", Lane::Answer).await;
        let refused: i64 = database.value("SELECT max(id) FROM outbox").await.parse().expect("a number");
        queue(&store, 5, "the answer to Start, pressed meanwhile", Lane::Answer).await;
        assert!(store.stop_chat(ChatId(5), refused, at(1), at(1), "bot can't initiate conversation").await.expect("an answer"));
        let left = claim(&store, Lane::Answer, 1).await;
        assert_eq!(words(&left), ["the answer to Start, pressed meanwhile"]);
    }

    async fn somebody_who_appears_while_a_message_is_refused_is_not_taken_for_gone(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        let appears = || {
            let changes = vec![Change::Reachable];
            handled(Effects { changes, ..Effects::default() })
        };
        let message = Outgoing { keep_for_unreachable: true, ..outgoing(5, "paid until May", Lane::Answer) };
        store.enqueue(&message, "test", at(0)).await.expect("queued");
        let refused: i64 = database.value("SELECT max(id) FROM outbox").await.parse().expect("a number");
        let stop = async |begun, now| store.stop_chat(ChatId(5), refused, at(begun), at(now), "chat not found").await.expect("an answer");

        update(&store, "1", &profile(5), at(2), |_| handled(Effects::default())).await.expect("stored");
        assert!(!stop(1, 3).await, "they came for the first time");
        assert!(!stop(1, 1).await, "they came between Telegram's answer and this");
        update(&store, "2", &profile(5), at(5), |_| appears()).await.expect("stored");
        assert!(!stop(4, 6).await, "they came back, and were seen a moment ago");
        let held = "SELECT count(*) FROM outbox WHERE held_at IS NOT NULL";
        let unreachable = "SELECT count(*) FROM users WHERE unreachable_at IS NOT NULL";
        assert_eq!((database.value(held).await, database.value(unreachable).await), ("0".to_owned(), "0".to_owned()));
        assert_eq!(words(&claim(&store, Lane::Answer, 7).await), ["paid until May"]);

        assert!(stop(5, 6).await, "the call was begun after they were seen");
        update(&store, "3", &profile(5), at(100), |_| appears()).await.expect("stored");
        assert!(stop(7, 8).await, "a clock that was set back knows nothing of that moment");
        assert_eq!((database.value(held).await, database.value(unreachable).await), ("1".to_owned(), "1".to_owned()));
    }

    async fn a_renewed_claim_is_kept(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        queue(&store, 5, "slow", Lane::Answer).await;
        let id = claim(&store, Lane::Answer, 0).await[0].id;
        store.renew(&[id], at(100)).await.expect("renewed");
        assert!(claim(&store, Lane::Answer, 99).await.is_empty());
        assert_eq!(claim(&store, Lane::Answer, 101).await.len(), 1);
    }

    async fn a_person_who_blocks_the_bot_stops_what_waits_for_them(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        queue(&store, 5, "hello", Lane::Answer).await;
        let blocked = Effects { changes: vec![Change::Unreachable], ..Effects::default() };
        update(&store, "1", &profile(5), at(0), |_| handled(blocked)).await.expect("stored");
        assert!(claim(&store, Lane::Answer, 1).await.is_empty());
        assert_eq!(database.value("SELECT count(*) FROM users WHERE unreachable_at IS NOT NULL").await, "1");
    }

    async fn older_messages_of_the_chat_are_named_so_that_nobody_overtakes_them(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        queue(&store, 5, "older", Lane::Answer).await;
        queue(&store, 5, "bulk", Lane::Bulk).await;
        let older: i64 = database.value("SELECT min(id) FROM outbox").await.parse().expect("a number");
        let mut effects = Effects::default();
        effects.send(text(5, "own"));
        effects.send(text(6, "to another"));
        let outcome = update(&store, "1", &profile(5), at(0), |_| handled(effects)).await;
        let committed = committed(outcome.expect("stored"));
        assert_eq!(committed.waiting, [older]);
        assert_eq!(words(&committed.claims), ["own"]);
        assert!(committed.others);
    }

    async fn a_group_with_a_new_id_takes_its_messages_along(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        queue(&store, -5, "lead", Lane::Answer).await;
        assert_eq!(claim(&store, Lane::Answer, 0).await.len(), 1);
        store.move_chat(ChatId(-5), ChatId(-1_005)).await.expect("moved");
        let moved = claim(&store, Lane::Answer, 1).await;
        assert_eq!(moved[0].chat_id, ChatId(-1_005));
    }

    async fn bulk_messages_of_a_chat_are_spaced_out_and_answers_are_not(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        queue(&store, 1, "reminder", Lane::Bulk).await;
        queue(&store, 2, "reminder", Lane::Bulk).await;
        store.delay_bulk(ChatId(1), at(9)).await.expect("delayed");
        store.delay_bulk(ChatId(1), at(3)).await.expect("not brought forward");
        let now = claim(&store, Lane::Bulk, 8).await;
        assert_eq!(now.iter().map(|claim| claim.chat_id.0).collect::<Vec<_>>(), [2]);
        queue(&store, 1, "answer", Lane::Answer).await;
        let answer = claim(&store, Lane::Answer, 8).await;
        assert_eq!(words(&answer), ["answer"]);
        store.remove(&[answer[0].id]).await.expect("removes");
        assert_eq!(claim(&store, Lane::Bulk, 9).await.len(), 1);
    }

    async fn a_pause_of_the_bot_is_never_shortened(backend) {
        let database = TestDatabase::create(backend).await;
        let (one, other) = two_stores(&database).await;
        assert_eq!(one.bot_pause().await.expect("an answer"), None);
        let pauses = (1..=20).rev().map(|second| {
            let store = if second % 2 == 0 { one.clone() } else { other.clone() };
            tokio::spawn(async move { store.pause_bot(at(second)).await })
        });
        for ended in join_all(pauses).await {
            ended.expect("no panic").expect("noted");
        }
        assert_eq!(other.bot_pause().await.expect("an answer"), Some(at(20)));
        one.pause_bot(at(7)).await.expect("noted");
        assert_eq!(one.bot_pause().await.expect("an answer"), Some(at(20)));
    }
}
