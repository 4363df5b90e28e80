//! Both kinds of Markdown.

use serde_json::{Value, json};

use super::{started, table};
use crate::playground::formatted::Formatted;
use crate::playground::{markdown, markdown_legacy};

/// The text, then `type offset length detail` for each entity.
fn plainly(parsed: &Formatted) -> String {
    let mut shown = parsed.text.clone();
    for entity in &parsed.entities {
        let text = |name: &str| entity[name].as_str().unwrap_or_default();
        let details = ["url", "language", "custom_emoji_id"].map(text).concat();
        let (kind, offset, length) = (text("type"), &entity["offset"], &entity["length"]);
        shown += format!(" | {kind} {offset} {length} {details}").trim_end();
    }
    shown
}

#[test]
fn markdown_v2_is_read_as_telegram_reads_it() {
    for (source, expected) in [
        ("plain\\.", Ok("plain.")),
        ("🏟_abac \\* asd_", Ok("🏟abac * asd | italic 2 10")),
        ("*a _b_*", Ok("a b | bold 0 3 | italic 2 1")),
        ("__a _b___", Err("Italic entity at byte offset 8")),
        (
            "__a__ ~b~ ||c||",
            Ok("a b c | underline 0 1 | strikethrough 2 1 | spoiler 4 1"),
        ),
        ("`a*b`", Ok("a*b | code 0 3")),
        ("```rust\nfn```", Ok("fn | pre 0 2 rust")),
        ("```a b```", Ok("b | pre 0 1 a")),
        ("```ab```", Ok("ab | pre 0 2")),
        (
            "[x](https://a.org/\\))",
            Ok("x | text_link 0 1 https://a.org/)"),
        ),
        ("[a\\.org]", Ok("a.org | text_link 0 5 http://a.org")),
        ("[x](nowhere)", Ok("x")),
        ("![👍](tg://emoji?id=25)", Ok("👍 | custom_emoji 0 2 25")),
        (">a\n>b\nc", Ok("a\nb\nc | blockquote 0 4")),
        (">a\n>b||\nc", Ok("a\nb\nc | expandable_blockquote 0 4")),
        (">a||b||", Ok("ab | blockquote 0 2 | spoiler 1 1")),
        (">a\n**>b", Ok("a\nb | blockquote 0 2 | blockquote 2 1")),
        ("**", Ok("")),
        (
            "я.",
            Err("Character '.' is reserved and must be escaped with the preceding '\\'"),
        ),
        (
            "a>",
            Err("Character '>' is reserved and must be escaped with the preceding '\\'"),
        ),
        (
            "a|b",
            Err("Character '|' is reserved and must be escaped with the preceding '\\'"),
        ),
        (
            "!",
            Err("Character '!' is reserved and must be escaped with the preceding '\\'"),
        ),
        (
            "🏟 🏟_abc",
            Err("Can't find end of Italic entity at byte offset 9"),
        ),
        (
            "🏟 🏟__",
            Err("Can't find end of Underline entity at byte offset 9"),
        ),
        (
            "🏟 🏟_abac * asd ",
            Err("Can't find end of Bold entity at byte offset 15"),
        ),
        (
            "~x",
            Err("Can't find end of Strikethrough entity at byte offset 0"),
        ),
        (
            "🏟 🏟||test\\|",
            Err("Can't find end of Spoiler entity at byte offset 9"),
        ),
        (
            "🏟 🏟`",
            Err("Can't find end of Code entity at byte offset 9"),
        ),
        (
            "🏟 🏟```a",
            Err("Can't find end of Pre entity at byte offset 9"),
        ),
        (
            "🏟 🏟```a ",
            Err("Can't find end of PreCode entity at byte offset 9"),
        ),
        (
            "[x",
            Err("Can't find end of TextUrl entity at byte offset 0"),
        ),
        (
            "[telegram\\.org](asd",
            Err("Can't find end of a URL at byte offset 16"),
        ),
        (
            "![👍]",
            Err("Custom emoji entity must contain a tg://emoji URL"),
        ),
        (
            "![👍](t://emoji?id=1)",
            Err("Custom emoji URL must have scheme tg"),
        ),
        (
            "![👍](tg://emoji?x=1)",
            Err("Custom emoji URL must have an emoji identifier"),
        ),
        (
            "![👍](tg://emoji?id=025)",
            Err("Invalid custom emoji identifier specified"),
        ),
        (
            ">*b\n>ld \n>bo\nld*\nasd",
            Err("Can't find end of Bold entity at byte offset 1"),
        ),
        (
            ">asd\n>q||ew\n||asdad",
            Err("Can't find end of Spoiler entity at byte offset 7"),
        ),
    ] {
        match (markdown::parse(source), expected) {
            (Ok(parsed), Ok(expected)) => assert_eq!(plainly(&parsed), expected, "{source}"),
            (Err(why), Err(expected)) => assert!(why.contains(expected), "{source}: {why}"),
            (found, _) => panic!("{source}: {found:?}"),
        }
    }
}

#[test]
fn the_first_markdown_knows_four_marks_and_no_nesting() {
    for (source, expected) in [
        (
            "*a* _b_ `c`",
            Ok("a b c | bold 0 1 | italic 2 1 | code 4 1"),
        ),
        ("*a _b_*", Ok("a _b_ | bold 0 5")),
        ("\\_x. (y)!", Ok("_x. (y)!")),
        (
            "[x](https://a.org) z",
            Ok("x z | text_link 0 1 https://a.org"),
        ),
        ("```rust\nfn```", Ok("fn | pre 0 2 rust")),
        (
            "я_x",
            Err("Can't find end of the entity starting at byte offset 2"),
        ),
    ] {
        match (markdown_legacy::parse(source), expected) {
            (Ok(parsed), Ok(expected)) => assert_eq!(plainly(&parsed), expected, "{source}"),
            (Err(why), Err(expected)) => assert_eq!(why, expected, "{source}"),
            (found, _) => panic!("{source}: {found:?}"),
        }
    }
}

#[tokio::test]
async fn a_call_names_its_markdown() {
    let playground = started().await;
    let say = |mode: &str, text: &str| -> Value { json!({ "text": text, "parse_mode": mode }) };
    let broken = "Bad Request: can't parse entities: Character '.' is reserved";
    table(
        &playground,
        [
            ("sendMessage", say("MarkdownV2", "*ok*\\."), 200, ""),
            ("sendMessage", say("MarkdownV2", "no."), 400, broken),
            ("sendMessage", say("Markdown", "*ok*."), 200, ""),
            (
                "sendMessage",
                say("Markdown", "*no"),
                400,
                "can't parse entities: Can't find end of the entity starting at byte offset 0",
            ),
        ],
    )
    .await;
    assert_eq!(playground.chat(super::CHAT)[1].text, "ok.");
}
