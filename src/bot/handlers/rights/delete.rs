//! `/delete_me`: says exactly what goes and what stays, and forgets when that is confirmed.

use jiff::Timestamp;

use super::{Answer, Talk, button};
use crate::{
    bot::{
        effects::{Change, Effects},
        rights::{Right, may_still_forget},
        screen::Screen,
        state::Subscription,
    },
    content::TextKey,
    telegram::calls::Keyboard,
};

/// What goes, what stays and why.
pub(super) fn ask(talk: &Talk<'_>) -> Screen {
    let kept = kept(talk);
    let mut parts = vec![talk.text(TextKey::ForgetAsk, &[])];
    if let Some(until) = last(&kept) {
        let date = talk.date(until);
        parts.push(talk.text(TextKey::ForgetAccess, &[("date", &date)]));
    }
    if kept.iter().any(|subscription| subscription.auto_renew) {
        parts.push(talk.text(TextKey::ForgetRenews, &[]));
    }
    parts.push(talk.text(TextKey::ForgetSure, &[]));
    let keyboard = Keyboard::default()
        .row(vec![button(talk, TextKey::ForgetKeep, Right::Profile)])
        .row(vec![button(
            talk,
            TextKey::ForgetConfirm,
            Right::Forget(talk.context.now),
        )]);
    Screen {
        text: parts.join("\n\n"),
        keyboard,
    }
}

/// Forgets, with a last word. A button that is too old shows the question again.
pub(super) fn confirmed(talk: &Talk<'_>, shown_at: Timestamp) -> Answer {
    if !may_still_forget(shown_at, talk.context.now) {
        return Answer {
            toast: Some(talk.text(TextKey::ToastExpired, &[])),
            ..ask(talk).into()
        };
    }
    let mut parts = vec![talk.text(TextKey::ForgetDone, &[])];
    if let Some(until) = last(&kept(talk)) {
        let date = talk.date(until);
        parts.push(talk.text(TextKey::ForgetDoneAccess, &[("date", &date)]));
    }
    parts.push(talk.text(TextKey::ForgetBye, &[]));
    let again = button(talk, TextKey::ForgetAgain, Right::Begin);
    Answer {
        effects: Effects {
            changes: vec![Change::Forget(talk.context.code_key.clone())],
            ..Effects::default()
        },
        ..Screen {
            text: parts.join("\n\n"),
            keyboard: Keyboard::default().row(vec![again]),
        }
        .into()
    }
}

/// The access for which their number must stay.
fn kept<'a>(talk: &Talk<'a>) -> Vec<&'a Subscription> {
    let all = talk.state.subscriptions.iter();
    all.filter(|subscription| subscription.needed_until() > talk.context.now)
        .collect()
}

fn last(kept: &[&Subscription]) -> Option<Timestamp> {
    kept.iter()
        .map(|subscription| subscription.needed_until())
        .max()
}
