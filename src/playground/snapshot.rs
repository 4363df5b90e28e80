//! What the page shows of the world to one person.

use serde_json::{Value, json};

use super::fact::Person;
use super::handle::Playground;
use super::weather_form;
use super::world::World;

/// How many messages of a chat the page shows.
const MESSAGES_SHOWN: usize = 300;
/// How many of Tribute's answers the page shows.
const LINES_SHOWN: usize = 12;

/// The state for a person, without its version.
pub(super) fn of(playground: &Playground, user_id: i64) -> Value {
    let mut state = playground.read(|world| seen_by(world, user_id));
    if let Some(fields) = state.as_object_mut() {
        fields.insert("owners".to_owned(), json!(playground.settings().owners));
    }
    if let Some(tribute) = state.get_mut("tribute").and_then(Value::as_object_mut) {
        tribute.extend(super::tribute::shown(playground));
    }
    state
}

fn seen_by(world: &World, user_id: i64) -> Value {
    let chat = world.chats.get(&user_id);
    let messages: Vec<_> = chat
        .into_iter()
        .flat_map(|chat| chat.messages.values().rev().take(MESSAGES_SHOWN))
        .collect();
    let messages: Vec<_> = messages.into_iter().rev().collect();
    let ids = messages
        .iter()
        .filter_map(|message| message.get("message_id")?.as_i64());
    let notes = world.notes(user_id, &ids.collect::<Vec<_>>());
    let person = world.people.get(&user_id);
    let language = person.and_then(|person| person.language_code.as_deref());
    let commands: Vec<_> = world
        .commands_for(Some(user_id), language)
        .into_iter()
        .map(|(command, description)| json!({ "command": command, "description": description }))
        .collect();
    let now = world.now();
    let action = chat
        .and_then(|chat| chat.action.as_ref())
        .filter(|(_, until)| *until > now);
    let toasts = world.toasts.get(&user_id);
    let answers: Vec<_> = world
        .tribute_answers
        .iter()
        .rev()
        .take(LINES_SHOWN)
        .map(|(event, answer)| json!({ "event": event, "status": answer.status, "body": answer.body }))
        .collect();
    json!({
        "bot": { "id": world.bot_id, "username": world.bot_username },
        "people": people(world, user_id),
        "groups": world.groups_for(user_id),
        "weather": world.forecast.coming().iter().map(weather_form::shown).collect::<Vec<_>>(),
        "messages": messages,
        "notes": notes,
        "keyboard": chat.and_then(|chat| chat.keyboard.as_ref()),
        "action": action.map(|(action, _)| action),
        "toasts": toasts.map(|toasts| toasts.iter().rev().take(LINES_SHOWN).rev().collect::<Vec<_>>()),
        "commands": commands,
        "webhook": {
            "set": !world.webhook.url.is_empty(),
            "waiting": world.queues.waiting(),
            "error": world.last_error.as_ref().map(|(_, error)| error),
        },
        "tribute": { "set": world.tribute_webhook_url.is_some(), "answers": answers },
        "plans": world.plans,
        "deliveries": world.latest_deliveries(),
        "refusals": world.latest_refusals(),
    })
}

/// Everybody but the crowd, with the number of their newest message.
fn people(world: &World, user_id: i64) -> Vec<Value> {
    let listed = world.people.values();
    let listed = listed.filter(|person| !person.in_crowd || person.id == user_id);
    let one = |person: &Person| {
        let mut one = json!(person);
        let chat = world.chats.get(&person.id);
        if let Some(fields) = one.as_object_mut() {
            fields.remove("in_crowd");
            let last = chat.map_or(0, |chat| chat.last_message_id);
            fields.insert("last_message_id".to_owned(), json!(last));
        }
        one
    };
    listed.map(one).collect()
}
