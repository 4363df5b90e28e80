//! SIGTERM: nothing new is accepted, everything accepted is finished.

use std::time::{Duration, Instant};

use five_keys_bot::playground::{Fault, Weather};

use crate::support::{
    app::{PATIENCE, pretend},
    database::TestDatabase,
    door::Door,
    on_both,
    process::Service,
};

const PEOPLE: i64 = 60;

on_both! {
    async fn a_stop_finishes_what_was_accepted_and_leaves_the_rest_to_telegram(backend) {
        let (telegram, database) = (pretend().await, TestDatabase::create(backend).await);
        let door = Door::open().await;
        let more = [("PUBLIC_URL", door.url.as_str())];
        let mut service = Service::start("first", &telegram, &database, &more).await;
        door.lead_to(&[service.port]);
        let slow = Weather::next(Fault::Slow(Duration::from_millis(400)));
        telegram.weather(slow.times(1_000).on("sendMessage"));
        for user in 1..=PEOPLE {
            telegram.send_text(user, "/menu");
        }
        let begun = Instant::now();
        while database.query("SELECT 1 FROM inbox").await.len() < 20 {
            assert!(begun.elapsed() < PATIENCE, "nothing was accepted");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        assert!(database.count("outbox").await > 0, "nothing is in flight");
        service.process.terminate();
        let stopping = Instant::now();
        let status = service.process.ended(Duration::from_secs(15)).await;
        assert_eq!(status.code(), Some(0), "{}", service.process.log());
        assert!(stopping.elapsed() < Duration::from_secs(10), "it took {:?}", stopping.elapsed());
        assert_eq!(database.count("outbox").await, 0, "accepted and not finished");
        let sent = || telegram.calls_of("sendMessage").iter().filter(|call| !call.refused).count();
        let accepted = database.count("inbox").await;
        assert_eq!(i64::try_from(sent()).expect("few"), accepted);

        telegram.clear_sky();
        let mut next = Service::start("next", &telegram, &database, &more).await;
        door.lead_to(&[next.port]);
        assert!(telegram.settle(PATIENCE).await, "the rest was not delivered");
        next.process.terminate();
        let status = next.process.ended(Duration::from_secs(15)).await;
        assert_eq!(status.code(), Some(0), "{}", next.process.log());
        assert_eq!(database.count("inbox").await, PEOPLE);
        assert_eq!(i64::try_from(sent()).expect("few"), PEOPLE, "a message was lost, or sent twice");
    }

    async fn an_idle_service_stops_at_once(backend) {
        let (telegram, database) = (pretend().await, TestDatabase::create(backend).await);
        let mut service = Service::start("idle", &telegram, &database, &[]).await;
        let begun = Instant::now();
        service.process.terminate();
        let status = service.process.ended(Duration::from_secs(15)).await;
        assert_eq!(status.code(), Some(0), "{}", service.process.log());
        assert!(begun.elapsed() < Duration::from_secs(3), "it took {:?}", begun.elapsed());
        assert!(service.process.log().trim_end().ends_with("stopped"));
    }

    async fn a_stop_in_the_middle_of_the_start_is_graceful_too(backend) {
        let (telegram, database) = (pretend().await, TestDatabase::create(backend).await);
        let mut process = Service::spawn("starting", &telegram, &database, &[]);
        process.wrote("sign of life", |process| process.log().contains("migration applied").then_some(())).await;
        process.terminate();
        let status = process.ended(Duration::from_secs(15)).await;
        assert_eq!(status.code(), Some(0), "{}", process.log());
        assert!(process.log().lines().last().is_some_and(|line| line.contains("stopped")), "{}", process.log());
    }
}
