//! `navigator.toml`: the pages, the first one first.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::fields::Fields;
use super::limits;
use super::model::{MenuDoor, Plan};
use super::navigator::{Page, Premium};
use super::nearest::did_you_mean;
use super::own_text::Rule;
use super::read_door::{Destinations, read_door};
use super::source::Source;
use super::unique::{report_duplicates, report_too_many};

/// The ids of the pages, before anything that refers to them is read.
pub(super) fn page_ids(table: &DeTable<'_>) -> Vec<String> {
    let pages = table
        .get("page")
        .and_then(|pages| pages.get_ref().as_array());
    let id = |page: &toml::Spanned<toml::de::DeValue<'_>>| {
        let id = page.get_ref().as_table()?.get("id")?;
        id.get_ref().as_str().map(str::to_owned)
    };
    pages
        .into_iter()
        .flat_map(|pages| pages.iter())
        .filter_map(id)
        .collect()
}

pub(super) fn read_navigator<'s>(
    source: &'s Source<'s>,
    table: &'s DeTable<'s>,
    to: &Destinations<'_>,
    plans: &[Plan],
) -> Vec<Page> {
    let file = Fields::new(source, table, 1);
    let pages = file.list("page", |fields| (fields.line, read_page(fields, to, plans)));
    file.finish();
    if pages.is_empty() {
        source.report(
            1,
            "the navigator has no pages; add a section `[[page]]` or remove the file",
        );
    }
    report_duplicates(
        source,
        pages.iter().map(|(line, page)| (*line, page.id.as_str())),
    );
    report_too_many(
        source,
        "[[page]]",
        limits::PAGES,
        pages.iter().map(|(line, _)| *line),
    );
    pages.into_iter().map(|(_, page)| page).collect()
}

/// Pages that no button leads to, neither from the menu nor from a page that can be reached.
pub(super) fn unreachable<'p>(pages: &'p [Page], menu: &[Vec<MenuDoor>]) -> Vec<&'p str> {
    let target = |door: &MenuDoor| match door {
        MenuDoor::Page { id } => Some(id.clone()),
        _ => None,
    };
    let mut reached: BTreeSet<String> = menu.iter().flatten().filter_map(target).collect();
    loop {
        let open = pages.iter().filter(|page| reached.contains(&page.id));
        let further: Vec<String> = open
            .flat_map(|page| page.doors.iter().filter_map(target))
            .collect();
        let before = reached.len();
        reached.extend(further);
        if reached.len() == before {
            break;
        }
    }
    let lost = pages.iter().filter(|page| !reached.contains(&page.id));
    lost.map(|page| page.id.as_str()).collect()
}

fn read_page(fields: &Fields<'_>, to: &Destinations<'_>, plans: &[Plan]) -> Page {
    let doors = fields.list("door", |door| (door.line, read_door(door, to, &[])));
    let lines = doors.iter().map(|(line, _)| *line);
    report_too_many(fields.source, "[[page.door]]", limits::DOORS, lines);
    let premium = fields.get("plan").map(|entry| {
        let plan = fields.string(entry, "plan").unwrap_or_default();
        let known = plans.iter().map(|plan| plan.id.as_str());
        if !plan.is_empty() && !known.clone().any(|id| id == plan) {
            let hint = did_you_mean(plan, known);
            let message =
                format!("plans.toml has no plan `{plan}`{hint}; add it there or change it here");
            fields.source.report(entry.line, message);
        }
        Premium {
            plan: plan.to_owned(),
            teaser: fields.localized("teaser", Rule::Html),
        }
    });
    Page {
        id: fields.id("id"),
        title: fields.localized("title", Rule::Label),
        text: fields.localized("text", Rule::Html),
        doors: doors.into_iter().filter_map(|(_, door)| door).collect(),
        premium,
    }
}
