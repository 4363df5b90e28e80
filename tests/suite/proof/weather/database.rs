//! PostgreSQL is stopped, restarted, frozen, slow, full, cut off.

use std::time::Duration;

use tokio_postgres::NoTls;

use super::{super::ground::Ground, Sky};
use crate::support::{
    database::TestDatabase,
    postgres::Postgres,
    wire::{State, Wire},
};

/// How long an update may wait for its refusal: Telegram itself waits a minute.
const REFUSED: Duration = Duration::from_secs(40);

/// A service on a server of its own, with a wire between them.
async fn on_a_wire(name: &str, settings: &str) -> (Postgres, Wire, Sky) {
    let server = Postgres::start(settings).await;
    let wire = Wire::to(server.port).await;
    let database = TestDatabase::on(&server.url()).await;
    let through = database
        .url
        .replace(&server.port.to_string(), &wire.port.to_string());
    let more = [
        ("DATABASE_URL", through.as_str()),
        ("RUST_LOG", "error,five_keys_bot::app=info"),
    ];
    let ground = Ground::lay(database, 1, &more).await;
    (server, wire, Sky::over(name, ground).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn a_power_cut() {
    let (server, _wire, mut sky) = on_a_wire("PostgreSQL loses its power and comes back", "").await;
    for _ in 0..3 {
        server.stops_at_once();
        let refused = sky.refuses(REFUSED).await;
        server.up();
        sky.recovers(refused).await;
    }
    sky.tells(&["bot_store_failures_total", "bot_update_errors_total"])
        .await;
    sky.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn a_restart() {
    let (server, _wire, mut sky) = on_a_wire("PostgreSQL is restarted", "").await;
    for _ in 0..5 {
        server.restarts();
        sky.goes_on();
        sky.recovers(Vec::new()).await;
    }
    sky.tells(&["bot_store_failures_total"]).await;
    sky.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn no_answer_at_all() {
    let (server, _wire, mut sky) = on_a_wire("PostgreSQL is frozen", "").await;
    server.frozen(true);
    let refused = sky.refuses(REFUSED).await;
    let more = sky.refuses(REFUSED).await;
    server.frozen(false);
    sky.recovers([refused, more].concat()).await;
    sky.tells(&["bot_store_failures_total", "bot_update_errors_total"])
        .await;
    sky.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn a_silent_network() {
    let (_server, wire, mut sky) =
        on_a_wire("nothing passes between the service and PostgreSQL", "").await;
    wire.is(State::Silent);
    let refused = sky.refuses(REFUSED).await;
    wire.is(State::Fine);
    sky.recovers(refused).await;
    sky.tells(&["bot_store_failures_total", "bot_update_errors_total"])
        .await;
    sky.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn failing_over() {
    let (_server, wire, mut sky) = on_a_wire(
        "connections to PostgreSQL are cut, and lead nowhere for a while",
        "",
    )
    .await;
    for _ in 0..3 {
        wire.is(State::Cut);
        let refused = sky.refuses(REFUSED).await;
        wire.is(State::Fine);
        sky.recovers(refused).await;
    }
    sky.tells(&["bot_store_failures_total", "bot_update_errors_total"])
        .await;
    sky.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn a_server_that_is_left_behind() {
    let name = "PostgreSQL says nothing for ever, and another takes its place";
    let (_server, wire, mut sky) = on_a_wire(name, "").await;
    wire.leaves_behind();
    sky.goes_on();
    // What is under way is given up after 30 s.
    sky.recovers_within(Duration::from_secs(45), Vec::new())
        .await;
    sky.tells(&["bot_store_failures_total", "bot_update_errors_total"])
        .await;
    sky.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn slowness() {
    let (_server, wire, mut sky) =
        on_a_wire("PostgreSQL takes 200 ms for each round trip, then 3 s", "").await;
    // What a pool of eight cannot take in time is refused, at 3 s nearly everything.
    let mut refused = Vec::new();
    for wait in [100, 1_500] {
        wire.is(State::Slow(Duration::from_millis(wait)));
        sky.goes_on();
        if wait == 100 {
            sky.load.crowd.moves_on(60).await;
        }
        let answers = sky.asks(24).await;
        println!(
            "  at {} ms: updates {:?}, the slowest after {:.1?}",
            2 * wait,
            answers.statuses,
            answers.slowest
        );
        let known = |status: &u16| matches!(status, 200 | 503);
        assert!(answers.statuses.keys().all(known), "{answers:?}");
        assert!(answers.slowest < REFUSED, "{answers:?}");
        refused.extend(answers.refused);
    }
    wire.is(State::Fine);
    sky.recovers(refused).await;
    sky.tells(&["bot_pool_waits_total"]).await;
    sky.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn no_connection_left() {
    let few = "max_connections = 20\nsuperuser_reserved_connections = 0\n";
    let (server, wire, mut sky) = on_a_wire("others take all connections of PostgreSQL", few).await;
    wire.is(State::Cut);
    let mut others = Vec::new();
    while others.len() < 20 {
        match tokio_postgres::connect(&server.url(), NoTls).await {
            Ok((client, connection)) => others.push((client, tokio::spawn(connection))),
            // The service's own take a moment to end.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
    wire.is(State::Fine);
    let refused = sky.refuses(REFUSED).await;
    drop(others);
    sky.recovers(refused).await;
    sky.tells(&["bot_store_failures_total", "bot_update_errors_total"])
        .await;
    sky.ends().await;
}
