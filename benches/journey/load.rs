//! The load: updates from the crowd over a number of kept-alive connections, as Telegram delivers them.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinSet;

use crate::Result;
use crate::http::Connection;
use crate::options::Options;
use crate::person::Person;
use crate::service::SECRET_TOKEN;
use crate::telegram::BotApi;

/// How long an open loop may go on after its time, when the service has fallen behind.
const GRACE: Duration = Duration::from_secs(10);

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Load {
    options: Options,
    port: u16,
    api: Arc<BotApi>,
    /// Whoever is not waiting for an answer.
    crowd: Mutex<VecDeque<Person>>,
    last_update_id: AtomicI64,
}

/// What came back.
#[derive(Default)]
pub(crate) struct Tally {
    /// Of the updates answered with 200, in microseconds, sorted.
    pub(crate) latencies: Vec<u32>,
    pub(crate) errors: BTreeMap<String, u64>,
    pub(crate) elapsed: Duration,
}

impl Tally {
    pub(crate) fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.elapsed.as_secs_f64()
    }

    /// In milliseconds.
    pub(crate) fn percentile(&self, share: f64) -> f64 {
        let rank = (self.latencies.len() as f64 * share).ceil() as usize;
        let micros = self
            .latencies
            .get(rank.saturating_sub(1))
            .copied()
            .unwrap_or_default();
        f64::from(micros) / 1_000.0
    }

    fn count(&mut self, outcome: std::result::Result<(), String>, since: Instant) {
        match outcome {
            Ok(()) => self
                .latencies
                .push(u32::try_from(since.elapsed().as_micros()).unwrap_or(u32::MAX)),
            Err(error) => *self.errors.entry(error).or_default() += 1,
        }
    }
}

impl Load {
    pub(crate) fn new(options: &Options, port: u16, api: Arc<BotApi>) -> Self {
        Self {
            options: options.clone(),
            port,
            api,
            crowd: Mutex::new(Person::crowd(options.people).collect()),
            last_update_id: AtomicI64::new(0),
        }
    }

    /// Runs for a while: closed loop, or open when a rate is set.
    pub(crate) async fn run(self: &Arc<Self>, duration: Duration) -> Result<Tally> {
        let started = Instant::now();
        let deadline = started + duration;
        let mut connections = JoinSet::new();
        let arrivals = self
            .options
            .rate
            .map(|rate| Arc::new(tokio::sync::Mutex::new(pace(rate, started, duration))));
        for _ in 0..self.options.connections {
            let load = Arc::clone(self);
            let arrivals = arrivals.clone();
            connections.spawn(async move {
                match arrivals {
                    None => load.closed_loop(deadline).await,
                    Some(arrivals) => load.open_loop(&arrivals, deadline + GRACE).await,
                }
            });
        }
        let mut total = Tally::default();
        while let Some(tally) = connections.join_next().await {
            let tally = tally?;
            total.latencies.extend(tally.latencies);
            for (error, count) in tally.errors {
                *total.errors.entry(error).or_default() += count;
            }
        }
        total.elapsed = started.elapsed();
        total.latencies.sort_unstable();
        Ok(total)
    }

    async fn closed_loop(&self, deadline: Instant) -> Tally {
        let mut tally = Tally::default();
        let mut connection = None;
        while Instant::now() < deadline {
            let since = Instant::now();
            tally.count(self.deliver(&mut connection).await, since);
        }
        tally
    }

    async fn open_loop(
        &self,
        arrivals: &tokio::sync::Mutex<UnboundedReceiver<Instant>>,
        end: Instant,
    ) -> Tally {
        let mut tally = Tally::default();
        let mut connection = None;
        loop {
            let Some(intended) = arrivals.lock().await.recv().await else {
                return tally;
            };
            if Instant::now() > end {
                tally.count(
                    Err("not sent: the service fell behind".to_owned()),
                    intended,
                );
            } else {
                tally.count(self.deliver(&mut connection).await, intended);
            }
        }
    }

    /// The next person's next update, up to the answer. A broken connection is opened anew for the next one.
    async fn deliver(
        &self,
        connection: &mut Option<Connection>,
    ) -> std::result::Result<(), String> {
        let next = self
            .crowd
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front();
        let mut person = next.ok_or("nobody is free")?;
        let update_id = self.last_update_id.fetch_add(1, Ordering::Relaxed) + 1;
        let update = person.next_update(update_id, &self.api, &self.options);
        let exchange = self.exchange(connection, &update);
        let outcome = match tokio::time::timeout(PATIENCE, exchange).await {
            Ok(outcome) => outcome.map_err(|error| error.to_string()),
            Err(_) => Err(format!("no answer in {} s", PATIENCE.as_secs())),
        };
        if !matches!(&outcome, Ok(status) if status == "200") {
            person.start_again();
        }
        self.release(person);
        match outcome {
            Ok(status) if status == "200" => Ok(()),
            Ok(status) => Err(format!("status {status}")),
            Err(error) => {
                *connection = None;
                // Without the pause a service that is gone would be asked as fast as the processor can.
                tokio::time::sleep(Duration::from_millis(5)).await;
                Err(error)
            }
        }
    }

    /// Whoever is in the middle of a journey goes on before others begin, so that any stretch of time sees every step.
    fn release(&self, person: Person) {
        let mut crowd = self.crowd.lock().unwrap_or_else(PoisonError::into_inner);
        if person.is_on_the_way() {
            crowd.push_front(person);
        } else {
            crowd.push_back(person);
        }
    }

    async fn exchange(
        &self,
        connection: &mut Option<Connection>,
        update: &str,
    ) -> std::io::Result<String> {
        let connection = match connection {
            Some(connection) => connection,
            None => connection.insert(Connection::open(self.port).await?),
        };
        let request = format!(
            "POST /telegram/webhook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
             X-Telegram-Bot-Api-Secret-Token: {SECRET_TOKEN}\r\nContent-Length: {}\r\n\r\n{update}",
            update.len()
        );
        connection.write(request.as_bytes()).await?;
        let answer = connection
            .read()
            .await?
            .ok_or(std::io::ErrorKind::UnexpectedEof)?;
        self.api.take_answer(answer.body);
        Ok(answer.target().to_owned())
    }
}

/// Announces the intended times from a thread of its own, because tokio's timer counts whole milliseconds.
fn pace(rate: u32, started: Instant, duration: Duration) -> UnboundedReceiver<Instant> {
    let (announce, arrivals) = unbounded_channel();
    std::thread::spawn(move || {
        for number in 0u32.. {
            let after = Duration::from_secs_f64(f64::from(number) / f64::from(rate));
            let intended = started + after;
            std::thread::sleep(intended.saturating_duration_since(Instant::now()));
            if after >= duration || announce.send(intended).is_err() {
                return;
            }
        }
    });
    arrivals
}
