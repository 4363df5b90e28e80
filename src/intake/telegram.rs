//! One update of Telegram.

use std::{sync::Arc, time::Instant};

use super::{Intake, IntakeError, decided, flood::Visit, now};
use crate::{
    bot::{
        self,
        dialogue::Dialogue,
        doors::DoorChange,
        effects::{Change, Effects},
        state::ChatState,
    },
    delivery::lease,
    store::{Decision, InboxKey, Outcome, Profile, Received},
    telegram::{
        UserId,
        calls::CallbackAnswer,
        types::{Update, UpdateKind, User},
        update::Parsed,
    },
    tribute::{parked, revenue},
};

impl Intake {
    /// Handles an update durably. The answer may ride in the body of the webhook's answer.
    ///
    /// # Errors
    /// Nothing was stored; Telegram is to repeat the update.
    pub async fn telegram(
        self: &Arc<Self>,
        parsed: Parsed,
    ) -> Result<Option<CallbackAnswer>, IntakeError> {
        let begun = Instant::now();
        let label = parsed.update.label;
        self.metrics.update_received(label);
        let ended = self.handle(parsed).await;
        self.metrics.update_answered(begun.elapsed());
        if let Err(error) = &ended {
            self.metrics.update_failed(label);
            if let IntakeError::Store(error) = error {
                self.metrics.store_failed();
                tracing::error!(%error, "an update could not be stored; Telegram will repeat it");
            }
        }
        ended
    }

    async fn handle(
        self: &Arc<Self>,
        parsed: Parsed,
    ) -> Result<Option<CallbackAnswer>, IntakeError> {
        let came_at = now();
        let Parsed { update, unreadable } = parsed;
        let content = self.content();
        let profile = bot::actor(&update, &self.context(&content, came_at)).map(profile);
        let visit = profile
            .as_ref()
            .map(|profile| Visit::new(profile.id, &update, came_at));
        if let Some(profile) = &profile {
            self.not_too_fast(profile.id).await?;
        }
        let slot = self.slot()?;
        let gate = match &profile {
            Some(profile) => self.gate(profile.id.private_chat()).await,
            None => None,
        };
        let (key, origin) = (update.id.to_string(), format!("telegram:{}", update.id));
        let now = now();
        // Asked behind the gate: whether the first press was stored is known by now.
        let again = visit
            .as_ref()
            .is_some_and(|visit| self.flood.is_again(visit));
        let received = Received {
            key: InboxKey {
                source: "telegram",
                key: &key,
            },
            origin: &origin,
            profile: profile.as_ref(),
            speaks: !again && bot::speaks(&update),
            now,
            claim_until: lease(now),
        };
        let context = self.context(&content, now);
        let wants = |state: &ChatState| {
            // A poison update wants nothing; the decision notes it. Nor does the same press again.
            let wants = || bot::wants(&update, state, &context);
            (!again)
                .then(|| decided(wants))
                .flatten()
                .unwrap_or_default()
        };
        let (mut lead, mut in_form, mut asked, mut ruled) = (None, false, false, false);
        let (mut at_door, mut waits) = (false, false);
        let decide = |state: &ChatState| {
            if again {
                return repeated(&update);
            }
            let decision = self.decide(&update, unreadable, state, &context);
            lead = decision.effects.changes.iter().find_map(step_of_a_lead);
            asked = decision.effects.changes.iter().any(is_question);
            ruled = decision.effects.changes.iter().any(is_ruling);
            at_door = decision.effects.changes.iter().any(is_about_doors);
            waits = decision.effects.changes.iter().any(waits_at_a_door);
            in_form = matches!(decision.effects.dialogue, Some(Dialogue::Lead(_)));
            decision
        };
        match self.store.telegram_update(&received, wants, decide).await? {
            Outcome::Duplicate => {
                tracing::debug!(origin, "an update came again");
                self.metrics.update_repeated();
                // The first answer may have been lost on the way: stopping the spinner twice does no harm.
                Ok(plain_answer(&update))
            }
            Outcome::Committed(mut committed) => {
                tracing::debug!(
                    origin,
                    kind = update.label,
                    sends = committed.claims.len(),
                    "an update is stored"
                );
                match &visit {
                    Some(visit) if again => {
                        self.metrics.press_repeated();
                        self.flood.goes_on(visit);
                    }
                    Some(visit) => self.flood.stored(visit),
                    None => {}
                }
                if in_form {
                    self.prepare_numbers();
                }
                if let Some(outcome) = lead {
                    self.lead_moved(outcome);
                }
                if asked {
                    self.assistant.asked();
                }
                let answer = committed.answer.take();
                self.deliver(committed, (gate, slot)).await;
                if ruled {
                    self.settle_now().await;
                }
                if at_door {
                    if waits {
                        self.metrics.join_request("waiting");
                    }
                    self.tend_doors().await;
                }
                if let Some(visit) = &visit {
                    self.flood.goes_on(visit);
                }
                Ok(answer)
            }
        }
    }

