//! `picker.toml`: the steps, the goals and the rules between them.

use toml::de::DeTable;

use super::fields::Fields;
use super::limits;
use super::model::Product;
use super::nearest::did_you_mean;
use super::own_text::Rule;
use super::picker::{Does, Goal, PickRule, Picker, Step, StepOption};
use super::picker_results::check_results;
use super::read_quiz::product_ids;
use super::source::Source;
use super::texts::Texts;
use super::unique::{report_duplicates, report_too_many};
use super::values::integer;

/// Reads the picker. Without products, which could not be read then, references to them are not judged.
pub(super) fn read_picker<'s>(
    source: &'s Source<'s>,
    table: &'s DeTable<'s>,
    texts: &Texts,
    products: Option<&[Product]>,
) -> Picker {
    let file = Fields::new(source, table, 1);
    let known = products.map(product_ids);
    let known = known.as_deref();
    let title = file.localized("title", Rule::Label);
    let intro = file.localized("intro", Rule::Html);
    let steps = file.list("step", |fields| (fields.line, read_step(fields)));
    let goals = file.list("goal", |fields| (fields.line, read_goal(fields, known)));
    let choices: Vec<(String, String)> = steps
        .iter()
        .flat_map(|(_, step)| {
            let pair = |option: &StepOption| (step.id.clone(), option.id.clone());
            step.options.iter().map(pair)
        })
        .collect();
    let rules = file.list("rule", |fields| read_rule(fields, &choices, known));
    file.finish();
    report_duplicates(
        source,
        steps.iter().map(|(line, step)| (*line, step.id.as_str())),
    );
    report_duplicates(
        source,
        goals.iter().map(|(line, goal)| (*line, goal.id.as_str())),
    );
    report_too_many(
        source,
        "[[step]]",
        limits::STEPS,
        steps.iter().map(|(line, _)| *line),
    );
    check_required_steps(source, &steps, &goals);
    let countable = (1..=limits::STEPS).contains(&steps.len())
        && steps
            .iter()
            .all(|(_, step)| (1..=limits::ANSWERS).contains(&step.options.len()));
    let lines: Vec<usize> = goals.iter().map(|(line, _)| *line).collect();
    let picker = Picker {
        title,
        intro,
        steps: steps.into_iter().map(|(_, step)| step).collect(),
        goals: goals.into_iter().map(|(_, goal)| goal).collect(),
        rules: rules.into_iter().flatten().collect(),
    };
    if countable && let Some(products) = products {
        check_results(source, &picker, &lines, texts, products);
    }
    picker
}

fn read_step(fields: &Fields<'_>) -> Step {
    let options = fields.list("option", |option| {
        let read = StepOption {
            id: option.id("id"),
            text: option.localized("text", Rule::Label),
        };
        (option.line, read)
    });
    if options.len() < 2 {
        let advice = "a step needs at least two options; add `[[step.option]]` sections";
        fields.source.report(fields.line, advice);
    }
    let ids = options
        .iter()
        .map(|(line, option)| (*line, option.id.as_str()));
    report_duplicates(fields.source, ids);
    let lines = options.iter().map(|(line, _)| *line);
    report_too_many(fields.source, "[[step.option]]", limits::ANSWERS, lines);
    Step {
        id: fields.id("id"),
        text: fields.localized("text", Rule::Html),
        options: options.into_iter().map(|(_, option)| option).collect(),
    }
}

fn read_goal(fields: &Fields<'_>, known: Option<&[&str]>) -> Goal {
    let reasons = fields.list("reason", |reason| {
        let id = reason.id("product");
        check_product(reason, reason.line, &id, known);
        (reason.line, id, reason.both_languages(Rule::Plain))
    });
    let ids = reasons.iter().map(|(line, id, _)| (*line, id.as_str()));
    report_duplicates(fields.source, ids);
    let actions = fields.list("action", |action| action.both_languages(Rule::Plain));
    if actions.is_empty() {
        let advice = "a goal without actions leaves the person alone; add `[[goal.action]]` with `ru` and `en`";
        fields.source.report(fields.line, advice);
    }
    let base = |name| {
        let list = products(fields, name, known);
        if list.is_empty() {
            let message = format!("`{name}` needs at least one product: `{name} = [\"omega3\"]`");
            fields.source.report(fields.line, message);
        }
        list
    };
    Goal {
        id: fields.id("id"),
        level: fields.localized("level", Rule::Label),
        beginner: base("beginner"),
        advanced: base("advanced"),
        actions,
        note: fields.localized("note", Rule::Html),
        reasons: reasons
            .into_iter()
            .map(|(_, id, reason)| (id, reason))
            .collect(),
    }
}

