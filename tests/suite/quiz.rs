//! A quiz from its door to the plan, with every way there and back.

use crate::support::{app::TestApp, on_both};

const ANNA: i64 = 5_301_000_111;
const BORIS: i64 = 5_301_000_222;

async fn made(app: &TestApp, person: i64) -> Vec<String> {
    let sql = format!("SELECT quiz, band, points FROM recommendations WHERE user_id = {person}");
    app.database.query(&sql).await.concat()
}

fn toast(app: &TestApp) -> String {
    let last = app.telegram.toasts(ANNA).pop();
    last.map(|toast| toast.text).unwrap_or_default()
}

on_both! {
    async fn five_answers_give_their_score_and_its_band_in_both_languages(backend) {
        let app = TestApp::start(backend).await;
        let cases = [
            ([0, 0, 0, 0, 0], "charged", "Запас есть", "0 баллов из 20", "Well charged", "0 points out of 20"),
            ([1, 0, 1, 0, 0], "charged", "Запас есть", "4 балла из 20", "Well charged", "4 points out of 20"),
            ([0, 2, 0, 1, 0], "saving", "Режим экономии", "6 баллов из 20", "Power-saving mode", "6 points out of 20"),
            ([2, 1, 1, 1, 0], "saving", "Режим экономии", "10 баллов из 20", "Power-saving mode", "10 points out of 20"),
            ([2, 2, 2, 2, 2], "recharge", "Пора подзарядиться", "20 баллов из 20", "Time to recharge", "20 points out of 20"),
        ];
        app.telegram.add_person(BORIS, "Boris", Some("en"));
        for (choices, band, level_ru, points_ru, level_en, points_en) in cases {
            for (person, level, points) in [(ANNA, level_ru, points_ru), (BORIS, level_en, points_en)] {
                app.starts_quiz(person).await;
                app.answers(person, &choices).await;
                let text = app.last(person).text;
                assert!(text.contains(level) && text.contains(points), "{choices:?}: {text}");
                let total: usize = choices.iter().map(|choice| choice * 2).sum();
                assert_eq!(made(&app, person).await, ["energy", band, &total.to_string()]);
            }
        }
        assert!(app.database.value("SELECT state FROM dialogues").await.contains("idle"));
        app.stop().await;
    }

    async fn back_takes_the_last_answer_out_and_leads_out_of_the_first_question(backend) {
        let app = TestApp::start(backend).await;
        app.starts_quiz(ANNA).await;
        app.answers(ANNA, &[2, 2]).await;
        assert!(app.last(ANNA).text.contains("Вопрос 3 из 5"));
        app.presses(ANNA, "Назад").await;
        assert!(app.last(ANNA).text.contains("Вопрос 2 из 5"));
        app.presses(ANNA, "Назад").await;
        app.presses(ANNA, "Назад").await;
        assert!(app.last(ANNA).text.contains("Пять вопросов"), "the door: {}", app.last(ANNA).text);
        app.telegram.press(ANNA, app.last(ANNA).message_id, "quiz:energy:go");
        app.settled().await;
        app.answers(ANNA, &[0, 0, 0, 0, 1]).await;
        assert_eq!(made(&app, ANNA).await, ["energy", "charged", "2"]);
        app.stop().await;
    }

    async fn a_break_of_any_length_is_resumed_even_by_another_process(backend) {
        let app = TestApp::start(backend).await;
        app.starts_quiz(ANNA).await;
        app.answers(ANNA, &[1, 1]).await;
        app.presses(ANNA, "В меню").await;
        assert_eq!(app.buttons(ANNA)[0], "▶️ Продолжить");
        let (telegram, database) = app.stop().await;

        let app = TestApp::on(telegram, database, &[]).await;
        app.says(ANNA, "/start").await;
        app.presses(ANNA, "Энергия").await;
        assert!(app.last(ANNA).text.contains("на вопросе 3 из 5"), "{}", app.last(ANNA).text);
        app.presses(ANNA, "Продолжить").await;
        assert!(app.last(ANNA).text.contains("Вопрос 3 из 5"));
        app.answers(ANNA, &[1, 1, 1]).await;
        assert_eq!(made(&app, ANNA).await, ["energy", "saving", "10"]);
        app.presses(ANNA, "В меню").await;
        assert_eq!(app.buttons(ANNA)[0], "⚡ Энергия", "nothing to resume any more");
        app.stop().await;
    }

    async fn starting_over_forgets_the_answers_given(backend) {
        let app = TestApp::start(backend).await;
        app.starts_quiz(ANNA).await;
        app.answers(ANNA, &[2, 2, 2]).await;
        app.says(ANNA, "/menu").await;
        app.presses(ANNA, "Энергия").await;
        app.presses(ANNA, "Начать сначала").await;
        assert!(app.last(ANNA).text.contains("Вопрос 1 из 5"));
        app.answers(ANNA, &[0, 0, 0, 0, 0]).await;
        assert_eq!(made(&app, ANNA).await, ["energy", "charged", "0"]);
        app.presses(ANNA, "Пройти ещё раз").await;
        assert!(app.last(ANNA).text.contains("Вопрос 1 из 5"));
        app.stop().await;
    }

    async fn a_press_under_an_old_question_changes_nothing_and_shows_the_current_one(backend) {
        let app = TestApp::start(backend).await;
        app.starts_quiz(ANNA).await;
        let old = app.data(ANNA, 2);
        app.answers(ANNA, &[0, 0]).await;
        for _ in 0..2 {
            app.telegram.press(ANNA, app.last(ANNA).message_id, &old);
            app.settled().await;
            assert!(toast(&app).contains("уже ответили"), "{}", toast(&app));
            assert!(app.last(ANNA).text.contains("Вопрос 3 из 5"));
        }
        let future = old.replace(":0:2", ":4:2");
        app.telegram.press(ANNA, app.last(ANNA).message_id, &future);
        app.settled().await;
        app.answers(ANNA, &[0, 0, 0]).await;
        assert_eq!(made(&app, ANNA).await, ["energy", "charged", "0"]);
        app.telegram.press(ANNA, app.last(ANNA).message_id, &old);
        app.settled().await;
        assert!(app.last(ANNA).text.contains("Запас есть"), "the result stays: {}", app.last(ANNA).text);
        assert_eq!(made(&app, ANNA).await, ["energy", "charged", "0"]);
        app.stop().await;
    }

    async fn the_same_press_twice_counts_once(backend) {
        let app = TestApp::start(backend).await;
        app.starts_quiz(ANNA).await;
        for question in 0..5 {
            let (number, data) = (app.last(ANNA).message_id, app.data(ANNA, 1));
            assert!(data.ends_with(&format!(":{question}:1")), "{data}");
            app.telegram.press(ANNA, number, &data);
            app.telegram.press(ANNA, number, &data);
            app.settled().await;
        }
        assert_eq!(made(&app, ANNA).await, ["energy", "saving", "10"]);
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn buttons_of_an_earlier_run_change_nothing(backend) {
        let app = TestApp::start(backend).await;
        app.starts_quiz(ANNA).await;
        let (old_message, old) = (app.last(ANNA).message_id, app.data(ANNA, 2));
        app.starts_quiz(ANNA).await;
        assert_ne!(old, app.data(ANNA, 2));
        app.telegram.press(ANNA, old_message, &old);
        app.settled().await;
        assert!(toast(&app).contains("из старого сообщения"), "{}", toast(&app));
        assert!(app.database.value("SELECT state FROM dialogues").await.ends_with(r#""answers":[]}"#));
        let shown = app.telegram.chat(ANNA).into_iter().find(|message| message.message_id == old_message);
        assert!(shown.expect("still there").text.contains("Вопрос 1 из 5"), "the old message shows the question in hand");
        app.stop().await;
    }

    async fn the_plan_is_kept_with_its_day_until_the_next_result(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/menu").await;
        app.presses(ANNA, "Мой план").await;
        assert!(app.last(ANNA).text.contains("Плана пока нет"));
        app.starts_quiz(ANNA).await;
        app.answers(ANNA, &[2, 2, 2, 2, 2]).await;
        let (telegram, database) = app.stop().await;

        database.query("UPDATE recommendations SET made_at = '2026-03-05 22:30:00.000000'").await;
        let app = TestApp::on(telegram, database, &[]).await;
        app.says(ANNA, "/menu").await;
        app.presses(ANNA, "Мой план").await;
        let text = app.last(ANNA).text;
        assert!(text.contains("Ваш план") && text.contains("Пора подзарядиться"), "{text}");
        assert!(text.contains("Составлен 6 марта 2026"), "in the project's time zone: {text}");
        assert!(app.last(ANNA).button("🛒").is_some_and(|button| button.action.url().is_some()));
        app.stop().await;
    }

    async fn data_that_nobody_knows_leads_to_the_menu(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/help").await;
        for data in ["nonsense", "qa:energy:1:0:0", "qa:energy:x:0:0", "quiz:gone", "qb:gone:1:1", "quiz:gone:start", ":::"] {
            app.telegram.press(ANNA, app.last(ANNA).message_id, data);
            app.settled().await;
            assert!(app.last(ANNA).text.contains("Главное меню"), "{data}");
            assert!(toast(&app).contains("из старого сообщения"), "{data}: {}", toast(&app));
        }
        assert_eq!(app.database.count("dialogues").await, 0);
        assert_eq!(app.texts(ANNA).len(), 1);
        app.stop().await;
    }

    async fn a_message_too_old_to_edit_is_followed_by_a_new_one(backend) {
        let app = TestApp::start(backend).await;
        app.starts_quiz(ANNA).await;
        app.telegram.forget_calls();
        // Of a message that Telegram no longer shows, a press carries only the number and the date 0.
        app.telegram.press(ANNA, 700, &app.data(ANNA, 0));
        app.settled().await;
        assert!(app.last(ANNA).text.contains("Вопрос 2 из 5"));
        assert_eq!(app.telegram.calls_of("editMessageText").len(), 0);
        assert_eq!(app.telegram.calls_of("sendMessage").len(), 1);
        app.stop().await;
    }
}
