//! `/stats`: figures of some days, in words and as a picture.

use super::{Talk, button, menu, words};
use crate::{
    bot::{
        admin::Ask,
        callback_data::Press,
        fit,
        report::{QuizFigures, SourceFigures, Stats, Sum},
        screen::Screen,
    },
    content::{Locale, TextKey},
    document::{Chart, Recipe, Series},
    telegram::{
        ChatId,
        calls::{Button, Call, Keyboard},
    },
};

/// Periods that have a button.
const PERIODS: [u16; 3] = [7, 30, 90];
/// Lines of one kind at most: what is behind them is small, and the message is not endless.
const LINES: usize = 12;
/// The longest name of a quiz, a plan, a source.
const NAME: usize = 48;

/// The figures in words.
pub(super) fn page(talk: &Talk<'_>, stats: &Stats) -> Screen {
    let mut pieces = vec![title(talk, stats), people(talk, stats)];
    section(
        &mut pieces,
        talk,
        TextKey::AdminStatsQuizzes,
        stats.quizzes.iter().map(|quiz| quiz_line(talk, quiz)),
    );
    pieces.push(format!(
        "\n{}",
        numbers(
            talk,
            TextKey::AdminStatsLeads,
            [
                ("new", total(&stats.leads)),
                ("done", stats.leads_done),
                ("open", stats.leads_open)
            ],
        )
    ));
    section(
        &mut pieces,
        talk,
        TextKey::AdminStatsSubscribers,
        stats.subscribers.iter().map(|(plan, count)| {
            let (plan, count) = (plan_name(talk, plan), count.to_string());
            let args = [("plan", plan.as_str()), ("count", count.as_str())];
            talk.text(TextKey::AdminStatsSubscribersLine, &args)
        }),
    );
    section(
        &mut pieces,
        talk,
        TextKey::AdminStatsMoney,
        stats.money.sums.iter().map(|sum| money_line(talk, sum)),
    );
    if stats.events_cut {
        let count = stats.events.len().to_string();
        pieces.push(talk.text(TextKey::AdminStatsMoneyCut, &[("count", &count)]));
    }
    section(
        &mut pieces,
        talk,
        TextKey::AdminStatsSources,
        stats.sources.iter().map(|source| source_line(talk, source)),
    );
    Screen {
        text: fit::message(&pieces, &talk.text(TextKey::AdminMore, &[])),
        keyboard: keyboard(talk, stats.days.dates.len()),
    }
}

/// The first and the last day, in words.
fn period(talk: &Talk<'_>, stats: &Stats) -> (String, String) {
    let words = |date: Option<&jiff::civil::Date>| {
        date.map(|date| talk.context.content.date(talk.locale, *date))
            .unwrap_or_default()
    };
    let dates = &stats.days.dates;
    (words(dates.first()), words(dates.last()))
}

fn title(talk: &Talk<'_>, stats: &Stats) -> String {
    let (from, to) = period(talk, stats);
    talk.context.content.plural(
        talk.locale,
        TextKey::AdminStatsTitle,
        u64::try_from(stats.days.dates.len()).unwrap_or_default(),
        &[("from", &from), ("to", &to)],
    )
}

fn people(talk: &Talk<'_>, stats: &Stats) -> String {
    numbers(
        talk,
        TextKey::AdminStatsPeople,
        [
            ("people", stats.people),
            ("new", total(&stats.new_people)),
            ("day", stats.active_day),
            ("week", stats.active_week),
            ("starts", stats.starts),
        ],
    )
}

/// A heading and its lines; without lines it says so.
fn section(
    pieces: &mut Vec<String>,
    talk: &Talk<'_>,
    heading: TextKey,
    lines: impl Iterator<Item = String>,
) {
    pieces.push(format!("\n{}", talk.text(heading, &[])));
    let before = pieces.len();
    pieces.extend(lines.take(LINES));
    if pieces.len() == before {
        pieces.push(format!("• {}", talk.text(TextKey::AdminStatsNothing, &[])));
    }
}

fn quiz_line(talk: &Talk<'_>, figures: &QuizFigures) -> String {
    let known = talk.context.content.quiz(&figures.quiz);
    let title = known.map_or(figures.quiz.as_str(), |quiz| quiz.title.get(talk.locale));
    let (title, begun) = (fit::cut(title, NAME), figures.begun.to_string());
    let args = [
        ("title", title.as_str()),
        ("begun", begun.as_str()),
        ("finished", &figures.finished.to_string()),
    ];
    talk.text(TextKey::AdminStatsQuizLine, &args)
}

