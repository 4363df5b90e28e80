//! Everything that is true at a moment.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::Notify;

use super::fact::{Fact, Invite, Person, WebhookInfo};
use super::flood::Flood;
use super::forecast::Forecast;
use super::inspect::Inspector;
use super::journal::Journal;
use super::queue::Queues;
use super::schedule::Health;
use super::settings::{Settings, TributePlan};
use super::shown::{Call, Toast};
use super::story::Story;
use super::tribute::{Cabinet, TributeAnswer};

/// How many of Tribute's answers are remembered.
const ANSWERS_KEPT: usize = 1_000;

/// A chat, private or not.
#[derive(Debug, Default)]
pub(super) struct Chat {
    /// The title of a group; none for a private chat.
    pub(super) title: Option<String>,
    /// Whether it is a channel, not a group.
    pub(super) is_channel: bool,
    /// Messages as Telegram would show them, by number; of a deleted one only a mark is left.
    pub(super) messages: BTreeMap<i64, Value>,
    /// The highest number ever given.
    pub(super) last_message_id: i64,
    /// The keyboard below the text box.
    pub(super) keyboard: Option<Value>,
    /// What the bot is doing, and until when.
    pub(super) action: Option<(String, i64)>,
}

impl Chat {
    /// A message that is still there.
    pub(super) fn message(&self, message_id: i64) -> Option<&Value> {
        let message = self.messages.get(&message_id);
        message.filter(|message| !is_deleted(message))
    }
}

/// Whether only the mark of a deleted message is left.
pub(super) fn is_deleted(message: &Value) -> bool {
    message.get("deleted") == Some(&json!(true))
}

/// A callback query.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) user_id: i64,
    pub(super) at: i64,
    pub(super) answered: bool,
}

/// A file that was uploaded, or named by its address.
#[derive(Clone, Debug)]
pub(super) struct StoredFile {
    pub(super) name: String,
    pub(super) mime: String,
    pub(super) bytes: Vec<u8>,
}

/// A menu of commands: names and descriptions.
type Commands = Vec<(String, String)>;

/// The world.
#[derive(Debug)]
pub(super) struct World {
    pub(super) bot_id: i64,
    pub(super) bot_username: String,
    pub(super) pace_set_webhook: bool,
    pub(super) retry_unit: Duration,
    pub(super) delivery_timeout: Duration,
    pub(super) people: BTreeMap<i64, Person>,
    /// Accounts that were deleted.
    pub(super) deactivated: HashSet<i64>,
    /// Groups that became supergroups, and their new ids.
    pub(super) upgraded: HashMap<i64, i64>,
    pub(super) chats: HashMap<i64, Chat>,
    /// Invite links by address.
    pub(super) invites: HashMap<String, Invite>,
    /// When somebody asked to join a group, by group and person.
    pub(super) join_requests: HashMap<(i64, i64), i64>,
    /// Statuses by group and person.
    pub(super) members: HashMap<(i64, i64), String>,
    pub(super) files: HashMap<String, StoredFile>,
    pub(super) asked: HashMap<String, Asked>,
    pub(super) toasts: HashMap<i64, Vec<Toast>>,
    pub(super) toast_number: u64,
    pub(super) webhook: WebhookInfo,
    pub(super) webhook_set_at: Option<std::time::Instant>,
    pub(super) webhook_health: Health,
    /// Told when another webhook is registered or updates were dropped: a queue that waits for a retry looks again.
    pub(super) webhook_changed: Arc<Notify>,
    pub(super) last_error: Option<(i64, String)>,
    /// What the bot says of itself, by field and language.
    pub(super) profile: BTreeMap<(String, String), String>,
    /// By chat (none for all) and language (empty for all).
    pub(super) commands: BTreeMap<(Option<i64>, String), Commands>,
    pub(super) subscriptions: HashMap<(i64, i64), jiff::Timestamp>,
    pub(super) queues: Queues,
    pub(super) calls: VecDeque<Call>,
    calls_kept: usize,
    pub(super) inspector: Inspector,
    pub(super) forecast: Forecast,
    /// What was sent lately, unless nobody counts.
    pub(super) flood: Option<Flood>,
    pub(super) plans: Vec<TributePlan>,
    pub(super) tribute_webhook_url: Option<String>,
    pub(super) tribute_answers: VecDeque<(String, TributeAnswer)>,
    /// What was bought in Tribute, and the book of its deliveries.
    pub(super) cabinet: Cabinet,
    pub(super) next_update_id: i64,
    /// How far the pretend clock is ahead.
    pub(super) ahead: i64,
    /// What happened in the chats, in order.
    pub(super) story: Story,
    journal: Option<Journal>,
}

