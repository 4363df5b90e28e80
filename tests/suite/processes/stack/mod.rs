//! The whole stack as plain processes under load: every query of the dashboards has data, every alert fires and ends.
//! It takes minutes and a Prometheus: `tests/stack/run` starts it, the suite leaves it out.

#![allow(
    clippy::print_stdout,
    reason = "a person waits for minutes and wants to see what happens"
)]

mod causes;
mod prometheus;

use std::{sync::Arc, sync::atomic::Ordering, time::Duration};

use serde_json::{Value, json};

use super::cluster::{Cluster, people::Crowd};
use crate::support::app::plan;
use prometheus::{Prometheus, output};

/// Seconds of load that are drawn.
const LOAD: u64 = 60;
const PEOPLE: i64 = 12;
const FIRST: i64 = 8_001;

/// Design 2.4, and what Telegraf reads.
const CONTRACT: [&str; 5] = [
    "histogram_quantile(0.95, sum by (le) (rate(bot_update_latency_seconds_bucket[5m])))",
    "rate(bot_updates_total[1m])",
    "rate(bot_update_errors_total[5m])",
    "bot_active_users",
    "bot_uptime_seconds",
];

/// Every panel of the dashboards that ship: dashboard, title, unit, description, and its queries with their names.
fn panels() -> Vec<Value> {
    let mut panels = Vec::new();
    for name in ["service", "business"] {
        let path = format!(
            "{}/deploy/grafana/dashboards/{name}.json",
            env!("CARGO_MANIFEST_DIR")
        );
        let text = std::fs::read_to_string(path).expect("it ships");
        let dashboard: Value = serde_json::from_str(&text).expect("JSON");
        for panel in dashboard["panels"].as_array().expect("panels") {
            let queries = panel["targets"]
                .as_array()
                .expect("queries")
                .iter()
                .map(|target| {
                    let query = target["expr"].as_str().expect("a query");
                    let query = query
                        .replace("$__rate_interval", "15s")
                        .replace("[1d]", "[30s]");
                    json!({ "query": query, "name": target["legendFormat"] })
                });
            panels.push(json!({
                "dashboard": name,
                "title": panel["title"],
                "kind": panel["type"],
                "unit": panel["fieldConfig"]["defaults"]["unit"],
                "place": panel["gridPos"],
                "queries": queries.collect::<Vec<Value>>(),
            }));
        }
    }
    panels
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; tests/stack/run"]
async fn under_load_every_query_has_data() {
    let cluster = Cluster::start().await;
    let public = format!("http://127.0.0.1:{}", cluster.nginx.port);
    let tribute = format!("{public}/tribute/webhook");
    cluster.telegram.set_tribute_webhook(&tribute);
    let prometheus = Prometheus::start(cluster.database.folder(), &cluster.ports).await;
    let crowd = Arc::new(Crowd::of(&cluster.telegram));
    let people: Vec<_> = (FIRST..FIRST + PEOPLE)
        .map(|person| {
            let crowd = Arc::clone(&crowd);
            tokio::spawn(async move { crowd.person(person).await })
        })
        .collect();
    for second in 0..LOAD {
        if second % 10 == 5 {
            let payer = FIRST + i64::try_from(second / 10).expect("small");
            assert_eq!(cluster.telegram.pay(payer, &plan()).await.status, 200);
        }
        if second == 30 {
            cluster.measure().await;
        }
        // The time that is drawn: nothing is waited for.
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    for query in CONTRACT {
        assert!(prometheus.series(query).await > 0, "{query} has no data");
    }
    let mut drawn = Vec::new();
    for mut panel in panels() {
        let mut found = 0;
        for query in panel["queries"].as_array_mut().expect("queries") {
            let words = query["query"].as_str().expect("a query").to_owned();
            let course = prometheus.course(&words, LOAD).await;
            found += course.as_array().map_or(0, Vec::len);
            query["course"] = course;
        }
        assert!(found > 0, "{} has no data", panel["title"]);
        drawn.push(panel);
    }
    println!(
        "{} panels have data, after {} quizzes",
        drawn.len(),
        crowd.journeys.load(Ordering::Relaxed)
    );
    if let Some(folder) = output() {
        let text = serde_json::to_string(&drawn).expect("JSON");
        std::fs::write(folder.join("panels.json"), text).expect("written");
    }
    crowd.enough.store(true, Ordering::Relaxed);
    for person in people {
        person.await.expect("they come to the end");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; tests/stack/run"]
async fn every_alert_fires_and_ends() {
    let mut cluster = Cluster::start().await;
    let prometheus = Prometheus::start(cluster.database.folder(), &cluster.ports).await;
    causes::every_alert_fires_and_ends(&mut cluster, &prometheus).await;
}
