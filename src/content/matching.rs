//! Recognising a plan in what Tribute sends.

use super::model::Plan;

pub(super) fn find_plan<'p>(
    plans: &'p [Plan],
    subscription_id: i64,
    period_id: i64,
    name: &str,
) -> Option<&'p Plan> {
    let by_period = plans.iter().filter(|plan| {
        let subscription_fits =
            plan.subscription_ids.is_empty() || plan.subscription_ids.contains(&subscription_id);
        plan.period_ids.contains(&period_id) && subscription_fits
    });
    let by_subscription = plans.iter().filter(|plan| {
        plan.period_ids.is_empty() && plan.subscription_ids.contains(&subscription_id)
    });
    let by_period: Vec<&Plan> = by_period.collect();
    let by_subscription: Vec<&Plan> = by_subscription.collect();
    match (by_period.as_slice(), by_subscription.as_slice()) {
        ([plan], _) | ([], [plan]) => Some(plan),
        ([], []) => by_words(plans, name),
        _ => None,
    }
}

/// The plan whose longest fitting entry in `name_words` has more words than any other plan's.
fn by_words<'p>(plans: &'p [Plan], name: &str) -> Option<&'p Plan> {
    let name = words(name);
    let fits = |entry: &String| {
        let entry = words(entry);
        (!entry.is_empty() && entry.iter().all(|word| name.contains(word))).then_some(entry.len())
    };
    let scored: Vec<(usize, &Plan)> = plans
        .iter()
        .filter_map(|plan| Some((plan.name_words.iter().filter_map(fits).max()?, plan)))
        .collect();
    let best = scored.iter().map(|(score, _)| *score).max()?;
    let mut winners = scored
        .iter()
        .filter(|(score, _)| *score == best)
        .map(|(_, plan)| *plan);
    winners.next().filter(|_| winners.next().is_none())
}

/// The words of a name for comparing: lower case, `ё` as `е`, and `+` a word of its own, because
/// "Club+" is another plan than "Club".
pub(super) fn words(name: &str) -> Vec<String> {
    let spaced: String = name
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'ё' => "е".to_owned(),
            '+' => " + ".to_owned(),
            c if c.is_alphanumeric() => c.to_string(),
            _ => " ".to_owned(),
        })
        .collect();
    spaced.split_whitespace().map(str::to_owned).collect()
}