impl World {
    /// The world of these settings, with its past.
    pub(super) fn open(settings: &Settings) -> std::io::Result<Self> {
        let mut world = Self {
            bot_id: settings.bot_id(),
            bot_username: settings.bot_username.clone(),
            pace_set_webhook: settings.pace_set_webhook,
            retry_unit: settings.retry_unit,
            delivery_timeout: settings.delivery_timeout,
            people: BTreeMap::new(),
            deactivated: HashSet::new(),
            upgraded: HashMap::new(),
            chats: HashMap::new(),
            invites: HashMap::new(),
            join_requests: HashMap::new(),
            members: HashMap::new(),
            files: HashMap::new(),
            asked: HashMap::new(),
            toasts: HashMap::new(),
            toast_number: 0,
            webhook: WebhookInfo::default(),
            webhook_set_at: None,
            webhook_health: Health::unknown(0),
            webhook_changed: Arc::default(),
            last_error: None,
            profile: BTreeMap::new(),
            commands: BTreeMap::new(),
            subscriptions: HashMap::new(),
            queues: Queues::default(),
            calls: VecDeque::new(),
            calls_kept: settings.calls_kept,
            inspector: Inspector::default(),
            forecast: Forecast::default(),
            flood: settings.flood_limits.then(Flood::default),
            plans: settings.plans.clone(),
            tribute_webhook_url: settings.tribute_webhook_url.clone(),
            tribute_answers: VecDeque::new(),
            cabinet: Cabinet::default(),
            next_update_id: 0,
            ahead: settings.begins.map_or(0, |begins| {
                begins.as_second() - jiff::Timestamp::now().as_second()
            }),
            story: Story::default(),
            journal: None,
        };
        if let Some(path) = &settings.journal {
            let journal = Journal::open(path, |fact| world.apply(fact))?;
            world.journal = Some(journal);
        }
        world.webhook_health = Health::unknown(world.now());
        // Without a journal the ids must still be higher than those of an earlier run that the bot remembers.
        world.next_update_id = world.next_update_id.max(world.now());
        Ok(world)
    }

    /// The pretend clock, Unix seconds.
    pub(super) fn now(&self) -> i64 {
        jiff::Timestamp::now().as_second() + self.ahead
    }

    /// The pretend clock in milliseconds.
    pub(super) fn now_millis(&self) -> i64 {
        jiff::Timestamp::now().as_millisecond() + self.ahead * 1_000
    }

    /// The next update id.
    pub(super) fn new_update_id(&mut self) -> i64 {
        let id = self.next_update_id;
        self.next_update_id += 1;
        id
    }

    /// Makes a fact true, also after a restart.
    pub(super) fn record(&mut self, fact: Fact) {
        if let Some(journal) = &mut self.journal
            && let Err(error) = journal.append(&fact)
        {
            tracing::error!(%error, "the playground's journal cannot be written");
        }
        self.apply(fact);
    }

    /// Makes the journal no longer than these facts. If that fails, the long one is as true.
    pub(super) fn shorten_journal(&mut self, facts: &[Fact]) {
        if let Some(journal) = &mut self.journal
            && let Err(error) = journal.rewrite(facts)
        {
            tracing::error!(%error, "the playground's journal cannot be shortened");
        }
    }

    /// Remembers a call.
    pub(super) fn remember(&mut self, call: Call) {
        self.inspector.called(&call);
        if self.calls.len() >= self.calls_kept {
            self.calls.pop_front();
        }
        self.calls.push_back(call);
    }

    /// Remembers what the bot answered to an event of this name.
    pub(super) fn remember_answer(&mut self, name: String, answer: TributeAnswer) {
        if self.tribute_answers.len() >= ANSWERS_KEPT {
            self.tribute_answers.pop_front();
        }
        self.tribute_answers.push_back((name, answer));
    }

    /// The bot as a `User`.
    pub(super) fn bot_user(&self) -> Value {
        json!({
            "id": self.bot_id,
            "is_bot": true,
            "first_name": self.bot_username,
            "username": self.bot_username,
        })
    }

    /// A chat as a `Chat`.
    pub(super) fn chat_json(&self, chat_id: i64) -> Value {
        if let Some(person) = self.people.get(&chat_id) {
            return json!({ "id": chat_id, "first_name": person.first_name, "type": "private" });
        }
        let chat = self.chats.get(&chat_id);
        let title = chat.and_then(|chat| chat.title.as_deref());
        let is_channel = chat.is_some_and(|chat| chat.is_channel);
        let kind = if is_channel { "channel" } else { "supergroup" };
        json!({ "id": chat_id, "title": title.unwrap_or_default(), "type": kind })
    }

    /// A person as a `User`.
    pub(super) fn user_json(&self, user_id: i64) -> Value {
        let Some(person) = self.people.get(&user_id) else {
            return json!({ "id": user_id, "is_bot": false, "first_name": "?" });
        };
        let mut user = json!({ "id": user_id, "is_bot": false, "first_name": person.first_name });
        if let (Some(code), Some(fields)) = (&person.language_code, user.as_object_mut()) {
            fields.insert("language_code".to_owned(), json!(code));
        }
        user
    }
}
