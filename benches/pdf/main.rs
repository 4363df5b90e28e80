//! How long a plan takes to become a PDF: `cargo bench --bench pdf -- [TIMES]`.
//!
//! The plan is the one that the embedded pack gives for "/pdf", in both languages, and one of many pages.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark stops at the first thing that is wrong, and prints"
)]

use std::time::{Duration, Instant};

use five_keys_bot::{
    bot::{
        self, Context,
        referral::CodeKey,
        schedule::Schedule,
        state::{Advisor, ChatState, Recommendation},
    },
    content::{Content, Locale},
    document::{Plan, Recipe},
    telegram::{calls::Call, update::parse},
};
use jiff::{Timestamp, tz::TimeZone};

/// Runs that nobody counts: caches, page faults.
const WARM_UP: usize = 20;

fn main() {
    let times = std::env::args().find_map(|word| word.parse().ok());
    let times: usize = times.unwrap_or(500);
    let content = Content::embedded().expect("a sound pack");
    println!("| Plan | Bytes | p50 | p99 | max |\n| --- | --- | --- | --- | --- |");
    for language in ["ru", "en"] {
        let plan = plan(&content, language);
        measure(language, plan.clone(), times);
        measure(&format!("{language}, many pages"), long(plan), times);
    }
    println!("peak memory of this process: {}", peak());
}

/// What the conversation makes of "/pdf".
fn plan(content: &Content, language: &str) -> Plan {
    let update = format!(
        r#"{{"update_id":1,"message":{{"message_id":1,"date":1,"text":"/pdf","chat":{{"id":5,"type":"private"}},
            "from":{{"id":5,"is_bot":false,"first_name":"Анна","language_code":"{language}"}}}}}}"#
    );
    let update = parse(update.as_bytes()).expect("an update").update;
    let now = Timestamp::UNIX_EPOCH;
    let made = Recommendation {
        advisor: Advisor::Quiz("energy".into()),
        band: "recharge".into(),
        points: 14,
        made_at: now,
    };
    let state = ChatState {
        recommendation: Some(made),
        ..ChatState::default()
    };
    let context = Context {
        content,
        now,
        zone: &TimeZone::UTC,
        default_locale: Locale::Ru,
        admins: &[],
        leads_chat: None,
        bot_name: Some("five_keys_bot"),
        code_key: &CodeKey::derive("123456:TEST"),
        assistant: false,
        schedule: &Schedule::new(9, Vec::new()),
        bot_id: five_keys_bot::telegram::UserId(777_000_111),
    };
    let effects = bot::dispatch(&update, &state, &context);
    let recipe = effects
        .outgoing
        .into_iter()
        .find_map(|outgoing| match outgoing.call {
            Call::SendDocument { recipe, .. } => serde_json::from_value(recipe).ok(),
            _ => None,
        });
    match recipe.expect("a plan") {
        Recipe::Plan(plan) => *plan,
        other => panic!("{other:?}"),
    }
}

/// Thirty products and as many things to do.
fn long(mut plan: Plan) -> Plan {
    plan.actions.items = tenfold(&plan.actions.items);
    plan.products.items = tenfold(&plan.products.items);
    plan.intake.rows = tenfold(&plan.intake.rows);
    plan
}

fn tenfold<T: Clone>(items: &[T]) -> Vec<T> {
    (0..10).flat_map(|_| items.to_vec()).collect()
}

fn measure(name: &str, plan: Plan, times: usize) {
    let recipe = Recipe::Plan(Box::new(plan));
    let mut size = 0;
    let mut taken: Vec<Duration> = (0..WARM_UP + times)
        .map(|_| {
            let begun = Instant::now();
            size = recipe.make().expect("made").len();
            begun.elapsed()
        })
        .skip(WARM_UP)
        .collect();
    taken.sort_unstable();
    let at = |share: f64| {
        let place = (taken.len() as f64 * share) as usize;
        let took = taken.get(place.min(taken.len() - 1));
        took.map_or(0.0, |took| took.as_secs_f64() * 1_000.0)
    };
    let (half, most, all) = (at(0.5), at(0.99), at(1.0));
    println!("| {name} | {size} | {half:.1} ms | {most:.1} ms | {all:.1} ms |");
}

/// As Linux tells it; elsewhere nothing.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("unknown", str::trim).to_owned()
}
