//! The owner's button: a lead is dealt with. It works for admins, in their private chat and in the leads group.

use super::notice;
use crate::{
    bot::{
        Context,
        callback_data::Press,
        effects::{Change, Effects},
        state::ChatState,
    },
    content::TextKey,
    telegram::{
        calls::{Call, CallbackAnswer},
        types::{
            CallbackQuery, ChatMemberStatus, ChatMemberUpdated, PressedMessage, Update, UpdateKind,
            User,
        },
    },
};

/// The admin who presses the button in a group. Nobody else in a group is any of our business.
pub(in crate::bot) fn pressed_outside(
    update: &Update,
    is_admin: impl FnOnce(&User) -> bool,
) -> Option<&User> {
    match &update.kind {
        UpdateKind::CallbackQuery(query) if named(query).is_some() => {
            Some(&query.from).filter(|from| is_admin(from))
        }
        _ => None,
    }
}

/// What happens in groups: an admin presses the button of a lead; anybody presses anything, which only stops the
/// spinner; the leads group takes the bot in.
pub(in crate::bot) fn outside(
    update: &Update,
    state: &ChatState,
    context: &Context<'_>,
) -> Effects {
    match &update.kind {
        UpdateKind::CallbackQuery(query) => {
            press(query, state, context).unwrap_or_else(|| answered(query, None))
        }
        UpdateKind::MyChatMember(change) if Some(change.chat.id) == context.leads_chat => {
            welcomed_back(change)
        }
        _ => Effects::default(),
    }
}

/// The bot came into the leads group, or may write there again.
fn welcomed_back(change: &ChatMemberUpdated) -> Effects {
    let mut effects = Effects::default();
    let status = change.new_chat_member.status;
    if matches!(
        status,
        ChatMemberStatus::Member | ChatMemberStatus::Administrator
    ) {
        effects.changes.push(Change::GroupReachable(change.chat.id));
    }
    effects
}

/// Marks the lead as done and says so in the notice: once. `None` when it is not an admin's press on this button.
pub(in crate::bot) fn press(
    query: &CallbackQuery,
    state: &ChatState,
    context: &Context<'_>,
) -> Option<Effects> {
    let key = named(query)?;
    if !context.admins.contains(&query.from.id) {
        return None;
    }
    let toast = |key| {
        let locale = context.locale(state.person.as_ref(), query.from.language_code.as_deref());
        Some(context.content.text(locale, key, &[]))
    };
    let Some(lead) = &state.lead else {
        return Some(answered(query, toast(TextKey::ToastExpired)));
    };
    if lead.done {
        return Some(answered(query, toast(TextKey::AdminLeadWasClosed)));
    }
    let mut effects = answered(query, toast(TextKey::AdminLeadClosed));
    effects.changes.push(Change::LeadDone { key });
    if let Some(PressedMessage {
        message_id, chat, ..
    }) = &query.message
    {
        let screen = notice::done(context, lead, &query.from.first_name);
        effects.send(Call::EditMessageText {
            chat_id: chat.id,
            message_id: *message_id,
            text: screen.text,
            keyboard: Some(screen.keyboard).filter(|keyboard| !keyboard.inline_keyboard.is_empty()),
        });
    }
    Some(effects)
}

/// The lead that a press is about.
pub(in crate::bot) fn named(query: &CallbackQuery) -> Option<i64> {
    match query.data.as_deref().and_then(Press::parse) {
        Some(Press::LeadDone(key)) => Some(key),
        _ => None,
    }
}

fn answered(query: &CallbackQuery, text: Option<String>) -> Effects {
    Effects {
        answer: Some(CallbackAnswer {
            callback_query_id: query.id.clone(),
            text,
        }),
        ..Effects::default()
    }
}
