//! Asking the assistant: the door, the question, and everything that is no question.

use super::*;
use crate::bot::{
    assistant::{Asked, LONGEST_QUESTION},
    callback_data::Press,
    dialogue::{Asks, Dialogue, Prompt},
};

fn questions(effects: &Effects) -> Vec<&str> {
    let changes = effects.changes.iter();
    changes
        .filter_map(|change| match change {
            Change::Ask { question, .. } => Some(question.as_str()),
            _ => None,
        })
        .collect()
}

fn waits(talk: &Talk) -> bool {
    matches!(
        talk.state.dialogue,
        Dialogue::Prompt(Prompt {
            asks: Asks::Assistant,
            ..
        })
    )
}

#[test]
fn a_question_is_taken_from_the_command_and_from_the_next_message() {
    let mut talk = Talk::new(Some("ru"));
    let effects = talk.says(Some("/assistant  Как\u{0} уснуть?\nПоздно ложусь "));
    assert_eq!(questions(&effects), ["Как уснуть?\nПоздно ложусь"]);
    assert!(talk.text.contains("Думаю над ответом"), "{}", talk.text);
    assert!(effects.changes.contains(&Change::Event {
        name: EventName::AssistantAsked,
        details: None
    }));

    talk.questions.clear();
    assert!(questions(&talk.says(Some("/assistant"))).is_empty());
    assert!(
        talk.text.contains("Сегодня можно задать ещё 10 вопросов."),
        "{}",
        talk.text
    );
    assert!(waits(&talk));
    let effects = talk.says(Some("Сколько пить воды?"));
    assert_eq!(questions(&effects), ["Сколько пить воды?"]);
    assert!(!waits(&talk));

    talk.questions.clear();
    talk.says(Some("/menu"));
    let number = talk.screens.len() - 1;
    talk.presses(number, Some("ask"));
    assert!(waits(&talk));
    assert_eq!(talk.screens.len(), number + 1, "in place of the menu");
    talk.says(Some("/help"));
    assert!(!waits(&talk), "a command ends it");
    talk.presses(number, Some("+ask"));
    assert_eq!(
        talk.screens.len(),
        number + 3,
        "below an answer that is to stay"
    );
}

#[test]
fn what_is_no_question_is_asked_for_again_and_nothing_is_lost() {
    let mut talk = Talk::new(Some("en"));
    talk.says(Some("/assistant"));
    assert!(questions(&talk.says(None)).is_empty());
    assert!(
        talk.text.contains("only text") && waits(&talk),
        "{}",
        talk.text
    );
    let long = "я".repeat(LONGEST_QUESTION + 1);
    assert!(questions(&talk.says(Some(&long))).is_empty());
    assert!(
        talk.text.contains("1001 characters") && waits(&talk),
        "{}",
        talk.text
    );
    assert!(questions(&talk.says(Some(" \u{1} "))).is_empty());
    assert!(
        talk.text.contains("in one message") && waits(&talk),
        "{}",
        talk.text
    );
    let most = "я".repeat(LONGEST_QUESTION);
    assert_eq!(questions(&talk.says(Some(&most))), [most.as_str()]);
    talk.questions.clear();
    talk.says(Some("/assistant"));
    assert!(questions(&talk.says(Some("/unknown"))).is_empty());
    assert!(!waits(&talk));
}

#[test]
fn one_question_at_a_time_and_so_many_in_a_day() {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/assistant Первый?"));
    for again in ["/assistant Второй?", "/assistant"] {
        assert!(questions(&talk.says(Some(again))).is_empty());
        assert!(
            talk.text.contains("ещё думаю") && !waits(&talk),
            "{}",
            talk.text
        );
    }
    let answered = |at: Timestamp| Asked { at, open: false };
    talk.questions = vec![answered(talk.now); 9];
    talk.says(Some("/assistant"));
    assert!(talk.text.contains("ещё 1 вопрос."), "{}", talk.text);
    talk.questions = vec![answered(talk.now); 10];
    for door in ["/assistant", "/assistant Десятый?"] {
        assert!(questions(&talk.says(Some(door))).is_empty());
        assert!(talk.text.contains("На сегодня вопросы закончились") && !waits(&talk));
        let way = Press::Consult(None).encode();
        let number = talk.screens.len() - 1;
        assert!(
            talk.buttons(number)
                .iter()
                .any(|button| button.action == ButtonAction::CallbackData(way.clone()))
        );
    }
    talk.now += SignedDuration::from_hours(24);
    assert_eq!(
        questions(&talk.says(Some("/assistant Завтра?"))),
        ["Завтра?"]
    );
}

