//! `quizzes/*.toml`: one quiz each, named by its file.

use std::cell::Cell;

use toml::de::DeTable;

use super::fields::Fields;
use super::limits;
use super::long_results::report_long_results;
use super::model::{Answer, Product, Question, Quiz};
use super::own_text::Rule;
use super::read_band::read_band;
use super::scores::check_bands;
use super::source::Source;
use super::texts::Texts;
use super::unique::{report_duplicates, report_too_many};

/// Reads a quiz. Without products, which could not be read then, references to them are not judged.
pub(super) fn read_quiz<'s>(
    source: &'s Source<'s>,
    table: &'s DeTable<'s>,
    id: &str,
    texts: &Texts,
    products: Option<&[Product]>,
) -> Quiz {
    let known = products.map(product_ids);
    let file = Fields::new(source, table, 1);
    let title = file.localized("title", Rule::Label);
    let intro = file.localized("intro", Rule::Html);
    let order = file
        .get("order")
        .and_then(|_| file.number("order"))
        .unwrap_or(limits::MAX_NUMBER);
    // Points and ranges that could not be read were reported; sums made without them would mislead.
    let numbers_known = Cell::new(true);
    let questions = file.list("question", |fields| {
        (fields.line, read_question(fields, &numbers_known))
    });
    let bands = file.list("band", |fields| {
        let limits = (
            known_number(fields, "from", &numbers_known),
            known_number(fields, "to", &numbers_known),
        );
        (fields.line, read_band(fields, known.as_deref(), limits))
    });
    file.finish();

    report_too_many(
        source,
        "[[question]]",
        limits::QUESTIONS,
        questions.iter().map(|(line, _)| *line),
    );
    report_duplicates(
        source,
        bands.iter().map(|(line, band)| (*line, band.id.as_str())),
    );
    let questions: Vec<Question> = questions
        .into_iter()
        .map(|(_, question)| question)
        .collect();
    for (missing, name) in [
        (questions.is_empty(), "question"),
        (bands.is_empty(), "band"),
    ] {
        if missing {
            source.report(
                1,
                format!("the quiz has no `{name}`; add a section `[[{name}]]`"),
            );
        }
    }
    let countable = questions.len() <= limits::QUESTIONS
        && questions
            .iter()
            .all(|question| (1..=limits::ANSWERS).contains(&question.answers.len()));
    if countable && numbers_known.get() && !questions.is_empty() {
        check_bands(source, &questions, &bands);
    }
    let lines: Vec<usize> = bands.iter().map(|(line, _)| *line).collect();
    let bands = bands.into_iter().map(|(_, band)| band).collect();
    let quiz = Quiz {
        id: id.to_owned(),
        title,
        intro,
        order,
        questions,
        bands,
    };
    if countable {
        report_long_results(source, &quiz, &lines, texts, products.unwrap_or_default());
    }
    quiz
}

/// The ids that bands may refer to.
pub(super) fn product_ids(products: &[Product]) -> Vec<&str> {
    products.iter().map(|product| product.id.as_str()).collect()
}

fn read_question(fields: &Fields<'_>, numbers_known: &Cell<bool>) -> Question {
    let text = fields.localized("text", Rule::Html);
    let answers = fields.list("answer", |answer| {
        (
            answer.line,
            Answer {
                text: answer.localized("text", Rule::Label),
                points: known_number(answer, "points", numbers_known),
            },
        )
    });
    if answers.len() < 2 {
        fields.source.report(
            fields.line,
            "a question needs at least two answers; add `[[question.answer]]` sections",
        );
    }
    report_too_many(
        fields.source,
        "[[question.answer]]",
        limits::ANSWERS,
        answers.iter().map(|(line, _)| *line),
    );
    Question {
        text,
        answers: answers.into_iter().map(|(_, answer)| answer).collect(),
    }
}

/// The number, or 0 and a note that sums cannot be trusted.
fn known_number(fields: &Fields<'_>, name: &'static str, known: &Cell<bool>) -> u32 {
    let number = fields.number(name);
    known.set(known.get() && number.is_some());
    number.unwrap_or(0)
}
