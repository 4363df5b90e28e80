//! The load: updates over a number of kept-alive connections, as Telegram delivers them.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::Result;
use crate::http::Connection;
use crate::pace::{Clock, Pace};
use crate::scenario::{Deliveries, Delivery, Next};
use crate::service::SECRET_TOKEN;
use crate::tally::Tally;
use crate::telegram::BotApi;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long somebody may wait to be shown something when all webhooks are answered.
const LATE: Duration = Duration::from_secs(5);

pub(crate) struct Load {
    ports: Vec<u16>,
    api: Arc<BotApi>,
    last_update_id: AtomicI64,
}

/// One of Telegram's connections. With several replicas there is one to each, used in turn, so that a person's
/// updates go through all of them.
struct Link {
    ports: Vec<u16>,
    open: Vec<Option<Connection>>,
    turn: usize,
}

enum Answer {
    Accepted,
    Refused,
    Other(String),
}

impl Load {
    /// The first update's id is past all that another load may have used on the same database.
    pub(crate) fn new(ports: Vec<u16>, api: Arc<BotApi>, first_update_id: i64) -> Self {
        Self {
            ports,
            api,
            last_update_id: AtomicI64::new(first_update_id),
        }
    }

    pub(crate) fn last_update_id(&self) -> i64 {
        self.last_update_id.load(Ordering::Relaxed)
    }

    pub(crate) async fn run(
        self: &Arc<Self>,
        source: &Deliveries,
        pace: Pace,
        connections: usize,
    ) -> Result<Tally> {
        let mut links = Vec::new();
        for number in 0..connections {
            links.push(Link::open(&self.ports, number).await?);
        }
        let started = Instant::now();
        let clock = Arc::new(Clock::start(pace, started));
        let mut connections = JoinSet::new();
        for link in links {
            let (load, clock, source) = (Arc::clone(self), Arc::clone(&clock), Arc::clone(source));
            connections.spawn(async move { load.work(link, &clock, &source).await });
        }
        let mut total = Tally::default();
        while let Some(tally) = connections.join_next().await {
            total.add(tally?);
        }
        total.elapsed = started.elapsed();
        self.api.settle(&mut total, started, LATE).await;
        total.sort();
        Ok(total)
    }

    async fn work(&self, mut link: Link, clock: &Clock, source: &Deliveries) -> Tally {
        let mut tally = Tally::default();
        while let Some(due) = clock.next().await {
            if clock.is_over() {
                tally.fail("not sent: the service fell behind".to_owned());
                continue;
            }
            let Some(delivery) = self.next(source).await else {
                break;
            };
            self.deliver(&mut link, delivery, due, source, &mut tally)
                .await;
        }
        tally
    }

    async fn next(&self, source: &Deliveries) -> Option<Delivery> {
        loop {
            let update_id = self.last_update_id.fetch_add(1, Ordering::Relaxed) + 1;
            let next = source
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .next(update_id, &self.api);
            match next {
                Next::Delivery(delivery) => return Some(delivery),
                Next::Busy => tokio::time::sleep(Duration::from_millis(1)).await,
                Next::Finished => return None,
            }
        }
    }

    /// One update up to its answer. A broken connection is opened anew for the next one.
    async fn deliver(
        &self,
        link: &mut Link,
        delivery: Delivery,
        due: Instant,
        source: &Deliveries,
        tally: &mut Tally,
    ) {
        self.api.expect_reply(delivery.chat_id, due);
        let sent = Instant::now();
        let exchange = link.exchange(&delivery, &self.api);
        let outcome = match tokio::time::timeout(PATIENCE, exchange).await {
            Ok(outcome) => outcome.map_err(|error| error.to_string()),
            Err(_) => Err(format!("no answer in {} s", PATIENCE.as_secs())),
        };
        let accepted = matches!(outcome, Ok(Answer::Accepted));
        if !accepted {
            self.api.forget_reply(delivery.chat_id);
        }
        source
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .done(delivery.chat_id, accepted);
        match outcome {
            Ok(Answer::Accepted) => tally.accept(due, sent),
            Ok(Answer::Refused) => tally.refused += 1,
            Ok(Answer::Other(status)) => tally.fail(format!("status {status}")),
            Err(error) => {
                link.close();
                tally.fail(error);
                // Without the pause a service that is gone would be asked as fast as the processor can.
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    }
}

impl Link {
    async fn open(ports: &[u16], number: usize) -> Result<Self> {
        let mut open = Vec::new();
        for port in ports {
            open.push(Some(Connection::open(*port).await?));
        }
        Ok(Self {
            ports: ports.to_vec(),
            open,
            turn: number,
        })
    }

    fn close(&mut self) {
        self.open.fill_with(|| None);
    }

    async fn exchange(&mut self, delivery: &Delivery, api: &BotApi) -> std::io::Result<Answer> {
        let number = self.turn % self.ports.len().max(1);
        self.turn += 1;
        let gone = std::io::ErrorKind::NotConnected;
        let port = *self.ports.get(number).ok_or(gone)?;
        let connection = match self.open.get_mut(number).ok_or(gone)? {
            Some(connection) => connection,
            closed => closed.insert(Connection::open(port).await?),
        };
        connection.write(request(delivery).as_bytes()).await?;
        let answer = connection
            .read()
            .await?
            .ok_or(std::io::ErrorKind::UnexpectedEof)?;
        Ok(match answer.target() {
            "200" => {
                api.take_answer(answer.body);
                Answer::Accepted
            }
            "429" | "503" if answer.header("retry-after").is_some() => Answer::Refused,
            other => Answer::Other(other.to_owned()),
        })
    }
}

fn request(delivery: &Delivery) -> String {
    let (path, proof) = match &delivery.signature {
        Some(signature) => ("tribute", format!("trbt-signature: {signature}")),
        None => (
            "telegram",
            format!("X-Telegram-Bot-Api-Secret-Token: {SECRET_TOKEN}"),
        ),
    };
    format!(
        "POST /{path}/webhook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{proof}\r\n\
         Content-Length: {}\r\n\r\n{}",
        delivery.body.len(),
        delivery.body
    )
}
