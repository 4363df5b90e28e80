//! A million requests of junk over HTTP: no 500, no panic, no growth, and people are answered all the same.
//!
//! `PROOF_REQUESTS` says how many. What is inside of a body is the business of `fuzz/`; here it is everything around it.

mod request;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use five_keys_bot::playground::Call;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::seed;
use crate::{
    processes::storm::setting,
    support::{
        app::{SECRET, pretend},
        client,
        database::{Backend, TestDatabase},
        process::Service,
        updates::message,
    },
};
use request::Junk;

const CONNECTIONS: u64 = 16;
/// Connections that send a byte now and then, all the while.
const SLOW: usize = 32;
/// What the process may hold more in the end than after the first tenth: pages that the allocator keeps.
const GROWTH: u64 = 24 * 1_024 * 1_024;
/// A body that never ends is refused after 15 s.
const ANSWERED: Duration = Duration::from_secs(30);
/// Nobody of the corpus.
const ANNA: i64 = 5_999_000_111;

#[derive(Default)]
struct Tally {
    sent: AtomicUsize,
    /// By status; zero is a connection that was closed without a word.
    answers: Mutex<BTreeMap<u16, usize>>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn junk() {
    let seed = seed("junk over HTTP");
    let requests = usize::try_from(setting("PROOF_REQUESTS", 1_000_000)).expect("a number");
    let (telegram, database) = (pretend().await, TestDatabase::create(Backend::Sqlite).await);
    let more = [
        ("RUST_LOG", "error,five_keys_bot::app=info"),
        ("TASKS_TOKEN", "cron"),
    ];
    let service = Service::start("junk", &telegram, &database, &more).await;
    let junk = Arc::new(Junk::new(&telegram.settings().tribute_key));
    let slow: Vec<_> = (0..SLOW)
        .map(|_| tokio::spawn(drips(service.port)))
        .collect();

    let begun = Instant::now();
    let tally = Arc::new(Tally::default());
    let first = all(&junk, seed, requests / 10, service.port, &tally).await;
    let before = memory(service.process.id());
    let rest = all(&junk, seed + 1_000, requests - first, service.port, &tally).await;
    let after = memory(service.process.id());
    for one in slow {
        one.abort();
    }
    let answers = std::mem::take(&mut *tally.answers.lock().expect("no panic"));
    println!(
        "  {} requests in {:.0?}, answers by status: {answers:?}",
        first + rest,
        begun.elapsed()
    );
    println!(
        "  memory: {} kB after the first tenth, {} kB in the end",
        before / 1_024,
        after / 1_024
    );
    let log = service.process.log();
    assert!(!log.contains("panicked") && !log.contains("lost"), "{log}");
    let failed: Vec<_> = answers
        .keys()
        .filter(|status| **status >= 500 && **status != 503)
        .collect();
    assert!(failed.is_empty(), "{failed:?}");
    assert!(after < before + GROWTH, "it grows: {before} to {after}");
    let ping = client()
        .get(service.url("/ping"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(ping.status(), 200);
    // She may be written to, and her update is none of the junk's.
    telegram.send_text(ANNA, "/start");
    let update = message(5_000_000_000, ANNA, "/menu");
    let post = client()
        .post(service.url("/telegram/webhook"))
        .json(&update);
    let post = post.header("X-Telegram-Bot-Api-Secret-Token", SECRET);
    assert_eq!(post.send().await.expect("an answer").status(), 200);
    let hers = |call: &Call| call.chat_id == Some(ANNA) && !call.refused;
    let sent = tokio::time::timeout(ANSWERED, async {
        while !telegram.calls().iter().any(hers) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    assert!(sent.await.is_ok(), "nobody is answered any more");
}

/// So many requests, over all connections; how many it were.
async fn all(junk: &Arc<Junk>, seed: u64, count: usize, port: u16, tally: &Arc<Tally>) -> usize {
    let (begun_at, mut workers) = (tally.sent.load(Ordering::Relaxed), Vec::new());
    for worker in 0..CONNECTIONS {
        let (junk, tally) = (Arc::clone(junk), Arc::clone(tally));
        let mut rng = fastrand::Rng::with_seed(seed + worker);
        workers.push(tokio::spawn(async move {
            while tally.sent.load(Ordering::Relaxed) - begun_at < count {
                let (bytes, requests) = junk.burst(&mut rng);
                tally.sent.fetch_add(requests, Ordering::Relaxed);
                exchange(port, &bytes, &tally).await;
            }
        }));
    }
    for worker in workers {
        worker.await.expect("it comes to its end");
    }
    tally.sent.load(Ordering::Relaxed) - begun_at
}

/// Sends all of it at once and reads until the other side has had enough.
async fn exchange(port: u16, bytes: &[u8], tally: &Tally) {
    let mut stream = TcpStream::connect(("127.0.0.1", port))
        .await
        .expect("it takes connections");
    let (mut reads, mut writes) = stream.split();
    let mut answer = Vec::new();
    let written = async {
        // It may be refused, and closed, before all of it is written.
        let _ = writes.write_all(bytes).await;
        let _ = writes.shutdown().await;
    };
    let read = tokio::time::timeout(ANSWERED, reads.read_to_end(&mut answer));
    let (_, read) = tokio::join!(written, read);
    assert!(
        read.is_ok(),
        "no end after {ANSWERED:?} to {}",
        String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)])
    );
    let statuses = statuses(&answer);
    let mut answers = tally.answers.lock().expect("no panic");
    if statuses.is_empty() {
        *answers.entry(0).or_default() += 1;
    }
    for status in statuses {
        *answers.entry(status).or_default() += 1;
        assert!(
            status < 500 || status == 503,
            "{status} among the answers to {}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(20_000)])
        );
    }
}

/// The status lines; no body of ours looks like one.
fn statuses(answer: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(answer);
    let lines = text.split("HTTP/1.").skip(1);
    lines
        .filter_map(|line| line.get(2..5)?.parse().ok())
        .collect()
}

/// One byte after the other, for ever, over as many connections as it takes.
async fn drips(port: u16) {
    loop {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)).await else {
            return;
        };
        for byte in
            b"POST /telegram/webhook HTTP/1.1\r\nHost: bot\r\nContent-Length: 99\r\nX-Slow: "
        {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if stream.write_all(&[*byte]).await.is_err() {
                break;
            }
        }
    }
}

/// What a process holds now, in bytes.
fn memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes: u64 = line
        .and_then(|line| line.split_whitespace().next()?.parse().ok())
        .expect("a number");
    kilobytes * 1_024
}
