//! Cutting a long text into messages: between paragraphs where it can be, else between lines, sentences, words.

use super::rich::{Letter, html};

/// A place to cut this early in a message is worse than the next kind of place further on.
const EARLIEST: usize = 3;

/// The text without what a chat cannot show, and not longer than this.
pub(super) fn cleaned(text: &str, longest: usize) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let shown = |letter: &char| match *letter {
        '\n' | '\t' => true,
        // They turn the direction of what follows, or stand for nothing at all.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        '\u{200b}' | '\u{2060}' | '\u{feff}' => false,
        letter => !letter.is_control(),
    };
    let mut letters = text.chars().filter(shown);
    let mut text: String = letters.by_ref().take(longest).collect();
    if letters.next().is_some() {
        text.push('…');
    }
    text
}

/// The letters as pages of HTML, none longer than `room` UTF-16 units of visible text, none blank.
pub(super) fn pages(letters: &[Letter], room: usize) -> Vec<String> {
    let mut pages = Vec::new();
    let mut rest = trimmed_start(letters);
    while !rest.is_empty() {
        let (page, behind) = rest.split_at(cut(rest, room));
        pages.push(html(trimmed_end(page)));
        rest = trimmed_start(behind);
    }
    pages
}

/// How many letters the next page takes; at least one.
fn cut(letters: &[Letter], room: usize) -> usize {
    let fits = fitting(letters, room);
    if fits == letters.len() {
        return fits;
    }
    let (page, behind) = letters.split_at(fits);
    let early = fits / EARLIEST;
    paragraph(page, behind)
        .filter(|at| *at > early)
        .or_else(|| line(page, behind).filter(|at| *at > early))
        .or_else(|| sentence(page, behind).filter(|at| *at > early))
        .or_else(|| word(page, behind))
        .filter(|at| *at > 0)
        .unwrap_or(fits)
}

/// How many letters fit; at least one.
fn fitting(letters: &[Letter], room: usize) -> usize {
    let mut units = 0;
    let over = letters.iter().position(|(letter, _)| {
        units += letter.len_utf16();
        units > room
    });
    over.unwrap_or(letters.len()).max(1).min(letters.len())
}

/// The last place in a page, or at its end, where one of these tests holds for the letters before and behind it.
fn last_place(
    page: &[Letter],
    behind: &[Letter],
    fits: impl Fn(char, char) -> bool,
) -> Option<usize> {
    let next = behind.first().map_or(' ', |(letter, _)| *letter);
    let letters: Vec<char> = page
        .iter()
        .map(|(letter, _)| *letter)
        .chain([next])
        .collect();
    let pairs = letters.windows(2).enumerate().rev();
    let found = pairs.filter_map(|(at, pair)| match *pair {
        [before, after] if fits(before, after) => Some(at + 1),
        _ => None,
    });
    found.into_iter().next()
}

fn paragraph(page: &[Letter], behind: &[Letter]) -> Option<usize> {
    last_place(page, behind, |before, after| {
        (before, after) == ('\n', '\n')
    })
}

fn line(page: &[Letter], behind: &[Letter]) -> Option<usize> {
    last_place(page, behind, |_, after| after == '\n')
}

fn sentence(page: &[Letter], behind: &[Letter]) -> Option<usize> {
    last_place(page, behind, |before, after| {
        matches!(before, '.' | '!' | '?' | '…' | ';' | ':') && after.is_whitespace()
    })
}

fn word(page: &[Letter], behind: &[Letter]) -> Option<usize> {
    last_place(page, behind, |_, after| after.is_whitespace())
}

fn trimmed_start(letters: &[Letter]) -> &[Letter] {
    let first = letters
        .iter()
        .position(|(letter, _)| !letter.is_whitespace());
    first.and_then(|at| letters.get(at..)).unwrap_or_default()
}

fn trimmed_end(letters: &[Letter]) -> &[Letter] {
    let last = letters
        .iter()
        .rposition(|(letter, _)| !letter.is_whitespace());
    last.and_then(|at| letters.get(..=at)).unwrap_or_default()
}
