//! What the program under test lets the page see and do behind the scenes, and the requests for it.
//!
//! The playground stands for other people's services and knows nothing of the program, so the program comes to it.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use futures_util::future::BoxFuture;
use serde::Deserialize;
use serde_json::Value;

use super::answers::{done, json_answer, missing, refused};
use super::handle::Playground;

/// How long the page waits for figures that it can do without.
const GLANCE_PATIENCE: Duration = Duration::from_millis(700);

/// The program, seen from behind.
pub trait Backstage: Send + Sync + std::fmt::Debug {
    /// A person as the program's database has them: `{"sections": [{"title", "rows": [["name", "value"]]}]}`.
    fn person(&self, user_id: i64) -> BoxFuture<'_, Result<Value, String>>;
    /// The content in use and live figures: `{"content": {…}, "metrics": […]}`.
    fn glance(&self) -> BoxFuture<'_, Value>;
    /// The person leaves the database.
    fn forget(&self, user_id: i64) -> BoxFuture<'_, Result<(), String>>;
    /// The database becomes empty.
    fn clean(&self) -> BoxFuture<'_, Result<(), String>>;
}

impl Playground {
    /// Lets the page look behind the scenes. The first one stays.
    pub fn connect_backstage(&self, backstage: Arc<dyn Backstage>) {
        if self.backstage_door().set(backstage).is_err() {
            tracing::warn!("a second backstage was not connected");
        }
        self.news();
    }

    /// Something changed behind the scenes: every page looks again.
    pub fn news(&self) {
        self.tell();
    }

    pub(super) fn backstage(&self) -> Option<&Arc<dyn Backstage>> {
        self.backstage_door().get()
    }

    /// Adds what the backstage shows to a person's state. A slow program must not keep the chat waiting.
    pub(super) async fn add_glance(&self, state: &mut Value) {
        let Some(backstage) = self.backstage() else {
            return;
        };
        let glance = tokio::time::timeout(GLANCE_PATIENCE, backstage.glance()).await;
        if let (Ok(Value::Object(glance)), Some(state)) = (glance, state.as_object_mut()) {
            state.extend(glance);
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Who {
    user: i64,
}

#[derive(Deserialize)]
pub(super) struct Which {
    user: i64,
    message: i64,
}

/// `GET /playground/person`
pub(super) async fn person(
    playground: web::Data<Playground>,
    who: web::Query<Who>,
) -> HttpResponse {
    let Some(backstage) = playground.backstage() else {
        return missing(
            "No program is connected, so nobody's database can be shown: start `five-keys-bot playground`.",
        );
    };
    match backstage.person(who.user).await {
        Ok(person) => json_answer(&person),
        Err(error) => refused(StatusCode::SERVICE_UNAVAILABLE, error),
    }
}

/// `GET /playground/inspect`
pub(super) async fn inspect(
    playground: web::Data<Playground>,
    which: web::Query<Which>,
) -> HttpResponse {
    match playground.read(|world| world.inspect(which.user, which.message)) {
        Some(found) => json_answer(&found),
        None => missing("There is no such message in this chat: take a message_id from the state."),
    }
}

/// `POST /playground/restart_chat`
pub(super) async fn restart_chat(
    playground: web::Data<Playground>,
    who: web::Json<Who>,
) -> HttpResponse {
    ended(playground.restart_chat(who.user).await)
}

/// `POST /playground/clean`
pub(super) async fn clean(playground: web::Data<Playground>) -> HttpResponse {
    ended(playground.clean().await)
}

fn ended(ended: Result<(), String>) -> HttpResponse {
    match ended {
        Ok(()) => done(),
        Err(error) => refused(StatusCode::SERVICE_UNAVAILABLE, error),
    }
}
