//! One difference at a time, and what looks like one and is none.

use super::super::listing::{SoldPeriod, SoldProduct};
use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

fn now() -> Timestamp {
    at("2026-11-25T12:00:00Z")
}

fn sold(id: u64, name: &str, periods: &[u64]) -> SoldPlan {
    let period = |id: &u64| SoldPeriod {
        id: *id,
        period: "monthly".into(),
        price_minor: Some(49_900),
    };
    SoldPlan {
        id,
        name: name.into(),
        currency: "rub".into(),
        periods: periods.iter().map(period).collect(),
    }
}

fn shop(callback_url: &str) -> Shop {
    Shop {
        id: 731,
        name: "Мой магазин".into(),
        callback_url: callback_url.into(),
    }
}

fn order(uuid: &str, status: &str, created: &str) -> ShopOrder {
    ShopOrder {
        uuid: uuid.into(),
        shop: Some(731),
        status: status.into(),
        amount_minor: Some(250_000),
        currency: "rub".into(),
        created_at: Some(at(created)),
    }
}

fn paid(uuid: &str, shop: Option<u64>, when: &str) -> LedgerOrder {
    LedgerOrder {
        uuid: uuid.into(),
        shop,
        at: at(when),
        amount_minor: Some(250_000),
        currency: "rub".into(),
        excused: false,
    }
}

/// What Tribute sells when the embedded pack is as Tribute has it.
fn fitting() -> Listing {
    Listing {
        plans: vec![
            sold(1644, "Клуб «Пять ключей»", &[1547]),
            sold(1700, "Клуб «Пять ключей» Плюс", &[1601]),
        ],
        shops: vec![shop("https://bot.example.com/tribute/webhook")],
        ..Listing::default()
    }
}

fn differences(listing: &Listing, orders: &[LedgerOrder]) -> Vec<Finding> {
    let content = Content::embedded().expect("the embedded pack");
    let ours = Ours {
        content: &content,
        webhook: Some("https://bot.example.com/tribute/webhook"),
        orders,
        now: now(),
    };
    let findings = compare(listing, &ours);
    // The second plan of the embedded pack has only words.
    let is_known = |finding: &&Finding| {
        matches!(
            finding,
            Finding::PlanByWords {
                subscription_id: 1700,
                ..
            }
        )
    };
    assert_eq!(findings.iter().filter(is_known).count(), 1, "{findings:?}");
    findings.into_iter().filter(|one| !is_known(&one)).collect()
}

#[test]
fn what_fits_together_is_not_mentioned() {
    assert_eq!(differences(&fitting(), &[]), []);
}

#[test]
fn a_subscription_that_no_plan_is_is_told_with_its_prices() {
    let mut listing = fitting();
    listing.plans.push(sold(u64::MAX, "Йога", &[8, 9]));
    listing.plans.push(sold(5, "", &[]));
    let expected = [
        Finding::PlanUnknown {
            name: "Йога".into(),
            subscription_id: u64::MAX,
            period_ids: vec![8, 9],
        },
        Finding::PlanUnknown {
            name: "5".into(),
            subscription_id: 5,
            period_ids: vec![],
        },
    ];
    assert_eq!(differences(&listing, &[]), expected);
}

#[test]
fn a_new_price_of_a_known_subscription_is_recognised_by_words_only() {
    let mut listing = fitting();
    listing.plans[0] = sold(1644, "Клуб «Пять ключей»", &[1547, 1548]);
    let expected = Finding::PlanByWords {
        plan: "club".into(),
        name: "Клуб «Пять ключей»".into(),
        subscription_id: 1644,
        period_ids: vec![1548],
    };
    assert_eq!(differences(&listing, &[]), [expected]);
}

#[test]
fn numbers_that_tribute_does_not_know_are_told() {
    let mut listing = fitting();
    listing.plans[0] = sold(1, "Клуб", &[2]);
    let found = differences(&listing, &[]);
    let expected = Finding::NumbersUnknown {
        plan: "club".into(),
        numbers: Numbers {
            subscription_ids: vec![1644],
            period_ids: vec![1547],
            ..Numbers::default()
        },
    };
    assert!(found.contains(&expected), "{found:?}");
    let by_words = Finding::PlanByWords {
        plan: "club".into(),
        name: "Клуб".into(),
        subscription_id: 1,
        period_ids: vec![2],
    };
    assert!(found.contains(&by_words), "{found:?}");
}

