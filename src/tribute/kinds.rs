//! What an event says, by its name. Sources: Tribute's webhook documentation, and what its consumers see in practice.

use jiff::Timestamp;

use super::{
    charge::{self, Charge},
    fields::{self, Fields},
};
use crate::bot::access::Basis;

/// What an event says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Access by a subscription.
    Subscription(SubscriptionEvent),
    /// Somebody gave money.
    Donation(Donation),
    /// A digital product.
    Product(ProductEvent),
    /// Physical goods.
    Parcel(Parcel),
    /// An order of a shop, which may be paid again and again.
    Order(OrderEvent),
    /// A saved card was charged.
    Charge(Charge),
    /// Stored and acknowledged; nothing follows from it.
    Other,
    /// An event without the fields that it must have.
    Unreadable(&'static str),
}

/// A payment or a cancel of a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionEvent {
    /// What happened.
    pub what: SubscriptionChange,
    /// When it happened; the same in every delivery.
    pub created_at: Timestamp,
    /// The plan's number, shared by all its subscribers.
    pub subscription_id: i64,
    /// The plan's price row; not a billing period.
    pub period_id: i64,
    /// The plan's title, cut when it is very long; untrusted text.
    pub name: String,
    /// Paid, tried or given.
    pub basis: Basis,
    /// What the subscriber pays, in minor units.
    pub price_minor: i64,
    /// What is left of it after Tribute's commission, when the event says so.
    pub net_minor: Option<i64>,
    /// Lower-case ISO code.
    pub currency: String,
    /// End of the paid (tried, given) period.
    pub expires_at: Timestamp,
}

/// What happened to a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionChange {
    /// First payment, trial, gift, or a return after a cancel.
    New,
    /// The next payment.
    Renewed,
    /// No further charges; access goes on to its end.
    Cancelled,
}

/// A donation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Donation {
    /// Whether money came; a regular donation that was stopped brings none.
    pub is_money: bool,
    /// The page's title; untrusted text.
    pub title: String,
    /// In minor units.
    pub amount_minor: i64,
    /// Lower-case ISO code.
    pub currency: String,
    /// The donor's words; untrusted text.
    pub message: Option<String>,
}

/// A digital product, bought or paid back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductEvent {
    /// Whether the money went back.
    pub is_refund: bool,
    /// What the purchase is called as a source of access: by its own number, or, in old deliveries, by the product's.
    pub source: String,
    /// The product's number in the catalogue of Tribute.
    pub product_id: i64,
    /// Its title; untrusted text.
    pub title: String,
    /// Paid or paid back, in minor units.
    pub amount_minor: i64,
    /// Lower-case ISO code.
    pub currency: String,
}

/// Physical goods on their way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// What happened.
    pub what: ParcelChange,
    /// The order's number.
    pub order_id: i64,
    /// What is in it; untrusted text.
    pub title: String,
    /// In minor units.
    pub total_minor: i64,
    /// Lower-case ISO code.
    pub currency: String,
    /// By which the carrier finds it; untrusted text.
    pub tracking: Option<String>,
}

/// What happened to a parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParcelChange {
    /// Ordered and paid.
    Ordered,
    /// On its way.
    Shipped,
    /// Called off; the money goes back.
    Cancelled,
}

/// Something about an order of a shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderEvent {
    /// What happened.
    pub what: OrderChange,
    /// What the order is called as a source of access.
    pub source: String,
    /// The shop's number; zero when the event does not say.
    pub shop_id: i64,
    /// Whether it is charged again and again.
    pub is_recurrent: bool,
    /// The end of the paid (or tried) period, when the event says it.
    pub until: Option<Timestamp>,
    /// Paid or paid back, in minor units; in Stars when there is no other currency.
    pub amount_minor: i64,
    /// Tribute's commission on it, when the event says so.
    pub fee_minor: Option<i64>,
    /// Lower-case ISO code, `xtr` for Stars.
    pub currency: String,
    /// Which payment goes back, when this is a refund and says so.
    pub transaction: Option<String>,
}

/// What happened to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderChange {
    /// Paid for the first time.
    Paid,
    /// A trial began: no money yet.
    Tried,
    /// Paid again.
    Charged,
    /// An attempt to charge did not work; there are three.
    ChargeFailed,
    /// No further charges.
    Cancelled,
    /// The money is on its way back.
    RefundBegun,
    /// The money went back.
    Refunded,
    /// Not final: nothing may follow from it.
    Pending,
}

/// Reads a payload by its event's name.
pub(super) fn read(name: &str, created_at: &str, fields: Fields<'_>) -> Kind {
    let read = match name {
        "new_subscription" => subscription(SubscriptionChange::New, created_at, fields),
        "renewed_subscription" => subscription(SubscriptionChange::Renewed, created_at, fields),
        "cancelled_subscription" => subscription(SubscriptionChange::Cancelled, created_at, fields),
        "new_donation" | "recurrent_donation" => Ok(donation(true, fields)),
        "cancelled_donation" => Ok(donation(false, fields)),
        "new_digital_product" => product(false, fields),
        "digital_product_refunded" => product(true, fields),
        "physical_order_created" => Ok(parcel(ParcelChange::Ordered, fields)),
        "physical_order_shipped" => Ok(parcel(ParcelChange::Shipped, fields)),
        "physical_order_canceled" => Ok(parcel(ParcelChange::Cancelled, fields)),
        "shop_token_charge_success" => Ok(Kind::Charge(charge::read(fields))),
        _ => match order_change(name, fields) {
            Some(what) => order(what, fields),
            None => Ok(Kind::Other),
        },
    };
    read.unwrap_or_else(Kind::Unreadable)
}

