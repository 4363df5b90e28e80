//! `/revenue`: money and subscriptions, month by month.

use super::{super::super::payment_digest as words, Talk, button, menu};
use crate::{
    bot::{
        admin::{Ask, IN_LIST, PaymentsPage},
        fit,
        report::{MonthFigures, Revenue},
        screen::Screen,
    },
    content::TextKey,
    telegram::calls::Keyboard,
};

/// Plans that are listed.
const PLANS: usize = 12;
/// The longest name of a plan.
const NAME: usize = 48;
/// Periods that have a button, with its label.
const PERIODS: [(u16, TextKey); 2] = [
    (3, TextKey::AdminRevenueQuarter),
    (12, TextKey::AdminRevenueYear),
];

/// The newest month first.
pub(super) fn page(talk: &Talk<'_>, revenue: &Revenue) -> Screen {
    let mut pieces = vec![talk.text(TextKey::AdminRevenueTitle, &[])];
    let months = revenue.months.firsts.iter().zip(&revenue.figures).rev();
    for (first, figures) in months {
        let name = first.strftime("%m.%Y").to_string();
        let title = talk.text(TextKey::AdminRevenueMonth, &[("month", &name)]);
        pieces.push(format!("\n{title}"));
        pieces.extend(month(talk, figures));
    }
    if revenue.cut {
        let count = revenue.events.len().to_string();
        let cut = talk.text(TextKey::AdminStatsMoneyCut, &[("count", &count)]);
        pieces.push(format!("\n{cut}"));
    }
    if revenue.waiting > 0 {
        let count = revenue.waiting.to_string();
        let waiting = talk.text(TextKey::AdminPaymentsWaiting, &[("count", &count)]);
        pieces.push(format!("\n{waiting}"));
    }
    pieces.push(format!(
        "\n{}",
        talk.text(TextKey::AdminStatsSubscribers, &[])
    ));
    let plans = revenue.subscribers.iter().take(PLANS);
    pieces.extend(plans.map(|(plan, count)| {
        let name = talk.context.content.plan_name(talk.locale, plan, plan);
        let (name, count) = (fit::cut(name, NAME), count.to_string());
        let args = [("plan", name.as_str()), ("count", count.as_str())];
        talk.text(TextKey::AdminStatsSubscribersLine, &args)
    }));
    if revenue.subscribers.is_empty() {
        pieces.push(format!("• {}", talk.text(TextKey::AdminStatsNothing, &[])));
    }
    Screen {
        text: fit::message(&pieces, &talk.text(TextKey::AdminMore, &[])),
        keyboard: keyboard(talk, revenue.months.firsts.len()),
    }
}

fn month(talk: &Talk<'_>, figures: &MonthFigures) -> Vec<String> {
    let (content, locale) = (talk.context.content, talk.locale);
    let mut lines = words::lines(content, locale, figures);
    if figures.trials > 0 {
        let percent = percent(figures.trials_paid, figures.trials);
        let numbers = [
            ("trials", figures.trials),
            ("paid", figures.trials_paid),
            ("percent", percent),
        ];
        let key = TextKey::AdminRevenueTrials;
        lines.push(words::numbers(content, locale, key, &numbers));
    }
    if figures.active > 0 {
        let percent = percent(figures.lost, figures.active);
        let numbers = [
            ("lost", figures.lost),
            ("active", figures.active),
            ("percent", percent),
        ];
        let key = TextKey::AdminRevenueChurn;
        lines.push(words::numbers(content, locale, key, &numbers));
    }
    if lines.is_empty() {
        lines.push(format!("• {}", talk.text(TextKey::AdminStatsNothing, &[])));
    }
    lines
}

/// Whole ones, rounded.
fn percent(part: i64, whole: i64) -> i64 {
    let doubled = part.saturating_mul(200).saturating_add(whole);
    doubled.checked_div(whole.saturating_mul(2)).unwrap_or(0)
}

fn keyboard(talk: &Talk<'_>, months: usize) -> Keyboard {
    let others = PERIODS
        .into_iter()
        .filter(|(count, _)| usize::from(*count) != months);
    let others = others.map(|(count, key)| button(talk, key, Ask::Revenue(count)));
    let list = Ask::Payments(PaymentsPage {
        limit: IN_LIST.usual,
        page: 0,
    });
    Keyboard::default()
        .row(others.collect())
        .row(vec![button(talk, TextKey::AdminPaymentsButton, list)])
        .row(vec![menu::home_button(talk)])
}
