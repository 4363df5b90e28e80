//! What Linux knows about a process. Elsewhere every answer is `None`.

use std::fs;

/// `/proc` counts time in these, whatever the kernel's own tick is.
const TICKS_PER_SECOND: f64 = 100.0;

struct Stat {
    parent: u32,
    own_ticks: u64,
    /// Of children that have ended.
    reaped_ticks: u64,
}

/// User and system time of one process.
pub(crate) fn cpu_seconds(pid: u32) -> Option<f64> {
    Some(stat(pid)?.own_ticks as f64 / TICKS_PER_SECOND)
}

/// The same for a server and its children, those that have ended included.
pub(crate) fn family_cpu_seconds(pid: u32) -> Option<f64> {
    let server = stat(pid)?;
    let children = fs::read_dir("/proc")
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(stat)
        .filter(|process| process.parent == pid);
    let ticks: u64 = children
        .map(|child| child.own_ticks + child.reaped_ticks)
        .sum();
    Some((server.own_ticks + server.reaped_ticks + ticks) as f64 / TICKS_PER_SECOND)
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
    Some(Stat {
        parent: u32::try_from(number(1)?).ok()?,
        own_ticks: number(11)? + number(12)?,
        reaped_ticks: number(13)? + number(14)?,
    })
}
