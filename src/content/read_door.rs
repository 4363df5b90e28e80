//! Doors: buttons of the menu and of the navigator's pages that lead somewhere.

use super::fields::Fields;
use super::model::MenuDoor;
use super::nearest::did_you_mean;
use super::own_text::Rule;

/// What doors may lead to.
pub(super) struct Destinations<'d> {
    pub(super) quizzes: &'d [&'d str],
    pub(super) calculators: &'d [&'d str],
    pub(super) pages: &'d [&'d str],
    pub(super) picker: bool,
}

/// Doors that need nothing but their kind.
const PLAIN: [(&str, MenuDoor); 8] = [
    ("plan", MenuDoor::Plan),
    ("catalog", MenuDoor::Catalogue),
    ("subscription", MenuDoor::Subscription),
    ("consult", MenuDoor::Consult),
    ("referral", MenuDoor::Referral),
    ("assistant", MenuDoor::Assistant),
    ("profile", MenuDoor::Profile),
    ("help", MenuDoor::Help),
];
/// Doors with more to say.
const OTHER: [&str; 5] = ["quiz", "calculator", "picker", "page", "link"];

/// Reads a door. `also` are further kinds that are known where it stands.
pub(super) fn read_door(
    fields: &Fields<'_>,
    to: &Destinations<'_>,
    also: &[&'static str],
) -> Option<MenuDoor> {
    let entry = fields.require("kind", "`kind = \"help\"`")?;
    let kind = fields.string(entry, "kind")?;
    if let Some((_, door)) = PLAIN.iter().find(|(plain, _)| *plain == kind) {
        return Some(door.clone());
    }
    match kind {
        "quiz" => named(fields, "quiz", "quizzes", to.quizzes).map(|id| MenuDoor::Quiz { id }),
        "calculator" => named(fields, "calculator", "calculators", to.calculators)
            .map(|id| MenuDoor::Calculator { id }),
        "picker" if to.picker => Some(MenuDoor::Picker),
        "picker" => {
            let advice = "the pack has no picker; add the file `picker.toml` or remove this door";
            fields.source.report(entry.line, advice);
            None
        }
        "page" => page(fields, to.pages).map(|id| MenuDoor::Page { id }),
        "link" => Some(MenuDoor::Link {
            label: fields.localized("label", Rule::Label),
            url: fields.link("url"),
        }),
        _ => {
            // What belongs to a mistyped kind is not a second mistake.
            for name in ["quiz", "calculator", "page", "label", "url"] {
                fields.get(name);
            }
            let plain = PLAIN.iter().map(|(plain, _)| *plain);
            let known: Vec<&str> = OTHER
                .into_iter()
                .chain(plain)
                .chain(also.iter().copied())
                .collect();
            let hint = did_you_mean(kind, known.iter().copied());
            let message = format!(
                "there is no door of the kind `{kind}`{hint}; use one of: {}",
                known.join(", ")
            );
            fields.source.report(entry.line, message);
            None
        }
    }
}

/// The id of something that has a file of its own.
fn named(fields: &Fields<'_>, kind: &'static str, folder: &str, known: &[&str]) -> Option<String> {
    let example =
        format!("`{kind} = \"energy\"`, the name of a file in `{folder}` without `.toml`");
    let entry = fields.require(kind, &example)?;
    let id = fields.string(entry, kind)?;
    if known.contains(&id) {
        return Some(id.to_owned());
    }
    let hint = did_you_mean(id, known.iter().copied());
    let message = format!(
        "there is no {kind} `{id}`{hint}; add the file `{folder}/{id}.toml` or remove this door"
    );
    fields.source.report(entry.line, message);
    None
}

fn page(fields: &Fields<'_>, known: &[&str]) -> Option<String> {
    let entry = fields.require(
        "page",
        "`page = \"start\"`, the id of a page in navigator.toml",
    )?;
    let id = fields.string(entry, "page")?;
    if known.contains(&id) {
        return Some(id.to_owned());
    }
    let hint = did_you_mean(id, known.iter().copied());
    let message =
        format!("navigator.toml has no page `{id}`{hint}; add it there or remove this door");
    fields.source.report(entry.line, message);
    None
}
