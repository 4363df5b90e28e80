//! Calculators: what people write, what comes out, and what can be wrong with the file.

use super::tiny::tiny;
use crate::content::{Calculator, Content, NumbersError, Problem};

fn embedded() -> Content {
    Content::embedded().expect("sound")
}

fn check(calculator: &Calculator, text: &str, expected: Option<(u32, &str)>) {
    let found = calculator.read(text).ok().and_then(|values| {
        let finding = calculator.find(&values)?;
        Some((finding.hundredths, finding.band.id.as_str()))
    });
    assert_eq!(found, expected, "{}: {text}", calculator.id);
}

#[test]
fn the_mass_index_is_read_in_every_form_that_people_write() {
    let content = embedded();
    let bmi = content.calculator("bmi").expect("there");
    let result = Some((2_840, "above"));
    for text in [
        "183 95",
        "183,95",
        "183, 95",
        " 183см 95кг ",
        "183 см, 95 кг",
        "95 кг 183 см",
        "рост 183 вес 95",
        "Вес: 95, рост: 183",
        "1,83 95",
        "1.83 м и 95.0 кг",
        "95 183",
        "183/95",
        "183 cm 95 kg",
        "my height is 183 and my weight is 95",
    ] {
        check(bmi, text, result);
    }
    for text in [
        "",
        "привет",
        "183",
        "183 95 20",
        "183 см 180 см",
        "сто восемьдесят",
    ] {
        assert_eq!(bmi.read(text), Err(NumbersError::Unclear), "{text}");
    }
    for (text, wrong) in [
        ("83 95", "height"),
        ("183 9", "weight"),
        ("300 95", "height"),
        ("183 301", "weight"),
    ] {
        let Err(NumbersError::OutOfRange { input, .. }) = bmi.read(text) else {
            panic!("{text}");
        };
        assert_eq!(input.id, wrong, "{text}");
    }
}

#[test]
fn the_mass_index_falls_into_the_bands_at_their_edges() {
    let content = embedded();
    let bmi = content.calculator("bmi").expect("there");
    // At 200 cm a quarter of the weight is the index.
    for (weight, hundredths, band) in [
        ("73.7", 1_840, "under"),
        ("73.9", 1_850, "balanced"),
        ("74", 1_850, "balanced"),
        ("99.7", 2_490, "balanced"),
        ("100", 2_500, "above"),
        ("119.7", 2_990, "above"),
        ("120", 3_000, "well_above"),
    ] {
        check(bmi, &format!("200 {weight}"), Some((hundredths, band)));
    }
}

#[test]
fn the_reference_weight_takes_both_alphabets() {
    let content = embedded();
    let weight = content.calculator("weight").expect("there");
    for text in [
        "165 F",
        "165f",
        "165 Ж",
        "ж 165",
        "рост 165, женщина",
        "1.65 ж",
        "165 см ж",
    ] {
        check(weight, text, Some((5_850, "reference")));
    }
    for text in ["165 M", "165 м", "165м", "165 см, муж", "М 165"] {
        check(weight, text, Some((6_260, "reference")));
    }
    for text in ["165", "F", "165 165 F", "165 F M"] {
        assert_eq!(weight.read(text), Err(NumbersError::Unclear), "{text}");
    }
    assert!(matches!(
        weight.read("90 F"),
        Err(NumbersError::OutOfRange { .. })
    ));
}

proptest::proptest! {
    #[test]
    fn whatever_is_written_is_understood_or_refused(text: String) {
        static CONTENT: std::sync::LazyLock<Content> = std::sync::LazyLock::new(embedded);
        for calculator in CONTENT.calculators() {
            if let Ok(values) = calculator.read(&text) {
                proptest::prop_assert!(calculator.find(&values).is_some(), "no dead end");
            }
        }
    }
}

const STEPS: &str = r#"title = { ru = "Шаги", en = "Steps" }
intro = { ru = "Сколько минут?", en = "How many minutes?" }
example = { ru = "30", en = "30" }
value = { ru = "Шаги", en = "Steps" }
formula = "minutes * 100"

[[input]]
id = "minutes"
name = { ru = "минуты", en = "minutes" }
min = 0
max = 120

[[band]]
id = "few"
to = 4999
level = { ru = "Немного", en = "Few" }
note = { ru = "Можно больше", en = "More is fine" }
action = [{ ru = "Гуляйте", en = "Walk" }]

[[band]]
id = "many"
from = 5000
level = { ru = "Много", en = "Many" }
note = { ru = "Хорошо", en = "Good" }
action = [{ ru = "Отдыхайте", en = "Rest" }]
"#;

fn problems(from: &str, to: &str) -> Vec<Problem> {
    assert!(STEPS.contains(from), "{from}");
    let mut files = tiny();
    files.insert("calculators/steps.toml".into(), STEPS.replacen(from, to, 1));
    Content::from_files("pack", &files)
        .err()
        .map(|report| report.0)
        .unwrap_or_default()
}

#[test]
fn a_calculator_is_added_by_adding_a_file() {
    let mut files = tiny();
    files.insert("calculators/steps.toml".into(), STEPS.into());
    let content = Content::from_files("pack", &files).expect("sound");
    check(
        content.calculator("steps").expect("there"),
        "50",
        Some((500_000, "many")),
    );
}

#[test]
fn mistakes_in_a_calculator_are_reported_with_their_line_and_what_to_do() {
    for (from, to, line, words) in [
        (
            "minutes * 100",
            "minuts * 100",
            5,
            "did you mean `minutes`?",
        ),
        ("minutes * 100", "minutes *", 5, "cannot be read"),
        (
            "minutes * 100",
            "100 / minutes",
            1,
            "no number from zero up for minutes = 0",
        ),
        (
            "minutes * 100",
            "minutes - 200",
            1,
            "no number from zero up",
        ),
        ("to = 4999", "to = 4000", 20, "from 4,001 to 4,999"),
        (
            "to = 4999",
            "to = 6000",
            20,
            "belong to the band before too",
        ),
        (
            "from = 5000",
            "from = 5000\nto = 9000",
            20,
            "from 9,001 to 12,000",
        ),
        ("from = 5000", "from = 20000", 20, "nobody sees this band"),
        ("max = 120", "max = \"a lot\"", 11, "`max` must be a number"),
        ("min = 0", "min = 200", 7, "swap them"),
        (
            "ru = \"30\"",
            "ru = \"тридцать\"",
            3,
            "does not understand the example",
        ),
        (
            "formula = \"minutes * 100\"\n",
            "",
            1,
            "`formula` is missing",
        ),
    ] {
        let found = problems(from, to);
        let matching = found.iter().find(|problem| problem.message.contains(words));
        let problem = matching.unwrap_or_else(|| panic!("{to}: {found:#?}"));
        assert_eq!(problem.line, line, "{problem}");
    }
}
