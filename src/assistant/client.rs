//! An OpenAI-compatible API: one question, one answer. The key is in the `Authorization` header and nowhere else.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use reqwest::{
    Client, Response, StatusCode,
    header::{AUTHORIZATION, HeaderValue, RETRY_AFTER},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::outgoing;

/// An answer is some thousand characters; anything larger is a page of something else.
const LARGEST_ANSWER: usize = 512 * 1024;
/// A wait that is asked for and longer than this is no reason to try again at once.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Where the API is, and how patient we are with it.
#[derive(Clone)]
pub struct Settings {
    /// Without a slash at its end; `/chat/completions` follows.
    pub base: String,
    /// Proves us.
    pub key: String,
    /// Which model answers.
    pub model: String,
    /// The way there, if not straight.
    pub proxy_url: Option<String>,
    /// How long one call may take.
    pub time_limit: Duration,
    /// How long to wait before the second try.
    pub pause: Duration,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Settings({}, the rest redacted)", self.model)
    }
}

/// Why there is no answer. Nothing of what was sent or received is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It took too long.
    #[error("timed out")]
    Timeout,
    /// Too many questions at once.
    #[error("status 429")]
    Limited(Option<Duration>),
    /// The key is wrong.
    #[error("status {0}: check OPENAI_API_KEY")]
    Unauthorized(u16),
    /// The question, the model or the account is refused.
    #[error("status {0} ({1}): check OPENAI_BASE, OPENAI_MODEL and the account")]
    Refused(u16, String),
    /// The API does not work at the moment.
    #[error("{0}")]
    Unavailable(String),
    /// What came is no answer.
    #[error("{0}")]
    Unreadable(&'static str),
}

impl Failure {
    /// A bounded word for metrics and the database.
    #[must_use]
    pub fn outcome(&self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::Limited(_) => "limited",
            Self::Unauthorized(_) => "unauthorized",
            Self::Refused(..) => "refused",
            Self::Unavailable(_) => "unavailable",
            Self::Unreadable(_) => "unreadable",
        }
    }

    /// How long to wait before a second try; `None` when it would end the same.
    fn wait(&self, pause: Duration) -> Option<Duration> {
        match self {
            Self::Timeout | Self::Unavailable(_) | Self::Unreadable(_) | Self::Limited(None) => {
                Some(pause)
            }
            Self::Limited(Some(wait)) => Some(*wait).filter(|wait| *wait <= LONGEST_WAIT),
            Self::Unauthorized(_) | Self::Refused(..) => None,
        }
    }
}

/// The API of one account.
pub struct OpenAi {
    http: Client,
    url: String,
    key: HeaderValue,
    model: String,
    pause: Duration,
    /// Newer models know the length of an answer by another name; learnt from the first refusal.
    completion_tokens: AtomicBool,
}

impl std::fmt::Debug for OpenAi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OpenAi(redacted)")
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// What the assistant is told beforehand.
    pub instructions: &'a str,
    /// The person's words.
    pub question: &'a str,
    /// How long the answer may be.
    pub max_tokens: u32,
}

#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    message: Said,
    #[serde(default)]
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    content: Option<String>,
}

impl OpenAi {
    /// A client with these settings.
    ///
    /// # Errors
    /// The key or the proxy's address cannot be used.
    pub fn new(settings: Settings) -> Result<Self, String> {
        let mut key = HeaderValue::try_from(format!("Bearer {}", settings.key))
            .map_err(|_| "OPENAI_API_KEY has characters that no key has; copy it again")?;
        key.set_sensitive(true);
        let http = outgoing::client(
            &settings.base,
            settings.proxy_url.as_deref(),
            settings.time_limit,
        )?;
        Ok(Self {
            http,
            url: format!("{}/chat/completions", settings.base),
            key,
            model: settings.model,
            pause: settings.pause,
            completion_tokens: AtomicBool::new(false),
        })
    }

