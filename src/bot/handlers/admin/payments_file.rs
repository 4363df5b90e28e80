//! `/payments_csv`: payments as a table. Here are only its words; the rows are read when it is made.

use super::{Talk, menu};
use crate::{
    bot::payment_words,
    content::{TextKey, WHOLE_CURRENCIES, plain_text},
    document::{PaymentTable, Recipe},
    telegram::{ChatId, calls::Call},
};

/// The file with so many of the newest events.
pub(super) fn table(talk: &Talk<'_>, chat_id: ChatId, count: u16) -> Call {
    let text = |key| plain_text(&talk.text(key, &[]));
    let content = talk.context.content;
    let today = talk.context.now.to_zoned(talk.context.zone.clone()).date();
    let columns = [
        TextKey::AdminPaymentsCsvDate,
        TextKey::AdminPaymentsCsvEvent,
        TextKey::AdminCsvPerson,
        TextKey::AdminCsvName,
        TextKey::AdminPaymentsCsvTitle,
        TextKey::AdminPaymentsCsvGross,
        TextKey::AdminPaymentsCsvNet,
        TextKey::AdminPaymentsCsvCurrency,
        TextKey::AdminPaymentsCsvOutcome,
        TextKey::AdminPaymentsCsvKey,
    ];
    let plans = content.plans().iter();
    let plans = plans.map(|plan| (plan.id.clone(), plan.title.get(talk.locale).to_owned()));
    let zone = talk.context.zone.iana_name();
    let table = PaymentTable {
        limit: count,
        zone: zone.unwrap_or_default().to_owned(),
        columns: columns.map(text),
        events: payment_words::events(content, talk.locale),
        outcomes: payment_words::outcomes(content, talk.locale),
        plans: plans.collect(),
        whole: WHOLE_CURRENCIES.map(str::to_owned).into(),
        rows: Vec::new(),
    };
    let count = count.to_string();
    Call::SendDocument {
        chat_id,
        caption: talk.text(TextKey::AdminPaymentsCsvCaption, &[("count", &count)]),
        keyboard: Some(menu::home_only(talk)),
        file_name: format!("Payments-{today}.csv"),
        // Strings and numbers only: it cannot fail.
        recipe: serde_json::to_value(Recipe::Payments(Box::new(table))).unwrap_or_default(),
    }
}
