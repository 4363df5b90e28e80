//! Sentences in both languages, and what is news.

use jiff::tz::TimeZone;

use super::super::finding::Numbers;
use super::*;
use crate::content::{Content, Locale, inspect, plain_text};

fn now() -> Timestamp {
    "2026-11-25T12:00:00Z".parse().expect("a moment")
}

/// One of each, with texts as long as they may be.
fn all_kinds() -> Vec<Finding> {
    let name = "<Клуб & ко> ".repeat(11);
    vec![
        Finding::PlanUnknown {
            name: name.clone(),
            subscription_id: u64::MAX,
            period_ids: vec![u64::MAX; 20],
        },
        Finding::PlanByWords {
            plan: "club".into(),
            name: name.clone(),
            subscription_id: 1,
            period_ids: vec![],
        },
        Finding::NumbersUnknown {
            plan: "club".into(),
            numbers: Numbers {
                shop_ids: vec![7, 8],
                product_ids: vec![9],
                ..Numbers::default()
            },
        },
        Finding::PlanUnsold {
            plan: "forgotten".into(),
        },
        Finding::ProductUnmapped {
            product_id: 456,
            name: name.clone(),
        },
        Finding::ShopWithoutWebhook {
            shop_id: 731,
            name: name.clone(),
        },
        Finding::ShopElsewhere {
            shop_id: 731,
            name,
            address: "https://x.example.com/".repeat(12),
        },
        Finding::OrderUnheard {
            uuid: "u-1".into(),
            shop_id: None,
            amount: Some(250_000),
            currency: "rub".into(),
            created_at: Some(now()),
        },
        Finding::OrderNotPaid {
            uuid: "u-2".into(),
            shop_id: None,
            amount: None,
            currency: String::new(),
            paid_at: now(),
            status: None,
        },
    ]
}

#[test]
fn every_finding_is_a_sentence_and_all_of_them_fit_a_message() {
    let content = Content::embedded().expect("the embedded pack");
    let zone = TimeZone::UTC;
    let mut many = all_kinds();
    many.extend(all_kinds());
    for locale in Locale::ALL {
        let words = Words {
            content: &content,
            locale,
            zone: &zone,
            webhook: None,
        };
        for finding in all_kinds() {
            let sentence = finding.sentence(&words);
            assert!(!sentence.contains("<Клуб"), "{sentence}");
            let plain = plain_text(&sentence);
            if matches!(finding, Finding::NumbersUnknown { .. }) {
                assert!(
                    plain.contains("product_ids = [9], shop_ids = [7, 8]"),
                    "{plain}"
                );
            }
            assert!(
                plain.ends_with(['.', '!']) && !plain.contains('{'),
                "{plain}"
            );
        }
        let text = notice(&many, &words);
        assert!(
            inspect(&text).length <= 4_096 && inspect(&text).problems.is_empty(),
            "{text}"
        );
        assert!(text.contains("tribute check"), "{text}");
        let short = notice(&all_kinds()[7..], &words);
        let date = content.date(locale, now().to_zoned(zone.clone()).date());
        assert!(short.contains("u-1") && short.contains(&date), "{short}");
        assert!(!short.contains("tribute check"), "{short}");
    }
}

#[test]
fn the_same_findings_in_any_order_are_no_news_and_others_are() {
    let findings = all_kinds();
    let mut turned = findings.clone();
    turned.reverse();
    assert_eq!(Memory::fingerprint(&findings), Memory::fingerprint(&turned));
    assert_ne!(
        Memory::fingerprint(&findings),
        Memory::fingerprint(&findings[1..])
    );
    assert_eq!(Memory::fingerprint(&[]), Memory::WELL);
    let memory = Memory {
        due: now(),
        told: Memory::fingerprint(&findings),
    };
    assert_eq!(Memory::read(&memory.write()), Some(memory));
    assert_eq!(Memory::read("9 in Europe/Moscow"), None);
}
