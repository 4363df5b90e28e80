//! Whatever an assistant writes becomes messages that Telegram takes, and nothing of it is lost.

use std::sync::LazyLock;

use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;
use crate::{bot::state::Advisor, telegram::calls::ButtonAction};

const CHAT: ChatId = ChatId(5);

static CONTENT: LazyLock<Content> =
    LazyLock::new(|| Content::embedded().expect("the embedded pack is sound"));

/// The messages' HTML and their buttons.
fn said(words: &str) -> Vec<(String, Option<Keyboard>)> {
    let messages = answer(&CONTENT, Locale::En, CHAT, words).unwrap_or_default();
    let messages = messages.into_iter().map(|message| match message.call {
        Call::SendMessage {
            chat_id,
            text,
            keyboard,
        } => {
            assert_eq!((chat_id, message.lane), (CHAT, Lane::Answer));
            (text, keyboard)
        }
        other => panic!("{other:?}"),
    });
    messages.collect()
}

/// The HTML of an answer that fits one message, without the disclaimer.
fn html(words: &str) -> String {
    let said = said(words);
    let [(text, _)] = said.as_slice() else {
        panic!("{said:?}")
    };
    let (own, disclaimer) = text.rsplit_once("\n\n").expect("a disclaimer");
    assert_eq!(disclaimer, CONTENT.assistant().disclaimer.get(Locale::En));
    own.to_owned()
}

/// What a person sees of HTML.
fn seen(html: &str) -> String {
    let mut text = String::new();
    for (at, part) in html.split('<').enumerate() {
        let words = part.split_once('>').map_or(part, |(_, words)| words);
        text.push_str(if at == 0 { part } else { words });
    }
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ]
    .into_iter()
    .fold(text, |text, (entity, sign)| text.replace(entity, sign))
}

#[test]
fn the_usual_marks_become_telegrams_and_the_rest_stays_words() {
    for (words, expected) in [
        ("Just words.", "Just words."),
        (
            "**Sleep** is *good*, __very__ _good_",
            "<b>Sleep</b> is <i>good</i>, <b>very</b> <i>good</i>",
        ),
        ("***both***", "<b><i>both</i></b>"),
        (
            "`a < b` & **c `d`**",
            "<code>a &lt; b</code> &amp; <b>c </b><code>d</code>",
        ),
        (
            "# Title\ntext\n## Two",
            "<b>Title</b>\n\ntext\n\n<b>Two</b>",
        ),
        (
            "Do:\n- one\n- two\n  - three\n\nThen:\n1. a\n2. b",
            "Do:\n\n• one\n• two\n  • three\n\nThen:\n\n1. a\n2. b",
        ),
        (
            "* **Water**: a glass\n\n* Walk\n\n  every day",
            "• <b>Water</b>: a glass\n• Walk\nevery day",
        ),
        (
            "```rust\nlet x = 1 < 2;\n```\nend",
            "<pre>let x = 1 &lt; 2;</pre>\n\nend",
        ),
        (
            "[site](https://example.org \"A title\") and <https://example.org/x>",
            "site (https://example.org, A title) and https://example.org/x",
        ),
        (
            "![a cat](https://example.org/cat.png)",
            "a cat (https://example.org/cat.png)",
        ),
        ("[Water]: useful", "[Water]: useful"),
        (
            "<script>alert(1)</script>\n\na<br>b <u>c</u>",
            "&lt;script&gt;alert(1)&lt;/script&gt;\n\na\nb &lt;u&gt;c&lt;/u&gt;",
        ),
        ("one\n---\ntwo", "<b>one</b>\n\ntwo"),
        ("one\n\n---\n\ntwo", "one\n\n———\n\ntwo"),
        (
            "2 * 3 * 4, snake_case_name, ~5 kg",
            "2 * 3 * 4, snake_case_name, ~5 kg",
        ),
        ("a **b", "a **b"),
        ("a\u{202e}b\0c\r\nd\u{200b}", "abc\nd"),
        ("👩‍👩‍👧 🙂", "👩‍👩‍👧 🙂"),
        ("> quoted\n> words\n\nmine", "quoted\nwords\n\nmine"),
    ] {
        assert_eq!(html(words), expected, "{words:?}");
    }
}

#[test]
fn words_that_show_nothing_are_no_answer() {
    for nothing in ["", " \n\t ", "\u{200b}\u{feff}\0", "**", "# "] {
        let answer = answer(&CONTENT, Locale::Ru, CHAT, nothing);
        assert!(
            answer.is_none() || nothing == "**",
            "{nothing:?}: {answer:?}"
        );
    }
}

#[test]
fn a_long_answer_is_cut_between_paragraphs_then_lines_then_sentences_then_words() {
    let paragraph = format!("{}end.", "слово ".repeat(100));
    let text = vec![paragraph.as_str(); 20].join("\n\n");
    let pages = said(&text);
    assert!(pages.len() > 2, "{}", pages.len());
    for (page, _) in &pages {
        assert!(page.starts_with("слово "), "{page}");
    }
    for (page, _) in pages.iter().rev().skip(1) {
        assert!(page.ends_with("end."), "a whole paragraph: {page}");
    }

    let lines = said(&vec!["строка без точки"; 600].join("\n"));
    assert!(
        lines
            .iter()
            .rev()
            .skip(1)
            .all(|(page, _)| page.ends_with("строка без точки"))
    );
    let sentences = said(&"Это предложение. ".repeat(600));
    assert!(
        sentences
            .iter()
            .rev()
            .skip(1)
            .all(|(page, _)| page.ends_with("предложение."))
    );
    let words = said(&"слово ".repeat(3_000));
    assert!(
        words
            .iter()
            .rev()
            .skip(1)
            .all(|(page, _)| page.ends_with("слово"))
    );
    let bold = said(&format!("**{}**", "слово ".repeat(3_000).trim_end()));
    assert!(bold.len() > 2 && bold.iter().all(|(page, _)| page.starts_with("<b>слово")));
}

