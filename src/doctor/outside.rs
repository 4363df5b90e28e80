//! Telegram, the service's own address, and what it does with a delivery signed by Tribute's key.

use jiff::{Timestamp, fmt::rfc2822};
use reqwest::{
    RequestBuilder, Response, StatusCode,
    header::{CONTENT_TYPE, DATE},
};

use super::{
    Clients, Doctor,
    finding::{Check, Finding},
    rules,
};
use crate::{
    bot::doors::Trouble,
    clock,
    content::{Content, Locale, PlanDoor, TextKey},
    outgoing,
    telegram::{ChatId, api_error::ApiError, secret_token},
    tribute::signature,
};

/// What Tribute's dashboard sends for a test: nothing is stored of it.
const TEST_EVENT: &str = r#"{"test_event":"test_event"}"#;

impl Doctor {
    /// The time that Telegram's server gives; nothing when it does not answer, which is told elsewhere.
    pub(super) async fn clock(&self, clients: &Clients) -> Option<Finding> {
        let asked = clients
            .telegram
            .head(&self.config.telegram_api_url)
            .send()
            .await;
        let answer = asked.ok()?;
        let date = answer.headers().get(DATE)?.to_str().ok()?;
        let there: Timestamp = rfc2822::parse(date).ok()?.timestamp();
        Some(rules::clock(clock::now(), there))
    }

    /// Whether Telegram answers and knows the token.
    pub(super) async fn bot(&self) -> Finding {
        match self.api.get_me().await {
            Ok(me) => Finding::ok(Check::Telegram, TextKey::DoctorBot).with("name", me.username),
            Err(ApiError::Unauthorized | ApiError::Rejected { code: 404, .. }) => {
                Finding::failure(Check::Telegram, TextKey::DoctorToken)
            }
            Err(error) => {
                Finding::failure(Check::Telegram, TextKey::DoctorAway).with("text", error)
            }
        }
    }

    /// What Telegram knows of our address. Nothing when it does not answer.
    pub(super) async fn webhook(&self) -> Vec<Finding> {
        let Ok(info) = self.api.webhook_info().await else {
            return Vec::new();
        };
        let path = &self.config.telegram_webhook_path;
        let expected = self.config.public_url.as_ref();
        let expected = expected.map(|url| format!("{url}{path}"));
        rules::webhook(&info, expected.as_deref(), clock::now())
    }

    /// The bot's rights at each door, and whether it may write to the owners and to the chat for requests.
    pub(super) async fn rights(&self, content: &Content) -> Vec<Finding> {
        let mut found = Vec::new();
        for door in content.plan_doors() {
            found.push(self.door(door).await);
        }
        for admin in &self.config.admins {
            if self.api.chat(admin.private_chat()).await.is_err() {
                let asleep = Finding::warning(Check::Settings, TextKey::DoctorOwnerAsleep);
                found.push(asleep.with("number", admin));
            }
        }
        if let Some(chat) = self.config.leads_chat_id.filter(|chat| *chat < 0)
            && let Err(error) = self.api.chat(ChatId(chat)).await
        {
            let away = Finding::failure(Check::Doors, TextKey::DoctorLeadsChat);
            found.push(away.with("number", chat).with("text", error));
        }
        found
    }

    async fn door(&self, door: &PlanDoor) -> Finding {
        let seen = self.api.chat_member(ChatId(door.chat), self.token.bot_id());
        let trouble = match seen.await {
            Ok(bot) => Trouble::of(&bot),
            Err(error) => match Trouble::told_by(&error) {
                Some(trouble) => Some(trouble),
                None => return Finding::told(Check::Doors, error),
            },
        };
        let title = door.title.get(Locale::En);
        match trouble {
            None => Finding::ok(Check::Doors, TextKey::DoctorDoor),
            Some(trouble) => Finding::failure(Check::Doors, trouble.text()),
        }
        .with("door", title)
        .with(
            "number",
            match trouble {
                Some(Trouble::Moved(to)) => to,
                _ => ChatId(door.chat),
            },
        )
    }

    /// Where the service is asked: at its public address, else on this machine.
    fn base(&self) -> String {
        let own = || format!("http://127.0.0.1:{}", self.config.web_port);
        self.config.public_url.clone().unwrap_or_else(own)
    }

    /// Whether the service answers and, when asked for, has the secret of these settings.
    pub(super) async fn service(&self, clients: &Clients, with_secret: bool) -> Vec<Finding> {
        let base = self.base();
        let away = |text: String| {
            let away = Finding::failure(Check::Service, TextKey::DoctorServiceAway);
            vec![away.with("url", &base).with("text", text)]
        };
        match asked(clients.own.get(format!("{base}/ping"))).await {
            Err(error) => return away(error),
            Ok(answer) if !answer.status().is_success() => {
                return away(answer.status().to_string());
            }
            Ok(_) => {}
        }
        let well = Finding::ok(Check::Service, TextKey::DoctorService).with("url", &base);
        if !with_secret {
            return vec![well];
        }
        match self.presents_the_secret(clients, &base).await {
            Err(error) => away(error),
            Ok(StatusCode::UNAUTHORIZED) => {
                vec![Finding::failure(Check::Service, TextKey::DoctorSecret).with("url", &base)]
            }
            Ok(status) if status.is_server_error() => away(status.to_string()),
            Ok(_) => vec![well],
        }
    }

    /// Sends what is no update: with the right secret it is refused for what it is, with another one for that.
    async fn presents_the_secret(
        &self,
        clients: &Clients,
        base: &str,
    ) -> Result<StatusCode, String> {
        let url = format!("{base}{}", self.config.telegram_webhook_path);
        let secret = self.config.secret_token(&self.token);
        let request = clients
            .own
            .post(url)
            .header(secret_token::HEADER, secret.reveal());
        let request = request.header(CONTENT_TYPE, "application/json").body("{}");
        Ok(asked(request).await?.status())
    }

    /// Whether the service takes what is signed with the key of these settings.
    pub(super) async fn tribute(
        &self,
        clients: &Clients,
        service_answers: bool,
    ) -> Option<Finding> {
        let Some(key) = self.config.tribute_api_keys.current() else {
            return Some(Finding::warning(Check::Tribute, TextKey::DoctorTributeNone));
        };
        if !service_answers {
            return None;
        }
        let url = format!("{}{}", self.base(), self.config.tribute_webhook_path);
        let signed = signature::sign(key, TEST_EVENT.as_bytes());
        let request = clients.own.post(&url).header(signature::HEADER, signed);
        let request = request
            .header(CONTENT_TYPE, "application/json")
            .body(TEST_EVENT);
        let refused = match asked(request).await {
            Ok(answer) if answer.status() == 200 => {
                let taken = Finding::ok(Check::Tribute, TextKey::DoctorTribute);
                return Some(taken.with("url", url));
            }
            Ok(answer) => answer.status().to_string(),
            Err(error) => error,
        };
        let failure = Finding::failure(Check::Tribute, TextKey::DoctorTributeRefused);
        Some(failure.with("url", url).with("text", refused))
    }
}

/// Once more when the connection breaks, which happens without anything being wrong.
async fn asked(request: RequestBuilder) -> Result<Response, String> {
    let again = request.try_clone();
    match (request.send().await, again) {
        (Ok(answer), _) => Ok(answer),
        (Err(_), Some(again)) => again.send().await.map_err(outgoing::describe),
        (Err(error), None) => Err(outgoing::describe(error)),
    }
}
