//! A conversation is saved, and played again against a bot that answers as before, or not.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::bot::{Bot, call, settled, with_bot};
use crate::playground::{Conversation, Playground, Replayed, Seen, SeenAs, Step};

/// The bot greets, changes its greeting after the press, and says "Saved" over the chat.
fn prepare(bot: &Bot, greeting: &str, data: &str) {
    let rows =
        |words: &str| json!({ "inline_keyboard": [[{ "text": words, "callback_data": data }]] });
    let greets = json!({ "method": "sendMessage", "chat_id": 1001, "text": greeting, "reply_markup": rows("Go") });
    let changes = json!({
        "method": "editMessageText", "chat_id": 1001, "message_id": 2, "text": "Second", "reply_markup": rows("Again"),
    });
    for answer in [greets, changes, json!({})] {
        bot.answer(200, None, &answer.to_string());
    }
}

async fn recorded() -> Conversation {
    let (playground, bot) = with_bot().await;
    prepare(&bot, "Hello, it is Monday", "go:1");
    playground.add_person(1001, "Анна", Some("ru"));
    playground.send_text(1001, "/start");
    settled(&playground).await;
    playground.press_button(1001, "Go").unwrap();
    settled(&playground).await;
    playground.share_contact(1001, "+79990000001");
    settled(&playground).await;
    playground.conversation(&[1001])
}

async fn replay(conversation: &Conversation, greeting: &str) -> Replayed {
    let (playground, bot) = with_bot().await;
    // Other data than when it was saved: the words on a button are what counts.
    prepare(&bot, greeting, "go:2");
    playground.replay(conversation, |_| {}).await
}

#[tokio::test]
async fn a_saved_conversation_plays_again_from_its_file() {
    let saved = recorded().await;
    let acts: Vec<_> = saved.step.iter().map(Step::act).collect();
    let expected = ["says \"/start\"", "presses \"Go\"", "shares +79990000001"];
    assert_eq!(acts, expected);
    assert_eq!(saved.step[1].sees[0].how, Some(SeenAs::Edited));
    assert_eq!(saved.step[1].sees[0].buttons, ["[Again]"]);
    let file = saved.to_file().unwrap();
    let read = Conversation::parse(&file).unwrap();
    assert_eq!(read, saved, "{file}");
    let replayed = replay(&read, "Hello, it is Monday").await;
    assert_eq!(replayed, Replayed::Same { steps: 3 });
}

#[tokio::test]
async fn the_first_difference_is_told_with_its_step() {
    let saved = recorded().await;
    let Replayed::Different {
        step,
        act,
        difference,
    } = replay(&saved, "Hello, it is Tuesday").await
    else {
        panic!("the difference was not seen");
    };
    assert_eq!((step, act.as_str()), (1, "Анна says \"/start\""));
    assert!(
        difference.contains("-    Hello, it is Monday"),
        "{difference}"
    );
    assert!(
        difference.contains("+    Hello, it is Tuesday"),
        "{difference}"
    );
}

#[tokio::test]
async fn what_differs_each_time_can_be_left_open() {
    let mut saved = recorded().await;
    saved.step[0].sees[0].text = "Hello, it is {any}".to_owned();
    let replayed = replay(&saved, "Hello, it is Tuesday").await;
    assert_eq!(replayed, Replayed::Same { steps: 3 });
}

#[tokio::test]
async fn a_button_that_is_gone_is_told_with_those_that_are_there() {
    let mut saved = recorded().await;
    saved.step[1].presses = Some("Elsewhere".to_owned());
    let Replayed::Different {
        step, difference, ..
    } = replay(&saved, "Hello, it is Monday").await
    else {
        panic!("the difference was not seen");
    };
    assert_eq!(step, 2);
    assert!(difference.contains("\"Go\""), "{difference}");
}

#[tokio::test]
async fn a_press_on_an_older_message_names_that_message() {
    let (playground, _bot) = with_bot().await;
    playground.send_text(1001, "/start");
    for _ in 0..2 {
        let keyboard = json!({ "inline_keyboard": [[{ "text": "Go", "callback_data": "go" }]] });
        let message = json!({ "chat_id": 1001, "text": "menu", "reply_markup": keyboard });
        call(&playground, "sendMessage", message).await;
    }
    playground.press(1001, 2, "go");
    playground.press(1001, 3, "go");
    let steps = playground.conversation(&[1001]).step;
    let on: Vec<_> = steps.iter().map(|step| step.on_message).collect();
    assert_eq!(on, [None, Some(1), None], "{steps:#?}");
}

