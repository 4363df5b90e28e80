//! The figures of months equal a plain count of the ledger, whatever the order of its events.

use jiff::{SignedDuration, tz::TimeZone};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::bot::report::{Months, Told};

fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

fn now() -> Timestamp {
    at("2026-06-15T12:00:00Z")
}

/// An event as a plain reader sees it.
#[derive(Debug, Clone)]
struct Plain {
    name: &'static str,
    who: u8,
    /// Hours before now.
    before: i64,
    /// Days of the period.
    days: i64,
    price: i64,
    currency: &'static str,
    kind: &'static str,
}

impl Plain {
    fn at(&self) -> Timestamp {
        now() - SignedDuration::from_hours(self.before)
    }

    fn until(&self) -> Timestamp {
        self.at() + SignedDuration::from_hours(24 * self.days)
    }

    fn told(&self, key: usize) -> Told {
        let until = self.until().to_string();
        let payload = match self.name {
            name if name.ends_with("subscription") => json!({
                "subscription_name": "Клуб", "subscription_id": 1644, "period_id": 1, "type": self.kind,
                "price": self.price, "amount": self.price / 10 * 9, "currency": self.currency, "expires_at": until,
            }),
            name if name.starts_with("shop_order") => json!({
                "uuid": format!("order-{}", self.who), "shopId": 7, "amount": self.price, "currency": self.currency,
                "isRecurrent": true, "isTrial": self.kind == "trial", "trialEndsAt": until, "memberExpiresAt": until,
                "status": "completed",
            }),
            _ => {
                json!({ "amount": self.price, "currency": self.currency, "purchase_id": key, "product_id": 5 })
            }
        };
        let body =
            json!({ "name": self.name, "created_at": self.at().to_string(), "payload": payload });
        Told {
            who: self.who.to_string(),
            event: StoredEvent {
                name: self.name.to_owned(),
                body: body.to_string(),
                received_at: now(),
            },
        }
    }

    fn minor(&self) -> i64 {
        match (self.name, self.kind) {
            ("cancelled_subscription" | "shop_order_cancelled" | "shop_order_charge_failed", _) => {
                0
            }
            ("new_subscription" | "renewed_subscription", "trial" | "gift") => 0,
            ("shop_order", "trial") => 0,
            ("digital_product_refunded" | "shop_order_refunded", _) => -self.price,
            _ => self.price,
        }
    }

    fn is(&self, names: &[&str], kinds: &[&str]) -> bool {
        names.contains(&self.name) && kinds.contains(&self.kind)
    }

    /// Whether it pays for a period.
    fn pays(&self) -> bool {
        self.is(&["new_subscription", "renewed_subscription"], &["regular"])
            || self.is(&["shop_order"], &["regular", "gift"])
            || self.name == "shop_order_charge_success"
    }

    fn thing(&self) -> (u8, bool) {
        (self.who, self.name.starts_with("shop_order"))
    }
}

