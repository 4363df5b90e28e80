//! Fifty connections that send, and send again what was not taken.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::support::{client, payments::sign};

/// The first wait before a repetition, and the longest: Tribute's grow as well, from minutes to hours.
const WAITS: (Duration, Duration) = (Duration::from_millis(20), Duration::from_millis(640));

/// One body with its signature.
#[derive(Clone)]
pub struct Delivery {
    pub body: String,
    pub signature: Option<String>,
    /// What Tribute signs with; none, when somebody else sent it.
    pub key: Option<String>,
}

impl Delivery {
    /// As it is repeated. It is not known whether Tribute says anew when it sends, so every second repetition does.
    fn repeated(&self, attempt: usize) -> Self {
        let Some(key) = self.key.as_ref().filter(|_| attempt % 2 == 1) else {
            return self.clone();
        };
        let mut body: Value = serde_json::from_str(&self.body).expect("JSON");
        body["sent_at"] = json!(format!("2026-11-02T00:00:{:02}Z", attempt % 60));
        let body = body.to_string();
        Self {
            signature: Some(sign(key, body.as_bytes())),
            body,
            key: self.key.clone(),
        }
    }
}

#[derive(Clone)]
pub struct Storm(Arc<Shared>);

struct Shared {
    deliveries: Vec<Delivery>,
    next: AtomicUsize,
    most: AtomicUsize,
    done: AtomicUsize,
    refused: AtomicUsize,
    ports: Mutex<Vec<u16>>,
}

impl Storm {
    pub fn new(deliveries: Vec<Delivery>) -> Self {
        Self(Arc::new(Shared {
            deliveries,
            next: AtomicUsize::new(0),
            most: AtomicUsize::new(usize::MAX),
            done: AtomicUsize::new(0),
            refused: AtomicUsize::new(0),
            ports: Mutex::default(),
        }))
    }

    pub fn len(&self) -> usize {
        self.0.deliveries.len()
    }

    /// How many attempts had to be repeated.
    pub fn refused_attempts(&self) -> usize {
        self.0.refused.load(Ordering::Relaxed)
    }

    /// From now on these answer.
    pub fn lead_to(&self, ports: Vec<u16>) {
        *self.0.ports.lock().expect("no panic") = ports;
    }

    /// So many deliveries may be begun: whatever takes its time meanwhile, the others are still to come.
    pub fn may_go_to(&self, count: usize) {
        self.0.most.store(count, Ordering::Relaxed);
    }

    pub async fn until_handled(&self, count: usize, at_most: Duration) {
        let begun = Instant::now();
        while self.0.done.load(Ordering::Relaxed) < count {
            assert!(begun.elapsed() < at_most, "the deliveries are not taken");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// One connection: takes the next delivery, until there is none.
    pub async fn send(self) {
        let http = client();
        loop {
            let number = self.0.next.fetch_add(1, Ordering::Relaxed);
            let Some(delivery) = self.0.deliveries.get(number) else {
                return;
            };
            while number >= self.0.most.load(Ordering::Relaxed) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            let (mut attempt, (mut wait, longest)) = (0, WAITS);
            while !self
                .try_once(&http, &delivery.repeated(attempt), number + attempt)
                .await
            {
                self.0.refused.fetch_add(1, Ordering::Relaxed);
                attempt += 1;
                tokio::time::sleep(wait).await;
                wait = longest.min(wait * 2);
            }
            self.0.done.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether it was answered for good: a 200 to what is Tribute's, a 401 to anything else.
    async fn try_once(&self, http: &reqwest::Client, delivery: &Delivery, turn: usize) -> bool {
        let port = {
            let ports = self.0.ports.lock().expect("no panic");
            ports.get(turn % ports.len().max(1)).copied()
        };
        let Some(port) = port else { return false };
        let mut request = http
            .post(format!("http://127.0.0.1:{port}/tribute/webhook"))
            .body(delivery.body.clone());
        if let Some(signature) = &delivery.signature {
            request = request.header("trbt-signature", signature);
        }
        // A process that was killed does not answer.
        let Ok(answer) = request.send().await else {
            return false;
        };
        match (answer.status().as_u16(), delivery.key.is_some()) {
            (200, true) | (401, false) => true,
            (503, _) => {
                assert!(
                    answer.headers().contains_key("retry-after"),
                    "when to come again?"
                );
                false
            }
            (status, _) => panic!("{status} to {}", delivery.body),
        }
    }
}
