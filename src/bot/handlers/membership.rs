//! The person blocked or unblocked the bot.

use crate::{
    bot::{
        effects::{Change, Effects, EventName},
        state::ChatState,
    },
    telegram::types::{ChatMemberStatus, ChatMemberUpdated},
};

/// Notes whether the person can be written to. Whoever is not known, or asked to be forgotten, is not counted by it.
pub(in crate::bot) fn standing(change: &ChatMemberUpdated, state: &ChatState) -> Effects {
    let mut effects = Effects::default();
    let known = state.person.as_ref().filter(|person| !person.forgotten);
    match change.new_chat_member.status {
        ChatMemberStatus::Kicked => {
            effects.changes.push(Change::Unreachable);
            if known.is_some() {
                effects.note(EventName::Blocked, None);
            }
        }
        ChatMemberStatus::Member => {
            effects.changes.push(Change::Reachable);
            if known.is_some_and(|person| person.unreachable) {
                effects.note(EventName::Unblocked, None);
            }
        }
        _ => {}
    }
    effects
}
