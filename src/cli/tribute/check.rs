//! `tribute check`: what does not fit together between Tribute, the pack and the ledger.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::super::{Failure, say, settings};
use crate::{
    app::{self, StartError, load_content},
    clock,
    config::Config,
    content::{Content, Locale, plain_text},
    tribute::reconcile::{Finding, Words},
};

/// Something does not fit together.
const FINDINGS: u8 = 1;
/// It could not be found out.
const NOT_ASKED: u8 = 2;

/// Prints the report, or why there is none.
pub(super) async fn run(json: bool) -> ExitCode {
    let (report, code) = match report().await {
        Ok(report) => {
            let code = if report.is_well() { 0 } else { FINDINGS };
            (
                if json {
                    report.json()
                } else {
                    report.to_string()
                },
                code,
            )
        }
        Err(Failure(why)) if json => {
            let answer = json!({ "ok": false, "error": why, "findings": [] });
            (answer.to_string(), NOT_ASKED)
        }
        Err(Failure(why)) => {
            complain(&why);
            return ExitCode::from(NOT_ASKED);
        }
    };
    say(report);
    ExitCode::from(code)
}

#[expect(
    clippy::print_stderr,
    reason = "why a command failed belongs on standard error"
)]
fn complain(why: &str) {
    eprintln!("five-keys-bot: {why}");
}

/// Findings with their sentences.
struct Report {
    lines: Vec<(Finding, String)>,
}

async fn report() -> Result<Report, Failure> {
    let config = settings()?;
    let cabinet = app::cabinet(&config)?.ok_or_else(|| {
        Failure(
            "TRIBUTE_API_KEY is not set: write the key from Tribute's dashboard (Settings, API Keys)"
                .into(),
        )
    })?;
    let content = load_content(&config)?;
    let store = app::connect(&config).await.map_err(StartError::from)?;
    let findings = cabinet
        .check(&store, &content, clock::now())
        .await
        .map_err(|error| Failure(error.to_string()))?;
    let webhook = cabinet.webhook();
    Ok(Report::new(findings, &config, &content, webhook))
}

impl Report {
    fn new(
        findings: Vec<Finding>,
        config: &Config,
        content: &Content,
        webhook: Option<&str>,
    ) -> Self {
        let words = Words {
            content,
            locale: Locale::En,
            zone: &config.zone,
            webhook,
        };
        let line = |finding: Finding| {
            let sentence = plain_text(&finding.sentence(&words));
            (finding, sentence)
        };
        Self {
            lines: findings.into_iter().map(line).collect(),
        }
    }

    /// Whether nothing has to be done.
    fn is_well(&self) -> bool {
        self.lines.iter().all(|(finding, _)| finding.is_hint())
    }

    /// One line; a finding has its kind, its figures and its sentence.
    fn json(&self) -> String {
        let findings: Vec<Value> = self
            .lines
            .iter()
            .map(|(finding, sentence)| {
                let is_hint = finding.is_hint();
                let mut finding = json!(finding);
                if let Some(fields) = finding.as_object_mut() {
                    fields.insert("message".into(), json!(sentence));
                    fields.insert("hint".into(), json!(is_hint));
                }
                finding
            })
            .collect();
        json!({ "ok": self.is_well(), "findings": findings }).to_string()
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (_, sentence) in &self.lines {
            writeln!(f, "- {sentence}")?;
        }
        match self.lines.iter().filter(|(one, _)| !one.is_hint()).count() {
            0 => f.write_str("everything fits together with Tribute"),
            count => write!(f, "{count} finding(s)"),
        }
    }
}
