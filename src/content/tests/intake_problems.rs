//! The parts of `products.toml` that the PDF is made of.

use super::tiny::{check, tiny};
use crate::content::{Content, Locale};

const FILE: &str = "products.toml";
const TEA: &str = "link = \"https://example.com/tea\"\n";

fn with(section: &str) -> String {
    format!("{TEA}\n[product.intake]\n{section}")
}

#[test]
fn mistakes_in_the_intake_and_the_order_link_are_reported_on_their_line() {
    let time = "evening = { ru = \"чашка\", en = \"a cup\" }\n";
    check(
        FILE,
        TEA,
        &with("note = { ru = \"днём\", en = \"by day\" }\n"),
        "[product.intake]",
        "add `morning`, `day` or `evening`",
    );
    check(
        FILE,
        TEA,
        &with(&format!("{time}mornin = {{ ru = \"а\", en = \"b\" }}\n")),
        "mornin =",
        "did you mean `morning`?",
    );
    check(
        FILE,
        TEA,
        &with("evening = { ru = \"чашка\" }\n"),
        "evening =",
        "`en` is missing",
    );
    check(
        FILE,
        TEA,
        &with(&time.replace("a cup", "<b>a cup</b>")),
        "evening =",
        "tags do not work",
    );
    let flat = format!("{TEA}intake = \"in the evening\"\n");
    check(FILE, TEA, &flat, "intake =", "a section of its own");
    let top = "order_link = \"http://example.com\"\n# products";
    check(FILE, "# products", top, "order_link", "write `https://…`");
}

#[test]
fn an_intake_and_an_order_link_are_read_and_neither_is_needed() {
    let plain = Content::from_files("pack", &tiny()).unwrap();
    assert_eq!(plain.order_link(), None);
    assert_eq!(plain.product("tea").unwrap().intake, None);

    let mut files = tiny();
    let section = with("evening = { ru = \"чашка\", en = \"a cup\" }\n");
    let products = files[FILE].replacen(TEA, &section, 1).replacen(
        "# products",
        "order_link = \"https://example.com/all\"",
        1,
    );
    files.insert(FILE.into(), products);
    let content = Content::from_files("pack", &files).unwrap();
    assert_eq!(content.order_link(), Some("https://example.com/all"));
    let intake = content.product("tea").unwrap().intake.clone().unwrap();
    assert_eq!(
        (intake.morning, intake.day, intake.note),
        (None, None, None)
    );
    let evening = intake.evening.unwrap();
    assert_eq!(evening.get(Locale::En), "a cup");
}
