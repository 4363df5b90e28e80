//! A wire between the service and what it calls, which can be slow, silent, or cut.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Fine,
    /// What is said takes so long to arrive, in each direction.
    Slow(Duration),
    /// Connections stay and are made, and nothing passes.
    Silent,
    /// Connections end, and new ones end at once.
    Cut,
    /// Of each answer so many bytes arrive, then the connection ends.
    Half(usize),
}

pub struct Wire {
    pub port: u16,
    now: Arc<watch::Sender<Now>>,
    /// Answers that did not arrive wholly.
    halves: Arc<AtomicUsize>,
}

#[derive(Debug, Clone, Copy)]
struct Now {
    state: State,
    /// Of connections: those of an earlier one are left behind.
    generation: usize,
}

impl Wire {
    pub async fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let now = Now {
            state: State::Fine,
            generation: 0,
        };
        let wire = Self {
            port: listener.local_addr().expect("an address").port(),
            now: Arc::new(watch::Sender::new(now)),
            halves: Arc::default(),
        };
        let (now, halves) = (Arc::clone(&wire.now), Arc::clone(&wire.halves));
        tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                tokio::spawn(carry(caller, port, now.subscribe(), Arc::clone(&halves)));
            }
        });
        wire
    }

    pub fn is(&self, state: State) {
        self.now.send_modify(|now| now.state = state);
    }

    /// Nothing passes any more on the connections that there are: whoever was called says nothing for ever, and
    /// another takes its place.
    pub fn leaves_behind(&self) {
        self.now.send_modify(|now| now.generation += 1);
    }

    pub fn halves(&self) -> usize {
        self.halves.load(Ordering::Relaxed)
    }
}

async fn carry(
    caller: TcpStream,
    port: u16,
    mut now: watch::Receiver<Now>,
    halves: Arc<AtomicUsize>,
) {
    if now.borrow().state == State::Cut {
        return;
    }
    let Ok(called) = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))).await else {
        return;
    };
    // Small messages that wait for each other are not to wait for the kernel as well.
    let _ = (caller.set_nodelay(true), called.set_nodelay(true));
    let ((from, to), (back_from, back_to)) = (caller.into_split(), called.into_split());
    let there = pass(from, back_to, now.clone(), None);
    let back = pass(back_from, to, now.clone(), Some(halves));
    tokio::select! {
        () = there => {}
        () = back => {}
        _ = now.wait_for(|now| now.state == State::Cut) => {}
    }
}

/// One direction; the one back counts the halves.
async fn pass(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut now: watch::Receiver<Now>,
    halves: Option<Arc<AtomicUsize>>,
) {
    let mut bytes = vec![0; 16 * 1_024];
    let generation = now.borrow().generation;
    loop {
        let Ok(count @ 1..) = from.read(&mut bytes).await else {
            return;
        };
        let passes = |now: &Now| now.state != State::Silent && now.generation == generation;
        let Ok(state) = now.wait_for(passes).await.map(|now| now.state) else {
            return;
        };
        let mut said = &bytes[..count];
        match (state, &halves) {
            (State::Slow(wait), _) => tokio::time::sleep(wait).await,
            (State::Half(most), Some(halves)) => {
                halves.fetch_add(1, Ordering::Relaxed);
                said = &said[..most.min(count)];
            }
            _ => {}
        }
        let is_half = said.len() < count;
        if to.write_all(said).await.is_err() || is_half {
            return;
        }
    }
}
