//! The catalogue as a conversation: what waits for words, and what a press leads to.

use super::*;
use crate::{
    bot::dialogue::{Asks, Dialogue},
    telegram::card::Card,
};

impl Talk {
    /// A picture of the pack appears, with its words and buttons.
    pub(super) fn shows(&mut self, card: &Card, keyboard: Option<&Keyboard>) {
        let picture = card.picture.as_deref().expect("a picture");
        assert!(CONTENT.picture(picture).is_some(), "{picture}");
        assert!(card.words.encode_utf16().count() <= 1_024, "{}", card.words);
        check_text(&card.words);
        if let Some(keyboard) = keyboard {
            check_screen(&card.words, keyboard);
        }
        self.photos.push(self.screens.len());
        self.screens.push(keyboard.cloned().unwrap_or_default());
        self.text.clone_from(&card.words);
    }
}

fn asks(talk: &Talk) -> Option<&Asks> {
    talk.state.dialogue.prompt().map(|prompt| &prompt.asks)
}

#[test]
fn a_search_waits_for_words_and_ends_with_an_answer_or_anything_else() {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/catalog"));
    talk.presses(0, Some("cat:find"));
    assert_eq!(asks(&talk), Some(&Asks::Search));
    talk.says(None);
    assert_eq!(
        asks(&talk),
        Some(&Asks::Search),
        "a sticker says nothing to look for"
    );
    talk.says(Some("единорог"));
    assert!(
        talk.text.contains("«единорог» ничего не нашлось"),
        "{}",
        talk.text
    );
    assert_eq!(asks(&talk), Some(&Asks::Search), "another word may follow");
    talk.says(Some("магния &"));
    assert_eq!(talk.state.dialogue, Dialogue::Idle, "found");
    assert!(
        talk.text.contains("«магния &amp;» нашёлся 1 продукт"),
        "{}",
        talk.text
    );

    talk.says(Some("/catalog xyz"));
    assert_eq!(asks(&talk), Some(&Asks::Search));
    talk.says(Some("/help"));
    assert_eq!(talk.state.dialogue, Dialogue::Idle);
}

#[test]
fn a_search_does_not_end_a_quiz() {
    let mut talk = Talk::new(Some("en"));
    talk.says(Some("/menu"));
    talk.presses(0, Some("quiz:energy:start"));
    talk.presses(0, Some("cat:find"));
    assert_eq!(asks(&talk), Some(&Asks::Search));
    talk.says(Some("magnesium"));
    assert!(
        talk.state.dialogue.quiz_run().is_some(),
        "{:?}",
        talk.state.dialogue
    );
    assert!(
        talk.text.contains("1 product matches “magnesium”"),
        "{}",
        talk.text
    );
}

#[test]
fn a_product_is_shown_below_the_list_and_leads_back_to_its_page() {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/catalog"));
    let effects = talk.presses(0, Some("item:probiotic"));
    let viewed = Change::Event {
        name: EventName::ProductViewed,
        details: Some("probiotic".into()),
    };
    assert!(effects.changes.contains(&viewed), "{effects:?}");
    let data = |talk: &Talk, number| -> Vec<String> {
        let buttons = talk.buttons(number).into_iter();
        let data = buttons.filter_map(|button| match &button.action {
            ButtonAction::CallbackData(data) => Some(data.clone()),
            ButtonAction::Url(_) => None,
        });
        data.collect()
    };
    assert_eq!(data(&talk, 1), ["cat:1", "home"]);
    talk.presses(1, Some("cat:1"));
    assert_eq!(talk.screens.len(), 3, "a picture cannot become a list");
    assert!(data(&talk, 2).contains(&"item:probiotic".to_owned()));
    talk.presses(2, Some("cat:65535"));
    assert!(
        data(&talk, 2).contains(&"item:green_mix".to_owned()),
        "the last page"
    );
    let effects = talk.presses(2, Some("item:gone"));
    assert!(effects.answer.is_some_and(|answer| answer.text.is_some()));
    assert!(effects.changes.is_empty());
}

#[test]
fn without_a_recommendation_there_are_no_products_to_look_at() {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/menu"));
    talk.presses(0, Some("plan:cards"));
    assert!(talk.text.contains("Плана пока нет"), "{}", talk.text);
}
