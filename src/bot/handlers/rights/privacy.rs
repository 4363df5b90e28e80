//! `/privacy`: what is stored, why, for how long and who sees it, in the owner's words.

use super::{super::menu, Talk, button};
use crate::{
    bot::{rights::Right, screen::Screen},
    content::TextKey,
    telegram::calls::Keyboard,
};

pub(super) fn page(talk: &Talk<'_>) -> Screen {
    let keyboard = Keyboard::default()
        .row(vec![button(talk, TextKey::ExportButton, Right::Export)])
        .row(vec![button(talk, TextKey::ForgetButton, Right::Delete)])
        .row(vec![
            button(talk, TextKey::ProfileButton, Right::Profile),
            menu::home_button(talk),
        ]);
    Screen {
        text: talk.text(TextKey::PrivacyText, &[]),
        keyboard,
    }
}