/// One month, counted by looking at every event again for every question.
fn plainly(events: &[Plain], begin: Timestamp, end: Timestamp) -> MonthFigures {
    let inside: Vec<&Plain> = events
        .iter()
        .filter(|event| begin <= event.at() && event.at() < end)
        .collect();
    let count = |wanted: &dyn Fn(&Plain) -> bool| {
        inside.iter().filter(|event| wanted(event)).count() as i64
    };
    let mut figures = MonthFigures {
        new: count(&|event| {
            event.is(&["new_subscription"], &["regular"])
                || event.is(&["shop_order"], &["regular", "gift"])
        }),
        renewed: count(&|event| {
            event.is(&["renewed_subscription"], &["regular"])
                || event.name == "shop_order_charge_success"
        }),
        cancelled: count(&|event| {
            ["cancelled_subscription", "shop_order_cancelled"].contains(&event.name)
        }),
        refunded: count(&|event| event.minor() < 0),
        trials: count(&|event| is_trial(event)),
        gifts: count(&|event| event.is(&["new_subscription", "renewed_subscription"], &["gift"])),
        trials_paid: count(&|event| {
            is_trial(event)
                && events.iter().any(|later| {
                    later.pays() && later.thing() == event.thing() && later.at() >= event.at()
                })
        }),
        ..MonthFigures::default()
    };
    for currency in ["rub", "xtr", "jpy", "zzz"] {
        let moved: Vec<i64> = inside
            .iter()
            .filter(|event| event.currency == currency)
            .map(|event| event.minor())
            .filter(|minor| *minor != 0)
            .collect();
        if moved.is_empty() {
            continue;
        }
        let came: Vec<i64> = moved.iter().copied().filter(|minor| *minor > 0).collect();
        let with_net = inside.iter().filter(|event| {
            event.currency == currency && event.name.ends_with("subscription") && event.minor() > 0
        });
        let nets: Vec<i64> = with_net.map(|event| event.price / 10 * 9).collect();
        figures.sums.push(crate::bot::report::Sum {
            currency: currency.into(),
            minor: moved.iter().sum(),
            payments: came.len() as i64,
            refunds: (moved.len() - came.len()) as i64,
            gross: came.iter().sum(),
            returned: came.iter().sum::<i64>() - moved.iter().sum::<i64>(),
            net: nets.iter().sum(),
            net_known: nets.len() as i64,
        });
    }
    figures
        .sums
        .sort_by_key(|sum| (-sum.payments, sum.currency.clone()));
    for who in 0..4 {
        let theirs: Vec<(Timestamp, Timestamp)> = events
            .iter()
            .filter(|event| event.who == who && event.pays())
            .map(|event| (event.at(), paid_until(event, events)))
            .collect();
        if let Some(left) = left_at(&theirs, begin) {
            figures.active += 1;
            figures.lost += i64::from(left < end && left <= now());
        }
    }
    figures
}

fn is_trial(event: &Plain) -> bool {
    event.is(
        &["new_subscription", "renewed_subscription", "shop_order"],
        &["trial"],
    )
}

/// The end of a period, or when its money went back.
fn paid_until(event: &Plain, events: &[Plain]) -> Timestamp {
    let back = events.iter().filter(|back| {
        back.name == "shop_order_refunded"
            && back.thing() == event.thing()
            && back.at() >= event.at()
    });
    let back = back.map(Plain::at).min();
    back.map_or(event.until(), |back| back.min(event.until()))
}

/// When the access ends that somebody has at this moment; nothing when they have none. Reached step by step.
fn left_at(theirs: &[(Timestamp, Timestamp)], moment: Timestamp) -> Option<Timestamp> {
    let grace = SignedDuration::from_hours(8 * 24);
    let reachable = |from: Timestamp| {
        let mut end = from;
        while let Some(more) = theirs
            .iter()
            .filter(|(begin, until)| *begin <= end + grace && *until > end)
            .map(|(_, until)| *until)
            .max()
        {
            end = more;
        }
        end
    };
    let begun = theirs.iter().filter(|(begin, _)| *begin < moment);
    let ends = begun.map(|(_, until)| reachable(*until));
    ends.filter(|end| *end > moment).max()
}

fn any_event() -> impl Strategy<Value = Plain> {
    let names = prop::sample::select(vec![
        "new_subscription",
        "renewed_subscription",
        "cancelled_subscription",
        "shop_order",
        "shop_order_charge_success",
        "shop_order_charge_failed",
        "shop_order_cancelled",
        "shop_order_refunded",
        "new_digital_product",
        "digital_product_refunded",
        "new_donation",
    ]);
    let kinds = prop::sample::select(vec!["regular", "regular", "regular", "trial", "gift"]);
    let currencies = prop::sample::select(vec!["rub", "rub", "xtr", "jpy", "zzz"]);
    let times = (0_i64..24 * 200, 1_i64..60);
    (names, 0_u8..4, times, 0_i64..100_000, currencies, kinds).prop_map(
        |(name, who, (before, days), price, currency, kind)| Plain {
            name,
            who,
            before,
            days,
            price,
            currency,
            kind,
        },
    )
}

