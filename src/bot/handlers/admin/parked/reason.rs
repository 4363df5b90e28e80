//! Why an event needs nothing: in the owner's own words, kept with the event.

use super::{prompted, recorded};
use crate::{
    bot::{
        dialogue::Asks,
        effects::{Change, Effects},
        fit,
        handlers::{Talk, prompt},
        ledger::{Action, Ruling},
        parked_buttons::{EventAct, EventAsk},
        screen::Screen,
    },
    content::TextKey,
    telegram::{MessageId, calls::Keyboard},
};

/// The longest reason.
const LONGEST: usize = 300;

/// The owner's answer; asked again when it has no words.
pub(in crate::bot::handlers) fn given(
    talk: &Talk<'_>,
    text: &str,
    event: i64,
    card: Option<MessageId>,
    effects: &mut Effects,
) -> Screen {
    let reason = fit::cut(&text.replace('\0', ""), LONGEST);
    let answered = matches!(
        prompted(&talk.state.dialogue),
        Some(Asks::EventReason { .. })
    );
    if reason.is_empty() {
        if let Some(asks) = prompted(&talk.state.dialogue).filter(|_| answered) {
            prompt::ask(talk, asks.clone(), effects);
        }
        let open = EventAsk::new(event, EventAct::Open);
        let back = super::button(talk, TextKey::ParkedButtonBack, super::Ask::Event(open));
        let number = event.to_string();
        return Screen {
            text: talk.text(TextKey::ParkedAskReason, &[("number", &number)]),
            keyboard: Keyboard::default().row(vec![back]),
        };
    }
    effects.changes.push(Change::Ruled(Ruling {
        reason,
        card,
        ..Ruling::about_event(Action::Dismiss, event)
    }));
    recorded(talk, event)
}
