//! The pretend REST API of Tribute: what is on sale, and the shop's orders. Field names and envelopes are the documented
//! ones; prices of subscriptions are in major units there, and nowhere else.
//!
//! Decisions where the documentation is silent: an unknown parameter is passed over; the key before the present one is not
//! accepted; orders are those that the book tells of, also when their events are held and nobody heard of them.

mod orders;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use super::events::Family;
use super::product::{Product, catalogue};
use crate::playground::guard;
use crate::playground::handle::Playground;

/// As many products as a page can have.
const LARGEST_PAGE: usize = 100;
/// A page that nobody said the size of.
const USUAL_PAGE: usize = 20;

/// An error as Tribute writes it.
struct Refusal(StatusCode, &'static str, String);

impl Refusal {
    fn bad(words: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, "error_bad_request", words.into())
    }

    fn answer(self) -> HttpResponse {
        let Self(status, code, message) = self;
        HttpResponse::build(status).json(json!({ "error": code, "message": message }))
    }
}

type Answer = Result<Value, Refusal>;

/// Everything below `/tribute/api/v1`.
pub(in crate::playground) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/subscriptions", web::get().to(subscriptions))
        .route("/products", web::get().to(products))
        .route("/shops", web::get().to(shops))
        .route("/shop/orders", web::get().to(shop_orders))
        .default_service(web::to(nothing));
}

async fn subscriptions(playground: web::Data<Playground>, request: HttpRequest) -> HttpResponse {
    answered(&playground, &request, || {
        let plans = playground.read(|world| world.plans.clone());
        let mut listed: Vec<Value> = Vec::new();
        for plan in plans {
            let period = json!({ "periodId": plan.period_id, "period": plan.period, "price": major(plan.price) });
            let number = json!(plan.subscription_id);
            let known = listed
                .iter_mut()
                .find(|one| one.get("subscriptionId") == Some(&number));
            match known.and_then(|one| one.get_mut("periods")?.as_array_mut()) {
                Some(periods) => periods.push(period),
                None => listed.push(json!({
                    "subscriptionId": number,
                    "name": plan.name,
                    "currency": plan.currency,
                    "periods": [period],
                })),
            }
        }
        Ok(json!({ "result": listed }))
    })
}

#[derive(Deserialize)]
struct Pages {
    page: Option<usize>,
    size: Option<usize>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    desc: bool,
}

async fn products(playground: web::Data<Playground>, request: HttpRequest) -> HttpResponse {
    answered(&playground, &request, || {
        let asked = query::<Pages>(&request)?;
        let (page, size) = (asked.page.unwrap_or(1), asked.size.unwrap_or(USUAL_PAGE));
        if page == 0 || !(1..=LARGEST_PAGE).contains(&size) {
            return Err(Refusal::bad("page begins with 1, size is at most 100"));
        }
        let kinds = ["digital", "custom", "physical"];
        if asked
            .kind
            .as_deref()
            .is_some_and(|kind| !kinds.contains(&kind))
        {
            return Err(Refusal::bad("type is digital, custom or physical"));
        }
        let on_sale = catalogue(&playground.read(|world| world.plans.clone()));
        let mut rows: Vec<Value> = on_sale.iter().filter_map(product).collect();
        if let Some(kind) = &asked.kind {
            rows.retain(|row| row.get("type").and_then(Value::as_str) == Some(kind));
        }
        if asked.desc {
            rows.reverse();
        }
        let (total, offset) = (rows.len(), (page - 1).saturating_mul(size));
        let rows: Vec<Value> = rows.into_iter().skip(offset).take(size).collect();
        Ok(json!({ "rows": rows, "meta": { "total": total, "offset": offset, "limit": size } }))
    })
}

/// A product that is no subscription, donation or order of the shop.
fn product(product: &Product) -> Option<Value> {
    let kind = match product.family {
        Family::Digital => "digital",
        Family::Physical => "physical",
        _ => return None,
    };
    let plan = &product.plan;
    Some(json!({
        "id": plan.subscription_id,
        "type": kind,
        "name": plan.name,
        "amount": plan.price,
        "currency": plan.currency,
        "status": "approved",
        "link": format!("https://t.me/tribute/app?startapp=p{}", plan.subscription_id),
        "webLink": format!("https://web.tribute.tg/p/{}", plan.subscription_id),
        "created": "2026-01-15T09:00:00Z",
        "updated": "2026-01-15T09:00:00Z",
    }))
}

