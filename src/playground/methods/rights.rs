//! What an administrator of a group may do.

use serde_json::{Value, json};

/// A user as a `ChatMemberAdministrator`, with the rights that a bot can be given over members and messages.
pub(super) fn administrator(user: Value) -> Value {
    json!({
        "user": user,
        "status": "administrator",
        "can_be_edited": false,
        "is_anonymous": false,
        "can_manage_chat": true,
        "can_delete_messages": true,
        "can_manage_video_chats": true,
        "can_restrict_members": true,
        "can_promote_members": false,
        "can_change_info": true,
        "can_invite_users": true,
        "can_post_stories": false,
        "can_edit_stories": false,
        "can_delete_stories": false,
        "can_pin_messages": true,
        "can_send_welcome_messages": false,
    })
}

/// The same without one of these rights.
pub(super) fn administrator_without(user: Value, right: &str) -> Value {
    let mut member = administrator(user);
    if let Some(fields) = member.as_object_mut() {
        fields.insert(right.to_owned(), json!(false));
    }
    member
}
