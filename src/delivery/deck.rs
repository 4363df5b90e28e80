//! Cards in the outbox, and the form they are sent in: an album; when Telegram does not take it, one picture after the
//! other; when it does not take a picture, its words. The words always arrive, in their order.
//!
//! All of it is one row of the outbox, which is rewritten after each step to what is left to do. So later messages of
//! the chat wait behind the last card, and a crash repeats at most one step. What goes next is decided here, pure.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::payload::addressed;
use crate::{
    store::Claim,
    telegram::{card::Card, client::Upload},
};

/// The bytes of a picture, and what they are.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The file.
    pub bytes: Bytes,
    /// Such as `image/png`.
    pub media_type: &'static str,
}

/// Finds pictures by their names, in the content pack that is in use at that moment.
pub type Pictures = Arc<dyn Fn(&str) -> Option<Picture> + Send + Sync>;

const ALBUM: &str = "sendMediaGroup";
const PHOTO: &str = "sendPhoto";

/// The files of an album, which has at most ten.
const FIELDS: [&str; 10] = [
    "picture0", "picture1", "picture2", "picture3", "picture4", "picture5", "picture6", "picture7",
    "picture8", "picture9",
];

/// Cards that are still to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Deck {
    /// In one album, or one after the other.
    together: bool,
    cards: Vec<Card>,
    /// Chat, markup, and the buttons of the last card.
    params: Map<String, Value>,
}

/// One call.
#[derive(Debug)]
pub(super) struct Hand {
    pub(super) method: &'static str,
    pub(super) params: Value,
    /// None for words.
    pub(super) files: Vec<Upload>,
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// Telegram has it.
    Yes,
    /// Not in this form.
    No,
}

/// What a claimed message holds, when it is cards. A message of another version cannot be read.
pub(super) fn of(claim: &Claim) -> Option<Result<Deck, serde_json::Error>> {
    if ![ALBUM, PHOTO].contains(&claim.method.as_str()) {
        return None;
    }
    let mut params: Map<String, Value> = match serde_json::from_str(&addressed(claim)) {
        Ok(params) => params,
        Err(error) => return Some(Err(error)),
    };
    // A picture that is made for its message is not a card.
    let cards = params.remove("cards")?;
    let deck = serde_json::from_value(cards).map(|cards| Deck {
        together: claim.method == ALBUM,
        cards,
        params,
    });
    Some(deck)
}

impl Deck {
    /// The method under which the outbox keeps it.
    pub(super) fn method(&self) -> &'static str {
        if self.together { ALBUM } else { PHOTO }
    }

    /// As the outbox keeps it.
    pub(super) fn to_payload(&self) -> String {
        let mut params = self.params.clone();
        params.insert("cards".into(), json!(self.cards));
        Value::Object(params).to_string()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// The next call; `None` when one of its pictures is not in the pack any more.
    pub(super) fn next(&self, pictures: &Pictures) -> Option<Hand> {
        if self.together {
            self.album(pictures)
        } else {
            self.single(pictures)
        }
    }

    fn album(&self, pictures: &Pictures) -> Option<Hand> {
        let mut media = Vec::with_capacity(self.cards.len());
        let mut files = Vec::with_capacity(self.cards.len());
        for (card, field) in self.cards.iter().zip(FIELDS) {
            media.push(json!({
                "type": "photo", "media": format!("attach://{field}"),
                "caption": card.words, "parse_mode": self.params.get("parse_mode"),
            }));
            files.push(upload(card.picture.as_deref()?, field, pictures)?);
        }
        let params = json!({ "chat_id": self.params.get("chat_id"), "media": media });
        Some(Hand {
            method: ALBUM,
            params,
            files,
        })
    }

    fn single(&self, pictures: &Pictures) -> Option<Hand> {
        let card = self.cards.first()?;
        let mut params = self.params.clone();
        if self.cards.len() > 1 {
            params.remove("reply_markup");
        }
        let Some(name) = &card.picture else {
            params.insert("text".into(), json!(card.words));
            let preview = json!({ "is_disabled": true });
            params.insert("link_preview_options".into(), preview);
            return Some(Hand {
                method: "sendMessage",
                params: Value::Object(params),
                files: Vec::new(),
            });
        };
        params.insert("caption".into(), json!(card.words));
        Some(Hand {
            method: PHOTO,
            params: Value::Object(params),
            files: vec![upload(name, "photo", pictures)?],
        })
    }

    /// What is left to do after a step. Words that were not taken are given up, the rest is not.
    pub(super) fn after(mut self, taken: Taken) -> Self {
        match (taken, self.together) {
            (Taken::Yes, true) => self.cards.clear(),
            (Taken::No, true) => self.together = false,
            (_, false) => {
                let picture = self.cards.first_mut().map(|card| &mut card.picture);
                match picture.filter(|picture| taken == Taken::No && picture.is_some()) {
                    Some(picture) => *picture = None,
                    None => drop(self.cards.drain(..1.min(self.cards.len()))),
                }
            }
        }
        self
    }
}

