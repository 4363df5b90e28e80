//! The daily look at everything around the bot: the admins hear of what turned bad once, and once more when all is well.

use std::sync::Arc;

use jiff::SignedDuration;

use super::watch;
use crate::{
    clock,
    doctor::{fingerprint, notice},
    intake::Intake,
    store::StoreError,
    tribute::reconcile::Memory,
};

/// Its row, its label and its place in the summary.
pub(super) const NAME: &str = "doctor";
/// From one look to the next when all is well, and when something is not.
const EVERY: SignedDuration = SignedDuration::from_hours(24);
const SOON: SignedDuration = SignedDuration::from_hours(1);
/// From the first start to the first look: the webhook is still being registered.
const FIRST: SignedDuration = SignedDuration::from_hours(1);

/// Looks when it is time, and says how many messages were queued.
pub(super) async fn run(intake: Arc<Intake>) -> Result<usize, StoreError> {
    let Some(doctor) = &intake.doctor else {
        return Ok(0);
    };
    let now = clock::now();
    let Some(turn) = watch::turn(&intake, NAME, FIRST, now).await? else {
        return Ok(0);
    };
    let found = doctor.daily().await;
    for one in &found {
        tracing::warn!(
            check = one.check.as_str(),
            kind = one.kind(),
            "something around the bot is not well"
        );
    }
    let told = match found.is_empty() {
        true => Memory::WELL.to_owned(),
        false => fingerprint(&found),
    };
    let again = if found.is_empty() { EVERY } else { SOON };
    let text = notice(&found, &intake.content(), intake.default_locale);
    turn.ends(&intake, told, &text, again, now).await
}

#[cfg(test)]
mod tests {
    use crate::{doctor::Check, telemetry};

    #[test]
    fn the_metrics_know_whatever_the_daily_look_finds() {
        let names = Check::DAILY.map(Check::as_str);
        assert_eq!(names, telemetry::metrics::CHECKS);
    }
}
