//! When updates are due.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// How long an open loop may go on after its time, when the service has fallen behind.
pub(crate) const GRACE: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, Copy)]
pub(crate) enum Pace {
    /// The next one when a connection is free, for so long.
    Closed(Duration),
    /// So many a second, whatever the service does.
    Open {
        rate: u32,
        duration: Duration,
        grace: Duration,
    },
    /// The next one when a connection is free, until there is no more.
    Drain,
    /// All at the beginning.
    AtOnce,
}

/// Tells each connection when its next update is due.
pub(crate) enum Clock {
    Until(Instant),
    Paced {
        arrivals: Mutex<UnboundedReceiver<Instant>>,
        end: Instant,
    },
    Drain,
    Since(Instant),
}

impl Clock {
    pub(crate) fn start(pace: Pace, started: Instant) -> Self {
        match pace {
            Pace::Closed(duration) => Self::Until(started + duration),
            Pace::Open {
                rate,
                duration,
                grace,
            } => Self::Paced {
                arrivals: Mutex::new(announce(rate, started, duration)),
                end: started + duration + grace,
            },
            Pace::Drain => Self::Drain,
            Pace::AtOnce => Self::Since(started),
        }
    }

    /// The moment when the next update is due, or was; `None` at the end.
    pub(crate) async fn next(&self) -> Option<Instant> {
        let now = Instant::now();
        match self {
            Self::Until(end) => (now < *end).then_some(now),
            Self::Paced { arrivals, .. } => arrivals.lock().await.recv().await,
            Self::Drain => Some(now),
            Self::Since(started) => Some(*started),
        }
    }

    /// The service is so far behind that what is still due is not sent any more.
    pub(crate) fn is_over(&self) -> bool {
        matches!(self, Self::Paced { end, .. } if Instant::now() > *end)
    }
}

/// Announces the intended times from a thread of its own, because tokio's timer counts whole milliseconds.
fn announce(rate: u32, started: Instant, duration: Duration) -> UnboundedReceiver<Instant> {
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
