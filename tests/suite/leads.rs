//! Requests for a consultation, from the first question to the owner's "done".

use five_keys_bot::playground::ShownMessage;
use serde_json::{Value, json};

use crate::support::{
    app::{ADMIN, TestApp},
    on_both,
    updates::press,
};

const ANNA: i64 = 5_301_000_111;
const GROUP: i64 = -1_001_234_567_890;

async fn stored(app: &TestApp) -> Vec<Vec<String>> {
    let sql = "SELECT user_id, name, phone, comment, status, source FROM leads ORDER BY id";
    app.database.query(sql).await
}

fn toast(app: &TestApp, person: i64) -> String {
    let last = app.telegram.toasts(person).pop();
    last.map(|toast| toast.text).unwrap_or_default()
}

/// Answers everything by writing, up to the last look.
async fn fills_in(app: &TestApp, name: &str, comment: &str) {
    for text in ["/consult", name, "8 999 123-45-67", comment] {
        app.says(ANNA, text).await;
    }
}

/// The notices in a chat as they read now.
fn notices(app: &TestApp, chat: i64) -> Vec<ShownMessage> {
    let chat = app.telegram.chat(chat).into_iter();
    chat.filter(|message| message.text.contains("Телефон: +7 999"))
        .collect()
}

/// Telegram refused nothing of ours; a message to somebody who is away counts as well.
fn refusals(app: &TestApp) -> Vec<String> {
    let calls = app.telegram.calls().into_iter().filter(|call| call.refused);
    calls.filter_map(|call| call.description).collect()
}

