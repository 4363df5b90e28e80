//! From what people write to a time zone: a city, a zone's own name, or hours from Greenwich or Moscow.

use std::sync::LazyLock;

use jiff::{Timestamp, tz::TimeZone};

use crate::content::{Locale, edits};

/// Longer answers are no city.
const LONGEST: usize = 60;
/// So many cities are offered when none fits.
const OFFERED: usize = 4;
/// The hour of Moscow, from which Russians count.
const MOSCOW_MINUTES: i32 = 180;

/// A city that people may name.
#[derive(Debug)]
pub struct City {
    ru: &'static str,
    en: &'static str,
    /// The IANA name.
    pub zone: &'static str,
    /// All its names as [`folded`].
    names: Vec<String>,
}

impl City {
    /// Its name.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::Ru => self.ru,
            Locale::En => self.en,
        }
    }
}

static CITIES: LazyLock<Vec<City>> = LazyLock::new(|| {
    let lines = include_str!("cities.tsv").lines();
    let cities = lines.filter(|line| !line.starts_with('#'));
    cities.filter_map(read_city).collect()
});

fn read_city(line: &'static str) -> Option<City> {
    let mut cells = line.split('\t');
    let (ru, en, zone) = (cells.next()?, cells.next()?, cells.next()?);
    let others = cells.next().unwrap_or_default().split(',');
    let names = [ru, en].into_iter().chain(others).map(folded);
    Some(City {
        ru,
        en,
        zone,
        names: names.filter(|name| !name.is_empty()).collect(),
    })
}

/// The zones on buttons, by their cities: west to east in Russia, then the rest of the world.
const ON_BUTTONS: [&str; 32] = [
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
    "Europe/Minsk",
    "Europe/Kyiv",
    "Europe/Chisinau",
    "Asia/Tbilisi",
    "Asia/Yerevan",
    "Asia/Baku",
    "Asia/Tashkent",
    "Asia/Almaty",
    "Asia/Bishkek",
    "Asia/Dushanbe",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Riga",
    "Europe/Istanbul",
    "Asia/Jerusalem",
    "Asia/Dubai",
    "Asia/Bangkok",
    "Asia/Makassar",
    "America/New_York",
    "America/Los_Angeles",
];

/// The zones on buttons, page after page.
pub fn pages() -> impl ExactSizeIterator<Item = &'static [&'static str]> {
    ON_BUTTONS.chunks(12)
}

/// What an answer means.
#[derive(Debug)]
pub enum Found {
    /// A zone, by its IANA name, and the city that was named, if one was.
    Zone(String, Option<&'static City>),
    /// Nothing, but these cities are written much the same.
    Near(Vec<&'static City>),
}

/// Reads an answer. Case, hyphens, `ё` and the word "city" do not matter.
#[must_use]
pub fn find(text: &str) -> Found {
    let text = text.trim();
    if text.chars().count() > LONGEST {
        return Found::Near(Vec::new());
    }
    let word = folded(text);
    if let Some(zone) = offset(text) {
        return Found::Zone(zone, None);
    }
    if let Some(city) = CITIES.iter().find(|city| city.names.contains(&word)) {
        return Found::Zone(city.zone.to_owned(), Some(city));
    }
    if let Some(zone) = named(text) {
        return Found::Zone(zone, None);
    }
    Found::Near(near(&word))
}

/// The zone of this name, when there is one.
#[must_use]
pub fn zone(name: &str) -> Option<TimeZone> {
    let known = TimeZone::get(name).ok()?;
    (!known.is_unknown()).then_some(known)
}

/// A zone's own name as the database of zones writes it. A bare word such as `Japan` or `EST` is more often a slip.
fn named(text: &str) -> Option<String> {
    let text = text.replace(' ', "_");
    let fits = text.contains('/') && text.len() <= 40;
    let found = fits.then(|| zone(&text)).flatten()?;
    found.iana_name().map(str::to_owned)
}

/// Cities whose names begin like the word, or differ from it by a slip or two; the closest first.
fn near(word: &str) -> Vec<&'static City> {
    let letters = word.chars().count();
    if letters < 3 {
        return Vec::new();
    }
    let allowed = 1 + letters / 4;
    let far = |city: &City| {
        let names = city.names.iter().filter(|name| name.chars().count() > 2);
        let each = names.map(|name| match name.starts_with(word) {
            true => 1,
            false => edits(word, name),
        });
        each.min().unwrap_or(usize::MAX)
    };
    let mut found: Vec<(usize, &City)> = CITIES.iter().map(|city| (far(city), city)).collect();
    found.retain(|(far, _)| *far <= allowed);
    // A stable sort: of two that are as close, the one that stands first, which is the better known.
    found.sort_by_key(|(far, _)| *far);
    found.truncate(OFFERED);
    found.into_iter().map(|(_, city)| city).collect()
}

/// `UTC+5`, `GMT-3`, `+05:30`, `МСК+2`: the zone that is always so far ahead. `None` for anything else, and for hours
/// that no country keeps.
fn offset(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let plain = plain.to_lowercase().replace('−', "-");
    let (base, rest) = ["utc", "gmt", "мск", "msk"]
        .into_iter()
        .find_map(|prefix| Some((prefix, plain.strip_prefix(prefix)?)))
        .unwrap_or(("", &plain));
    let from_moscow = ["мск", "msk"].contains(&base);
    if rest.is_empty() {
        return (!base.is_empty() && !from_moscow).then(|| "Etc/UTC".to_owned());
    }
    let (sign, digits) = match rest.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, rest.strip_prefix('-')?),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "0"),
    };
    let number = |text: &str| -> Option<i32> {
        let fits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| text.parse().ok()).flatten()
    };
    let away = sign * (number(hours)? * 60 + number(minutes)?);
    fixed(away + if from_moscow { MOSCOW_MINUTES } else { 0 })
}

