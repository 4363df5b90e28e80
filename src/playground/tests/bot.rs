//! A bot made for the tests: it remembers what it is told and answers as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use serde_json::{Value, json};

use crate::playground::{Playground, Settings};

/// What the bot was sent: headers of interest and the body.
#[derive(Clone, Debug)]
pub(super) struct Received {
    pub(super) secret: Option<String>,
    pub(super) signature: Option<String>,
    pub(super) body: Vec<u8>,
}

impl Received {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Status, `Retry-After` and body.
type Answer = (u16, Option<u32>, String);

#[derive(Clone, Default)]
struct Shared {
    received: Arc<Mutex<Vec<Received>>>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
}

pub(super) struct Bot {
    shared: Shared,
    address: std::net::SocketAddr,
    _server: ServerHandle,
}

impl Bot {
    pub(super) fn start() -> Self {
        let shared = Shared::default();
        let data = web::Data::new(shared.clone());
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .default_service(web::to(receive))
        })
        .workers(1)
        .disable_signals()
        .bind(("127.0.0.1", 0))
        .unwrap();
        let address = server.addrs()[0];
        let server = server.run();
        let _server = server.handle();
        tokio::spawn(server);
        Self {
            shared,
            address,
            _server,
        }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// Answers the next delivery so; without this, 200 and nothing.
    pub(super) fn answer(&self, status: u16, retry_after: Option<u32>, body: &str) {
        let mut answers = self.shared.answers.lock().unwrap();
        answers.push_back((status, retry_after, body.to_owned()));
    }

    pub(super) fn received(&self) -> Vec<Received> {
        self.shared.received.lock().unwrap().clone()
    }

    pub(super) fn texts(&self) -> Vec<String> {
        let received = self.received();
        let texts = received
            .iter()
            .map(|one| one.json()["message"]["text"].clone());
        texts
            .filter_map(|text| text.as_str().map(str::to_owned))
            .collect()
    }
}

async fn receive(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    let header = |name: &str| {
        let value = request.headers().get(name);
        value.map(|value| value.to_str().unwrap().to_owned())
    };
    shared.received.lock().unwrap().push(Received {
        secret: header("x-telegram-bot-api-secret-token"),
        signature: header("trbt-signature"),
        body: body.to_vec(),
    });
    let answer = shared.answers.lock().unwrap().pop_front();
    let (status, retry_after, body) = answer.unwrap_or((200, None, String::new()));
    let mut response = HttpResponse::build(status.try_into().unwrap());
    if let Some(seconds) = retry_after {
        response.insert_header(("Retry-After", seconds.to_string()));
    }
    response.content_type("application/json").body(body)
}

/// A playground for tests: a second of waiting lasts a millisecond.
pub(super) async fn playground() -> Playground {
    Playground::start(settings()).await.unwrap()
}

pub(super) fn settings() -> Settings {
    Settings {
        retry_unit: Duration::from_millis(1),
        ..Settings::default()
    }
}

/// Calls a method with JSON; gives status and body.
pub(super) async fn call(playground: &Playground, method: &str, params: Value) -> (u16, Value) {
    let url = format!(
        "{}/bot{}/{method}",
        playground.api_url(),
        playground.settings().bot_token
    );
    let answer = playground
        .tribute_client()
        .post(url)
        .json(&params)
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

/// A playground with its webhook registered at a bot.
pub(super) async fn with_bot() -> (Playground, Bot) {
    let playground = playground().await;
    let bot = Bot::start();
    let params = json!({ "url": bot.url(), "secret_token": "s3cret" });
    let (status, _) = call(&playground, "setWebhook", params).await;
    assert_eq!(status, 200);
    (playground, bot)
}

/// Waits until everything is delivered.
pub(super) async fn settled(playground: &Playground) {
    assert!(
        playground.settle(Duration::from_secs(10)).await,
        "{:?}",
        playground.deliveries()
    );
}
