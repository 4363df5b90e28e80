//! What Tribute lists, read leniently: unknown fields are passed over, unknown words are kept, a row without its number is
//! left out, and only what is no list at all is an error.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use serde_json::Value;

use super::super::fields::{Fields, LONGEST_TITLE, cut, moment};

/// Longer words of an enumeration are cut.
const LONGEST_WORD: usize = 32;
/// So are longer names of orders.
const LONGEST_UUID: usize = 64;
/// Longer addresses are cut: they are only shown and compared.
const LONGEST_ADDRESS: usize = 300;
/// Names under which a list may stand when it does not stand alone.
const LISTS: [&str; 6] = ["result", "rows", "shops", "orders", "items", "data"];

/// Everything that is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Subscriptions on sale.
    pub plans: Vec<SoldPlan>,
    /// Products on sale, of every kind.
    pub products: Vec<SoldProduct>,
    /// Active shops.
    pub shops: Vec<Shop>,
    /// Orders of these shops, newest first within a shop.
    pub orders: Vec<ShopOrder>,
}

/// A subscription on sale, with all its prices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoldPlan {
    /// The `subscription_id` of events.
    pub id: u64,
    /// Untrusted text.
    pub name: String,
    /// Lower-case ISO code.
    pub currency: String,
    /// Its rows of prices.
    pub periods: Vec<SoldPeriod>,
}

/// A price of a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoldPeriod {
    /// The `period_id` of events.
    pub id: u64,
    /// `monthly`, `yearly`, or a word that is new to us.
    pub period: String,
    /// In minor units; Tribute writes major ones here, and only here.
    pub price_minor: Option<i64>,
}

/// A product on sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoldProduct {
    /// The `product_id` of events.
    pub id: u64,
    /// `digital`, `custom`, `physical`, or a word that is new to us.
    pub kind: String,
    /// Untrusted text.
    pub name: String,
    /// In minor units.
    pub amount_minor: Option<i64>,
    /// Lower-case ISO code.
    pub currency: String,
}

/// A shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shop {
    /// Up to the largest 64-bit number.
    pub id: u64,
    /// Untrusted text.
    pub name: String,
    /// Where its events go; empty when nowhere.
    pub callback_url: String,
}

/// An order of a shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopOrder {
    /// Its name for ever.
    pub uuid: String,
    /// Which shop's.
    pub shop: Option<u64>,
    /// `pending`, `prepaid`, `paid`, `failed`, or a word that is new to us.
    pub status: String,
    /// In minor units.
    pub amount_minor: Option<i64>,
    /// Lower-case ISO code.
    pub currency: String,
    /// When it was made, which may be long before it was paid.
    pub created_at: Option<Timestamp>,
}

/// The answer is no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an answer of another form")]
pub struct Unreadable;

/// A page of products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What is on it.
    pub products: Vec<SoldProduct>,
    /// Rows on it, also those that could not be read.
    pub rows: u64,
    /// Rows in all, where Tribute says it.
    pub total: Option<u64>,
    /// Rows before this page, where Tribute says it.
    pub offset: Option<u64>,
}

impl Listing {
    /// The subscriptions in the answer to `GET /subscriptions`.
    ///
    /// # Errors
    /// It is no list.
    pub fn read_plans(answer: &Value) -> Result<Vec<SoldPlan>, Unreadable> {
        Ok(rows(answer)?.iter().filter_map(plan).collect())
    }

    /// A page of the answer to `GET /products`.
    ///
    /// # Errors
    /// It is no list.
    pub fn read_products(answer: &Value) -> Result<Page, Unreadable> {
        let found = rows(answer)?;
        let meta = |key| {
            answer
                .get("meta")
                .and_then(|meta| number(Fields(meta), key))
        };
        Ok(Page {
            products: found.iter().filter_map(product).collect(),
            rows: u64::try_from(found.len()).unwrap_or(u64::MAX),
            total: meta("total"),
            offset: meta("offset"),
        })
    }