/// The zone that is always so many minutes ahead of Greenwich.
fn fixed(minutes: i32) -> Option<String> {
    let hours = minutes / 60;
    Some(match (minutes % 60, hours) {
        (0, 0) => "Etc/UTC".into(),
        // The names of these zones have the sign the other way round, since before anybody can remember.
        (0, 1..=14) => format!("Etc/GMT-{hours}"),
        (0, -12..=-1) => format!("Etc/GMT+{}", hours.abs()),
        // Of the others, those without summer time.
        (30, 3) => "Asia/Tehran".into(),
        (30, 4) => "Asia/Kabul".into(),
        (30, 5) => "Asia/Kolkata".into(),
        (45, 5) => "Asia/Kathmandu".into(),
        (30, 6) => "Asia/Yangon".into(),
        (45, 8) => "Australia/Eucla".into(),
        (30, 9) => "Australia/Darwin".into(),
        (-30, -9) => "Pacific/Marquesas".into(),
        _ => return None,
    })
}

/// A zone in words: its best known city, or its own name, with the hours ahead of Greenwich at this moment.
#[must_use]
pub fn title(name: &str, locale: Locale, now: Timestamp) -> String {
    let seconds = zone(name).map_or(0, |zone| zone.to_offset(now).seconds());
    let ahead = ahead(seconds);
    let city = CITIES.iter().find(|city| city.zone == name);
    match city {
        Some(city) => format!("{} ({ahead})", city.name(locale)),
        None if name.starts_with("Etc/") => ahead,
        None => format!("{name} ({ahead})"),
    }
}

/// `UTC+5`, `UTC+5:30`, `UTC`.
fn ahead(seconds: i32) -> String {
    let sign = match seconds {
        0 => return "UTC".into(),
        1.. => '+',
        _ => '-',
    };
    let minutes = seconds.abs() / 60;
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

/// A name reduced to what people do not mix up: small letters and digits, `ё` as `е`, without "г." before it.
fn folded(text: &str) -> String {
    let text = text.to_lowercase().replace('ё', "е");
    let words = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut words: Vec<&str> = words.collect();
    if words.len() > 1
        && words
            .first()
            .is_some_and(|word| ["г", "город", "city"].contains(word))
    {
        words.remove(0);
    }
    words.concat()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_city_has_a_zone_and_its_names_are_nobody_elses() {
        let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
        for city in CITIES.iter() {
            let known = zone(city.zone).unwrap_or_else(|| panic!("{city:?}"));
            assert_eq!(known.iana_name(), Some(city.zone), "{city:?}");
            for name in &city.names {
                let other = owners.insert(name, city.en);
                assert!(
                    other.is_none_or(|other| other == city.en),
                    "{name}: {city:?}, {other:?}"
                );
            }
        }
        let lines = include_str!("cities.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'));
        assert_eq!(CITIES.len(), lines.count(), "a line without three cells");
    }

    #[test]
    fn every_zone_on_a_button_has_a_city_and_stands_there_once() {
        let mut seen = Vec::new();
        for name in pages().flatten() {
            assert!(CITIES.iter().any(|city| city.zone == *name), "{name}");
            assert!(!seen.contains(&name), "{name}");
            seen.push(name);
        }
        assert_eq!(seen.len(), ON_BUTTONS.len());
    }
}
