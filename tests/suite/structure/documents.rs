//! Documents that name variables and metrics name exactly those that exist.

use std::collections::BTreeSet;

use five_keys_bot::{config, telemetry::Metrics};

use super::files::{read, root};

/// Set by platforms; it only stands in for this one.
const STAND_IN: (&str, &str) = ("PORT", "WEB_PORT");

/// What stands in backticks in the first column of the first table under a heading.
fn first_column(document: &str, heading: &str) -> Vec<String> {
    let lines = document.lines().map(str::trim);
    let section = lines
        .skip_while(|line| *line != heading)
        .skip(1)
        .take_while(|line| !line.starts_with("## "));
    let rows: Vec<&str> = section
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .collect();
    assert!(!rows.is_empty(), "no table under {heading:?}");
    let cells = rows
        .iter()
        .filter_map(|row| row.trim_start_matches('|').split('|').next());
    cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

fn readme() -> String {
    read(&root().join("README.md"))
}

/// The same names, each once.
fn same(documented: Vec<String>, existing: &BTreeSet<String>) {
    let set: BTreeSet<String> = documented.iter().cloned().collect();
    let missing: Vec<_> = existing.difference(&set).collect();
    let made_up: Vec<_> = set.difference(existing).collect();
    assert!(
        missing.is_empty() && made_up.is_empty(),
        "not documented: {missing:?}; documented and not there: {made_up:?}"
    );
    assert_eq!(
        documented.len(),
        set.len(),
        "a name is documented twice: {documented:?}"
    );
}

#[test]
fn the_example_of_the_environment_lists_every_variable_once() {
    let example = read(&root().join(".env.example"));
    let assigned = example.lines().filter_map(|line| {
        let (name, _) = line.trim_start_matches('#').split_once('=')?;
        let plain = |byte: u8| byte.is_ascii_uppercase() || byte == b'_';
        (!name.is_empty() && name.bytes().all(plain)).then(|| name.to_owned())
    });
    let mut names: BTreeSet<String> = config::names().into_iter().collect();
    let (stand_in, beside) = STAND_IN;
    let commented = example.lines().any(|line| {
        let words =
            line.split(|character: char| !character.is_ascii_uppercase() && character != '_');
        line.starts_with("# ") && words.into_iter().any(|word| word == stand_in)
    });
    assert!(commented, "{stand_in} is not explained beside {beside}");
    names.remove(stand_in);
    same(assigned.filter(|name| name != stand_in).collect(), &names);
}

#[test]
fn the_configuration_table_of_the_readme_lists_every_variable_once() {
    let names = config::names().into_iter().collect();
    same(first_column(&readme(), "## Configuration"), &names);
}

#[test]
fn the_metrics_table_of_the_readme_lists_every_metric_once() {
    same(first_column(&readme(), "## Metrics"), &metrics());
}

/// The metrics by the names that queries use.
pub(super) fn metrics() -> BTreeSet<String> {
    let text = Metrics::new(vec!["club".into()]).encode().expect("encodes");
    let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let named = types.map(|line| match line.split_once(' ').expect("a type") {
        (name, "counter") => format!("{name}_total"),
        (name, "info") => format!("{name}_info"),
        (name, _) => name.to_owned(),
    });
    named.collect()
}

#[test]
fn the_metrics_that_dashboards_rely_on_are_there_from_the_start() {
    let metrics = metrics();
    for name in [
        "bot_update_latency_seconds",
        "bot_updates_total",
        "bot_update_errors_total",
        "bot_active_users",
        "bot_uptime_seconds",
        "bot_build_info",
    ] {
        assert!(metrics.contains(name), "{name} is not among {metrics:?}");
    }
}

#[test]
fn a_table_is_found_under_its_heading() {
    let text = "## Metrics\n\nWords.\n\n| Name | Type |\n| --- | --- |\n| `a`, `b` | `c` |\n| `d` | x |\n\n| `e` |\n## Configuration\n| n |\n| - |\n| `f` |";
    assert_eq!(first_column(text, "## Metrics"), ["a", "b", "d"]);
    assert_eq!(first_column(text, "## Configuration"), ["f"]);
}
