//! A handler that panics, with the real store and nobody to send to.

use super::*;
use crate::{
    delivery::Marks,
    doors::Parties,
    store::{DatabaseUrl, PoolSettings},
    telegram::{client::BotApi, update::parse},
};

async fn intake(folder: &std::path::Path, dispatch: Dispatch) -> Arc<Intake> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let url =
        DatabaseUrl::parse(&format!("sqlite:{}", folder.join("bot.db").display())).expect("a URL");
    url.migrate().await.expect("migrated");
    let settings = PoolSettings {
        size: 2,
        wait: Duration::from_secs(5),
        limit: std::time::Duration::from_secs(30),
    };
    let store = Store::open(&url, settings).await.expect("opened");
    let metrics = Arc::new(Metrics::new(Vec::new()));
    let api =
        BotApi::new("http://127.0.0.1:1", "1:x", None, Arc::new(|_, _, _| {})).expect("a client");
    let (marks, _) = Marks::start(store.clone());
    let deliverer = Arc::new(Deliverer::new(
        store.clone(),
        api.clone(),
        marks,
        Arc::clone(&metrics),
    ));
    let edition = Edition {
        content: Arc::new(Content::embedded().expect("the embedded pack")),
        loaded_at: now(),
        folder: None,
        problems: None,
    };
    let (_, edition) = watch::channel(edition);
    let parties = Parties {
        bot: UserId(1),
        admins: Vec::new(),
        locale: Locale::Ru,
        leads_chat: None,
    };
    let doors = Doors::new(
        store.clone(),
        api,
        Arc::clone(&deliverer),
        edition.clone(),
        Arc::clone(&metrics),
        parties,
    );
    let rules = Rules {
        admins: Vec::new(),
        leads_chat: None,
        zone: TimeZone::UTC,
        default_locale: Locale::Ru,
        tribute_keys: ApiKeys::default(),
        bot_name: Arc::default(),
        code_key: CodeKey::derive("1:x"),
        schedule: bot::schedule::Schedule::new(9, Vec::new()),
        cabinet: None,
        bot_id: UserId(1),
        doors: Arc::new(doors),
        doctor: None,
        quota: None,
    };
    let assistant = Arc::new(Assistant::new(
        store.clone(),
        Arc::clone(&deliverer),
        edition.clone(),
        Arc::clone(&metrics),
        None,
        jiff::SignedDuration::ZERO,
    ));
    Arc::new(Intake {
        dispatch,
        ..Intake::new(store, deliverer, edition, metrics, assistant, rules)
    })
}

const UPDATE: &[u8] = br#"{"update_id":7,"message":{"message_id":1,"date":1,"text":"/start",
    "chat":{"id":5,"type":"private"},"from":{"id":5,"is_bot":false,"first_name":"Anna"}}}"#;

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_makes_its_handler_panic_is_taken_once_and_never_loops() {
    let folder = tempfile::tempdir().expect("a folder");
    let poisoned = intake(folder.path(), |_, _, _| panic!("a bug")).await;
    let taken = poisoned.telegram(parse(UPDATE).expect("an update")).await;
    assert!(matches!(taken, Ok(None)), "{taken:?}");
    assert_eq!(
        poisoned
            .store
            .figures(now())
            .await
            .expect("figures")
            .outbox_depth,
        0
    );
    let text = poisoned.metrics.encode().expect("metrics");
    assert!(
        text.contains("bot_update_errors_total{update_type=\"message\"} 1"),
        "{text}"
    );

    // The mended program does not take it up again: it is recorded.
    let mended = intake(folder.path(), bot::dispatch).await;
    assert!(matches!(
        mended.telegram(parse(UPDATE).expect("an update")).await,
        Ok(None)
    ));
    assert_eq!(
        mended
            .store
            .figures(now())
            .await
            .expect("figures")
            .outbox_depth,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn more_updates_than_fit_are_refused_at_the_door_and_not_stored() {
    let folder = tempfile::tempdir().expect("a folder");
    let intake = intake(folder.path(), bot::dispatch).await;
    let all = u32::try_from(MOST_UNDER_WAY).expect("fits");
    let permits = Arc::clone(&intake.slots)
        .acquire_many_owned(all)
        .await
        .expect("free");
    let refused = intake.telegram(parse(UPDATE).expect("an update")).await;
    assert!(
        matches!(refused, Err(IntakeError::Overloaded)),
        "{refused:?}"
    );
    drop(permits);
    assert!(intake.drained(Duration::ZERO).await);
    assert!(
        intake
            .telegram(parse(UPDATE).expect("an update"))
            .await
            .is_ok()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tables_of_numbers_are_read_when_a_form_is_opened_and_not_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let intake = intake(folder.path(), bot::dispatch).await;
    let prepared = || intake.numbers_prepared.load(Ordering::Relaxed);
    let says = |id: &str, text: &str| {
        let update = String::from_utf8_lossy(UPDATE);
        let update = update.replace("/start", text);
        parse(update.replace(":7,", id).as_bytes()).expect("an update")
    };
    for (id, text, expected) in [(":8,", "/start", false), (":9,", "/consult", true)] {
        let taken = intake.telegram(says(id, text)).await;
        assert!(taken.is_ok(), "{taken:?}");
        assert_eq!(prepared(), expected, "{text}");
    }
}
