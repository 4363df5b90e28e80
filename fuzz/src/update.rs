//! A delivery of Telegram, from its bytes to what would be answered.

use std::sync::LazyLock;

use five_keys_bot::{
    bot::{
        self,
        dialogue::Dialogue,
        state::{ChatState, Person, Reminders},
    },
    telegram::{
        UserId,
        types::{Update, UpdateKind},
        update::{KINDS, UNKNOWN, parse},
    },
};
use serde_json::{Map, Value};

use super::checks::{self, CONTENT};

/// Where a conversation may stand when the update comes.
static STATES: LazyLock<Vec<ChatState>> = LazyLock::new(|| {
    let form = r#""at":"lead","form":41,"turn":3,"source":"menu""#;
    let dialogues = [
        r#"{"at":"idle"}"#.to_owned(),
        r#"{"at":"quiz","quiz":"energy","run":41,"answers":[0,2]}"#.to_owned(),
        format!(r#"{{{form},"asking":"name"}}"#),
        format!(r#"{{{form},"asking":"phone","name":"Anna"}}"#),
        format!(r#"{{{form},"asking":"comment","name":"Anna","phone":"+79991234567"}}"#),
        format!(r#"{{{form},"asking":"check","name":"A & B","phone":"+79991234567","complete":true}}"#),
        r#"{"at":"prompt","for":"city"}"#.to_owned(),
        r#"{"at":"prompt","for":"search"}"#.to_owned(),
        r#"{"at":"prompt","for":"assistant"}"#.to_owned(),
        r#"{"at":"prompt","for":"calculator","id":"bmi"}"#.to_owned(),
        r#"{"at":"prompt","for":"event_reason","event":7,"card":41}"#.to_owned(),
        r#"{"at":"prompt","for":"event_person","event":7,"by_hand":true,"card":41}"#.to_owned(),
        r#"{"at":"prompt","for":"ruling","mark":7,"action":"grant","user":5301000111,"plan":"club","term":{"days":30}}"#.to_owned(),
    ];
    let state = |stored: &String| ChatState {
        dialogue: Dialogue::parse(stored).expect("a dialogue of this version"),
        person: Some(anna()),
        ..ChatState::default()
    };
    let known = dialogues.iter().map(state);
    std::iter::once(ChatState::default()).chain(known).collect()
});

fn anna() -> Person {
    Person {
        id: UserId(5_301_000_111),
        first_name: "Анна <b>&".into(),
        username: None,
        language_code: Some("en".into()),
        source: None,
        started: true,
        first_paid_at: None,
        unreachable: false,
        last_seen_at: None,
        zone: None,
        reminders: Reminders::default(),
        locale: None,
        forgotten: false,
    }
}

/// Any bytes are refused or read; what is read is decided about, and the answer is one that Telegram takes.
pub fn run(data: &[u8]) {
    let Ok(parsed) = parse(data) else {
        // What has an id is never refused.
        let object: Result<Map<String, Value>, _> = serde_json::from_slice(data);
        let id = object
            .ok()
            .and_then(|object| object.get("update_id")?.as_i64());
        assert_eq!(id, None);
        return;
    };
    let update = parsed.update;
    assert!(KINDS.contains(&update.label) || update.label == UNKNOWN);
    assert!(!parsed.unreadable || matches!(update.kind, UpdateKind::Unused));
    let again = parse(data).expect("the same again");
    assert_eq!(
        (again.update.id, again.update.label),
        (update.id, update.label)
    );

    let context = checks::context(&CONTENT);
    let short = is_short(&update);
    let _ = (bot::actor(&update, &context), bot::speaks(&update));
    for state in STATES.iter() {
        let _ = bot::wants(&update, state, &context);
        checks::effects(&bot::dispatch(&update, state, &context), short);
    }
}

/// Whether its words are as long as Telegram lets them be.
fn is_short(update: &Update) -> bool {
    let text = match &update.kind {
        UpdateKind::Message(message) => message.text.as_deref().unwrap_or_default(),
        UpdateKind::CallbackQuery(query) => {
            let data = query.data.as_deref().unwrap_or_default();
            if data.len() <= 64 { "" } else { return false }
        }
        _ => "",
    };
    let title = match &update.kind {
        UpdateKind::MyChatMember(change) | UpdateKind::ChatMember(change) => {
            change.chat.title.as_deref()
        }
        _ => None,
    };
    let name = update.person().map_or("", |person| &person.first_name);
    let units = |text: &str| text.encode_utf16().count();
    units(text) <= 4_096 && units(name) <= 64 && units(title.unwrap_or_default()) <= 128
}
