//! Walks in no order at all: old and new buttons, commands, words, numbers, whatever comes.

use fastrand::Rng;

use super::person::{Act, Walker};
use crate::support::{
    app::{ADMIN, TestApp},
    database::Backend,
    on_both,
};

const FIRST: i64 = 5_500_000_000;
/// So many steps of one person, then the next one comes: their chats stay short enough to be looked at.
const STEPS_OF_ONE: usize = 100;
/// Another walk than the usual one: `WALK_SEED=7`.
const SEED: &str = "WALK_SEED";
/// The usual walk. The same every time, so that a change is judged by what it changes.
const USUAL: u64 = 20_261_125;

const WORDS: &[&str] = &[
    "/start",
    "/start ad",
    "/start ref_0000000000",
    "/menu",
    "/help",
    "/pdf",
    "/subscription",
    "/consult",
    "/ref",
    "/assistant",
    "/assistant Как уснуть?",
    "/notify",
    "/notify_on",
    "/notify_off",
    "/timezone",
    "/timezone Казань",
    "/cancel",
    "/stats",
    "/unknown",
    "183 95",
    "165 Ж",
    "Анна",
    "8 999 123-45-67",
    "Утром",
    "-",
    "?",
    "Самара",
    "<b>&</i> {n} {name}",
    "\u{202e}\u{0}\u{1F9D1}",
    "  ",
];
const MADE_UP: &[&str] = &[
    "",
    "home",
    "quiz:gone",
    "quiz:energy:start",
    "qa:energy:1:0:9",
    "qb:energy:1:200",
    "calc:gone",
    "pick:0:99",
    "page:gone",
    "plan:pdf",
    "lead:1:1:send",
    "leaddone:1",
    "adm:stats",
    "zone:Mars/Base",
    "zones:200",
    "?",
];

/// What the person does next.
fn next(rng: &mut Rng, walker: &Walker<'_>, old: &[(i64, String)]) -> Act {
    let new = walker.buttons(3);
    let mut pressed = |from: &[(i64, String)]| {
        let (under, data) = rng.choice(from)?.clone();
        Some(Act::Presses(Some(under), data))
    };
    let (of_new, of_old) = (pressed(&new), pressed(old));
    let words = |rng: &mut Rng| Act::Says((*rng.choice(WORDS).expect("some")).to_owned());
    let act = match rng.u8(..20) {
        0..=9 => of_new,
        10..=12 => of_old,
        13 => Some(Act::SharesNumber),
        14 => Some(Act::SendsSticker),
        15 => {
            let data = (*rng.choice(MADE_UP).expect("some")).to_owned();
            Some(Act::Presses(None, data)).filter(|_| !new.is_empty())
        }
        16 => {
            let letters: String = (0..rng.usize(1..40))
                .map(|_| rng.char('\u{20}'..'\u{2fff}'))
                .collect();
            Some(Act::Says(letters))
        }
        _ => None,
    };
    act.unwrap_or_else(|| words(rng))
}

async fn walks(app: &TestApp, steps: usize) {
    let seed = std::env::var(SEED).ok().and_then(|seed| seed.parse().ok());
    let seed: u64 = seed.unwrap_or(USUAL);
    // Shown only when the test fails.
    eprintln!("{SEED}={seed}");
    let mut rng = Rng::with_seed(seed);
    let people = steps.div_ceil(STEPS_OF_ONE);
    for (number, id) in (FIRST..).take(people).enumerate() {
        let language = if number % 2 == 0 { "ru" } else { "en" };
        let mut walker = Walker::new(app, id, language);
        let mut old = Vec::new();
        walker.takes(&Act::Says("/start".to_owned())).await;
        if number % 5 == 4 {
            walker.takes(&Act::Pays).await;
        }
        for _ in 1..STEPS_OF_ONE {
            let act = next(&mut rng, &walker, &old);
            old.extend(walker.buttons(1));
            walker.takes(&act).await;
        }
    }
}

on_both! {
    async fn whatever_people_do_is_answered_within_the_rules_of_telegram_and_leads_on(backend) {
        let app = TestApp::start(backend).await;
        app.says(ADMIN, "/start").await;
        let steps = match backend {
            Backend::Sqlite => 2_000,
            Backend::Postgres => 1_000,
        };
        walks(&app, steps).await;
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }
}
