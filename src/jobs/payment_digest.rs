//! Once a day, after nine in the morning by the project's clock: what was paid before this day, for admins who want it so.
//! What came while nobody looked is in the next one, so that nothing is left out.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::{
    bot::{
        self,
        effects::{Lane, Outgoing},
    },
    clock,
    intake::Intake,
    store::StoreError,
    telegram::calls::Call,
    tribute::revenue,
};

/// By the project's clock.
const HOUR: i8 = 9;

/// Queues what is due and says how many digests that were.
pub(super) async fn run(intake: Arc<Intake>) -> Result<usize, StoreError> {
    let now = clock::now();
    let zoned = now.to_zoned(intake.zone.clone());
    if zoned.hour() < HOUR {
        return Ok(0);
    }
    let today = zoned.date();
    let mut count = 0;
    for (admin, since) in intake.store.digests_due(today).await? {
        // Nobody who is no admin any more is told.
        if !intake.admins.contains(&admin) {
            continue;
        }
        let (from, to) = (begin(since, &intake.zone), begin(today, &intake.zone));
        let (events, waiting) = intake.store.told_between(from, to).await?;
        let figures = revenue::day(&events);
        let yesterday = today.yesterday().unwrap_or(today);
        let content = intake.content();
        let context = intake.context(&content, now);
        let text = bot::digest(&figures, waiting, (since, yesterday), &context);
        let message = text.map(|text| Outgoing {
            call: Call::SendMessage {
                chat_id: admin.private_chat(),
                text,
                keyboard: None,
            },
            lane: Lane::Bulk,
            keep_for_unreachable: false,
        });
        let told = intake
            .store
            .tell_digest(admin, today, message.as_ref(), now);
        count += usize::from(told.await? && message.is_some());
    }
    if count > 0 {
        intake.deliverer.wake.notify_one();
    }
    Ok(count)
}

fn begin(date: Date, zone: &TimeZone) -> Timestamp {
    let midnight = date.to_zoned(zone.clone());
    midnight.map_or(Timestamp::UNIX_EPOCH, |at| at.timestamp())
}
