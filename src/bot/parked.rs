//! The card of an event that waits for the owner: who, what, for how much, why, and what can be done.

use super::{
    Context,
    admin::Ask,
    callback_data::Press,
    claim,
    effects::{Effects, Outgoing},
    ledger::{Action, DISMISSED, POISON, STORED, UNMATCHED, UNPLANNED},
    parked_buttons::{EventAct, EventAsk},
    payment_words,
    report::{Decided, Parked, Stuck},
    screen::Screen,
};
use crate::{
    content::{Locale, TextKey},
    telegram::calls::{Button, Call, Keyboard},
};

/// Stands where nothing is known.
const NOTHING: &str = "—";

/// The card of an event; with a word on top when there is news about it.
#[must_use]
pub fn card(
    parked: &Parked,
    news: Option<String>,
    locale: Locale,
    context: &Context<'_>,
) -> Screen {
    let words = Words {
        parked,
        locale,
        context,
    };
    let mut pieces: Vec<String> = news.into_iter().collect();
    if parked.waits() {
        pieces.push(words.title());
        pieces.extend(words.facts());
        pieces.push(format!("\n{}", words.why()));
        pieces.extend(words.link());
    } else {
        pieces.push(words.of_event(TextKey::ParkedSettled));
        pieces.extend(words.facts());
        pieces.push(format!("\n{}", words.became()));
        pieces.push(words.decided());
    }
    Screen {
        text: pieces.join("\n"),
        keyboard: words.keyboard(),
    }
}

/// The daily reminder of so many events that wait, the oldest since then.
#[must_use]
pub fn reminder(count: i64, oldest: jiff::Timestamp, context: &Context<'_>) -> Vec<Outgoing> {
    let locale = context.default_locale;
    let date = context.date(locale, oldest);
    let n = u64::try_from(count).unwrap_or_default();
    let args = [("date", date.as_str())];
    let text = context
        .content
        .plural(locale, TextKey::ParkedDaily, n, &args);
    let mut effects = Effects::default();
    for admin in context.admins {
        effects.send_or_keep(Call::SendMessage {
            chat_id: admin.private_chat(),
            text: text.clone(),
            keyboard: None,
        });
    }
    effects.outgoing
}

/// One line about an event, for a list.
#[must_use]
pub fn line(parked: &Parked, locale: Locale, context: &Context<'_>) -> String {
    let words = Words {
        parked,
        locale,
        context,
    };
    let amount = words.amount();
    let why = words.why();
    let args = [
        ("number", parked.id.to_string()),
        ("date", words.date(parked.received_at)),
        ("title", words.what()),
        ("amount", amount.unwrap_or_else(|| NOTHING.to_owned())),
    ];
    format!("{}\n{why}", words.text(TextKey::ParkedListLine, &args))
}

struct Words<'a> {
    parked: &'a Parked,
    locale: Locale,
    context: &'a Context<'a>,
}

