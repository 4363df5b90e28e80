//! Whatever people write and press, the conversation answers, within Telegram's limits, with a way on.

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    bot::{effects::EventName, state::Person},
    telegram::{
        calls::{Button, ButtonAction, Call, Keyboard},
        update::parse,
    },
};

const ANNA: i64 = 5_301_000_111;

static CONTENT: LazyLock<Content> =
    LazyLock::new(|| Content::embedded().expect("the embedded pack is sound"));

/// A person at the bot, without anything around.
struct Talk {
    state: ChatState,
    now: Timestamp,
    updates: i64,
    /// What every message of the bot shows now, by its number.
    screens: Vec<Keyboard>,
    language: Option<&'static str>,
}

impl Talk {
    fn new(language: Option<&'static str>) -> Self {
        Self {
            state: ChatState::default(),
            now: "2026-03-05T22:30:00Z".parse().expect("a moment"),
            updates: 0,
            screens: Vec::new(),
            language,
        }
    }

    fn dispatch(&mut self, kind: &str, mut content: Value) -> Effects {
        self.updates += 1;
        self.now += SignedDuration::from_secs(1);
        content["from"] =
            json!({ "id": ANNA, "first_name": "Анна <b>&", "language_code": self.language });
        let update = json!({ "update_id": self.updates, kind: content }).to_string();
        let parsed = parse(update.as_bytes()).expect("an update");
        assert!(!parsed.unreadable, "{update}");
        let zone = TimeZone::get("Europe/Moscow").expect("known");
        let context = Context {
            content: &CONTENT,
            now: self.now,
            zone: &zone,
            default_locale: Locale::Ru,
            admins: &[],
        };
        let effects = super::dispatch(&parsed.update, &self.state, &context);
        let again = super::dispatch(&parsed.update, &self.state, &context);
        assert_eq!(effects, again, "a decision depends on nothing else");
        effects
    }

    fn says(&mut self, text: Option<&str>) -> Effects {
        let chat = json!({ "id": ANNA, "type": "private" });
        let message = json!({ "message_id": 1, "date": 1, "chat": chat, "text": text });
        let effects = self.dispatch("message", message);
        assert_eq!(effects.answer, None, "there is no spinner to stop");
        self.follow(effects)
    }

    fn presses(&mut self, number: usize, data: Option<&str>) -> Effects {
        let chat = json!({ "id": ANNA, "type": "private" });
        // Of what is long gone Telegram tells only the number.
        let date = i64::from(number < self.screens.len());
        let message = json!({ "message_id": number, "date": date, "chat": chat });
        let id = format!("press-{}", self.updates);
        let effects = self.dispatch(
            "callback_query",
            json!({ "id": id, "data": data, "message": message }),
        );
        let answer = effects.answer.as_ref().expect("every press is answered");
        assert_eq!(answer.callback_query_id, id);
        let toast = answer.text.as_deref().unwrap_or("…");
        assert!((1..=200).contains(&toast.chars().count()), "{toast}");
        self.follow(effects)
    }

    /// Checks what is to be sent, and makes it and the changes true.
    fn follow(&mut self, effects: Effects) -> Effects {
        assert_eq!(effects.outgoing.len(), 1, "one answer: {effects:?}");
        for outgoing in &effects.outgoing {
            assert_eq!(outgoing.call.chat_id().0, ANNA);
            let (text, keyboard, number) = match &outgoing.call {
                Call::SendMessage { text, keyboard, .. } => (text, keyboard, None),
                Call::EditMessageText {
                    text,
                    keyboard,
                    message_id,
                    ..
                } => (text, keyboard, Some(message_id.0)),
            };
            let keyboard = keyboard.clone().expect("a way on");
            check_screen(text, &keyboard);
            match number.map(|number| usize::try_from(number).expect("not negative")) {
                Some(number) => self.screens[number] = keyboard,
                None => self.screens.push(keyboard),
            }
        }
        self.apply(&effects);
        effects
    }

    fn apply(&mut self, effects: &Effects) {
        let person = self.state.person.get_or_insert_with(|| Person {
            id: UserId(ANNA),
            first_name: "Анна".into(),
            username: None,
            language_code: None,
            source: None,
            started: false,
            unreachable: false,
            last_seen_at: None,
        });
        for change in &effects.changes {
            match change {
                Change::Started { source } => {
                    person.started = true;
                    person.source = person.source.take().or_else(|| source.clone());
                }
                Change::Recommended(made) => self.state.recommendation = Some(made.clone()),
                Change::Reachable => person.unreachable = false,
                Change::Unreachable => person.unreachable = true,
                Change::Event { .. } | Change::Subscribed(_) | Change::TributeUser(_) => {}
            }
        }
        if let Some(dialogue) = &effects.dialogue {
            let stored = dialogue.to_stored();
            self.state.dialogue = dialogue::Dialogue::parse(&stored).expect("reads back");
        }
    }

    fn buttons(&self, number: usize) -> Vec<&Button> {
        let screen = self.screens.get(number).into_iter();
        screen
            .flat_map(|keyboard| keyboard.inline_keyboard.iter().flatten())
            .collect()
    }
}

fn check_screen(html: &str, keyboard: &Keyboard) {
    let words: usize = html
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, words)| words))
        .map(|words| words.encode_utf16().count())
        .sum();
    assert!((1..=4_096).contains(&words), "{words} units: {html}");
    assert!(!html.contains("<b>&") && !html.contains('{'), "{html}");
    assert!(!keyboard.inline_keyboard.is_empty(), "no button: {html}");
    for button in keyboard.inline_keyboard.iter().flatten() {
        assert!(!button.text.is_empty());
        match &button.action {
            ButtonAction::CallbackData(data) => {
                assert!((1..=64).contains(&data.len()), "{data}");
                assert!(callback_data::Press::parse(data).is_some(), "{data}");
            }
            ButtonAction::Url(url) => assert!(url.starts_with("https://"), "{url}"),
        }
    }
}

