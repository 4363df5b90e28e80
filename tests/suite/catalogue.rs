//! The catalogue and the products of a result: pictures when Telegram takes them, words when it does not.

use five_keys_bot::{
    content::{Content, Locale},
    playground::{Fault, ShownKind, ShownMessage, Weather},
};

use crate::support::{
    app::{PATIENCE, TestApp, pretend},
    database::TestDatabase,
    door::Door,
    on_both,
    process::Service,
};

const ANNA: i64 = 5_301_000_111;
const BORIS: i64 = 5_301_000_222;

/// What the energy quiz advises those in its middle band.
fn advised(locale: Locale) -> Vec<String> {
    let content = Content::embedded().expect("sound");
    let advice = content.quiz_advice("energy", "saving", 6).expect("known");
    let names = advice.products.iter();
    names
        .map(|(product, _)| product.name.get(locale).to_owned())
        .collect()
}

async fn finish_quiz(app: &TestApp, person: i64) {
    app.starts_quiz(person).await;
    app.answers(person, &[1, 0, 1, 0, 1]).await;
}

/// The newest messages of the bot, oldest first.
fn newest(app: &TestApp, person: i64, count: usize) -> Vec<ShownMessage> {
    let mut all: Vec<_> = app
        .telegram
        .chat(person)
        .into_iter()
        .filter(|message| message.from_bot)
        .collect();
    all.split_off(all.len() - count)
}

fn refused(method: &str, times: u32) -> Weather {
    let description = "Bad Request: IMAGE_PROCESS_FAILED".to_owned();
    Weather::next(Fault::Refuse {
        status: 400,
        description,
    })
    .on(method)
    .times(times)
}

/// The products arrive in these forms, each with its words, and the way on comes last.
fn shown(app: &TestApp, kinds: &[ShownKind]) {
    let messages = newest(app, ANNA, kinds.len() + 1);
    let found: Vec<ShownKind> = messages.iter().map(|message| message.kind).collect();
    assert_eq!(found, [kinds, &[ShownKind::Text]].concat());
    for (message, name) in messages.iter().zip(advised(Locale::Ru)) {
        assert!(
            message.text.starts_with(&name) && message.text.contains('₽'),
            "{name}: {}",
            message.text
        );
        assert_eq!(message.entities[0]["type"], "bold");
    }
    assert!(
        messages[kinds.len()].text.contains("может подойти"),
        "{:?}",
        messages[kinds.len()]
    );
}

