//! A person's access worked out anew, to be compared with what is stored.

use super::{
    decide,
    event::{Delivery, parse},
    fold,
};
use crate::{
    bot::{
        effects::{Change, Effects},
        ledger::{EventOutcome, Ledger, LedgerEvent},
        state::ChatState,
    },
    content::Content,
    telegram::UserId,
};

/// What has to change so that what is stored is what follows; nothing when it does.
#[must_use]
pub fn refold(chat: &ChatState, ledger: &Ledger, content: &Content) -> Vec<Change> {
    let after = fold::subscriptions(ledger, content);
    let mut effects = Effects::default();
    decide::changes(&mut effects, &chat.subscriptions, &after);
    decide::paid(&mut effects, chat, ledger);
    effects.changes
}

/// What would become of an event that was looked at again; `None` when it cannot even be read.
#[must_use]
pub fn look_again(
    kept: &LedgerEvent,
    buyer: Option<UserId>,
    content: &Content,
) -> Option<EventOutcome> {
    match parse(&kept.body) {
        Ok(Delivery::Event(event)) => Some(decide::outcome(&event, kept, buyer, content)),
        _ => None,
    }
}
