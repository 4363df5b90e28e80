//! Who comes by whose link, in both languages, and what of it counts.

use five_keys_bot::{
    playground::{Fault, TributeOrder, Weather},
    telegram::UserId,
};

use crate::support::{
    app::{ADMIN, TestApp, pretend},
    database::TestDatabase,
    on_both,
    payments::{ANNA, APRIL, MARCH, order},
};

const BORIS: i64 = 5_301_000_222;
const VERA: i64 = 5_301_000_333;
/// Who brings the others, as far as the others' payments go: Anna is the one who pays.
const OWNER_OF_LINK: i64 = BORIS;

/// The person's link and its three figures, as `/ref` shows them.
async fn own_page(app: &TestApp, person: i64) -> (String, [u32; 3]) {
    app.says(person, "/ref").await;
    read(&app.last(person).text)
}

fn read(page: &str) -> (String, [u32; 3]) {
    let link = page.lines().find(|line| line.starts_with("https://"));
    let link = link
        .unwrap_or_else(|| panic!("no link in {page}"))
        .to_owned();
    let figures = page
        .lines()
        .filter_map(|line| line.split_once(": ")?.1.parse().ok());
    let figures: Vec<u32> = figures.collect();
    (
        link,
        figures
            .try_into()
            .unwrap_or_else(|_| panic!("not three figures in {page}")),
    )
}

async fn figures(app: &TestApp, person: i64) -> [u32; 3] {
    own_page(app, person).await.1
}

/// What a person's link makes others say.
async fn start(app: &TestApp, person: i64) -> String {
    let (link, _) = own_page(app, person).await;
    format!(
        "/start {}",
        link.split_once("?start=").expect("a payload").1
    )
}

async fn source(app: &TestApp, person: i64) -> String {
    let sql = format!("SELECT source FROM users WHERE id = {person}");
    app.database.value(&sql).await
}

fn given(kind: &str, minute: i64, until: &str) -> TributeOrder {
    let mut order = order(minute, until);
    order.kind = Some(kind.to_owned());
    order.plan.price = 0;
    order
}

