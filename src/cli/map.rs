//! `content map`: everything that a pack makes of the conversation, found by pressing every button.

mod markdown;
mod person;
mod screen;
mod standing;
mod walk;
mod words;

use std::path::PathBuf;

use super::{Failure, say};
use crate::content::Content;

/// Prints the map of a pack.
pub(super) fn run(folder: Option<PathBuf>) -> Result<(), Failure> {
    let content = match folder {
        Some(folder) => Content::load_dir(&folder),
        None => Content::embedded(),
    };
    let content = content.map_err(|report| {
        Failure(format!(
            "{report}\nthe pack has mistakes, so there is no map of it yet"
        ))
    })?;
    say(markdown::page(&walk::everything(&content)).trim_end());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Locale;

    #[test]
    fn the_map_is_the_same_every_time_and_nothing_on_it_is_a_dead_end() {
        let content = Content::embedded().expect("sound");
        let map = walk::everything(&content);
        assert_eq!(
            markdown::page(&map),
            markdown::page(&walk::everything(&content))
        );
        for screen in &map.screens {
            assert!(!screen.buttons.is_empty(), "a dead end: {screen:#?}");
            for button in &screen.buttons {
                let leads =
                    button.url.is_some() || !button.targets.is_empty() || !button.toasts.is_empty();
                assert!(leads, "{button:#?} does nothing on {screen:#?}");
                let english = !button.words.en.is_empty();
                assert!(english, "{button:#?} has no English words");
            }
        }
        for quiz in content.quizzes() {
            for band in &quiz.bands {
                let level = band.level.get(Locale::Ru);
                let shown = map
                    .screens
                    .iter()
                    .any(|screen| screen.text.ru.contains(level));
                assert!(shown, "{}: {level}", quiz.id);
            }
        }
        for page in content.pages() {
            let on = |screen: &walk::Listed| {
                let mut buttons = screen.buttons.iter();
                buttons.any(|button| button.words.ru == page.title.get(Locale::Ru))
            };
            assert!(map.screens.iter().any(on), "no button to {}", page.id);
        }
    }
}
