//! People who take the energy quiz again and again, each at their own pace, until they are told that it is enough.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::Duration,
};

use five_keys_bot::playground::{Call, Playground, ShownMessage};

/// What one step may take, with whatever is restarted meanwhile.
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Crowd {
    pub telegram: Playground,
    pub enough: AtomicBool,
    /// Quizzes that were gone through.
    pub journeys: AtomicUsize,
    /// Answers that were given.
    pub answers: AtomicUsize,
}

impl Crowd {
    pub fn of(telegram: &Playground) -> Self {
        Self {
            telegram: telegram.clone(),
            enough: AtomicBool::default(),
            journeys: AtomicUsize::default(),
            answers: AtomicUsize::default(),
        }
    }

    /// Waits until the bot has written such a message, or made one of an old one; the newest.
    async fn sees(
        &self,
        person: i64,
        what: &str,
        is: impl Fn(&ShownMessage) -> bool,
    ) -> ShownMessage {
        let seen = tokio::time::timeout(PATIENCE, async {
            loop {
                let chat = self.telegram.chat(person).into_iter().rev();
                match chat.filter(|message| message.from_bot).find(&is) {
                    Some(message) => return message,
                    None => tokio::time::sleep(Duration::from_millis(10)).await,
                }
            }
        });
        seen.await.unwrap_or_else(|_| {
            let chat = self.telegram.chat(person).into_iter();
            let chat: Vec<String> = chat.map(|one| one.text).collect();
            let last = &chat[chat.len().saturating_sub(5)..];
            panic!("{person} waits for {what}: {last:#?}")
        })
    }

    /// One person's evening; how often they went through the quiz.
    pub async fn person(&self, person: i64) -> usize {
        self.telegram.send_text(person, "/start");
        let asked = |message: &ShownMessage| message.button("Нет, спасибо").is_some();
        self.sees(person, "the question about reminders", asked)
            .await;
        let mut journeys = 0;
        while journeys == 0 || !self.enough.load(Ordering::Relaxed) {
            let before = self
                .telegram
                .chat(person)
                .last()
                .map_or(0, |message| message.message_id);
            self.telegram.send_text(person, "/menu");
            let menu = |message: &ShownMessage| {
                message.message_id > before && message.button("Энергия").is_some()
            };
            let menu = self.sees(person, "the menu", menu).await;
            // From now on in this message, though another menu may come, of a process that died before it was sure.
            let mine = menu.message_id;
            self.press(person, &menu, "Энергия");
            let intro = |message: &ShownMessage| {
                message.message_id == mine && message.button("Начать").is_some()
            };
            let intro = self.sees(person, "the introduction", intro).await;
            self.press(person, &intro, "Начать");
            for number in 1..=5 {
                let title = format!("Вопрос {number} из 5");
                let question = |message: &ShownMessage| {
                    message.message_id == mine && message.text.contains(&title)
                };
                let question = self.sees(person, &title, question).await;
                let first = question.keyboard.first().and_then(|row| row.first());
                let words = first.expect("an answer").text.clone();
                self.press(person, &question, &words);
                self.answers.fetch_add(1, Ordering::Relaxed);
            }
            let result = |message: &ShownMessage| {
                message.message_id == mine && message.button("Пройти ещё раз").is_some()
            };
            self.sees(person, "the result", result).await;
            journeys += 1;
            self.journeys.fetch_add(1, Ordering::Relaxed);
        }
        journeys
    }

    fn press(&self, person: i64, message: &ShownMessage, words: &str) {
        let button = message.button(words).expect("the button");
        let data = button.action.data().expect("it can be pressed");
        self.telegram.press(person, message.message_id, data);
    }

    pub fn answers_so_far(&self) -> usize {
        self.answers.load(Ordering::Relaxed)
    }

    /// Waits until so many more answers were given.
    pub async fn moves_on(&self, by: usize) {
        let aim = self.answers.load(Ordering::Relaxed) + by;
        let moved = tokio::time::timeout(PATIENCE, async {
            while self.answers.load(Ordering::Relaxed) < aim {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        });
        assert!(moved.await.is_ok(), "nobody gets an answer any more");
    }

    /// The numbers of the questions that Telegram was asked to show a person, in order.
    pub fn questions(&self, person: i64) -> Vec<u8> {
        let mine = |call: &Call| call.chat_id == Some(person) && !call.refused;
        let calls = self.telegram.calls().into_iter().filter(mine);
        let number = |call: Call| {
            let text = call.params["text"].as_str()?.to_owned();
            let after = text.split_once("Вопрос ")?.1;
            after.split_once(" из 5")?.0.parse().ok()
        };
        calls.filter_map(number).collect()
    }
}
