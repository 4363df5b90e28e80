//! All that waits, page by page.

use super::{IN_A_ROW, Talk, button, menu};
use crate::{
    bot::{
        admin::Ask,
        callback_data::Press,
        fit, parked,
        parked_buttons::{EventAct, EventAsk},
        report::Parked,
        screen::Screen,
    },
    content::TextKey,
    telegram::calls::{Button, Keyboard},
};

/// Events on a page.
pub(in crate::bot::handlers::admin) const ON_A_PAGE: u16 = 5;

/// A page of what waits.
pub(in crate::bot::handlers::admin) fn list(
    talk: &Talk<'_>,
    page: u16,
    waiting: &[Parked],
) -> Screen {
    let most = usize::from(ON_A_PAGE);
    let title = if waiting.is_empty() {
        TextKey::ParkedListNone
    } else {
        TextKey::ParkedListTitle
    };
    let mut pieces = vec![talk.text(title, &[])];
    let shown = waiting.iter().take(most);
    pieces.extend(shown.clone().map(|parked| {
        let line = parked::line(parked, talk.locale, talk.context);
        format!("\n{line}")
    }));
    let cards: Vec<Button> = shown
        .map(|parked| {
            let ask = Ask::Event(EventAsk::new(parked.id, EventAct::Open));
            Button::callback(format!("№ {}", parked.id), Press::Admin(ask).encode())
        })
        .collect();
    let newer = page.checked_sub(1);
    let newer = newer.map(|page| button(talk, TextKey::AdminNewer, Ask::Unmatched(page)));
    let older = (waiting.len() > most).then(|| {
        let page = Ask::Unmatched(page.saturating_add(1));
        button(talk, TextKey::AdminOlder, page)
    });
    Screen {
        text: fit::message(&pieces, &talk.text(TextKey::AdminMore, &[])),
        keyboard: cards
            .chunks(IN_A_ROW)
            .map(<[Button]>::to_vec)
            .fold(Keyboard::default(), Keyboard::row)
            .row(newer.into_iter().chain(older).collect())
            .row(vec![menu::home_button(talk)]),
    }
}
