//! Starting over: one chat, or everything.

use std::time::Duration;

use super::fact::Fact;
use super::handle::Playground;
use super::story::Story;
use super::world::World;

/// How long an update under way may take to land before the chat is forgotten all the same.
const PATIENCE: Duration = Duration::from_secs(5);

impl Playground {
    /// Forgets a chat here and its person in the program's database: the next `/start` is the first.
    ///
    /// # Errors
    ///
    /// The program's database did not forget; then the chat stays as well.
    pub async fn restart_chat(&self, user_id: i64) -> Result<(), String> {
        self.quiet(Some(user_id)).await;
        if let Some(backstage) = self.backstage() {
            backstage.forget(user_id).await?;
        }
        self.change(|world| world.record(Fact::Forgotten { chat_id: user_id }));
        Ok(())
    }

    /// Forgets everything: chats, groups, files, payments, crowds, and the program's database. Other people stay, as new.
    ///
    /// # Errors
    ///
    /// The program's database was not emptied; then everything here stays as well.
    pub async fn clean(&self) -> Result<(), String> {
        self.quiet(None).await;
        if let Some(backstage) = self.backstage() {
            backstage.clean().await?;
        }
        self.change(World::clean);
        Ok(())
    }

    /// Drops what waits for delivery and waits for what is under way: an update that is handled after its person was
    /// forgotten would bring them back.
    async fn quiet(&self, chat: Option<i64>) {
        let mut version = self.version();
        self.change(|world| world.drop_waiting(chat));
        let landed = async {
            while self.read(|world| world.inspector.is_under_way(chat)) {
                if version.changed().await.is_err() {
                    return;
                }
            }
        };
        if tokio::time::timeout(PATIENCE, landed).await.is_err() {
            tracing::warn!("an update is still under way; its chat is forgotten all the same");
        }
    }
}

impl World {
    /// Drops what waits for delivery in a chat, or everywhere.
    pub(super) fn drop_waiting(&mut self, chat: Option<i64>) {
        for (key, update_id) in self.queues.undelivered() {
            if chat.is_none_or(|chat| chat == key.id) {
                let given_up = true;
                self.record(Fact::Done {
                    update_id,
                    key,
                    given_up,
                });
            }
        }
        // A queue whose update is gone must not make the next one wait for the retry of that one.
        self.webhook_changed.notify_waiters();
    }

    /// Empties the world and makes the journal as short as that.
    fn clean(&mut self) {
        let cleaned = Fact::Cleaned {
            next_update_id: self.next_update_id,
            toast_number: self.toast_number,
            last_message_ids: self
                .chats
                .iter()
                .map(|(chat_id, chat)| (*chat_id, chat.last_message_id))
                .collect(),
        };
        self.record(cleaned.clone());
        let facts = self.facts_of_a_clean_world(cleaned);
        self.shorten_journal(&facts);
    }

    /// A chat that was forgotten. Numbers go on where they were: an old screen must not name a new message.
    pub(super) fn forget_chat(&mut self, chat_id: i64) {
        if let Some(chat) = self.chats.get_mut(&chat_id) {
            chat.messages.clear();
            chat.keyboard = None;
            chat.action = None;
        }
        if let Some(person) = self.people.get_mut(&chat_id) {
            person.started = false;
            person.blocked = false;
        }
        self.toasts.remove(&chat_id);
        self.asked.retain(|_, asked| asked.user_id != chat_id);
        self.join_requests
            .retain(|(_, user_id), _| *user_id != chat_id);
        self.subscriptions
            .retain(|(user_id, _), _| *user_id != chat_id);
        self.cabinet.forget(chat_id);
        self.inspector.forget(chat_id);
        self.story.forget(chat_id);
    }

    /// Everything is forgotten but the webhook, the commands and what the bot says of itself: the running program set
    /// them and will not set them again.
    pub(super) fn forget_all(
        &mut self,
        next_update_id: i64,
        toast_number: u64,
        last_message_ids: Vec<(i64, i64)>,
    ) {
        self.next_update_id = self.next_update_id.max(next_update_id);
        self.toast_number = self.toast_number.max(toast_number);
        self.chats.clear();
        // Nobody would find them again: the page does not list them.
        self.people.retain(|_, person| !person.in_crowd);
        for (chat_id, last_message_id) in last_message_ids {
            // Groups are gone; a private chat is there as long as its person is.
            if self.people.contains_key(&chat_id) {
                self.chats.entry(chat_id).or_default().last_message_id = last_message_id;
            }
        }
        for person in self.people.values_mut() {
            person.started = false;
            person.blocked = false;
        }
        self.deactivated.clear();
        self.upgraded.clear();
        self.invites.clear();
        self.join_requests.clear();
        self.members.clear();
        self.files.clear();
        self.asked.clear();
        self.toasts.clear();
        self.subscriptions.clear();
        self.calls.clear();
        self.tribute_answers.clear();
        self.cabinet.forget_all();
        self.forecast.clear();
        self.story = Story::default();
        self.last_error = None;
        self.inspector.forget_all();
    }

    /// The facts that make this world after a cleaning.
    pub(super) fn facts_of_a_clean_world(&self, cleaned: Fact) -> Vec<Fact> {
        let people = self.people.values().cloned().map(Fact::Person);
        let commands = self
            .commands
            .iter()
            .map(|((chat, language), commands)| Fact::Commands {
                chat: *chat,
                language: language.clone(),
                commands: commands.clone(),
            });
        let profile = self
            .profile
            .iter()
            .map(|((field, language), text)| Fact::Profile {
                field: field.clone(),
                language: language.clone(),
                text: text.clone(),
            });
        let webhook = Fact::Webhook(self.webhook.clone());
        let of_the_program = commands.chain(profile).chain([webhook]);
        people.chain(of_the_program).chain([cleaned]).collect()
    }
}
