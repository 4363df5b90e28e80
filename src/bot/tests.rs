//! Whatever people write and press, the conversation answers, within Telegram's limits, with a way on.

mod assistant;
mod catalogue;
mod checks;
mod lead;
mod lead_done;
mod notices;
mod notify;
mod quiz;
mod rights;
mod schedule;
mod timezone;
mod walk;
mod zones;

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use checks::{check_document, check_screen, check_text};

use super::*;
use crate::{
    bot::{
        effects::EventName,
        report::{Query, Report, Wants},
        state::{Person, Reminders},
    },
    content::TextKey,
    document::Recipe,
    telegram::{
        calls::{Button, ButtonAction, Call, Keyboard},
        reply_keyboard::Below,
        update::parse,
    },
};

const ANNA: i64 = 5_301_000_111;
const OWNER: i64 = 9_000_001;

static CONTENT: LazyLock<Content> =
    LazyLock::new(|| Content::embedded().expect("the embedded pack is sound"));

/// The settings' own default.
static SCHEDULE: LazyLock<Schedule> = LazyLock::new(|| {
    use jiff::civil::Weekday;
    Schedule::new(9, vec![Weekday::Thursday, Weekday::Monday])
});

/// A person at the bot, without anything around.
struct Talk {
    state: ChatState,
    now: Timestamp,
    updates: i64,
    /// What every message of the bot shows now, by its number.
    screens: Vec<Keyboard>,
    /// Which of them are pictures, whose text cannot be edited.
    photos: Vec<usize>,
    /// The newest text of the bot.
    text: String,
    /// What is written on the buttons below the text box.
    below: Vec<String>,
    language: Option<&'static str>,
    /// Whether the assistant is connected.
    assistant: bool,
    /// What it was asked.
    questions: Vec<super::assistant::Asked>,
}

impl Talk {
    fn new(language: Option<&'static str>) -> Self {
        Self {
            state: ChatState::default(),
            now: "2026-03-05T22:30:00Z".parse().expect("a moment"),
            updates: 0,
            screens: Vec::new(),
            photos: Vec::new(),
            text: String::new(),
            below: Vec::new(),
            language,
            assistant: true,
            questions: Vec::new(),
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
            admins: &[UserId(OWNER)],
            leads_chat: Some(ChatId(OWNER)),
            bot_name: Some("five_keys_bot"),
            code_key: &CodeKey::derive("123456:TEST"),
            schedule: &SCHEDULE,
            bot_id: crate::telegram::UserId(777_000_111),
            assistant: self.assistant,
        };
        self.state.report = match super::wants(&parsed.update, &self.state, &context) {
            Wants::Report(Query::Questions(person, _)) if person.0 == ANNA => {
                Some(Report::Questions(self.questions.clone()))
            }
            _ => None,
        };
        let effects = super::dispatch(&parsed.update, &self.state, &context);
        let again = super::dispatch(&parsed.update, &self.state, &context);
        assert_eq!(effects, again, "a decision depends on nothing else");
        effects
    }

    fn says(&mut self, text: Option<&str>) -> Effects {
        let chat = json!({ "id": ANNA, "type": "private" });
        self.sends(json!({ "message_id": 1, "date": 1, "chat": chat, "text": text }))
    }

    fn shares_contact(&mut self, phone: &str, whose: i64) -> Effects {
        let chat = json!({ "id": ANNA, "type": "private" });
        let contact = json!({ "phone_number": phone, "first_name": "A", "user_id": whose });
        self.sends(json!({ "message_id": 1, "date": 1, "chat": chat, "contact": contact }))
    }

    fn sends(&mut self, message: Value) -> Effects {
        let effects = self.dispatch("message", message);
        assert_eq!(effects.answer, None, "there is no spinner to stop");
        self.follow(effects)
    }

    fn presses(&mut self, number: usize, data: Option<&str>) -> Effects {
        let chat = json!({ "id": ANNA, "type": "private" });
        // Of what is long gone Telegram tells only the number.
        let date = i64::from(number < self.screens.len());
        let mut message = json!({ "message_id": number, "date": date, "chat": chat });
        if self.photos.contains(&number) {
            message["photo"] = json!([]);
        }
        let id = format!("press-{}", self.updates);
        let effects = self.dispatch(
            "callback_query",
            json!({ "id": id, "data": data, "message": message }),
        );
        let answer = effects.answer.as_ref().expect("every press is answered");
        assert_eq!(answer.callback_query_id, id);
        let toast = answer.text.as_deref().unwrap_or("…");
        assert!((1..=200).contains(&toast.chars().count()), "{toast}");
        let explained = answer.text.is_some();
        if explained && effects.outgoing.is_empty() {
            // That somebody who is not known, or not any more, can be reached is no news of the press.
            let mut changes = effects.changes.iter();
            assert!(changes.all(|change| *change == Change::Reachable));
            assert_eq!(effects.dialogue, None);
            return effects;
        }
        self.follow(effects)
    }

