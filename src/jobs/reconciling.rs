//! The daily check with Tribute: the admins hear of what does not fit together once, and once more when all is well again.

use std::sync::Arc;

use jiff::SignedDuration;

use super::watch;
use crate::{
    cabinet::{CheckError, Failure},
    clock,
    intake::Intake,
    store::StoreError,
    tribute::reconcile::{Finding, Memory, Words, all_well, key_refused, notice},
};

/// Its row, its label and its place in the summary.
pub(super) const NAME: &str = "tribute_check";
/// From one answer to the next question. What failed is asked again at the next turn.
const EVERY: SignedDuration = SignedDuration::from_hours(24);
/// From the first start to the first question: the webhook may not have been entered yet.
const FIRST: SignedDuration = SignedDuration::from_hours(1);

/// Asks when it is time, and says how many messages were queued.
pub(super) async fn run(intake: Arc<Intake>) -> Result<usize, StoreError> {
    let Some(cabinet) = &intake.cabinet else {
        return Ok(0);
    };
    let now = clock::now();
    let Some(turn) = watch::turn(&intake, NAME, FIRST, now).await? else {
        return Ok(0);
    };
    let content = intake.content();
    let words = Words {
        content: &content,
        locale: intake.default_locale,
        zone: &intake.zone,
        webhook: cabinet.webhook(),
    };
    let (told, text) = match cabinet.check(&intake.store, &content, now).await {
        Ok(findings) => result(&findings, &words),
        Err(CheckError::Tribute(failure @ Failure::Key(_))) => {
            tracing::warn!(%failure, "the check with Tribute could not be made");
            (Memory::KEY_REFUSED.to_owned(), key_refused(&words))
        }
        Err(CheckError::Tribute(failure)) => {
            tracing::warn!(%failure, "the check with Tribute could not be made; it is tried again in an hour");
            return Ok(0);
        }
        Err(CheckError::Store(error)) => return Err(error),
    };
    turn.ends(&intake, told, &text, EVERY, now).await
}

/// What is remembered as told, and its words.
fn result(findings: &[Finding], words: &Words<'_>) -> (String, String) {
    let text = if findings.is_empty() {
        all_well(words)
    } else {
        notice(findings, words)
    };
    (Memory::fingerprint(findings), text)
}
