//! Pictures of a pack: named by products, looked at, and none too many.

use std::collections::BTreeMap;
use std::fs;

use bytes::Bytes;

use super::tiny::tiny;
use crate::content::picture::tests::png_of;
use crate::content::read_all_texts::Gaps;
use crate::content::source::Trust;
use crate::content::{Content, Fingerprint, Locale};

/// The tiny pack, whose tea has this picture, with these pictures.
fn load(picture: &str, pictures: &[(&str, Bytes)]) -> Result<Content, Vec<String>> {
    let mut files = tiny();
    let products = files.get_mut("products.toml").unwrap();
    *products = products.replacen("price =", &format!("{picture}\nprice ="), 1);
    let pictures: BTreeMap<String, Bytes> = pictures
        .iter()
        .map(|(name, bytes)| ((*name).to_owned(), bytes.clone()))
        .collect();
    let loaded = Content::from_all("pack", &files, &pictures, Gaps::Refused, Trust::Doubted);
    loaded.map_err(|report| report.0.iter().map(ToString::to_string).collect())
}

/// Expects exactly one problem, at that place, saying so.
fn check(picture: &str, pictures: &[(&str, Bytes)], at: &str, words: &str) {
    let problems = load(picture, pictures).unwrap_err();
    let [problem] = problems.as_slice() else {
        panic!("{problems:#?}")
    };
    assert!(problem.starts_with(&format!("pack/{at}:")), "{problem}");
    assert!(problem.contains(words), "{problem}");
}

const TEA: &str = "picture = \"tea.png\"";

#[test]
fn a_product_has_the_picture_that_it_names() {
    let content = load(TEA, &[("tea.png", png_of(800, 600))]).unwrap();
    let name = content.product("tea").unwrap().picture.as_deref();
    assert_eq!(name, Some("tea.png"));
    let picture = content.picture("tea.png").unwrap();
    assert_eq!(picture.bytes, png_of(800, 600));
    assert!(content.product("honey").unwrap().picture.is_none());
    assert!(content.picture("honey.png").is_none());
}

#[test]
fn every_mistake_with_pictures_is_reported_where_it_is() {
    let good = || png_of(800, 600);
    check(
        TEA,
        &[],
        "products.toml:6",
        "there is no picture `tea.png`; put the file",
    );
    let others = [("Tea.png", good())];
    let problems = load(TEA, &others).unwrap_err();
    assert!(
        problems
            .iter()
            .any(|problem| problem.contains("did you mean `Tea.png`?")),
        "{problems:#?}"
    );
    check(
        "",
        &[("tea.png", good())],
        "pictures/tea.png:1",
        "no product shows this picture",
    );
    check(
        TEA,
        &[("tea.png", Bytes::from_static(b"GIF89a"))],
        "pictures/tea.png:1",
        "neither a PNG",
    );
    check(
        "picture = 5",
        &[],
        "products.toml:6",
        "must be text in quotes",
    );
    let spaced = "picture = \"my tea.png\"";
    check(
        spaced,
        &[("my tea.png", good())],
        "pictures/my tea.png:1",
        "Latin letters",
    );
}

#[test]
fn a_card_that_does_not_fit_under_a_picture_is_reported() {
    let mut files = tiny();
    let texts = files.get_mut("texts/catalogue.toml").unwrap();
    *texts = texts.replacen(
        "<b>{product}</b>\\n{price}",
        &format!("{}\\n{{product}} {{price}}", "я".repeat(100)),
        1,
    );
    let products = files.get_mut("products.toml").unwrap();
    let note = "т".repeat(290);
    let intake = format!(
        "[product.intake]\nday = {{ ru = \"1\", en = \"1\" }}\nnote = {{ ru = \"{note}\", en = \"x\" }}\n\n[[product]]\nid = \"honey\""
    );
    *products =
        products
            .replacen("Тёплый", &note, 1)
            .replacen("[[product]]\nid = \"honey\"", &intake, 1);
    let fits = Content::from_files("pack", &files);
    assert!(fits.is_ok(), "{fits:?}");
    let texts = files.get_mut("texts/catalogue.toml").unwrap();
    *texts = texts.replacen("🕑 <b>Когда", &format!("{} <b>Когда", "я".repeat(500)), 1);
    let report = Content::from_files("pack", &files).unwrap_err();
    assert_eq!(report.0.len(), 1, "{report}");
    assert!(
        report
            .to_string()
            .contains("products.toml:2: ru: the card of this product is"),
        "{report}"
    );
}

#[test]
fn pictures_are_exported_read_back_and_watched() {
    let dir = tempfile::tempdir().unwrap();
    let written = Content::export_to(dir.path()).unwrap();
    let picture = dir.path().join("pictures/omega3.jpg");
    assert!(written.contains(&picture), "{written:?}");
    let loaded = Content::load_dir(dir.path()).unwrap();
    let embedded = Content::embedded().unwrap();
    assert_eq!(loaded.picture("omega3.jpg"), embedded.picture("omega3.jpg"));

    let before = Fingerprint::of(dir.path());
    fs::write(&picture, vec![0; (1 << 20) + 7]).unwrap();
    assert_ne!(Fingerprint::of(dir.path()), before);
    // What the systems of owners leave in folders of pictures is not theirs to clear away.
    fs::write(dir.path().join("pictures/Thumbs.db"), "x").unwrap();
    fs::write(dir.path().join("pictures/extra.WEBP"), "RIFF").unwrap();
    let report = Content::load_dir(dir.path()).unwrap_err().to_string();
    for words in [
        "omega3.jpg:1: the picture is larger than 1 MB",
        "extra.WEBP:1: this is neither",
    ] {
        assert!(report.contains(words), "{report}");
    }
    assert!(!report.contains("Thumbs"), "{report}");
    fs::remove_file(&picture).unwrap();
    let report = Content::load_dir(dir.path()).unwrap_err().to_string();
    assert!(
        report.contains("there is no picture `omega3.jpg`"),
        "{report}"
    );
}

#[test]
fn every_product_of_the_embedded_pack_has_a_small_picture() {
    let content = Content::embedded().unwrap();
    let mut all = 0;
    for product in content.products() {
        let name = product.picture.as_deref().unwrap_or_default();
        let picture = content.picture(name);
        let size = picture
            .map(|picture| picture.bytes.len())
            .unwrap_or_default();
        assert!((1..40_000).contains(&size), "{}: {size}", product.id);
        all += size;
    }
    assert!(all < 500_000, "{all} bytes in every binary");
}

#[test]
fn a_card_says_what_it_costs_and_when_it_is_taken() {
    let content = Content::embedded().unwrap();
    let card = |locale, id: &str| content.product_card(locale, content.product(id).unwrap());
    let magnesium = card(Locale::Ru, "magnesium");
    for words in [
        "<b>Магний</b>",
        "890 ₽",
        "Минерал из орехов",
        "вечером 1 капсула. ",
    ] {
        assert!(
            magnesium.replace('\u{a0}', " ").contains(words),
            "{magnesium}"
        );
    }
    assert!(card(Locale::En, "magnesium").contains("1 capsule in the evening"));
}
