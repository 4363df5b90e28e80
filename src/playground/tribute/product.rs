//! What can be bought: the plans of the settings, and one of everything else that Tribute sells.

use super::events::{Family, events_of};
use crate::playground::settings::TributePlan;

/// Something on sale.
#[derive(Clone, Debug)]
pub(super) struct Product {
    pub(super) family: Family,
    /// Name, number, price and period, whatever the family calls them.
    pub(super) plan: TributePlan,
}

/// What is invented: family, name, number, period, price in kopecks.
const INVENTED: [(Family, &str, i64, &str, i64); 6] = [
    (
        Family::Donation,
        "Чашка чая автору",
        156_031,
        "once",
        15_000,
    ),
    (
        Family::Donation,
        "Поддержка каждый месяц",
        156_032,
        "monthly",
        30_000,
    ),
    (
        Family::Digital,
        "Запись практики «Утро»",
        456,
        "onetime",
        50_000,
    ),
    (
        Family::Physical,
        "Дневник практики",
        460,
        "onetime",
        150_000,
    ),
    (
        Family::Shop,
        "Разовая консультация",
        731,
        "onetime",
        250_000,
    ),
    (
        Family::Shop,
        "Сопровождение по месяцам",
        731,
        "monthly",
        49_900,
    ),
];

impl Product {
    /// Whether it is paid for again and again.
    pub(super) fn is_recurring(&self) -> bool {
        !["once", "onetime"].contains(&self.plan.period.as_str())
    }

    /// What can happen to it.
    pub(super) fn events(&self) -> Vec<&'static str> {
        events_of(self.family, self.is_recurring())
    }
}

/// Everything on sale, in the order in which the page shows it.
pub(super) fn catalogue(plans: &[TributePlan]) -> Vec<Product> {
    let plans = plans.iter().cloned().map(|plan| Product {
        family: Family::Subscription,
        plan,
    });
    let invented = INVENTED
        .iter()
        .map(|(family, name, number, period, price)| Product {
            family: *family,
            plan: TributePlan {
                name: (*name).to_owned(),
                subscription_id: *number,
                period_id: *number,
                period: (*period).to_owned(),
                price: *price,
                currency: "rub".to_owned(),
            },
        });
    plans.chain(invented).collect()
}
