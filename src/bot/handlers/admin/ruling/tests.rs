//! Decisions as owners write them.

use std::sync::LazyLock;

use jiff::{Timestamp, tz::TimeZone};

use super::reading::{self, Problem, Typed};
use crate::{
    bot::{Context, ledger::Action, referral::CodeKey, ruling_steps::Term, schedule::Schedule},
    content::{Content, Locale},
};

fn read(action: Action, text: &str) -> Result<Typed, Problem> {
    static CONTENT: LazyLock<Content> =
        LazyLock::new(|| Content::embedded().expect("the embedded pack is sound"));
    let zone = TimeZone::get("Europe/Moscow").expect("known");
    let context = Context {
        content: &CONTENT,
        now: "2026-11-25T12:00:00Z".parse().expect("a moment"),
        zone: &zone,
        default_locale: Locale::Ru,
        admins: &[],
        leads_chat: None,
        bot_name: None,
        bot_id: crate::telegram::UserId(777_000_111),
        code_key: &CodeKey::derive("123456:TEST"),
        assistant: false,
        schedule: &Schedule::new(9, Vec::new()),
    };
    reading::typed(action, text, &context)
}

fn grant(who: &str, plan: &str, term: Term, reason: &str) -> Result<Typed, Problem> {
    Ok(Typed {
        who: who.into(),
        plan: plan.into(),
        term: Some(term),
        reason: reason.into(),
    })
}

#[test]
fn a_grant_is_read_in_many_forms() {
    let until = |text: &str| Term::Until(text.parse().expect("a moment"));
    let forever = Term::Until(Timestamp::MAX);
    for (text, expected) in [
        (
            "5301000111 club 30 подарок",
            grant("5301000111", "club", Term::Days(30), "подарок"),
        ),
        (
            "  @anna_k   CLUB-PLUS  30 дней, «за ожидание» ",
            grant("@anna_k", "club_plus", Term::Days(30), "за ожидание"),
        ),
        (
            "Анна Петровна клуб 7д был сбой",
            grant("Анна Петровна", "club", Term::Days(7), "был сбой"),
        ),
        (
            "@anna club 2026-12-31 to the end of the year",
            grant(
                "@anna",
                "club",
                until("2026-12-31T20:59:59Z"),
                "to the end of the year",
            ),
        ),
        (
            "@anna club до 1.12.2026 промо",
            grant("@anna", "club", until("2026-12-01T20:59:59Z"), "промо"),
        ),
        (
            "@anna club 01/12/26 промо",
            grant("@anna", "club", until("2026-12-01T20:59:59Z"), "промо"),
        ),
        (
            "@anna club 25.11.2026 сегодня ещё считается",
            grant(
                "@anna",
                "club",
                until("2026-11-25T20:59:59Z"),
                "сегодня ещё считается",
            ),
        ),
        (
            "@anna club forever founder",
            grant("@anna", "club", forever, "founder"),
        ),
        (
            "@anna club без срока ведущая",
            grant("@anna", "club", forever, "ведущая"),
        ),
        (
            "@anna club Навсегда ведущая",
            grant("@anna", "club", forever, "ведущая"),
        ),
    ] {
        assert_eq!(read(Action::Grant, text), expected, "{text}");
    }
    let long = format!("@anna club 5 {}", "ы".repeat(900));
    let reason = read(Action::Grant, &long).expect("read").reason;
    assert_eq!(reason.chars().count(), 200);
}

#[test]
fn what_is_missing_is_named() {
    for (action, text, problem) in [
        (Action::Grant, "", Problem::Usage),
        (Action::Grant, "club", Problem::Usage),
        (Action::Grant, "@anna yoga 30 подарок", Problem::Plan),
        (Action::Grant, "club 30", Problem::Plan),
        (Action::Grant, "@anna club", Problem::Term),
        (Action::Grant, "@anna club подарок", Problem::Term),
        (Action::Grant, "@anna club 0 подарок", Problem::Term),
        (Action::Grant, "@anna club 3651 подарок", Problem::Term),
        (
            Action::Grant,
            "@anna club 99999999999 подарок",
            Problem::Term,
        ),
        (
            Action::Grant,
            "@anna club 31.02.2027 подарок",
            Problem::Term,
        ),
        (Action::Grant, "@anna club 30x подарок", Problem::Term),
        (
            Action::Grant,
            "@anna club 24.11.2026 подарок",
            Problem::Past,
        ),
        (Action::Grant, "@anna club 30", Problem::Reason),
        (Action::Grant, "@anna club 30 дней —", Problem::Reason),
        (Action::Extend, "@anna club forever ведущая", Problem::Term),
        (Action::Extend, "@anna club 2027-01-01 сбой", Problem::Term),
        (Action::Revoke, "@anna club", Problem::Reason),
    ] {
        assert_eq!(read(action, text), Err(problem), "{text}");
    }
    let revoked = read(Action::Revoke, "@anna club 30 дней не платит").expect("read");
    assert_eq!(
        (revoked.term, revoked.reason.as_str()),
        (None, "30 дней не платит")
    );
}

proptest::proptest! {
    #[test]
    fn whatever_is_written_is_read_or_refused(text: String, words in "[@a-zа-я0-9./ -]{0,40}") {
        for text in [text, format!("@anna club {words}")] {
            for action in [Action::Grant, Action::Extend, Action::Revoke] {
                if let Ok(typed) = read(action, &text) {
                    proptest::prop_assert!(!typed.who.is_empty() && !typed.reason.is_empty());
                    proptest::prop_assert_eq!(typed.term.is_none(), action == Action::Revoke);
                }
            }
        }
    }
}
