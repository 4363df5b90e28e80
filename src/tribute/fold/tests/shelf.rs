//! What the store keeps of one person, and what it does with what arrives.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use jiff::{Timestamp, tz::TimeZone};

use super::{
    minute,
    world::{ANNA, Deed, PLANS, What},
};
use crate::{
    bot::{
        Context,
        access::Subscription,
        effects::{Change, Effects},
        ledger::{
            Action, COUNTED, EventOutcome, Ledger, LedgerEvent, LedgerRuling, Ruling, STORED,
            UNMATCHED, UNPLANNED, WAITING,
        },
        referral::CodeKey,
        schedule::Schedule,
        state::ChatState,
    },
    content::{Content, Locale},
    telegram::UserId,
    tribute::{
        decide::{Case, changes, decide, tests::somebody},
        event::{Delivery, Event, parse},
        fold,
        settle::{Settling, settle},
    },
};

const PERSON: UserId = UserId(ANNA);

static CONTENT: LazyLock<Content> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    Content::export_to(folder.path()).expect("exported");
    std::fs::write(folder.path().join("plans.toml"), PLANS).expect("written");
    Content::load_dir(folder.path()).expect("a sound pack")
});

/// One event as it is kept.
struct Kept {
    event: Event,
    row: LedgerEvent,
    word: &'static str,
    is_theirs: bool,
}

#[derive(Default)]
pub(super) struct Shelf {
    events: Vec<Kept>,
    keys: BTreeSet<String>,
    payers: BTreeMap<String, UserId>,
    rulings: Vec<LedgerRuling>,
    pub(super) chat: ChatState,
}

impl Shelf {
    /// Something becomes known, perhaps not for the first time.
    pub(super) fn hears(&mut self, number: usize, deed: &Deed) {
        match deed.body() {
            Some(body) => self.receives(&body.to_string()),
            None => self.is_ruled(number, deed),
        }
    }

    fn receives(&mut self, body: &str) {
        let Ok(Delivery::Event(event)) = parse(body) else {
            panic!("not an event: {body}");
        };
        if !self.keys.insert(event.key.clone()) {
            return;
        }
        let known = event
            .payer
            .as_ref()
            .and_then(|payer| self.payers.get(payer));
        let buyer = event.buyer.or(known.copied());
        let row = LedgerEvent {
            id: i64::try_from(self.keys.len()).expect("few"),
            body: body.to_owned(),
            plan: None,
            by_hand: false,
            received_at: minute(100_000),
        };
        let (ledger, parked) = (self.ledger(), self.parked(event.payer.as_ref(), row.id));
        let case = Case {
            event: &event,
            kept: &row,
            buyer,
            chat: &self.chat,
            ledger: if buyer.is_some() {
                &ledger
            } else {
                &Ledger::default()
            },
            parked: if buyer.is_some() { &parked } else { &[] },
            is_new: true,
        };
        let verdict = in_context(|context| decide(&case, context));
        let plan = verdict.ruled.plan.clone();
        self.events.push(Kept {
            event: *event,
            row: LedgerEvent { plan, ..row },
            word: verdict.ruled.word,
            is_theirs: buyer.is_some(),
        });
        self.frees(verdict.freed);
        self.saves(verdict.effects);
    }

    /// What the owner decides counts from when it was made, whenever it takes effect.
    fn is_ruled(&mut self, number: usize, deed: &Deed) {
        let id = i64::try_from(number).expect("few");
        if self.rulings.iter().any(|known| known.id == id) {
            return;
        }
        let plan = deed.plan().expect("a plan");
        let action = match deed.what {
            What::Granted { extends: false, .. } => Action::Grant,
            What::Granted { .. } => Action::Extend,
            _ => Action::Revoke,
        };
        let ruling = Ruling {
            until: deed.until(),
            ..Ruling::about_person(action, PERSON, plan)
        };
        self.rulings.push(LedgerRuling {
            id,
            made_at: minute(deed.at),
            ruling,
        });
        let mut effects = Effects::default();
        changes(&mut effects, &self.chat.subscriptions, &self.folded());
        self.saves(effects);
    }

