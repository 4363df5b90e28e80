//! What Tribute, or something in its place, may answer.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::civil::date;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;

const SECRET: &str = "trbt_very_secret";

/// A server that answers each call by its path, in raw bytes, and what it was asked.
async fn answering(
    answer: impl Fn(&str) -> String + Send + Sync + 'static,
) -> (Client, Arc<Mutex<Vec<String>>>) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("http://{}/api/v1", listener.local_addr().expect("bound"));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let book = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = [0; 4096];
            let read = stream.read(&mut buffer).await.unwrap_or(0);
            let head = String::from_utf8_lossy(&buffer[..read]).into_owned();
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            book.lock().expect("no panic").push(head);
            let _ = stream.write_all(answer(&path).as_bytes()).await;
        }
    });
    (client(base, Duration::from_secs(20)), asked)
}

fn client(base: String, time_limit: Duration) -> Client {
    let settings = Settings {
        base,
        key: SECRET.into(),
        proxy_url: None,
        time_limit,
    };
    assert!(!format!("{settings:?}").contains("secret"));
    Client::new(&settings).expect("a client")
}

fn http(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

async fn failure_of(answer: String) -> Failure {
    let (client, _) = answering(move |_| answer.clone()).await;
    let asked = client.listing(date(2026, 10, 1)).await;
    let failure = asked.expect_err("no listing");
    let words = format!("{failure} {failure:?} {client:?}");
    assert!(
        !words.contains("secret") && !words.contains("127.0.0.1"),
        "{words}"
    );
    failure
}

#[tokio::test]
async fn every_list_is_asked_with_the_key_in_its_header_and_nowhere_else() {
    let (client, asked) = answering(|path| {
        let body = if path.starts_with("/api/v1/subscriptions") {
            r#"{"result":[{"subscriptionId":1644,"name":"Клуб","currency":"rub","periods":[{"periodId":1547,"period":"monthly","price":499}]}]}"#.to_owned()
        } else if path.starts_with("/api/v1/products") {
            let number: u64 = path.split_once("page=").and_then(|(_, rest)| rest.split('&').next()?.parse().ok()).unwrap_or(0);
            let offset = (number - 1) * 100;
            let last = (offset + 100).min(230);
            let rows: Vec<String> = (offset..last).map(|id| format!(r#"{{"id":{id},"type":"digital"}}"#)).collect();
            format!(r#"{{"rows":[{}],"meta":{{"total":230,"offset":{offset},"limit":100}}}}"#, rows.join(","))
        } else if path.starts_with("/api/v1/shops") {
            format!(r#"[{{"id":731,"name":"A"}},{{"id":{},"name":"B"}}]"#, u64::MAX)
        } else {
            r#"[{"uuid":"a","status":"paid","amount":5,"currency":"rub"}]"#.to_owned()
        };
        http("200 OK", &body)
    })
    .await;
    let listing = client.listing(date(2026, 10, 1)).await.expect("a listing");
    assert_eq!((listing.plans.len(), listing.products.len()), (1, 230));
    assert_eq!((listing.shops.len(), listing.orders.len()), (2, 2));
    assert_eq!(listing.orders[1].shop, Some(u64::MAX));
    let asked = asked.lock().expect("no panic").clone();
    let pages = asked.iter().filter(|head| head.contains("/products?page="));
    assert_eq!(pages.count(), 3);
    let orders = format!(
        "/api/v1/shop/orders?shopId={}&dateFrom=2026-10-01 ",
        u64::MAX
    );
    assert!(asked.iter().any(|head| head.contains(&orders)), "{asked:?}");
    for head in asked {
        let (line, rest) = head.split_once("\r\n").expect("a head");
        assert!(!line.contains(SECRET));
        assert!(
            rest.to_lowercase().contains(&format!("api-key: {SECRET}")),
            "{rest}"
        );
    }
}

#[tokio::test]
async fn pages_that_begin_with_zero_are_all_read() {
    let (client, _) = answering(|path| {
        let page = |number: u64| path.contains(&format!("page={number}&"));
        let body = match path {
            _ if page(0) => r#"{"rows":[{"id":1,"type":"digital"}],"meta":{"total":1,"offset":0}}"#,
            _ if page(1) => r#"{"rows":[],"meta":{"total":1,"offset":100}}"#,
            _ => r#"[]"#,
        };
        http("200 OK", body)
    })
    .await;
    let listing = client.listing(date(2026, 10, 1)).await.expect("a listing");
    assert_eq!(listing.products.len(), 1);
}

#[tokio::test]
async fn a_refusal_says_what_to_do_and_never_the_key() {
    let body = format!(r#"{{"error":"no_access","message":"the key {SECRET} is wrong"}}"#);
    for (status, failure, word) in [
        ("401 Unauthorized", Failure::Key(401), "TRIBUTE_API_KEY"),
        ("403 Forbidden", Failure::Key(403), "TRIBUTE_API_KEY"),
        ("429 Too Many Requests", Failure::TooMany, "few minutes"),
        ("502 Bad Gateway", Failure::Down(502), "later"),
        ("404 Not Found", Failure::Refused(404), "TRIBUTE_API_URL"),
        ("302 Found", Failure::Refused(302), "TRIBUTE_API_URL"),
    ] {
        let got = failure_of(http(status, &body)).await;
        assert_eq!(got, failure, "{status}");
        assert!(got.to_string().contains(word), "{got}");
    }
}

#[tokio::test]
async fn what_is_no_list_is_told_apart() {
    let page = failure_of(http("200 OK", "<html>secret")).await;
    assert_eq!(page, Failure::Unreadable("not JSON"));
    let other = failure_of(http("200 OK", r#"{"secret":1}"#)).await;
    assert_eq!(other, Failure::Unreadable("JSON of another form"));
    let half = failure_of("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"res".into()).await;
    assert!(matches!(half, Failure::Unreachable(_)), "{half:?}");
    let nothing = failure_of(String::new()).await;
    assert!(matches!(nothing, Failure::Unreachable(_)), "{nothing:?}");
    let long = failure_of(http("200 OK", &"[".repeat(9 << 20))).await;
    assert_eq!(long, Failure::Unreadable("an answer far too long"));
}

#[tokio::test]
async fn who_never_answers_is_not_waited_for() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    // It takes connections and says nothing.
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("bound"));
    let client = client(base, Duration::from_millis(50));
    let asked = client.listing(date(2026, 10, 1)).await;
    assert_eq!(asked, Err(Failure::Slow));
}
