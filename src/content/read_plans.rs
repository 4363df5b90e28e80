//! `plans.toml`: the memberships sold through Tribute.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::fields::Fields;
use super::html::inspect;
use super::keys::TextKey;
use super::limits;
use super::locale::Locale;
use super::matching::words;
use super::model::{Plan, Plans};
use super::own_text::Rule;
use super::read_plan_doors::{read_plan_doors, report_too_many_doors};
use super::read_products::report_long_label;
use super::source::Source;
use super::texts::Texts;
use super::unique::{report_duplicates, report_too_many};
use super::values::integer;

pub(super) fn read_plans<'s>(
    source: &'s Source<'s>,
    table: &'s DeTable<'s>,
    texts: &Texts,
) -> Plans {
    let file = Fields::new(source, table, 1);
    let grace_days = grace_days(&file);
    let mut claims = Claims {
        source,
        seen: BTreeMap::new(),
    };
    let plans = file.list("plan", |fields| {
        (fields.line, read_plan(fields, texts, &mut claims))
    });
    file.finish();
    report_duplicates(
        source,
        plans.iter().map(|(line, plan)| (*line, plan.id.as_str())),
    );
    report_too_many(
        source,
        "[[plan]]",
        limits::PLANS,
        plans.iter().map(|(line, _)| *line),
    );
    let plans: Vec<Plan> = plans.into_iter().map(|(_, plan)| plan).collect();
    report_too_many_doors(source, &plans);
    report_long_screen(source, texts, &plans);
    Plans {
        all: plans,
        grace_days,
    }
}

/// Tribute goes on trying to charge for seven days and then removes the person from its channel (its help pages,
/// "deferred subscriber removal").
fn grace_days(file: &Fields<'_>) -> u32 {
    let Some(entry) = file.get("grace_days") else {
        return limits::GRACE_DAYS_UNLESS_TOLD;
    };
    let days = integer(entry.value).and_then(|days| u32::try_from(days).ok());
    days.filter(|days| *days <= limits::GRACE_DAYS)
        .unwrap_or_else(|| {
            let message = format!(
                "`grace_days` must be a whole number from 0 to {}, without quotes",
                limits::GRACE_DAYS
            );
            file.source.report(entry.line, message);
            limits::GRACE_DAYS_UNLESS_TOLD
        })
}

fn read_plan<'s>(fields: &Fields<'s>, texts: &Texts, claims: &mut Claims<'s>) -> Plan {
    let subscriptions = fields.values("subscription_ids", "[1644]", integer);
    let periods = fields.values("period_ids", "[1547]", integer);
    let names = fields.values("name_words", "[\"club\"]", |value| {
        value.as_str().map(str::to_owned)
    });
    let products = fields.values("product_ids", "[456]", integer);
    let shops = fields.values("shop_ids", "[731]", integer);
    for (line, product) in &products {
        claims.claim(*line, format!("product {product}"));
    }
    for (line, shop) in &shops {
        claims.claim(*line, format!("shop {shop}"));
    }
    for (line, period) in &periods {
        claims.claim(*line, format!("period {period}"));
    }
    for (line, subscription) in subscriptions.iter().filter(|_| periods.is_empty()) {
        claims.claim(*line, format!("subscription {subscription}"));
    }
    for (line, name) in &names {
        let mut words = words(name);
        words.sort();
        if words.is_empty() {
            fields.source.report(*line, "an entry of `name_words` has no letters; write a word of the plan's name in Tribute");
        } else {
            claims.claim(*line, format!("words \"{}\"", words.join(" ")));
        }
    }
    let by_number = [&subscriptions, &periods, &products, &shops];
    if by_number.iter().all(|numbers| numbers.is_empty()) && names.is_empty() {
        fields.source.report(fields.line, "no payment can be recognised as this plan; add `name_words = [\"…\"]` with words of its name in Tribute");
    }
    let plan = Plan {
        id: fields.id("id"),
        title: fields.localized("title", Rule::Label),
        description: fields.localized("description", Rule::Plain),
        price_label: fields.localized("price_label", Rule::Label),
        link: fields.link("link"),
        subscription_ids: subscriptions.into_iter().map(|(_, id)| id).collect(),
        period_ids: periods.into_iter().map(|(_, id)| id).collect(),
        name_words: names.into_iter().map(|(_, name)| name).collect(),
        product_ids: products.into_iter().map(|(_, id)| id).collect(),
        shop_ids: shops.into_iter().map(|(_, id)| id).collect(),
        days: days(fields),
        rank: fields.number("rank").unwrap_or(0),
        doors: read_plan_doors(fields, texts),
    };
    for locale in Locale::ALL {
        let args = [
            ("plan", plan.title.get(locale)),
            ("price", plan.price_label.get(locale)),
        ];
        report_long_label(
            fields,
            locale,
            "title",
            &texts.text(locale, TextKey::ButtonSubscribe, &args),
        );
    }
    plan
}

/// How long something that is paid for once opens a plan.
fn days(fields: &Fields<'_>) -> Option<u32> {
    let entry = fields.get("days")?;
    let days = integer(entry.value).and_then(|days| u32::try_from(days).ok());
    let days = days.filter(|days| (1..=limits::PLAN_DAYS).contains(days));
    if days.is_none() {
        let message = format!(
            "`days` must be a whole number from 1 to {}, without quotes; remove the line for access without an end",
            limits::PLAN_DAYS
        );
        fields.source.report(entry.line, message);
    }
    days
}

/// What plans are recognised by. Two plans with the same mark could never be told apart.
struct Claims<'s> {
    source: &'s Source<'s>,
    seen: BTreeMap<String, usize>,
}

impl Claims<'_> {
    fn claim(&mut self, line: usize, mark: String) {
        match self.seen.get(&mark) {
            Some(first) => {
                let message = format!(
                    "{mark}: already listed on line {first}, so a payment could mean either; remove one of them"
                );
                self.source.report(line, message);
            }
            None => {
                self.seen.insert(mark, line);
            }
        }
    }
}

/// The subscription screen lists every plan in one message, below its title and the person's state.
fn report_long_screen(source: &Source<'_>, texts: &Texts, plans: &[Plan]) {
    for locale in Locale::ALL {
        let lines = plans.iter().map(|plan| {
            let args = [
                ("plan", plan.title.get(locale)),
                ("price", plan.price_label.get(locale)),
                ("description", plan.description.get(locale)),
            ];
            texts.text(locale, TextKey::SubscriptionPlanLine, &args)
        });
        let states = [
            (TextKey::SubscriptionNone, "subscription.none"),
            (TextKey::SubscriptionActive, "subscription.active"),
            (
                TextKey::SubscriptionNotRenewing,
                "subscription.not_renewing",
            ),
            (TextKey::SubscriptionEnded, "subscription.ended"),
        ];
        let length = |text: String| inspect(&text).length + 2;
        let below: usize = lines.map(length).sum::<usize>()
            + length(texts.text(locale, TextKey::SubscriptionTitle, &[]));
        for (key, name) in states {
            let longest = |placeholder| {
                (
                    placeholder,
                    "x".repeat(limits::longest_argument(placeholder)),
                )
            };
            let (plan, date) = (longest("plan"), longest("date"));
            let total =
                below + length(texts.text(locale, key, &[(plan.0, &plan.1), (date.0, &date.1)]));
            if total > limits::MESSAGE {
                let (code, limit) = (locale.code(), limits::MESSAGE);
                let message = format!(
                    "{code}: the screen with `{name}` and all plans is {total} characters long; shorten the descriptions so that it fits {limit}"
                );
                source.report(1, message);
            }
        }
    }
}
