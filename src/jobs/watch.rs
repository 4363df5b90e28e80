//! Work that looks at something from time to time and tells the admins what changed about it, once.

use jiff::{SignedDuration, Timestamp};

use crate::{
    bot::effects::Effects, intake::Intake, store::StoreError, telegram::calls::Call,
    tribute::reconcile::Memory,
};

/// It is time to look.
pub(super) struct Turn {
    name: &'static str,
    /// The line that is remembered, as it was read: whoever else writes another one was faster.
    line: String,
    told: String,
}

/// Whether it is time; the first time it only notes when it will be.
pub(super) async fn turn(
    intake: &Intake,
    name: &'static str,
    first: SignedDuration,
    now: Timestamp,
) -> Result<Option<Turn>, StoreError> {
    let line = intake.store.remembered(name).await?;
    let memory = line.as_deref().and_then(Memory::read);
    let (Some(line), Some(memory)) = (&line, memory) else {
        let noted = Memory {
            due: later(now, first),
            told: Memory::WELL.into(),
        };
        let (before, after) = (line.as_deref(), noted.write());
        let begun = intake.store.remember(name, before, &after, &[], now);
        return begun.await.map(|_| None);
    };
    Ok((memory.due <= now).then(|| Turn {
        name,
        line: line.clone(),
        told: memory.told,
    }))
}

impl Turn {
    /// Remembers what was seen, and tells it when that is news. Says how many messages were queued.
    pub(super) async fn ends(
        self,
        intake: &Intake,
        told: String,
        text: &str,
        again: SignedDuration,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let mut effects = Effects::default();
        if told != self.told {
            for admin in &intake.admins {
                effects.send_or_keep(Call::SendMessage {
                    chat_id: admin.private_chat(),
                    text: text.to_owned(),
                    keyboard: None,
                });
            }
        }
        let (due, messages) = (later(now, again), effects.outgoing);
        let next = Memory { due, told }.write();
        let (before, name) = (Some(self.line.as_str()), self.name);
        let remembered = intake.store.remember(name, before, &next, &messages, now);
        if !remembered.await? {
            return Ok(0);
        }
        if !messages.is_empty() {
            intake.deliverer.wake.notify_one();
        }
        Ok(messages.len())
    }
}

fn later(now: Timestamp, time: SignedDuration) -> Timestamp {
    now.saturating_add(time).unwrap_or(now)
}