on_both! {
    async fn a_request_is_written_checked_sent_and_answered(backend) {
        let app = TestApp::start(backend).await;
        app.says(ADMIN, "/start").await;
        for (language, words) in [("ru", "Заявка на консультацию"), ("en", "Ask for a consultation")] {
            let command = ("consult".to_owned(), words.to_owned());
            app.until("the command is in the menu", |telegram| telegram.commands(Some(language)).contains(&command)).await;
        }
        app.says(ANNA, "/menu").await;
        app.presses(ANNA, "Консультация").await;
        assert!(app.last(ANNA).text.contains("Как к вам обращаться?"));
        assert_eq!(app.buttons(ANNA), ["✖️ Отменить заявку"]);
        app.says(ANNA, "Я").await;
        assert!(app.last(ANNA).text.contains("хотя бы две буквы"));
        app.says(ANNA, "<b>Анна</b> & \"К\"").await;
        assert_eq!(app.telegram.reply_keyboard(ANNA).len(), 2);
        app.says(ANNA, "скоро скажу").await;
        assert!(app.last(ANNA).text.contains("Не получилось разобрать"));
        app.says(ANNA, "8 999 123-45-67").await;
        assert!(app.telegram.reply_keyboard(ANNA).is_empty(), "the button is gone again");
        assert_eq!(app.told(ANNA, "Записали номер: +7 999 123-45-67"), 1);
        app.says(ANNA, "{name} <i>утром</i>\nили вечером").await;
        let text = app.last(ANNA).text;
        assert!(text.contains("Имя: <b>Анна</b> & \"К\"\nТелефон: +7 999 123-45-67\nКомментарий: {name} <i>утром</i>\nили вечером"), "{text}");
        assert!(notices(&app, ADMIN).is_empty(), "not before it is sent");
        app.presses(ANNA, "Отправить").await;
        assert!(app.last(ANNA).text.contains("Спасибо, <b>Анна</b>"), "{}", app.last(ANNA).text);

        app.until("the owner is told", |_| !notices(&app, ADMIN).is_empty()).await;
        let notice = app.last(ADMIN);
        assert!(notice.text.contains("Имя: <b>Анна</b> & \"К\"\n") && notice.text.contains("Откуда: меню\n"), "{}", notice.text);
        let link = notice.entities.iter().find(|entity| entity["type"] == "text_link").expect("a link to the person");
        assert_eq!(link["url"], json!(format!("tg://user?id={ANNA}")));
        let id = ANNA.to_string();
        let comment = "{name} <i>утром</i>\nили вечером";
        assert_eq!(stored(&app).await, [[id.as_str(), "<b>Анна</b> & \"К\"", "+79991234567", comment, "new", "menu"]]);
        assert_eq!(refusals(&app), Vec::<String>::new());
        assert_eq!(app.metric(r#"bot_leads_total{outcome="sent"}"#).await, 1.0);
        assert_eq!(app.metric(r#"bot_leads_total{outcome="done"}"#).await, 0.0);
        app.delivered().await;
        app.stop().await;
    }

    async fn an_english_request_with_a_shared_number_and_no_comment(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ANNA, "Anna", Some("en"));
        app.says(ANNA, "/consult@five_keys_playground_bot").await;
        assert!(app.last(ANNA).text.contains("How should we address you?"));
        app.says(ANNA, "Anna").await;
        let stranger = json!({ "message": {
            "message_id": 900, "date": 1_800_000_000, "chat": { "id": ANNA, "type": "private" },
            "from": { "id": ANNA, "first_name": "Anna", "language_code": "en" },
            "contact": { "phone_number": "+79160000000", "first_name": "Boris", "user_id": 77 },
        }});
        app.telegram.queue_update(ANNA, stranger);
        app.settled().await;
        assert!(app.last(ANNA).text.contains("somebody else’s contact"), "{}", app.last(ANNA).text);
        app.presses(ANNA, "Share my number").await;
        assert!(app.telegram.reply_keyboard(ANNA).is_empty());
        app.presses(ANNA, "No comment").await;
        assert!(app.last(ANNA).text.contains("Phone: +7 999 000-00-01\nComment: no comment"), "{}", app.last(ANNA).text);
        app.presses(ANNA, "Change").await;
        app.presses(ANNA, "Name").await;
        app.says(ANNA, "Ann").await;
        app.presses(ANNA, "Send").await;
        assert!(app.last(ANNA).text.contains("Thank you, Ann!"));
        assert_eq!(stored(&app).await.concat()[1..], ["Ann", "+79990000001", "NULL", "new", "command"]);
        app.stop_with_leftovers().await;
    }

    async fn a_form_waits_for_days_and_for_another_process(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/consult").await;
        app.says(ANNA, "Анна").await;
        let (telegram, database) = app.stop().await;
        let app = TestApp::on(telegram, database, &[]).await;
        app.says(ANNA, "89991234567").await;
        app.says(ANNA, "-").await;
        let (telegram, database) = app.stop().await;
        let app = TestApp::on(telegram, database, &[]).await;
        app.presses(ANNA, "Отправить").await;
        assert_eq!(stored(&app).await.concat()[1..4], ["Анна", "+79991234567", "NULL"]);
        app.stop_with_leftovers().await;
    }

    async fn cancelling_and_leaving_send_nothing_and_clear_the_buttons(backend) {
        let app = TestApp::start(backend).await;
        for (way, words) in [("✖️ Отменить заявку", "заявку не отправляем"), ("/cancel", "заявку не отправляем"), ("/menu", "ничего не отправлено"), ("/start", "ничего не отправлено")] {
            app.says(ANNA, "/consult").await;
            app.says(ANNA, "Анна").await;
            assert!(!app.telegram.reply_keyboard(ANNA).is_empty());
            app.says(ANNA, way).await;
            assert!(app.telegram.reply_keyboard(ANNA).is_empty(), "{way}");
            assert!(app.texts(ANNA).iter().rev().nth(1).is_some_and(|text| text.contains(words)), "{way}: {:#?}", app.texts(ANNA));
            assert_eq!(app.buttons(ANNA)[0], "⚡ Энергия", "{way}");
            assert!(app.database.value("SELECT state FROM dialogues").await.contains("idle"));
        }
        fills_in(&app, "Анна", "-").await;
        app.presses(ANNA, "Отменить заявку").await;
        assert!(app.last(ANNA).text.contains("заявку не отправляем"));
        assert_eq!(app.database.count("leads").await, 0);
        app.stop().await;
    }

    async fn the_same_press_of_send_twice_sends_once(backend) {
        let app = TestApp::start(backend).await;
        app.says(ADMIN, "/start").await;
        fills_in(&app, "Анна", "утром").await;
        let (number, data) = (app.last(ANNA).message_id, app.data(ANNA, 0));
        app.telegram.press(ANNA, number, &data);
        app.telegram.press(ANNA, number, &data);
        app.settled().await;
        app.delivered().await;
        assert!(toast(&app, ANNA).contains("уже отправлена"), "{}", toast(&app, ANNA));
        assert!(app.last(ANNA).text.contains("Спасибо, Анна"), "the thanks stay");
        // Another form does not bring the first one's buttons back to life.
        fills_in(&app, "Анна", "вечером").await;
        app.telegram.press(ANNA, number, &data);
        app.settled().await;
        assert_eq!((app.database.count("leads").await, notices(&app, ADMIN).len()), (1, 1));
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn an_owner_who_cannot_be_reached_hears_of_it_later(backend) {
        let app = TestApp::start(backend).await;
        fills_in(&app, "Анна", "утром").await;
        app.presses(ANNA, "Отправить").await;
        app.until_stored("SELECT count(*) FROM outbox WHERE held_at IS NOT NULL", "1").await;
        app.says(ADMIN, "/start").await;
        app.reads(ADMIN, &["Заявка на консультацию", "Здравствуйте"]);
        app.telegram.block_bot(ADMIN);
        app.settled().await;
        fills_in(&app, "Анна", "вечером").await;
        app.presses(ANNA, "Отправить").await;
        app.until_stored("SELECT count(*) FROM outbox WHERE held_at IS NOT NULL", "1").await;
        app.telegram.unblock_bot(ADMIN);
        app.settled().await;
        app.until("the second notice", |_| notices(&app, ADMIN).len() == 2).await;
        app.delivered().await;
        app.stop().await;
    }

    async fn the_owner_marks_a_lead_as_done_once_and_nobody_else_can(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ADMIN, "Ольга <3", Some("ru"));
        app.says(ADMIN, "/start").await;
        fills_in(&app, "Анна", "утром").await;
        app.presses(ANNA, "Отправить").await;
        app.until("the owner is told", |_| !notices(&app, ADMIN).is_empty()).await;
        let notice = app.last(ADMIN);
        let data = notice.button("Готово").and_then(|button| button.action.data()).expect("a button").to_owned();

        app.telegram.press(ANNA, 1, &data);
        app.settled().await;
        assert_eq!(stored(&app).await.concat()[4], "new", "a stranger");

        for words in ["Отмечено", "уже отмечена"] {
            app.telegram.press(ADMIN, notice.message_id, &data);
            app.settled().await;
            assert!(toast(&app, ADMIN).contains(words), "{}", toast(&app, ADMIN));
            let now = app.last(ADMIN);
            assert_eq!(now.message_id, notice.message_id);
            assert!(now.text.contains("Заявка обработана") && now.text.contains("Готово: Ольга <3, "), "{}", now.text);
            assert!(now.keyboard.is_empty(), "{:?}", now.keyboard);
            let closed = "SELECT status, closed_by FROM leads WHERE closed_at IS NOT NULL";
            assert_eq!(app.database.query(closed).await.concat(), ["done", &ADMIN.to_string()]);
        }
        assert_eq!(app.metric(r#"bot_leads_total{outcome="done"}"#).await, 1.0);
        app.delivered().await;
        app.stop().await;
    }

    async fn in_a_leads_group_only_an_admins_press_counts(backend) {
        let group = GROUP.to_string();
        let app = TestApp::start_with(backend, &[("LEADS_CHAT_ID", group.as_str())]).await;
        app.telegram.add_group(GROUP, "Leads");
        fills_in(&app, "Анна", "утром").await;
        // A press of somebody with a user name: the owner can answer with a button.
        let mut sends = press(0, ANNA, &app.data(ANNA, 0));
        sends["callback_query"]["from"]["username"] = json!("anna_x");
        sends.as_object_mut().expect("an object").remove("update_id");
        app.telegram.queue_update(ANNA, sends);
        app.settled().await;
        app.until("the group is told", |_| !notices(&app, GROUP).is_empty()).await;
        let notice = app.last(GROUP);
        assert!(notice.text.ends_with("👤 Открыть чат · @anna_x"), "{}", notice.text);
        let answer = notice.button("Ответить").and_then(|button| button.action.url());
        assert_eq!(answer, Some("https://t.me/anna_x"));
        let data = notice.button("Готово").and_then(|button| button.action.data()).expect("a button").to_owned();
        let people = app.database.count("users").await;

        for (person, status) in [(77, "new"), (ADMIN, "done"), (ADMIN, "done")] {
            app.telegram.queue_update(person, press_in_group(person, notice.message_id, &data));
            app.settled().await;
            app.delivered().await;
            assert_eq!(stored(&app).await.concat()[4], status, "{person}");
            let done = app.last(GROUP).text.contains("Готово: Person");
            assert_eq!(done, status == "done");
            let known = "SELECT count(*) FROM users WHERE id = 77";
            assert_eq!(app.database.value(known).await, "0", "a stranger is not even noted");
        }
        assert_eq!(app.database.count("users").await, people + 1);
        assert!(app.last(GROUP).button("Ответить").is_some(), "the way to answer stays");
        assert!(app.texts(ADMIN).is_empty());
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn a_group_that_lets_the_bot_in_late_gets_what_was_kept_for_it(backend) {
        let group = GROUP.to_string();
        let app = TestApp::start_with(backend, &[("LEADS_CHAT_ID", group.as_str())]).await;
        for comment in ["утром", "вечером"] {
            fills_in(&app, "Анна", comment).await;
            app.presses(ANNA, "Отправить").await;
        }
        app.until_stored("SELECT count(*) FROM outbox WHERE held_at IS NOT NULL", "2").await;
        app.telegram.add_group(GROUP, "Leads");
        for (chat, status) in [(GROUP, "left"), (GROUP - 1, "administrator"), (GROUP, "administrator")] {
            assert!(notices(&app, GROUP).is_empty(), "not yet");
            let change = json!({
                "chat": { "id": chat, "type": "supergroup", "title": "Leads" }, "date": 1_800_000_000,
                "from": { "id": 77, "first_name": "Manager" }, "new_chat_member": { "status": status },
            });
            app.telegram.queue_update(chat, json!({ "my_chat_member": change }));
            app.settled().await;
        }
        app.delivered().await;
        let told = notices(&app, GROUP);
        assert!(told.len() == 2 && told[0].text.contains("утром") && told[1].text.contains("вечером"), "{told:#?}");
        assert_eq!(app.database.value("SELECT count(*) FROM users WHERE id = 77").await, "0");
        app.stop().await;
    }
}

fn press_in_group(person: i64, message_id: i64, data: &str) -> Value {
    let mut update = press(0, person, data);
    let fields = update.as_object_mut().expect("an object");
    fields.remove("update_id");
    update["callback_query"]["message"] = json!({
        "message_id": message_id, "date": 1_800_000_000,
        "chat": { "id": GROUP, "type": "supergroup", "title": "Leads" },
    });
    update
}
