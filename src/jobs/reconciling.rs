//! The daily check with Tribute: the admins hear of what does not fit together once, and once more when all is well again.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::{
    bot::effects::Effects,
    cabinet::{CheckError, Failure},
    clock,
    intake::Intake,
    store::StoreError,
    telegram::calls::Call,
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
    let line = intake.store.remembered(NAME).await?;
    let Some(memory) = line.as_deref().and_then(Memory::read) else {
        let first = Memory {
            due: later(now, FIRST),
            told: Memory::WELL.into(),
        };
        let (before, after) = (line.as_deref(), first.write());
        let begun = intake.store.remember(NAME, before, &after, &[], now);
        return begun.await.map(|_| 0);
    };
    if memory.due > now {
        return Ok(0);
    }
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
    let is_news = told != memory.told;
    let messages = if is_news {
        to_admins(&intake, &text)
    } else {
        Effects::default()
    };
    let next = Memory {
        due: later(now, EVERY),
        told,
    };
    let (line, messages) = (line.as_deref(), messages.outgoing);
    let remembered = intake
        .store
        .remember(NAME, line, &next.write(), &messages, now)
        .await?;
    if !remembered {
        return Ok(0);
    }
    if !messages.is_empty() {
        intake.deliverer.wake.notify_one();
    }
    Ok(messages.len())
}

fn later(now: Timestamp, time: SignedDuration) -> Timestamp {
    now.saturating_add(time).unwrap_or(now)
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

fn to_admins(intake: &Intake, text: &str) -> Effects {
    let mut effects = Effects::default();
    for admin in &intake.admins {
        effects.send_or_keep(Call::SendMessage {
            chat_id: admin.private_chat(),
            text: text.to_owned(),
            keyboard: None,
        });
    }
    effects
}
