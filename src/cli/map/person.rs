//! A made-up person, whose every update goes to the pure core; nothing is stored and nothing is sent.

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use crate::{
    bot::{
        Context, Reminding,
        access::Basis,
        dialogue::Dialogue,
        dispatch,
        effects::{Change, Effects},
        referral::{CodeKey, Standing},
        remind,
        report::{Query, Report, Wants},
        schedule::Schedule,
        state::{Advisor, ChatState, Person, Recommendation, Reminders, Subscription},
        wants,
    },
    content::{Content, Locale},
    telegram::{ChatId, UserId, update::parse},
};

pub(super) const PERSON: UserId = UserId(1_001);
const OWNER: ChatId = ChatId(1_002);
/// A Thursday, 12:00 in Moscow.
const NOW: Timestamp = Timestamp::constant(1_772_701_200, 0);
/// The same day, 9:00 in Moscow.
const MORNING: Timestamp = Timestamp::constant(1_772_690_400, 0);
/// A month later.
const LATER: Timestamp = Timestamp::constant(1_775_293_200, 0);

/// What stays the same all the way.
pub(super) struct World<'c> {
    pub(super) content: &'c Content,
    zone: TimeZone,
    schedule: Schedule,
    code_key: CodeKey,
}

impl<'c> World<'c> {
    pub(super) fn new(content: &'c Content) -> Self {
        Self {
            content,
            zone: TimeZone::get("Europe/Moscow").unwrap_or(TimeZone::UTC),
            schedule: Schedule::new(9, vec![jiff::civil::Weekday::Thursday]),
            code_key: CodeKey::derive("map"),
        }
    }

    fn context(&self) -> Context<'_> {
        Context {
            content: self.content,
            now: NOW,
            zone: &self.zone,
            default_locale: Locale::Ru,
            admins: &[],
            leads_chat: Some(OWNER),
            bot_name: Some("your_bot"),
            code_key: &self.code_key,
            assistant: true,
            schedule: &self.schedule,
            bot_id: UserId(777_000_111),
        }
    }

    /// The person writes in private.
    pub(super) fn says(&self, state: &ChatState, locale: Locale, text: &str) -> Effects {
        self.sends(state, locale, json!({ "text": text }))
    }

    /// The person presses the button that shares their number.
    pub(super) fn shares(&self, state: &ChatState, locale: Locale) -> Effects {
        let contact =
            json!({ "phone_number": "+79990000001", "first_name": "Анна", "user_id": PERSON });
        self.sends(state, locale, json!({ "contact": contact }))
    }

    fn sends(&self, state: &ChatState, locale: Locale, mut message: Value) -> Effects {
        if let Some(fields) = message.as_object_mut() {
            fields.insert("message_id".to_owned(), json!(1));
            fields.insert("date".to_owned(), json!(1));
            fields.insert(
                "chat".to_owned(),
                json!({ "id": PERSON, "type": "private" }),
            );
        }
        self.happens(state, locale, "message", message)
    }

    /// The person presses a button under a message.
    pub(super) fn presses(&self, state: &ChatState, locale: Locale, data: &str) -> Effects {
        let chat = json!({ "id": PERSON, "type": "private" });
        let message = json!({ "message_id": 1, "date": 1, "chat": chat });
        let query = json!({ "id": "1", "data": data, "message": message });
        self.happens(state, locale, "callback_query", query)
    }

    fn happens(&self, state: &ChatState, locale: Locale, kind: &str, mut what: Value) -> Effects {
        if let Some(fields) = what.as_object_mut() {
            let from =
                json!({ "id": PERSON, "first_name": "Анна", "language_code": locale.code() });
            fields.insert("from".to_owned(), from);
        }
        let update = json!({ "update_id": 1, kind: what }).to_string();
        let Ok(parsed) = parse(update.as_bytes()) else {
            return Effects::default();
        };
        let context = self.context();
        let report = match wants(&parsed.update, state, &context) {
            Wants::Report(query) => known(query),
            Wants::Nothing | Wants::Lead(_) => None,
        };
        let state = ChatState {
            report,
            ..state.clone()
        };
        dispatch(&parsed.update, &state, &context)
    }

    /// The person's reminder is due.
    pub(super) fn reminds(&self, state: &ChatState, locale: Locale) -> Reminding {
        let mut state = state.clone();
        if let Some(person) = &mut state.person {
            person.language_code = Some(locale.code().to_owned());
            person.reminders.next_at = Some(MORNING);
        }
        remind(&state, &self.context())
    }

    /// Somebody who has just pressed Start.
    pub(super) fn newcomer(&self) -> ChatState {
        ChatState {
            person: Some(somebody()),
            ..ChatState::default()
        }
    }

    /// Somebody with a plan from this quiz.
    pub(super) fn advised(&self, quiz: &str) -> ChatState {
        let band = self.content.quiz(quiz).and_then(|quiz| quiz.bands.first());
        ChatState {
            recommendation: band.map(|band| Recommendation {
                advisor: Advisor::Quiz(quiz.to_owned()),
                band: band.id.clone(),
                points: band.from,
                made_at: NOW,
            }),
            ..self.newcomer()
        }
    }

    /// A member by the pack's highest plan.
    pub(super) fn member(&self) -> ChatState {
        let plan = self.content.plans().iter().max_by_key(|plan| plan.rank);
        let subscription = plan.map(|plan| Subscription {
            source: "sub:1".to_owned(),
            plan: plan.id.clone(),
            name: plan.title.get(Locale::Ru).to_owned(),
            access_until: LATER,
            auto_renew: true,
            basis: Basis::Paid,
            known_at: NOW,
            price_minor: 49_900,
            currency: "rub".to_owned(),
        });
        ChatState {
            subscriptions: subscription.into_iter().collect(),
            ..self.newcomer()
        }
    }
}

/// What the store would find of somebody who has just come.
fn known(query: Query) -> Option<Report> {
    match query {
        Query::Standing { new_code, .. } => Some(Report::Standing(Standing {
            code: new_code,
            is_new: true,
            ..Standing::default()
        })),
        Query::Referrer(_) => Some(Report::Referrer(None)),
        Query::Questions(..) => Some(Report::Questions(Vec::new())),
        // The owner's.
        _ => None,
    }
}

fn somebody() -> Person {
    Person {
        id: PERSON,
        first_name: "Анна".to_owned(),
        username: None,
        language_code: None,
        source: None,
        first_paid_at: None,
        started: true,
        unreachable: false,
        last_seen_at: None,
        zone: None,
        locale: None,
        forgotten: false,
        reminders: Reminders::default(),
    }
}

/// What is known of the person afterwards.
pub(super) fn after(state: &ChatState, effects: &Effects) -> ChatState {
    let forgets = |change: &Change| matches!(change, Change::Forget(_));
    if effects.changes.iter().any(forgets) {
        return ChatState::default();
    }
    let mut state = state.clone();
    let person = state.person.get_or_insert_with(somebody);
    for change in &effects.changes {
        match change {
            Change::Recommended(made) => state.recommendation = Some(made.clone()),
            Change::RemindersAsked => person.reminders.asked = true,
            Change::Reminders { next_at } => person.reminders.next_at = *next_at,
            Change::Zone(zone) => person.zone = Some(zone.clone()),
            // The rest changes no screen, but for the language: both are shown anyway.
            _ => {}
        }
    }
    if let Some(dialogue) = &effects.dialogue {
        // Exactly what would be read back.
        state.dialogue = Dialogue::parse(&dialogue.to_stored()).unwrap_or_default();
    }
    state
}
