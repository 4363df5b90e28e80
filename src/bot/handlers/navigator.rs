//! The navigator's pages, and what is only for members.

use super::{Reply, Talk, menu, outdated, subscription};
use crate::{
    bot::{callback_data::Press, screen::Screen},
    content::{MenuDoor, Page, TextKey},
    telegram::calls::{Button, Keyboard},
};

/// A page; to those without access what it is about, and how to get in.
pub(super) fn page(talk: &Talk<'_>, id: &str) -> Reply {
    let Some(page) = talk.context.content.page(id) else {
        return outdated(talk);
    };
    let (text, keyboard) = match &page.premium {
        Some(premium) if !subscription::opens(talk, &premium.plan) => {
            let locked = talk.text(TextKey::PageLocked, &[]);
            let teaser = premium.teaser.get(talk.locale);
            let offer = Button::callback(
                talk.text(TextKey::ButtonOpenPremium, &[]),
                Press::Subscription.encode(),
            );
            let keyboard = Keyboard::default().row(vec![offer]);
            (format!("{teaser}\n\n{locked}"), keyboard)
        }
        _ => {
            let doors = page.doors.iter();
            let keyboard = doors.fold(Keyboard::default(), |keyboard, door| {
                keyboard.row(door_button(talk, page, door).into_iter().collect())
            });
            (page.text.get(talk.locale).to_owned(), keyboard)
        }
    };
    let back = parent(talk, page).map(|parent| {
        let press = Press::Page(parent.id.clone());
        Button::callback(talk.text(TextKey::ButtonBack, &[]), press.encode())
    });
    let keyboard = keyboard.row(back.into_iter().chain([menu::home_button(talk)]).collect());
    Screen { text, keyboard }.into()
}

/// A door of a page. A quiz that is called as the page itself would look like a way to where one is.
fn door_button(talk: &Talk<'_>, page: &Page, door: &MenuDoor) -> Option<Button> {
    let button = menu::button(talk, door)?;
    let is_quiz = matches!(door, MenuDoor::Quiz { .. });
    if is_quiz && button.text == page.title.get(talk.locale) {
        let text = talk.text(TextKey::ButtonTakeQuiz, &[]);
        return Some(Button { text, ..button });
    }
    Some(button)
}

/// The first page that leads here; the first page of all has none.
fn parent<'a>(talk: &Talk<'a>, page: &Page) -> Option<&'a Page> {
    let pages = talk.context.content.pages();
    let is_first = pages.first().is_some_and(|first| first.id == page.id);
    let leads_here = |other: &&Page| {
        other.id != page.id
            && other
                .doors
                .iter()
                .any(|door| matches!(door, MenuDoor::Page { id } if *id == page.id))
    };
    pages.iter().find(leads_here).filter(|_| !is_first)
}
