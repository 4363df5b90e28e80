//! A webhook that keeps what it is sent, and hands it on to the bot when there is one.

use std::{
    net::TcpListener,
    sync::{Arc, Mutex},
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    http::{StatusCode, header::CONTENT_TYPE},
    web,
};
use serde_json::{Value, json};

use super::{methods, reading::lossless};
use crate::support::client;

/// The header that proves Telegram.
const PROOF: &str = "X-Telegram-Bot-Api-Secret-Token";

/// What arrived, and where it goes.
#[derive(Clone)]
pub struct Recorder {
    pub url: String,
    seen: Arc<Mutex<Vec<Value>>>,
    /// The address of the bot, without a path.
    bot: Option<String>,
    http: reqwest::Client,
}

impl Recorder {
    /// Listens; what comes is answered by the bot, or with an empty yes.
    pub fn start(bot: Option<&str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let recorder = Self {
            url: format!("http://{address}"),
            seen: Arc::default(),
            bot: bot.map(str::to_owned),
            http: client(),
        };
        let data = web::Data::new(recorder.clone());
        let server = HttpServer::new(move || {
            let app = App::new().app_data(data.clone());
            app.default_service(web::to(take))
        });
        let server = server.workers(1).disable_signals().listen(listener);
        tokio::spawn(server.expect("a server").run());
        recorder
    }

    /// The updates so far.
    pub fn updates(&self) -> Vec<Value> {
        self.seen.lock().expect("no panic").clone()
    }

    /// The kinds of the updates so far, each once, in alphabetical order.
    pub fn kinds(&self) -> Vec<String> {
        let mut kinds: Vec<String> = self.updates().iter().map(kind).collect();
        kinds.sort();
        kinds.dedup();
        kinds
    }

    /// What the type of an update does not hold of what arrived.
    pub fn complaints(&self) -> Vec<String> {
        let updates = self.updates();
        let read = updates.iter().map(|update| {
            let why = lossless::<frankenstein::updates::Update>(update).err()?;
            Some(format!("{}: {why}\n    {update}", kind(update)))
        });
        read.flatten().collect()
    }
}

/// The name of the update's content.
fn kind(update: &Value) -> String {
    let mut names = update.as_object().expect("an object").keys();
    names
        .find(|name| *name != "update_id")
        .expect("a content")
        .clone()
}

async fn take(
    recorder: web::Data<Recorder>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    let update = serde_json::from_slice(&body)
        .unwrap_or_else(|error| json!({ "broken": error.to_string() }));
    recorder.seen.lock().expect("no panic").push(update);
    let Some(bot) = &recorder.bot else {
        return HttpResponse::Ok().finish();
    };
    let mut onward = recorder
        .http
        .post(format!("{bot}{}", request.path()))
        .body(body);
    for name in [PROOF, CONTENT_TYPE.as_str()] {
        if let Some(value) = request.headers().get(name) {
            onward = onward.header(name, value.as_bytes());
        }
    }
    let answer = onward.send().await.expect("the bot answers");
    let status = StatusCode::from_u16(answer.status().as_u16()).expect("a status");
    let mut back = HttpResponse::build(status);
    if let Some(kind) = answer.headers().get(CONTENT_TYPE.as_str()) {
        back.insert_header((CONTENT_TYPE, kind.as_bytes()));
    }
    back.body(answer.bytes().await.expect("a body"))
}

/// What frankenstein's types do not hold of the parameters of these calls, and of what was answered to them.
pub fn complaints_about(calls: &[five_keys_bot::playground::Call]) -> Vec<String> {
    let read = calls.iter().flat_map(|call| {
        let method = methods::named(&call.method);
        let params = methods::as_json(&call.params);
        let asked = (method.params)(&params).err();
        let told = call
            .result
            .as_ref()
            .and_then(|result| (method.result)(result).err());
        let asked = asked.map(|why| format!("{} was asked: {why}\n    {params}", call.method));
        let told = told.map(|why| {
            format!(
                "{} gave: {why}\n    {}",
                call.method,
                call.result.clone().unwrap_or_default()
            )
        });
        asked.into_iter().chain(told)
    });
    read.collect()
}