    /// The owner says whose and about what everything is that waits.
    pub(super) fn sorts(&mut self) {
        let waiting = |shelf: &Self| {
            let mut events = shelf.events.iter().enumerate();
            events
                .find(|(_, kept)| WAITING.contains(&kept.word))
                .map(|(at, _)| at)
        };
        while let Some(at) = waiting(self) {
            let kept = &self.events[at];
            let id = kept.row.id;
            let ruling = match kept.word {
                UNMATCHED => Ruling {
                    user: Some(PERSON),
                    ..Ruling::about_event(Action::Give, id)
                },
                UNPLANNED => Ruling {
                    plan: Some("club".into()),
                    ..Ruling::about_event(Action::Plan, id)
                },
                other => panic!("{other}: {}", kept.row.body),
            };
            let by_hand = ruling.plan.is_some();
            let ruling = LedgerRuling {
                id: -id,
                made_at: minute(100_000),
                ruling,
            };
            let (ledger, parked) = (self.ledger(), self.parked(kept.event.payer.as_ref(), id));
            let case = Settling {
                ruling: &ruling,
                made_by: UserId(9_000_001),
                event: Some((&kept.row, kept.word)),
                person: Some(PERSON),
                chat: &self.chat,
                ledger: &ledger,
                parked: &parked,
                shown: None,
                maker: "",
            };
            let settled = in_context(|context| settle(&case, context));
            let ruled = settled.ruled.expect("it was about an event");
            let kept = &mut self.events[at];
            assert_ne!(kept.word, ruled.word, "{}", kept.row.body);
            (kept.word, kept.row.plan, kept.row.by_hand) = (ruled.word, ruled.plan, by_hand);
            kept.is_theirs = true;
            self.frees(settled.freed);
            self.saves(settled.effects);
        }
    }

    pub(super) fn folded(&self) -> Vec<Subscription> {
        fold::subscriptions(&self.ledger(), &CONTENT)
    }

    pub(super) fn first_paid_at(&self) -> Option<Timestamp> {
        self.chat.person.as_ref()?.first_paid_at
    }

    fn ledger(&self) -> Ledger {
        let counted = self
            .events
            .iter()
            .filter(|kept| kept.is_theirs && COUNTED.contains(&kept.word));
        Ledger {
            events: counted.map(|kept| kept.row.clone()).collect(),
            rulings: self.rulings.clone(),
        }
    }

    fn parked(&self, payer: Option<&String>, but: i64) -> Vec<LedgerEvent> {
        let of_payer = |kept: &&Kept| {
            let is_nobodys = kept.word == UNMATCHED || kept.word == STORED && !kept.is_theirs;
            is_nobodys && kept.event.payer.as_ref() == payer && kept.row.id != but
        };
        let parked = self
            .events
            .iter()
            .filter(|_| payer.is_some())
            .filter(of_payer);
        parked.map(|kept| kept.row.clone()).collect()
    }

    fn frees(&mut self, freed: Vec<(i64, EventOutcome)>) {
        for (id, outcome) in freed {
            let kept = self.events.iter_mut().find(|kept| kept.row.id == id);
            let kept = kept.expect("an event that is kept");
            (kept.word, kept.row.plan, kept.is_theirs) = (outcome.word, outcome.plan, true);
        }
    }

    fn saves(&mut self, effects: Effects) {
        for change in effects.changes {
            let all = &mut self.chat.subscriptions;
            match change {
                Change::Subscribed(known) => {
                    all.retain(|one| one.source != known.source);
                    all.push(known);
                    all.sort_by(|one, other| one.source.cmp(&other.source));
                }
                Change::Unsubscribed(source) => all.retain(|one| one.source != source),
                Change::Payer(payer) => drop(self.payers.insert(payer, PERSON)),
                Change::FirstPaid(at) => {
                    let person = self.chat.person.get_or_insert_with(somebody);
                    person.first_paid_at = at;
                }
                _ => {}
            }
        }
    }
}

fn in_context<T>(decide: impl FnOnce(&Context<'_>) -> T) -> T {
    decide(&Context {
        content: &CONTENT,
        now: minute(30 * 24 * 60),
        zone: &TimeZone::UTC,
        default_locale: Locale::Ru,
        admins: &[UserId(9_000_001)],
        leads_chat: None,
        bot_name: Some("five_keys_bot"),
        code_key: &CodeKey::derive("123456:TEST"),
        assistant: true,
        schedule: &Schedule::new(9, Vec::new()),
        bot_id: crate::telegram::UserId(777_000_111),
    })
}
