use std::fmt::Write as _;

use proptest::prelude::*;

use super::{
    sheet::Mark,
    style::{BOTTOM, HEADING, MARGIN, PAGE, WIDTH},
    typeface::Typefaces,
    *,
};

fn product(number: usize) -> Product {
    Product {
        name: format!("Магний {number}"),
        price: "1\u{a0}290,50 ₽".into(),
        reason: "Если в рационе мало орехов, круп и зелени".into(),
        description: "Минерал из орехов, круп и зелени. Обычно его принимают вечером.".into(),
        link: format!("https://example.com/shop/magnesium?number={number}"),
    }
}

fn plan(products: usize) -> Plan {
    let cell = |text: &str| text.to_owned();
    Plan {
        language: "ru".into(),
        name: "План: Энергия".into(),
        eyebrow: "Личный план на семь дней".into(),
        title: "⚡ Энергия".into(),
        byline: "Анна 🌸 · 24 ноября 2026".into(),
        level: Level {
            label: "Ваш уровень".into(),
            name: "Режим экономии".into(),
            points: "8 баллов из 20".into(),
        },
        note: "Силы есть, но расходуются быстрее.\n\nОдного шага в неделю достаточно.".into(),
        actions: Actions {
            heading: "Что сделать за семь дней".into(),
            hint: "Отмечайте дни, когда получилось.".into(),
            items: vec![
                Action("Последнюю чашку кофе пейте до двух часов дня.".into()),
                Action("Добавьте десять минут ходьбы после обеда.".into()),
            ],
        },
        products: Products {
            heading: "На что обратить внимание".into(),
            items: (1..=products).map(product).collect(),
        },
        intake: Intake {
            heading: "Когда принимать".into(),
            columns: ["Что", "Утро", "День", "Вечер", "Примечание"].map(str::to_owned),
            rows: (1..=products)
                .map(|number| {
                    let note = "После ужина, запивая водой, в спокойном темпе и без спешки";
                    let name = format!("Магний {number}");
                    IntakeRow([
                        name,
                        cell("1 капсула"),
                        cell(""),
                        cell("2 капсулы"),
                        cell(note),
                    ])
                })
                .collect(),
        },
        order: Some(Order {
            heading: "Где заказать".into(),
            text: "Наведите камеру телефона на код.".into(),
            alt: "QR-код со ссылкой на заказ".into(),
            link: "https://example.com/shop".into(),
        }),
        disclaimer: Passage {
            heading: "Важно".into(),
            text: "Это подсказка, а не диагноз и не назначение.".into(),
        },
        footer: "Пять ключей здоровья".into(),
    }
}

fn english() -> Plan {
    Plan {
        language: "en".into(),
        name: "Plan: Energy".into(),
        title: "Energy — “quoted”, it’s fine".into(),
        note: "Office, fjord, naïve: 5 € or £3".into(),
        ..Plan::default()
    }
}

fn made(plan: Plan) -> Vec<u8> {
    Recipe::Plan(Box::new(plan)).make().expect("made")
}

fn read(bytes: &[u8]) -> lopdf::Document {
    lopdf::Document::load_mem(bytes).expect("a PDF")
}

/// The words that a reader copies from each page, without the spaces between them.
fn pages(bytes: &[u8]) -> Vec<String> {
    let document = read(bytes);
    let numbers = document.get_pages().into_keys();
    let texts = numbers.map(|number| document.extract_text(&[number]).expect("text"));
    texts.map(|text| squeezed(&text)).collect()
}

fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

fn check_has(pages: &[String], words: &str) {
    let all = pages.concat();
    assert!(all.contains(&squeezed(words)), "{words:?} is not in {all}");
}

