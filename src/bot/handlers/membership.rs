//! The person blocked or unblocked the bot.

use crate::{
    bot::{
        effects::{Change, Effects, EventName},
        state::ChatState,
    },
    telegram::types::{ChatMemberStatus, ChatMemberUpdated},
};

/// Notes whether the person can be written to.
pub(in crate::bot) fn standing(change: &ChatMemberUpdated, state: &ChatState) -> Effects {
    let mut effects = Effects::default();
    match change.new_chat_member.status {
        ChatMemberStatus::Kicked => {
            effects.changes.push(Change::Unreachable);
            effects.note(EventName::Blocked, None);
        }
        ChatMemberStatus::Member => {
            effects.changes.push(Change::Reachable);
            if state
                .person
                .as_ref()
                .is_some_and(|person| person.unreachable)
            {
                effects.note(EventName::Unblocked, None);
            }
        }
        _ => {}
    }
    effects
}
