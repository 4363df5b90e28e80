//! Answers the questions that people asked the assistant: claimed by lease, asked without a transaction, closed
//! together with the messages that bring the answer.
//!
//! A question is in the database before anybody hears of it, so a process may die at any point: its lease ends, and
//! another one asks again.

pub mod client;

use std::{convert::Infallible, sync::Arc, time::Duration};

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
};

use crate::{
    bot::{assistant as words, effects::Outgoing},
    clock,
    content::{Content, Edition, Locale},
    delivery::Deliverer,
    store::{Question, Store, StoreError},
    telegram::ChatId,
    telemetry::Metrics,
};
use client::{OpenAi, Request};

/// Questions under way at once.
const AT_ONCE: usize = 8;
/// The slow poll: a lost wake-up costs this much.
const POLL: Duration = Duration::from_secs(5);
/// A question that was taken so often and never closed ends here.
const MOST_ATTEMPTS: i32 = 3;
/// An answer that comes later than this is of no use.
const LATEST: SignedDuration = SignedDuration::from_hours(24);
/// How often "typing …" is shown; Telegram shows it for five seconds.
const TYPING: Duration = Duration::from_millis(4_500);

/// The worker, and what others may ask of it.
#[derive(Debug)]
pub struct Assistant {
    store: Store,
    deliverer: Arc<Deliverer>,
    edition: watch::Receiver<Edition>,
    metrics: Arc<Metrics>,
    /// `None` without a key.
    api: Option<OpenAi>,
    /// How long a question belongs to the process that took it: longer than two calls.
    lease: SignedDuration,
    wake: Notify,
    stopping: watch::Sender<bool>,
}

impl Assistant {
    /// Puts the parts together. `lease` is how long a question may take, with all tries.
    #[must_use]
    pub fn new(
        store: Store,
        deliverer: Arc<Deliverer>,
        edition: watch::Receiver<Edition>,
        metrics: Arc<Metrics>,
        api: Option<OpenAi>,
        lease: SignedDuration,
    ) -> Self {
        Self {
            store,
            deliverer,
            edition,
            metrics,
            api,
            lease,
            wake: Notify::new(),
            stopping: watch::Sender::new(false),
        }
    }

    /// Whether there is somebody to ask.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.api.is_some()
    }

    /// A question was committed.
    pub fn asked(&self) {
        self.metrics.assistant("asked");
        self.wake.notify_one();
    }

    /// No more questions: those under way are given back.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Answers what is open now, once, and waits for it; says how many that were.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sweep(&self) -> Result<usize, StoreError> {
        let questions = self.take(AT_ONCE).await?;
        join_all(questions.iter().map(|question| self.settle(question))).await;
        Ok(questions.len())
    }

    async fn take(&self, at_most: usize) -> Result<Vec<Question>, StoreError> {
        if at_most == 0 {
            return Ok(Vec::new());
        }
        let now = clock::now();
        let until = now.saturating_add(self.lease).unwrap_or(now);
        let limit = i64::try_from(at_most).unwrap_or(1);
        self.store.claim_questions(limit, now, until).await
    }

    /// Answers one question and closes it. What cannot be stored is taken again when the lease ends.
    async fn settle(&self, question: &Question) {
        let content = Arc::clone(&self.edition.borrow().content);
        let locale = Locale::parse(&question.locale).unwrap_or(Locale::Ru);
        let written = tokio::select! {
            written = self.write(question, &content, locale) => Some(written),
            () = self.stopped() => None,
        };
        let Some(written) = written else {
            self.saved(self.store.give_back_question(question.id).await);
            return;
        };
        let (outcome, messages) = match written {
            Ok(messages) => ("answered", messages),
            Err(outcome) => {
                let chat = question.user.private_chat();
                (outcome, vec![words::apology(&content, locale, chat)])
            }
        };
        let closed = self
            .store
            .close_question(question, outcome, &messages, clock::now())
            .await;
        if self.saved(closed) == Some(true) {
            self.metrics.assistant(outcome);
            self.deliverer.wake.notify_one();
        }
    }

    /// Waits until told to stop.
    async fn stopped(&self) {
        let mut stopping = self.stopping.subscribe();
        let _ = stopping.wait_for(|stopping| *stopping).await;
    }

    /// The answer as messages, or a bounded word for why there is none.
    async fn write(
        &self,
        question: &Question,
        content: &Content,
        locale: Locale,
    ) -> Result<Vec<Outgoing>, &'static str> {
        let api = self.api.as_ref().ok_or("off")?;
        if question.attempts > MOST_ATTEMPTS || is_late(question.asked_at, clock::now()) {
            tracing::warn!(question = question.id, "a question is given up");
            return Err("given_up");
        }
        let chat = question.user.private_chat();
        let made = question.recommendation.as_ref();
        let request = Request {
            instructions: &words::instructions(content, locale, made),
            question: &question.question,
            max_tokens: content.assistant().max_answer_tokens,
        };
        let asked = tokio::select! {
            asked = api.ask(request) => asked,
            never = self.typing(chat) => match never {},
        };
        let answer = asked.map_err(|failure| {
            tracing::warn!(question = question.id, %failure, "the assistant did not answer");
            failure.outcome()
        })?;
        words::answer(content, locale, chat, &answer).ok_or("unreadable")
    }

    async fn typing(&self, chat: ChatId) -> Infallible {
        loop {
            self.deliverer.show_typing(chat).await;
            tokio::time::sleep(TYPING).await;
        }
    }

    fn saved<T>(&self, result: Result<T, StoreError>) -> Option<T> {
        result
            .inspect_err(|error| {
                self.metrics.store_failed();
                tracing::error!(%error, "what became of a question could not be stored");
            })
            .ok()
    }
}

/// Answers questions until told to stop; those under way are given back then.
pub async fn run(assistant: Arc<Assistant>) {
    let mut stopping = assistant.stopping.subscribe();
    let mut under_way = JoinSet::new();
    while !*stopping.borrow() {
        while under_way.try_join_next().is_some() {}
        let free = AT_ONCE.saturating_sub(under_way.len());
        let taken = assistant.take(free).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the questions to the assistant cannot be read");
            Vec::new()
        });
        for question in taken {
            let assistant = Arc::clone(&assistant);
            under_way.spawn(async move { assistant.settle(&question).await });
        }
        tokio::select! {
            () = assistant.wake.notified() => {}
            Some(_) = under_way.join_next() => {}
            // Without a key there is nothing to ask but what an earlier process left, which was just looked at.
            () = tokio::time::sleep(POLL), if assistant.is_connected() => {}
            _ = stopping.changed() => {}
        }
    }
    while under_way.join_next().await.is_some() {}
}

fn is_late(asked: Timestamp, now: Timestamp) -> bool {
    now.duration_since(asked) > LATEST
}