#[tokio::test]
async fn a_notice_to_another_person_is_a_step_of_their_own() {
    let (playground, _bot) = with_bot().await;
    playground.send_text(9, "/start");
    playground.send_text(1001, "help!");
    call(
        &playground,
        "sendMessage",
        json!({ "chat_id": 9, "text": "a lead" }),
    )
    .await;
    let steps = playground.conversation(&[1001, 9]).step;
    let told: Vec<_> = steps.iter().map(|step| (step.who, step.act())).collect();
    assert_eq!(
        told,
        [
            (Some(9), "says \"/start\"".to_owned()),
            (None, "says \"help!\"".to_owned()),
            (Some(9), "looks".to_owned()),
        ]
    );
    let notice = Seen {
        text: "a lead".to_owned(),
        ..Seen::default()
    };
    assert_eq!(steps[2].sees, [notice]);
}

#[tokio::test]
async fn a_long_pause_is_kept_and_the_clocks_jump_over_it() {
    let (playground, _bot) = with_bot().await;
    playground.send_text(1001, "/start");
    playground.pass_time(std::time::Duration::from_secs(86_400));
    playground.send_text(1001, "/menu");
    let saved = playground.conversation(&[1001]);
    assert_eq!(saved.step[0].at, None);
    let at = saved.step[1].at.unwrap();
    assert!(at.as_second() - saved.began.as_second() >= 86_400);

    let (playground, _bot) = with_bot().await;
    let told = std::sync::Mutex::new(Vec::<Timestamp>::new());
    let replayed = playground
        .replay(&saved, |moment| told.lock().unwrap().push(moment))
        .await;
    assert_eq!(replayed, Replayed::Same { steps: 2 });
    assert_eq!(*told.lock().unwrap(), [at]);
    let messages = playground.chat(1001);
    assert!(messages[1].date - messages[0].date >= 86_000);
}

#[tokio::test]
async fn another_minute_is_kept_because_texts_show_it() {
    let (playground, _bot) = with_bot().await;
    playground.send_text(1001, "/start");
    playground.pass_time(std::time::Duration::from_secs(60));
    playground.send_text(1001, "/menu");
    let steps = playground.conversation(&[1001]).step;
    assert!(steps[0].at.is_none() && steps[1].at.is_some(), "{steps:#?}");
}

#[test]
fn a_file_that_makes_no_sense_is_refused_with_a_sentence() {
    let head = "format = 1\nbegan = \"2026-11-24T12:00:00Z\"\n";
    let anna = "[[person]]\nid = 1001\nfirst_name = \"Anna\"\n";
    for (file, words) in [
        (
            "format = 2\nbegan = \"2026-11-24T12:00:00Z\"\nperson = []\n".to_owned(),
            "format",
        ),
        (format!("{head}person = []\n"), "nobody"),
        (
            format!("{head}{anna}[[step]]\nsays = \"a\"\npresses = \"b\"\n"),
            "step 1",
        ),
        (
            format!("{head}{anna}[[step]]\nwho = 7\nsays = \"a\"\n"),
            "7 does not take part",
        ),
        (format!("{head}{anna}[[step]]\nsay = \"a\"\n"), "say"),
        ("Hello".to_owned(), "line 1"),
    ] {
        let error = Conversation::parse(&file).unwrap_err();
        assert!(error.contains(words), "{file}\n{error}");
    }
}

#[tokio::test]
async fn the_page_gives_the_file_and_names_who_is_unknown() {
    let (playground, _bot) = with_bot().await;
    playground.send_text(1001, "/start");
    let get = async |playground: &Playground, query: &str| {
        let url = format!("{}/playground/conversation?{query}", playground.api_url());
        playground.tribute_client().get(url).send().await.unwrap()
    };
    let file = get(&playground, "user=1001").await.text().await.unwrap();
    assert_eq!(Conversation::parse(&file).unwrap().person[0].id, 1001);
    let answer = get(&playground, "user=1001&also=5").await;
    assert_eq!(answer.status(), 404);
    let error: Value = answer.json().await.unwrap();
    assert!(error["error"].as_str().unwrap().contains("no person 5"));
}