#[derive(Debug, Clone)]
enum Step {
    Says(String),
    SendsSomethingElse,
    /// A button of one of the bot's messages, both by their place.
    Presses(usize, usize),
    PressesData(usize, Option<String>),
}

fn step() -> impl Strategy<Value = Step> {
    let known = prop::sample::select(vec![
        "/start",
        "/start x",
        "/menu",
        "/help",
        "/subscription",
    ]);
    let data = "(quiz|qa|qb|home|sub|plan)(:(energy|gone|go|start|[0-9]{1,3})){0,4}";
    prop_oneof![
        1 => known.prop_map(|text| Step::Says(text.to_owned())),
        1 => any::<String>().prop_map(Step::Says),
        1 => Just(Step::SendsSomethingElse),
        12 => (0..3_usize, any::<usize>()).prop_map(|(back, button)| Step::Presses(back, button)),
        2 => (any::<usize>(), prop::option::of(data)).prop_map(|(at, data)| Step::PressesData(at, data)),
        1 => (any::<usize>(), any::<String>()).prop_map(|(at, data)| Step::PressesData(at, Some(data))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn every_walk_is_answered_within_limits_and_never_ends(
        language in prop::sample::select(vec![None, Some("ru"), Some("en")]),
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut talk = Talk::new(language);
        talk.says(Some("/start"));
        for step in steps {
            match step {
                Step::Says(text) => drop(talk.says(Some(&text))),
                Step::SendsSomethingElse => drop(talk.says(None)),
                Step::PressesData(at, data) => drop(talk.presses(at % (talk.screens.len() + 1), data.as_deref())),
                Step::Presses(back, button) => {
                    let number = talk.screens.len().saturating_sub(1 + back);
                    let data: Vec<String> = talk.buttons(number).into_iter().filter_map(|button| match &button.action {
                        ButtonAction::CallbackData(data) => Some(data.clone()),
                        ButtonAction::Url(_) => None,
                    }).collect();
                    prop_assert!(!data.is_empty(), "a dead end");
                    talk.presses(number, data.get(button % data.len()).map(String::as_str));
                }
            }
        }
    }
}

/// The points of a quiz whose questions are answered by these places.
fn check_quiz(choices: &[u8], points: u32, band: &str) {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/menu"));
    talk.presses(0, Some("quiz:energy:start"));
    let run = talk.state.dialogue.quiz_run().expect("under way").run;
    let mut last = Effects::default();
    for (question, answer) in choices.iter().enumerate() {
        last = talk.presses(0, Some(&format!("qa:energy:{run}:{question}:{answer}")));
    }
    let made = talk.state.recommendation.expect("made");
    assert_eq!((made.points, made.band.as_str()), (points, band));
    let finished = Change::Event {
        name: EventName::QuizFinished,
        details: Some("energy".into()),
    };
    assert!(last.changes.contains(&finished), "{last:?}");
}

#[test]
fn totals_at_the_edges_of_bands_fall_into_the_right_ones() {
    check_quiz(&[0, 0, 0, 0, 0], 0, "charged");
    check_quiz(&[0, 0, 0, 1, 1], 4, "charged");
    check_quiz(&[1, 0, 1, 0, 1], 6, "saving");
    check_quiz(&[2, 0, 1, 0, 2], 10, "saving");
    check_quiz(&[2, 2, 2, 0, 0], 12, "recharge");
    check_quiz(&[2, 2, 2, 2, 2], 20, "recharge");
}

#[test]
fn only_a_press_on_the_question_in_hand_changes_the_state() {
    let mut talk = Talk::new(None);
    talk.says(Some("/menu"));
    talk.presses(0, Some("quiz:energy:start"));
    let run = talk.state.dialogue.quiz_run().expect("under way").run;
    talk.presses(0, Some(&format!("qa:energy:{run}:0:2")));
    let before = talk.state.dialogue.clone();
    for data in [
        format!("qa:energy:{run}:0:0"),
        format!("qa:energy:{run}:2:0"),
        format!("qa:energy:{run}:1:3"),
        format!("qa:energy:{}:1:0", run + 1),
        format!("qb:energy:{run}:0"),
        format!("qa:gone:{run}:1:0"),
        "quiz:energy".into(),
        "quiz:energy:go".into(),
        "home".into(),
    ] {
        let effects = talk.presses(0, Some(&data));
        assert_eq!(talk.state.dialogue, before, "{data}");
        assert_eq!(effects.changes, [], "{data}");
    }
}

#[test]
fn whoever_comes_back_is_reachable_again_and_whoever_blocks_is_not() {
    let mut talk = Talk::new(None);
    let standing = |status: &str| json!({ "chat": { "id": ANNA, "type": "private" }, "new_chat_member": { "status": status } });
    let mut check = |status: &str, expected: &[Change]| {
        let effects = talk.dispatch("my_chat_member", standing(status));
        assert_eq!(effects.changes, expected, "{status}");
        assert!(effects.outgoing.is_empty());
        talk.apply(&effects);
    };
    let event = |name| Change::Event {
        name,
        details: None,
    };
    check("member", &[Change::Reachable]);
    check("kicked", &[Change::Unreachable, event(EventName::Blocked)]);
    check("hologram", &[]);
    check("member", &[Change::Reachable, event(EventName::Unblocked)]);
    check("kicked", &[Change::Unreachable, event(EventName::Blocked)]);
    let effects = talk.says(Some("hello"));
    assert_eq!(effects.changes, [Change::Reachable]);
}