fn upload(name: &str, field: &'static str, pictures: &Pictures) -> Option<Upload> {
    let picture = pictures(name)?;
    Some(Upload {
        field,
        file_name: name.to_owned(),
        media_type: picture.media_type,
        bytes: picture.bytes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telegram::{
        ChatId,
        calls::{Button, Call, Keyboard},
    };

    fn claim(call: &Call) -> Claim {
        Claim {
            id: 1,
            chat_id: call.chat_id(),
            method: call.method().into(),
            payload: call.to_json().to_string(),
            origin: "test".into(),
            keep_for_unreachable: false,
            attempts: 0,
            bulk: false,
        }
    }

    fn deck(claim: &Claim) -> Deck {
        of(claim).expect("cards").expect("readable")
    }

    fn card(name: &str) -> Card {
        Card::new(format!("{name}.png"), format!("<b>{name}</b>"))
    }

    fn album() -> Claim {
        let cards = ["tea", "honey"].map(card).to_vec();
        let chat_id = ChatId(5);
        claim(&Call::SendAlbum { chat_id, cards })
    }

    /// Has every picture but one.
    fn all_but(gone: &'static str) -> Pictures {
        Arc::new(move |name| {
            (name != gone).then(|| Picture {
                bytes: Bytes::from(name.to_owned()),
                media_type: "image/png",
            })
        })
    }

    /// What is called, step by step, when Telegram says yes to these methods only.
    fn played(claim: &Claim, pictures: &Pictures, yes: &[&str]) -> Vec<String> {
        let mut deck = deck(claim);
        let mut calls = Vec::new();
        let mut stored = claim.clone();
        while !deck.is_empty() {
            let taken = match deck.next(pictures) {
                None => Taken::No,
                Some(hand) if yes.contains(&hand.method) => {
                    let words = hand.params["caption"]
                        .as_str()
                        .or(hand.params["text"].as_str());
                    calls.push(format!("{} {}", hand.method, words.unwrap_or_default()));
                    Taken::Yes
                }
                Some(hand) => {
                    calls.push(format!("{} refused", hand.method));
                    Taken::No
                }
            };
            deck = deck.after(taken);
            // Whoever reads the row after a crash goes on in the same way.
            (stored.method, stored.payload) = (deck.method().into(), deck.to_payload());
            assert_eq!(self::deck(&stored), deck);
        }
        calls
    }

    #[test]
    fn an_album_is_one_call_with_its_files() {
        let hand = deck(&album()).next(&all_but("")).expect("all there");
        let item = |number: u8, words: &str| json!({ "type": "photo", "media": format!("attach://picture{number}"), "caption": words, "parse_mode": "HTML" });
        let media = [item(0, "<b>tea</b>"), item(1, "<b>honey</b>")];
        assert_eq!(hand.method, "sendMediaGroup");
        assert_eq!(hand.params, json!({ "chat_id": 5, "media": media }));
        let files: Vec<_> = hand
            .files
            .iter()
            .map(|file| (file.field, &*file.file_name, &file.bytes[..]))
            .collect();
        assert_eq!(
            files,
            [
                ("picture0", "tea.png", &b"tea.png"[..]),
                ("picture1", "honey.png", b"honey.png")
            ]
        );
    }

    #[test]
    fn every_refusal_leads_to_the_next_form_and_the_words_arrive_in_order() {
        let (album, all) = (album(), all_but(""));
        let everything = ["sendMediaGroup", "sendPhoto", "sendMessage"];
        assert_eq!(played(&album, &all, &everything), ["sendMediaGroup "]);
        assert_eq!(
            played(&album, &all, &everything[1..]),
            [
                "sendMediaGroup refused",
                "sendPhoto <b>tea</b>",
                "sendPhoto <b>honey</b>"
            ]
        );
        assert_eq!(
            played(&album, &all, &everything[2..]),
            [
                "sendMediaGroup refused",
                "sendPhoto refused",
                "sendMessage <b>tea</b>",
                "sendPhoto refused",
                "sendMessage <b>honey</b>"
            ]
        );
        assert_eq!(
            played(&album, &all_but("tea.png"), &everything),
            ["sendMessage <b>tea</b>", "sendPhoto <b>honey</b>"],
            "a picture that is gone is not asked for"
        );
        assert_eq!(
            played(&album, &all, &[]).len(),
            5,
            "it ends, whatever happens"
        );
    }

    #[test]
    fn a_single_card_keeps_its_buttons_in_every_form() {
        let keyboard = Keyboard::default().row(vec![Button::callback("home", "home")]);
        let call = Call::SendCard {
            chat_id: ChatId(5),
            card: card("tea"),
            keyboard: Some(keyboard.clone()),
        };
        let deck = deck(&claim(&call));
        let photo = deck.next(&all_but("")).expect("there");
        assert_eq!(
            photo.params,
            json!({ "chat_id": 5, "caption": "<b>tea</b>", "parse_mode": "HTML", "reply_markup": keyboard })
        );
        assert_eq!((photo.files[0].field, photo.files.len()), ("photo", 1));
        assert!(deck.next(&all_but("tea.png")).is_none());
        let words = deck.after(Taken::No).next(&all_but("")).expect("words");
        assert_eq!((words.method, words.files.len()), ("sendMessage", 0));
        assert_eq!(
            words.params,
            json!({
                "chat_id": 5, "text": "<b>tea</b>", "parse_mode": "HTML", "reply_markup": keyboard,
                "link_preview_options": { "is_disabled": true }
            })
        );
    }

    #[test]
    fn other_messages_are_none_of_its_business() {
        let mut other = album();
        other.payload = json!({ "chat_id": 5, "photo": { "recipe": {} } }).to_string();
        other.method = "sendPhoto".into();
        assert!(of(&other).is_none(), "a picture that is made");
        other.method = "sendMessage".into();
        assert!(of(&other).is_none());
        let mut newer = album();
        newer.payload = json!({ "chat_id": 5, "cards": [7] }).to_string();
        assert!(of(&newer).is_some_and(|read| read.is_err()));
    }
}