    /// The shops in the answer to `GET /shops`.
    ///
    /// # Errors
    /// It is no list.
    pub fn read_shops(answer: &Value) -> Result<Vec<Shop>, Unreadable> {
        Ok(rows(answer)?.iter().filter_map(shop).collect())
    }

    /// The orders in the answer to `GET /shop/orders` about this shop.
    ///
    /// # Errors
    /// It is no list.
    pub fn read_orders(answer: &Value, of: u64) -> Result<Vec<ShopOrder>, Unreadable> {
        let order = |row| order(row, of);
        Ok(rows(answer)?.iter().filter_map(order).collect())
    }
}

/// The rows of a list, alone or in an envelope. `null` is an empty one.
fn rows(answer: &Value) -> Result<&[Value], Unreadable> {
    if let Value::Array(rows) = answer {
        return Ok(rows);
    }
    let found = LISTS.iter().find_map(|name| match answer.get(name)? {
        Value::Array(rows) => Some(rows.as_slice()),
        Value::Null => Some([].as_slice()),
        _ => None,
    });
    found.ok_or(Unreadable)
}

fn plan(row: &Value) -> Option<SoldPlan> {
    let fields = Fields(row);
    let periods = row.get("periods").and_then(Value::as_array);
    let period = |row: &Value| {
        let fields = Fields(row);
        Some(SoldPeriod {
            id: number(fields, "periodId")?,
            period: text(fields, "period", LONGEST_WORD),
            price_minor: fields.scalar("price").as_deref().and_then(minor_of_major),
        })
    };
    Some(SoldPlan {
        id: number(fields, "subscriptionId")?,
        name: text(fields, "name", LONGEST_TITLE),
        currency: fields.currency(),
        periods: periods.into_iter().flatten().filter_map(period).collect(),
    })
}

fn product(row: &Value) -> Option<SoldProduct> {
    let fields = Fields(row);
    Some(SoldProduct {
        id: number(fields, "id")?,
        kind: text(fields, "type", LONGEST_WORD),
        name: text(fields, "name", LONGEST_TITLE),
        amount_minor: fields.integer("amount"),
        currency: fields.currency(),
    })
}

fn shop(row: &Value) -> Option<Shop> {
    let fields = Fields(row);
    Some(Shop {
        id: number(fields, "id")?,
        name: text(fields, "name", LONGEST_TITLE),
        callback_url: text(fields, "callbackUrl", LONGEST_ADDRESS),
    })
}

fn order(row: &Value, of: u64) -> Option<ShopOrder> {
    let fields = Fields(row);
    Some(ShopOrder {
        uuid: cut(&fields.text("uuid")?, LONGEST_UUID),
        shop: Some(number(fields, "shopId").unwrap_or(of)),
        status: text(fields, "status", LONGEST_WORD),
        amount_minor: fields.integer("amount"),
        currency: fields.currency(),
        created_at: fields.text("createdAt").as_deref().and_then(written),
    })
}

/// Tribute writes `2025-11-13 15:04:05` in UTC here, and RFC 3339 elsewhere.
fn written(text: &str) -> Option<Timestamp> {
    moment(text).or_else(|| {
        let civil: DateTime = text.parse().ok()?;
        let zoned = civil.to_zoned(TimeZone::UTC).ok()?;
        Some(zoned.timestamp().max(Timestamp::UNIX_EPOCH))
    })
}

/// A number, also one written as a text; numbers of shops need all 64 bits.
pub(super) fn number(fields: Fields<'_>, key: &str) -> Option<u64> {
    fields.scalar(key)?.trim().parse().ok()
}

fn text(fields: Fields<'_>, key: &str, longest: usize) -> String {
    let text = fields.text(key).unwrap_or_default();
    cut(text.trim(), longest)
}

/// Hundredths of a decimal number as Tribute writes it, `499`, `499.5`, `4.99`. Never by way of a floating-point number;
/// what is finer than a hundredth is no price.
fn minor_of_major(text: &str) -> Option<i64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let part = part.trim_end_matches('0');
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    whole.checked_mul(100)?.checked_add(part)
}

#[cfg(test)]
mod tests;
