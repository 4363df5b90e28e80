//! `/leads_csv`: requests as a table. Here are only its words; the rows are read when it is made.

use super::{super::lead::source_in_words, Talk, menu};
use crate::{
    content::{TextKey, plain_text},
    document::{LeadTable, Recipe},
    telegram::{ChatId, calls::Call},
};

/// The file with so many of the newest requests.
pub(super) fn table(talk: &Talk<'_>, chat_id: ChatId, count: u16) -> Call {
    let text = |key| plain_text(&talk.text(key, &[]));
    let today = talk.context.now.to_zoned(talk.context.zone.clone()).date();
    let columns = [
        TextKey::AdminCsvNumber,
        TextKey::AdminCsvStatus,
        TextKey::AdminCsvCreated,
        TextKey::AdminCsvClosed,
        TextKey::AdminCsvName,
        TextKey::AdminCsvPhone,
        TextKey::AdminCsvComment,
        TextKey::AdminCsvSource,
        TextKey::AdminCsvFirstSource,
        TextKey::AdminCsvPerson,
        TextKey::AdminCsvLink,
    ];
    let zone = talk.context.zone.iana_name();
    let table = LeadTable {
        limit: count,
        zone: zone.unwrap_or_default().to_owned(),
        columns: columns.map(text),
        open: text(TextKey::AdminCsvOpen),
        done: text(TextKey::AdminCsvDone),
        sources: sources(talk),
        rows: Vec::new(),
    };
    Call::SendDocument {
        chat_id,
        caption: talk.text(TextKey::AdminCsvCaption, &[("count", &count.to_string())]),
        keyboard: Some(menu::home_only(talk)),
        file_name: format!("Leads-{today}.csv"),
        // Strings and numbers only: it cannot fail.
        recipe: serde_json::to_value(Recipe::Leads(Box::new(table))).unwrap_or_default(),
    }
}

/// Every place where a form can be opened, in words.
fn sources(talk: &Talk<'_>) -> Vec<(String, String)> {
    let quizzes = talk.context.content.quizzes().iter();
    let results = quizzes.flat_map(|quiz| {
        let bands = quiz.bands.iter();
        bands.map(|band| format!("quiz:{}:{}", quiz.id, band.id))
    });
    let doors = ["command", "menu"].map(str::to_owned);
    doors
        .into_iter()
        .chain(results)
        .map(|source| {
            let words = source_in_words(talk.context, talk.locale, &source);
            (source, words)
        })
        .collect()
}
