//! The first words, where people come from, which language they read, and the way back from anything else.

use serde_json::{Map, Value, json};

use crate::support::{app::TestApp, on_both};

const ANNA: i64 = 5_301_000_111;

on_both! {
    async fn the_first_source_wins_also_when_it_comes_late(backend) {
        let app = TestApp::start(backend).await;
        let source = "SELECT source FROM users";
        for (text, stored) in [
            ("/start", "NULL"),
            ("/start@five_keys_playground_bot Instagram_bio-2", "Instagram_bio-2"),
            ("/start friend", "Instagram_bio-2"),
            ("/start", "Instagram_bio-2"),
        ] {
            app.says(ANNA, text).await;
            assert_eq!(app.database.value(source).await, stored, "{text}");
        }
        let details = app.database.query("SELECT details FROM events ORDER BY id").await.concat();
        assert_eq!(details, ["NULL", "Instagram_bio-2", "NULL", "NULL"]);
        app.stop().await;
    }

    async fn a_payload_that_no_link_can_carry_is_no_source(backend) {
        let app = TestApp::start(backend).await;
        let (longest, too_long) = ("x".repeat(64), "x".repeat(65));
        for (at, (payload, stored)) in [
            ("two words", "NULL"), ("<b>", "NULL"), ("источник", "NULL"), ("a=b", "NULL"), ("' OR 1", "NULL"),
            (too_long.as_str(), "NULL"), (longest.as_str(), longest.as_str()), ("_-0", "_-0"),
        ].into_iter().enumerate() {
            let id = ANNA + i64::try_from(at).expect("small");
            app.says(id, &format!("/start {payload}")).await;
            let source = format!("SELECT source FROM users WHERE id = {id}");
            assert_eq!(app.database.value(&source).await, stored, "{payload}");
            assert!(app.last(id).text.contains("Здравствуйте"), "{payload}");
        }
        app.stop().await;
    }

    async fn who_comes_again_is_welcomed_back_by_the_name_of_today(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ANNA, "Анна", Some("ru"));
        app.says(ANNA, "/help").await;
        app.says(ANNA, "/start").await;
        assert!(app.last(ANNA).text.contains("Здравствуйте, Анна!"), "help is no start");
        app.telegram.add_person(ANNA, "Аня", Some("ru"));
        app.says(ANNA, "/start").await;
        assert!(app.last(ANNA).text.contains("С возвращением, Аня!"), "{}", app.last(ANNA).text);
        assert_eq!(app.database.value("SELECT first_name FROM users").await, "Аня");
        app.stop().await;
    }

    async fn the_bot_speaks_the_language_of_the_persons_telegram(backend) {
        let app = TestApp::start(backend).await;
        for (at, (code, word, door)) in [
            (Some("ru"), "Здравствуйте", "Энергия"), (Some("ru-RU"), "Здравствуйте", "Энергия"),
            (Some("kk"), "Здравствуйте", "Энергия"), (None, "Здравствуйте", "Энергия"),
            (Some("en"), "Hello", "Energy"), (Some("en-GB"), "Hello", "Energy"), (Some("uk"), "Hello", "Energy"),
            (Some("de"), "Hello", "Energy"),
        ].into_iter().enumerate() {
            let id = ANNA + i64::try_from(at).expect("small");
            app.telegram.add_person(id, "Anna", code);
            app.says(id, "/start").await;
            assert!(app.last(id).text.contains(word), "{code:?}: {}", app.last(id).text);
            assert!(app.last(id).button(door).is_some(), "{code:?}: {:?}", app.buttons(id));
        }
        // The language changes with the next word.
        app.telegram.add_person(ANNA, "Anna", Some("en"));
        app.presses(ANNA, "Помощь").await;
        assert!(app.last(ANNA).text.contains("How it works"));
        app.stop().await;
    }

    async fn the_default_language_is_for_those_whose_own_is_not_known(backend) {
        let app = TestApp::start_with(backend, &[("DEFAULT_LOCALE", "en")]).await;
        app.telegram.add_person(ANNA, "Anna", None);
        app.says(ANNA, "/start").await;
        assert!(app.last(ANNA).text.contains("Hello, Anna!"));
        app.stop().await;
    }

    async fn help_and_menu_lead_home_and_back(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/HELP please").await;
        assert!(app.last(ANNA).text.contains("Как всё устроено"));
        app.presses(ANNA, "В меню").await;
        let doors: Vec<_> = app.last(ANNA).keyboard.into_iter().flatten().collect();
        for door in ["⚡ Энергия", "Личный подбор", "📝 Мой план", "🛍 Каталог", "💚 Подписка", "❓ Помощь"] {
            assert!(doors.iter().any(|known| known.text.contains(door)), "{door}: {doors:#?}");
        }
        for door in doors {
            let Some(data) = door.action.data() else {
                continue;
            };
            let door = &door.text;
            app.telegram.press(ANNA, app.last(ANNA).message_id, data);
            app.settled().await;
            assert!(!app.last(ANNA).text.contains("Главное меню"), "{door}");
            app.telegram.press(ANNA, app.last(ANNA).message_id, "home");
            app.settled().await;
            assert!(app.last(ANNA).text.contains("Главное меню"), "{door}");
        }
        assert_eq!(app.texts(ANNA).len(), 1, "everything happens in one message");
        app.stop().await;
    }

    async fn anything_else_gets_a_friendly_way_back(backend) {
        let app = TestApp::start(backend).await;
        for text in ["привет", "/stats", "/", "start", "😀", "\u{202e}", &"я".repeat(4_096)] {
            app.says(ANNA, text).await;
            assert!(app.last(ANNA).text.contains("Кажется, я не понял"), "{text}");
            assert!(app.buttons(ANNA).len() > 6, "the menu");
        }
        let file = json!([{ "file_id": "f", "file_unique_id": "u", "width": 1, "height": 1 }]);
        for (kind, content) in [
            ("sticker", json!({ "file_id": "f", "type": "regular", "emoji": "👍" })),
            ("photo", file),
            ("voice", json!({ "file_id": "f", "duration": 3 })),
            ("contact", json!({ "phone_number": "+79990000001", "first_name": "A" })),
            ("hologram", json!({ "depth": 3 })),
        ] {
            let before = app.texts(ANNA).len();
            app.telegram.queue_update(ANNA, content_message(kind, content));
            app.settled().await;
            assert_eq!(app.texts(ANNA).len(), before + 1, "{kind}");
            assert!(app.last(ANNA).text.contains("Кажется, я не понял"), "{kind}");
        }
        app.stop().await;
    }
}

/// A message without a text, with something else.
fn content_message(kind: &str, content: Value) -> Value {
    let mut message = Map::from_iter([
        ("message_id".to_owned(), json!(900)),
        ("date".to_owned(), json!(1_800_000_000)),
        ("chat".to_owned(), json!({ "id": ANNA, "type": "private" })),
        (
            "from".to_owned(),
            json!({ "id": ANNA, "first_name": "A", "language_code": "ru" }),
        ),
    ]);
    message.insert(kind.to_owned(), content);
    json!({ "message": message })
}
