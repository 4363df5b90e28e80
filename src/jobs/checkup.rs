//! The daily look at everything around the bot: the admins hear of what turned bad once, and once more when all is well.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::{
    bot::effects::Effects,
    clock,
    doctor::{Finding, fingerprint, notice},
    intake::Intake,
    store::StoreError,
    telegram::calls::Call,
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
    let found = doctor.daily().await;
    for one in &found {
        tracing::warn!(
            check = one.check.as_str(),
            kind = one.kind(),
            "something around the bot is not well"
        );
    }
    let told = match fingerprint(&found) {
        nothing if nothing.is_empty() => Memory::WELL.to_owned(),
        kinds => kinds,
    };
    let messages = if told == memory.told {
        Effects::default()
    } else {
        to_admins(&intake, &found)
    };
    let next = Memory {
        due: later(now, if found.is_empty() { EVERY } else { SOON }),
        told,
    };
    let messages = messages.outgoing;
    let remembered = intake
        .store
        .remember(NAME, line.as_deref(), &next.write(), &messages, now)
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

fn to_admins(intake: &Intake, found: &[Finding]) -> Effects {
    let text = notice(found, &intake.content(), intake.default_locale);
    let mut effects = Effects::default();
    for admin in &intake.admins {
        effects.send_or_keep(Call::SendMessage {
            chat_id: admin.private_chat(),
            text: text.clone(),
            keyboard: None,
        });
    }
    effects
}