on_both! {
    async fn the_products_of_a_result_come_as_an_album_with_reasons_and_a_way_on(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ANNA, "Анна", Some("ru"));
        app.telegram.add_person(BORIS, "Boris", Some("en"));
        for (person, locale, look, words) in [
            (ANNA, Locale::Ru, "Посмотреть продукты", ["890 ₽", "К результату", "🛒 Магний", "💬 Консультация"]),
            (BORIS, Locale::En, "See the products", ["890 ₽", "may suit your result", "🛒 Magnesium", "💬 Consultation"]),
        ] {
            finish_quiz(&app, person).await;
            let result = app.last(person);
            app.presses(person, look).await;
            let names = advised(locale);
            assert!((2..=10).contains(&names.len()), "{names:?}");
            let messages = newest(&app, person, names.len() + 1);
            let album = messages[0].media_group_id.clone();
            assert!(album.is_some());
            for (message, name) in messages.iter().zip(&names) {
                assert_eq!((message.kind, &message.media_group_id), (ShownKind::Photo, &album));
                assert!(message.text.starts_with(name.as_str()), "{name}: {}", message.text);
                let bytes = app.telegram.file(message.file_id.as_deref().expect("a file")).expect("its bytes");
                assert!(bytes.starts_with(b"\xff\xd8"), "a picture of the pack");
            }
            assert!(messages.iter().any(|message| message.text.replace('\u{a0}', " ").contains(words[0])));
            let last = &messages[names.len()];
            assert!(last.text.contains(words[1]), "{}", last.text);
            assert!(names.iter().all(|name| last.text.contains(name.as_str())), "{}", last.text);
            let buy = last.button(words[2]).expect("a button to the shop");
            assert!(buy.action.url().is_some_and(|url| url.contains("magnesium")), "{buy:?}");
            assert!(last.button(words[3]).is_some() && last.button("🏠").is_some());
            assert!(app.telegram.chat(person).contains(&result), "the result stays");
        }
        assert_eq!(app.telegram.calls_of("sendMediaGroup").len(), 2);
        assert!(app.telegram.calls_of("sendPhoto").is_empty());
        let counted = "SELECT count(*) FROM events WHERE name = 'products_shown'";
        assert_eq!(app.database.value(counted).await, "2");
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn an_album_that_is_refused_comes_as_single_pictures_in_order(backend) {
        let app = TestApp::start(backend).await;
        finish_quiz(&app, ANNA).await;
        app.telegram.weather(refused("sendMediaGroup", 1));
        app.presses(ANNA, "Посмотреть продукты").await;
        let names = advised(Locale::Ru);
        shown(&app, &vec![ShownKind::Photo; names.len()]);
        assert_eq!(app.telegram.calls_of("sendPhoto").len(), names.len());
        assert!(newest(&app, ANNA, 2)[0].media_group_id.is_none());
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn pictures_that_are_refused_become_words(backend) {
        let app = TestApp::start(backend).await;
        finish_quiz(&app, ANNA).await;
        let names = advised(Locale::Ru);
        app.telegram.weather(refused("sendMediaGroup", 1));
        app.telegram.weather(refused("sendPhoto", 1));
        app.presses(ANNA, "Посмотреть продукты").await;
        let mut kinds = vec![ShownKind::Photo; names.len()];
        kinds[0] = ShownKind::Text;
        shown(&app, &kinds);

        app.telegram.weather(refused("sendMediaGroup", 1));
        app.telegram.weather(refused("sendPhoto", u32::try_from(names.len()).expect("few")));
        app.presses(ANNA, "Посмотреть продукты").await;
        shown(&app, &vec![ShownKind::Text; names.len()]);

        // The words of a card keep its buttons.
        app.says(ANNA, "/catalog магний").await;
        app.telegram.weather(refused("sendPhoto", 1));
        app.presses(ANNA, "Магний").await;
        let card = app.last(ANNA);
        assert!(card.kind == ShownKind::Text && card.text.contains("Минерал из орехов"), "{card:?}");
        assert!(card.button("🛒 Магний").is_some() && card.button("К списку").is_some());
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn trouble_on_the_way_delays_an_album_and_does_not_change_it(backend) {
        let app = TestApp::start(backend).await;
        finish_quiz(&app, ANNA).await;
        for fault in [Fault::TooManyRequests { retry_after: 1 }, Fault::ServerError(502), Fault::DropBefore] {
            app.telegram.weather(Weather::next(fault).on("sendMediaGroup"));
        }
        app.presses(ANNA, "Посмотреть продукты").await;
        app.says(ANNA, "/help").await;
        app.until("all is there", |_| app.told(ANNA, "Как всё устроено") == 1).await;
        let names = advised(Locale::Ru);
        let kinds: Vec<ShownKind> = newest(&app, ANNA, names.len() + 2).iter().map(|message| message.kind).collect();
        assert_eq!(kinds, [vec![ShownKind::Photo; names.len()], vec![ShownKind::Text; 2]].concat());
        assert!(app.telegram.calls_of("sendPhoto").is_empty());
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn a_picture_that_left_the_pack_leaves_its_words(backend) {
        let app = TestApp::start(backend).await;
        finish_quiz(&app, ANNA).await;
        app.telegram.weather(Weather::next(Fault::TooManyRequests { retry_after: 3_600 }).on("sendMediaGroup"));
        app.presses(ANNA, "Посмотреть продукты").await;
        let (telegram, database) = app.stop_with_leftovers().await;
        let stored = database.value("SELECT payload FROM outbox WHERE method = 'sendMediaGroup'").await;
        assert!(stored.contains("magnesium.jpg") && stored.len() < 4_000, "names, not bytes: {stored}");
        database.query("UPDATE outbox SET payload = replace(payload, 'magnesium.jpg', 'gone.jpg'), not_before = '2026-01-01 00:00:00.000000'").await;

        let app = TestApp::on(telegram, database, &[]).await;
        app.until("all is there", |_| app.told(ANNA, "К результату") == 1).await;
        let kinds: Vec<ShownKind> = advised(Locale::Ru).iter()
            .map(|name| if name == "Магний" { ShownKind::Text } else { ShownKind::Photo }).collect();
        shown(&app, &kinds);
        assert_eq!(app.telegram.calls_of("sendMediaGroup").len(), 1, "not asked for again");
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn a_kill_between_two_pictures_repeats_nothing_that_was_noted(backend) {
        let (telegram, database) = (pretend().await, TestDatabase::create(backend).await);
        let app = TestApp::on(telegram, database, &[]).await;
        finish_quiz(&app, ANNA).await;
        let (telegram, database) = app.stop().await;

        let door = Door::open().await;
        let address = [("PUBLIC_URL", door.url.as_str())];
        let mut service = Service::start("killed", &telegram, &database, &address).await;
        door.lead_to(&[service.port]);
        telegram.weather(refused("sendMediaGroup", 1));
        telegram.weather(refused("sendPhoto", 1));
        telegram.weather(Weather::next(Fault::ServerError(500)).on("sendPhoto").times(3));
        assert!(telegram.press_button(ANNA, "Посмотреть продукты").is_some());
        assert!(telegram.settle(PATIENCE).await);
        service.process.kill();
        let names = advised(Locale::Ru);
        let left = database.value("SELECT payload FROM outbox WHERE method = 'sendPhoto'").await;
        assert!(!left.contains(&names[0]) && left.contains(&names[1]), "what is left: {left}");

        let app = TestApp::on(telegram, database, &[]).await;
        app.until("all is there", |_| app.told(ANNA, "К результату") == 1).await;
        let mut kinds = vec![ShownKind::Photo; names.len()];
        kinds[0] = ShownKind::Text;
        shown(&app, &kinds);
        assert_eq!(app.telegram.calls_of("sendMediaGroup").len(), 1);
        app.delivered().await;
        app.stop().await;
    }

    async fn the_catalogue_has_pages_and_every_product_a_card(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ANNA, "Анна", Some("ru"));
        app.telegram.add_person(BORIS, "Boris", Some("en"));
        for (person, door, product, expected, back, search) in [
            (ANNA, "Каталог", "Цинк", "Когда принимать", "К списку", "🔎 Поиск"),
            (BORIS, "Catalogue", "Zinc", "When to take it", "Back to the list", "🔎 Search"),
        ] {
            app.says(person, "/menu").await;
            app.presses(person, door).await;
            let first = app.buttons(person);
            assert_eq!(first.len(), 6 + 2 + 2, "{first:?}");
            assert_eq!(first[6..9], ["1/3", "›", search]);
            app.presses(person, "›").await;
            assert_eq!(app.buttons(person)[6..9], ["‹", "2/3", "›"]);
            app.presses(person, "›").await;
            assert_eq!(app.buttons(person)[2..4], ["‹", "3/3"]);
            app.presses(person, "3/3").await;
            app.presses(person, "‹").await;
            let list = app.last(person);
            app.presses(person, product).await;
            let card = app.last(person);
            assert_eq!(card.kind, ShownKind::Photo);
            assert!(card.text.starts_with(product) && card.text.contains(expected), "{}", card.text);
            assert!(card.button("🛒").is_some_and(|button| button.action.url().is_some()));
            app.presses(person, back).await;
            assert_eq!((app.last(person).text, app.last(person).keyboard), (list.text, list.keyboard));
            assert_ne!(app.last(person).message_id, list.message_id, "below the picture");
            app.presses(person, "🏠").await;
        }
        assert_eq!(app.database.value("SELECT details FROM events WHERE name = 'product_viewed' LIMIT 1").await, "zinc");
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn products_are_found_by_command_and_by_button_in_both_languages(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ANNA, "Анна", Some("ru"));
        app.telegram.add_person(BORIS, "Boris", Some("en"));
        for (code, description) in [("ru", "Каталог и поиск в нём"), ("en", "Catalogue and search")] {
            let command = ("catalog".to_owned(), description.to_owned());
            app.until("the command is in the menu", |telegram| telegram.commands(Some(code)).contains(&command)).await;
        }
        app.says(ANNA, "/catalog ЗЕЛЕНЫЙ").await;
        assert!(app.last(ANNA).text.contains("«ЗЕЛЕНЫЙ» нашлось 2 продукта"), "{}", app.last(ANNA).text);
        assert!(app.buttons(ANNA)[0].starts_with("Зелёный микс"), "{:?}", app.buttons(ANNA));
        app.says(BORIS, "/catalogue vitamin").await;
        assert!(app.buttons(BORIS)[0].starts_with("Vitamin D3"), "{:?}", app.buttons(BORIS));

        for (person, search, nothing, word, found) in [
            (ANNA, "🔎", "ничего не нашлось", "омега", "Омега-3"),
            (BORIS, "🔎", "Nothing matches", "probiotics", "Probiotic"),
        ] {
            app.presses(person, search).await;
            app.says(person, "qwerty").await;
            assert!(app.last(person).text.contains(nothing), "{}", app.last(person).text);
            app.says(person, word).await;
            assert!(app.buttons(person)[0].starts_with(found), "{:?}", app.buttons(person));
            app.presses(person, found).await;
            assert_eq!(app.last(person).kind, ShownKind::Photo);
            app.says(person, "qwerty").await;
            assert!(!app.last(person).text.contains(nothing), "the search is over");
        }
        app.no_dead_letters().await;
        app.stop().await;
    }
}
