//! `/leads`: requests for a consultation, newest first.

use super::{super::lead::source_in_words, Talk, button, menu, moment};
use crate::{
    bot::{
        admin::{Ask, Back, IN_FILE, LEADS_ON_A_PAGE, LeadsPage},
        callback_data::Press,
        fit,
        lead::Lead,
        phone,
        report::LeadEntry,
        screen::Screen,
    },
    content::{TextKey, escape_html},
    telegram::calls::{Button, Keyboard},
};

/// The longest parts of a line: ten leads fit into a message.
const NAME: usize = 40;
const SOURCE: usize = 60;
const COMMENT: usize = 80;
/// Small buttons beside each other.
const IN_A_ROW: usize = 5;

/// One page.
pub(super) fn list(talk: &Talk<'_>, page: LeadsPage, entries: &[LeadEntry]) -> Screen {
    let on_page = usize::try_from(LEADS_ON_A_PAGE).unwrap_or(usize::MAX);
    let title = if page.open_only {
        TextKey::AdminLeadsOpenTitle
    } else {
        TextKey::AdminLeadsTitle
    };
    let mut pieces = vec![talk.text(title, &[])];
    let first = page.query().skip;
    let numbered = (first.saturating_add(1)..).zip(entries).take(on_page);
    pieces.extend(numbered.map(|(number, entry)| format!("\n{}", line(talk, number, &entry.lead))));
    if entries.is_empty() {
        pieces.push(format!("\n{}", talk.text(TextKey::AdminLeadsEmpty, &[])));
    }
    Screen {
        text: fit::message(&pieces, &talk.text(TextKey::AdminMore, &[])),
        keyboard: keyboard(talk, page, entries),
    }
}

/// Whether somebody was done with it.
pub(super) fn mark(lead: &Lead) -> &'static str {
    if lead.done { "✅" } else { "🆕" }
}

fn line(talk: &Talk<'_>, number: u32, lead: &Lead) -> String {
    let (number, mark) = (number.to_string(), mark(lead));
    let source = source_in_words(talk.context, talk.locale, &lead.source);
    let comment = match &lead.comment {
        Some(comment) => comment.clone(),
        None => talk.text(TextKey::LeadNoComment, &[]),
    };
    let line = talk.text(
        TextKey::AdminLeadsLine,
        &[
            ("number", &number),
            ("mark", mark),
            ("name", &fit::cut(&lead.name, NAME)),
            ("phone", &phone::shown(&lead.phone)),
            ("date", &moment(talk, lead.created_at)),
            ("source", &fit::cut(&source, SOURCE)),
            ("comment", &fit::cut(&comment, COMMENT)),
        ],
    );
    let label = escape_html(&talk.text(TextKey::AdminLeadChat, &[]));
    format!("{line}\n<a href=\"tg://user?id={}\">{label}</a>", lead.user)
}

/// The people of the page by their numbers, the pages around it, the other list, the file.
fn keyboard(talk: &Talk<'_>, page: LeadsPage, entries: &[LeadEntry]) -> Keyboard {
    let on_page = usize::try_from(LEADS_ON_A_PAGE).unwrap_or(usize::MAX);
    let at = |number| {
        Ask::Leads(LeadsPage {
            page: number,
            ..page
        })
    };
    let first = page.query().skip.saturating_add(1);
    let cards: Vec<Button> = (first..)
        .zip(entries)
        .take(on_page)
        .map(|(number, entry)| {
            let ask = Ask::Card(entry.lead.user, Back::Leads(page));
            Button::callback(format!("👤 {number}"), Press::Admin(ask).encode())
        })
        .collect();
    let cards = cards.chunks(IN_A_ROW).map(<[Button]>::to_vec);
    let newer = page.page.checked_sub(1);
    let newer = newer.map(|number| button(talk, TextKey::AdminNewer, at(number)));
    let older = (entries.len() > on_page)
        .then(|| button(talk, TextKey::AdminOlder, at(page.page.saturating_add(1))));
    let other = Ask::Leads(LeadsPage {
        open_only: !page.open_only,
        page: 0,
        ..page
    });
    let key = if page.open_only {
        TextKey::AdminLeadsAll
    } else {
        TextKey::AdminLeadsOpen
    };
    let file = Ask::LeadsFile(IN_FILE.usual);
    cards
        .fold(Keyboard::default(), Keyboard::row)
        .row(newer.into_iter().chain(older).collect())
        .row(vec![
            button(talk, key, other),
            button(talk, TextKey::AdminCsvButton, file),
        ])
        .row(vec![menu::home_button(talk)])
}
