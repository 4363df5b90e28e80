//! What may happen to a person, and how it is written down.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::minute;

/// Who it is all about.
pub(super) const ANNA: i64 = 5_301_000_111;
/// Their name at Tribute.
const PAYER: &str = "T-1";
/// Subscriptions of Tribute and the plan of each; the last is in no pack, and the owner says which it is.
pub(super) const SUBSCRIPTIONS: [(i64, &str); 3] = [(1644, "club"), (1700, "plus"), (99, "club")];
/// Products, and shops, with what they open and for how long; the last opens nothing.
const GOODS: [(i64, i64, Option<&str>, Option<i64>); 3] = [
    (456, 731, Some("pass"), Some(30)),
    (457, 732, Some("plus"), None),
    (458, 733, None, None),
];
/// Plans that the owner gives.
const GIVEN: [&str; 2] = ["club", "pass"];
/// From here on orders are charged again and again.
const FIRST_RECURRING: usize = 3;

/// The plans of this world.
pub(super) const PLANS: &str = r#"
[[plan]]
id = "club"
title = { ru = "Клуб", en = "Club" }
description = { ru = "Клуб.", en = "A club." }
price_label = { ru = "499 ₽", en = "499 ₽" }
link = "https://t.me/tribute/app?startapp=s1"
rank = 1
name_words = ["клуб"]
subscription_ids = [1644]

[[plan]]
id = "plus"
title = { ru = "Плюс", en = "Plus" }
description = { ru = "Плюс.", en = "More." }
price_label = { ru = "999 ₽", en = "999 ₽" }
link = "https://t.me/tribute/app?startapp=s2"
rank = 2
name_words = ["плюс"]
subscription_ids = [1700]
product_ids = [457]
shop_ids = [732]

[[plan]]
id = "pass"
title = { ru = "Месяц", en = "A month" }
description = { ru = "Месяц.", en = "A month." }
price_label = { ru = "300 ₽", en = "300 ₽" }
link = "https://t.me/tribute/app?startapp=s3"
rank = 1
name_words = ["месяц"]
product_ids = [456]
shop_ids = [731]
days = 30
"#;

/// What happened, and when.
#[derive(Debug, Clone)]
pub(super) struct Deed {
    /// In minutes; no two at once.
    pub(super) at: i64,
    /// Whether it says whose it is by Telegram's number.
    pub(super) is_named: bool,
    pub(super) what: What,
}

#[derive(Debug, Clone)]
pub(super) enum What {
    Subscribed {
        number: usize,
        name: &'static str,
        kind: Option<&'static str>,
        price: i64,
        until: i64,
    },
    Bought {
        purchase: usize,
        price: i64,
    },
    Returned {
        purchase: usize,
    },
    Ordered {
        order: usize,
        change: Change,
        until: Option<i64>,
    },
    OrderReturned {
        order: usize,
        transaction: i64,
    },
    Granted {
        plan: usize,
        extends: bool,
        until: i64,
    },
    Revoked {
        plan: usize,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Paid,
    Tried,
    Charged,
    ChargeFailed,
    Cancelled,
    RefundBegun,
}

pub(super) fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let hour = |most: i64| (0..most * 24).prop_map(|hours| hours * 60);
    let (at, until) = (hour(40), || hour(90));
    let name = prop::sample::select(vec![
        "new_subscription",
        "renewed_subscription",
        "cancelled_subscription",
    ]);
    let kind = prop::sample::select(vec![Some("regular"), Some("trial"), Some("gift"), None]);
    let price = || prop::sample::select(vec![0, 10_000, 49_900]);
    let change = prop::sample::select(vec![
        Change::Paid,
        Change::Tried,
        Change::Charged,
        Change::Charged,
        Change::ChargeFailed,
        Change::Cancelled,
        Change::RefundBegun,
    ]);
    let what = prop_oneof![
        4 => (0..SUBSCRIPTIONS.len(), name, kind, price(), until())
            .prop_map(|(number, name, kind, price, until)| What::Subscribed { number, name, kind, price, until }),
        2 => (0..4_usize, price()).prop_map(|(purchase, price)| What::Bought { purchase, price }),
        1 => (0..4_usize).prop_map(|purchase| What::Returned { purchase }),
        4 => (0..6_usize, change, prop::option::of(until())).prop_map(ordered),
        2 => (0..6_usize, 1..3_i64).prop_map(|(order, transaction)| What::OrderReturned { order, transaction }),
        1 => (0..GIVEN.len(), any::<bool>(), until())
            .prop_map(|(plan, extends, until)| What::Granted { plan, extends, until }),
        1 => (0..GIVEN.len()).prop_map(|plan| What::Revoked { plan }),
    ];
    let one = (at, any::<bool>(), what);
    prop::collection::vec(one, 1..14).prop_map(unlike)
}

