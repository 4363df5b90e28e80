//! What ships beside the program fits it: dashboards and alerts ask for metrics that exist, and each has its words.

use std::{collections::BTreeSet, path::Path};

use serde_json::Value;

use super::{
    documents::metrics,
    files::{read, root},
};

/// The metrics that a query names, without what histograms add.
fn named(query: &str) -> BTreeSet<String> {
    let words = query.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_');
    let ours = words.filter(|word| word.starts_with("bot_") && !word.ends_with('_'));
    let plain = |word: &str| {
        let mut name = word;
        for suffix in ["_bucket", "_sum", "_count"] {
            name = name.strip_suffix(suffix).unwrap_or(name);
        }
        name.to_owned()
    };
    ours.map(plain).collect()
}

fn all_exist(place: &str, query: &str) {
    let known = metrics();
    for name in named(query) {
        assert!(
            known.contains(&name),
            "{place} asks for {name}, which does not exist"
        );
    }
}

fn dashboard(name: &str) -> Value {
    let path = root().join("deploy/grafana/dashboards").join(name);
    serde_json::from_str(&read(&path)).expect("JSON")
}

#[test]
fn every_panel_asks_for_what_exists_and_says_what_to_do() {
    let mut uids = BTreeSet::new();
    for name in ["service.json", "business.json"] {
        let dashboard = dashboard(name);
        assert!(
            uids.insert(dashboard["uid"].to_string()),
            "{name}: two dashboards with one uid"
        );
        let panels = dashboard["panels"].as_array().expect("panels");
        let mut taken: Vec<[i64; 4]> = Vec::new();
        for panel in panels {
            let title = panel["title"].as_str().expect("a title");
            let description = panel["description"].as_str().unwrap_or_default();
            assert!(
                description.len() > 20,
                "{name}: {title}: what to do when it moves?"
            );
            let targets = panel["targets"].as_array().expect("queries");
            assert!(!targets.is_empty(), "{name}: {title}");
            for target in targets {
                assert_eq!(target["datasource"]["uid"], "prometheus", "{name}: {title}");
                all_exist(
                    &format!("{name}: {title}"),
                    target["expr"].as_str().expect("a query"),
                );
            }
            let place = &panel["gridPos"];
            let [x, y, w, h] =
                ["x", "y", "w", "h"].map(|side| place[side].as_i64().expect("a number"));
            assert!(x + w <= 24, "{name}: {title} is too wide");
            let covers = |other: &[i64; 4]| {
                x < other[0] + other[2]
                    && other[0] < x + w
                    && y < other[1] + other[3]
                    && other[1] < y + h
            };
            assert!(
                !taken.iter().any(covers),
                "{name}: {title} lies on another panel"
            );
            taken.push([x, y, w, h]);
        }
    }
}

/// The alerts with their queries and the part of the runbook that each names.
fn alerts() -> Vec<(String, String, String)> {
    let rules = read(&root().join("deploy/prometheus/alerts.yml"));
    let field = |part: &str, name: &str| {
        let line = part
            .lines()
            .find_map(|line| line.trim().strip_prefix(name).map(str::to_owned));
        line.unwrap_or_else(|| panic!("no {name} in {part}"))
    };
    let parts = rules.split("- alert: ").skip(1);
    let alert = |part: &str| {
        let name = part.lines().next().expect("a name").to_owned();
        (name, field(part, "expr: "), field(part, "runbook: "))
    };
    parts.map(alert).collect()
}

#[test]
fn every_alert_asks_for_what_exists_is_tested_and_has_its_part_of_the_runbook() {
    let runbook = read(&root().join("docs/runbook.md"));
    let tests = read(&root().join("deploy/prometheus/alerts_test.yml"));
    let alerts = alerts();
    assert!(alerts.len() >= 10, "{alerts:?}");
    for (name, query, part) in &alerts {
        all_exist(name, query);
        assert_eq!(*part, format!("docs/runbook.md#{}", name.to_lowercase()));
        assert!(
            runbook.contains(&format!("\n## {name}\n")),
            "the runbook says nothing about {name}"
        );
        let times = tests.matches(&format!("alertname: {name} ")).count();
        let fires = tests.contains(&format!("alertname: {name}\n        exp_alerts:"));
        assert!(
            fires && times > 0,
            "{name}: does it fire, and does it rest?"
        );
    }
    let parts = runbook.lines().filter_map(|line| line.strip_prefix("## "));
    for part in parts {
        assert!(
            alerts.iter().any(|(name, ..)| name == part),
            "no alert leads to {part}"
        );
    }
}

#[test]
fn the_stack_mounts_what_is_there_and_pins_what_it_pulls() {
    let stack = read(&root().join("docker-compose.yml"));
    let mounts = stack
        .lines()
        .filter_map(|line| line.split("./").nth(1)?.split(':').next());
    for path in mounts {
        assert!(
            Path::new(&root()).join(path).exists(),
            "{path} is not there"
        );
    }
    let images = stack
        .lines()
        .filter_map(|line| line.trim().strip_prefix("image: "));
    for image in images.filter(|image| *image != "five-keys-bot") {
        let version = image.split(':').nth(1).unwrap_or_default();
        assert!(version.contains('.'), "{image} is not pinned");
    }
}

#[test]
fn a_query_names_its_metrics() {
    let query = "histogram_quantile(0.95, sum by (le) (rate(bot_a_seconds_bucket{x=\"bot\"}[5m]))) > bot_b_total offset 1d";
    let names: Vec<String> = named(query).into_iter().collect();
    assert_eq!(names, ["bot_a_seconds", "bot_b_total"]);
}

#[test]
fn the_list_of_functions_that_run_is_one_and_reaches_the_image() {
    let list = read(&root().join("deploy/layout/x86_64-unknown-linux-gnu.txt"));
    let names: BTreeSet<&str> = list.lines().collect();
    assert_eq!(names.len(), list.lines().count(), "each name once");
    let spoilt = |name: &&str| name.is_empty() || name.contains(char::is_whitespace);
    assert!(!names.iter().any(spoilt), "one name in each line");
    let ours = names.iter().filter(|name| name.contains("five_keys_bot"));
    assert!(ours.count() > 500, "our own functions are in it");

    let ignored = read(&root().join(".dockerignore"));
    let line = |wanted: &str| ignored.lines().position(|line| line == wanted);
    assert!(
        line("deploy") < line("!deploy/layout"),
        "it is needed by the image's build"
    );
}
