//! To everybody but admins none of it exists: not in the menu, not as a command, not behind a button.

use super::{ANNA, STRANGER, asks, toast, told};
use crate::support::{
    app::{ADMIN, TestApp},
    on_both,
};

const COMMANDS: [&str; 12] = [
    "/payments",
    "/payments_csv",
    "/revenue",
    "/grant 5301000111 club 30 подарок",
    "/extend",
    "/revoke 5301000111 club подарок",
    "/stats",
    "/stats 30",
    "/leads",
    "/leads_csv",
    "/find Анна",
    "/find",
];
const BUTTONS: [&str; 11] = [
    "adm:pay:10:0",
    "adm:paycsv:1000",
    "adm:revenue:3",
    "adm:news:off",
    "adm:rule:b:g:5301000111",
    "adm:stats:7",
    "adm:chart:7",
    "adm:leads:all:10:0",
    "adm:csv:1000",
    "adm:find:Анна",
    "adm:card:5301000111:f:Анна",
];

on_both! {
    async fn to_others_it_does_not_exist(backend) {
        let app = TestApp::start(backend).await;
        asks(&app, ANNA, "Анна", "8 999 123-45-67", "утром").await;
        app.says(ADMIN, "/start").await;
        let unknown = told(&app, STRANGER, "/nothing_of_the_kind").await;
        for command in COMMANDS {
            assert_eq!(told(&app, STRANGER, command).await, unknown, "{command}");
        }
        for data in BUTTONS {
            app.says(STRANGER, "/help").await;
            let toasts = app.telegram.toasts(STRANGER).len();
            app.telegram.press(STRANGER, app.last(STRANGER).message_id, data);
            app.settled().await;
            assert_eq!(app.telegram.toasts(STRANGER).len(), toasts + 1, "{data}");
            assert!(toast(&app, STRANGER).contains("из старого сообщения"), "{data}");
            assert!(app.last(STRANGER).text.contains("Главное меню"), "{data}");
        }
        let texts = app.texts(STRANGER);
        assert!(texts.iter().all(|text| !text.contains("Анна") && !text.contains("999 123")), "{texts:#?}");
        assert!(app.telegram.calls_of("sendDocument").is_empty() && app.telegram.calls_of("sendPhoto").is_empty());
        // A form takes them for words, as it takes any other unknown command.
        app.says(STRANGER, "/consult").await;
        let answer = told(&app, STRANGER, "/nothing_of_the_kind").await;
        app.says(STRANGER, "/cancel").await;
        app.says(STRANGER, "/consult").await;
        assert_eq!(told(&app, STRANGER, "/leads").await, answer.replace("/nothing_of_the_kind", "/leads"));
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn only_an_admins_menu_has_the_commands(backend) {
        let app = TestApp::start(backend).await;
        for (language, words) in [("ru", "Цифры за несколько дней"), ("en", "Figures for recent days")] {
            let stats = ("stats".to_owned(), words.to_owned());
            app.until("the owner's menu has it", |telegram| telegram.commands_of(ADMIN, Some(language)).contains(&stats)).await;
            let others = app.telegram.commands_of(STRANGER, Some(language));
            assert!(others.len() > 3 && others.iter().all(|(name, _)| !["stats", "leads", "leads_csv", "find"].contains(&name.as_str())), "{others:?}");
            assert!(app.telegram.commands_of(ADMIN, Some(language)).iter().any(|(name, _)| name == "menu"));
        }
        app.stop().await;
    }

    async fn a_command_of_the_owner_leaves_an_open_form(backend) {
        let app = TestApp::start(backend).await;
        app.says(ADMIN, "/consult").await;
        app.says(ADMIN, "/leads").await;
        assert!(app.texts(ADMIN).iter().any(|text| text.contains("ничего не отправлено")));
        assert!(app.last(ADMIN).text.contains("Заявки"));
        assert!(app.database.value("SELECT state FROM dialogues").await.contains("idle"));
        app.stop().await;
    }
}
