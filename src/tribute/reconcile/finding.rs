//! A difference, and the sentence that says it and what to do.

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use crate::content::{Content, Locale, TextKey};

/// Something that does not fit together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Finding {
    /// Tribute sells a subscription that no plan of the pack is: who pays for it waits for the owner.
    PlanUnknown {
        /// As Tribute calls it.
        name: String,
        /// Its number.
        subscription_id: u64,
        /// Those of its prices that no plan is.
        period_ids: Vec<u64>,
    },
    /// A plan is only recognised by words, which a new name would change.
    PlanByWords {
        /// The pack's id.
        plan: String,
        /// As Tribute calls it.
        name: String,
        /// Its number.
        subscription_id: u64,
        /// Those of its prices that are recognised by words.
        period_ids: Vec<u64>,
    },
    /// A plan of the pack has numbers that Tribute does not know.
    NumbersUnknown {
        /// The pack's id.
        plan: String,
        /// Which ones.
        #[serde(flatten)]
        numbers: Numbers,
    },
    /// A plan of the pack has only words, and nothing that Tribute sells fits them.
    PlanUnsold {
        /// The pack's id.
        plan: String,
    },
    /// A digital product opens nothing.
    ProductUnmapped {
        /// Its number.
        product_id: u64,
        /// As Tribute calls it.
        name: String,
    },
    /// A shop tells nobody of its payments.
    ShopWithoutWebhook {
        /// Its number.
        shop_id: u64,
        /// As Tribute calls it.
        name: String,
    },
    /// A shop tells somebody else.
    ShopElsewhere {
        /// Its number.
        shop_id: u64,
        /// As Tribute calls it.
        name: String,
        /// Where its events go, without what may be a secret in it.
        address: String,
    },
    /// An order is paid, and the ledger never heard of it.
    OrderUnheard {
        /// Its name for ever.
        uuid: String,
        /// Which shop's.
        shop_id: Option<u64>,
        /// In minor units.
        amount: Option<i64>,
        /// Lower-case ISO code.
        currency: String,
        /// When it was made.
        created_at: Option<Timestamp>,
    },
    /// An order is paid in the ledger, and Tribute does not list it as paid.
    OrderNotPaid {
        /// Its name for ever.
        uuid: String,
        /// Which shop's.
        shop_id: Option<u64>,
        /// In minor units.
        amount: Option<i64>,
        /// Lower-case ISO code.
        currency: String,
        /// When it was paid.
        paid_at: Timestamp,
        /// What Tribute says of it, if anything.
        status: Option<String>,
    },
}

/// Numbers of the pack.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Numbers {
    /// Of subscriptions.
    pub subscription_ids: Vec<i64>,
    /// Of prices.
    pub period_ids: Vec<i64>,
    /// Of digital products.
    pub product_ids: Vec<i64>,
    /// Of shops.
    pub shop_ids: Vec<i64>,
}

impl Numbers {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lists().iter().all(|(_, numbers)| numbers.is_empty())
    }

    fn lists(&self) -> [(&'static str, &[i64]); 4] {
        [
            ("subscription_ids", &self.subscription_ids),
            ("period_ids", &self.period_ids),
            ("product_ids", &self.product_ids),
            ("shop_ids", &self.shop_ids),
        ]
    }
}

/// What sentences are made with.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// The pack that speaks.
    pub content: &'a Content,
    /// The language.
    pub locale: Locale,
    /// The project's time zone.
    pub zone: &'a TimeZone,
    /// Where events should go; without `PUBLIC_URL` nobody knows.
    pub webhook: Option<&'a str>,
}

impl Finding {
    /// Whether it may well be meant so, and nothing has to be done.
    #[must_use]
    pub fn is_hint(&self) -> bool {
        matches!(self, Self::ProductUnmapped { .. })
    }

