//! Money from stored events: gross, in minor units. A subscription is worth its `price`, donations, goods and shop
//! orders what was paid (`amount`, `total`). Trials and gifts are no money, cancels neither, and what is not final
//! yet does not count; money given back is taken off on the day it was given back.

use std::collections::BTreeMap;

use serde_json::Value;

use super::fields::{Fields, LONGEST_TITLE, cut, moment};
use crate::bot::report::{Days, Money, Paid, Report, StoredEvent, Sum};

/// The report with its events read; `None` when it has none.
#[must_use]
pub fn read(report: &Report) -> Option<Report> {
    match report {
        Report::Stats(stats) => {
            let mut stats = stats.clone();
            stats.money = money(&stats.days, &stats.events);
            Some(Report::Stats(stats))
        }
        Report::Card(Some(card)) => {
            let mut card = card.clone();
            card.paid = card.payments.iter().map(paid).collect();
            Some(Report::Card(Some(card)))
        }
        _ => None,
    }
}

/// The money of some days.
fn money(days: &Days, events: &[StoredEvent]) -> Money {
    let mut sums = BTreeMap::<String, Sum>::new();
    let paid: Vec<(usize, Paid)> = events
        .iter()
        .filter_map(paid)
        .filter_map(|paid| Some((days.index(paid.at)?, paid)))
        .collect();
    let mut payments = vec![0_i64; days.dates.len()];
    for (day, paid) in paid {
        let sum = sums.entry(paid.currency).or_default();
        sum.minor = sum.minor.saturating_add(paid.minor);
        if paid.minor < 0 {
            sum.refunds += 1;
            continue;
        }
        sum.payments += 1;
        if let Some(count) = payments.get_mut(day) {
            *count += 1;
        }
    }
    let mut sums: Vec<Sum> = sums
        .into_iter()
        .map(|(currency, sum)| Sum { currency, ..sum })
        .collect();
    sums.sort_by_key(|sum| std::cmp::Reverse(sum.payments));
    Money { payments, sums }
}

/// What an event says about money; `None` when no money moved.
#[must_use]
pub fn paid(event: &StoredEvent) -> Option<Paid> {
    let envelope: Value = serde_json::from_str(&event.body).ok()?;
    let fields = Fields(envelope.get("payload")?);
    let minor = minor(&event.name, fields).filter(|minor| *minor != 0)?;
    let created = Fields(&envelope).text("created_at");
    let title = [
        "subscription_name",
        "donation_name",
        "product_name",
        "title",
    ];
    let title = title.into_iter().find_map(|key| fields.text(key));
    let in_stars = fields.integer("amount").is_none() && event.name.starts_with("shop_");
    let currency = fields.text("currency").filter(|_| !in_stars);
    let currency = currency.unwrap_or_else(|| if in_stars { "xtr" } else { "" }.to_owned());
    Some(Paid {
        at: created
            .and_then(|text| moment(&text))
            .unwrap_or(event.received_at),
        minor,
        currency: currency.to_lowercase().chars().take(8).collect(),
        title: cut(&title.unwrap_or_default(), LONGEST_TITLE),
    })
}

/// Minor units, negative for money given back. Nobody pays less than nothing.
fn minor(name: &str, fields: Fields<'_>) -> Option<i64> {
    let integer = |key| fields.integer(key).map(|minor: i64| minor.max(0));
    let is = |key, word| fields.text(key).as_deref() == Some(word);
    let truth = |key| fields.0.get(key).and_then(Value::as_bool) == Some(true);
    match name {
        "new_subscription" | "renewed_subscription" => {
            integer("price").filter(|_| !is("type", "trial") && !is("type", "gift"))
        }
        "new_donation" | "recurrent_donation" | "new_digital_product" => integer("amount"),
        "digital_product_refunded" => integer("amount").map(|minor| -minor),
        "physical_order_created" => integer("total"),
        "physical_order_canceled" => integer("total").map(|minor| -minor),
        "shop_order" if truth("isTrial") => None,
        "shop_order" => integer("firstPeriodAmount").or_else(|| shop_amount(fields)),
        "shop_order_charge_success" | "shop_token_charge_success" => shop_amount(fields),
        // A refund is told twice; the first time it only begins.
        "shop_order_refunded" if is("status", "initiated") => None,
        "shop_order_refunded" => shop_amount(fields).map(|minor| -minor),
        _ => None,
    }
}

/// What a shop's order costs: money, or only Telegram's stars.
fn shop_amount(fields: Fields<'_>) -> Option<i64> {
    let minor = fields
        .integer("amount")
        .or_else(|| fields.integer("starsAmount"));
    minor.map(|minor: i64| minor.max(0))
}

#[cfg(test)]
mod tests;
