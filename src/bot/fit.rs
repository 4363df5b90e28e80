//! Texts of a length that nobody knows beforehand, within Telegram's limits.

use crate::content::plain_text;

/// A message, in UTF-16 units of what is shown.
pub const MESSAGE: usize = 4_096;

/// A plain text of at most so many UTF-16 units, on one line; the rest becomes three dots.
#[must_use]
pub fn cut(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    if units(&line) <= most {
        return line;
    }
    let mut left = most.saturating_sub(1);
    let kept: String = line
        .chars()
        .take_while(|letter| {
            let fits = letter.len_utf16() <= left;
            left = left.saturating_sub(letter.len_utf16());
            fits
        })
        .collect();
    format!("{}…", kept.trim_end())
}

/// Pieces of HTML, each whole in itself, one below the other; when they are too long for a message, the last ones
/// are left out and `more` says so.
#[must_use]
pub fn message(pieces: &[String], more: &str) -> String {
    let length = |piece: &String| units(&plain_text(piece)) + 1;
    let all: usize = pieces.iter().map(length).sum();
    if all <= MESSAGE + 1 {
        return pieces.join("\n");
    }
    let mut room = MESSAGE.saturating_sub(units(&plain_text(more)));
    let kept = pieces.iter().take_while(|piece| {
        let fits = length(piece) <= room;
        room = room.saturating_sub(length(piece));
        fits
    });
    let kept: Vec<&str> = kept.map(String::as_str).chain([more]).collect();
    kept.join("\n")
}

/// How Telegram counts.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_ends_in_dots_and_never_in_half_a_sign() {
        assert_eq!(cut("  Анна \n Петровна ", 20), "Анна Петровна");
        assert_eq!(cut("Анна Петровна", 6), "Анна…");
        assert_eq!(cut("🌿🌿🌿", 6), "🌿🌿🌿");
        assert_eq!(cut("🌿🌿🌿", 5), "🌿🌿…");
        assert_eq!(cut("🌿🌿🌿", 4), "🌿…");
    }

    #[test]
    fn pieces_that_do_not_fit_are_left_out_whole() {
        let pieces: Vec<String> = (0..10)
            .map(|_| format!("<b>{}</b>", "я".repeat(999)))
            .collect();
        let text = message(&pieces, "more");
        assert_eq!(text.matches("<b>").count(), 4);
        assert!(text.ends_with("</b>\nmore"));
        assert!(units(&plain_text(&text)) <= MESSAGE);
        let exact = ["я".repeat(2_000), "я".repeat(2_095)];
        assert_eq!(message(&exact, "more"), exact.join("\n"));
    }
}
