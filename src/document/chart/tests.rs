//! The picture is a PNG of the right size whatever is counted, and the same figures give the same picture.

use super::*;

/// A month of made-up figures.
fn chart(days: usize, most: u64) -> Chart {
    let name = |name: &str, part: u64| Series {
        name: name.into(),
        counts: (0..days as u64)
            .map(|day| (day * 7_919 + part * 31) % (most / part + 1))
            .collect(),
    };
    Chart {
        title: "Пять ключей здоровья".into(),
        period: format!("{days} дней до 25 ноября 2026"),
        separator: "\u{a0}".into(),
        days: (0..days)
            .map(|day| format!("{:02}.{:02}", day % 30 + 1, day / 30 + 9))
            .collect(),
        series: vec![
            name("Новые люди", 1),
            name("Пройденные тесты", 2),
            name("Заявки", 20),
            name("Оплаты", 30),
        ],
    }
}

fn picture(chart: &Chart) -> Vec<u8> {
    let faces = Typefaces::load().expect("the embedded fonts");
    draw(&faces, chart).expect("a picture")
}

#[test]
fn whatever_is_counted_it_is_a_picture_of_one_size() {
    for (days, most) in [
        (1, 3),
        (7, 0),
        (7, 12),
        (7, 1_234_567),
        (30, 90),
        (90, 4_000),
        (90, u64::MAX / 100),
    ] {
        let chart = chart(days, most);
        let png = picture(&chart);
        let pixels = tiny_skia::Pixmap::decode_png(&png).expect("a PNG");
        assert_eq!((pixels.width(), pixels.height()), SIZE, "{days} days");
        assert!(png.len() < 200_000, "{} bytes", png.len());
        assert_eq!(png, picture(&chart));
    }
    picture(&Chart::default());
    let odd = Series {
        name: "🙂".into(),
        counts: vec![u64::MAX; 40],
    };
    picture(&Chart {
        series: vec![odd; 9],
        days: vec![String::new(); 3],
        ..Chart::default()
    });
}

#[test]
fn a_bar_is_as_tall_as_its_count() {
    let series = |count| Chart {
        days: vec!["25.11".into()],
        series: vec![Series {
            name: "A".into(),
            counts: vec![count, 0],
        }],
        ..Chart::default()
    };
    let inked = |chart: &Chart| {
        let pixels = tiny_skia::Pixmap::decode_png(&picture(chart)).expect("a PNG");
        let Colour(red, green, blue) = COLOURS[0];
        pixels
            .pixels()
            .iter()
            .filter(|pixel| (pixel.red(), pixel.green(), pixel.blue()) == (red, green, blue))
            .count()
    };
    let [none, two, four] = [0, 2, 4].map(|count| inked(&series(count)));
    assert!(none < two, "only the legend: {none}");
    // 2 ends its axis, 4 ends another: both reach the top.
    assert_eq!(two, four);
}
