//! `menu.toml`: the doors of the main menu.

use toml::de::DeTable;

use super::fields::Fields;
use super::limits;
use super::model::MenuDoor;
use super::nearest::did_you_mean;
use super::source::Source;
use super::unique::report_too_many;

const KINDS: [&str; 7] = [
    "quiz",
    "plan",
    "subscription",
    "consult",
    "referral",
    "assistant",
    "help",
];

pub(super) fn read_menu<'s>(
    source: &'s Source<'s>,
    table: &'s DeTable<'s>,
    quiz_ids: &[&str],
) -> Vec<MenuDoor> {
    let file = Fields::new(source, table, 1);
    let doors = file.list("door", |fields| (fields.line, read_door(fields, quiz_ids)));
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
        doors.iter().map(|(line, _)| *line),
    );
    let mut menu: Vec<MenuDoor> = Vec::with_capacity(doors.len());
    for (line, door) in doors {
        match door {
            Some(door) if menu.contains(&door) => {
                source.report(line, "this door is already in the menu; remove one of them")
            }
            Some(door) => menu.push(door),
            None => {}
        }
    }
    if let [MenuDoor::Assistant] = menu.as_slice() {
        source.report(
            1,
            "the assistant's door is hidden while it is not connected, and then the menu is empty; add a section `[[door]]` with `kind = \"help\"`",
        );
    }
    menu
}

fn read_door(fields: &Fields<'_>, quiz_ids: &[&str]) -> Option<MenuDoor> {
    let entry = fields.require("kind", "`kind = \"quiz\"`")?;
    let kind = fields.string(entry, "kind")?;
    match kind {
        "quiz" => quiz_door(fields, quiz_ids),
        "plan" => Some(MenuDoor::Plan),
        "subscription" => Some(MenuDoor::Subscription),
        "consult" => Some(MenuDoor::Consult),
        "referral" => Some(MenuDoor::Referral),
        "assistant" => Some(MenuDoor::Assistant),
        "help" => Some(MenuDoor::Help),
        _ => {
            fields.get("quiz");
            let hint = did_you_mean(kind, KINDS);
            let message = format!(
                "there is no door of the kind `{kind}`{hint}; use one of: {}",
                KINDS.join(", ")
            );
            fields.source.report(entry.line, message);
            None
        }
    }
}

fn quiz_door(fields: &Fields<'_>, quiz_ids: &[&str]) -> Option<MenuDoor> {
    let entry = fields.require(
        "quiz",
        "`quiz = \"energy\"`, the name of a file in `quizzes` without `.toml`",
    )?;
    let id = fields.string(entry, "quiz")?;
    if quiz_ids.contains(&id) {
        return Some(MenuDoor::Quiz { id: id.to_owned() });
    }
    let hint = did_you_mean(id, quiz_ids.iter().copied());
    let message = format!(
        "there is no quiz `{id}`{hint}; add the file `quizzes/{id}.toml` or remove this door"
    );
    fields.source.report(entry.line, message);
    None
}
