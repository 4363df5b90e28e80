use super::{
    super::finding::Level::{self, Failure, Ok, Warning},
    *,
};

const OURS: &str = "https://bot.example.com/telegram/webhook";

fn now() -> Timestamp {
    "2026-11-25T12:00:00Z".parse().expect("a moment")
}

fn registered() -> WebhookInfo {
    WebhookInfo {
        url: OURS.to_owned(),
        pending_update_count: 3,
        last_error_date: None,
        last_error_message: None,
        max_connections: Some(40),
        allowed_updates: Some(ALLOWED.map(str::to_owned).to_vec()),
    }
}

fn levels(info: &WebhookInfo) -> Vec<Level> {
    let found = webhook(info, Some(OURS), now());
    found.iter().map(|one| one.level).collect()
}

#[test]
fn a_webhook_in_order_is_one_good_line() {
    assert_eq!(levels(&registered()), [Ok]);
    let anywhere = webhook(&registered(), None, now());
    assert_eq!(
        anywhere[0].level, Ok,
        "without an address of ours any will do"
    );
}

#[test]
fn a_webhook_that_leads_nowhere_or_elsewhere_is_a_failure() {
    for url in ["", "https://old.example.com/telegram/webhook"] {
        let info = WebhookInfo {
            url: url.to_owned(),
            ..registered()
        };
        assert_eq!(levels(&info), [Failure], "{url}");
    }
}

#[test]
fn an_error_counts_for_an_hour_and_is_worse_while_updates_wait() {
    let failed = |minutes: i64, pending_update_count| WebhookInfo {
        last_error_date: Some(now().as_second() - minutes * 60),
        last_error_message: Some("Connection refused".to_owned()),
        pending_update_count,
        ..registered()
    };
    assert_eq!(levels(&failed(5, 3)), [Failure]);
    assert_eq!(levels(&failed(5, 0)), [Warning]);
    assert_eq!(levels(&failed(61, 3)), [Ok]);
}

#[test]
fn many_waiting_updates_and_missing_kinds_are_warnings() {
    let info = WebhookInfo {
        pending_update_count: 100,
        allowed_updates: Some(vec!["message".to_owned()]),
        ..registered()
    };
    assert_eq!(levels(&info), [Warning, Warning]);
    let default = WebhookInfo {
        allowed_updates: None,
        ..registered()
    };
    assert_eq!(
        levels(&default),
        [Warning],
        "Telegram's default has no join requests"
    );
}

#[test]
fn a_clock_is_wrong_in_both_directions() {
    let off = |seconds: i64| clock(now() + SignedDuration::from_secs(seconds), now()).level;
    for (seconds, level) in [
        (0, Ok),
        (29, Ok),
        (30, Warning),
        (299, Warning),
        (300, Failure),
    ] {
        assert_eq!((off(seconds), off(-seconds)), (level, level), "{seconds}");
    }
}

#[test]
fn room_is_measured_by_the_file() {
    for (free, file, level) in [
        (100, 1, Failure),
        (500, 1, Warning),
        (2_000, 1, Ok),
        (2_000, 1_500, Warning),
        (4_000, 1_500, Ok),
    ] {
        assert_eq!(disk(free * MIB, file * MIB).level, level, "{free} {file}");
    }
}

#[test]
fn a_pending_migration_is_a_failure() {
    let known = |name: &str, applied| MigrationStatus {
        name: name.to_owned(),
        applied,
    };
    let (old, new) = (known("1", true), known("2", false));
    assert_eq!(
        migrations("SQLite file bot.db", std::slice::from_ref(&old)).level,
        Ok
    );
    assert_eq!(migrations("SQLite file bot.db", &[old, new]).level, Failure);
}

#[test]
fn the_same_trouble_is_the_same_whatever_its_figures() {
    let waiting = |pending_update_count| {
        let info = WebhookInfo {
            pending_update_count,
            ..registered()
        };
        webhook(&info, Some(OURS), now())[0].kind()
    };
    assert_eq!(waiting(200), waiting(900));
    assert_ne!(waiting(200), waiting(3));
}
