//! The plan as a PDF: by command and by button, with and without a plan, in bad weather and after a kill.

use five_keys_bot::playground::{Fault, ShownKind, ShownMessage, Weather};

use crate::support::{
    app::{PATIENCE, TestApp, pretend},
    database::TestDatabase,
    door::Door,
    on_both,
    process::Service,
};

const ANNA: i64 = 5_301_000_111;
const BORIS: i64 = 5_301_000_222;

/// The words of the newest message's PDF, without spaces.
fn words(app: &TestApp, person: i64) -> String {
    copied(&app.telegram, &app.last(person))
}

fn copied(telegram: &five_keys_bot::playground::Playground, message: &ShownMessage) -> String {
    assert_eq!(message.kind, ShownKind::Document, "{message:?}");
    let id = message.file_id.as_deref().expect("a file");
    let bytes = telegram.file(id).expect("its bytes");
    let pdf = lopdf::Document::load_mem(&bytes).expect("a PDF");
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    let text = pdf.extract_text(&pages).expect("text");
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

async fn finish_quiz(app: &TestApp, person: i64) {
    app.starts_quiz(person).await;
    app.answers(person, &[0, 2, 0, 1, 0]).await;
}

on_both! {
    async fn the_command_and_the_button_send_the_plan_in_the_persons_language(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ANNA, "Анна 🌸", Some("ru"));
        app.telegram.add_person(BORIS, "Boris", Some("en"));
        for (person, button, expected) in [
            (ANNA, "План в PDF", ["Анна", "Энергия", "Режимэкономии", "6балловиз20", "790₽", "Последнюючашкукофе", "1капсула", "https://example.com/shop", "недиагноз"]),
            (BORIS, "Plan as a PDF", ["Boris", "Energy", "savingmode", "6pointsoutof20", "790₽", "lastcupofcoffee", "1capsule", "https://example.com/shop", "notadiagnosis"]),
        ] {
            finish_quiz(&app, person).await;
            let result = app.last(person);
            app.presses(person, button).await;
            let pdf = words(&app, person);
            for expected in expected {
                assert!(pdf.contains(expected), "{expected} is not in {pdf}");
            }
            let shown = app.telegram.chat(person);
            assert!(shown.contains(&result), "the result stays");
            let name = app.last(person).file_name.expect("a name");
            assert!(name.starts_with("Plan-Energy-20") && name.ends_with(".pdf"), "{name}");

            app.says(person, "/pdf").await;
            assert_eq!(words(&app, person), pdf);
            app.presses(person, "🏠").await;
            assert_eq!(app.last(person).kind, ShownKind::Text, "the menu comes below the file");
        }
        assert!(app.telegram.toasts(ANNA).iter().any(|toast| toast.text.contains("Готовлю PDF")));
        let uploads = app.telegram.calls_of("sendDocument");
        assert_eq!(uploads.len(), 4);
        let counted = "SELECT count(*) FROM events WHERE name = 'plan_pdf'";
        assert_eq!(app.database.value(counted).await, "4");
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn without_a_plan_there_is_a_way_to_one(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/pdf").await;
        assert!(app.last(ANNA).text.contains("плана пока нет"), "{}", app.last(ANNA).text);
        assert_eq!(app.buttons(ANNA)[0], "⚡ Энергия");
        app.telegram.press(ANNA, app.last(ANNA).message_id, "plan:pdf");
        app.settled().await;
        assert!(app.last(ANNA).text.contains("плана пока нет"));
        assert!(app.telegram.calls_of("sendDocument").is_empty());
        app.stop().await;
    }

    async fn trouble_on_the_way_delays_the_document_and_what_comes_behind_it(backend) {
        let app = TestApp::start(backend).await;
        finish_quiz(&app, ANNA).await;
        for fault in [Fault::TooManyRequests { retry_after: 1 }, Fault::DropBefore, Fault::ServerError(500)] {
            app.telegram.weather(Weather::next(fault).on("sendDocument"));
        }
        app.says(ANNA, "/pdf").await;
        app.says(ANNA, "/help").await;
        app.until("both are there", |_| app.told(ANNA, "Как всё устроено") == 1).await;
        let kinds: Vec<ShownKind> = app.telegram.chat(ANNA).into_iter()
            .filter(|message| message.from_bot).map(|message| message.kind).collect();
        assert_eq!(kinds.get(kinds.len() - 2..), Some(&[ShownKind::Document, ShownKind::Text][..]), "in order");
        assert_eq!(kinds.iter().filter(|kind| **kind == ShownKind::Document).count(), 1, "once");
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn a_document_that_was_queued_survives_a_kill(backend) {
        let (telegram, database) = (pretend().await, TestDatabase::create(backend).await);
        let app = TestApp::on(telegram, database, &[]).await;
        finish_quiz(&app, ANNA).await;
        let (telegram, database) = app.stop().await;

        let door = Door::open().await;
        let address = [("PUBLIC_URL", door.url.as_str())];
        let mut service = Service::start("killed", &telegram, &database, &address).await;
        door.lead_to(&[service.port]);
        telegram.weather(Weather::next(Fault::ServerError(500)).on("sendDocument").times(3));
        telegram.send_text(ANNA, "/pdf");
        assert!(telegram.settle(PATIENCE).await);
        service.process.kill();
        let stored = database.value("SELECT payload FROM outbox WHERE method = 'sendDocument'").await;
        assert!(stored.contains("Режим экономии") && stored.len() < 16_000, "the words, not the bytes: {stored}");

        let app = TestApp::on(telegram, database, &[]).await;
        let is_file = |message: &ShownMessage| message.kind == ShownKind::Document;
        app.until("the document is there", |telegram| telegram.chat(ANNA).iter().any(is_file)).await;
        assert!(words(&app, ANNA).contains("Режимэкономии"));
        app.delivered().await;
        app.stop().await;
    }
}
