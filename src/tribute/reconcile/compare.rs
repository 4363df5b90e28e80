//! The differences.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};

use super::{
    finding::{Finding, Numbers},
    ledger::LedgerOrder,
    listing::{Listing, Shop, ShopOrder, SoldPlan},
};
use crate::content::{Content, Plan};

/// Orders of the ledger that are older than this are not looked for in Tribute's list. The list is asked for twice as
/// long: an order may have been made long before it was paid.
pub const LOOK_BACK: SignedDuration = SignedDuration::from_hours(30 * 24);
/// What was paid so lately may have been paid after Tribute wrote its list.
const MARGIN: SignedDuration = SignedDuration::from_mins(10);
/// A number that no plan has, in place of one that is too large to stand in the pack.
const NOBODYS: i64 = -1;

/// What we have.
#[derive(Debug, Clone, Copy)]
pub struct Ours<'a> {
    /// The pack in use.
    pub content: &'a Content,
    /// Where events should go; not compared when it is not known.
    pub webhook: Option<&'a str>,
    /// What the ledger has of the shop's orders.
    pub orders: &'a [LedgerOrder],
    /// The present.
    pub now: Timestamp,
}

/// Everything that does not fit together: plans, products, shops, then orders.
#[must_use]
pub fn compare(listing: &Listing, ours: &Ours<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut sold = HashSet::new();
    for plan in &listing.plans {
        recognise(plan, ours.content, &mut sold, &mut findings);
    }
    for plan in ours.content.plans() {
        findings.extend(numbers(plan, listing));
        findings.extend(unsold(plan, &sold));
    }
    let digital = listing.products.iter().filter(|one| one.kind == "digital");
    let opens_nothing = digital.filter(|one| {
        let plan = ours.content.find_product_plan(ours_of(one.id));
        plan.is_none()
    });
    findings.extend(opens_nothing.map(|product| Finding::ProductUnmapped {
        product_id: product.id,
        name: named(&product.name, product.id),
    }));
    let shop = |shop| webhook(shop, ours.webhook);
    findings.extend(listing.shops.iter().filter_map(shop));
    findings.extend(unheard(listing, ours.orders));
    findings.extend(not_paid(listing, ours));
    findings
}

/// A number of Tribute's as the pack has it.
fn ours_of(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(NOBODYS)
}

/// A name, or the number where there is none.
fn named(name: &str, number: u64) -> String {
    if name.is_empty() {
        number.to_string()
    } else {
        name.to_owned()
    }
}

/// What the pack makes of a subscription on sale, price by price, as it would of a payment.
fn recognise(
    sold: &SoldPlan,
    content: &Content,
    known: &mut HashSet<String>,
    findings: &mut Vec<Finding>,
) {
    let subscription = ours_of(sold.id);
    let mut unknown = Vec::new();
    let mut by_words: Vec<(String, Vec<u64>)> = Vec::new();
    let periods: Vec<Option<u64>> = match sold.periods.as_slice() {
        // Nothing says its prices: only the subscription's own number can tell.
        [] => vec![None],
        periods => periods.iter().map(|period| Some(period.id)).collect(),
    };
    for number in &periods {
        let period = number.map_or(NOBODYS, ours_of);
        let Some(plan) = content.find_plan(subscription, period, &sold.name) else {
            unknown.push(*number);
            continue;
        };
        known.insert(plan.id.clone());
        if is_by_number(plan, subscription, period) {
            continue;
        }
        let at = by_words.iter().position(|(id, _)| *id == plan.id);
        match at.and_then(|at| by_words.get_mut(at)) {
            Some((_, periods)) => periods.extend(number),
            None => by_words.push((plan.id.clone(), number.iter().copied().collect())),
        }
    }
    if !unknown.is_empty() {
        findings.push(Finding::PlanUnknown {
            name: named(&sold.name, sold.id),
            subscription_id: sold.id,
            period_ids: unknown.into_iter().flatten().collect(),
        });
    }
    let by_words = by_words.into_iter();
    findings.extend(by_words.map(|(plan, period_ids)| Finding::PlanByWords {
        plan,
        name: named(&sold.name, sold.id),
        subscription_id: sold.id,
        period_ids,
    }));
}

/// Whether it is numbers that tell the plan: the price's, or the subscription's where the plan names no prices.
fn is_by_number(plan: &Plan, subscription: i64, period: i64) -> bool {
    plan.period_ids.contains(&period)
        || (plan.period_ids.is_empty() && plan.subscription_ids.contains(&subscription))
}

/// Numbers of a plan that Tribute does not sell under.
fn numbers(plan: &Plan, listing: &Listing) -> Option<Finding> {
    let subscriptions: HashSet<i64> = listing.plans.iter().map(|sold| ours_of(sold.id)).collect();
    let periods = listing.plans.iter().flat_map(|sold| &sold.periods);
    let periods: HashSet<i64> = periods.map(|period| ours_of(period.id)).collect();
    let missing = |numbers: &[i64], sold: &HashSet<i64>| {
        let missing = numbers.iter().filter(|number| !sold.contains(number));
        missing.copied().collect::<Vec<i64>>()
    };
    let products = listing.products.iter().map(|product| ours_of(product.id));
    let shops = listing.shops.iter().map(|shop| ours_of(shop.id));
    let numbers = Numbers {
        subscription_ids: missing(&plan.subscription_ids, &subscriptions),
        period_ids: missing(&plan.period_ids, &periods),
        product_ids: missing(&plan.product_ids, &products.collect()),
        shop_ids: missing(&plan.shop_ids, &shops.collect()),
    };
    (!numbers.is_empty()).then(|| Finding::NumbersUnknown {
        plan: plan.id.clone(),
        numbers,
    })
}

