//! Events of Tribute that wait for the owner: looked at again when the pack has what they lacked, and called to mind once a
//! day.

use std::sync::Arc;

use jiff::SignedDuration;

use crate::{bot, clock, intake::Intake, store::StoreError, tribute};

/// The row of the reminder.
pub(super) const REMINDER: &str = "unmatched";
/// Events that are looked through at once.
const AT_ONCE: i64 = 200;
/// Whoever was told of an event a moment ago need not be reminded of it.
const FRESH: SignedDuration = SignedDuration::from_hours(12);

/// Has events looked at again whose plan the pack in use knows by now, and says how many. Each is decided about once: then
/// it is another thing, or that decision still waits.
pub(super) async fn retry(intake: Arc<Intake>) -> Result<usize, StoreError> {
    let content = intake.content();
    let (mut after, mut count) = (0, 0);
    loop {
        let events = intake.store.unplanned_events(after, AT_ONCE).await?;
        let Some(last) = events.last() else {
            return Ok(count);
        };
        after = last.id;
        for event in &events {
            let is_planned = tribute::parked::is_planned(event, &content);
            if is_planned && intake.store.retry_event(event.id, clock::now()).await? {
                count += 1;
            }
        }
    }
}

/// Reminds the owner of all that waits in one message, from the hour on at which people are reminded too.
pub(super) async fn remind(intake: Arc<Intake>) -> Result<usize, StoreError> {
    let now = clock::now();
    let local = now.to_zoned(intake.zone.clone());
    if local.hour() < intake.schedule.hour() {
        return Ok(0);
    }
    let (count, oldest) = intake.store.waiting_count().await?;
    let Some(oldest) = oldest.filter(|at| now.duration_since(*at) >= FRESH) else {
        return Ok(0);
    };
    let content = intake.content();
    let context = intake.context(&content, now);
    let messages = bot::parked::reminder(count, oldest, &context);
    let day = local.date().to_string();
    let line = intake.store.remembered(REMINDER).await?;
    if line.as_deref() == Some(day.as_str()) {
        return Ok(0);
    }
    let line = line.as_deref();
    let remembered = intake.store.remember(REMINDER, line, &day, &messages, now);
    let is_first = remembered.await?;
    if is_first {
        intake.deliverer.wake.notify_one();
    }
    Ok(usize::from(is_first))
}