#[test]
fn every_word_can_be_copied_from_the_page() {
    let pages = pages(&made(plan(3)));
    for words in [
        "Личный план на семь дней",
        "Энергия",
        "Анна · 24 ноября 2026",
        "Режим экономии",
        "8 баллов из 20",
        "Одного шага в неделю достаточно.",
        "2. Добавьте десять минут ходьбы после обеда.",
        "Магний 3",
        "1 290,50 ₽",
        "Если в рационе мало орехов, круп и зелени",
        "1 капсула",
        "2 капсулы",
        "https://example.com/shop",
        "Это подсказка, а не диагноз и не назначение.",
    ] {
        check_has(&pages, words);
    }
    let pages = self::pages(&made(english()));
    check_has(&pages, "Energy — “quoted”, it’s fine");
    check_has(&pages, "Office, fjord, naïve: 5 € or £3");
}

#[test]
fn the_same_plan_gives_the_same_bytes_also_from_the_outbox() {
    let recipe = Recipe::Plan(Box::new(plan(4)));
    let stored = serde_json::to_string(&recipe).expect("JSON");
    let again: Recipe = serde_json::from_str(&stored).expect("reads");
    assert_eq!(again, recipe);
    assert_eq!(recipe.make(), again.make());
    assert_eq!(recipe.media_type(), "application/pdf");
}

#[test]
fn a_reader_learns_title_language_headings_and_links() {
    let bytes = made(plan(2));
    let document = read(&bytes);
    let catalogue = document.catalog().expect("a catalogue");
    let language = catalogue.get(b"Lang").and_then(|lang| lang.as_str());
    assert_eq!(language.expect("a language"), b"ru");
    for entry in ["StructTreeRoot", "Outlines", "Metadata"] {
        assert!(catalogue.has(entry.as_bytes()), "{entry}");
    }
    let mut objects = String::new();
    for object in document.objects.values() {
        let _ = write!(objects, "{object:?}");
    }
    for link in ["https://example.com/shop", "magnesium?number=2"] {
        assert!(objects.contains(link), "{link}");
    }
    let metadata = String::from_utf8_lossy(&bytes);
    assert!(
        metadata.contains("План: Энергия"),
        "the title in the metadata"
    );
}

#[test]
fn pages_are_numbered_and_the_head_of_the_table_stands_on_each_of_them() {
    let pages = pages(&made(plan(40)));
    let count = pages.len();
    assert!(count > 4, "{count}");
    for (number, page) in pages.iter().enumerate() {
        let foot = squeezed(&format!("{} / {count}", number + 1));
        assert!(page.ends_with(&foot), "{foot}: {page}");
        if page.contains("2капсулы") {
            assert!(page.contains("УтроДеньВечерПримечание"), "{page}");
        }
    }
    for number in 1..=40 {
        check_has(&pages, &format!("Магний {number}"));
    }
}

#[test]
fn sections_without_contents_have_no_heading() {
    let pages = pages(&made(Plan {
        order: None,
        actions: Actions {
            heading: "Что сделать за семь дней".into(),
            ..Actions::default()
        },
        ..plan(0)
    }));
    assert_eq!(pages.len(), 1);
    check_has(&pages, "Режим экономии");
    for heading in [
        "Что сделать",
        "На что обратить",
        "Когда принимать",
        "Где заказать",
    ] {
        assert!(!pages.concat().contains(&squeezed(heading)), "{heading}");
    }
    assert_eq!(self::pages(&made(Plan::default())), ["1/1"]);
}

#[test]
fn what_the_font_cannot_show_is_left_out_and_money_is_shown() {
    let faces = Typefaces::load().expect("fonts");
    for (text, shown) in [
        ("⚡ Энергия", "Энергия"),
        ("Анна 🌸\u{fe0f}", "Анна"),
        ("山田", ""),
        ("a\u{0}\t\r\n  b  \n", "a\nb"),
        (
            "₽ € $ £ ₴ ₸ № « » “ ” — – … • · − × °",
            "₽ € $ £ ₴ ₸ № « » “ ” — – … • · − × °",
        ),
        ("Ёжик, ўўў, ғқңөұһі", "Ёжик, ўўў, ғқңөұһі"),
    ] {
        assert_eq!(faces.legible(text), shown);
    }
}