#[test]
fn without_the_assistant_its_door_is_hidden_and_its_command_says_so() {
    let mut talk = Talk::new(Some("ru"));
    let doors = |talk: &Talk| {
        talk.buttons(talk.screens.len() - 1)
            .iter()
            .filter(|button| button.text.contains("помощник"))
            .count()
    };
    talk.says(Some("/menu"));
    assert_eq!(doors(&talk), 1);
    talk.assistant = false;
    talk.says(Some("/menu"));
    assert_eq!(doors(&talk), 0);
    for text in ["/assistant", "/assistant Как уснуть?"] {
        assert!(questions(&talk.says(Some(text))).is_empty());
        assert!(
            talk.text.contains("не подключён") && !waits(&talk),
            "{}",
            talk.text
        );
    }
    talk.presses(0, Some("ask"));
    assert!(talk.text.contains("не подключён"));
}

#[test]
fn a_quiz_and_a_form_under_way_survive_a_question() {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/menu"));
    talk.presses(0, Some("quiz:energy:start"));
    let quiz = talk.state.dialogue.quiz_run().cloned();
    talk.says(Some("/assistant"));
    assert_eq!(talk.state.dialogue.quiz_run().cloned(), quiz);
    talk.says(Some("Как уснуть?"));
    assert_eq!(
        talk.state.dialogue,
        Dialogue::Quiz(quiz.clone().expect("a quiz"))
    );
    talk.questions.clear();
    talk.says(Some("/consult"));
    talk.says(Some("/assistant"));
    assert!(waits(&talk), "the form was left with a word");
    assert_eq!(talk.state.dialogue.quiz_run().cloned(), quiz);
}

#[test]
fn the_questions_are_looked_up_only_for_who_asks() {
    let talk = Talk::new(None);
    let zone = TimeZone::UTC;
    let asks = |kind: &str, mut content: Value, dialogue: Dialogue, assistant: bool| {
        content["from"] = json!({ "id": ANNA, "first_name": "A" });
        let update = json!({ "update_id": 1, kind: content }).to_string();
        let context = Context {
            content: &CONTENT,
            now: talk.now,
            zone: &zone,
            default_locale: Locale::Ru,
            admins: &[],
            leads_chat: None,
            bot_name: None,
            code_key: &CodeKey::derive("123456:TEST"),
            assistant,
            schedule: &SCHEDULE,
            bot_id: crate::telegram::UserId(777_000_111),
        };
        let state = ChatState {
            dialogue,
            ..ChatState::default()
        };
        let update = parse(update.as_bytes()).expect("an update").update;
        let since = talk.now - SignedDuration::from_hours(48);
        match wants(&update, &state, &context) {
            Wants::Nothing => false,
            wants => {
                let query = Query::Questions(UserId(ANNA), since);
                assert_eq!(wants, Wants::Report(query));
                true
            }
        }
    };
    let chat = json!({ "id": ANNA, "type": "private" });
    let message = |text: &str| json!({ "message_id": 1, "date": 1, "chat": chat, "text": text });
    let press = |data: &str| json!({ "id": "1", "data": data });
    let idle = || Dialogue::Idle;
    for text in ["/assistant", "/assistant x"] {
        assert!(asks("message", message(text), idle(), true), "{text}");
        assert!(!asks("message", message(text), idle(), false), "{text}");
    }
    for text in ["/menu", "words"] {
        assert!(!asks("message", message(text), idle(), true), "{text}");
    }
    let prompt = Dialogue::Prompt(Prompt {
        asks: Asks::Assistant,
        paused_quiz: None,
    });
    assert!(asks("message", message("words"), prompt, true));
    assert!(asks("callback_query", press("ask"), idle(), true));
    assert!(asks("callback_query", press("+ask"), idle(), true));
    assert!(!asks("callback_query", press("home"), idle(), true));
}
