//! A pretend OpenAI-compatible API: what it answers is chosen beforehand, what it was asked is kept.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, dev::ServerHandle, web};
use serde_json::{Value, json};

/// The key that it wants to see.
pub const KEY: &str = "sk-Zq-distinctive-assistant-key";

/// What it answers to one call.
#[derive(Debug, Clone)]
pub enum Answer {
    /// These words.
    Words(String),
    /// A status, with headers and a body that belong to it.
    Status(u16, String),
    /// 429, to come again after so many seconds.
    Limited(u64),
    /// 200 and a body of any kind.
    Garbage(String),
    /// Nothing, ever.
    Silence,
}

/// A call that came.
#[derive(Debug, Clone)]
pub struct Call {
    pub path: String,
    pub authorization: String,
    /// The body as it came.
    pub text: String,
    pub body: Value,
}

#[derive(Debug, Default)]
struct World {
    answers: VecDeque<Answer>,
    calls: Vec<Call>,
}

/// The running server; it ends with this.
pub struct PretendAi {
    /// As `OPENAI_BASE` has it.
    pub base: String,
    world: Arc<Mutex<World>>,
    handle: ServerHandle,
}

impl PretendAi {
    /// Starts it. It answers with the first of these to the first call, and so on, and with a few words after that.
    pub async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let world = Arc::new(Mutex::new(World {
            answers: answers.into_iter().collect(),
            calls: Vec::new(),
        }));
        let shared = web::Data::from(Arc::clone(&world));
        let app = move || {
            let shared = shared.clone();
            App::new().app_data(shared).default_service(web::to(answer))
        };
        let server = HttpServer::new(app)
            .workers(1)
            .disable_signals()
            .bind("127.0.0.1:0")
            .expect("a port");
        let address = server.addrs()[0];
        let server = server.run();
        let handle = server.handle();
        tokio::spawn(server);
        Self {
            base: format!("http://{address}/v1"),
            world,
            handle,
        }
    }

    /// The settings of a service that asks it.
    pub fn settings(&self) -> [(&'static str, &str); 3] {
        [
            ("OPENAI_API_KEY", KEY),
            ("OPENAI_BASE", &self.base),
            ("OPENAI_MODEL", "pretend-1"),
        ]
    }

    /// Everything it was asked.
    pub fn calls(&self) -> Vec<Call> {
        self.world.lock().expect("no panic").calls.clone()
    }

    /// What it answers next.
    pub fn will_answer(&self, answers: impl IntoIterator<Item = Answer>) {
        let mut world = self.world.lock().expect("no panic");
        world.answers.extend(answers);
    }
}

impl Drop for PretendAi {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

async fn answer(
    request: HttpRequest,
    body: web::Bytes,
    world: web::Data<Mutex<World>>,
) -> HttpResponse {
    let header = request.headers().get("Authorization");
    let authorization = header.and_then(|value| value.to_str().ok());
    let call = Call {
        path: request.path().to_owned(),
        authorization: authorization.unwrap_or_default().to_owned(),
        text: String::from_utf8_lossy(&body).into_owned(),
        body: serde_json::from_slice(&body).unwrap_or_default(),
    };
    let next = {
        let mut world = world.lock().expect("no panic");
        world.calls.push(call);
        world.answers.pop_front()
    };
    match next.unwrap_or_else(|| Answer::Words("A few words.".into())) {
        Answer::Words(words) => HttpResponse::Ok().json(completion(&words)),
        Answer::Status(status, body) => {
            let status = actix_web::http::StatusCode::from_u16(status).expect("a status");
            HttpResponse::build(status)
                .insert_header(("Location", "/v1/chat/completions"))
                .body(body)
        }
        Answer::Limited(seconds) => HttpResponse::TooManyRequests()
            .insert_header(("Retry-After", seconds.to_string()))
            .finish(),
        Answer::Garbage(body) => HttpResponse::Ok().body(body),
        Answer::Silence => std::future::pending().await,
    }
}

/// As the real one writes it.
fn completion(words: &str) -> Value {
    json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1_800_000_000, "model": "pretend-1",
        "choices": [{ "index": 0, "finish_reason": "stop", "logprobs": null,
            "message": { "role": "assistant", "content": words, "refusal": null } }],
        "usage": { "prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2 },
    })
}
