//! One POST to the webhook.

use super::deliver::Job;

/// What came back.
pub(super) struct Answer {
    pub(super) status: reqwest::StatusCode,
    pub(super) retry_after: Option<u32>,
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

/// Posts the update; an error is what `getWebhookInfo` will say.
pub(super) async fn post(client: &reqwest::Client, job: &Job) -> Result<Answer, String> {
    let mut request = client
        .post(&job.url)
        .header("Accept-Encoding", "gzip, deflate")
        .timeout(job.timeout)
        .json(&job.pending.update);
    if let Some(secret) = &job.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    let answer = request.send().await.map_err(|error| reason(&error))?;
    let header = |name: &str| {
        let value = answer.headers().get(name);
        value
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    Ok(Answer {
        status: answer.status(),
        retry_after: header("retry-after").and_then(|seconds| seconds.trim().parse().ok()),
        content_type: header("content-type").unwrap_or_default(),
        body: answer
            .bytes()
            .await
            .map_err(|error| reason(&error))?
            .to_vec(),
    })
}

fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        "Read timeout expired".to_owned()
    } else if error.is_connect() {
        "Connection refused".to_owned()
    } else {
        "Webhook connection closed".to_owned()
    }
}
