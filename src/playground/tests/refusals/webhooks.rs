//! Registration of the webhook.

use serde_json::{Value, json};

use super::{started, table};
use crate::playground::tests::bot::{call, settings};
use crate::playground::{Playground, Settings};

fn hook(more: &[(&str, Value)]) -> Value {
    let mut params = json!({ "url": "https://example.org/" });
    for (name, value) in more {
        params[*name] = value.clone();
    }
    params
}

#[tokio::test]
async fn the_address_and_the_secret_are_checked() {
    let playground = started().await;
    let set = "setWebhook";
    let url = |url: &str| hook(&[("url", json!(url))]);
    let secret = |secret: String| hook(&[("secret_token", json!(secret))]);
    let ip = |ip: &str| hook(&[("ip_address", json!(ip))]);
    table(
        &playground,
        [
            (
                set,
                url("http://example.org/"),
                400,
                "bad webhook: An HTTPS URL must be provided for webhook",
            ),
            (
                set,
                url("https://example.org:8080/"),
                400,
                "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
            ),
            (set, url("https://example.org:8443/"), 200, ""),
            (set, url("nonsense"), 400, "invalid webhook URL specified"),
            (
                set,
                secret("a b".into()),
                400,
                "secret token contains unallowed characters",
            ),
            (set, secret("Az09_-".into()), 200, ""),
            (set, secret("x".repeat(256)), 200, ""),
            (
                set,
                secret("x".repeat(257)),
                400,
                "secret token is too long",
            ),
            (set, ip("8.8.8.8"), 200, ""),
            (
                set,
                ip("10.0.0.1"),
                400,
                "bad webhook: IP address 10.0.0.1 is reserved",
            ),
            (
                set,
                ip("2001:4860:4860::8888"),
                400,
                "bad webhook: IPv6-only addresses are not allowed",
            ),
            (
                set,
                ip("nonsense"),
                400,
                "bad webhook: Invalid IP address specified",
            ),
            (
                set,
                hook(&[("allowed_updates", json!("message"))]),
                400,
                "can't parse allowed updates",
            ),
            (
                "getUpdates",
                json!({}),
                409,
                "Conflict: can't use getUpdates method while webhook is active",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn what_is_left_out_is_reset_but_the_kinds_are_kept() {
    let playground = started().await;
    let all = hook(&[
        ("secret_token", json!("s3cret")),
        ("ip_address", json!("8.8.8.8")),
        ("max_connections", json!(7)),
        ("allowed_updates", json!(["message", "nonsense"])),
    ]);
    let (_, first) = call(&playground, "setWebhook", all.clone()).await;
    assert_eq!(first["description"], json!("Webhook was set"));
    let (_, again) = call(&playground, "setWebhook", all).await;
    assert_eq!(again["description"], json!("Webhook is already set"));
    let (_, info) = call(&playground, "getWebhookInfo", json!({})).await;
    assert_eq!(info["result"]["ip_address"], json!("8.8.8.8"));
    assert_eq!(info["result"]["max_connections"], json!(7));
    call(&playground, "setWebhook", hook(&[])).await;
    let webhook = playground.webhook().unwrap();
    assert_eq!((webhook.secret_token, webhook.ip_address), (None, None));
    assert_eq!(webhook.max_connections, 40);
    assert_eq!(webhook.allowed_updates, ["message"]);
    call(
        &playground,
        "setWebhook",
        hook(&[("max_connections", json!(1000))]),
    )
    .await;
    assert_eq!(playground.webhook().unwrap().max_connections, 100);
    call(&playground, "setWebhook", hook(&[("url", json!(""))])).await;
    assert_eq!(playground.webhook(), None);
}

#[tokio::test]
async fn a_certificate_is_noted() {
    let playground = started().await;
    let set = |bytes: Vec<u8>| {
        let part = reqwest::multipart::Part::bytes(bytes).file_name("cert.pem");
        let form = reqwest::multipart::Form::new().text("url", "https://example.org/");
        let token = &playground.settings().bot_token;
        let url = format!("{}/bot{token}/setWebhook", playground.api_url());
        let client = playground.tribute_client();
        client
            .post(url)
            .multipart(form.part("certificate", part))
            .send()
    };
    assert_eq!(set(vec![b'x'; (3 << 20) + 1]).await.unwrap().status(), 400);
    assert_eq!(set(vec![b'x'; 3 << 20]).await.unwrap().status(), 200);
    let (_, info) = call(&playground, "getWebhookInfo", json!({})).await;
    assert_eq!(info["result"]["has_custom_certificate"], json!(true));
}

#[tokio::test]
async fn registering_twice_in_a_second_is_refused_when_that_is_asked_for() {
    let settings = Settings {
        pace_set_webhook: true,
        ..settings()
    };
    let playground = Playground::start(settings).await.unwrap();
    let too_soon = "Too Many Requests: retry after 1";
    table(
        &playground,
        [
            ("setWebhook", hook(&[]), 200, ""),
            ("setWebhook", hook(&[]), 429, too_soon),
        ],
    )
    .await;
}
