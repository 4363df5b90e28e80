//! Tribute's repeats of what was not accepted.

use std::time::Duration;

use jiff::Timestamp;

use super::attempt::{Copies, Job, carry_out};
use crate::playground::handle::Playground;
use crate::playground::world::World;

/// The waits before the repeats, in minutes: five minutes to eight hours, almost a day in all.
const SCHEDULE: [u32; 8] = [5, 15, 30, 60, 120, 240, 480, 480];

/// How long the repeat of this index waits; none after the last.
pub(super) fn delay_before(repeat: usize, minute: Duration) -> Option<Duration> {
    let minutes = SCHEDULE.get(repeat)?;
    Some(minute.saturating_mul(*minutes))
}

/// Repeats what is due until the runtime ends.
pub(in crate::playground) async fn run(playground: Playground) {
    loop {
        let (jobs, next_at) = playground.change_quietly(|world| world.due(Timestamp::now()));
        for job in jobs {
            tokio::spawn(carry_out(playground.clone(), job, Copies::ONE));
        }
        let due = async {
            match next_at {
                Some(at) => tokio::time::sleep(until(at)).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = due => {}
            // Remembered when nobody waits, so no change is missed.
            () = playground.tribute_wake().notified() => {}
        }
    }
}

fn until(at: Timestamp) -> Duration {
    Timestamp::now()
        .duration_until(at)
        .try_into()
        .unwrap_or_default()
}

impl World {
    /// Begins what is due, and says when the next is. Without an address nothing is.
    fn due(&mut self, now: Timestamp) -> (Vec<Job>, Option<Timestamp>) {
        if self.tribute_webhook_url.is_none() {
            return (Vec::new(), None);
        }
        let waiting = self.cabinet.entries.values();
        let waiting = waiting.filter(|entry| entry.under_way == 0);
        let waiting: Vec<_> = waiting
            .filter_map(|entry| Some((entry.next_at?, entry.number)))
            .collect();
        let next_at = waiting
            .iter()
            .map(|(at, _)| *at)
            .filter(|at| *at > now)
            .min();
        let due = waiting.iter().filter(|(at, _)| *at <= now);
        let jobs = due
            .filter_map(|(_, number)| self.begin(*number, true))
            .collect();
        (jobs, next_at)
    }
}
