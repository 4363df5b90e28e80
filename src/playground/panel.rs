//! What the page asks for.

use std::time::Duration;

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

use super::answers::{done, json_answer, missing, wrong};
use super::handle::Playground;
use super::{script, snapshot};

/// How long a question for news stays open.
const PATIENCE: Duration = Duration::from_secs(25);
/// How long news is gathered before it is told: a quick bot's answer comes with the message that it answers, and is drawn
/// with it.
const GATHERING: Duration = Duration::from_millis(8);

#[derive(Deserialize)]
pub(super) struct Watch {
    user: i64,
    #[serde(default)]
    after: u64,
}

#[derive(Deserialize)]
pub(super) struct PersonForm {
    id: i64,
    first_name: String,
    language_code: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct TextForm {
    #[serde(deserialize_with = "super::answers::person_id")]
    user: i64,
    text: String,
}

/// A press of a button that is known by its data, or by the words on it.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum PressForm {
    Data {
        #[serde(deserialize_with = "super::answers::person_id")]
        user: i64,
        message: i64,
        data: String,
    },
    Words {
        #[serde(deserialize_with = "super::answers::person_id")]
        user: i64,
        text: String,
    },
}

#[derive(Deserialize)]
pub(super) struct ContactForm {
    #[serde(deserialize_with = "super::answers::person_id")]
    user: i64,
    phone: String,
}

#[derive(Deserialize)]
pub(super) struct BlockForm {
    #[serde(deserialize_with = "super::answers::person_id")]
    user: i64,
    blocked: bool,
}

/// What a person sees, as soon as it differs from what the page has.
pub(super) async fn state(
    playground: web::Data<Playground>,
    watch: web::Query<Watch>,
) -> HttpResponse {
    let mut version = playground.version();
    let news = async {
        // A page that is ahead has outlived a restart: it is told at once.
        while *version.borrow_and_update() == watch.after {
            if version.changed().await.is_err() {
                return;
            }
        }
    };
    let is_first_look = watch.after == 0;
    if tokio::time::timeout(PATIENCE, news).await.is_ok() && !is_first_look {
        tokio::time::sleep(GATHERING).await;
    }
    let current = *version.borrow();
    let mut state = snapshot::of(&playground, watch.user);
    if let Some(fields) = state.as_object_mut() {
        fields.insert("version".to_owned(), json!(current));
    }
    playground.add_glance(&mut state).await;
    json_answer(&state)
}

pub(super) async fn person(
    playground: web::Data<Playground>,
    form: web::Json<PersonForm>,
) -> HttpResponse {
    let language = form.language_code.as_deref();
    if form.id <= 0 || form.first_name.trim().is_empty() {
        return wrong("a person needs an id above zero and a first_name");
    }
    playground.add_person(form.id, form.first_name.trim(), language);
    done()
}

pub(super) async fn text(
    playground: web::Data<Playground>,
    form: web::Json<TextForm>,
) -> HttpResponse {
    let text = form.text.trim();
    if text.is_empty() || text.encode_utf16().count() > 4096 {
        return wrong("a text has 1 to 4096 characters; nobody can send another one");
    }
    json_answer(&json!({ "update_id": playground.send_text(form.user, text) }))
}

pub(super) async fn press(
    playground: web::Data<Playground>,
    form: web::Json<PressForm>,
) -> HttpResponse {
    let pressed = match form.into_inner() {
        PressForm::Data {
            user,
            message,
            data,
        } => Ok(playground.press(user, message, &data)),
        PressForm::Words { user, text } => playground
            .press_button(user, &text)
            .ok_or_else(|| script::no_such_button(&playground, user, &text)),
    };
    match pressed {
        Ok(update_id) => json_answer(&json!({ "update_id": update_id })),
        Err(sentence) => missing(sentence),
    }
}

pub(super) async fn contact(
    playground: web::Data<Playground>,
    form: web::Json<ContactForm>,
) -> HttpResponse {
    let update_id = playground.share_contact(form.user, &form.phone);
    json_answer(&json!({ "update_id": update_id }))
}

pub(super) async fn block(
    playground: web::Data<Playground>,
    form: web::Json<BlockForm>,
) -> HttpResponse {
    let update_id = match form.blocked {
        true => playground.block_bot(form.user),
        false => playground.unblock_bot(form.user),
    };
    json_answer(&json!({ "update_id": update_id }))
}
