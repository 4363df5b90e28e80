//! The products of the last recommendation: pictures first, then one message with the reasons, to go on from.

use super::{Talk, catalogue, menu, plan, plan_pdf::capitalised};
use crate::{
    bot::{
        callback_data::Press,
        effects::{Effects, EventName},
        fit,
        screen::Screen,
    },
    content::{Localized, Product, TextKey},
    telegram::{
        ChatId,
        calls::{Button, Call, CallbackAnswer, Keyboard},
        card::Card,
        types::CallbackQuery,
    },
};

/// Pictures in an album.
const ALBUM: usize = 10;

/// A press of the button under a recommendation: the message that was pressed stays. `None` when there is nothing to
/// look at any more.
pub(super) fn pressed(talk: &Talk<'_>, query: &CallbackQuery) -> Option<Effects> {
    let made = talk.state.recommendation.as_ref()?;
    let advice = plan::find(talk, made)?;
    if advice.products.is_empty() {
        return None;
    }
    let chat = query.from.id.private_chat();
    let mut effects = Effects {
        answer: Some(CallbackAnswer {
            callback_query_id: query.id.clone(),
            text: None,
        }),
        ..Effects::default()
    };
    let title = [("title", advice.title.get(talk.locale))];
    let mut cards = Vec::new();
    // Telegram shows the captions of an album only to those who open its pictures: the words stand below as well.
    let mut words = vec![talk.text(TextKey::CatalogueAdvisedTitle, &title)];
    for (product, reason) in &advice.products {
        let text = advised(talk, product, reason);
        words.push(format!("\n{text}"));
        let picture = product.picture.as_ref();
        cards.extend(picture.map(|picture| Card::new(picture, text)));
    }
    words.push(format!("\n{}", talk.text(TextKey::ResultDisclaimer, &[])));
    for call in shown(chat, cards) {
        effects.send(call);
    }
    let buy = advice.products.iter();
    let keyboard = buy
        .map(|(product, _)| catalogue::buy_button(talk, product))
        .fold(Keyboard::default(), |keyboard, button| {
            keyboard.row(vec![button])
        })
        .row(vec![plan::consult_button(talk, &made.advisor)])
        .row(vec![menu::home_button(talk)]);
    let screen = Screen {
        text: fit::message(&words, "…"),
        keyboard,
    };
    effects.send(screen.send(chat));
    effects.note(
        EventName::ProductsShown,
        Some(made.advisor.kind().to_owned()),
    );
    Some(effects)
}

/// The button that leads here; none when there are no products to look at.
pub(super) fn button(talk: &Talk<'_>, products: usize) -> Vec<Button> {
    let label = || talk.text(TextKey::CatalogueLook, &[]);
    let press = Press::Advised.encode();
    let button = (products > 0).then(|| Button::callback(label(), press));
    button.into_iter().collect()
}

/// A product with the reason for it, HTML, short enough to stand under a picture.
fn advised(talk: &Talk<'_>, product: &Product, reason: &Localized) -> String {
    let content = talk.context.content;
    let price = content.money(talk.locale, product.price_minor, &product.currency);
    let reason = capitalised(reason.get(talk.locale));
    let args = [
        ("product", product.name.get(talk.locale)),
        ("price", price.as_str()),
        ("reason", reason.as_str()),
    ];
    talk.text(TextKey::CatalogueAdvised, &args)
}

/// Albums, and a single picture on its own: an album of one is none.
fn shown(chat_id: ChatId, cards: Vec<Card>) -> Vec<Call> {
    let call = |cards: &[Card]| match cards {
        [card] => Call::SendCard {
            chat_id,
            card: card.clone(),
            keyboard: None,
        },
        cards => Call::SendAlbum {
            chat_id,
            cards: cards.to_vec(),
        },
    };
    cards.chunks(ALBUM).map(call).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_go_in_albums_of_two_to_ten() {
        let sizes = |pictures: usize| -> Vec<usize> {
            let cards = vec![Card::new("tea.png", String::new()); pictures];
            let calls = shown(ChatId(5), cards).into_iter();
            calls
                .map(|call| match call {
                    Call::SendAlbum { cards, .. } => cards.len(),
                    Call::SendCard { .. } => 1,
                    other => panic!("{other:?}"),
                })
                .collect()
        };
        assert_eq!(sizes(0), [0; 0]);
        assert_eq!(sizes(1), [1]);
        assert_eq!(sizes(10), [10]);
        assert_eq!(sizes(11), [10, 1]);
        assert_eq!(sizes(23), [10, 10, 3]);
    }
}
