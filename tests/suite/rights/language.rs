//! The language that a person chose goes before what their Telegram says.

use super::*;
use crate::support::on_both;

on_both! {
    async fn every_command_speaks_both_languages_and_is_in_the_menu(backend) {
        let app = TestApp::start(backend).await;
        for (language, id, words) in [
            ("ru", ANNA, ["Что мы о вас знаем", "На каком языке", "Что мы храним", "всё, что мы о вас храним", "Удалить ваши данные?"]),
            ("en", BORIS, ["What we know about you", "Which language", "What we keep", "everything we keep about you", "Delete your data?"]),
        ] {
            app.telegram.add_person(id, "A", Some(language));
            for (command, words) in ["/profile", "/language", "/privacy", "/export_me", "/delete_me"].into_iter().zip(words) {
                app.says(id, command).await;
                let last = app.last(id);
                assert!(last.text.contains(words), "{command}: {}", last.text);
            }
            let menu = |name: &str| app.telegram.commands(Some(language)).iter().any(|(command, _)| command == name);
            app.until("the commands are set", |_| menu("profile") && menu("language") && menu("privacy")).await;
        }
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn a_choice_beats_telegram_and_a_later_payment_is_told_in_it(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ANNA, "Anna", Some("ru"));
        app.says(ANNA, "/start").await;
        app.says(ANNA, "/language").await;
        app.presses(ANNA, "English").await;
        assert!(app.last(ANNA).text.contains("I speak English"), "{}", app.last(ANNA).text);
        let toast = app.telegram.toasts(ANNA).pop().map(|toast| toast.text);
        assert_eq!(toast.as_deref(), Some("Done: English it is."));
        let (telegram, database) = app.stop().await;

        let app = TestApp::on(telegram, database, &[]).await;
        app.says(ANNA, "/help").await;
        assert!(app.last(ANNA).text.contains("How it works"), "{}", app.last(ANNA).text);
        app.tribute("new_subscription", &ABOUT_ANNA.order(in_days(30))).await;
        assert!(app.last(ANNA).text.contains("Your payment went through"), "{}", app.last(ANNA).text);
        app.says(ANNA, "/language telegram").await;
        app.tribute("renewed_subscription", &ABOUT_ANNA.order(in_days(60))).await;
        assert!(app.last(ANNA).text.contains("Подписка продлена"), "{}", app.last(ANNA).text);
        app.delivered().await;
        app.stop().await;
    }

    async fn the_profile_knows_what_the_person_did(backend) {
        let app = owned(backend).await;
        lives(&app, &ABOUT_ANNA, in_days(30)).await;
        writes(&app, &ABOUT_ANNA, "/profile").await;
        let text = app.last(ANNA).text;
        for words in ["Аннушка", "@anna_secret", "5301000111", "русский\n", "instagram", "Омск", "Энергия", "Клуб", "+7 999 123-45-67"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        for button in ["Язык", "Мой план", "Подписка", "Скачать", "Удалить", "О данных", "В меню"] {
            assert!(app.last(ANNA).button(button).is_some(), "{button}");
        }
        app.stop().await;
    }
}
