//! What the page shows of the cabinet.

use serde_json::{Map, Value, json};

use super::book::TributeEntry;
use super::product::catalogue;
use crate::playground::handle::Playground;

/// How many entries of the book the page shows.
const ENTRIES_SHOWN: usize = 30;

/// What is on sale, with what can happen to it, and what was sent, newest first.
pub(in crate::playground) fn shown(playground: &Playground) -> Map<String, Value> {
    let products: Vec<_> = catalogue(&playground.read(|world| world.plans.clone()))
        .iter()
        .enumerate()
        .map(|(index, product)| {
            json!({
                "index": index,
                "name": product.plan.name,
                "kind": product.family,
                "price": product.plan.price,
                "currency": product.plan.currency,
                "events": product.events(),
            })
        })
        .collect();
    let sent: Vec<_> = playground.read(|world| {
        let newest = world.cabinet.entries.values().rev();
        newest.take(ENTRIES_SHOWN).map(line).collect()
    });
    Map::from_iter([
        ("products".to_owned(), json!(products)),
        ("sent".to_owned(), Value::Array(sent)),
    ])
}

/// An entry without its body, but with what tells it from others of its name: the kind of a subscription, and what it is about.
fn line(entry: &TributeEntry) -> Value {
    let mut line = json!(entry);
    let body: Value = serde_json::from_str(&entry.body).unwrap_or_default();
    let payload = body.get("payload");
    let text = |name: &str| payload.and_then(|payload| payload.get(name)?.as_str());
    let about = ["subscription_name", "product_name", "donation_name"].map(text);
    let ordered = payload.and_then(|payload| payload.pointer("/products/0/product_name")?.as_str());
    let about = about.into_iter().flatten().next().or(ordered);
    if let Some(fields) = line.as_object_mut() {
        fields.remove("body");
        for (name, value) in [("type", text("type")), ("product", about)] {
            if let Some(value) = value {
                fields.insert(name.to_owned(), json!(value));
            }
        }
    }
    line
}
