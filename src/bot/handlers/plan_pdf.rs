//! The plan as a PDF: what stands in it, in the person's language. The bytes are made when it is sent.

use super::{Talk, menu, plan};
use crate::{
    bot::{
        effects::{Effects, EventName},
        screen::Screen,
    },
    content::{Advice, Localized, Measure, Product, TextKey, plain_text},
    document,
    document::{Action, Actions, Intake, IntakeRow, Level, Order, Passage, Plan, Products, Recipe},
    telegram::{
        ChatId,
        calls::{Call, CallbackAnswer},
        types::CallbackQuery,
    },
};

/// Where a plan comes from, for somebody who has none.
pub(super) fn empty(talk: &Talk<'_>) -> Screen {
    Screen {
        text: talk.text(TextKey::PdfEmpty, &[]),
        keyboard: menu::doors(talk),
    }
}

/// Queues the document and counts it.
pub(super) fn send(document: Call, effects: &mut Effects) {
    effects.note(EventName::PlanPdf, None);
    effects.send(document);
}

/// A press of the button: the message that was pressed stays, the document comes below it.
pub(super) fn pressed(talk: &Talk<'_>, query: &CallbackQuery) -> Option<Effects> {
    let home = query.from.id.private_chat();
    let document = document(talk, &query.from.first_name, home)?;
    let mut effects = Effects {
        answer: Some(CallbackAnswer {
            callback_query_id: query.id.clone(),
            text: Some(talk.text(TextKey::PdfWait, &[])),
        }),
        ..Effects::default()
    };
    send(document, &mut effects);
    Some(effects)
}

/// The stored plan as a document to send. `None` without one, or when the pack no longer knows it.
pub(super) fn document(talk: &Talk<'_>, first_name: &str, chat_id: ChatId) -> Option<Call> {
    let made = talk.state.recommendation.as_ref()?;
    let advice = plan::find(talk, made)?;
    let day = made.made_at.to_zoned(talk.zone()).date();
    let date = talk.context.content.date(talk.locale, day);
    let title = advice.title.get(talk.locale);
    let plan = Plan {
        byline: byline(first_name, &date),
        level: level(talk, &advice),
        ..contents(talk, title, &advice)
    };
    Some(Call::SendDocument {
        chat_id,
        caption: talk.text(
            TextKey::PdfCaption,
            &[("title", without_pictures(title)), ("date", &date)],
        ),
        keyboard: Some(menu::home_only(talk)),
        file_name: format!(
            "Plan-{}-{day}.pdf",
            capitalised(&advice.key.replace('_', "-"))
        ),
        // Strings and numbers only: it cannot fail.
        recipe: serde_json::to_value(Recipe::Plan(Box::new(plan))).unwrap_or_default(),
    })
}

fn byline(first_name: &str, date: &str) -> String {
    match first_name.trim() {
        "" => date.to_owned(),
        name => format!("{name} · {date}"),
    }
}

fn level(talk: &Talk<'_>, advice: &Advice<'_>) -> Level {
    let content = talk.context.content;
    let measure = content.measure_text(talk.locale, &advice.measure);
    let label = match advice.measure {
        Measure::Goal => TextKey::PdfGoal,
        Measure::Points { .. } | Measure::Value { .. } => TextKey::PdfLevel,
    };
    Level {
        label: talk.text(label, &[]),
        name: advice.level.get(talk.locale).to_owned(),
        points: plain_text(&measure.unwrap_or_default()),
    }
}

fn contents(talk: &Talk<'_>, title: &str, advice: &Advice<'_>) -> Plan {
    let text = |key| talk.text(key, &[]);
    let eyebrow = text(TextKey::PdfEyebrow);
    let actions = advice.actions.iter();
    let products = &advice.products;
    Plan {
        language: talk.locale.code().to_owned(),
        name: format!("{eyebrow}: {}", without_pictures(title)),
        eyebrow,
        title: title.to_owned(),
        note: plain_text(advice.note.get(talk.locale)),
        actions: Actions {
            heading: text(TextKey::PdfActions),
            hint: text(TextKey::PdfActionsHint),
            items: actions
                .map(|action| Action(action.get(talk.locale).to_owned()))
                .collect(),
        },
        products: Products {
            heading: text(TextKey::PdfProducts),
            items: products
                .iter()
                .map(|(product, reason)| entry(talk, product, reason))
                .collect(),
        },
        intake: intake(talk, products.iter().map(|(product, _)| *product)),
        order: talk.context.content.order_link().map(|link| Order {
            heading: text(TextKey::PdfOrder),
            text: text(TextKey::PdfOrderText),
            alt: text(TextKey::PdfCode),
            link: link.to_owned(),
        }),
        disclaimer: Passage {
            heading: text(TextKey::PdfDisclaimer),
            text: plain_text(&text(TextKey::ResultDisclaimer)),
        },
        footer: text(TextKey::PdfFooter),
        ..Plan::default()
    }
}

fn entry(talk: &Talk<'_>, product: &Product, reason: &Localized) -> document::Product {
    let (content, locale) = (talk.context.content, talk.locale);
    document::Product {
        name: product.name.get(locale).to_owned(),
        price: content.money(locale, product.price_minor, &product.currency),
        reason: capitalised(reason.get(locale)),
        description: product.description.get(locale).to_owned(),
        link: product.link.clone(),
    }
}

fn intake<'a>(talk: &Talk<'_>, products: impl Iterator<Item = &'a Product>) -> Intake {
    let cell = |text: &Option<Localized>| {
        let text = text.as_ref().map(|text| text.get(talk.locale));
        text.unwrap_or_default().to_owned()
    };
    let rows = products.filter_map(|product| {
        let intake = product.intake.as_ref()?;
        Some(IntakeRow([
            product.name.get(talk.locale).to_owned(),
            cell(&intake.morning),
            cell(&intake.day),
            cell(&intake.evening),
            cell(&intake.note),
        ]))
    });
    Intake {
        heading: talk.text(TextKey::PdfIntake, &[]),
        columns: [
            TextKey::PdfProduct,
            TextKey::PdfMorning,
            TextKey::PdfDay,
            TextKey::PdfEvening,
            TextKey::PdfNote,
        ]
        .map(|key| talk.text(key, &[])),
        rows: rows.collect(),
    }
}

/// A title without the picture in front of it, for places between other words.
fn without_pictures(title: &str) -> &str {
    let words = title.trim_start_matches(|character: char| !character.is_alphanumeric());
    if words.is_empty() { title } else { words }
}

pub(super) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
}
