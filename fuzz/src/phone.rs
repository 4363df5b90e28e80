//! A phone number as people write it, or as Telegram shares it.

use five_keys_bot::{bot::phone, content::Locale};

/// The first byte chooses the language of the person's Telegram. What is taken is a number in international form, and
/// is taken for the same when it is written so.
pub fn run(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(rest);
    let languages = [
        None,
        Some("ru"),
        Some("en"),
        Some("en-GB"),
        Some("pt_BR"),
        Some("xx-"),
        Some("--"),
    ];
    let language = languages.into_iter().nth(usize::from(*first) % 7).flatten();
    for locale in Locale::ALL {
        if let Some(number) = phone::parse(&text, language, locale) {
            international(&number, &text);
            assert_eq!(
                phone::parse(&number, language, locale).as_ref(),
                Some(&number),
                "{text}"
            );
        }
    }
    if let Some(number) = phone::shared(&text) {
        international(&number, &text);
        assert_eq!(phone::shared(&number).as_ref(), Some(&number), "{text}");
    }
    let shown = phone::shown(&text);
    assert!(
        shown.chars().count() <= text.chars().count().max(40),
        "{text}: {shown}"
    );
}

fn international(number: &str, text: &str) {
    let digits = number
        .strip_prefix('+')
        .unwrap_or_else(|| panic!("{text}: {number}"));
    assert!(
        digits.bytes().all(|byte| byte.is_ascii_digit()),
        "{text}: {number}"
    );
    assert!((7..=15).contains(&digits.len()), "{text}: {number}");
}
