//! `reminders.toml`: what people who asked for it are reminded of.

use toml::de::DeTable;

use super::fields::Fields;
use super::limits;
use super::model::Reminder;
use super::nearest::did_you_mean;
use super::own_text::Rule;
use super::read_door::{Destinations, read_door};
use super::source::Source;
use super::unique::{report_duplicates, report_too_many};

/// The only condition there is: `after = "quiz:energy"`.
const AFTER_QUIZ: &str = "quiz:";

pub(super) fn read_reminders<'s>(
    source: &'s Source<'s>,
    table: &'s DeTable<'s>,
    to: &Destinations<'_>,
) -> Vec<Reminder> {
    let file = Fields::new(source, table, 1);
    let reminders = file.list("reminder", |fields| {
        (fields.line, read_reminder(fields, to))
    });
    file.finish();
    report_duplicates(
        source,
        reminders
            .iter()
            .map(|(line, reminder)| (*line, reminder.id.as_str())),
    );
    report_too_many(
        source,
        "[[reminder]]",
        limits::REMINDERS,
        reminders.iter().map(|(line, _)| *line),
    );
    reminders
        .into_iter()
        .map(|(_, reminder)| reminder)
        .collect()
}

fn read_reminder(fields: &Fields<'_>, to: &Destinations<'_>) -> Reminder {
    Reminder {
        id: fields.id("id"),
        text: fields.localized("text", Rule::Html),
        after: after(fields, to.quizzes),
        door: fields.table("door").and_then(|door| {
            let read = read_door(&door, to, &[]);
            door.finish();
            read
        }),
    }
}

/// The quiz from which the person's last plan must be.
fn after(fields: &Fields<'_>, quiz_ids: &[&str]) -> Option<String> {
    let entry = fields.get("after")?;
    let text = fields.string(entry, "after")?;
    let Some(id) = text.strip_prefix(AFTER_QUIZ) else {
        let message = format!(
            "`after = \"{text}\"` is not understood; write `after = \"quiz:energy\"` with the name of a quiz, or remove the line"
        );
        fields.source.report(entry.line, message);
        return None;
    };
    if !quiz_ids.contains(&id) {
        let hint = did_you_mean(id, quiz_ids.iter().copied());
        let message = format!(
            "there is no quiz `{id}`{hint}; add the file `quizzes/{id}.toml` or change this line"
        );
        fields.source.report(entry.line, message);
    }
    Some(id.to_owned())
}
