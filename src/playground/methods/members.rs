//! Who is in a group: invite links, join requests, removals. The bot counts as an administrator of every group here.

use serde_json::{Value, json};

use super::rights::{administrator, administrator_without};
use crate::playground::fact::{Fact, Invite};
use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

impl World {
    pub(super) fn create_invite(&mut self, params: &Params) -> Result<Value, Refusal> {
        let chat_id = self.managed_group(params, "not enough rights to manage chat invite link")?;
        let name = params.text("name").unwrap_or_default();
        if name.chars().count() > 32 {
            return Err(Refusal::bad("invite link name is too long"));
        }
        let creates_join_request = params.flag("creates_join_request");
        let member_limit = params.integer("member_limit").filter(|limit| *limit != 0);
        if creates_join_request && member_limit.is_some() {
            return Err(Refusal::bad(
                "member limit can't be specified for links requiring administrator approval",
            ));
        }
        if member_limit.is_some_and(|limit| !(1..=99_999).contains(&limit)) {
            return Err(Refusal::bad("USAGE_LIMIT_INVALID"));
        }
        let expire_date = params.integer("expire_date").filter(|date| *date != 0);
        if expire_date.is_some_and(|date| date <= self.now()) {
            return Err(Refusal::bad("EXPIRE_DATE_INVALID"));
        }
        let invite = Invite {
            link: format!(
                "https://t.me/+pg{:x}n{}",
                chat_id.unsigned_abs(),
                self.invites.len() + 1
            ),
            chat_id,
            name,
            creates_join_request,
            member_limit,
            expire_date,
            used: 0,
            revoked: false,
        };
        let result = self.invite_json(&invite);
        self.record(Fact::Invite(invite));
        Ok(result)
    }

    pub(super) fn revoke_invite(&mut self, params: &Params) -> Result<Value, Refusal> {
        let chat_id = self.managed_group(params, "not enough rights to manage chat invite link")?;
        let link = params.text("invite_link").unwrap_or_default();
        let found = self
            .invites
            .get(&link)
            .filter(|invite| invite.chat_id == chat_id);
        let mut invite = found
            .cloned()
            .ok_or_else(|| Refusal::bad("INVITE_HASH_EXPIRED"))?;
        invite.revoked = true;
        let result = self.invite_json(&invite);
        self.record(Fact::Invite(invite));
        Ok(result)
    }

    /// Approves or declines a join request.
    pub(super) fn decide_join(&mut self, params: &Params, welcome: bool) -> Result<Value, Refusal> {
        let chat_id = self.managed_group(params, "CHAT_ADMIN_REQUIRED")?;
        let user_id = self.known_user(params)?;
        if self.status_of(chat_id, user_id) == "member" {
            return Err(Refusal::bad("USER_ALREADY_PARTICIPANT"));
        }
        if !self.join_requests.contains_key(&(chat_id, user_id)) {
            return Err(Refusal::bad("HIDE_REQUESTER_MISSING"));
        }
        let status = if welcome { "member" } else { "left" };
        self.stands(chat_id, user_id, status, self.bot_id, welcome);
        Ok(json!(true))
    }

    pub(super) fn ban(&mut self, params: &Params) -> Result<Value, Refusal> {
        self.remove(params, "kicked")
    }

    /// Lifts a ban; a member who was not banned is put out, unless `only_if_banned`.
    pub(super) fn unban(&mut self, params: &Params) -> Result<Value, Refusal> {
        let chat_id = self.managed_group(
            params,
            "not enough rights to restrict/unrestrict chat member",
        )?;
        let user_id = self.known_user(params)?;
        if params.flag("only_if_banned") && self.status_of(chat_id, user_id) != "kicked" {
            return Ok(json!(true));
        }
        self.remove(params, "left")
    }

    fn remove(&mut self, params: &Params, status: &str) -> Result<Value, Refusal> {
        let chat_id = self.managed_group(
            params,
            "not enough rights to restrict/unrestrict chat member",
        )?;
        if params.integer("user_id") == Some(self.bot_id) {
            return Err(Refusal::bad("can't restrict self"));
        }
        let user_id = self.known_user(params)?;
        if ["administrator", "creator"].contains(&self.status_of(chat_id, user_id)) {
            return Err(Refusal::bad("user is an administrator of the chat"));
        }
        self.stands(chat_id, user_id, status, self.bot_id, false);
        Ok(json!(true))
    }

    pub(super) fn get_chat_member(&self, params: &Params) -> Result<Value, Refusal> {
        let chat_id = self.known_group(params)?;
        if params.integer("user_id") == Some(self.bot_id) {
            return Ok(self.bot_member(self.status_of_bot(chat_id)));
        }
        let user_id = self.known_user(params)?;
        Ok(self.member_json(user_id, self.status_of(chat_id, user_id)))
    }

    /// The bot as a `ChatMember` with this status.
    pub(in crate::playground) fn bot_member(&self, status: &str) -> Value {
        let user = self.bot_user();
        match status {
            "administrator" => administrator(user),
            "cannot_invite" => administrator_without(user, "can_invite_users"),
            "cannot_restrict" => administrator_without(user, "can_restrict_members"),
            "kicked" => json!({ "user": user, "status": status, "until_date": 0 }),
            // Nobody is left in a group that was deleted.
            "deleted" => json!({ "user": user, "status": "left" }),
            _ => json!({ "user": user, "status": status }),
        }
    }

    /// What a person is in a group or channel.
    pub(in crate::playground) fn status_of(&self, chat_id: i64, user_id: i64) -> &str {
        self.members
            .get(&(chat_id, user_id))
            .map_or("left", String::as_str)
    }

    /// An invite as a `ChatInviteLink`.
    pub(in crate::playground) fn invite_json(&self, invite: &Invite) -> Value {
        let mut json = json!({
            "invite_link": invite.link,
            "creator": self.bot_user(),
            "creates_join_request": invite.creates_join_request,
            "is_primary": false,
            "is_revoked": invite.revoked,
        });
        let optional = [
            ("member_limit", invite.member_limit),
            ("expire_date", invite.expire_date),
        ];
        if let Some(fields) = json.as_object_mut() {
            if !invite.name.is_empty() {
                fields.insert("name".to_owned(), json!(invite.name));
            }
            for (key, value) in optional {
                if let Some(value) = value {
                    fields.insert(key.to_owned(), json!(value));
                }
            }
        }
        json
    }

    fn known_user(&self, params: &Params) -> Result<i64, Refusal> {
        let user_id = params.integer("user_id");
        if user_id.is_none_or(|id| id <= 0) {
            return Err(Refusal::bad("invalid user_id specified"));
        }
        let known = user_id.filter(|id| self.people.contains_key(id));
        known.ok_or_else(|| Refusal::bad("PARTICIPANT_ID_INVALID"))
    }
}
