//! The bot's own rights at a door, and the chats it was added to.

use jiff::SignedDuration;

use super::{Doors, LEASE, after, backoff, until};
use crate::{
    bot::{
        doors::{BotStanding, Named, Trouble},
        effects::Outgoing,
    },
    clock,
    content::Content,
    store::{
        StoreError,
        doors::{ChatSettled, DueChat, Seen},
    },
    telegram::api_error::ApiError,
};

/// From one look at a door to the next, when nothing happens there.
const DAILY: SignedDuration = SignedDuration::from_hours(24);
/// The admins hear of so many chats in a day: anybody may add the bot to a group of their own.
const MOST_NEW_CHATS: i64 = 5;

impl Doors {
    /// Looks at one chat that is due; `false` when none is.
    pub(super) async fn next_chat(&self, content: &Content) -> Result<bool, StoreError> {
        let now = clock::now();
        let claimed_until = after(now, LEASE);
        let Some(due) = self.store.claim_door_chat(now, claimed_until).await? else {
            return Ok(false);
        };
        let opening = content.plans_opening(due.chat.0);
        let nothing = ChatSettled {
            chat: due.chat,
            claimed_until,
            check_at: None,
            attempts: 0,
            seen: None,
            is_told: false,
            plans: opening.into_iter().map(str::to_owned).collect(),
        };
        let (settled, messages) = if content.plan_door(due.chat.0).is_some() {
            self.door(content, &due, nothing).await
        } else {
            self.other_chat(content, &due, nothing)
        };
        let stored = self
            .store
            .settle_door_chat(&settled, &messages, clock::now())
            .await?;
        self.told(stored, !messages.is_empty());
        Ok(true)
    }

    async fn door(
        &self,
        content: &Content,
        due: &DueChat,
        nothing: ChatSettled,
    ) -> (ChatSettled, Vec<Outgoing>) {
        let seen = self.api.chat_member(due.chat, self.parties.bot).await;
        let now = clock::now();
        let trouble = match seen {
            Ok(bot) => Trouble::of(&bot),
            Err(error) if Trouble::told_by(&error).is_some() => Trouble::told_by(&error),
            Err(error) => {
                tracing::debug!(%error, "the bot's rights at a door could not be looked at");
                let wait = match error {
                    ApiError::RetryAfter(wait) => until(now, wait),
                    _ => after(now, backoff(due.attempts)),
                };
                let settled = ChatSettled {
                    check_at: Some(wait),
                    attempts: due.attempts.saturating_add(1),
                    ..nothing
                };
                return (settled, Vec::new());
            }
        };
        let title = match trouble {
            None => self
                .api
                .chat(due.chat)
                .await
                .ok()
                .and_then(|chat| chat.title),
            Some(_) => None,
        };
        let title = title.map(|title| title.replace('\0', ""));
        let named = Named {
            chat: due.chat,
            title: title.as_deref().unwrap_or(&due.title),
        };
        let admins = self.to_admins(content);
        // Once, until it is good again.
        let (messages, alarmed_at) = match (trouble, due.alarmed_at) {
            (Some(trouble), None) => (admins.of_trouble(named, trouble), Some(now)),
            (Some(_), Some(since)) => (Vec::new(), Some(since)),
            (None, Some(_)) => (admins.of_mending(named), None),
            (None, None) => (Vec::new(), None),
        };
        if let (Some(trouble), true) = (trouble, due.alarmed_at.is_none()) {
            tracing::warn!(door = %due.chat, ?trouble, "the bot cannot do its work at a door");
        }
        let settled = ChatSettled {
            check_at: Some(after(now, DAILY)),
            seen: Some(Seen {
                trouble,
                alarmed_at,
                title,
            }),
            ..nothing
        };
        (settled, messages)
    }

    /// The bot was added to a chat that no plan opens, or its standing there changed.
    fn other_chat(
        &self,
        content: &Content,
        due: &DueChat,
        nothing: ChatSettled,
    ) -> (ChatSettled, Vec<Outgoing>) {
        let is_news = BotStanding::IN_IT.contains(&due.status.as_str())
            && !due.is_told
            && due.told_lately < MOST_NEW_CHATS
            && Some(due.chat) != self.parties.leads_chat;
        if !is_news {
            return (nothing, Vec::new());
        }
        let named = Named {
            chat: due.chat,
            title: &due.title,
        };
        let messages = self.to_admins(content).of_new_chat(named);
        let settled = ChatSettled {
            is_told: true,
            ..nothing
        };
        (settled, messages)
    }
}
