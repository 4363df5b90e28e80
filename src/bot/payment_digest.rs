//! The figures of a day or a month in words; and the message about yesterday for admins who want one a day.

use jiff::civil::Date;

use super::{
    Context, fit,
    report::{MonthFigures, Sum},
};
use crate::content::{Content, Locale, TextKey};

/// Currencies that are listed.
const CURRENCIES: usize = 8;

/// What happened in these days; nothing when nothing did.
#[must_use]
pub fn digest(
    figures: &MonthFigures,
    waiting: i64,
    days: (Date, Date),
    context: &Context<'_>,
) -> Option<String> {
    if figures.is_empty() && waiting == 0 {
        return None;
    }
    let (content, locale) = (context.content, context.default_locale);
    let (from, to) = (content.date(locale, days.0), content.date(locale, days.1));
    let title = if days.0 == days.1 {
        content.text(locale, TextKey::AdminDigestDay, &[("date", &from)])
    } else {
        let args = [("from", from.as_str()), ("to", to.as_str())];
        content.text(locale, TextKey::AdminDigestDays, &args)
    };
    let mut pieces = vec![title];
    pieces.extend(lines(content, locale, figures));
    if waiting > 0 {
        let count = waiting.to_string();
        pieces.push(content.text(locale, TextKey::AdminPaymentsWaiting, &[("count", &count)]));
    }
    let more = content.text(locale, TextKey::AdminMore, &[]);
    Some(fit::message(&pieces, &more))
}

/// Sums by currency, and what became of subscriptions.
pub(super) fn lines(content: &Content, locale: Locale, figures: &MonthFigures) -> Vec<String> {
    let mut lines = Vec::new();
    for sum in figures.sums.iter().take(CURRENCIES) {
        lines.extend(money(content, locale, sum));
    }
    let counts = [
        ("new", figures.new),
        ("renewed", figures.renewed),
        ("cancelled", figures.cancelled),
        ("refunded", figures.refunded),
        ("trials", figures.trials),
        ("gifts", figures.gifts),
    ];
    if counts.iter().any(|(_, count)| *count > 0) {
        lines.push(numbers(
            content,
            locale,
            TextKey::AdminRevenueCounts,
            &counts,
        ));
    }
    lines
}

fn money(content: &Content, locale: Locale, sum: &Sum) -> Vec<String> {
    let shown = |minor| content.money(locale, minor, &sum.currency);
    let (gross, net, returned) = (shown(sum.gross), shown(sum.net), shown(sum.returned));
    let (count, refunds) = (sum.payments.to_string(), sum.refunds.to_string());
    let known = sum.net_known.to_string();
    let mut lines = Vec::new();
    if sum.payments > 0 {
        let args = [("amount", gross.as_str()), ("count", &count)];
        lines.push(content.text(locale, TextKey::AdminRevenueSum, &args));
    }
    if sum.net_known > 0 {
        let key = if sum.net_known == sum.payments {
            TextKey::AdminRevenueNet
        } else {
            TextKey::AdminRevenueNetOfSome
        };
        let args = [
            ("net", net.as_str()),
            ("known", known.as_str()),
            ("count", count.as_str()),
        ];
        lines.push(content.text(locale, key, &args));
    }
    if sum.refunds > 0 {
        let args = [("amount", returned.as_str()), ("count", &refunds)];
        lines.push(content.text(locale, TextKey::AdminRevenueReturned, &args));
    }
    lines
}

/// A text with numbers in it.
pub(super) fn numbers(
    content: &Content,
    locale: Locale,
    key: TextKey,
    numbers: &[(&str, i64)],
) -> String {
    let texts: Vec<(&str, String)> = numbers
        .iter()
        .map(|(name, number)| (*name, number.to_string()))
        .collect();
    let args: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    content.text(locale, key, &args)
}