/// A plan with words alone, which nothing fits. One with numbers is told by its numbers; one without either is sold
/// in another way.
fn unsold(plan: &Plan, sold: &HashSet<String>) -> Option<Finding> {
    let numbers = [
        &plan.subscription_ids,
        &plan.period_ids,
        &plan.product_ids,
        &plan.shop_ids,
    ];
    let only_words = numbers.iter().all(|list| list.is_empty()) && !plan.name_words.is_empty();
    (only_words && !sold.contains(&plan.id)).then(|| Finding::PlanUnsold {
        plan: plan.id.clone(),
    })
}

fn webhook(shop: &Shop, ours: Option<&str>) -> Option<Finding> {
    let name = named(&shop.name, shop.id);
    if shop.callback_url.is_empty() {
        return Some(Finding::ShopWithoutWebhook {
            shop_id: shop.id,
            name,
        });
    }
    let is_ours = ours.is_none_or(|ours| is_same_address(ours, &shop.callback_url));
    (!is_ours).then(|| Finding::ShopElsewhere {
        shop_id: shop.id,
        name,
        address: without_secrets(&shop.callback_url),
    })
}

/// Whether two addresses lead to the same place: the case of scheme and host, a usual port and a slash at the end do
/// not matter.
fn is_same_address(one: &str, other: &str) -> bool {
    match (url::Url::parse(one), url::Url::parse(other)) {
        (Ok(one), Ok(other)) => {
            one.origin() == other.origin()
                && one.path().trim_end_matches('/') == other.path().trim_end_matches('/')
                && one.query() == other.query()
        }
        _ => one == other,
    }
}

/// An address for people's eyes: no user, no password, nothing behind a question mark.
fn without_secrets(address: &str) -> String {
    let Ok(mut url) = url::Url::parse(address) else {
        return "—".to_owned();
    };
    let cleared = url.set_username("").and_then(|()| url.set_password(None));
    if cleared.is_err() {
        return url.scheme().to_owned();
    }
    url.set_query(None);
    url.set_fragment(None);
    url.to_string()
}

/// Orders that are paid, and that the ledger does not have.
fn unheard(listing: &Listing, ledger: &[LedgerOrder]) -> Vec<Finding> {
    let heard: HashSet<&str> = ledger.iter().map(|order| order.uuid.as_str()).collect();
    let mut seen = HashSet::new();
    let paid = listing.orders.iter().filter(|order| order.status == "paid");
    paid.filter(|order| !heard.contains(order.uuid.as_str()))
        .filter(|order| seen.insert(order.uuid.as_str()))
        .map(|order| Finding::OrderUnheard {
            uuid: order.uuid.clone(),
            shop_id: order.shop,
            amount: order.amount_minor,
            currency: order.currency.clone(),
            created_at: order.created_at,
        })
        .collect()
}

/// Orders that the ledger has as paid, and that Tribute does not list as that.
fn not_paid(listing: &Listing, ours: &Ours<'_>) -> Vec<Finding> {
    let listed: HashMap<&str, &ShopOrder> = listing
        .orders
        .iter()
        .map(|order| (order.uuid.as_str(), order))
        .collect();
    let before = |time| {
        ours.now
            .saturating_sub(time)
            .unwrap_or(Timestamp::UNIX_EPOCH)
    };
    let days = before(LOOK_BACK)..before(MARGIN);
    let recent = ours.orders.iter().filter(|order| days.contains(&order.at));
    recent
        .filter(|order| !order.excused)
        .filter_map(|order| {
            let status = listed.get(order.uuid.as_str()).map(|one| &one.status);
            let doubtful = match status {
                Some(status) => status != "paid",
                None => is_in_view(order, listing),
            };
            doubtful.then(|| Finding::OrderNotPaid {
                uuid: order.uuid.clone(),
                shop_id: order.shop,
                amount: order.amount_minor,
                currency: order.currency.clone(),
                paid_at: order.at,
                status: status.cloned(),
            })
        })
        .collect()
}

/// Whether an order would stand in the list if it were paid: its shop is among those that were asked, and the list goes
/// back that far, should Tribute have cut it. What is not listed any more, such as a closed shop, proves nothing.
fn is_in_view(order: &LedgerOrder, listing: &Listing) -> bool {
    let asked = |shop: u64| listing.shops.iter().any(|one| one.id == shop);
    if !order.shop.map_or(!listing.shops.is_empty(), asked) {
        return false;
    }
    let same_shop = |one: &&ShopOrder| order.shop.is_none() || one.shop == order.shop;
    let made = listing.orders.iter().filter(same_shop);
    let oldest = made.filter_map(|one| one.created_at).min();
    oldest.is_none_or(|oldest| order.at >= oldest)
}

#[cfg(test)]
mod tests;
