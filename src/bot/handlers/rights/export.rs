//! `/export_me`: everything about the person as a file. Here are only its words; the rest is read when it is made.

use super::{Talk, button};
use crate::{
    bot::rights::Right,
    content::{TextKey, plain_text},
    document::{Export, Recipe},
    telegram::{
        UserId,
        calls::{Call, Keyboard},
    },
};

pub(super) fn file(talk: &Talk<'_>, person: UserId) -> Call {
    let about = plain_text(&talk.text(TextKey::ExportAbout, &[]));
    let export = Export {
        person: person.0,
        about: about.lines().map(str::to_owned).collect(),
        made_at: talk.context.now,
        tables: Vec::new(),
    };
    let today = talk.context.now.to_zoned(talk.context.zone.clone()).date();
    Call::SendDocument {
        chat_id: person.private_chat(),
        caption: talk.text(TextKey::ExportCaption, &[]),
        keyboard: Some(Keyboard::default().row(vec![button(
            talk,
            TextKey::ProfileButton,
            Right::Profile,
        )])),
        file_name: format!("My-data-{today}.json"),
        // Strings and numbers only: it cannot fail.
        recipe: serde_json::to_value(Recipe::Export(Box::new(export))).unwrap_or_default(),
    }
}
