//! The semantic key of an event: the same for every delivery of it, never the same for two events.
//!
//! Never from `sent_at`, which differs between repeats, and never from the body alone.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::fields::Fields;

/// The key stands in an index; a longer one is replaced by its hash.
const LONGEST: usize = 200;

/// The key, from the event's name, its `created_at` as text (to its full precision) and its payload.
pub(super) fn of(name: &str, created_at: &str, payload: &Value) -> String {
    let fields = Fields(payload);
    let specific = match name {
        "new_subscription" | "renewed_subscription" | "cancelled_subscription" => {
            subscription(name, created_at, fields)
        }
        "new_donation" | "recurrent_donation" | "cancelled_donation" => {
            donation(name, created_at, fields)
        }
        "new_digital_product" => fields.id("purchase_id").map(|id| format!("purchase:{id}")),
        "digital_product_refunded" => fields.id("purchase_id").map(|id| format!("refund:{id}")),
        "physical_order_created" | "physical_order_shipped" | "physical_order_canceled" => {
            fields.id("order_id").map(|id| format!("{name}:{id}"))
        }
        "shop_token_charge_success" | "shop_token_charge_failed" => {
            fields.text("chargeUuid").map(|id| format!("{name}:{id}"))
        }
        _ if name.starts_with("shop_order") => shop_order(name, created_at, fields),
        _ => None,
    };
    let key = specific.unwrap_or_else(|| unknown(name, created_at, payload));
    if key.len() <= LONGEST && !key.contains('\0') {
        return key;
    }
    format!("hash:{}", hex::encode(Sha256::digest(key.as_bytes())))
}

fn buyer(fields: Fields<'_>) -> Option<String> {
    fields
        .payer()
        .or_else(|| fields.telegram_user().map(|id| id.to_string()))
}

fn subscription(name: &str, created_at: &str, fields: Fields<'_>) -> Option<String> {
    let (id, buyer) = (fields.integer("subscription_id")?, buyer(fields)?);
    Some(format!("{name}:{id}:{buyer}:{created_at}"))
}

/// `donation_request_id` is the page, shared by all its donors, and no field names the payment.
fn donation(name: &str, created_at: &str, fields: Fields<'_>) -> Option<String> {
    let page = fields.integer("donation_request_id")?;
    let amount = fields.integer("amount")?;
    let buyer = buyer(fields).unwrap_or_else(|| "anonymous".into());
    Some(format!("{name}:{page}:{buyer}:{amount}:{created_at}"))
}

fn shop_order(name: &str, created_at: &str, fields: Fields<'_>) -> Option<String> {
    let order = fields.text("uuid")?;
    let rest = ["transactionId", "chargeRetries", "status"]
        .map(|field| fields.name(field).unwrap_or_default())
        .join(":");
    Some(format!("{name}:{order}:{created_at}:{rest}"))
}

/// The payload with its keys in order, so that a repeat with another order has the same hash.
fn unknown(name: &str, created_at: &str, payload: &Value) -> String {
    let digest = Sha256::digest(payload.to_string().as_bytes());
    format!("{name}:{created_at}:{}", hex::encode(digest))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const AT: &str = "2026-10-10T09:16:31.204518Z";

    #[test]
    fn month_two_and_another_buyer_are_other_events() {
        let of = |at: &str, user: &str| {
            of(
                "renewed_subscription",
                at,
                &json!({"subscription_id": 1644, "period_id": 1547, "trb_user_id": user}),
            )
        };
        assert_eq!(of(AT, "T-1"), of(AT, "T-1"));
        assert_ne!(of(AT, "T-1"), of("2026-11-10T09:16:31.204518Z", "T-1"));
        assert_ne!(of(AT, "T-1"), of(AT, "T-2"));
    }

    #[test]
    fn two_donations_on_one_page_are_two_events() {
        let of = |amount: i64, user: Option<&str>| {
            of(
                "new_donation",
                AT,
                &json!({"donation_request_id": 156031, "amount": amount, "trb_user_id": user}),
            )
        };
        assert_ne!(of(15000, Some("T-1")), of(15000, Some("T-2")));
        assert_ne!(of(15000, Some("T-1")), of(15001, Some("T-1")));
        assert_ne!(of(15000, None), of(15000, Some("T-1")));
    }

    #[test]
    fn a_purchase_and_its_refund_have_keys_of_their_own() {
        let payload = json!({"purchase_id": 78901});
        assert_eq!(of("new_digital_product", AT, &payload), "purchase:78901");
        assert_eq!(of("digital_product_refunded", AT, &payload), "refund:78901");
    }

    #[test]
    fn numbers_too_large_to_be_kept_to_their_last_digit_make_no_two_events_one() {
        let of = |at: &str, id: &str| {
            let payload = format!(r#"{{"purchase_id":{id}}}"#);
            of(
                "new_digital_product",
                at,
                &serde_json::from_str(&payload).expect("json"),
            )
        };
        let (one, other) = ("18446744073709551617", "18446744073709551618");
        assert_ne!(of(AT, one), of("2026-10-10T09:16:32Z", other));
        assert_eq!(of(AT, one), of(AT, one));
        assert_eq!(of(AT, "78901.0"), "purchase:78901");
        assert_eq!(
            of(AT, "18446744073709551615"),
            "purchase:18446744073709551615"
        );
        let payer = |id: &str| {
            let payload: Value =
                serde_json::from_str(&format!(r#"{{"trb_user_id":{id}}}"#)).expect("json");
            Fields(&payload).payer()
        };
        assert_eq!(payer(one), None, "it would be another's too");
        assert_eq!(payer("31326"), Some("31326".into()));
    }

    #[test]
    fn an_unknown_event_is_known_again_by_its_payload_in_any_order() {
        let one: Value = serde_json::from_str(r#"{"a":1,"b":{"c":2,"d":3}}"#).expect("json");
        let two: Value = serde_json::from_str(r#"{"b":{"d":3,"c":2},"a":1}"#).expect("json");
        assert_eq!(of("new_thing", AT, &one), of("new_thing", AT, &two));
        assert_ne!(
            of("new_thing", AT, &one),
            of("new_thing", AT, &json!({"a": 2}))
        );
    }
}