#[test]
fn a_name_that_cannot_be_shown_leaves_only_the_date() {
    for name in ["🌸", "明子", "נועה"] {
        let pages = pages(&made(Plan {
            byline: format!("{name} · 24 ноября 2026"),
            ..Plan::default()
        }));
        assert_eq!(pages, ["24ноября20261/1"], "{name}");
    }
}

#[test]
fn short_words_and_dashes_stay_with_their_neighbours() {
    let faces = Typefaces::load().expect("fonts");
    let lines = lines::break_lines(
        &faces,
        "Сон и вода в покое — это уже половина дела, а не пустяк",
        typeface::Weight::Regular,
        6.5,
    );
    assert!(lines.len() > 4);
    for line in &lines {
        let text = line.text.trim_end();
        let last = text.rsplit(' ').next().unwrap_or_default();
        assert!(last.chars().count() > 2 || last == "—", "{text}");
        assert!(!text.starts_with('—'), "{text}");
        assert!(line.width <= 6.5, "{text}");
    }
}

/// Nothing stands outside its margins, and no heading is the last thing on its page.
fn check_layout(plan: &Plan) {
    let faces = Typefaces::load().expect("fonts");
    let sheet = compose::compose(&faces, plan);
    let count = sheet.pages.len();
    for (number, page) in sheet.pages.iter().enumerate() {
        let mut lowest = (0.0, false);
        for (element, mark) in page {
            match mark {
                Mark::Text(x, baseline, line, style) => {
                    let right = x + line.width * style.size;
                    assert!(
                        *x >= MARGIN && right <= MARGIN + WIDTH + 0.1,
                        "{}",
                        line.text
                    );
                    if element.is_some() {
                        assert!(*baseline < BOTTOM, "{}", line.text);
                        if *baseline > lowest.0 {
                            lowest = (*baseline, *style == HEADING);
                        }
                    }
                }
                Mark::Panel((x, y, width, height), ..)
                | Mark::Outline((x, y, width, height), ..)
                | Mark::Code((x, y, width, height), _)
                | Mark::Link((x, y, width, height), ..) => {
                    assert!(*x >= 0.0 && x + width <= PAGE.0 + 0.1);
                    assert!(*y >= 0.0 && y + height <= PAGE.1, "{mark:?}");
                }
            }
        }
        assert!(
            !lowest.1,
            "page {} of {count} ends with a heading",
            number + 1
        );
    }
}

#[test]
fn headings_stay_with_their_sections_however_many_products_there_are() {
    for products in 0..12 {
        check_layout(&plan(products));
    }
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[а-яА-Яa-z ,.—]{0,120}",
        1 => "[a-zа-я0-9/?&=]{0,700}",
        1 => any::<String>(),
        1 => "([а-я]{1,9} ){0,300}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn whatever_stands_in_a_plan_it_is_made_and_stays_on_the_paper(
        texts in prop::collection::vec(words(), 12),
        count in 0..9_usize,
    ) {
        let text = |at: usize| texts[at].clone();
        let mut plan = plan(count);
        plan.title = text(0);
        plan.byline = text(1);
        plan.note = text(2);
        plan.level.name = text(3);
        plan.actions.items.push(Action(text(4)));
        plan.products.items.push(Product { name: text(5), price: text(6), reason: text(7), description: text(8), link: text(9) });
        plan.intake.rows.push(IntakeRow(std::array::from_fn(|column| text(column + 3))));
        plan.disclaimer.text = text(10);
        plan.order = Some(Order { heading: "Где заказать".into(), text: text(6), alt: text(5), link: text(11) });
        check_layout(&plan);
        let bytes = made(plan);
        prop_assert!(bytes.starts_with(b"%PDF-1.7"));
    }
}
