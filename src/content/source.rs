//! One file of a pack while it is being read: its text, its lines, and the problems found in it.

use std::cell::RefCell;
use std::ops::Range;

use toml::de::DeTable;

use super::report::Problem;

/// How closely a pack is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Somebody wrote it: every text is read as Telegram would, and every result is put together.
    Doubted,
    /// It is built in, and a test has looked at it. At each start there is only the time that it takes.
    Proven,
}

/// A file and what is wrong with it.
pub(super) struct Source<'s> {
    file: String,
    text: &'s str,
    /// Where lines end. Each value of a file is asked for its line, so that is not counted anew every time.
    line_ends: Vec<usize>,
    trust: Trust,
    problems: RefCell<Vec<Problem>>,
}

impl<'s> Source<'s> {
    pub(super) fn new(file: String, text: &'s str, trust: Trust) -> Source<'s> {
        // Windows editors put a byte order mark in front; spans are counted without it.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Source {
            file,
            text,
            line_ends: text.match_indices('\n').map(|(at, _)| at).collect(),
            trust,
            problems: RefCell::default(),
        }
    }

    /// Whether checks that take their time are of use.
    pub(super) fn is_doubted(&self) -> bool {
        self.trust == Trust::Doubted
    }

    /// The line, counted from 1, in which `span` starts.
    pub(super) fn line(&self, span: &Range<usize>) -> usize {
        1 + self.line_ends.partition_point(|end| *end < span.start)
    }

    pub(super) fn report(&self, line: usize, message: impl Into<String>) {
        self.problems.borrow_mut().push(Problem {
            file: self.file.clone(),
            line,
            message: message.into(),
        });
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    /// The file as TOML. `None`, and every mistake reported, when it is not: half a tree would only
    /// bring follow-up problems that are none.
    pub(super) fn parse(&self) -> Option<DeTable<'s>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let line = error.span().map_or(1, |span| self.line(&span));
            self.report(line, syntax_message(error.message()));
        }
        errors.is_empty().then(|| table.into_inner())
    }
}

fn syntax_message(error: &str) -> String {
    let error = error.trim().replace('\n', ", ");
    if error.contains("duplicate key") {
        return "this name was already used above in the same section; remove or rename one of them".to_owned();
    }
    format!(
        "this line cannot be read ({error}); compare its quotes, brackets and `=` with the lines around it"
    )
}
