//! Tribute's REST API, read only. The key is in the `Api-Key` header and nowhere else.

use std::time::Duration;

use jiff::civil::Date;
use reqwest::{Response, header::HeaderValue};
use serde_json::Value;

use super::Failure;
use crate::{
    outgoing,
    tribute::reconcile::{Listing, Page, ShopOrder, SoldProduct, Unreadable},
};

/// The header that proves us.
const KEY: &str = "Api-Key";
/// A list is some hundred kilobytes; anything larger is not read to its end.
const LARGEST_ANSWER: usize = 8 << 20;
/// Products on a page: as many as Tribute gives.
const PAGE: u64 = 100;
/// More pages of products nobody has.
const MOST_PAGES: u64 = 50;
/// More shops nobody has either.
const MOST_SHOPS: usize = 50;

/// Where the API is, and how patient we are with it.
#[derive(Clone)]
pub struct Settings {
    /// Without a slash at its end.
    pub base: String,
    /// Proves us.
    pub key: String,
    /// The way there, if not straight.
    pub proxy_url: Option<String>,
    /// How long one call may take.
    pub time_limit: Duration,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Settings(redacted)")
    }
}

/// The API of one account.
pub struct Client {
    http: reqwest::Client,
    base: String,
    key: HeaderValue,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Client(redacted)")
    }
}

impl Client {
    /// A client with these settings.
    ///
    /// # Errors
    /// The key or the proxy's address cannot be used.
    pub fn new(settings: &Settings) -> Result<Self, String> {
        let mut key = HeaderValue::try_from(&settings.key)
            .map_err(|_| "TRIBUTE_API_KEY has characters that no key has; copy it again")?;
        key.set_sensitive(true);
        let proxy = settings.proxy_url.as_deref();
        Ok(Self {
            http: outgoing::client(&settings.base, proxy, settings.time_limit)?,
            base: settings.base.clone(),
            key,
        })
    }

    /// Everything that is compared; orders made on this day (in UTC) or later.
    ///
    /// # Errors
    /// Why there is no answer, or only part of one.
    pub async fn listing(&self, since: Date) -> Result<Listing, Failure> {
        let plans = self.get("/subscriptions").await?;
        let plans = read(Listing::read_plans(&plans))?;
        let products = self.products().await?;
        let mut shops = read(Listing::read_shops(&self.get("/shops").await?))?;
        shops.truncate(MOST_SHOPS);
        let mut orders = Vec::new();
        for shop in &shops {
            orders.extend(self.orders(shop.id, since).await?);
        }
        Ok(Listing {
            plans,
            products,
            shops,
            orders,
        })
    }

    /// All products, page by page. Whether pages begin with 0 or with 1 is not documented, but what was passed over
    /// before a page is told in it.
    async fn products(&self) -> Result<Vec<SoldProduct>, Failure> {
        let mut products: Vec<SoldProduct> = Vec::new();
        let first = self.page(1).await?;
        let is_second = first.offset.is_some_and(|offset| offset > 0);
        let mut seen = if is_second {
            let page = self.page(0).await?;
            products.extend(page.products);
            page.rows
        } else {
            0
        };
        let (mut page, mut number) = (first, 1);
        loop {
            seen += page.rows;
            let is_last = match page.total {
                Some(total) => seen >= total,
                None => page.rows < PAGE,
            };
            let is_empty = page.rows == 0;
            products.extend(page.products);
            number += 1;
            if is_last || is_empty || number > MOST_PAGES {
                break;
            }
            page = self.page(number).await?;
        }
        // A product that is put on sale in between moves the others to a later page.
        let mut known = std::collections::HashSet::new();
        products.retain(|product| known.insert(product.id));
        Ok(products)
    }

    async fn page(&self, number: u64) -> Result<Page, Failure> {
        let path = format!("/products?page={number}&size={PAGE}");
        read(Listing::read_products(&self.get(&path).await?))
    }

    async fn orders(&self, shop: u64, since: Date) -> Result<Vec<ShopOrder>, Failure> {
        let path = format!("/shop/orders?shopId={shop}&dateFrom={since}");
        let answer = self.get(&path).await?;
        read(Listing::read_orders(&answer, shop))
    }

    async fn get(&self, path: &str) -> Result<Value, Failure> {
        let request = self.http.get(format!("{}{path}", self.base));
        let request = request.header(KEY, self.key.clone());
        let response = request.send().await.map_err(lost)?;
        let status = response.status();
        if !status.is_success() {
            return Err(Failure::of(status));
        }
        let body = body(response).await?;
        serde_json::from_slice(&body).map_err(|_| Failure::Unreadable("not JSON"))
    }
}

fn read<T>(listed: Result<T, Unreadable>) -> Result<T, Failure> {
    listed.map_err(|Unreadable| Failure::Unreadable("JSON of another form"))
}

fn lost(error: reqwest::Error) -> Failure {
    if error.is_timeout() {
        Failure::Slow
    } else {
        Failure::Unreachable(outgoing::describe(error))
    }
}

/// The body, as far as it may be long.
async fn body(mut response: Response) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(lost)? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(Failure::Unreadable("an answer far too long"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
