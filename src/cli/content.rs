//! `content check` and `content export`.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Failure, say};
use crate::content::{Content, Problem, Report, Trial};

/// Loads a pack, tries it out, and reports what is wrong with it: for people, or as JSON for tools.
pub(super) fn check(folder: Option<PathBuf>, json: bool) -> Result<(), Failure> {
    let folder = folder.or_else(|| {
        std::env::var_os("CONTENT_DIR")
            .filter(|name| !name.is_empty())
            .map(PathBuf::from)
    });
    let (name, path, loaded) = match &folder {
        Some(folder) => {
            let path = folder.display().to_string();
            (path.clone(), path, Content::load_dir(folder))
        }
        None => (
            "the embedded pack".to_owned(),
            "content".to_owned(),
            Content::embedded_again(),
        ),
    };
    let (mut report, tried) = match loaded {
        Ok(content) => {
            let trial = content.try_out(&path);
            (Report::default(), Some((content, trial)))
        }
        Err(report) => (report, None),
    };
    if let Some((_, trial)) = &tried {
        report.0.extend(trial.problems.iter().cloned());
    }
    let hints = tried.as_ref().map(|(content, _)| content.hints(&path));
    let hints = Report(hints.unwrap_or_default());
    let broken = || {
        format!(
            "{} in {name}",
            counted(report.0.len(), "problem", "problems")
        )
    };
    if json {
        let summary = tried
            .as_ref()
            .map(|(content, trial)| summary(content, trial));
        say(for_tools(&report, &hints, summary));
    }
    match tried.filter(|_| report.0.is_empty()) {
        Some((content, trial)) if !json => {
            say(for_people(&name, &content, &trial));
            if !hints.0.is_empty() {
                let count = counted(hints.0.len(), "hint", "hints");
                say(format_args!("{count}, nothing has to be done:\n{hints}"));
            }
            Ok(())
        }
        Some(_) => Ok(()),
        None if json => Err(Failure(broken())),
        None => Err(Failure(format!("{}:\n{report}", broken()))),
    }
}

fn for_people(name: &str, content: &Content, trial: &Trial) -> String {
    format!(
        "{name} is in order: {}, {}, {}, {}, {}, {}\n\
         {} choices of answers, {} ways through the picker and {} values of calculators were tried; \
         all {} messages that they lead to can be sent",
        counted(content.quizzes().len(), "quiz", "quizzes"),
        counted(content.calculators().len(), "calculator", "calculators"),
        counted(content.pages().len(), "page", "pages"),
        counted(content.products().len(), "product", "products"),
        counted(content.plans().len(), "plan", "plans"),
        counted(content.reminders().len(), "reminder", "reminders"),
        trial.answers,
        trial.picker_ways,
        trial.values,
        trial.messages,
    )
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn summary(content: &Content, trial: &Trial) -> Value {
    json!({
        "quizzes": content.quizzes().len(),
        "calculators": content.calculators().len(),
        "pages": content.pages().len(),
        "products": content.products().len(),
        "plans": content.plans().len(),
        "reminders": content.reminders().len(),
        "answers_tried": trial.answers,
        "picker_ways_tried": trial.picker_ways,
        "values_tried": trial.values,
        "messages_tried": trial.messages,
    })
}

/// One line; the summary is `null` of a pack that cannot be loaded.
fn for_tools(report: &Report, hints: &Report, summary: Option<Value>) -> Value {
    let problem = |problem: &Problem| json!({ "file": problem.file, "line": problem.line, "message": problem.message });
    let listed = |report: &Report| report.0.iter().map(problem).collect::<Vec<Value>>();
    let (problems, hints) = (listed(report), listed(hints));
    json!({ "ok": problems.is_empty(), "problems": problems, "hints": hints, "summary": summary })
}

/// Writes the embedded pack.
pub(super) fn export(folder: &Path) -> Result<(), Failure> {
    let written = Content::export_to(folder).map_err(|error| {
        Failure(format!(
            "cannot write the pack to {}: {error}",
            folder.display()
        ))
    })?;
    for file in &written {
        say(file.display());
    }
    say(format_args!(
        "{} files written; try them with `five-keys-bot playground --content {folder}`, which takes up every change, \
         check them with `five-keys-bot content check {folder}`, then start with CONTENT_DIR={folder}",
        written.len(),
        folder = folder.display()
    ));
    Ok(())
}
