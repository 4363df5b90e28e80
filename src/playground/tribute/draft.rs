//! The next event about a product, as Tribute would write it.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::body::body;
use super::bought::{Bought, subject, subject_of};
use super::events::{Family, PING, family};
use super::fact::TributeFact;
use super::order::{TributeOrder, after_period};
use super::product::{Product, catalogue};
use crate::playground::fact::Fact;
use crate::playground::handle::Playground;
use crate::playground::settings::TributePlan;
use crate::playground::world::World;

impl Playground {
    /// The JSON of the next event of this name about a product (by its index in the cabinet), for somebody. Nothing is sent.
    ///
    /// `kind` is `regular`, `trial` or `gift` for subscriptions, `regular` or `trial` for a shop's order, `regular` or
    /// `anonymous` for donations; nothing means `regular`.
    ///
    /// # Errors
    ///
    /// A sentence that says what does not fit together.
    pub fn tribute_draft(
        &self,
        user_id: i64,
        event: &str,
        product: usize,
        kind: Option<&str>,
    ) -> Result<String, String> {
        let products = catalogue(&self.read(|world| world.plans.clone()));
        let product = products.get(product).ok_or_else(|| {
            let last = products.len().saturating_sub(1);
            format!("There is no product {product}: choose an index from 0 to {last}.")
        })?;
        let kind = fitting_kind(event, product, kind)?;
        let drafted = self.read(|world| {
            let mut order = world.tribute_order(user_id, event, &product.plan, kind);
            if kind == "anonymous" {
                (order.telegram_user_id, order.trb_user_id) = (None, None);
                order.telegram_username = None;
            }
            body(event, &order)
        });
        let text = match event {
            PING => drafted.to_string(),
            _ => serde_json::to_string_pretty(&drafted).map_err(|error| error.to_string())?,
        };
        self.change(|world| world.cabinet.drafted(&text));
        Ok(text)
    }
}

/// The kind of payment that was asked for, if this event can have it.
fn fitting_kind<'a>(
    event: &str,
    product: &Product,
    kind: Option<&'a str>,
) -> Result<&'a str, String> {
    let name = &product.plan.name;
    if event != PING && !product.events().contains(&event) {
        let events = product.events().join(", ");
        return Err(format!(
            "{event} does not happen to {name}: choose {PING}, {events}."
        ));
    }
    let kinds: &[&str] = match (event, product.family) {
        // A trial or a gift renews with money.
        ("renewed_subscription", _) => &["regular"],
        (_, Family::Subscription) => &["regular", "trial", "gift"],
        ("shop_order", Family::Shop) if product.is_recurring() => &["regular", "trial"],
        (_, Family::Donation) => &["regular", "anonymous"],
        _ => &["regular"],
    };
    let kind = kind.unwrap_or("regular");
    match kinds.contains(&kind) {
        true => Ok(kind),
        false => Err(format!(
            "{event} of {name} cannot be {kind:?}: choose {}.",
            kinds.join(", ")
        )),
    }
}

impl World {
    /// What the next event of this name is about, from what the person bought before.
    pub(super) fn tribute_order(
        &self,
        user_id: i64,
        event: &str,
        plan: &TributePlan,
        kind: &str,
    ) -> TributeOrder {
        let now = self.moment();
        // Tribute's own moments have microseconds; only that of the sending has nanoseconds.
        let happened = Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now);
        let mut order = TributeOrder::at(happened, plan, user_id);
        order.sent_at = now;
        order.kind = Some(kind.to_owned());
        let user = self.user_json(user_id);
        let name = user.get("username").and_then(Value::as_str);
        order.telegram_username = name.map(str::to_owned);
        if kind == "trial" {
            order.expires_at = after_period(happened, "trial");
        }
        let paid_until = self.subscriptions.get(&(user_id, plan.subscription_id));
        match (event, paid_until) {
            ("renewed_subscription", Some(end)) => {
                order.expires_at = after_period((*end).max(happened), &plan.period);
            }
            ("cancelled_subscription", Some(end)) => order.expires_at = *end,
            _ => {}
        }
        if event == "cancelled_subscription" {
            order.cancel_reason = "Cancel by User".to_owned();
        }
        let subject = family(event).and_then(|family| subject(family, plan));
        let bought = subject.and_then(|subject| self.cabinet.bought.get(&(user_id, subject)));
        if let Some(bought) = bought.filter(|bought| bought.is_continued_by(event)) {
            order.previous = bought.payload.clone();
        }
        order
    }

    /// Learns from an event what has been bought. It has happened in Tribute, whether or not its delivery arrives.
    pub(super) fn learn_purchase(&mut self, user_id: i64, body: &str) {
        let read = serde_json::from_str::<Value>(body).ok();
        let Some((event, payload)) = read.as_ref().and_then(event_of) else {
            return;
        };
        if family(event) == Some(Family::Subscription) {
            let number = payload.get("subscription_id").and_then(Value::as_i64);
            let end = payload.get("expires_at").and_then(Value::as_str);
            if let (Some(subscription_id), Some(expires_at)) =
                (number, end.and_then(|end| end.parse().ok()))
            {
                self.record(Fact::Subscribed {
                    user_id,
                    subscription_id,
                    expires_at,
                });
            }
        } else if let Some(subject) = subject_of(event, payload) {
            let before = self.cabinet.bought.get(&(user_id, subject.clone()));
            let bought = Bought::after(before, event, payload.clone());
            self.record(Fact::Tribute(TributeFact::Bought {
                user_id,
                subject,
                bought,
            }));
        }
    }
}

fn event_of(body: &Value) -> Option<(&str, &Map<String, Value>)> {
    let event = body.get("name")?.as_str()?;
    Some((event, body.get("payload")?.as_object()?))
}
