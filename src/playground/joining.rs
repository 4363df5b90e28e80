//! How people come to a group: by asking, or by a link.

use serde_json::{Map, Value, json};

use super::fact::{Fact, Invite};
use super::handle::Playground;
use super::world::World;

impl Playground {
    /// The person asks to join a group; returns the update's id.
    pub fn ask_to_join(&self, user_id: i64, chat_id: i64) -> i64 {
        self.change(|world| world.asks_to_join(user_id, chat_id, None))
    }

    /// The person follows an invite link; returns the update's id, or none when the link lets nobody in.
    pub fn follow_invite(&self, user_id: i64, link: &str) -> Option<i64> {
        self.change(|world| world.follows(user_id, link))
    }

    /// Somebody becomes `member`, `administrator`, `creator`, `left` or `kicked` in a group by the hand of `by`, perhaps
    /// their own; returns the update's id.
    pub fn set_member(&self, chat_id: i64, user_id: i64, status: &str, by: i64) -> i64 {
        self.change(|world| {
            world.meet(user_id);
            world.stands(chat_id, user_id, status, by, false)
        })
    }

    /// `member`, `administrator`, `creator`, `left` or `kicked`.
    pub fn member_status(&self, chat_id: i64, user_id: i64) -> String {
        self.read(|world| world.status_of(chat_id, user_id).to_owned())
    }
}

impl World {
    /// Whether a link still lets people in.
    pub(super) fn lets_in(&self, invite: &Invite) -> bool {
        let is_over = invite.expire_date.is_some_and(|date| date <= self.now());
        let is_full = invite
            .member_limit
            .is_some_and(|limit| invite.used >= limit);
        !invite.revoked && !is_over && !is_full
    }

    /// Somebody's standing becomes another one, and the bot is told when it wants to know; returns the update's id.
    pub(super) fn stands(
        &mut self,
        chat_id: i64,
        user_id: i64,
        status: &str,
        by: i64,
        via_join_request: bool,
    ) -> i64 {
        let old = self.status_of(chat_id, user_id).to_owned();
        self.record(Fact::Member {
            chat_id,
            user_id,
            status: status.to_owned(),
        });
        let from = match by == self.bot_id {
            true => self.bot_user(),
            false => self.user_json(by),
        };
        let mut change = json!({
            "chat": self.chat_json(chat_id),
            "from": from,
            "date": self.now(),
            "old_chat_member": self.member_json(user_id, &old),
            "new_chat_member": self.member_json(user_id, status),
        });
        if let Some(fields) = change.as_object_mut().filter(|_| via_join_request) {
            fields.insert("via_join_request".to_owned(), json!(true));
        }
        self.enqueue("chat_member", user_id, change)
    }

    /// A person as a `ChatMember` with this status.
    pub(super) fn member_json(&self, user_id: i64, status: &str) -> Value {
        let mut member = Map::new();
        member.insert("user".to_owned(), self.user_json(user_id));
        member.insert("status".to_owned(), json!(status));
        if status == "kicked" {
            member.insert("until_date".to_owned(), json!(0));
        }
        Value::Object(member)
    }

    fn asks_to_join(&mut self, user_id: i64, chat_id: i64, invite: Option<&Invite>) -> i64 {
        self.meet(user_id);
        let at = self.now();
        self.record(Fact::JoinAsked {
            chat_id,
            user_id,
            at,
        });
        let mut request = Map::new();
        request.insert("chat".to_owned(), self.chat_json(chat_id));
        request.insert("from".to_owned(), self.user_json(user_id));
        request.insert("user_chat_id".to_owned(), json!(user_id));
        request.insert("date".to_owned(), json!(at));
        if let Some(invite) = invite {
            request.insert("invite_link".to_owned(), self.invite_json(invite));
        }
        self.enqueue("chat_join_request", user_id, Value::Object(request))
    }

    fn follows(&mut self, user_id: i64, link: &str) -> Option<i64> {
        let mut invite = self.invites.get(link)?.clone();
        let chat_id = invite.chat_id;
        if !self.lets_in(&invite) || self.status_of(chat_id, user_id) == "kicked" {
            return None;
        }
        if invite.creates_join_request {
            return Some(self.asks_to_join(user_id, chat_id, Some(&invite)));
        }
        self.meet(user_id);
        invite.used += 1;
        self.record(Fact::Invite(invite.clone()));
        self.record(Fact::Member {
            chat_id,
            user_id,
            status: "member".to_owned(),
        });
        let user = self.user_json(user_id);
        let change = json!({
            "chat": self.chat_json(chat_id),
            "from": user,
            "date": self.now(),
            "old_chat_member": { "user": user, "status": "left" },
            "new_chat_member": { "user": user, "status": "member" },
            "invite_link": self.invite_json(&invite),
        });
        Some(self.enqueue("chat_member", user_id, change))
    }
}