    /// Checks what is to be sent, and makes it and the changes true.
    fn follow(&mut self, effects: Effects) -> Effects {
        let own = effects.outgoing.iter();
        let mut own = own
            .filter(|outgoing| outgoing.call.chat_id().0 != OWNER)
            .peekable();
        assert!(own.peek().is_some(), "no answer: {effects:?}");
        while let Some(outgoing) = own.next() {
            assert_eq!(outgoing.call.chat_id().0, ANNA);
            let (text, keyboard, number) = match &outgoing.call {
                Call::SendMessage { text, keyboard, .. } => (text, keyboard, None),
                Call::SendMessageBelow { text, below, .. } => {
                    check_text(text);
                    self.below = match below {
                        Below::Buttons(buttons) => {
                            buttons.iter().map(|one| one.text.clone()).collect()
                        }
                        Below::Nothing => Vec::new(),
                    };
                    let last = own.peek().is_none();
                    assert!(!last || !self.below.is_empty(), "no way on: {text}");
                    self.screens.push(Keyboard::default());
                    self.text.clone_from(text);
                    continue;
                }
                Call::EditMessageText {
                    text,
                    keyboard,
                    message_id,
                    ..
                } => (text, keyboard, Some(message_id.0)),
                Call::SendDoorLink { text, .. } => {
                    check_text(text);
                    continue;
                }
                Call::SendPicture {
                    caption, keyboard, ..
                } => (caption, keyboard, None),
                Call::SendDocument {
                    caption,
                    keyboard,
                    file_name,
                    recipe,
                    ..
                } => {
                    check_document(file_name, recipe);
                    (caption, keyboard, None)
                }
                Call::SendAlbum { cards, .. } => {
                    assert!((2..=10).contains(&cards.len()), "{cards:?}");
                    assert!(own.peek().is_some(), "no way on below an album");
                    cards.iter().for_each(|card| self.shows(card, None));
                    continue;
                }
                Call::SendCard { card, keyboard, .. } => {
                    let way_on = keyboard.is_some() || own.peek().is_some();
                    assert!(way_on, "no way on: {card:?}");
                    self.shows(card, keyboard.as_ref());
                    continue;
                }
            };
            let keyboard = keyboard.clone().expect("a way on");
            self.text.clone_from(text);
            check_screen(text, &keyboard);
            match number.map(|number| usize::try_from(number).expect("not negative")) {
                Some(number) => {
                    assert!(
                        !self.photos.contains(&number),
                        "a picture has no text to edit"
                    );
                    self.screens[number] = keyboard;
                }
                None => self.screens.push(keyboard),
            }
        }
        self.apply(&effects);
        effects
    }

    fn apply(&mut self, effects: &Effects) {
        let forgets = |change: &Change| matches!(change, Change::Forget(_));
        if effects.changes.iter().any(forgets) {
            self.state = ChatState::default();
            return;
        }
        let person = self.state.person.get_or_insert_with(|| Person {
            id: UserId(ANNA),
            first_name: "Анна".into(),
            username: None,
            language_code: None,
            source: None,
            first_paid_at: None,
            // As if they had; /start does so as well.
            started: true,
            unreachable: false,
            last_seen_at: None,
            zone: None,
            reminders: Reminders::default(),
            locale: None,
            forgotten: false,
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
                Change::Lead(sent) => self.state.lead = Some(sent.clone()),
                Change::Ask { .. } => self.questions.push(super::assistant::Asked {
                    at: self.now,
                    open: true,
                }),
                Change::RemindersAsked => person.reminders.asked = true,
                Change::Reminders { next_at } => person.reminders.next_at = *next_at,
                Change::Zone(zone) => person.zone = Some(zone.clone()),
                Change::Language(locale) => {
                    person.locale = locale.map(|locale| locale.code().to_owned());
                }
                _ => {}
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
