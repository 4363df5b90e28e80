//! Money as people write it in each language.

use super::locale::Locale;

/// Between groups of three digits and nowhere else: keeps `12 900` on one line.
const NO_BREAK_SPACE: char = '\u{a0}';

/// Currencies without hundredths, among them Telegram Stars.
pub const WHOLE_CURRENCIES: [&str; 16] = [
    "xtr", "jpy", "krw", "vnd", "clp", "bif", "djf", "gnf", "kmf", "pyg", "rwf", "ugx", "vuv",
    "xaf", "xof", "xpf",
];

/// `minor` hundredths of `currency` (whole units for currencies that have none).
///
/// Russian: `1 499,50 ₽`. English: `1,499.50 ₽`, but `$15` with the sign in front where English puts it there.
/// Hundredths are left out when they are zero. An unknown currency is shown by its code.
pub(super) fn money(locale: Locale, minor: i64, currency: &str) -> String {
    let currency = currency.trim().to_lowercase();
    let whole_only = WHOLE_CURRENCIES.contains(&currency.as_str());
    let size = minor.unsigned_abs();
    let (units, hundredths) = if whole_only {
        (size, 0)
    } else {
        (size / 100, size % 100)
    };
    let (separator, point) = match locale {
        Locale::Ru => (NO_BREAK_SPACE, ','),
        Locale::En => (',', '.'),
    };
    let mut number = grouped(units, separator);
    if hundredths > 0 {
        number.push_str(&format!("{point}{hundredths:02}"));
    }
    let minus = if minor < 0 { "−" } else { "" };
    match sign(&currency) {
        Some(sign) if locale == Locale::En && ["$", "€", "£"].contains(&sign) => {
            format!("{minus}{sign}{number}")
        }
        Some(sign) => format!("{minus}{number} {sign}"),
        None => format!("{minus}{number} {}", currency.to_uppercase())
            .trim_end()
            .to_owned(),
    }
}

/// A number in hundredths with so many digits behind the point, rounded to them: `28,4`, `2,850`.
pub(super) fn decimal(locale: Locale, hundredths: u32, decimals: u8) -> String {
    let (separator, point) = match locale {
        Locale::Ru => (NO_BREAK_SPACE, ','),
        Locale::En => (',', '.'),
    };
    let hundredths = u64::from(hundredths);
    let (units, rest) = match decimals {
        0 => ((hundredths + 50) / 100, String::new()),
        1 => {
            let tenths = (hundredths + 5) / 10;
            (tenths / 10, format!("{point}{}", tenths % 10))
        }
        _ => (hundredths / 100, format!("{point}{:02}", hundredths % 100)),
    };
    format!("{}{rest}", grouped(units, separator))
}

fn sign(currency: &str) -> Option<&'static str> {
    Some(match currency {
        "rub" => "₽",
        "usd" => "$",
        "eur" => "€",
        "gbp" => "£",
        "kzt" => "₸",
        "uah" => "₴",
        "xtr" => "⭐",
        _ => return None,
    })
}

fn grouped(units: u64, separator: char) -> String {
    let digits = units.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * separator.len_utf8());
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{decimal, money};
    use crate::content::Locale::{En, Ru};

    #[test]
    fn measures_are_written_as_each_language_does() {
        for (locale, hundredths, decimals, expected) in [
            (Ru, 2_837, 1, "28,4"),
            (En, 2_837, 1, "28.4"),
            (En, 2_996, 1, "30.0"),
            (Ru, 6_262, 0, "63"),
            (En, 285_000, 0, "2,850"),
            (En, 1_805, 2, "18.05"),
        ] {
            assert_eq!(decimal(locale, hundredths, decimals), expected);
        }
    }

    #[test]
    fn money_is_written_as_each_language_does() {
        let cases = [
            (Ru, 49900, "rub", "499 ₽"),
            (En, 49900, "rub", "499 ₽"),
            (Ru, 49950, "RUB", "499,50 ₽"),
            (En, 49950, "rub", "499.50 ₽"),
            (Ru, 5, "rub", "0,05 ₽"),
            (Ru, 0, "rub", "0 ₽"),
            (Ru, 123456789, "rub", "1\u{a0}234\u{a0}567,89 ₽"),
            (En, 123456789, "rub", "1,234,567.89 ₽"),
            (Ru, 1500, "usd", "15 $"),
            (En, 1500, "usd", "$15"),
            (En, 1550, "eur", "€15.50"),
            (En, -1500, "usd", "−$15"),
            (Ru, -1500, "rub", "−15 ₽"),
            (Ru, 250, "xtr", "250 ⭐"),
            (En, 1050, "thb", "10.50 THB"),
            (En, 1000, "", "10"),
            (En, i64::MIN, "jpy", "−9,223,372,036,854,775,808 JPY"),
        ];
        for (locale, minor, currency, expected) in cases {
            assert_eq!(money(locale, minor, currency), expected);
        }
    }
}