on_both! {
    async fn everybody_has_one_link_in_their_language_and_can_pass_it_on(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(BORIS, "Boris", Some("en"));
        let words = "Ваша личная ссылка|Перешли по ссылке: 0|Поделиться|В меню|Загляните";
        let english = "Your personal link|Followed the link: 0|Share|Menu|Have a look";
        let mut links = Vec::new();
        for (person, words) in [(ANNA, words), (BORIS, english)] {
            let words: Vec<&str> = words.split('|').collect();
            let (link, figures) = own_page(&app, person).await;
            assert_eq!(figures, [0, 0, 0]);
            let text = app.last(person).text;
            assert!(text.contains(words[0]) && text.contains(words[1]), "{text}");
            assert!(link.starts_with("https://t.me/five_keys_playground_bot?start=ref_"), "{link}");
            assert!(!link.contains(&person.to_string()));

            let share = app.last(person).button(words[2]).and_then(|button| button.action.url().map(str::to_owned)).expect("a button");
            let shared = reqwest::Url::parse(&share).expect("a link");
            assert_eq!(format!("{}{}", shared.host_str().expect("a host"), shared.path()), "t.me/share/url");
            assert!(share.is_ascii() && !share.contains('+'), "{share}");
            let parts: Vec<(String, String)> = shared.query_pairs().into_owned().collect();
            assert_eq!((parts[0].0.as_str(), parts[0].1.as_str(), parts[1].0.as_str()), ("url", link.as_str(), "text"));
            assert!(parts[1].1.contains(words[4]), "{parts:?}");
            assert!(app.last(person).button(words[3]).is_some(), "{:?}", app.buttons(person));
            assert_eq!(own_page(&app, person).await.0, link, "the same every time");
            links.push(link);
        }
        assert_ne!(links[0], links[1]);
        for (language, words) in [("ru", "Пригласить друга"), ("en", "Invite a friend")] {
            let command = ("ref".to_owned(), words.to_owned());
            app.until("the command is in the menu", |telegram| telegram.commands(Some(language)).contains(&command)).await;
        }
        let (telegram, database) = app.stop().await;
        let app = TestApp::on(telegram, database, &[]).await;
        assert_eq!(own_page(&app, ANNA).await.0, links[0], "also of another process");
        // The door of the menu leads to the same page, in the same message.
        app.says(ANNA, "/menu").await;
        let before = app.texts(ANNA).len();
        app.presses(ANNA, "Пригласить друга").await;
        assert_eq!(read(&app.last(ANNA).text).0, links[0]);
        app.presses(ANNA, "В меню").await;
        assert_eq!(app.texts(ANNA).len(), before);
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn a_stranger_who_comes_by_a_link_joins_once_and_whoever_knows_the_bot_only_clicks(backend) {
        let app = TestApp::start(backend).await;
        let link = start(&app, ANNA).await;
        app.says(VERA, "/start instagram").await;
        for (person, text, expected) in [
            (BORIS, link.as_str(), [1, 1, 0]),
            (BORIS, link.as_str(), [1, 1, 0]),
            (BORIS, "/start", [1, 1, 0]),
            (VERA, link.as_str(), [2, 1, 0]),
            (VERA, link.as_str(), [2, 1, 0]),
            (ANNA, link.as_str(), [2, 1, 0]),
        ] {
            app.says(person, text).await;
            assert_eq!(figures(&app, ANNA).await, expected, "{person} {text}");
        }
        assert_eq!(source(&app, BORIS).await, "ref");
        assert_eq!(source(&app, VERA).await, "instagram", "the first source stays");
        assert_eq!(source(&app, ANNA).await, "NULL", "one's own link is no source");
        // Somebody who only asked for help has not started, and joins.
        app.says(ADMIN, "/help").await;
        app.says(ADMIN, &link.to_uppercase().replace("/START REF_", "/start ref_")).await;
        assert_eq!(figures(&app, ANNA).await, [3, 2, 0], "letters of any size");
        app.stop().await;
    }

    async fn the_first_referrer_wins(backend) {
        let app = TestApp::start(backend).await;
        let (first, second) = (start(&app, ANNA).await, start(&app, VERA).await);
        app.says(BORIS, &first).await;
        app.says(BORIS, &second).await;
        assert_eq!(figures(&app, ANNA).await, [1, 1, 0]);
        assert_eq!(figures(&app, VERA).await, [1, 0, 0], "a click is a click");
        let joined = format!("SELECT referrer_id FROM referrals WHERE joined_at IS NOT NULL AND referred_id = {BORIS}");
        assert_eq!(app.database.query(&joined).await.concat(), [ANNA.to_string()]);
        app.stop().await;
    }

    async fn a_code_of_nobody_is_a_source_like_any_other(backend) {
        let app = TestApp::start(backend).await;
        for (at, payload) in ["ref_0000000000", "ref_", "ref_x", "ref_friends-2026", "refer"].into_iter().enumerate() {
            let person = BORIS + 1_000 + i64::try_from(at).expect("small");
            app.says(person, &format!("/start {payload}")).await;
            assert_eq!(source(&app, person).await, payload);
            assert!(app.last(person).text.contains("Здравствуйте"));
        }
        assert_eq!(app.database.count("referrals").await, 0);
        app.stop().await;
    }

    async fn only_the_first_payment_with_money_is_a_conversion(backend) {
        let app = TestApp::start(backend).await;
        let link = start(&app, OWNER_OF_LINK).await;
        app.says(ANNA, &link).await;
        for kind in ["gift", "trial"] {
            app.tribute("new_subscription", &given(kind, 0, MARCH)).await;
            assert_eq!(figures(&app, OWNER_OF_LINK).await, [1, 1, 0], "{kind}");
        }
        let mut old = given("regular", 1, MARCH);
        old.kind = None;
        app.tribute("new_subscription", &old).await;
        app.tribute("cancelled_subscription", &order(2, MARCH)).await;
        assert_eq!(figures(&app, OWNER_OF_LINK).await, [1, 1, 0], "nothing was paid");
        for (event, minute) in [("renewed_subscription", 3), ("renewed_subscription", 3), ("renewed_subscription", 4), ("new_subscription", 5)] {
            app.tribute(event, &order(minute, APRIL)).await;
            assert_eq!(figures(&app, OWNER_OF_LINK).await, [1, 1, 1], "{event}");
        }
        let noted = "SELECT count(*) FROM referrals JOIN users ON users.id = referred_id WHERE paid_at = first_paid_at";
        assert_eq!(app.database.value(noted).await, "1");
        app.delivered().await;
        app.stop().await;
    }

    async fn who_only_clicked_is_nobodys_conversion(backend) {
        let app = TestApp::start(backend).await;
        let link = start(&app, OWNER_OF_LINK).await;
        app.says(ANNA, "/start").await;
        app.says(ANNA, &link).await;
        app.tribute("new_subscription", &order(0, MARCH)).await;
        assert_eq!(figures(&app, OWNER_OF_LINK).await, [1, 0, 0]);
        app.delivered().await;
        app.stop().await;
    }

    async fn a_payment_that_is_heard_of_before_the_start_counts_as_well(backend) {
        let app = TestApp::start(backend).await;
        let link = start(&app, OWNER_OF_LINK).await;
        app.tribute("new_subscription", &order(0, MARCH)).await;
        assert_eq!(figures(&app, OWNER_OF_LINK).await, [0, 0, 0]);
        app.says(ANNA, &link).await;
        assert_eq!(figures(&app, OWNER_OF_LINK).await, [1, 1, 1]);
        app.tribute("renewed_subscription", &order(1, APRIL)).await;
        assert_eq!(figures(&app, OWNER_OF_LINK).await, [1, 1, 1]);
        app.delivered().await;
        app.stop().await;
    }

    async fn a_payment_without_a_person_counts_when_it_is_claimed_before_or_after_the_start(backend) {
        for claimed_first in [true, false] {
            let app = TestApp::start(backend).await;
            let link = start(&app, OWNER_OF_LINK).await;
            let mut unknown = order(0, MARCH);
            unknown.telegram_user_id = None;
            app.tribute("new_subscription", &unknown).await;
            // A cancel moves no money itself; it only tells whose the payment was.
            let claim = order(1, MARCH);
            if claimed_first {
                app.tribute("cancelled_subscription", &claim).await;
                app.says(ANNA, &link).await;
            } else {
                app.says(ANNA, &link).await;
                assert_eq!(figures(&app, OWNER_OF_LINK).await, [1, 1, 0], "nobody knows whose it is");
                app.tribute("cancelled_subscription", &claim).await;
            }
            assert_eq!(figures(&app, OWNER_OF_LINK).await, [1, 1, 1], "claimed first: {claimed_first}");
            app.delivered().await;
            app.stop().await;
        }
    }

    async fn without_the_bots_name_there_is_no_link_until_telegram_tells_it(backend) {
        let telegram = pretend().await;
        telegram.weather(Weather::next(Fault::ServerError(502)).times(1_000).on("getMe"));
        let database = TestDatabase::create(backend).await;
        let app = TestApp::on(telegram, database, &[]).await;
        app.telegram.add_person(BORIS, "Boris", Some("en"));
        for (person, words, again) in [(ANNA, "Ссылка ещё готовится", "Попробовать ещё раз"), (BORIS, "The link is not ready yet", "Try again")] {
            app.says(person, "/ref").await;
            let text = app.last(person).text;
            assert!(text.contains(words) && !text.contains("t.me"), "{text}");
            app.presses(person, again).await;
            assert!(app.last(person).text.contains(words));
        }
        app.telegram.clear_sky();
        let asked = tokio::time::timeout(crate::support::app::PATIENCE, async {
            while !app.last(ANNA).text.contains("t.me") {
                app.presses(ANNA, "Попробовать ещё раз").await;
            }
        });
        asked.await.expect("the name becomes known");
        assert!(read(&app.last(ANNA).text).0.contains("five_keys_playground_bot"));
        app.stop().await;
    }

    async fn who_is_forgotten_takes_their_part_of_it_along(backend) {
        let app = TestApp::start(backend).await;
        let (anna, boris) = (start(&app, ANNA).await, start(&app, BORIS).await);
        app.says(VERA, &anna).await;
        app.says(ADMIN, &boris).await;
        app.says(BORIS, &anna).await;
        assert_eq!(figures(&app, ANNA).await, [2, 2, 0]);
        let store = app.database.store().await;
        let sheets = store.portrait(UserId(BORIS)).await.expect("a portrait");
        assert_eq!(sheets.iter().filter(|sheet| sheet.table == "referrals").count(), 2);
        store.forget(UserId(BORIS)).await.expect("forgotten");
        assert_eq!(figures(&app, ANNA).await, [1, 1, 0]);
        assert_eq!(app.database.count("referrals").await, 1);
        // The old link names nobody now, and the person may come again as a stranger.
        app.says(BORIS + 7, &boris).await;
        assert_eq!(source(&app, BORIS + 7).await, boris.replace("/start ", ""));
        app.says(BORIS, &anna).await;
        assert_eq!(figures(&app, ANNA).await, [2, 2, 0]);
        app.stop().await;
    }
}
