//! Whether every result of a pack fits a message.

use super::advice::Advice;
use super::html::inspect;
use super::keys::TextKey;
use super::limits;
use super::locale::Locale;
use super::model::{Product, Quiz};
use super::result::{plan_text, result_text};
use super::scores::reachable_totals;
use super::source::Source;
use super::texts::Texts;

/// Builds the messages of a quiz as the bot will, for the total that makes them longest, and reports bands, given
/// with their lines, that do not fit.
pub(super) fn report_long_results(
    source: &Source<'_>,
    quiz: &Quiz,
    lines: &[usize],
    texts: &Texts,
    products: &[Product],
) {
    if !source.is_doubted() {
        return;
    }
    let totals = reachable_totals(&quiz.questions);
    for (band, line) in quiz.bands.iter().zip(lines) {
        let points_line = |total: &u32| {
            let length = |locale| {
                let points = u64::from(*total);
                texts
                    .plural(locale, TextKey::ResultPoints, points, &[])
                    .len()
            };
            Locale::ALL.into_iter().map(length).max()
        };
        let longest = totals
            .iter()
            .copied()
            .filter(|total| band.contains(*total))
            .max_by_key(points_line);
        if let Some(points) = longest {
            let advice = Advice::of_quiz(quiz, band, points, products);
            report_long_result(source, *line, "band", texts, &advice);
        }
    }
}

/// Reports an advice whose messages are longer than Telegram takes; says whether it did.
pub(super) fn report_long_result(
    source: &Source<'_>,
    line: usize,
    what: &str,
    texts: &Texts,
    advice: &Advice<'_>,
) -> bool {
    if !source.is_doubted() {
        return false;
    }
    let date = "x".repeat(limits::longest_argument("date"));
    let too_long = |locale: Locale| {
        let messages = [
            result_text(texts, locale, advice),
            plan_text(texts, locale, advice, &date),
        ];
        // Tags and entities only make it longer than it looks, so most need no closer look.
        let written = |message: &String| message.encode_utf16().count();
        let doubtful = messages
            .iter()
            .filter(|message| written(message) > limits::MESSAGE);
        let lengths = doubtful.map(|message| inspect(message).length);
        let length = lengths.max().unwrap_or(0);
        (length > limits::MESSAGE).then_some((locale, length))
    };
    let found: Vec<(Locale, usize)> = Locale::ALL.into_iter().filter_map(too_long).collect();
    for (locale, length) in &found {
        let (code, limit) = (locale.code(), limits::MESSAGE);
        let message = format!(
            "{code}: the result message of this {what} is {length} characters long; shorten its texts so that it fits {limit}"
        );
        source.report(line, message);
    }
    !found.is_empty()
}
