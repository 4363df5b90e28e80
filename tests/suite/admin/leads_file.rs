//! `/leads_csv`: the requests as a table, read again as a spreadsheet would.

use five_keys_bot::playground::{Fault, ShownKind, Weather};

use super::{ANNA, STRANGER, asks, toast, told};
use crate::support::{
    app::{ADMIN, TestApp},
    on_both,
};

/// The newest file of the owner, row by row.
fn table(app: &TestApp) -> Vec<Vec<String>> {
    let message = app.last(ADMIN);
    assert_eq!(message.kind, ShownKind::Document, "{message:?}");
    let bytes = app
        .telegram
        .file(message.file_id.as_deref().expect("a file"))
        .expect("its bytes");
    let text = bytes
        .strip_prefix("\u{feff}".as_bytes())
        .expect("the mark of UTF-8");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text);
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

on_both! {
    async fn the_table_holds_what_people_wrote_and_no_formula(backend) {
        let app = TestApp::start(backend).await;
        asks(&app, ANNA, "=Анна, \"К\"", "8 999 123-45-67", "+утром;\nили =1+1").await;
        asks(&app, STRANGER, "Борис", "8 999 123-45-68", "-").await;
        app.database.query("UPDATE leads SET status = 'done', closed_at = '2026-11-24 21:30:00.000000' WHERE name = 'Борис'").await;
        app.delivered().await;
        app.says(ADMIN, "/leads_csv").await;
        let name = app.last(ADMIN).file_name.expect("a name");
        assert!(name.starts_with("Leads-20") && name.ends_with(".csv"), "{name}");
        let rows = table(&app);
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0][..3], ["Номер", "Состояние", "Когда пришла"]);
        let (boris, anna) = (&rows[1], &rows[2]);
        assert_eq!([&boris[1], &boris[3], &boris[4], &boris[6]], ["обработана", "2026-11-25 00:30", "Борис", ""], "in the project's zone");
        assert_eq!([&anna[1], &anna[3], &anna[4], &anna[5]], ["новая", "", "'=Анна, \"К\"", "'+79991234567"]);
        assert_eq!([&anna[6], &anna[7], &anna[9]], ["'+утром;\nили =1+1", "команда /consult", &ANNA.to_string()]);

        app.says(ADMIN, "/leads_csv 1").await;
        assert_eq!(table(&app).len(), 2);
        app.says(ADMIN, "/leads").await;
        app.presses(ADMIN, "Таблица").await;
        assert_eq!(table(&app).len(), 3);
        assert!(toast(&app, ADMIN).contains("Готовлю таблицу"));
        for odd in ["/leads_csv 0", "/leads_csv 10001", "/leads_csv all"] {
            assert!(told(&app, ADMIN, odd).await.contains("от 1 до 10000"), "{odd}");
        }
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn until_it_is_sent_nobodys_words_wait_in_the_message(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ADMIN, "Olga", Some("en"));
        asks(&app, ANNA, "Анна", "8 999 123-45-67", "утром").await;
        app.delivered().await;
        app.telegram.weather(Weather::next(Fault::TooManyRequests { retry_after: 1 }).on("sendDocument"));
        app.says(ADMIN, "/leads_csv").await;
        let waiting = app.database.value("SELECT payload FROM outbox WHERE method = 'sendDocument'").await;
        assert!(!waiting.contains("Анна") && !waiting.contains("79991234567"), "{waiting}");
        app.delivered().await;
        assert_eq!(table(&app)[0][4..6], ["Name", "Phone"]);
        assert_eq!(table(&app)[1][4], "Анна");
        app.stop().await;
    }
}
