//! The series that are there from the first scrape.

use super::{Metrics, labels::*};
use crate::{
    store::PoolState,
    telegram::{api_error, update},
};

impl Metrics {
    pub(super) fn make_expected_series(&self) {
        for update_type in update::KINDS.into_iter().chain([update::UNKNOWN]) {
            drop(self.updates.get_or_create(&UpdateLabels { update_type }));
            drop(
                self.update_errors
                    .get_or_create(&UpdateLabels { update_type }),
            );
        }
        for method in METHODS {
            drop(self.call_duration.get_or_create(&MethodLabels { method }));
            for outcome in api_error::OUTCOMES {
                drop(self.calls.get_or_create(&CallLabels { method, outcome }));
            }
        }
        for outcome in SEND_OUTCOMES {
            drop(self.sends.get_or_create(&OutcomeLabels { outcome }));
        }
        for outcome in [
            "secret",
            "signature",
            "not_an_update",
            "overload",
            "flood",
            "bad_body",
        ] {
            drop(self.refused.get_or_create(&OutcomeLabels { outcome }));
        }
        for outcome in ["sent", "done"] {
            drop(self.leads.get_or_create(&OutcomeLabels { outcome }));
        }
        for outcome in ASSISTANT_OUTCOMES {
            drop(self.assistant.get_or_create(&OutcomeLabels { outcome }));
        }
        for task in TASKS {
            for outcome in ["ok", "failed"] {
                drop(self.tasks.get_or_create(&TaskLabels { task, outcome }));
            }
        }
        for outcome in REMINDER_OUTCOMES {
            drop(self.reminders.get_or_create(&OutcomeLabels { outcome }));
        }
        for outcome in JOIN_OUTCOMES {
            drop(self.join_requests.get_or_create(&OutcomeLabels { outcome }));
        }
        for outcome in REMOVAL_OUTCOMES {
            drop(self.door_removals.get_or_create(&OutcomeLabels { outcome }));
        }
        // All of them: what appears with its first event has not risen, for Prometheus, and nobody is woken by it.
        for event in crate::tribute::event::NAMES {
            for outcome in TRIBUTE_OUTCOMES {
                let labels = TributeLabels { event, outcome };
                drop(self.tribute_events.get_or_create(&labels));
            }
        }
        for key in TRIBUTE_KEYS {
            drop(self.tribute_signatures.get_or_create(&KeyLabels { key }));
        }
        self.set_subscriptions(&[]);
        self.set_pool(PoolState::default());
    }
}
