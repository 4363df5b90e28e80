//! What the pretend Tribute sells: the plans of the content pack.

use crate::{
    content::{Content, Locale, Plan},
    playground::TributePlan,
};

/// The pack's plans, as Tribute would sell them.
pub(super) fn tribute_plans(content: &Content) -> Vec<TributePlan> {
    let plan = |(number, plan): (i64, &Plan)| TributePlan {
        name: plan.title.get(Locale::Ru).to_owned(),
        subscription_id: plan
            .subscription_ids
            .first()
            .copied()
            .unwrap_or(1_700 + number),
        period_id: plan.period_ids.first().copied().unwrap_or(1_600 + number),
        period: "monthly".into(),
        price: price_minor(plan.price_label.get(Locale::Ru)),
        currency: "rub".into(),
    };
    (0..).zip(content.plans()).map(plan).collect()
}

/// The first number of a price label, in kopecks; the pack has prices of plans only in words.
fn price_minor(label: &str) -> i64 {
    let digits: String = label
        .chars()
        .skip_while(|character| !character.is_ascii_digit())
        .take_while(|character| character.is_ascii_digit() || character.is_whitespace())
        .filter(char::is_ascii_digit)
        .collect();
    digits.parse::<i64>().unwrap_or(499) * 100
}

#[cfg(test)]
mod tests {
    use super::price_minor;

    #[test]
    fn a_price_is_found_in_its_label() {
        assert_eq!(price_minor("499 ₽ в месяц"), 49_900);
        assert_eq!(price_minor("1 290 ₽"), 129_000);
        assert_eq!(price_minor("дорого"), 49_900);
    }
}
