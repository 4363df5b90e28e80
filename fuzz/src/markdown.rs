//! What the assistant writes, which is any text at all, as messages of Telegram.

use five_keys_bot::{
    bot::assistant, content::Locale, content::inspect, content::plain_text, telegram::ChatId,
};

use super::checks::{self, CONTENT};

/// Every part of an answer is sound HTML that is not too long, and no word that people would see is lost.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for locale in Locale::ALL {
        let Some(messages) = assistant::answer(&CONTENT, locale, ChatId(5), &text) else {
            // The word behind the fence of a code block is no word of the answer.
            assert!(!is_plain(&text) || words(&text).is_empty(), "{text}");
            continue;
        };
        assert!(!messages.is_empty());
        messages
            .iter()
            .for_each(|message| checks::message(message, true));
        if text.chars().count() <= 2_000 && is_plain(&text) {
            let said: String = messages
                .iter()
                .map(|message| shown(&message.call.to_json()))
                .collect();
            let said = words(&said);
            for word in words(&text) {
                assert!(said.contains(&word), "{word} of {text}: {said:?}");
            }
        }
    }
}

fn shown(params: &serde_json::Value) -> String {
    let html = params
        .get("text")
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default();
    assert!(inspect(html).problems.is_empty());
    format!("{}\n", plain_text(html))
}

/// Nothing in it stands for something else.
fn is_plain(text: &str) -> bool {
    text.chars()
        .all(|letter| letter.is_alphanumeric() || " \n,.!?<>".contains(letter))
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
