//! A tap between a program and PostgreSQL: counts statements and round trips. It costs time, so what is counted is
//! not measured, and the other way round.

use std::ops::{Add, Sub};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use crate::Result;

/// What clients said, over all connections.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    queries: AtomicU64,
    parses: AtomicU64,
    executes: AtomicU64,
    syncs: AtomicU64,
    round_trips: AtomicU64,
}

/// The counters at a moment, or between two.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    /// Statements run: by Query, or by Execute.
    pub(crate) statements: u64,
    pub(crate) parses: u64,
    pub(crate) syncs: u64,
    /// Times that a client spoke after the server had spoken on the same connection.
    pub(crate) round_trips: u64,
}

impl Traffic {
    pub(crate) fn counts(&self) -> Counts {
        let value = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            statements: value(&self.queries) + value(&self.executes),
            parses: value(&self.parses),
            syncs: value(&self.syncs),
            round_trips: value(&self.round_trips),
        }
    }

    fn count(&self, kind: u8) {
        let counter = match kind {
            b'Q' => &self.queries,
            b'P' => &self.parses,
            b'E' => &self.executes,
            b'S' => &self.syncs,
            _ => return,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

impl Sub for Counts {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            statements: self.statements - earlier.statements,
            parses: self.parses - earlier.parses,
            syncs: self.syncs - earlier.syncs,
            round_trips: self.round_trips - earlier.round_trips,
        }
    }
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            statements: self.statements + other.statements,
            parses: self.parses + other.parses,
            syncs: self.syncs + other.syncs,
            round_trips: self.round_trips + other.round_trips,
        }
    }
}

/// Listens in front of a server; returns the address to use instead.
pub(crate) async fn tap(database_url: &str, traffic: Arc<Traffic>) -> Result<String> {
    let mut url: Url = database_url.parse()?;
    let host = url.host_str().ok_or("a database without a host")?;
    let server = (host.to_owned(), url.port().unwrap_or(5432));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    url.set_host(Some("127.0.0.1"))?;
    url.set_port(Some(listener.local_addr()?.port()))
        .map_err(|()| "a database without a port")?;
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let (server, traffic) = (server.clone(), Arc::clone(&traffic));
            tokio::spawn(async move {
                // Broken connections are those two programs' affair.
                let _ = connect(client, server, traffic).await;
            });
        }
    });
    Ok(url.into())
}

async fn connect(
    client: TcpStream,
    server: (String, u16),
    traffic: Arc<Traffic>,
) -> std::io::Result<()> {
    let server = TcpStream::connect(server).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let server_spoke = Arc::new(AtomicBool::new(true));
    let heard = Arc::clone(&server_spoke);
    let mut messages = Messages::default();
    let there = pump(from_client, to_server, move |bytes| {
        if heard.swap(false, Ordering::Relaxed) {
            traffic.round_trips.fetch_add(1, Ordering::Relaxed);
        }
        messages.read(bytes, |kind| traffic.count(kind));
    });
    let back = pump(from_server, to_client, move |_| {
        server_spoke.store(true, Ordering::Relaxed);
    });
    tokio::try_join!(there, back).map(drop)
}

async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut look: impl FnMut(&[u8]),
) -> std::io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let length = from.read(&mut buffer).await?;
        let bytes = buffer.get(..length).unwrap_or_default();
        if bytes.is_empty() {
            return to.shutdown().await;
        }
        look(bytes);
        to.write_all(bytes).await?;
    }
}

/// Cuts a client's bytes into messages: a byte for the kind, four for the length that counts itself, the rest.
#[derive(Default)]
struct Messages {
    pending: Vec<u8>,
    /// The first messages have no kind: requests for encryption, and the one that starts the session.
    started: bool,
}

impl Messages {
    fn read(&mut self, bytes: &[u8], mut message: impl FnMut(u8)) {
        /// Of the first message that is no request for encryption or a cancellation.
        const PROTOCOL_3: [u8; 2] = [0, 3];
        self.pending.extend_from_slice(bytes);
        loop {
            let kind = usize::from(self.started);
            let Some(length) = self.pending.get(kind..kind + 4) else {
                return;
            };
            let length = length
                .iter()
                .fold(0, |sum, byte| sum * 256 + usize::from(*byte));
            let end = kind + length.max(4);
            if self.pending.len() < end {
                return;
            }
            if self.started {
                message(self.pending.first().copied().unwrap_or_default());
            } else {
                self.started = self.pending.get(4..6) == Some(&PROTOCOL_3);
            }
            self.pending.drain(..end);
        }
    }
}
