//! What is said about doors: a link to the person, news to the admins.

use super::Trouble;
use crate::{
    bot::{
        effects::{Lane, Outgoing},
        fit,
        state::Person,
    },
    content::{Content, Locale, PlanDoor, TextKey},
    telegram::{
        ChatId, UserId,
        calls::{Call, DoorLink},
    },
};

/// The longest part of a message that is a name.
const NAME: usize = 60;
/// The longest part of a message that is Telegram's.
const REASON: usize = 200;

/// A message with a link into a door, which is made when it is sent.
#[must_use]
pub fn link_message(content: &Content, locale: Locale, chat_id: ChatId, door: &PlanDoor) -> Call {
    let title = door.title.get(locale);
    Call::SendDoorLink {
        chat_id,
        text: content.text(locale, TextKey::DoorLink, &[("door", title)]),
        link: DoorLink {
            door: ChatId(door.chat),
            label: content.text(locale, TextKey::DoorEnter, &[]),
            sorry: content.text(locale, TextKey::DoorSorry, &[("door", title)]),
        },
    }
}

/// The admins, and the language to speak with them.
#[derive(Debug, Clone, Copy)]
pub struct ToAdmins<'a> {
    /// Everything the bot says.
    pub content: &'a Content,
    /// The language.
    pub locale: Locale,
    /// Who.
    pub admins: &'a [UserId],
}

/// A chat, as the admins know it.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// Its number.
    pub chat: ChatId,
    /// What Telegram calls it; untrusted text.
    pub title: &'a str,
}

/// Somebody, as the admins may know them.
#[must_use]
pub fn who(id: UserId, first_name: &str, username: Option<&str>) -> String {
    let name = fit::cut(first_name, NAME);
    match username {
        Some(username) if name.is_empty() => format!("@{username}"),
        Some(username) => format!("{name} (@{username})"),
        None if name.is_empty() => id.to_string(),
        None => format!("{name} ({id})"),
    }
}

/// The same of somebody who is perhaps not known.
#[must_use]
pub fn who_of(id: UserId, person: Option<&Person>) -> String {
    person.map_or_else(
        || id.to_string(),
        |person| who(id, &person.first_name, person.username.as_deref()),
    )
}

impl ToAdmins<'_> {
    fn tell(&self, key: TextKey, args: &[(&str, &str)]) -> Vec<Outgoing> {
        let text = self.content.text(self.locale, key, args);
        let message = |admin: &UserId| Outgoing {
            call: Call::SendMessage {
                chat_id: admin.private_chat(),
                text: text.clone(),
                keyboard: None,
            },
            lane: Lane::Answer,
            keep_for_unreachable: true,
        };
        self.admins.iter().map(message).collect()
    }

    fn about(&self, chat: Named<'_>, key: TextKey) -> Vec<Outgoing> {
        let (title, number) = (self.title(chat), chat.chat.to_string());
        self.tell(key, &[("door", &title), ("number", &number)])
    }

    /// What a chat is called: by the pack, else by Telegram, else by its number.
    fn title(&self, chat: Named<'_>) -> String {
        if let Some(door) = self.content.plan_door(chat.chat.0) {
            return door.title.get(self.locale).to_owned();
        }
        let title = fit::cut(chat.title, NAME);
        if title.is_empty() {
            return chat.chat.to_string();
        }
        title
    }

    /// The bot cannot do its work at a door.
    #[must_use]
    pub fn of_trouble(&self, chat: Named<'_>, trouble: Trouble) -> Vec<Outgoing> {
        if let Trouble::Moved(to) = trouble {
            let (title, number) = (self.title(chat), to.to_string());
            let args = [("door", title.as_str()), ("number", number.as_str())];
            return self.tell(trouble.text(), &args);
        }
        self.about(chat, trouble.text())
    }

    /// It can again.
    #[must_use]
    pub fn of_mending(&self, chat: Named<'_>) -> Vec<Outgoing> {
        self.about(chat, TextKey::AdminDoorMended)
    }

    /// The bot was added to a chat that no plan opens.
    #[must_use]
    pub fn of_new_chat(&self, chat: Named<'_>) -> Vec<Outgoing> {
        self.about(chat, TextKey::AdminDoorNew)
    }

    /// Somebody without access came in by a link of the bot.
    #[must_use]
    pub fn of_intruder(&self, chat: Named<'_>, person: &str) -> Vec<Outgoing> {
        let title = self.title(chat);
        let args = [("door", title.as_str()), ("person", person)];
        self.tell(TextKey::AdminDoorIntruder, &args)
    }

    /// Somebody could not be let in, or put out, for a day.
    #[must_use]
    pub fn of_stuck(&self, chat: Named<'_>, person: &str, out: bool, why: &str) -> Vec<Outgoing> {
        let (title, reason) = (self.title(chat), fit::cut(why, REASON));
        let key = if out {
            TextKey::AdminDoorStuckOut
        } else {
            TextKey::AdminDoorStuckIn
        };
        let args = [
            ("door", title.as_str()),
            ("person", person),
            ("reason", &reason),
        ];
        self.tell(key, &args)
    }
}
