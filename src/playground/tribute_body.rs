//! The bodies of Tribute's events.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::settings::TributePlan;

/// What Tribute's commission leaves, in percent.
const AFTER_COMMISSION: i64 = 90;

/// What an event is about. Start from [`TributeOrder::new`] and change what the test is about.
#[derive(Clone, Debug, PartialEq)]
pub struct TributeOrder {
    /// The plan.
    pub plan: TributePlan,
    /// The buyer's Telegram id; none for a buyer who came by email.
    pub telegram_user_id: Option<i64>,
    /// The buyer's user name, without `@`.
    pub telegram_username: Option<String>,
    /// Tribute's own id of the buyer.
    pub trb_user_id: Option<String>,
    /// The buyer's email.
    pub email: Option<String>,
    /// `regular`, `gift` or `trial`; leaves the key out when none, as old deliveries do.
    pub kind: Option<String>,
    /// When the event happened; the same in every repetition.
    pub created_at: Timestamp,
    /// When this attempt is sent.
    pub sent_at: Timestamp,
    /// The end of the paid period.
    pub expires_at: Timestamp,
    /// Why it was cancelled; only in a cancel.
    pub cancel_reason: String,
    /// The number of a single purchase of a digital product.
    pub purchase_id: i64,
    /// Keys to add to the payload, or to replace in it; null removes one.
    pub also: Map<String, Value>,
}

impl TributeOrder {
    /// A regular order of a plan by a person, now, for one period.
    pub fn new(plan: &TributePlan, user_id: i64) -> Self {
        let now = Timestamp::now();
        Self {
            plan: plan.clone(),
            telegram_user_id: Some(user_id),
            telegram_username: None,
            trb_user_id: Some(format!("T-{user_id}")),
            email: None,
            kind: Some("regular".to_owned()),
            created_at: now,
            sent_at: now,
            expires_at: after_period(now, &plan.period),
            cancel_reason: String::new(),
            purchase_id: now.as_microsecond(),
            also: Map::new(),
        }
    }

    /// With another end of the paid period.
    #[must_use]
    pub fn expiring(mut self, at: Timestamp) -> Self {
        self.expires_at = at;
        self
    }

    fn price(&self) -> i64 {
        match self.kind.as_deref() {
            Some("gift" | "trial") => 0,
            _ => self.plan.price,
        }
    }
}

/// The end of a period that begins now; a month when the word is unknown.
pub(super) fn after_period(from: Timestamp, period: &str) -> Timestamp {
    let span = match period {
        "weekly" | "trial" => jiff::Span::new().days(7),
        "quarterly" => jiff::Span::new().months(3),
        "halfyearly" => jiff::Span::new().months(6),
        "yearly" => jiff::Span::new().years(1),
        "onetime" => jiff::Span::new().years(100),
        _ => jiff::Span::new().months(1),
    };
    let zoned = from.to_zoned(jiff::tz::TimeZone::UTC);
    zoned.checked_add(span).map_or(from, |end| end.timestamp())
}

/// The body of an event, byte for byte as it will be signed. An unknown name makes an event of that name with the keys of a
/// subscription; `ping` is the dashboard's test request.
pub fn tribute_body(event: &str, order: &TributeOrder) -> String {
    if event == "ping" {
        return json!({ "test_event": "test_event" }).to_string();
    }
    let mut payload = match event {
        "new_donation" | "recurrent_donation" | "cancelled_donation" => donation(event, order),
        "new_digital_product" | "digital_product_refunded" => digital_product(event, order),
        _ => subscription(event, order),
    };
    identity(&mut payload, order);
    for (key, value) in &order.also {
        match value.is_null() {
            true => payload.remove(key),
            false => payload.insert(key.clone(), value.clone()),
        };
    }
    json!({
        "name": event,
        "created_at": order.created_at.to_string(),
        "sent_at": order.sent_at.to_string(),
        "payload": payload,
    })
    .to_string()
}

fn subscription(event: &str, order: &TributeOrder) -> Map<String, Value> {
    let price = order.price();
    let mut payload = object(json!({
        "subscription_name": order.plan.name,
        "subscription_id": order.plan.subscription_id,
        "period_id": order.plan.period_id,
        "period": order.plan.period,
        "price": price,
        "amount": price * AFTER_COMMISSION / 100,
        "currency": order.plan.currency,
        "channel_id": 614,
        "channel_name": order.plan.name,
        "expires_at": order.expires_at.to_string(),
    }));
    if let Some(kind) = &order.kind {
        payload.insert("type".to_owned(), json!(kind));
    }
    if event == "cancelled_subscription" {
        payload.insert("cancel_reason".to_owned(), json!(order.cancel_reason));
    }
    payload
}

fn donation(event: &str, order: &TributeOrder) -> Map<String, Value> {
    let mut payload = object(json!({
        "donation_request_id": order.plan.subscription_id,
        "donation_name": order.plan.name,
        "period": if event == "new_donation" { "once" } else { "monthly" },
        "amount": order.price(),
        "currency": order.plan.currency,
        "anonymously": order.telegram_user_id.is_none(),
        "web_app_link": "https://t.me/tribute/app?startapp=d123",
    }));
    if event == "new_donation" {
        payload.insert("message".to_owned(), json!("Спасибо!"));
    }
    payload
}

fn digital_product(event: &str, order: &TributeOrder) -> Map<String, Value> {
    let mut payload = object(json!({
        "product_id": order.plan.subscription_id,
        "product_name": order.plan.name,
        "amount": order.price(),
        "currency": order.plan.currency,
        "purchase_id": order.purchase_id,
        "transaction_id": order.purchase_id + 1,
    }));
    if event == "digital_product_refunded" {
        payload.insert("refund_reason".to_owned(), json!("telegram_refund"));
        payload.insert("refunded_at".to_owned(), json!(order.sent_at.to_string()));
    } else {
        payload.insert(
            "purchase_created_at".to_owned(),
            json!(order.created_at.to_string()),
        );
    }
    payload
}

fn identity(payload: &mut Map<String, Value>, order: &TributeOrder) {
    let known = [
        ("trb_user_id", order.trb_user_id.clone().map(Value::from)),
        ("telegram_user_id", order.telegram_user_id.map(Value::from)),
        (
            "telegram_username",
            order.telegram_username.clone().map(Value::from),
        ),
        ("email", order.email.clone().map(Value::from)),
    ];
    for (key, value) in known {
        if let Some(value) = value {
            payload.insert(key.to_owned(), value);
        }
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