fn folded(events: &[Plain]) -> Revenue {
    let zone = TimeZone::get("Europe/Moscow").expect("known");
    let told: Vec<Told> = events
        .iter()
        .enumerate()
        .map(|(key, event)| event.told(key))
        .collect();
    let mut revenue = Revenue {
        months: Months::until_now(5, now(), &zone),
        now: now(),
        events: told.into(),
        ..Revenue::default()
    };
    revenue.figures = figures(&revenue);
    revenue
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_figures_equal_the_ledger(events in prop::collection::vec(any_event(), 0..40)) {
        let revenue = folded(&events);
        for (index, figures) in revenue.figures.iter().enumerate() {
            let (begin, end) = revenue.months.span(index).expect("a month");
            prop_assert_eq!(figures, &plainly(&events, begin, end), "month {}", index);
        }
    }

    #[test]
    fn the_order_of_events_does_not_matter(
        (events, shuffled) in prop::collection::vec(any_event(), 0..30)
            .prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle()))
    ) {
        prop_assert_eq!(folded(&events).figures, folded(&shuffled).figures);
    }

    #[test]
    fn figures_of_months_and_of_days_agree(events in prop::collection::vec(any_event(), 0..30)) {
        let revenue = folded(&events);
        let (begin, end) = revenue.months.span(4).expect("a month");
        let inside: Vec<StoredEvent> = events
            .iter()
            .enumerate()
            .filter(|(_, event)| begin <= event.at() && event.at() < end)
            .map(|(key, event)| event.told(key).event)
            .collect();
        let month = &revenue.figures[4];
        let expected = MonthFigures { trials_paid: 0, active: 0, lost: 0, ..month.clone() };
        prop_assert_eq!(day(&inside), expected);
    }
}

#[test]
fn a_renewal_a_week_late_is_no_leaving_and_a_later_one_is() {
    let paid = |name, before: i64| Plain {
        name,
        who: 1,
        before: 24 * before,
        days: 30,
        price: 100,
        currency: "rub",
        kind: "regular",
    };
    let lost = |gap: i64| {
        let events = [
            paid("new_subscription", 100),
            paid("renewed_subscription", 70 - gap),
        ];
        let figures = folded(&events).figures;
        figures.iter().map(|month| month.lost).sum::<i64>()
    };
    // Both end in the end; the late one ended once before.
    assert_eq!((lost(0), lost(7), lost(9)), (1, 1, 2));
}

#[test]
fn what_is_not_an_event_counts_nothing() {
    let told = |body: Value| StoredEvent {
        name: "new_donation".into(),
        body: body.to_string(),
        received_at: now(),
    };
    let events = [
        told(json!(7)),
        told(json!({ "test_event": "test_event" })),
        told(json!({ "name": "new_thing", "payload": { "amount": 5 } })),
    ];
    assert!(day(&events).is_empty());
}

#[test]
fn a_refund_that_is_told_twice_goes_back_once() {
    let refund = |created_at: &str, transaction: Value| {
        StoredEvent {
        name: "shop_order_refunded".into(),
        body: json!({ "name": "shop_order_refunded", "created_at": created_at, "payload": {
            "uuid": "a", "amount": 100, "currency": "eur", "status": "completed", "transactionId": transaction } })
        .to_string(),
        received_at: now(),
    }
    };
    let told = [
        refund("2026-06-02T00:00:00Z", json!(5)),
        refund("2026-06-01T00:00:00Z", json!(5)),
        refund("2026-06-03T00:00:00Z", json!(6)),
        refund("2026-06-04T00:00:00Z", Value::Null),
    ];
    let figures = day(&told);
    assert_eq!((figures.refunded, figures.sums[0].returned), (3, 300));
}
