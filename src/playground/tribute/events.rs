//! Which events there are.

use serde::Serialize;

/// What an event, or a product, is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Family {
    Subscription,
    Donation,
    Digital,
    Physical,
    Shop,
}

/// The dashboard's test request. On the wire it has no name; this is what forms call it.
pub(super) const PING: &str = "ping";

/// Every event with a name, by family.
const EVENTS: [(Family, &[&str]); 5] = [
    (
        Family::Subscription,
        &[
            "new_subscription",
            "renewed_subscription",
            "cancelled_subscription",
        ],
    ),
    (
        Family::Donation,
        &["new_donation", "recurrent_donation", "cancelled_donation"],
    ),
    (
        Family::Digital,
        &["new_digital_product", "digital_product_refunded"],
    ),
    (
        Family::Physical,
        &[
            "physical_order_created",
            "physical_order_shipped",
            // One l here, two everywhere else.
            "physical_order_canceled",
        ],
    ),
    (
        Family::Shop,
        &[
            "shop_order_payment_received",
            "shop_order_prepaid",
            "shop_order_payment_failed",
            "shop_order",
            "shop_order_charge_success",
            "shop_order_charge_failed",
            "shop_order_cancelled",
            "shop_order_refunded",
            "shop_token_charge_success",
            "shop_token_charge_failed",
        ],
    ),
];

/// What happens only to something that is paid again and again.
const RECURRING: [&str; 5] = [
    "recurrent_donation",
    "cancelled_donation",
    "shop_order_charge_success",
    "shop_order_charge_failed",
    "shop_order_cancelled",
];

/// The family of an event; none when Tribute has no event of that name.
pub(super) fn family(event: &str) -> Option<Family> {
    let mut families = EVENTS.iter();
    families
        .find(|(_, events)| events.contains(&event))
        .map(|(family, _)| *family)
}

/// What can happen to something of this family.
pub(super) fn events_of(family: Family, is_recurring: bool) -> Vec<&'static str> {
    let families = EVENTS.iter().filter(|(one, _)| *one == family);
    families
        .flat_map(|(_, events)| events.iter().copied())
        .filter(|event| is_recurring || !RECURRING.contains(event))
        .collect()
}
