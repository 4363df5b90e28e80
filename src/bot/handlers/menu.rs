//! The main menu, the help page and the way back from anything we do not understand.

use super::Talk;
use crate::{
    bot::{callback_data::Press, rights::Right, screen::Screen},
    content::{MenuDoor, TextKey},
    telegram::calls::{Button, Keyboard},
};

/// The main menu as a screen of its own.
pub(super) fn main(talk: &Talk<'_>) -> Screen {
    Screen {
        text: talk.text(TextKey::MenuTitle, &[]),
        keyboard: doors(talk),
    }
}

/// What the bot can do.
pub(super) fn help(talk: &Talk<'_>) -> Screen {
    Screen {
        text: talk.text(TextKey::HelpText, &[]),
        keyboard: home_only(talk),
    }
}

/// A friendly answer to anything else.
pub(super) fn fallback(talk: &Talk<'_>) -> Screen {
    Screen {
        text: talk.text(TextKey::FallbackText, &[]),
        keyboard: doors(talk),
    }
}

/// The doors of the pack's menu, row by row; a quiz under way has its own on top.
pub(super) fn doors(talk: &Talk<'_>) -> Keyboard {
    let resume = talk
        .state
        .dialogue
        .quiz_run()
        .filter(|run| talk.context.content.quiz(&run.quiz).is_some())
        .map(|run| {
            Button::callback(
                talk.text(TextKey::ButtonResume, &[]),
                Press::ResumeQuiz(run.quiz.clone()).encode(),
            )
        });
    let resume = resume.into_iter().map(|button| vec![button]);
    let rows = talk.context.content.menu().iter().map(|row| {
        let buttons = row.iter().filter_map(|door| button(talk, door));
        buttons.collect()
    });
    resume.chain(rows).fold(Keyboard::default(), Keyboard::row)
}

/// The button of a door. `None` when it leads nowhere here.
pub(super) fn button(talk: &Talk<'_>, door: &MenuDoor) -> Option<Button> {
    let label = talk.context.content.door_label(talk.locale, door);
    let press = match door {
        MenuDoor::Quiz { id } => Press::OpenQuiz(id.clone()),
        MenuDoor::Calculator { id } => Press::Calculator(id.clone()),
        MenuDoor::Picker => Press::Picker,
        MenuDoor::Page { id } => Press::Page(id.clone()),
        MenuDoor::Link { url, .. } => return Some(Button::url(label, url.clone())),
        MenuDoor::Plan => Press::Plan,
        MenuDoor::Catalogue => Press::Catalogue(0),
        MenuDoor::Subscription => Press::Subscription,
        MenuDoor::Consult => Press::Consult(None),
        MenuDoor::Referral => Press::Referral,
        MenuDoor::Assistant => Press::Assistant,
        MenuDoor::Profile => Press::Right(Right::Profile),
        MenuDoor::Help => Press::Help,
    };
    if matches!(door, MenuDoor::Assistant) && !talk.context.assistant {
        return None;
    }
    // What the pack left out while a person looked at its button has no name any more.
    (!label.is_empty()).then(|| Button::callback(label, press.encode()))
}

/// The button to the main menu.
pub(super) fn home_button(talk: &Talk<'_>) -> Button {
    Button::callback(talk.text(TextKey::ButtonHome, &[]), Press::Home.encode())
}

/// A keyboard with nothing but the way home.
pub(super) fn home_only(talk: &Talk<'_>) -> Keyboard {
    Keyboard::default().row(vec![home_button(talk)])
}