/// A plan by its id; the pack may have lost it, or never have known it.
fn plan_name(talk: &Talk<'_>, id: &str) -> String {
    match talk.context.content.plan(id) {
        Some(plan) => fit::cut(plan.title.get(talk.locale), NAME),
        None if id.is_empty() => talk.text(TextKey::TributeUnknownPlan, &[]),
        None => fit::cut(id, NAME),
    }
}

fn money_line(talk: &Talk<'_>, sum: &Sum) -> String {
    let content = talk.context.content;
    let amount = content.money(talk.locale, sum.minor, &sum.currency);
    let args = [
        ("amount", amount.as_str()),
        ("count", &sum.payments.to_string()),
        ("refunds", &sum.refunds.to_string()),
    ];
    talk.text(TextKey::AdminStatsMoneyLine, &args)
}

fn source_line(talk: &Talk<'_>, figures: &SourceFigures) -> String {
    let source = words::source(talk, figures.source.as_deref(), NAME);
    let args = [
        ("source", source.as_str()),
        ("people", &figures.people.to_string()),
        ("results", &figures.results.to_string()),
        ("leads", &figures.leads.to_string()),
        ("paid", &figures.paid.to_string()),
    ];
    talk.text(TextKey::AdminStatsSourcesLine, &args)
}

fn numbers<const N: usize>(talk: &Talk<'_>, key: TextKey, numbers: [(&str, i64); N]) -> String {
    let texts = numbers.map(|(name, number)| (name, number.to_string()));
    let args: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    talk.text(key, &args)
}

fn keyboard(talk: &Talk<'_>, days: usize) -> Keyboard {
    let days = u16::try_from(days).unwrap_or_default();
    let others = PERIODS.into_iter().filter(|period| *period != days);
    let others = others.map(|period| {
        let label =
            talk.context
                .content
                .plural(talk.locale, TextKey::AdminStatsDays, period.into(), &[]);
        Button::callback(label, Press::Admin(Ask::Stats(period)).encode())
    });
    Keyboard::default()
        .row(vec![button(
            talk,
            TextKey::AdminChartButton,
            Ask::Chart(days),
        )])
        .row(others.collect())
        .row(vec![menu::home_button(talk)])
}

/// The figures by day as a picture.
pub(super) fn chart(talk: &Talk<'_>, chat_id: ChatId, stats: &Stats) -> Call {
    let (from, to) = period(talk, stats);
    let args = [("from", from.as_str()), ("to", to.as_str())];
    let series = [
        (TextKey::AdminChartPeople, &stats.new_people),
        (TextKey::AdminChartQuizzes, &stats.finished),
        (TextKey::AdminChartLeads, &stats.leads),
        (TextKey::AdminChartPayments, &stats.money.payments),
    ];
    let series = series.map(|(name, counts)| Series {
        name: talk.text(name, &[]),
        counts: counts
            .iter()
            .map(|count| u64::try_from(*count).unwrap_or_default())
            .collect(),
    });
    let label = match talk.locale {
        Locale::Ru => "%d.%m",
        Locale::En => "%-d %b",
    };
    let chart = Chart {
        title: talk.text(TextKey::AdminChartTitle, &[]),
        period: format!("{from} – {to}"),
        separator: match talk.locale {
            Locale::Ru => "\u{a0}",
            Locale::En => ",",
        }
        .to_owned(),
        days: stats
            .days
            .dates
            .iter()
            .map(|date| date.strftime(label).to_string())
            .collect(),
        series: series.into(),
    };
    let last = stats.days.dates.last().map(ToString::to_string);
    Call::SendPicture {
        chat_id,
        caption: talk.text(TextKey::AdminChartCaption, &args),
        keyboard: Some(menu::home_only(talk)),
        file_name: format!("chart-{}.png", last.unwrap_or_default()),
        // Strings and numbers only: it cannot fail.
        recipe: serde_json::to_value(Recipe::Chart(Box::new(chart))).unwrap_or_default(),
    }
}

fn total(by_day: &[i64]) -> i64 {
    by_day
        .iter()
        .fold(0, |sum, count| sum.saturating_add(*count))
}
