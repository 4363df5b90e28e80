//! The owner's button under a lead.

use super::*;
use crate::{bot::lead::Lead, telegram::types::Update};

/// A press of the owner's button in this chat.
fn done(key: i64, who: i64, chat: i64) -> Update {
    let kind = if chat < 0 { "supergroup" } else { "private" };
    let query = json!({
        "id": "q", "from": { "id": who, "first_name": "Ольга <", "language_code": "ru" },
        "data": format!("leaddone:{key}"),
        "message": { "message_id": 7, "date": 1, "chat": { "id": chat, "type": kind } },
    });
    let body = json!({ "update_id": 900, "callback_query": query }).to_string();
    parse(body.as_bytes()).expect("an update").update
}

#[test]
fn an_admin_marks_a_lead_as_done_once_in_private_and_in_a_group() {
    let lead = Lead {
        key: 41,
        user: UserId(ANNA),
        username: Some("anna_x".into()),
        name: "Анна".into(),
        phone: "+79991234567".into(),
        comment: None,
        source: "menu".into(),
        created_at: "2026-03-05T22:30:00Z".parse().expect("a moment"),
        done: false,
    };
    let zone = TimeZone::get("Europe/Moscow").expect("known");
    let context = Context {
        content: &CONTENT,
        now: "2026-03-06T09:05:00Z".parse().expect("a moment"),
        zone: &zone,
        default_locale: Locale::Ru,
        admins: &[UserId(OWNER)],
        leads_chat: Some(ChatId(-100)),
        bot_name: Some("five_keys_bot"),
        code_key: &CodeKey::derive("123456:TEST"),
        assistant: true,
        schedule: &crate::bot::schedule::Schedule::new(9, Vec::new()),
        bot_id: crate::telegram::UserId(777_000_111),
    };
    let state = |lead: Option<Lead>| ChatState {
        lead,
        ..ChatState::default()
    };
    for chat in [OWNER, -100] {
        let update = done(41, OWNER, chat);
        assert_eq!(wants(&update, &state(None), &context), Wants::Lead(41));
        assert_eq!(actor(&update, &context).map(|user| user.id.0), Some(OWNER));
        let effects = crate::bot::dispatch(&update, &state(Some(lead.clone())), &context);
        assert!(effects.changes.contains(&Change::LeadDone { key: 41 }));
        let Call::EditMessageText {
            chat_id,
            message_id,
            text,
            keyboard,
        } = &effects.outgoing[0].call
        else {
            panic!("{effects:?}");
        };
        assert_eq!((chat_id.0, message_id.0), (chat, 7));
        assert!(
            text.contains("Готово: Ольга &lt;, 6 марта 2026, 12:05"),
            "{text}"
        );
        assert!(text.ends_with("👤 Открыть чат</a> · @anna_x"), "{text}");
        let answer = Button::url("✍️ Ответить", "https://t.me/anna_x");
        assert_eq!(keyboard, &Some(Keyboard::default().row(vec![answer])));
        for nothing in [
            None,
            Some(Lead {
                done: true,
                ..lead.clone()
            }),
        ] {
            let effects = crate::bot::dispatch(&update, &state(nothing), &context);
            assert!(
                effects.outgoing.is_empty() && effects.answer.expect("answered").text.is_some()
            );
        }
    }
    let stranger = done(41, ANNA, -100);
    assert_eq!(
        actor(&stranger, &context).map(|user| user.id),
        None,
        "not even looked at"
    );
    let effects = crate::bot::dispatch(&stranger, &state(Some(lead.clone())), &context);
    assert_eq!((effects.changes.len(), effects.outgoing.len()), (0, 0));
    assert_eq!(effects.answer.expect("the spinner stops").text, None);
    let effects = crate::bot::dispatch(&done(41, ANNA, ANNA), &state(Some(lead)), &context);
    assert!(!effects.changes.contains(&Change::LeadDone { key: 41 }));
}

#[test]
fn an_admin_known_only_from_the_leads_group_gets_what_was_kept_with_the_first_word() {
    let mut talk = Talk::new(Some("ru"));
    // What a press in the group leaves behind: a row, and no Start.
    talk.apply(&Effects::default());
    talk.state.person.as_mut().expect("a row").started = false;
    assert_eq!(talk.says(Some("привет")).changes, [Change::Reachable]);
    let effects = talk.says(Some("/start"));
    assert_eq!(effects.changes.first(), Some(&Change::Reachable));
    assert_eq!(talk.says(Some("привет")).changes, []);
}
