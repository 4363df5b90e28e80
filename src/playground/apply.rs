//! How each fact changes the world.

use serde_json::{Value, json};

use super::fact::Fact;
use super::queue::Pending;
use super::world::{Asked, StoredFile, World};

impl World {
    /// Makes a fact true.
    pub(super) fn apply(&mut self, fact: Fact) {
        self.tell(&fact);
        match fact {
            Fact::Person(person) => {
                self.chats.entry(person.id).or_default();
                self.people.insert(person.id, person);
            }
            Fact::Deactivated { user_id } => {
                self.deactivated.insert(user_id);
            }
            Fact::Upgraded { from, to } => {
                self.upgraded.insert(from, to);
            }
            Fact::Group {
                id,
                title,
                is_channel,
            } => {
                let chat = self.chats.entry(id).or_default();
                chat.title = Some(title);
                chat.is_channel = is_channel;
            }
            Fact::Invite(invite) => {
                self.invites.insert(invite.link.clone(), invite);
            }
            Fact::JoinAsked {
                chat_id,
                user_id,
                at,
            } => {
                self.join_requests.insert((chat_id, user_id), at);
            }
            Fact::Member {
                chat_id,
                user_id,
                status,
            } => {
                self.join_requests.remove(&(chat_id, user_id));
                self.members.insert((chat_id, user_id), status);
            }
            Fact::Message { chat_id, message } => {
                let id = message.get("message_id").and_then(Value::as_i64);
                let chat = self.chats.entry(chat_id).or_default();
                let id = id.unwrap_or(chat.last_message_id + 1);
                chat.last_message_id = chat.last_message_id.max(id);
                chat.messages.insert(id, message);
            }
            Fact::Deleted {
                chat_id,
                message_id,
            } => {
                let chat = self.chats.get_mut(&chat_id);
                if let Some(message) = chat.and_then(|chat| chat.messages.get_mut(&message_id)) {
                    *message = json!({
                        "message_id": message_id,
                        "date": message.get("date"),
                        "from": message.get("from"),
                        "deleted": true,
                    });
                }
            }
            Fact::Keyboard { chat_id, markup } => {
                self.chats.entry(chat_id).or_default().keyboard = markup;
            }
            Fact::File {
                id,
                name,
                mime,
                hex,
            } => {
                let bytes = hex::decode(hex).unwrap_or_default();
                self.files.insert(id, StoredFile { name, mime, bytes });
            }
            Fact::Update {
                update_id,
                key,
                date,
                update,
            } => {
                self.next_update_id = self.next_update_id.max(update_id + 1);
                self.inspector.queued(update_id, key.id, &update);
                let pending = Pending {
                    update_id,
                    date,
                    update,
                };
                self.queues.push(&key, pending);
            }
            Fact::Done {
                update_id,
                key,
                given_up,
            } => self.queues.done(&key, update_id, given_up),
            Fact::Asked { id, user_id, at } => {
                let answered = false;
                self.asked.insert(
                    id,
                    Asked {
                        user_id,
                        at,
                        answered,
                    },
                );
            }
            Fact::Answered { id, toast } => {
                if let Some(asked) = self.asked.get_mut(&id) {
                    asked.answered = true;
                    if let Some(toast) = toast {
                        self.toast_number = self.toast_number.max(toast.number);
                        self.toasts.entry(asked.user_id).or_default().push(toast);
                    }
                }
            }
            Fact::Webhook(webhook) => self.webhook = webhook,
            Fact::Commands {
                chat,
                language,
                commands,
            } => {
                self.commands.insert((chat, language), commands);
            }
            Fact::Profile {
                field,
                language,
                text,
            } => {
                self.profile.insert((field, language), text);
            }
            Fact::Subscribed {
                user_id,
                subscription_id,
                expires_at,
            } => {
                self.subscriptions
                    .insert((user_id, subscription_id), expires_at);
            }
            Fact::Forgotten { chat_id } => self.forget_chat(chat_id),
            Fact::Cleaned {
                next_update_id,
                toast_number,
                last_message_ids,
            } => self.forget_all(next_update_id, toast_number, last_message_ids),
            Fact::Tribute(fact) => self.cabinet.apply(fact),
        }
    }
}
