//! Whether every result of a quiz fits a message.

use super::html::inspect;
use super::keys::TextKey;
use super::limits;
use super::locale::Locale;
use super::model::Quiz;
use super::result::ResultTexts;
use super::scores::reachable_totals;
use super::source::Source;

/// Builds the messages as the bot will, for the total that makes them longest, and reports bands, given
/// with their lines, that do not fit.
pub(super) fn report_long_results(
    source: &Source<'_>,
    quiz: &Quiz,
    lines: &[usize],
    results: &ResultTexts<'_>,
) {
    let totals = reachable_totals(&quiz.questions);
    let date = "x".repeat(limits::longest_argument("date"));
    for (band, line) in quiz.bands.iter().zip(lines) {
        for locale in Locale::ALL {
            let points_line = |total: &u32| {
                results
                    .texts
                    .plural(locale, TextKey::ResultPoints, u64::from(*total), &[])
                    .len()
            };
            let Some(points) = totals
                .iter()
                .copied()
                .filter(|total| band.contains(*total))
                .max_by_key(points_line)
            else {
                continue;
            };
            let messages = [
                results.result(locale, quiz, band, points),
                results.plan(locale, quiz, band, points, &date),
            ];
            let length = messages
                .iter()
                .map(|message| inspect(message).length)
                .max()
                .unwrap_or(0);
            if length > limits::MESSAGE {
                let (code, limit) = (locale.code(), limits::MESSAGE);
                let message = format!(
                    "{code}: the result message of this band is {length} characters long; shorten its texts so that it fits {limit}"
                );
                source.report(*line, message);
            }
        }
    }
}