#[test]
fn a_plan_with_words_that_nothing_fits_is_not_sold() {
    let content = Content::embedded().expect("the embedded pack");
    let ours = Ours {
        content: &content,
        webhook: None,
        orders: &[],
        now: now(),
    };
    let mut listing = fitting();
    listing.plans.truncate(1);
    let expected = Finding::PlanUnsold {
        plan: "club_plus".into(),
    };
    assert_eq!(compare(&listing, &ours), [expected]);
}

#[test]
fn digital_products_that_open_nothing_are_a_hint() {
    let product = |id, kind: &str| SoldProduct {
        id,
        kind: kind.into(),
        name: "Утро".into(),
        amount_minor: Some(50_000),
        currency: "rub".into(),
    };
    let mut listing = fitting();
    listing.products = vec![
        product(460, "physical"),
        product(461, "hologram"),
        product(u64::MAX, "digital"),
    ];
    let found = differences(&listing, &[]);
    let expected = Finding::ProductUnmapped {
        product_id: u64::MAX,
        name: "Утро".into(),
    };
    assert_eq!(found, [expected]);
    assert!(found[0].is_hint());
}

#[test]
fn a_shop_must_tell_us_and_nobody_else() {
    let with = |address: &str| {
        let mut listing = fitting();
        listing.shops = vec![shop(address)];
        differences(&listing, &[])
    };
    let silent = Finding::ShopWithoutWebhook {
        shop_id: 731,
        name: "Мой магазин".into(),
    };
    assert_eq!(with(""), [silent]);
    for same in [
        "https://bot.example.com/tribute/webhook/",
        "HTTPS://BOT.example.com:443/tribute/webhook",
    ] {
        assert_eq!(with(same), [], "{same}");
    }
    let elsewhere = |address: &str| Finding::ShopElsewhere {
        shop_id: 731,
        name: "Мой магазин".into(),
        address: address.into(),
    };
    let other = with("https://anna:hunter2@other.example.com/hook?token=hunter2#hunter2");
    assert_eq!(other, [elsewhere("https://other.example.com/hook")]);
    assert_eq!(with("no address"), [elsewhere("—")]);
}

#[test]
fn a_paid_order_that_the_ledger_never_heard_of_is_a_gap() {
    let mut listing = fitting();
    let created = "2026-11-20T10:00:00Z";
    listing.orders = vec![
        order("heard", "paid", created),
        order("gap", "paid", created),
        order("gap", "paid", created),
        order("waits", "pending", created),
        order("new-word", "blessed", created),
    ];
    let gap = Finding::OrderUnheard {
        uuid: "gap".into(),
        shop_id: Some(731),
        amount: Some(250_000),
        currency: "rub".into(),
        created_at: Some(at(created)),
    };
    let ledger = [paid("heard", Some(731), "2026-11-20T10:05:00Z")];
    assert_eq!(differences(&listing, &ledger), [gap]);
}

#[test]
fn an_order_that_only_the_ledger_has_as_paid_is_doubtful_where_the_list_would_show_it() {
    let mut listing = fitting();
    listing.orders = vec![
        order("failed", "failed", "2026-11-20T10:00:00Z"),
        order("oldest", "pending", "2026-11-10T10:00:00Z"),
    ];
    let doubtful = |order: LedgerOrder| {
        let found = differences(&listing, std::slice::from_ref(&order));
        match found.as_slice() {
            [] => None,
            [Finding::OrderNotPaid { uuid, status, .. }] if *uuid == order.uuid => {
                Some(status.clone())
            }
            other => panic!("{other:?}"),
        }
    };
    let recent = "2026-11-20T10:05:00Z";
    let failed = paid("failed", Some(731), recent);
    assert_eq!(doubtful(failed.clone()), Some(Some("failed".into())));
    assert_eq!(doubtful(paid("gone", Some(731), recent)), Some(None));
    assert_eq!(doubtful(paid("gone", None, recent)), Some(None));
    // Given back; another shop; before the list begins; before the days that are compared; just now.
    let excused = LedgerOrder {
        excused: true,
        ..failed
    };
    assert_eq!(doubtful(excused), None);
    assert_eq!(doubtful(paid("gone", Some(9), recent)), None);
    assert_eq!(
        doubtful(paid("gone", Some(731), "2026-11-09T10:00:00Z")),
        None
    );
    assert_eq!(
        doubtful(paid("gone", Some(731), "2026-09-09T10:00:00Z")),
        None
    );
    assert_eq!(
        doubtful(paid("gone", Some(731), "2026-11-25T11:55:00Z")),
        None
    );
}