#[tokio::test]
async fn no_clock_goes_back() {
    let (playground, _bot) = with_bot().await;
    let mut saved = playground.conversation(&[]);
    saved.person.push(crate::playground::Participant {
        id: 1001,
        first_name: "Анна".to_owned(),
        language: None,
    });
    let now = Timestamp::now();
    let day = jiff::SignedDuration::from_hours(24);
    for at in [now - day, now + day] {
        saved.step.push(Step {
            at: Some(at),
            ..Step::default()
        });
    }
    let told = std::sync::Mutex::new(Vec::new());
    playground
        .replay(&saved, |at| told.lock().unwrap().push(at))
        .await;
    assert_eq!(*told.lock().unwrap(), [now + day]);
}

#[tokio::test]
async fn what_somebody_got_after_their_last_step_is_a_difference() {
    let mut saved = recorded().await;
    saved.person.push(crate::playground::Participant {
        id: 1002,
        first_name: "Owner".to_owned(),
        language: None,
    });
    let (playground, bot) = with_bot().await;
    playground.send_text(1002, "/start");
    settled(&playground).await;
    let notice = json!({ "chat_id": 1002, "text": "Nobody expects this" });
    call(&playground, "sendMessage", notice).await;
    prepare(&bot, "Hello, it is Monday", "go:2");
    let replayed = playground.replay(&saved, |_| {}).await;
    let Replayed::Different { difference, .. } = replayed else {
        panic!("the notice was not seen");
    };
    assert!(
        difference.contains("+    Nobody expects this"),
        "{difference}"
    );
}

#[tokio::test]
async fn accepting_takes_over_what_was_seen_and_gives_others_their_news() {
    let mut saved = recorded().await;
    saved.person.push(crate::playground::Participant {
        id: 1002,
        first_name: "Owner".to_owned(),
        language: None,
    });
    // Somebody's news of another time, which is gone.
    saved.step.insert(
        1,
        Step {
            who: Some(1002),
            sees: vec![Seen::default()],
            ..Step::default()
        },
    );
    let (playground, bot) = with_bot().await;
    playground.send_text(1002, "/start");
    settled(&playground).await;
    prepare(&bot, "Hello, it is Tuesday", "go:2");
    let is_told = std::sync::atomic::AtomicBool::new(false);
    let is_silent = async || {
        // The last thing the program has to say concerns another person.
        let chat = playground.chat(1001);
        let has_shared = chat.iter().filter(|one| !one.from_bot).count() == 2;
        if has_shared && !is_told.swap(true, std::sync::atomic::Ordering::Relaxed) {
            let notice = json!({ "chat_id": 1002, "text": "News" });
            call(&playground, "sendMessage", notice).await;
        }
        true
    };
    let accepted = playground.accept(&saved, |_| {}, is_silent).await.unwrap();
    let steps = &accepted.conversation.step;
    let acts: Vec<_> = steps.iter().map(|step| (step.who, step.act())).collect();
    let expected = [
        (None, "says \"/start\"".to_owned()),
        (None, "presses \"Go\"".to_owned()),
        (None, "shares +79990000001".to_owned()),
        (Some(1002), "looks".to_owned()),
    ];
    assert_eq!(acts, expected);
    assert_eq!(steps[0].sees[0].text, "Hello, it is Tuesday");
    assert_eq!(steps[3].sees[0].text, "News");
}

#[tokio::test]
async fn a_friend_follows_the_newest_link_of_the_bot() {
    let (playground, _bot) = with_bot().await;
    let mut saved = playground.conversation(&[]);
    saved.person.push(crate::playground::Participant {
        id: 1001,
        first_name: "Anna".to_owned(),
        language: None,
    });
    saved.step.push(Step {
        says: Some("/start {start}".to_owned()),
        ..Step::default()
    });
    let Replayed::Different { difference, .. } = playground.replay(&saved, |_| {}).await else {
        panic!("there is no link yet");
    };
    assert!(difference.contains("has shown none yet"), "{difference}");
    playground.send_text(1001, "/ref");
    for code in ["ref_old", "ref_new-1"] {
        let text = format!("Your link:\nhttps://t.me/bot?start={code}\nTap it.");
        let message = json!({ "chat_id": 1001, "text": text });
        call(&playground, "sendMessage", message).await;
    }
    saved.step[0].sees = playground.conversation(&[1001]).step.swap_remove(0).sees;
    let replayed = playground.replay(&saved, |_| {}).await;
    assert_eq!(replayed, Replayed::Same { steps: 1 });
    let said = playground.chat(1001).pop().unwrap();
    assert_eq!(said.text, "/start ref_new-1");
}
