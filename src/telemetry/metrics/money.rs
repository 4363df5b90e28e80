//! What is measured of money: deliveries of Tribute, and open subscriptions.

use std::sync::PoisonError;

use super::{
    Metrics,
    labels::{KeyLabels, PlanLabels, TRIBUTE_KEYS, TributeLabels},
};

impl Metrics {
    /// Tribute delivered something.
    pub fn tribute_event(&self, event: &'static str, outcome: &'static str) {
        self.tribute_events
            .get_or_create(&TributeLabels { event, outcome })
            .inc();
    }

    /// A delivery was Tribute's; its key is known by its place in the setting.
    pub fn tribute_signed(&self, place: usize) {
        let [current, previous] = TRIBUTE_KEYS;
        let key = if place == 0 { current } else { previous };
        self.tribute_signatures
            .get_or_create(&KeyLabels { key })
            .inc();
    }

    /// The content pack has these plans now. The series of those that left it go: a pack edited all day must not
    /// leave a series for every name that a plan ever had.
    pub fn set_plans(&self, now: Vec<String>) {
        let mut plans = self.plans.write().unwrap_or_else(PoisonError::into_inner);
        for plan in plans.iter().filter(|plan| !now.contains(plan)) {
            let plan = plan.clone();
            self.subscriptions.remove(&PlanLabels { plan });
        }
        for plan in now.iter().filter(|plan| !plans.contains(plan)) {
            let plan = plan.clone();
            drop(self.subscriptions.get_or_create(&PlanLabels { plan }));
        }
        *plans = now;
    }

    /// Plans that the pack does not have count together as `unknown`; a plan without subscribers shows zero.
    pub(super) fn set_subscriptions(&self, active: &[(String, i64)]) {
        // Held to the end, so that a plan that leaves the pack meanwhile is not shown again.
        let plans = self.plans.read().unwrap_or_else(PoisonError::into_inner);
        let known = |plan: &String| plans.contains(plan);
        for plan in plans.iter() {
            let count = active
                .iter()
                .filter(|(id, _)| id == plan)
                .map(|(_, count)| count)
                .sum();
            self.subscriptions
                .get_or_create(&PlanLabels { plan: plan.clone() })
                .set(count);
        }
        let unknown = active
            .iter()
            .filter(|(id, _)| !known(id))
            .map(|(_, count)| count)
            .sum();
        self.subscriptions
            .get_or_create(&PlanLabels {
                plan: "unknown".into(),
            })
            .set(unknown);
    }
}