impl Words<'_> {
    fn text<const N: usize>(&self, key: TextKey, args: &[(&str, String); N]) -> String {
        let args = args.each_ref().map(|(name, text)| (*name, text.as_str()));
        self.context.content.text(self.locale, key, &args)
    }

    fn event(&self) -> String {
        payment_words::event(self.context.content, self.locale, &self.parked.name)
    }

    fn of_event(&self, key: TextKey) -> String {
        let number = self.parked.id.to_string();
        self.text(key, &[("number", number), ("event", self.event())])
    }

    fn title(&self) -> String {
        let or_nothing = |text: Option<String>| text.unwrap_or_else(|| NOTHING.to_owned());
        let args = [
            ("event", self.event()),
            ("number", self.parked.id.to_string()),
            ("plan", self.what()),
            ("amount", or_nothing(self.amount())),
            ("person", or_nothing(self.parked.whose.clone())),
        ];
        match self.parked.outcome.as_str() {
            UNMATCHED => self.text(TextKey::AdminUnmatched, &args),
            UNPLANNED => self.text(TextKey::AdminUnplanned, &args),
            _ => self.of_event(TextKey::ParkedUnreadable),
        }
    }

    /// What was bought, by its name here or else by its name there.
    fn what(&self) -> String {
        let title = self.parked.stated.title.as_str();
        let plan = self.parked.plan.as_deref();
        let name = plan.map_or(title, |id| {
            self.context.content.plan_name(self.locale, id, title)
        });
        if name.is_empty() { NOTHING } else { name }.to_owned()
    }

    fn amount(&self) -> Option<String> {
        let (minor, currency) = self.parked.stated.amount.as_ref()?;
        Some(self.context.content.money(self.locale, *minor, currency))
    }

    fn date(&self, at: jiff::Timestamp) -> String {
        let time = at.to_zoned(self.context.zone.clone()).strftime("%H:%M");
        format!("{}, {time}", self.context.date(self.locale, at))
    }

    /// One line for each thing that is known.
    fn facts(&self) -> Vec<String> {
        let stated = &self.parked.stated;
        let username = stated.username.as_ref().map(|name| {
            let name = name.trim_start_matches('@');
            format!("@{name}")
        });
        let known = [
            (TextKey::ParkedWhat, Some(self.what())),
            (TextKey::ParkedAmount, self.amount()),
            (TextKey::ParkedWhose, self.parked.whose.clone()),
            (TextKey::ParkedTributeId, stated.tribute_id.clone()),
            (TextKey::ParkedEmail, stated.email.clone()),
            (TextKey::ParkedUsername, username),
        ];
        let number = [
            ("number", self.parked.id.to_string()),
            ("date", self.date(self.parked.received_at)),
        ];
        let lines = known
            .into_iter()
            .filter_map(|(key, text)| Some(self.text(key, &[("text", text?)])));
        std::iter::once(self.text(TextKey::ParkedNumber, &number))
            .chain(lines)
            .collect()
    }

    fn why(&self) -> String {
        let (key, text) = match &self.parked.stated.stuck {
            Some(Stuck::Nobody) => (TextKey::ParkedWhyNobody, String::new()),
            Some(Stuck::Stranger(payer)) => (TextKey::ParkedWhyStranger, payer.clone()),
            Some(Stuck::NoPlan) => (TextKey::ParkedWhyNoPlan, String::new()),
            Some(Stuck::NoEnd) => (TextKey::ParkedWhyNoEnd, String::new()),
            Some(Stuck::Field(field)) => (TextKey::ParkedWhyField, field.clone()),
            Some(Stuck::Form) => (TextKey::ParkedWhyForm, String::new()),
            Some(Stuck::Poison) | None => (TextKey::ParkedWhyPoison, String::new()),
        };
        self.text(key, &[("text", text)])
    }

    /// The link for the buyer, once Telegram has told the bot's name.
    fn link(&self) -> Option<String> {
        let name = self.context.bot_name?;
        let link = claim::link(name, self.parked.id, self.context.code_key);
        let text = || self.text(TextKey::ParkedLink, &[("link", link)]);
        self.parked.is(UNMATCHED).then(text)
    }

    fn became(&self) -> String {
        let parked = self.parked;
        let by_hand = parked
            .decided
            .as_ref()
            .is_some_and(|decided| decided.action == Action::Grant);
        let key = match parked.outcome.as_str() {
            DISMISSED if by_hand => TextKey::ParkedBecameByHand,
            DISMISSED => TextKey::ParkedBecameDismissed,
            STORED => TextKey::ParkedBecameStored,
            _ => TextKey::ParkedBecameApplied,
        };
        let reason = parked.reason.clone().filter(|reason| !reason.is_empty());
        let plan = parked
            .decided
            .as_ref()
            .and_then(|decided| decided.plan.as_deref());
        let plan = plan.map_or(NOTHING, |id| {
            self.context.content.plan_name(self.locale, id, id)
        });
        let reason = reason.unwrap_or_else(|| NOTHING.to_owned());
        let args = [("reason", reason), ("plan", plan.to_owned())];
        self.text(key, &args)
    }

    fn decided(&self) -> String {
        let parked = self.parked;
        match &parked.decided {
            Some(Decided {
                action: Action::Give,
                by,
                at,
                ..
            }) if Some(*by) == parked.person => {
                self.text(TextKey::ParkedDecidedByBuyer, &[("date", self.date(*at))])
            }
            Some(decided) if decided.by.0 > 0 => {
                let name = decided.by_name.trim();
                let by = if name.is_empty() {
                    decided.by.to_string()
                } else {
                    name.to_owned()
                };
                let args = [("by", by), ("date", self.date(decided.at))];
                self.text(TextKey::ParkedDecidedBy, &args)
            }
            _ => self.text(TextKey::ParkedDecidedByItself, &[]),
        }
    }

    fn keyboard(&self) -> Keyboard {
        let parked = self.parked;
        let button = |key, act| {
            let ask = Ask::Event(EventAsk::new(parked.id, act));
            let label = self.context.content.text(self.locale, key, &[]);
            Button::callback(label, Press::Admin(ask).encode())
        };
        let list = Button::callback(
            self.context
                .content
                .text(self.locale, TextKey::ParkedButtonList, &[]),
            Press::Admin(Ask::Unmatched(0)).encode(),
        );
        if !parked.waits() {
            return Keyboard::default().row(vec![list]);
        }
        let nobody = parked.whose.is_none();
        let give = parked.is(UNMATCHED) || (parked.is(POISON) && nobody);
        let give = give.then(|| button(TextKey::ParkedButtonGive, EventAct::Give));
        let plans = (parked.is(UNPLANNED) && !self.context.content.plans().is_empty())
            .then(|| button(TextKey::ParkedButtonPlans, EventAct::Plans));
        let by_hand = (!self.context.content.plans().is_empty())
            .then(|| button(TextKey::ParkedButtonHand, EventAct::Hand));
        Keyboard::default()
            .row(give.into_iter().collect())
            .row(plans.into_iter().collect())
            .row(by_hand.into_iter().collect())
            .row(vec![
                button(TextKey::ParkedButtonRetry, EventAct::Retry),
                button(TextKey::ParkedButtonDismiss, EventAct::Dismiss),
            ])
            .row(vec![list])
    }
}