    /// Waits for the turn of somebody who is too fast.
    async fn not_too_fast(&self, person: UserId) -> Result<(), IntakeError> {
        let slowed = self.flood.pass(person).await;
        if slowed.map_err(|_| IntakeError::Flood)? {
            self.metrics.update_slowed();
        }
        Ok(())
    }

    fn lead_moved(&self, outcome: &'static str) {
        self.metrics.lead(outcome);
        if outcome == "sent" && self.leads_chat.is_none() {
            tracing::warn!(
                "a request for a consultation is stored and nobody is told: set LEADS_CHAT_ID or ADMIN_ID"
            );
        }
    }

    fn decide(
        &self,
        update: &Update,
        unreadable: bool,
        state: &ChatState,
        context: &bot::Context<'_>,
    ) -> Decision {
        if unreadable {
            tracing::warn!(update_id = %update.id, kind = update.label, "an update of this kind could not be read");
            self.metrics.update_failed(update.label);
            return Decision {
                outcome: "unreadable",
                effects: Effects::default(),
            };
        }
        let effects = decided(|| {
            // What Tribute's events say is not the conversation's to read.
            let read = state.report.as_ref();
            let read =
                read.and_then(|report| revenue::read(report).or_else(|| parked::read(report)));
            let with_report = read.map(|report| ChatState {
                report: Some(report),
                ..state.clone()
            });
            (self.dispatch)(update, with_report.as_ref().unwrap_or(state), context)
        });
        effects.map_or_else(
            || {
                tracing::error!(update_id = %update.id, kind = update.label, "an update made its handler panic");
                self.metrics.update_failed(update.label);
                Decision { outcome: "poison", effects: Effects::default() }
            },
            |effects| Decision { outcome: "handled", effects },
        )
    }
}

/// A step in the life of a lead, as the metrics name it.
fn step_of_a_lead(change: &Change) -> Option<&'static str> {
    match change {
        Change::Lead(_) => Some("sent"),
        Change::LeadDone { .. } => Some("done"),
        _ => None,
    }
}

fn is_ruling(change: &Change) -> bool {
    matches!(change, Change::Ruled(_))
}

fn is_question(change: &Change) -> bool {
    matches!(change, Change::Ask { .. })
}

/// Whether somebody may have to be let in or out at once.
fn is_about_doors(change: &Change) -> bool {
    matches!(change, Change::Door(_))
}

fn waits_at_a_door(change: &Change) -> bool {
    matches!(
        change,
        Change::Door(DoorChange::Asked { welcome: false, .. })
    )
}

/// NUL has no place in PostgreSQL's texts.
fn profile(user: &User) -> Profile {
    let clean = |text: &str| text.replace('\0', "");
    Profile {
        id: user.id,
        first_name: clean(&user.first_name),
        username: user.username.as_deref().map(clean),
        language_code: user.language_code.as_deref().map(clean),
    }
}

/// The same press again: only the spinner stops.
fn repeated(update: &Update) -> Decision {
    Decision {
        outcome: "repeated",
        effects: Effects {
            answer: plain_answer(update),
            ..Effects::default()
        },
    }
}

fn plain_answer(update: &Update) -> Option<CallbackAnswer> {
    match &update.kind {
        UpdateKind::CallbackQuery(query) => Some(CallbackAnswer {
            callback_query_id: query.id.clone(),
            text: None,
        }),
        _ => None,
    }
}