/// What an order of this number can go through.
fn ordered((order, change, until): (usize, Change, Option<i64>)) -> What {
    let (change, until) = match change {
        _ if order < FIRST_RECURRING => (Change::Paid, None),
        // The first time the end is always said.
        Change::Paid | Change::Tried => (change, until.or(Some(0))),
        _ => (change, until),
    };
    What::Ordered {
        order,
        change,
        until,
    }
}

/// A purchase is made once, and paid back once; and nothing happens at once.
fn unlike(all: Vec<(i64, bool, What)>) -> Vec<Deed> {
    let mut deeds = Vec::<Deed>::new();
    for (at, is_named, what) in all {
        let is_there = deeds.iter().any(|known| match (&known.what, &what) {
            (What::Bought { purchase: one, .. }, What::Bought { purchase, .. })
            | (What::Returned { purchase: one }, What::Returned { purchase }) => one == purchase,
            _ => false,
        });
        if !is_there {
            let minutes = i64::try_from(deeds.len()).expect("few");
            deeds.push(Deed {
                at: at + minutes,
                is_named,
                what,
            });
        }
    }
    deeds
}

impl Deed {
    /// What it is about.
    pub(super) fn source(&self) -> String {
        match self.what {
            What::Subscribed { number, .. } => format!("sub:{}", SUBSCRIPTIONS[number].0),
            What::Bought { purchase, .. } | What::Returned { purchase } => {
                format!("purchase:{purchase}")
            }
            What::Ordered { order, .. } | What::OrderReturned { order, .. } => {
                format!("order:uuid-{order}")
            }
            What::Granted { plan, .. } | What::Revoked { plan } => format!("hand:{}", GIVEN[plan]),
        }
    }

