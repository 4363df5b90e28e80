//! What a press carries, and what a link carries: anybody can make these up.

use five_keys_bot::bot::{admin::Ask, callback_data::Press, claim, command::Command, referral};

use super::checks::KEY;

/// What is read is written the same way again, and fits a button.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    press(text);
    link(text);
    let _ = Ask::parse_command(text);
    if let Some(Command::Start(Some(payload))) = Command::parse(text) {
        assert!(
            (1..=64).contains(&payload.len()) && payload.is_ascii(),
            "{payload}"
        );
        link(&payload);
    }
}

fn press(data: &str) {
    // Telegram delivers no more.
    let Some(press) = Press::parse(data).filter(|_| data.len() <= 64) else {
        return;
    };
    let written = press.encode();
    assert!((1..=64).contains(&written.len()), "{data} {written}");
    assert!(!Press::goes_below(&written), "{data} {written}");
    assert_eq!(
        Press::parse(&written).as_ref(),
        Some(&press),
        "{data} {written}"
    );
    assert_eq!(
        Press::parse(&press.encode_below()).as_ref(),
        Some(&press),
        "{data}"
    );
}

/// Nobody makes up a link that is taken for one of ours.
fn link(payload: &str) {
    if let Some(event) = claim::event_of(payload, &KEY) {
        let ours = claim::link("b", event, &KEY);
        assert_eq!(ours, format!("https://t.me/b?start={payload}"));
    }
    if let Some(code) = referral::code_of(payload) {
        assert_eq!(referral::code_of(&format!("ref_{code}")), Some(code));
    }
}
