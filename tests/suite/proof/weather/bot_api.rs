//! The Bot API slows the bot down, fails, resets, answers by half or with something else, or takes half a minute.

use std::time::Duration;

use five_keys_bot::playground::{Fault, Weather};

use super::{super::ground::Ground, Sky};
use crate::support::{
    app::pretend,
    database::{Backend, TestDatabase},
    wire::{State, Wire},
};

/// An update is answered after what the service allows itself for sending (5 s), however Telegram fares.
const ANSWERED: Duration = Duration::from_secs(9);
const HITS: u32 = 40;

/// A service with a wire between it and the Bot API.
async fn on_a_wire(name: &str) -> (Wire, Sky) {
    let telegram = pretend().await;
    let url = url::Url::parse(&telegram.api_url()).expect("a URL");
    let wire = Wire::to(url.port().expect("a port")).await;
    let through = format!("http://127.0.0.1:{}", wire.port);
    let more = [
        ("TELEGRAM_API_URL", through.as_str()),
        ("RUST_LOG", "error,five_keys_bot::app=info"),
    ];
    let database = TestDatabase::create(Backend::Sqlite).await;
    let ground = Ground::lay_beside(telegram, database, 1, &more).await;
    (wire, Sky::over(name, ground).await)
}

/// A fault that hits so many calls: updates are taken all the same, and sent in the end.
async fn hit_by(name: &str, fault: Fault, series: &str) -> usize {
    let (_wire, mut sky) = on_a_wire(name).await;
    let telegram = sky.ground.telegram.clone();
    telegram.weather(Weather::next(fault.clone()).times(HITS).on("sendMessage"));
    telegram.weather(Weather::next(fault).times(HITS).on("editMessageText"));
    sky.accepts(ANSWERED).await;
    sky.recovers(Vec::new()).await;
    sky.tells(&[series]).await;
    sky.ends().await.doubled()
}

macro_rules! nothing_twice {
    ($($name:ident: $words:literal, $fault:expr, $series:literal;)+) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        #[ignore = "takes minutes; tests/proof/run"]
        async fn $name() {
            assert_eq!(hit_by($words, $fault, $series).await, 0, "sent twice");
        }
    )+};
}

nothing_twice! {
    too_many_requests: "the Bot API says 429", Fault::TooManyRequests { retry_after: 1 }, "bot_sends_total{outcome=\"paused\"}";
    a_server_error: "the Bot API says 500", Fault::ServerError(500), "bot_sends_total{outcome=\"retried\"}";
    a_page_of_a_gateway: "the Bot API says 502 and no JSON", Fault::GatewayPage(502), "bot_sends_total{outcome=\"retried\"}";
    a_page_that_says_200: "the Bot API says 200 and no JSON", Fault::GatewayPage(200), "bot_sends_total{outcome=\"retried\"}";
    a_closed_connection: "the Bot API closes the connection", Fault::DropBefore, "bot_sends_total{outcome=\"retried\"}";
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn a_lost_answer() {
    let fault = Fault::DropAfter;
    let doubled = hit_by(
        "the Bot API's answer is lost",
        fault,
        "bot_sends_total{outcome=\"retried\"}",
    )
    .await;
    assert!(doubled <= 2 * HITS as usize, "{doubled}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn half_a_minute() {
    let fault = Fault::Slow(Duration::from_secs(30));
    let doubled = hit_by(
        "the Bot API takes 30 s",
        fault,
        "bot_sends_total{outcome=\"left_to_sender\"}",
    )
    .await;
    // A call is given up after 30 s as well: whether Telegram has the message is not known.
    assert!(doubled <= 2 * HITS as usize, "{doubled}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn half_an_answer() {
    let (wire, mut sky) = on_a_wire("the Bot API's answers end in the middle").await;
    // In the head, in the body.
    for bytes in [12, 150] {
        wire.is(State::Half(bytes));
        sky.accepts(ANSWERED).await;
        wire.is(State::Fine);
        sky.recovers(Vec::new()).await;
    }
    sky.tells(&["bot_sends_total{outcome=\"retried\"}"]).await;
    let seen = sky.ends().await;
    assert!(
        wire.halves() > 0 && seen.doubled() <= wire.halves(),
        "{} halves: {seen:?}",
        wire.halves()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn out_of_reach() {
    let (wire, mut sky) = on_a_wire("nothing leads to the Bot API").await;
    for state in [State::Cut, State::Silent] {
        wire.is(state);
        sky.accepts(ANSWERED).await;
        wire.is(State::Fine);
        sky.recovers(Vec::new()).await;
    }
    sky.tells(&["bot_sends_total{outcome=\"retried\"}"]).await;
    sky.ends().await;
}
