//! What every message has to be, whoever sends it.

use super::*;

pub(super) fn check_document(file_name: &str, recipe: &Value) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
    assert!(file_name.bytes().all(plain), "{file_name}");
    let plan = match serde_json::from_value(recipe.clone()).expect("a recipe") {
        Recipe::Plan(plan) => plan,
        Recipe::Export(export) => {
            assert_eq!(export.person, ANNA);
            return assert!(!recipe.to_string().contains("Анна"), "{recipe}");
        }
        other => panic!("not a plan: {other:?}"),
    };
    assert!(!plan.title.is_empty() && plan.actions.items.len() == 3);
    // Their name is `Анна <b>&`; markup of ours has no place in a document.
    let words = recipe.to_string();
    assert!(words.contains("Анна <b>& ·"), "{words}");
    for markup in ["<i>", "</b>", "&lt;", "&amp;", "{n}", "{title}"] {
        assert!(!words.contains(markup), "{markup}: {words}");
    }
}

pub(super) fn check_text(html: &str) {
    let words: usize = html
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, words)| words))
        .map(|words| words.encode_utf16().count())
        .sum();
    assert!((1..=4_096).contains(&words), "{words} units: {html}");
    assert!(!html.contains("<b>&"), "{html}");
    let mut placeholders = TextKey::ALL.iter().flat_map(|key| key.placeholders());
    let unfilled = placeholders.find(|name| html.contains(&format!("{{{name}}}")));
    assert_eq!(unfilled, None, "{html}");
}

pub(super) fn check_screen(html: &str, keyboard: &Keyboard) {
    check_text(html);
    assert!(!keyboard.inline_keyboard.is_empty(), "no button: {html}");
    for button in keyboard.inline_keyboard.iter().flatten() {
        assert!(!button.text.is_empty());
        match &button.action {
            ButtonAction::CallbackData(data) => {
                assert!((1..=64).contains(&data.len()), "{data}");
                assert!(callback_data::Press::parse(data).is_some(), "{data}");
            }
            ButtonAction::Url(url) => assert!(url.starts_with("https://"), "{url}"),
        }
    }
}
