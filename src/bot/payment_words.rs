//! What the events of Tribute and what became of them are called, in words.

use crate::content::{Content, Locale, TextKey};

use super::ledger::{APPLIED, DISMISSED, POISON, STORED, UNMATCHED, UNPLANNED, UNREADABLE};

/// The documented events.
const EVENTS: [(&str, TextKey); 20] = [
    ("new_subscription", TextKey::EventNewSubscription),
    ("renewed_subscription", TextKey::EventRenewedSubscription),
    (
        "cancelled_subscription",
        TextKey::EventCancelledSubscription,
    ),
    ("new_donation", TextKey::EventNewDonation),
    ("recurrent_donation", TextKey::EventRecurrentDonation),
    ("cancelled_donation", TextKey::EventCancelledDonation),
    ("new_digital_product", TextKey::EventNewDigitalProduct),
    (
        "digital_product_refunded",
        TextKey::EventDigitalProductRefunded,
    ),
    ("physical_order_created", TextKey::EventPhysicalOrderCreated),
    ("physical_order_shipped", TextKey::EventPhysicalOrderShipped),
    (
        "physical_order_canceled",
        TextKey::EventPhysicalOrderCanceled,
    ),
    ("shop_order", TextKey::EventShopOrder),
    (
        "shop_order_payment_received",
        TextKey::EventShopOrderPaymentReceived,
    ),
    ("shop_order_prepaid", TextKey::EventShopOrderPrepaid),
    (
        "shop_order_payment_failed",
        TextKey::EventShopOrderPaymentFailed,
    ),
    (
        "shop_order_charge_success",
        TextKey::EventShopOrderChargeSuccess,
    ),
    (
        "shop_order_charge_failed",
        TextKey::EventShopOrderChargeFailed,
    ),
    ("shop_order_cancelled", TextKey::EventShopOrderCancelled),
    ("shop_order_refunded", TextKey::EventShopOrderRefunded),
    (
        "shop_token_charge_success",
        TextKey::EventShopTokenChargeSuccess,
    ),
];

/// An event of Tribute, in words. One that nobody has documented yet keeps its own name.
#[must_use]
pub fn event(content: &Content, locale: Locale, name: &str) -> String {
    let known = EVENTS.into_iter().find(|(known, _)| *known == name);
    match known {
        Some((_, key)) => content.text(locale, key, &[]),
        None => format!("{} {name}", content.text(locale, TextKey::EventOther, &[])),
    }
}

/// Every documented event with its words, for a file.
#[must_use]
pub fn events(content: &Content, locale: Locale) -> Vec<(String, String)> {
    let words = |(name, key): (&str, TextKey)| (name.to_owned(), content.text(locale, key, &[]));
    EVENTS.into_iter().map(words).collect()
}

/// What became of an event, in words.
#[must_use]
pub fn outcome(content: &Content, locale: Locale, word: &str) -> String {
    let key = match word {
        APPLIED => TextKey::OutcomeApplied,
        STORED => TextKey::OutcomeStored,
        UNMATCHED => TextKey::OutcomeUnmatched,
        UNPLANNED => TextKey::OutcomeUnplanned,
        UNREADABLE => TextKey::OutcomeUnreadable,
        POISON => TextKey::OutcomePoison,
        DISMISSED => TextKey::OutcomeDismissed,
        other => return other.to_owned(),
    };
    content.text(locale, key, &[])
}

/// Everything that can become of an event, with its words, for a file.
#[must_use]
pub fn outcomes(content: &Content, locale: Locale) -> Vec<(String, String)> {
    let all = [
        APPLIED, STORED, UNMATCHED, UNPLANNED, UNREADABLE, POISON, DISMISSED,
    ];
    all.map(|word| (word.to_owned(), outcome(content, locale, word)))
        .into()
}

/// What was paid, and what is left of it after Tribute's commission when that is another sum.
#[must_use]
pub fn amount(
    content: &Content,
    locale: Locale,
    minor: i64,
    net: Option<i64>,
    currency: &str,
) -> String {
    let gross = content.money(locale, minor, currency);
    let Some(net) = net.filter(|net| *net != minor) else {
        return gross;
    };
    let net = content.money(locale, net, currency);
    let words = content.text(locale, TextKey::AdminAmountNet, &[]);
    format!("{gross} ({words} {net})")
}
