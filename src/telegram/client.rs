//! A thin client for the Bot API. The token is part of every address, so no address ever reaches an error,
//! a log or `Debug`.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use reqwest::{
    Client, Response, StatusCode, Url,
    header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER},
    multipart::{Form, Part},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};

use super::api_error::{ApiError, Parameters, Refusal};
use crate::outgoing;

/// How long an ordinary call may take. After that nobody knows whether Telegram took the message, so it is long.
const CALL_TIMEOUT: Duration = Duration::from_secs(30);
/// How long an upload may take.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(60);
/// The Bot API's answers are small; anything larger is a page of something else.
const LARGEST_ANSWER: u64 = 4 * 1024 * 1024;

/// Told after each call: the method, how it ended, how long it took.
pub type Observer = Arc<dyn Fn(&str, &'static str, Duration) + Send + Sync>;

/// A file to send, from memory.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The parameter that holds it, such as `document`.
    pub field: &'static str,
    /// What the person sees as its name.
    pub file_name: String,
    /// Its media type, such as `application/pdf`.
    pub media_type: &'static str,
    /// The content.
    pub bytes: bytes::Bytes,
}

/// The Bot API of one bot.
#[derive(Clone)]
pub struct BotApi {
    http: Client,
    /// Holds the token. Parsed once and not for each call.
    base: Url,
    observer: Observer,
}

impl std::fmt::Debug for BotApi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BotApi(redacted)")
    }
}

#[derive(Deserialize)]
struct Answer<'a> {
    ok: bool,
    #[serde(borrow, default)]
    result: Option<&'a RawValue>,
    #[serde(default)]
    error_code: Option<u16>,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: Option<Parameters>,
}

impl BotApi {
    /// A client for the bot with this token, at this address (without a slash at its end).
    ///
    /// # Errors
    /// The proxy's address is wrong, or the Bot API's.
    pub fn new(
        api_url: &str,
        token: &str,
        proxy_url: Option<&str>,
        observer: Observer,
    ) -> Result<Self, String> {
        let http = outgoing::client(api_url, proxy_url, CALL_TIMEOUT)?;
        let base = format!("{}/bot{token}/", api_url.trim_end_matches('/'));
        let base = Url::parse(&base).map_err(|error| error.to_string())?;
        Ok(Self {
            http,
            base,
            observer,
        })
    }

    /// Makes a call and reads its result.
    ///
    /// # Errors
    /// What Telegram refused, by what to do next; [`ApiError::Unavailable`] when the result has another form.
    pub async fn call<T: DeserializeOwned>(
        &self,
        method: &str,
        params: &Value,
    ) -> Result<T, ApiError> {
        let body = self
            .observed(method, self.post(method, params.to_string()))
            .await?;
        let answer: Answer<'_> = serde_json::from_slice(&body).map_err(|_| not_json())?;
        let result = answer.result.map_or("null", RawValue::get);
        serde_json::from_str(result)
            .map_err(|_| ApiError::Unavailable("a result of an unknown form".into()))
    }

    /// Makes a call whose result does not matter. `payload` is the parameters as JSON.
    ///
    /// # Errors
    /// What Telegram refused, by what to do next.
    pub async fn send(&self, method: &str, payload: String) -> Result<(), ApiError> {
        self.observed(method, self.post(method, payload))
            .await
            .map(|_| ())
    }

    /// Makes a call with files. `params` is an object; its values that are not texts are sent as JSON.
    ///
    /// # Errors
    /// What Telegram refused, by what to do next.
    pub async fn upload(
        &self,
        method: &str,
        params: &Value,
        files: Vec<Upload>,
    ) -> Result<(), ApiError> {
        let mut form = Form::new();
        for (name, value) in params.as_object().into_iter().flatten() {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            form = form.text(name.clone(), text);
        }
        for file in files {
            let part = Part::stream_with_length(file.bytes.clone(), file.bytes.len() as u64)
                .file_name(file.file_name)
                .mime_str(file.media_type)
                .map_err(|error| ApiError::Unavailable(error.without_url().to_string()))?;
            form = form.part(file.field, part);
        }
        let request = self
            .http
            .post(self.address(method)?)
            .timeout(UPLOAD_TIMEOUT)
            .multipart(form);
        self.observed(method, read(request.send()))
            .await
            .map(|_| ())
    }

    async fn post(&self, method: &str, payload: String) -> Result<bytes::Bytes, ApiError> {
        let json = HeaderValue::from_static("application/json");
        let request = self
            .http
            .post(self.address(method)?)
            .header(CONTENT_TYPE, json)
            .body(payload);
        read(request.send()).await
    }

    async fn observed(
        &self,
        method: &str,
        call: impl Future<Output = Result<bytes::Bytes, ApiError>>,
    ) -> Result<bytes::Bytes, ApiError> {
        let begun = Instant::now();
        let ended = call.await;
        let outcome = ended.as_ref().map_or_else(ApiError::outcome, |_| "ok");
        (self.observer)(method, outcome, begun.elapsed());
        ended
    }

    fn address(&self, method: &str) -> Result<Url, ApiError> {
        let address = self.base.join(method);
        address.map_err(|error| ApiError::Unavailable(error.to_string()))
    }
}

/// Waits for the answer and sorts it. The body comes back only when Telegram said yes.
async fn read(
    sending: impl Future<Output = reqwest::Result<Response>>,
) -> Result<bytes::Bytes, ApiError> {
    let lost = |error: reqwest::Error| ApiError::Unavailable(outgoing::describe(error));
    let response = sending.await.map_err(lost)?;
    let status = response.status();
    let retry_after = retry_after(&response);
    if response
        .content_length()
        .is_some_and(|length| length > LARGEST_ANSWER)
    {
        return Err(not_json());
    }
    let body = response.bytes().await.map_err(lost)?;
    match serde_json::from_slice::<Answer<'_>>(&body) {
        Ok(answer) if answer.ok => Ok(body),
        Ok(answer) => Err(Refusal {
            error_code: answer.error_code.unwrap_or_else(|| status.as_u16()),
            description: answer.description,
            parameters: answer.parameters.unwrap_or_default(),
        }
        .classify()),
        // A page of a gateway in between: nothing of Telegram's to go by but the status.
        Err(_) if status == StatusCode::TOO_MANY_REQUESTS => Err(ApiError::RetryAfter(
            retry_after.unwrap_or(Duration::from_secs(1)),
        )),
        Err(_) => Err(ApiError::Unavailable(format!(
            "status {} without JSON",
            status.as_u16()
        ))),
    }
}

fn retry_after(response: &Response) -> Option<Duration> {
    let header = response.headers().get(RETRY_AFTER)?;
    header.to_str().ok()?.parse().ok().map(Duration::from_secs)
}

fn not_json() -> ApiError {
    ApiError::Unavailable("an answer that is not the Bot API's".into())
}

#[cfg(test)]
mod tests;
