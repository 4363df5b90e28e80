//! Tribute's repeats.

use std::time::Duration;

use serde_json::Value;

use super::bot::{Bot, settings};
use crate::playground::{Playground, Settings, TributeEntry, TributeSending};

/// A playground whose Tribute waits so long for a minute.
async fn waiting(minute: Duration) -> (Playground, Bot) {
    let settings = Settings {
        tribute_minute: minute,
        ..settings()
    };
    let playground = Playground::start(settings).await.unwrap();
    let bot = Bot::start();
    playground.set_tribute_webhook(&bot.url());
    (playground, bot)
}

/// The entry as soon as it is so.
async fn until(
    playground: &Playground,
    number: u64,
    holds: impl Fn(&TributeEntry) -> bool,
) -> TributeEntry {
    let mut version = playground.version();
    let seen = async {
        loop {
            version.borrow_and_update();
            let entry = playground.tribute_entry(number).unwrap();
            if holds(&entry) {
                return entry;
            }
            version.changed().await.unwrap();
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(30), seen).await;
    waited.unwrap_or_else(|_| panic!("{:#?}", playground.tribute_entry(number)))
}

fn sending(body: &str) -> TributeSending {
    TributeSending {
        user: 5,
        body: body.to_owned(),
        ..TributeSending::default()
    }
}

fn refuse(bot: &Bot, times: usize) {
    for _ in 0..times {
        bot.answer(500, None, "later");
    }
}

#[tokio::test]
async fn an_event_is_repeated_eight_times_at_growing_distances_and_then_given_up() {
    let minute = Duration::from_micros(20);
    let (playground, bot) = waiting(minute).await;
    refuse(&bot, 9);
    let first = playground.tribute_post(sending("{}")).await;
    assert!(!first.done);
    let entry = until(&playground, first.number, |entry| entry.given_up).await;
    assert_eq!(entry.attempts.len(), 9);
    assert!(!entry.done && entry.next_at.is_none());
    let minutes = [5, 15, 30, 60, 120, 240, 480, 480];
    for (pair, minutes) in entry.attempts.windows(2).zip(minutes) {
        let passed = pair[1].at.duration_since(pair[0].at);
        assert!(
            passed >= (minute * minutes).try_into().unwrap(),
            "{passed:?} is less than {minutes} minutes"
        );
    }
    let again = playground.tribute_resend(first.number).await.unwrap();
    assert!(again.done && !again.given_up && again.attempts.len() == 10);
}

#[tokio::test]
async fn any_2xx_ends_the_repeats() {
    let (playground, bot) = waiting(Duration::from_micros(20)).await;
    for status in [404, 302] {
        bot.answer(status, None, "no");
    }
    bot.answer(202, None, "yes");
    let first = playground.tribute_post(sending("{}")).await;
    let entry = until(&playground, first.number, |entry| entry.done).await;
    let statuses: Vec<_> = entry.attempts.iter().map(|one| one.status).collect();
    assert_eq!(statuses, [404, 302, 202]);
    assert!(entry.next_at.is_none() && !entry.given_up);
    assert_eq!(entry.attempts[2].body, "yes");
}

#[tokio::test]
async fn a_repeat_of_a_draft_is_sent_at_another_moment_and_an_edited_body_stays() {
    let (playground, bot) = waiting(Duration::from_micros(20)).await;
    let drafted = playground
        .tribute_draft(5, "new_subscription", 0, None)
        .unwrap();
    let edited = drafted.replace("49900", "49901");
    for (body, is_same) in [(&drafted, false), (&edited, true)] {
        let seen = bot.received().len();
        refuse(&bot, 1);
        let entry = playground.tribute_post(sending(body)).await;
        until(&playground, entry.number, |entry| entry.done).await;
        let received = bot.received();
        let [first, second] = &received[seen..] else {
            panic!("{received:?}")
        };
        assert_eq!(first.body, body.as_bytes());
        assert_eq!(first.body == second.body, is_same);
        assert_eq!(first.signature == second.signature, is_same);
        let (mut first, mut second) = (first.json(), second.json());
        assert!(first["sent_at"].as_str() <= second["sent_at"].as_str());
        first["sent_at"] = Value::Null;
        second["sent_at"] = Value::Null;
        assert_eq!(first, second, "nothing else differs");
    }
}

#[tokio::test]
async fn sending_by_hand_does_not_use_up_a_repeat() {
    let (playground, bot) = waiting(Duration::from_secs(3600)).await;
    refuse(&bot, 2);
    let first = playground.tribute_post(sending("{}")).await;
    let second = playground.tribute_resend(first.number).await.unwrap();
    assert!(first.next_at.is_some());
    assert_eq!((second.attempts.len(), second.next_at), (2, first.next_at));
    let third = playground.tribute_resend(first.number).await.unwrap();
    assert!(third.done && third.next_at.is_none());
}

#[tokio::test]
async fn repeats_go_on_after_a_restart_once_there_is_an_address() {
    let folder = tempfile::tempdir().unwrap();
    let open = || {
        Playground::start(Settings {
            journal: Some(folder.path().join("journal.jsonl")),
            tribute_minute: Duration::from_micros(20),
            ..settings()
        })
    };
    let bot = Bot::start();
    let before = open().await.unwrap();
    let entry = before.tribute_post(sending("{}")).await;
    assert_eq!(entry.attempts[0].status, 0, "there is no address yet");
    before.stop().await;

    let after = open().await.unwrap();
    assert_eq!(after.tribute_entry(1), Some(entry));
    after.set_tribute_webhook(&bot.url());
    let entry = until(&after, 1, |entry| entry.done).await;
    assert_eq!((entry.attempts.len(), bot.received().len()), (2, 1));
}
