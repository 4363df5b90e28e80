//! The assistant, from the question to the answer in the chat.

use std::fs;

use five_keys_bot::content::Content;
use serde_json::json;

use crate::support::{
    app::{ADMIN, TestApp},
    assistant::{Answer, KEY, PretendAi},
    client,
    database::Backend,
    on_both,
};

const ANNA: i64 = 5_301_000_111;

/// A service with the assistant, and some settings of its own.
async fn start(backend: Backend, api: &PretendAi, more: &[(&str, &str)]) -> TestApp {
    let settings: Vec<(&str, &str)> = api
        .settings()
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    TestApp::start_with(backend, &settings).await
}

/// Waits for a message that holds these words.
async fn told(app: &TestApp, words: &str) {
    app.until(words, |_| app.told(ANNA, words) > 0).await;
    app.delivered().await;
}

on_both! {
    async fn a_question_is_answered_with_a_way_on_and_the_answer_stays(backend) {
        let words = "**Спите** в темноте:\n\n- без телефона\n- до *десяти* <вечера>";
        let api = PretendAi::start([Answer::Words(words.into())]).await;
        let app = start(backend, &api, &[]).await;
        for (language, words) in [("ru", "Спросить помощника"), ("en", "Ask the assistant")] {
            let command = ("assistant".to_owned(), words.to_owned());
            app.until("the command is in the menu", |telegram| telegram.commands(Some(language)).contains(&command)).await;
        }
        app.telegram.add_person(ANNA, "Анна-Неповторимая", Some("ru"));
        app.starts_quiz(ANNA).await;
        app.answers(ANNA, &[0, 0, 0, 0, 0]).await;
        app.says(ANNA, "/assistant Как лучше спать?").await;
        told(&app, "без телефона").await;
        assert_eq!(app.told(ANNA, "Думаю над ответом"), 1);
        let answer = app.last(ANNA);
        assert!(answer.text.starts_with("Спите в темноте:\n\n• без телефона\n• до десяти <вечера>\n\nОтвечает программа"), "{}", answer.text);
        let looks: Vec<&str> = answer.entities.iter().filter_map(|entity| entity["type"].as_str()).collect();
        assert_eq!(looks, ["bold", "italic", "italic"]);
        assert_eq!(app.buttons(ANNA), ["✨ Спросить ещё", "💬 Консультация", "🏠 В меню"]);

        let calls = api.calls();
        assert_eq!((calls.len(), calls[0].path.as_str()), (1, "/v1/chat/completions"));
        assert_eq!(calls[0].authorization, format!("Bearer {KEY}"));
        let body = &calls[0].body;
        assert_eq!((&body["model"], &body["max_tokens"]), (&json!("pretend-1"), &json!(700)));
        assert_eq!(body["messages"][1], json!({ "role": "user", "content": "Как лучше спать?" }));
        let system = body["messages"][0]["content"].as_str().expect("instructions");
        assert!(system.contains("Вы помощник") && system.contains("Последний результат") && system.contains("Энергия, "), "{system}");
        for personal in ["Неповторимая", &ANNA.to_string(), KEY] {
            assert!(!calls[0].text.contains(personal), "{personal}");
        }
        assert!(app.telegram.calls_of("sendChatAction").iter().all(|call| !call.refused));

        app.presses(ANNA, "Спросить ещё").await;
        assert!(app.last(ANNA).text.contains("Напишите свой вопрос") && app.last(ANNA).text.contains("ещё 9 вопросов"));
        assert_eq!(app.told(ANNA, "без телефона"), 1, "the answer stays");
        app.says(ANNA, "А днём?").await;
        told(&app, "A few words.").await;
        app.presses(ANNA, "В меню").await;
        assert_eq!(app.told(ANNA, "A few words."), 1, "the answer stays");
        let stored = "SELECT question, locale, attempts, outcome FROM assistant_questions";
        assert_eq!(app.database.query(stored).await, vec![["", "ru", "1", "answered"]; 2], "the words are gone");
        assert_eq!(app.metric(r#"bot_assistant_total{outcome="asked"}"#).await, 2.0);
        assert_eq!(app.metric(r#"bot_assistant_total{outcome="answered"}"#).await, 2.0);
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn a_long_answer_comes_in_order_and_only_its_end_has_buttons(backend) {
        let paragraphs: Vec<String> = (1..=60).map(|number| format!("Абзац {number}. {}", "Слова & <слова>. ".repeat(12).trim_end())).collect();
        let api = PretendAi::start([Answer::Words(paragraphs.join("\n\n"))]).await;
        let app = start(backend, &api, &[]).await;
        app.says(ANNA, "/assistant Расскажи всё").await;
        told(&app, "Абзац 60.").await;
        let texts = app.texts(ANNA);
        let parts: Vec<&String> = texts.iter().skip(1).collect();
        assert!(parts.len() >= 3, "{}", parts.len());
        let whole = parts.iter().map(|part| part.as_str()).collect::<Vec<_>>().join("\n\n");
        let (whole, disclaimer) = whole.rsplit_once("\n\n").expect("a disclaimer");
        assert_eq!(whole, paragraphs.join("\n\n"));
        assert!(disclaimer.starts_with("Отвечает программа"));
        let chat = app.telegram.chat(ANNA).into_iter().filter(|message| message.from_bot);
        let buttons: Vec<bool> = chat.skip(1).map(|message| !message.keyboard.is_empty()).collect();
        assert_eq!(buttons.iter().filter(|has| **has).count(), 1);
        assert_eq!(buttons.last(), Some(&true));
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn without_a_key_there_is_a_polite_word_and_a_way_to_a_person(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/assistant Как уснуть?").await;
        assert!(app.last(ANNA).text.contains("пока не подключён"), "{}", app.last(ANNA).text);
        app.presses(ANNA, "Консультация").await;
        assert!(app.last(ANNA).text.contains("Как к вам обращаться?"));
        app.says(ANNA, "/menu").await;
        assert!(!app.buttons(ANNA).iter().any(|button| button.contains("помощник")));
        app.until("the commands are set", |telegram| !telegram.commands(Some("ru")).is_empty()).await;
        assert!(!app.telegram.commands(Some("ru")).iter().any(|(command, _)| command == "assistant"));
        assert_eq!(app.database.count("assistant_questions").await, 0);
        app.stop().await;
    }

    async fn a_day_has_its_limit_and_failures_do_not_count(backend) {
        let pack = tempfile::tempdir().expect("a folder");
        Content::export_to(pack.path()).expect("exported");
        let file = pack.path().join("assistant.toml");
        let text = fs::read_to_string(&file).expect("read");
        fs::write(&file, text.replace("daily_limit = 10", "daily_limit = 2")).expect("written");
        let refused = || Answer::Status(401, String::new());
        let api = PretendAi::start([refused()]).await;
        let app = start(backend, &api, &[("CONTENT_DIR", &pack.path().to_string_lossy())]).await;
        app.says(ANNA, "/assistant Раз?").await;
        told(&app, "Этот вопрос не считается").await;
        app.presses(ANNA, "Спросить ещё").await;
        assert!(app.last(ANNA).text.contains("ещё 2 вопроса"), "{}", app.last(ANNA).text);
        for (number, question) in ["Два?", "/assistant Три?"].into_iter().enumerate() {
            app.says(ANNA, question).await;
            app.until("an answer", |_| app.told(ANNA, "A few words.") == number + 1).await;
            app.delivered().await;
        }
        app.says(ANNA, "/assistant Четыре?").await;
        assert!(app.last(ANNA).text.contains("На сегодня вопросы закончились"), "{}", app.last(ANNA).text);
        app.says(ADMIN, "/assistant И мне?").await;
        app.until("somebody else is answered", |_| app.told(ADMIN, "A few words.") == 1).await;
        assert_eq!(api.calls().len(), 4);
        assert_eq!(app.metric(r#"bot_assistant_total{outcome="unauthorized"}"#).await, 1.0);
        app.delivered().await;
        app.stop().await;
    }

    async fn a_question_under_way_is_the_only_one_and_outlives_the_process(backend) {
        let api = PretendAi::start([Answer::Silence]).await;
        let app = start(backend, &api, &[]).await;
        app.says(ANNA, "/assistant Первый?").await;
        app.until("it is asked", |_| api.calls().len() == 1).await;
        app.says(ANNA, "/assistant Второй?").await;
        assert!(app.last(ANNA).text.contains("ещё думаю"), "{}", app.last(ANNA).text);
        let (telegram, database) = app.stop().await;
        let app = TestApp::on(telegram, database, &api.settings()).await;
        told(&app, "A few words.").await;
        assert_eq!(app.told(ANNA, "A few words."), 1);
        assert_eq!(app.database.count("assistant_questions").await, 1);
        app.stop().await;
    }

    async fn a_request_for_due_work_answers_what_nobody_has_taken(backend) {
        let api = PretendAi::start([]).await;
        let app = start(backend, &api, &[("TASKS_TOKEN", "tasks")]).await;
        let run = async || {
            let answer = client().post(format!("{}/tasks/run", app.url)).bearer_auth("tasks").send().await.expect("an answer");
            assert_eq!(answer.status(), 200);
            answer.json::<serde_json::Value>().await.expect("JSON")
        };
        assert_eq!(run().await["tasks"]["assistant"], json!({ "taken": 0 }));
        app.says(ANNA, "/assistant Как уснуть?").await;
        told(&app, "A few words.").await;
        let lapsed = "UPDATE assistant_questions SET answered_at = NULL, outcome = NULL, question = 'x', asked_at = (SELECT max(created_at) FROM users)";
        app.database.query(lapsed).await;
        // The worker looks every few seconds as well: one of the two answers.
        run().await;
        app.until("a second answer", |_| app.told(ANNA, "A few words.") == 2).await;
        app.delivered().await;
        app.stop().await;
    }
}