    /// The sentence, in Telegram's HTML.
    #[must_use]
    pub fn sentence(&self, words: &Words<'_>) -> String {
        let text = |key, args: &[(&str, &str)]| words.content.text(words.locale, key, args);
        let ours = words.webhook.unwrap_or("PUBLIC_URL/tribute/webhook");
        match self {
            Self::PlanUnknown {
                name,
                subscription_id,
                period_ids,
            } => {
                let numbers = numbers(&[*subscription_id], period_ids);
                let args = [("name", name.as_str()), ("numbers", &numbers)];
                text(TextKey::AdminTributePlanUnknown, &args)
            }
            Self::PlanByWords {
                plan,
                name,
                subscription_id,
                period_ids,
            } => {
                let numbers = numbers(&[*subscription_id], period_ids);
                let plan = words.plan(plan);
                let args = [
                    ("name", name.as_str()),
                    ("plan", &plan),
                    ("numbers", &numbers),
                ];
                text(TextKey::AdminTributePlanByWords, &args)
            }
            Self::NumbersUnknown { plan, numbers } => {
                let lists = numbers.lists().map(|(name, numbers)| list(name, numbers));
                let numbers = joined(&lists);
                let plan = words.plan(plan);
                let args = [("plan", plan.as_str()), ("numbers", &numbers)];
                text(TextKey::AdminTributeNumbersUnknown, &args)
            }
            Self::PlanUnsold { plan } => {
                let plan = words.plan(plan);
                text(TextKey::AdminTributePlanUnsold, &[("plan", &plan)])
            }
            Self::ProductUnmapped { product_id, name } => {
                let number = list("product_ids", &[*product_id]);
                let args = [("name", name.as_str()), ("numbers", &number)];
                text(TextKey::AdminTributeProductUnmapped, &args)
            }
            Self::ShopWithoutWebhook { name, .. } => {
                let args = [("name", name.as_str()), ("link", ours)];
                text(TextKey::AdminTributeShopWithoutWebhook, &args)
            }
            Self::ShopElsewhere { name, address, .. } => {
                let args = [
                    ("name", name.as_str()),
                    ("address", address),
                    ("link", ours),
                ];
                text(TextKey::AdminTributeShopElsewhere, &args)
            }
            Self::OrderUnheard {
                uuid,
                amount,
                currency,
                created_at,
                ..
            } => {
                let (amount, date) = (words.money(*amount, currency), words.date(*created_at));
                let args = [
                    ("order", uuid.as_str()),
                    ("amount", &amount),
                    ("date", &date),
                ];
                text(TextKey::AdminTributeOrderUnheard, &args)
            }
            Self::OrderNotPaid {
                uuid,
                amount,
                currency,
                paid_at,
                ..
            } => {
                let (amount, date) = (words.money(*amount, currency), words.date(Some(*paid_at)));
                let args = [
                    ("order", uuid.as_str()),
                    ("amount", &amount),
                    ("date", &date),
                ];
                text(TextKey::AdminTributeOrderNotPaid, &args)
            }
        }
    }
}

impl Words<'_> {
    fn plan(&self, id: &str) -> String {
        let plan = self.content.plan(id);
        plan.map_or_else(
            || id.to_owned(),
            |plan| plan.title.get(self.locale).to_owned(),
        )
    }

    fn money(&self, minor: Option<i64>, currency: &str) -> String {
        let money = |minor| self.content.money(self.locale, minor, currency);
        minor.map_or_else(|| "—".to_owned(), money)
    }

    fn date(&self, at: Option<Timestamp>) -> String {
        let date = |at: Timestamp| {
            let date = at.to_zoned(self.zone.clone()).date();
            self.content.date(self.locale, date)
        };
        at.map_or_else(|| "—".to_owned(), date)
    }
}

/// Numbers of a subscription as they stand in `plans.toml`.
fn numbers(subscriptions: &[u64], periods: &[u64]) -> String {
    joined(&[
        list("subscription_ids", subscriptions),
        list("period_ids", periods),
    ])
}

fn joined(lists: &[String]) -> String {
    let lists = lists.iter().map(String::as_str);
    let lists: Vec<&str> = lists.filter(|list| !list.is_empty()).collect();
    lists.join(", ")
}

/// So many numbers are shown; nobody has more.
const SHOWN: usize = 8;

fn list<N: ToString>(name: &str, numbers: &[N]) -> String {
    if numbers.is_empty() {
        return String::new();
    }
    let mut shown: Vec<String> = numbers.iter().take(SHOWN).map(N::to_string).collect();
    if numbers.len() > SHOWN {
        shown.push("…".into());
    }
    format!("{name} = [{}]", shown.join(", "))
}