type Read = Result<Kind, &'static str>;

fn subscription(what: SubscriptionChange, created_at: &str, fields: Fields<'_>) -> Read {
    let created_at = fields::moment(created_at).ok_or("created_at is not a moment")?;
    let subscription_id = fields
        .integer("subscription_id")
        .ok_or("subscription_id is missing")?;
    let expires_at = fields
        .moment("expires_at")
        .ok_or("expires_at is not a moment")?;
    Ok(Kind::Subscription(SubscriptionEvent {
        what,
        created_at,
        subscription_id,
        period_id: fields.integer("period_id").unwrap_or_default(),
        name: fields.title("subscription_name"),
        basis: match fields.text("type").as_deref() {
            Some("trial") => Basis::Trial,
            Some("gift") => Basis::Gift,
            // Old deliveries have no type.
            _ => Basis::Paid,
        },
        price_minor: fields.integer("price").unwrap_or_default(),
        net_minor: fields.minor("amount"),
        currency: fields.currency(),
        expires_at,
    }))
}

fn donation(is_money: bool, fields: Fields<'_>) -> Kind {
    Kind::Donation(Donation {
        is_money,
        title: fields.title("donation_name"),
        amount_minor: fields.minor("amount").unwrap_or_default(),
        currency: fields.currency(),
        message: fields.message("message"),
    })
}

fn product(is_refund: bool, fields: Fields<'_>) -> Read {
    let product_id = fields.integer("product_id").unwrap_or_default();
    let source = match fields.id("purchase_id") {
        Some(purchase) => format!("purchase:{}", fields::cut(&purchase, 64)),
        // So it was in 2025.
        None if product_id > 0 => format!("product:{product_id}"),
        None => return Err("purchase_id and product_id are missing"),
    };
    Ok(Kind::Product(ProductEvent {
        is_refund,
        source,
        product_id,
        title: fields.title("product_name"),
        amount_minor: fields.minor("amount").unwrap_or_default(),
        currency: fields.currency(),
    }))
}

fn parcel(what: ParcelChange, fields: Fields<'_>) -> Kind {
    let products = fields
        .0
        .get("products")
        .and_then(serde_json::Value::as_array);
    let titles = products.into_iter().flatten().map(|product| {
        let product = Fields(product);
        let title = product.title("product_name");
        match product.integer("quantity") {
            Some(quantity) if quantity > 1 => format!("{title} × {quantity}"),
            _ => title,
        }
    });
    let titles: Vec<String> = titles.filter(|title| !title.is_empty()).collect();
    Kind::Parcel(Parcel {
        what,
        order_id: fields.integer("order_id").unwrap_or_default(),
        title: fields::cut(&titles.join(", "), 128),
        total_minor: fields.minor("total").unwrap_or_default(),
        currency: fields.currency(),
        tracking: fields.message("tracking_number"),
    })
}

/// `None` for names that are not about an order.
fn order_change(name: &str, fields: Fields<'_>) -> Option<OrderChange> {
    Some(match name {
        "shop_order" if fields.is_true("isTrial") => OrderChange::Tried,
        "shop_order" => OrderChange::Paid,
        "shop_order_charge_success" => OrderChange::Charged,
        "shop_order_charge_failed" | "shop_order_payment_failed" => OrderChange::ChargeFailed,
        "shop_order_cancelled" => OrderChange::Cancelled,
        // A refund is told twice; the first time it only begins.
        "shop_order_refunded" if fields.is("status", "initiated") => OrderChange::RefundBegun,
        "shop_order_refunded" => OrderChange::Refunded,
        "shop_order_payment_received" | "shop_order_prepaid" => OrderChange::Pending,
        _ => return None,
    })
}

fn order(what: OrderChange, fields: Fields<'_>) -> Read {
    let uuid = fields.name("uuid").ok_or("uuid is missing")?;
    // The first period may cost less.
    let first = match what {
        OrderChange::Paid => fields.minor("firstPeriodAmount"),
        _ => None,
    };
    let in_stars = fields.integer("amount").is_none();
    let amount = first
        .or_else(|| fields.minor("amount"))
        .or_else(|| fields.minor("starsAmount"));
    let until = match what {
        OrderChange::Tried => fields.moment("trialEndsAt"),
        _ => None,
    };
    let period = fields.text("period");
    Ok(Kind::Order(OrderEvent {
        what,
        source: format!("order:{}", fields::cut(&uuid, 64)),
        shop_id: fields.integer("shopId").unwrap_or_default(),
        is_recurrent: fields.is_true("isRecurrent")
            || period.is_some_and(|period| period != "onetime"),
        until: until.or_else(|| fields.moment("memberExpiresAt")),
        amount_minor: amount.unwrap_or_default(),
        fee_minor: fields.minor("fee"),
        currency: if in_stars {
            "xtr".to_owned()
        } else {
            fields.currency()
        },
        transaction: fields.name("transactionId"),
    }))
}