fn read_rule(
    fields: &Fields<'_>,
    choices: &[(String, String)],
    known: Option<&[&str]>,
) -> Option<PickRule> {
    let example = "[\"age:over50\", \"season:winter\"]";
    let when = fields.values("when", example, |value| {
        let (step, option) = value.as_str()?.split_once(':')?;
        Some((step.to_owned(), option.to_owned()))
    });
    if when.is_empty() {
        fields.source.report(
            fields.line,
            format!("`when` says for which choices the rule is: `when = {example}`"),
        );
    }
    let names: Vec<String> = choices
        .iter()
        .map(|(step, option)| format!("{step}:{option}"))
        .collect();
    for (line, (step, option)) in &when {
        let name = format!("{step}:{option}");
        if !names.contains(&name) {
            let hint = did_you_mean(&name, names.iter().map(String::as_str));
            let message = format!(
                "there is no choice `{name}`{hint}; write a step's id, a colon and an option's id"
            );
            fields.source.report(*line, message);
        }
    }
    let add = products(fields, "add", known);
    let remove = products(fields, "remove", known);
    let keep = fields.get("keep").map(|entry| {
        let count = integer(entry.value).and_then(|count| usize::try_from(count).ok());
        let count = count.filter(|count| *count >= 1);
        if count.is_none() {
            fields
                .source
                .report(entry.line, "`keep` is how many products stay: `keep = 2`");
        }
        count.unwrap_or(usize::MAX)
    });
    let place = fields.get("place").map(|entry| {
        let place = integer(entry.value).and_then(|place| usize::try_from(place).ok());
        let place = place.and_then(|place| place.checked_sub(1));
        if place.is_none() || add.is_empty() {
            let advice = "`place` belongs to `add` and says where in the list it goes: `place = 2`";
            fields.source.report(entry.line, advice);
        }
        place.unwrap_or_default()
    });
    let does = match (add.is_empty(), remove.is_empty(), keep) {
        (false, true, None) => Does::Add(add, place, fields.localized("reason", Rule::Plain)),
        (true, false, None) => Does::Remove(remove),
        (true, true, Some(count)) => Does::Keep(count),
        _ => {
            fields.get("reason");
            let advice = "a rule does exactly one thing; write one of `add = [\"omega3\"]` (with `reason`), `remove = [\"omega3\"]`, `keep = 2`";
            fields.source.report(fields.line, advice);
            return None;
        }
    };
    let when = when.into_iter().map(|(_, choice)| choice).collect();
    Some(PickRule { when, does })
}

fn products(fields: &Fields<'_>, name: &'static str, known: Option<&[&str]>) -> Vec<String> {
    let ids = fields.values(name, "[\"omega3\", \"magnesium\"]", |value| {
        value.as_str().map(str::to_owned)
    });
    for (line, id) in &ids {
        check_product(fields, *line, id, known);
    }
    ids.into_iter().map(|(_, id)| id).collect()
}

fn check_product(fields: &Fields<'_>, line: usize, id: &str, known: Option<&[&str]>) {
    if let Some(known) = known.filter(|known| !id.is_empty() && !known.contains(&id)) {
        let hint = did_you_mean(id, known.iter().copied());
        let message = format!(
            "products.toml has no product `{id}`{hint}; add it there or change the id here"
        );
        fields.source.report(line, message);
    }
}

/// The two steps that the goals refer to must be there, and fit them.
fn check_required_steps(source: &Source<'_>, steps: &[(usize, Step)], goals: &[(usize, Goal)]) {
    let find = |id: &str| steps.iter().find(|(_, step)| step.id == id);
    let Some((line, goal_step)) = find("goal") else {
        return source.report(
            1,
            "the picker needs a step with `id = \"goal\"`: what people want",
        );
    };
    for option in goal_step
        .options
        .iter()
        .filter(|option| !option.id.is_empty())
    {
        if !goals.iter().any(|(_, goal)| goal.id == option.id) {
            let message = format!(
                "the goal `{0}` has no section; add a `[[goal]]` with `id = \"{0}\"`",
                option.id
            );
            source.report(*line, message);
        }
    }
    for (line, goal) in goals.iter().filter(|(_, goal)| !goal.id.is_empty()) {
        if !goal_step.options.iter().any(|option| option.id == goal.id) {
            let message = format!(
                "nobody can choose the goal `{}`; add an option to the step `goal` or remove this section",
                goal.id
            );
            source.report(*line, message);
        }
    }
    let Some((line, experience)) = find("experience") else {
        return source.report(1, "the picker needs a step with `id = \"experience\"` and the options `beginner` and `advanced`");
    };
    let ids: Vec<&str> = experience
        .options
        .iter()
        .map(|option| option.id.as_str())
        .collect();
    if ids.len() != 2 || !ids.contains(&"beginner") || !ids.contains(&"advanced") {
        source.report(*line, "the step `experience` has exactly the options `beginner` and `advanced`, because the goals are written for them");
    }
}