#[test]
fn only_the_last_message_has_the_disclaimer_and_the_buttons_and_they_leave_it_standing() {
    let said = said(&"words and words. ".repeat(1_000));
    let disclaimer = CONTENT.assistant().disclaimer.get(Locale::En);
    let (last, first) = said.split_last().expect("messages");
    assert!(
        first
            .iter()
            .all(|(text, keyboard)| !text.contains(disclaimer) && keyboard.is_none())
    );
    assert!(last.0.ends_with(disclaimer), "{}", last.0);
    let keyboard = last.1.clone().expect("buttons");
    let data = keyboard
        .inline_keyboard
        .iter()
        .flatten()
        .map(|button| match &button.action {
            ButtonAction::CallbackData(data) => data.clone(),
            ButtonAction::Url(url) => panic!("{url}"),
        });
    let presses: Vec<_> = data
        .map(|data| (Press::goes_below(&data), Press::parse(&data)))
        .collect();
    assert_eq!(
        presses,
        [Press::Assistant, Press::Consult(None), Press::Home].map(|press| (true, Some(press)))
    );
}

#[test]
fn what_goes_on_for_ever_ends_with_a_sign_of_it() {
    let said = said(&"слово ".repeat(100_000));
    assert!(said.len() <= 9, "{}", said.len());
    let (last, _) = said.last().expect("messages");
    assert!(last.contains("…\n\n<i>"), "{last}");
}

#[test]
fn the_assistant_is_told_the_last_result_and_nothing_else_of_the_person() {
    let alone = instructions(&CONTENT, Locale::Ru, None);
    assert_eq!(alone, CONTENT.assistant().system.get(Locale::Ru));
    let quiz = CONTENT.quiz("energy").expect("a quiz");
    let band = quiz.bands.first().expect("a band");
    let mut made = Recommendation {
        advisor: Advisor::Quiz(quiz.id.clone()),
        band: band.id.clone(),
        points: 3,
        made_at: "2026-03-05T22:30:00Z".parse().expect("a moment"),
    };
    let told = instructions(&CONTENT, Locale::Ru, Some(&made));
    let (title, level) = (quiz.title.get(Locale::Ru), band.level.get(Locale::Ru));
    assert!(
        told.starts_with(&alone) && told.ends_with(&format!("{title}, {level}.")),
        "{told}"
    );
    made.band = "gone".into();
    assert_eq!(instructions(&CONTENT, Locale::Ru, Some(&made)), alone);
}

#[test]
fn a_new_day_of_the_zone_brings_new_questions() {
    let zone = TimeZone::get("Europe/Moscow").expect("known");
    let now: Timestamp = "2026-03-05T20:59:00Z".parse().expect("a moment");
    let asked = |hours: i64| Asked {
        at: now - SignedDuration::from_hours(hours),
        open: false,
    };
    let limit = CONTENT.assistant().daily_limit;
    let left = |asked: &[Asked], now| left_today(&CONTENT, asked, now, &zone);
    assert_eq!(left(&[], now), limit);
    let questions = [asked(1), asked(2), asked(24)];
    assert_eq!(
        left(&questions, now),
        limit - 2,
        "yesterday's does not count"
    );
    let midnight = now + SignedDuration::from_mins(1);
    assert_eq!(left(&questions, midnight), limit);
    assert_eq!(left(&vec![asked(1); 500], now), 0);
}

fn any_answer() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[а-я]{1,12}[ .!?]{0,2}",
        2 => prop::sample::select(vec![
            "\n", "\n\n", "**", "*", "_", "__", "`", "```\n", "# ", "- ", "1. ", "> ", "[", "](", ")", "]: ", "<", "<b>", "</b>",
            "<!-- ", "&", "&amp;", "\\", "|", "    ", "🙂", "👩‍👧", "\"", "---\n", "![", "~~", "\t",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[а-я]{4000,5000}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]
    #[test]
    fn any_answer_becomes_messages_within_limits_and_no_word_of_it_is_lost(words in any_answer()) {
        let said = said(&words);
        let mut all = String::new();
        for (html, _) in &said {
            let found = inspect(html);
            prop_assert!(found.problems.is_empty() && !found.blank, "{:?}: {html}", found.problems);
            prop_assert!((1..=MESSAGE).contains(&found.length), "{}", found.length);
            all.push_str(&seen(html));
        }
        // Russian letters are never part of a mark.
        let letters = |text: &str| -> String {
            text.chars().filter(|letter| matches!(letter, 'а'..='я')).collect()
        };
        let own = letters(&pages::cleaned(&words, LONGEST_ANSWER));
        prop_assert_eq!(letters(&all), own);
    }

    #[test]
    fn cutting_loses_nothing_but_spaces(text in "([a-zа-я🙂.!\n ]|  |\n\n){0,400}", room in 5_usize..60) {
        let letters: Vec<rich::Letter> = text
            .chars()
            .enumerate()
            .map(|(at, letter)| (letter, if at / 7 % 2 == 0 { rich::Style::Bold } else { rich::Style::Plain }))
            .collect();
        let pages = pages::pages(&letters, room);
        for page in &pages {
            let found = inspect(page);
            prop_assert!(found.problems.is_empty() && !found.blank && found.length <= room, "{page:?}");
        }
        let solid = |text: &str| text.split_whitespace().collect::<String>();
        let shown: String = pages.iter().map(|page| seen(page)).collect();
        prop_assert_eq!(solid(&shown), solid(&text));
    }
}