    /// Asks, and once more when that may help.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn ask(&self, request: Request<'_>) -> Result<String, Failure> {
        let failure = match self.once(request).await {
            Ok(answer) => return Ok(answer),
            Err(failure) => failure,
        };
        let Some(wait) = failure.wait(self.pause) else {
            return Err(failure);
        };
        tracing::debug!(%failure, "the assistant is asked a second time");
        tokio::time::sleep(wait).await;
        self.once(request).await
    }

    async fn once(&self, request: Request<'_>) -> Result<String, Failure> {
        let newer = self.completion_tokens.load(Ordering::Relaxed);
        match self.call(request, newer).await {
            Err(Refusal::OtherName) if !newer => {
                self.completion_tokens.store(true, Ordering::Relaxed);
                self.call(request, true).await
            }
            ended => ended,
        }
        .map_err(Refusal::into_failure)
    }

    async fn call(&self, request: Request<'_>, newer: bool) -> Result<String, Refusal> {
        let sending = self
            .http
            .post(&self.url)
            .header(AUTHORIZATION, self.key.clone())
            .json(&body(&self.model, request, newer))
            .send();
        let response = sending.await.map_err(lost)?;
        let (status, wait) = (response.status(), retry_after(&response));
        let body = read(response).await?;
        if !status.is_success() {
            return Err(refusal(status, wait, &body));
        }
        answer(&body).map_err(Refusal::Failure)
    }
}

fn body(model: &str, request: Request<'_>, newer: bool) -> Value {
    let length = if newer {
        "max_completion_tokens"
    } else {
        "max_tokens"
    };
    json!({
        "model": model,
        "messages": [
            { "role": "system", "content": request.instructions },
            { "role": "user", "content": request.question },
        ],
        length: request.max_tokens,
    })
}

enum Refusal {
    /// The length of an answer has another name there.
    OtherName,
    Failure(Failure),
}

impl Refusal {
    fn into_failure(self) -> Failure {
        match self {
            Self::OtherName => Failure::Refused(400, "max_tokens".into()),
            Self::Failure(failure) => failure,
        }
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

fn lost(error: reqwest::Error) -> Failure {
    if error.is_timeout() {
        Failure::Timeout
    } else {
        Failure::Unavailable(outgoing::describe(error))
    }
}

/// The body, as far as it may be long.
async fn read(mut response: Response) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(lost)? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(Failure::Unreadable("an answer far too long"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn refusal(status: StatusCode, wait: Option<Duration>, body: &[u8]) -> Refusal {
    #[derive(Default, Deserialize)]
    struct Body {
        #[serde(default)]
        error: Value,
    }
    let Body { error } = serde_json::from_slice(body).unwrap_or_default();
    let code = status.as_u16();
    let said = |name: &str| error.get(name).and_then(Value::as_str);
    if code == 400 && said("param") == Some("max_tokens") {
        return Refusal::OtherName;
    }
    // A word such as `model_not_found` helps; a sentence might quote something.
    let word = [said("code"), said("type")]
        .into_iter()
        .flatten()
        .find(|word| word.len() <= 40 && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
        .unwrap_or("no reason");
    Refusal::Failure(match code {
        401 | 403 => Failure::Unauthorized(code),
        429 if word == "insufficient_quota" => Failure::Refused(code, word.to_owned()),
        429 => Failure::Limited(wait),
        400..=499 if code != 408 => Failure::Refused(code, word.to_owned()),
        _ => Failure::Unavailable(format!("status {code}")),
    })
}

/// The words of the answer; those that were cut short end with a sign of it.
fn answer(body: &[u8]) -> Result<String, Failure> {
    let completion: Completion = serde_json::from_slice(body)
        .map_err(|_| Failure::Unreadable("an answer of another form"))?;
    let choice = completion.choices.into_iter().next();
    let choice = choice.ok_or(Failure::Unreadable("an answer without a choice"))?;
    let mut words = choice.message.content.unwrap_or_default();
    if words.trim().is_empty() {
        return Err(Failure::Unreadable("an empty answer"));
    }
    if choice.finish_reason.as_deref() == Some("length") {
        words.push('…');
    }
    Ok(words)
}

fn retry_after(response: &Response) -> Option<Duration> {
    let header = response.headers().get(RETRY_AFTER)?;
    header.to_str().ok()?.parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests;
