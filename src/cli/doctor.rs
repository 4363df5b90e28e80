//! `doctor`: looks at everything around the bot. Ends with 0 when nothing is broken, warnings included, else with 1.

use std::{process::ExitCode, sync::Arc};

use serde_json::{Value, json};

use super::say;
use crate::{
    app::{StartError, bot_api, load_content},
    config::Config,
    content::{Content, Locale, TextKey},
    doctor::{Check, Doctor, Finding, Level, broken},
    telemetry::Metrics,
};

/// Prints a line for each thing that was looked at.
pub(super) async fn run(json: bool) -> ExitCode {
    // What cannot be loaded is told in the words of the embedded pack.
    let (content, found) = look().await;
    let is_well = found.iter().all(|one| one.level < Level::Failure);
    match content {
        Some(content) if json => say(as_json(&content, &found, is_well)),
        Some(content) => say(as_text(&content, &found)),
        None => say("the embedded content pack is broken: this program was built wrongly"),
    }
    ExitCode::from(u8::from(!is_well))
}

async fn look() -> (Option<Content>, Vec<Finding>) {
    let embedded = || Content::embedded().ok();
    let config = match Config::from_env() {
        Ok(config) => config,
        Err(mistakes) => {
            let mistakes = mistakes.to_string();
            let told = mistakes
                .lines()
                .map(|line| Finding::told(Check::Settings, line.trim()));
            return (embedded(), told.collect());
        }
    };
    let (content, pack) = match load_content(&config) {
        Ok(content) => (
            Some(content),
            Finding::ok(Check::Content, TextKey::DoctorPack),
        ),
        Err(StartError::Content(report)) => (embedded(), broken(&report)),
        Err(error) => (embedded(), broken(&error)),
    };
    let mut found = vec![pack];
    let metrics = Arc::new(Metrics::new(Vec::new()));
    let doctor = config
        .require_bot_token()
        .map_err(|mistakes| mistakes.to_string());
    let doctor = doctor.and_then(|token| {
        let api = bot_api(&config, token, metrics).map_err(|error| error.to_string())?;
        Ok(Doctor::new(&config, token, api))
    });
    match (doctor, &content) {
        (Ok(doctor), Some(content)) => found.extend(doctor.everything(content).await),
        (Err(why), _) => found.push(Finding::told(Check::Settings, why.trim())),
        (Ok(_), None) => {}
    }
    (content, found)
}

fn as_text(content: &Content, found: &[Finding]) -> String {
    let line = |one: &Finding| {
        let (level, check) = (one.level.as_str(), one.check.as_str());
        format!("{level:<8} {check:<9} {}", one.plain(content, Locale::En))
    };
    let mut lines: Vec<String> = found.iter().map(line).collect();
    let count = |level| found.iter().filter(|one| one.level == level).count();
    lines.push(match (count(Level::Failure), count(Level::Warning)) {
        (0, 0) => "all is well".to_owned(),
        (failures, warnings) => format!("{failures} failure(s), {warnings} warning(s)"),
    });
    lines.join("\n")
}

fn as_json(content: &Content, found: &[Finding], is_well: bool) -> Value {
    let one = |one: &Finding| {
        json!({
            "check": one.check.as_str(),
            "level": one.level.as_str(),
            "message": one.plain(content, Locale::En),
        })
    };
    json!({ "ok": is_well, "checks": found.iter().map(one).collect::<Vec<_>>() })
}
