//! What admins type and what their buttons carry.

use super::*;
use crate::bot::parked_buttons::EventAct;

fn page(open_only: bool, limit: u16, page: u16) -> LeadsPage {
    LeadsPage {
        open_only,
        limit,
        page,
    }
}

fn find(text: &str) -> Ask {
    Ask::Find(text.into())
}

#[test]
fn commands_are_read_with_their_arguments_and_odd_ones_are_told_apart() {
    let leads = |limit| Some(Ok(Ask::Leads(LeadsPage::first(limit))));
    let long = "я".repeat(LONGEST_SEARCH + 1);
    for (text, expected) in [
        ("/stats", Some(Ok(Ask::Stats(7)))),
        ("/stats 90", Some(Ok(Ask::Stats(90)))),
        ("/stats 91", Some(Err(Usage::Stats))),
        ("/stats -1", Some(Err(Usage::Stats))),
        ("/leads", leads(10)),
        (" /LEADS@FiveKeysBot  50 ", leads(50)),
        ("/leads 0", Some(Err(Usage::Leads))),
        ("/leads 51", Some(Err(Usage::Leads))),
        ("/leads all", Some(Err(Usage::Leads))),
        ("/leads_csv", Some(Ok(Ask::LeadsFile(1_000)))),
        ("/leads_csv 10000", Some(Ok(Ask::LeadsFile(10_000)))),
        ("/leads_csv 10001", Some(Err(Usage::LeadsFile))),
        ("/find  Анна \n Петровна", Some(Ok(find("Анна Петровна")))),
        ("/find \0 Анна\0", Some(Ok(find("Анна")))),
        ("/find", Some(Err(Usage::Find))),
        (&format!("/find {long}"), Some(Err(Usage::Find))),
        ("/doors", Some(Ok(Ask::Doors))),
        (
            "/payments 20",
            Some(Ok(Ask::Payments(PaymentsPage { limit: 20, page: 0 }))),
        ),
        ("/payments x", Some(Err(Usage::Payments))),
        ("/payments_csv", Some(Ok(Ask::PaymentsFile(1_000)))),
        ("/revenue", Some(Ok(Ask::Revenue(3)))),
        ("/revenue 13", Some(Err(Usage::Revenue))),
        (
            "/Grant Анна  club",
            Some(Ok(Ask::Typed(Action::Grant, "Анна  club".into()))),
        ),
        ("/unmatched", Some(Ok(Ask::Unmatched(0)))),
        ("/leadsx", None),
        ("stats", None),
        ("/start", None),
        ("", None),
    ] {
        assert_eq!(Ask::parse_command(text), expected, "{text}");
    }
}

#[test]
fn every_button_reads_back_and_is_short() {
    let most = page(true, 50, 4);
    for ask in [
        Ask::Stats(90),
        Ask::Chart(1),
        Ask::Leads(most),
        Ask::Leads(page(false, 10, 0)),
        Ask::LeadsFile(10_000),
        find("a:b: ё"),
        Ask::Card(UserId(i64::MAX), Back::Leads(most)),
        Ask::Card(UserId(5), Back::Find("Анна: 7".into())),
        Ask::Unmatched(u16::MAX),
        Ask::Event(EventAsk::new(5, EventAct::Retry)),
        Ask::Doors,
        Ask::PutOut(ChatId(i64::MIN)),
        Ask::PutOutNow(ChatId(i64::MIN), u32::MAX),
        Ask::Payments(PaymentsPage { limit: 50, page: 4 }),
        Ask::PaymentsFile(10_000),
        Ask::Revenue(12),
        Ask::News(News::Daily),
        Ask::Card(
            UserId(i64::MAX),
            Back::Payments(PaymentsPage { limit: 50, page: 4 }),
        ),
        Ask::Ruling(RulingStep::Days(
            Action::Extend,
            UserId(i64::MAX),
            "x".repeat(16),
            3_650,
        )),
        Ask::Unmatched(u16::MAX),
        Ask::Event(EventAsk::new(5, EventAct::Retry)),
        find("a:b: ё"),
        Ask::Card(UserId(i64::MAX), Back::Leads(most)),
        Ask::Card(UserId(5), Back::Find("Анна: 7".into())),
    ] {
        assert_eq!(Ask::parse(&ask.encode()), Some(ask.clone()), "{ask:?}");
        assert!(ask.encode().len() <= LONGEST_DATA, "{ask:?}");
    }
    for data in [
        "",
        "leads",
        "stats:",
        "leads:all:51:0",
        "leads:all:10:10",
        "leads:all:10:0:0",
        "leads:some:10:0",
        "stats:0",
        "find: ",
        "card:0:f:x",
        "card:5:x:y",
        "card:5",
        "csv:0",
    ] {
        assert_eq!(Ask::parse(data), None, "{data}");
    }
}

#[test]
fn a_long_text_to_find_is_cut_between_signs() {
    let long = "ы🌿".repeat(20);
    for ask in [
        find(&long),
        Ask::Card(UserId(i64::MAX), Back::Find(long.clone())),
    ] {
        let data = ask.encode();
        assert!(
            data.len() <= LONGEST_DATA && data.len() > LONGEST_DATA - 4,
            "{data}"
        );
        assert!(Ask::parse(&data).is_some(), "{data}");
    }
}

#[test]
fn the_last_page_ends_where_the_list_was_to_end() {
    let asked = |number| {
        let query = page(false, 25, number).query();
        (query.skip, query.limit)
    };
    assert_eq!(
        [0, 1, 2, 3].map(asked),
        [(0, 11), (10, 11), (20, 5), (30, 0)]
    );
}