async fn shops(playground: web::Data<Playground>, request: HttpRequest) -> HttpResponse {
    answered(&playground, &request, || {
        let webhook = playground.read(|world| world.tribute_webhook_url.clone());
        let shop = |id: i64| {
            json!({
                "id": id,
                "userId": 123,
                "name": "Мой магазин",
                "link": format!("shop{id}"),
                "callbackUrl": webhook.clone().unwrap_or_default(),
                "recurrent": true,
                "onlyStars": false,
                "tokenCharging": true,
                "status": 1,
            })
        };
        Ok(Value::Array(shop_ids().into_iter().map(shop).collect()))
    })
}

/// The numbers of the shops, oldest first.
fn shop_ids() -> Vec<i64> {
    let products = catalogue(&[]);
    let shops = products.iter().filter(|one| one.family == Family::Shop);
    let mut ids: Vec<i64> = shops.map(|one| one.plan.subscription_id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Orders {
    shop_id: Option<u64>,
    date_from: Option<String>,
    date_to: Option<String>,
}

async fn shop_orders(playground: web::Data<Playground>, request: HttpRequest) -> HttpResponse {
    answered(&playground, &request, || {
        let asked = query::<Orders>(&request)?;
        let ids = shop_ids();
        let of = match asked.shop_id {
            None => ids.first().copied(),
            Some(id) => i64::try_from(id).ok().filter(|id| ids.contains(id)),
        };
        let not_found = || {
            let words = "Shop not found".to_owned();
            Refusal(StatusCode::NOT_FOUND, "error_not_found", words)
        };
        let shop = of.ok_or_else(not_found)?;
        let (from, to) = (day(asked.date_from)?, day(asked.date_to)?);
        let found = playground.read(|world| orders::listed(&world.cabinet, shop, from, to));
        Ok(Value::Array(found))
    })
}

/// A day as Tribute wants it, `2026-01-31`.
fn day(text: Option<String>) -> Result<Option<Date>, Refusal> {
    let read = |text: String| {
        let is_day = text.len() == "2026-01-31".len();
        let day = text.parse().ok().filter(|_| is_day);
        day.ok_or_else(|| Refusal::bad("dates have the form yyyy-mm-dd"))
    };
    text.map(read).transpose()
}

async fn nothing(playground: web::Data<Playground>, request: HttpRequest) -> HttpResponse {
    answered(&playground, &request, || {
        let words = "Not found".to_owned();
        Err(Refusal(StatusCode::NOT_FOUND, "error_not_found", words))
    })
}

/// The answer to somebody who has the key.
fn answered(
    playground: &Playground,
    request: &HttpRequest,
    answer: impl FnOnce() -> Answer,
) -> HttpResponse {
    let settings = playground.settings();
    if !guard::is_no_strangers(request.headers(), settings) {
        let words = "The pretend Tribute answers only to this machine".to_owned();
        return Refusal(StatusCode::FORBIDDEN, "error_not_permitted", words).answer();
    }
    let key = request.headers().get("Api-Key");
    if key.map(|key| key.as_bytes()) != Some(settings.tribute_key.as_bytes()) {
        let words = "Unauthorized".to_owned();
        return Refusal(StatusCode::UNAUTHORIZED, "no_access", words).answer();
    }
    match answer() {
        Ok(answer) => HttpResponse::Ok().json(answer),
        Err(refusal) => refusal.answer(),
    }
}

fn query<T: serde::de::DeserializeOwned>(request: &HttpRequest) -> Result<T, Refusal> {
    let query = web::Query::<T>::from_query(request.query_string());
    query
        .map(web::Query::into_inner)
        .map_err(|error| Refusal::bad(error.to_string()))
}

/// A price in roubles or euros, as a number with at most two decimals.
fn major(minor: i64) -> Value {
    let text = match minor % 100 {
        0 => (minor / 100).to_string(),
        part => format!("{}.{part:02}", minor / 100),
    };
    serde_json::from_str(&text).unwrap_or_default()
}
