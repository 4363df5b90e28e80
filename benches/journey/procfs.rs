//! What Linux knows about a process. Elsewhere every answer is `None`.

use std::fs;
use std::ops::{Add, Sub};
use std::path::PathBuf;

/// `/proc` counts time in these, whatever the kernel's own tick is.
const TICKS_PER_SECOND: f64 = 100.0;

/// Seconds of a processor.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cpu {
    pub(crate) user: f64,
    pub(crate) system: f64,
}

impl Cpu {
    pub(crate) fn total(self) -> f64 {
        self.user + self.system
    }

    /// What a thousand of so many cost.
    pub(crate) fn per_thousand(self, count: usize) -> Self {
        let share = 1_000.0 / count as f64;
        Self {
            user: self.user * share,
            system: self.system * share,
        }
    }
}

impl Add for Cpu {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            user: self.user + other.user,
            system: self.system + other.system,
        }
    }
}

impl Sub for Cpu {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            user: self.user - other.user,
            system: self.system - other.system,
        }
    }
}

struct Stat {
    parent: u32,
    own: Cpu,
    /// Of children that have ended.
    reaped: Cpu,
}

/// What one process used.
pub(crate) fn cpu(pid: u32) -> Option<Cpu> {
    Some(stat(pid)?.own)
}

/// The same for a server and its children, those that have ended included.
pub(crate) fn family_cpu(pid: u32) -> Option<Cpu> {
    let server = stat(pid)?;
    let children = fs::read_dir("/proc")
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(stat)
        .filter(|process| process.parent == pid);
    Some(children.fold(server.own + server.reaped, |sum, child| {
        sum + child.own + child.reaped
    }))
}

/// How many files, sockets among them, a process has open.
pub(crate) fn open_files(pid: u32) -> Option<usize> {
    let folder = PathBuf::from(format!("/proc/{pid}/fd"));
    Some(fs::read_dir(folder).ok()?.count())
}

/// A line of `/proc/PID/status` such as `VmHWM` (peak) or `VmRSS` (now).
pub(crate) fn memory_kib(pid: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let (_, rest) = status.split_once(&format!("{name}:"))?;
    rest.split_whitespace().next()?.parse().ok()
}

fn stat(pid: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is the name in brackets and may hold anything; the rest is numbers, from the state on.
    let (_, rest) = text.rsplit_once(") ")?;
    let fields: Vec<&str> = rest.split(' ').collect();
    let number = |index: usize| fields.get(index)?.parse::<u64>().ok();
    let seconds = |index: usize| Some(number(index)? as f64 / TICKS_PER_SECOND);
    let cpu = |user: usize| {
        Some(Cpu {
            user: seconds(user)?,
            system: seconds(user + 1)?,
        })
    };
    Some(Stat {
        parent: u32::try_from(number(1)?).ok()?,
        own: cpu(11)?,
        reaped: cpu(13)?,
    })
}
