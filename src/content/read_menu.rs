//! `menu.toml`: the doors of the main menu.

use toml::de::DeTable;

use super::fields::Fields;
use super::limits;
use super::model::MenuDoor;
use super::read_door::{Destinations, read_door};
use super::source::Source;
use super::unique::report_too_many;

/// Buttons side by side: more do not fit a phone.
const BESIDE: usize = 2;

/// Reads the menu as rows of doors.
pub(super) fn read_menu<'s>(
    source: &'s Source<'s>,
    table: &'s DeTable<'s>,
    to: &Destinations<'_>,
) -> Vec<Vec<MenuDoor>> {
    let file = Fields::new(source, table, 1);
    let doors = file.list("door", |fields| {
        (fields.line, beside(fields), read_entry(fields, to))
    });
    file.finish();
    if doors.is_empty() && file.get("door").is_none() {
        source.report(
            1,
            "the menu has no doors; add a section `[[door]]` with `kind = \"help\"`",
        );
    }
    report_too_many(
        source,
        "[[door]]",
        limits::DOORS,
        doors.iter().map(|(line, ..)| *line),
    );
    let named: Vec<MenuDoor> = doors
        .iter()
        .filter_map(|(_, _, entry)| match entry {
            Some(Entry::Door(door)) => Some(door.clone()),
            _ => None,
        })
        .collect();
    let mut menu: Vec<Vec<MenuDoor>> = Vec::with_capacity(doors.len());
    for (line, beside, entry) in doors {
        let known = |door: &MenuDoor| menu.iter().flatten().any(|other| other == door);
        match entry {
            Some(Entry::Door(door)) if known(&door) => {
                source.report(line, "this door is already in the menu; remove one of them");
            }
            Some(Entry::Door(door)) => match menu.last_mut().filter(|_| beside) {
                Some(row) if row.len() < BESIDE => row.push(door),
                _ => menu.push(vec![door]),
            },
            Some(Entry::All(doors)) => {
                let mut rest = doors;
                rest.retain(|door| !named.contains(door) && !known(door));
                menu.extend(rest.chunks(BESIDE).map(<[MenuDoor]>::to_vec));
            }
            None => {}
        }
    }
    let mut doors = menu.iter().flatten();
    if !menu.is_empty() && doors.all(|door| *door == MenuDoor::Assistant) {
        source.report(
            1,
            "the assistant's door is hidden while it is not connected, and then the menu is empty; add a section `[[door]]` with `kind = \"help\"`",
        );
    }
    menu
}

/// What a section stands for.
enum Entry {
    Door(MenuDoor),
    /// Every quiz, or every calculator, that has no door of its own.
    All(Vec<MenuDoor>),
}

fn read_entry(fields: &Fields<'_>, to: &Destinations<'_>) -> Option<Entry> {
    let kind = fields.get("kind").and_then(|entry| entry.value.as_str());
    let id = |id: &&str| (*id).to_owned();
    Some(match kind {
        Some("quizzes") => {
            let ids = to.quizzes.iter().map(id);
            Entry::All(ids.map(|id| MenuDoor::Quiz { id }).collect())
        }
        Some("calculators") => {
            let ids = to.calculators.iter().map(id);
            Entry::All(ids.map(|id| MenuDoor::Calculator { id }).collect())
        }
        _ => Entry::Door(read_door(fields, to, &["quizzes", "calculators"])?),
    })
}

fn beside(fields: &Fields<'_>) -> bool {
    let Some(entry) = fields.get("beside") else {
        return false;
    };
    let beside = entry.value.as_bool();
    if beside.is_none() {
        let advice =
            "`beside = true`, without quotes, puts the button into the row of the one above";
        fields.source.report(entry.line, advice);
    }
    beside.unwrap_or(false)
}
