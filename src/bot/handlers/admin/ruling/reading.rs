//! What an admin writes about somebody's access, read forgivingly: `Анна club 30 за ожидание`.

use jiff::{Timestamp, civil::Date};

use crate::{
    bot::{Context, fit, ledger::Action, ruling_steps::Term},
    content::Plan,
};

/// More days than this are a slip of the finger.
pub(super) const MOST_DAYS: i32 = 3_650;
/// The longest reason, which the person reads.
const REASON: usize = 200;
/// The longest name to look for.
const WHO: usize = 64;

/// A decision as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) who: String,
    pub(super) plan: String,
    pub(super) term: Option<Term>,
    pub(super) reason: String,
}

/// What is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// There is nothing, or not enough.
    Usage,
    /// No plan is named that the pack has.
    Plan,
    /// It does not say until when.
    Term,
    /// It says a day that is over.
    Past,
    /// It does not say why.
    Reason,
}

/// Reads everything behind the command.
pub(super) fn typed(action: Action, text: &str, context: &Context<'_>) -> Result<Typed, Problem> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() < 2 {
        return Err(Problem::Usage);
    }
    let (at, plan) = plan(&words, context).ok_or(Problem::Plan)?;
    let who = words.iter().take(at).copied().collect::<Vec<_>>().join(" ");
    let who = who.replace('\0', "").chars().take(WHO).collect();
    let rest: Vec<&str> = words.into_iter().skip(at + 1).collect();
    let (term, used) = if action == Action::Revoke {
        (None, 0)
    } else {
        let (term, used) = term(action, &rest, context)?;
        (Some(term), used)
    };
    let rest: Vec<&str> = rest.into_iter().skip(used).collect();
    Ok(Typed {
        who,
        plan: plan.id.clone(),
        term,
        reason: reason(&rest.join(" ")).ok_or(Problem::Reason)?,
    })
}

/// A reason, on one line.
pub(super) fn reason(text: &str) -> Option<String> {
    let text = text.replace('\0', "");
    let text = text.trim_matches(|sign: char| sign.is_whitespace() || "\"«»“”".contains(sign));
    let is_said = text.chars().any(char::is_alphanumeric);
    is_said.then(|| fit::cut(text, REASON))
}

/// The first word behind the person that names a plan: by its id, or else by a word of its name.
fn plan<'c>(words: &[&str], context: &'c Context<'_>) -> Option<(usize, &'c Plan)> {
    let numbered = || words.iter().enumerate().skip(1);
    let by_id = |word: &str| {
        let id = word.to_lowercase().replace('-', "_");
        context.content.plan(id.trim_end_matches([',', ':']))
    };
    let by_name = |word: &str| context.content.find_plan(0, 0, word);
    numbered()
        .find_map(|(at, word)| Some((at, by_id(word)?)))
        .or_else(|| numbered().find_map(|(at, word)| Some((at, by_name(word)?))))
}

/// Until when, and how many words say so.
pub(super) fn term(
    action: Action,
    words: &[&str],
    context: &Context<'_>,
) -> Result<(Term, usize), Problem> {
    let word = |at: usize| {
        let word = words.get(at).map(|word| word.to_lowercase());
        word.unwrap_or_default()
    };
    let first = word(0);
    let first = first.trim_matches([',', '+', ';']);
    let digits = first.trim_end_matches(|sign: char| !sign.is_ascii_digit());
    if let Ok(days) = digits.parse::<i32>() {
        let unit = first.strip_prefix(digits).unwrap_or_default();
        if !unit.is_empty() && !is_days(unit) {
            return Err(Problem::Term);
        }
        if !(1..=MOST_DAYS).contains(&days) {
            return Err(Problem::Term);
        }
        let used = if unit.is_empty() && is_days(&word(1)) {
            2
        } else {
            1
        };
        return Ok((Term::Days(days), used));
    }
    if action == Action::Extend {
        return Err(Problem::Term);
    }
    if ["forever", "endless", "always", "навсегда", "бессрочно"].contains(&first) {
        return Ok((Term::Until(Timestamp::MAX), 1));
    }
    if (first == "без" && word(1).starts_with("срок")) || (first == "for" && word(1) == "ever")
    {
        return Ok((Term::Until(Timestamp::MAX), 2));
    }
    // "до 31.12.2026"
    let before = usize::from(["до", "по", "until", "till"].contains(&first));
    let date = date(&word(before)).ok_or(Problem::Term)?;
    // The day itself still counts.
    let end = date.at(23, 59, 59, 0).to_zoned(context.zone.clone());
    let end = end.map_err(|_| Problem::Term)?.timestamp();
    if end <= context.now {
        return Err(Problem::Past);
    }
    Ok((Term::Until(end), before + 1))
}

fn is_days(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',', ';']);
    [
        "d",
        "day",
        "days",
        "д",
        "дн",
        "день",
        "дня",
        "дней",
        "сут",
        "суток",
    ]
    .contains(&word)
}

/// `2026-12-31`, `31.12.2026`, `31/12/26`.
fn date(word: &str) -> Option<Date> {
    let word = word.trim_end_matches([',', ';', '.']);
    let parts: Vec<&str> = word.split(['-', '.', '/']).collect();
    let [first, month, last] = *parts.as_slice() else {
        return None;
    };
    let (year, day) = if first.len() == 4 {
        (first, last)
    } else {
        (last, first)
    };
    let year: i16 = year.parse().ok()?;
    let year = if (0..100).contains(&year) {
        year + 2_000
    } else {
        year
    };
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}