    /// The plan that it opens, closes or stops.
    pub(super) fn plan(&self) -> Option<&'static str> {
        match self.what {
            What::Subscribed { number, .. } => Some(SUBSCRIPTIONS[number].1),
            What::Bought { purchase: good, .. }
            | What::Returned { purchase: good }
            | What::Ordered { order: good, .. }
            | What::OrderReturned { order: good, .. } => GOODS[good % 3].2,
            What::Granted { plan, .. } | What::Revoked { plan } => Some(GIVEN[plan]),
        }
    }

    /// The end that it names or means.
    pub(super) fn until(&self) -> Option<Timestamp> {
        let for_days = |good: usize| match GOODS[good % 3].3 {
            Some(days) => minute(self.at) + SignedDuration::from_hours(24 * days),
            None => crate::tribute::fields::endless(),
        };
        match self.what {
            What::Subscribed { until, .. } | What::Granted { until, .. } => Some(minute(until)),
            What::Bought { purchase, .. } => Some(for_days(purchase)),
            What::Ordered { order, .. } if order < FIRST_RECURRING => Some(for_days(order)),
            What::Ordered { change, until, .. } => until
                .filter(|_| !matches!(change, Change::ChargeFailed | Change::RefundBegun))
                .map(minute),
            What::Returned { .. } | What::OrderReturned { .. } | What::Revoked { .. } => None,
        }
    }

    /// How long it lasts, when that is counted from the purchase.
    pub(super) fn counted(&self) -> Option<SignedDuration> {
        let good = match self.what {
            What::Bought { purchase, .. } => purchase,
            What::Ordered { order, .. } if order < FIRST_RECURRING => order,
            _ => return None,
        };
        let days = GOODS[good % 3].3?;
        Some(SignedDuration::from_hours(24 * days))
    }

    /// Whether it is a payment for access.
    pub(super) fn is_payment(&self) -> bool {
        match self.what {
            What::Subscribed { name, kind, .. } => {
                name != "cancelled_subscription" && matches!(kind, None | Some("regular"))
            }
            What::Bought { .. } => true,
            What::Ordered { change, .. } => matches!(change, Change::Paid | Change::Charged),
            _ => false,
        }
    }

    /// What was paid.
    pub(super) fn price(&self) -> i64 {
        match self.what {
            What::Subscribed { price, .. } | What::Bought { price, .. } => price,
            What::Ordered {
                change: Change::Paid | Change::Charged,
                ..
            } => 700,
            _ => 0,
        }
    }

    /// The body of its event; `None` for what the owner decides.
    pub(super) fn body(&self) -> Option<Value> {
        let (name, mut payload) = match self.what {
            What::Subscribed {
                number,
                name,
                kind,
                price,
                until,
            } => {
                let payload = json!({ "subscription_id": SUBSCRIPTIONS[number].0, "period_id": 7, "subscription_name": "Yoga",
                    "type": kind, "price": price, "currency": "rub", "expires_at": minute(until).to_string() });
                (name, payload)
            }
            What::Bought { purchase, price } => {
                let payload = json!({ "product_id": GOODS[purchase % 3].0, "product_name": "Guide", "amount": price,
                    "currency": "rub", "purchase_id": purchase });
                ("new_digital_product", payload)
            }
            What::Returned { purchase } => {
                let payload = json!({ "product_id": GOODS[purchase % 3].0, "product_name": "Guide", "purchase_id": purchase });
                ("digital_product_refunded", payload)
            }
            What::Ordered {
                order,
                change,
                until,
            } => {
                let end = until.map(|until| minute(until).to_string());
                let mut payload = order_of(order);
                payload["memberExpiresAt"] = json!(end);
                if change == Change::Tried {
                    payload["isTrial"] = json!(true);
                    payload["trialEndsAt"] = json!(end);
                }
                if change == Change::RefundBegun {
                    payload["status"] = json!("initiated");
                }
                let name = match change {
                    Change::Paid | Change::Tried => "shop_order",
                    Change::Charged => "shop_order_charge_success",
                    Change::ChargeFailed => "shop_order_charge_failed",
                    Change::Cancelled => "shop_order_cancelled",
                    Change::RefundBegun => "shop_order_refunded",
                };
                (name, payload)
            }
            What::OrderReturned { order, transaction } => {
                let mut payload = order_of(order);
                payload["status"] = json!("completed");
                payload["transactionId"] = json!(transaction);
                ("shop_order_refunded", payload)
            }
            What::Granted { .. } | What::Revoked { .. } => return None,
        };
        match payload.get("uuid") {
            Some(_) if self.is_named => payload["customerId"] = json!(format!("tg:{ANNA}")),
            Some(_) => payload["customerId"] = json!("acct_42"),
            None => payload["trb_user_id"] = json!(PAYER),
        }
        if self.is_named && payload.get("uuid").is_none() {
            payload["telegram_user_id"] = json!(ANNA);
        }
        Some(json!({ "name": name, "created_at": minute(self.at).to_string(), "payload": payload }))
    }
}

fn order_of(order: usize) -> Value {
    let mut payload = json!({ "uuid": format!("uuid-{order}"), "shopId": GOODS[order % 3].1, "amount": 700, "currency": "eur" });
    if order >= FIRST_RECURRING {
        payload["period"] = json!("monthly");
        payload["isRecurrent"] = json!(true);
    }
    payload
}

/// Whether an order is charged again and again.
pub(super) fn is_recurring(order: usize) -> bool {
    order >= FIRST_RECURRING
}
