//! A real Prometheus with the shipped rules, whose minutes last a second.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::Value;

use super::super::cluster::nginx::free_port;
use crate::support::client;

/// An hour and a day of the rules, in seconds.
const HOUR: u64 = 30;
pub const DAY: u64 = 60;
/// A scrape has to have its time: without a database the figures come after two seconds.
const SCRAPE: &str = "_interval: 2500ms";
/// What an alert may take to fire or to end.
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Prometheus {
    child: Child,
    url: String,
    http: reqwest::Client,
}

fn shipped(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("deploy/prometheus")
        .join(name);
    std::fs::read_to_string(path).expect("it ships")
}

/// The same rules for somebody in a hurry: minutes last seconds, and what has to last, lasts a second. A span holds a few
/// scrapes at least.
fn hurried(rules: &str) -> String {
    let mut hurried = String::new();
    let mut rest = rules;
    while let Some(at) = rest.find(|sign: char| sign.is_ascii_digit()) {
        let (before, number) = rest.split_at(at);
        let end = number.find(|sign: char| !sign.is_ascii_digit());
        let (amount, after) = number.split_at(end.unwrap_or(number.len()));
        let lasts = before.ends_with("for: ");
        let is_span = lasts || before.ends_with('[') || before.ends_with("offset ");
        let amount_is: u64 = amount.parse().unwrap_or(0);
        let seconds = match after.chars().next().filter(|_| is_span) {
            Some('m') if lasts => Some((amount_is / 6).max(1)),
            Some('m') => Some(amount_is.max(10)),
            Some('h') => Some(amount_is * HOUR),
            Some('d') => Some(amount_is * DAY),
            _ => None,
        };
        hurried.push_str(before);
        rest = match seconds {
            Some(seconds) => {
                hurried.push_str(&format!("{seconds}s"));
                after.get(1..).unwrap_or_default()
            }
            None => {
                hurried.push_str(amount);
                after
            }
        };
    }
    hurried.push_str(rest);
    hurried
}

impl Prometheus {
    /// Starts one that scrapes these ports.
    pub async fn start(folder: &Path, ports: &[u16]) -> Self {
        let targets: Vec<String> = ports
            .iter()
            .map(|port| format!("\"127.0.0.1:{port}\""))
            .collect();
        let settings = shipped("prometheus.yml")
            .replace("_interval: 15s", SCRAPE)
            .replace("\"bot:8080\"", &targets.join(", "));
        assert!(settings.contains(&targets[0]) && settings.contains(SCRAPE));
        let file = folder.join("prometheus.yml");
        std::fs::write(&file, settings).expect("written");
        std::fs::write(folder.join("alerts.yml"), hurried(&shipped("alerts.yml")))
            .expect("written");
        let port = free_port();
        let program = std::env::var("PROMETHEUS").unwrap_or_else(|_| "prometheus".into());
        let log = std::fs::File::create(folder.join("prometheus.log")).expect("a file");
        let child = Command::new(&program)
            .arg(format!("--config.file={}", file.display()))
            .arg(format!(
                "--storage.tsdb.path={}",
                folder.join("tsdb").display()
            ))
            .arg(format!("--web.listen-address=127.0.0.1:{port}"))
            .stdin(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{program} cannot be started ({error}); `tests/stack/run` fetches it")
            });
        let prometheus = Self {
            child,
            url: format!("http://127.0.0.1:{port}"),
            http: client(),
        };
        let ready = format!("{}/-/ready", prometheus.url);
        let started = tokio::time::timeout(PATIENCE, async {
            let up = async || {
                let answer = prometheus.http.get(&ready).send().await;
                answer.is_ok_and(|answer| answer.status().is_success())
            };
            while !up().await {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
        started.await.expect("Prometheus starts");
        prometheus
    }

    async fn ask(&self, path: &str, query: &[(&str, String)]) -> Value {
        let mut url = url::Url::parse(&format!("{}/api/v1/{path}", self.url)).expect("a URL");
        url.query_pairs_mut().extend_pairs(query);
        let request = self.http.get(url);
        let answer: Value = request
            .send()
            .await
            .expect("an answer")
            .json()
            .await
            .expect("JSON");
        assert_eq!(answer["status"], "success", "{query:?}: {answer}");
        answer["data"].clone()
    }

    /// The series that a query has now.
    pub async fn series(&self, query: &str) -> usize {
        let data = self.ask("query", &[("query", query.to_owned())]).await;
        data["result"].as_array().map_or(0, Vec::len)
    }

    /// The course of a query over the last so many seconds.
    pub async fn course(&self, query: &str, seconds: u64) -> Value {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = now.expect("after 1970").as_secs();
        let query = [
            ("query", query.to_owned()),
            ("start", (now - seconds).to_string()),
            ("end", now.to_string()),
            ("step", "1".to_owned()),
        ];
        self.ask("query_range", &query).await["result"].clone()
    }

    /// Waits until an alert fires, or does so no longer.
    pub async fn alert(&self, name: &str, fires: bool) {
        let begun = std::time::Instant::now();
        loop {
            let alerts = self.ask("alerts", &[]).await;
            let all = alerts["alerts"].as_array().cloned().unwrap_or_default();
            let firing = all
                .iter()
                .any(|one| one["labels"]["alertname"] == name && one["state"] == "firing");
            if firing == fires {
                return;
            }
            let what = if fires { "fires" } else { "ends" };
            assert!(begun.elapsed() < PATIENCE, "{name} never {what}: {all:#?}");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where the pictures' figures go, if anybody wants them.
pub fn output() -> Option<PathBuf> {
    std::env::var_os("STACK_OUTPUT").map(PathBuf::from)
}
