//! The catalogue: pages of products, a search, and each product closer up.

use super::{Reply, Talk, menu, prompt};
use crate::{
    bot::{
        callback_data::Press,
        dialogue::Asks,
        effects::{Effects, EventName},
        fit,
        screen::Screen,
    },
    content::{Product, TextKey},
    telegram::{
        calls::{Button, Call, CallbackAnswer, Keyboard},
        card::Card,
        types::CallbackQuery,
    },
};

/// Products on a page.
const PAGE: usize = 6;
/// Products that a search shows.
const FOUND: usize = 8;
/// As much of what was looked for is repeated.
const QUERY: usize = 64;

/// A page of the catalogue, counted from zero; a number beyond the end is the last page.
pub(super) fn page(talk: &Talk<'_>, number: u16) -> Screen {
    let products = talk.context.content.products();
    if products.is_empty() {
        return Screen {
            text: talk.text(TextKey::CatalogueEmpty, &[]),
            keyboard: menu::home_only(talk),
        };
    }
    let last = products.len().div_ceil(PAGE).saturating_sub(1);
    let page = usize::from(number).min(last);
    let shown = products.iter().skip(page.saturating_mul(PAGE)).take(PAGE);
    Screen {
        text: talk.text(TextKey::CatalogueTitle, &[]),
        keyboard: items(talk, shown)
            .row(arrows(talk, page, last))
            .row(vec![search_button(talk)])
            .row(vec![menu::home_button(talk)]),
    }
}

/// `/catalog`, with or without words to look for.
pub(super) fn command(talk: &Talk<'_>, words: &str, effects: &mut Effects) -> Screen {
    if words.is_empty() {
        page(talk, 0)
    } else {
        find(talk, words, effects)
    }
}

/// Asks for the words; the next message is what to look for.
pub(super) fn ask(talk: &Talk<'_>) -> Reply {
    let mut effects = Effects::default();
    let screen = question(talk, &mut effects);
    Reply {
        effects,
        ..screen.into()
    }
}

/// What somebody wrote after that. Whoever finds nothing is asked again, and so is whoever sent no words.
pub(super) fn find(talk: &Talk<'_>, words: &str, effects: &mut Effects) -> Screen {
    let query = fit::cut(words, QUERY);
    if query.is_empty() {
        return question(talk, effects);
    }
    let args = [("query", query.as_str())];
    let found = talk.context.content.search(words);
    if found.is_empty() {
        prompt::ask(talk, Asks::Search, effects);
        return Screen {
            text: talk.text(TextKey::CatalogueNothing, &args),
            keyboard: ways_on(talk, Keyboard::default()),
        };
    }
    let count = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let mut lines = vec![talk.plural(TextKey::CatalogueFound, count, &args)];
    if found.len() > FOUND {
        lines.push(talk.text(TextKey::CatalogueFoundFirst, &[]));
    }
    let shown = items(talk, found.into_iter().take(FOUND));
    Screen {
        text: lines.join("\n\n"),
        keyboard: ways_on(talk, shown.row(vec![search_button(talk)])),
    }
}

/// A product closer up: a picture comes below the list, words take its place. `None` for one that is gone.
pub(super) fn product(talk: &Talk<'_>, query: &CallbackQuery, id: &str) -> Option<Effects> {
    let products = talk.context.content.products();
    let place = products.iter().position(|product| product.id == id)?;
    let product = products.get(place)?;
    let page = u16::try_from(place / PAGE).unwrap_or_default();
    let back = Button::callback(
        talk.text(TextKey::CatalogueBack, &[]),
        Press::Catalogue(page).encode(),
    );
    let keyboard = Keyboard::default()
        .row(vec![buy_button(talk, product)])
        .row(vec![back, menu::home_button(talk)]);
    let text = talk.context.content.product_card(talk.locale, product);
    let mut effects = Effects {
        answer: Some(CallbackAnswer {
            callback_query_id: query.id.clone(),
            text: None,
        }),
        ..Effects::default()
    };
    effects.note(EventName::ProductViewed, Some(product.id.clone()));
    effects.send(match &product.picture {
        None => Screen { text, keyboard }.show_for(query),
        Some(picture) => Call::SendCard {
            chat_id: query.from.id.private_chat(),
            card: Card::new(picture, text),
            keyboard: Some(keyboard),
        },
    });
    Some(effects)
}

/// The button to the shop.
pub(super) fn buy_button(talk: &Talk<'_>, product: &Product) -> Button {
    let args = [("product", product.name.get(talk.locale))];
    Button::url(talk.text(TextKey::ButtonBuy, &args), product.link.clone())
}

fn question(talk: &Talk<'_>, effects: &mut Effects) -> Screen {
    prompt::ask(talk, Asks::Search, effects);
    Screen {
        text: talk.text(TextKey::CatalogueAsk, &[]),
        keyboard: ways_on(talk, Keyboard::default()),
    }
}

fn items<'p>(talk: &Talk<'_>, products: impl Iterator<Item = &'p Product>) -> Keyboard {
    products.fold(Keyboard::default(), |keyboard, product| {
        let label = talk.context.content.product_label(talk.locale, product);
        let press = Press::Product(product.id.clone());
        keyboard.row(vec![Button::callback(label, press.encode())])
    })
}

/// `‹ 2/3 ›`; nothing for a single page.
fn arrows(talk: &Talk<'_>, page: usize, last: usize) -> Vec<Button> {
    if last == 0 {
        return Vec::new();
    }
    let to = |label: String, page: usize| {
        let page = u16::try_from(page).unwrap_or(u16::MAX);
        Button::callback(label, Press::Catalogue(page).encode())
    };
    let (number, total) = ((page + 1).to_string(), (last + 1).to_string());
    let args = [("number", number.as_str()), ("total", total.as_str())];
    let here = to(talk.text(TextKey::CataloguePage, &args), page);
    let before = page.checked_sub(1).map(|page| to("‹".to_owned(), page));
    let after = (page < last).then(|| to("›".to_owned(), page + 1));
    before.into_iter().chain([here]).chain(after).collect()
}

fn search_button(talk: &Talk<'_>) -> Button {
    let label = talk.text(TextKey::CatalogueSearch, &[]);
    Button::callback(label, Press::CatalogueSearch.encode())
}

fn ways_on(talk: &Talk<'_>, keyboard: Keyboard) -> Keyboard {
    let all = Button::callback(
        talk.text(TextKey::CatalogueAll, &[]),
        Press::Catalogue(0).encode(),
    );
    keyboard.row(vec![all]).row(vec![menu::home_button(talk)])
}
