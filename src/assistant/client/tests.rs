//! What an API may answer, and what we make of it.

use super::*;

fn failure(status: u16, body: &str) -> Failure {
    let status = StatusCode::from_u16(status).expect("a status");
    refusal(status, None, body.as_bytes()).into_failure()
}

#[test]
fn refusals_are_sorted_and_quote_nothing_but_a_known_kind_of_word() {
    for (status, body, outcome, again) in [
        (
            401,
            r#"{"error":{"message":"Incorrect API key provided: sk-secret","code":"invalid_api_key"}}"#,
            "unauthorized",
            false,
        ),
        (403, "", "unauthorized", false),
        (
            404,
            r#"{"error":{"message":"secret","type":"invalid_request_error","code":"model_not_found"}}"#,
            "refused",
            false,
        ),
        (
            400,
            r#"{"error":{"code":"secret words with spaces"}}"#,
            "refused",
            false,
        ),
        (400, r#"{"error":"secret"}"#, "refused", false),
        (400, r#"["secret"]"#, "refused", false),
        (
            429,
            r#"{"error":{"code":"insufficient_quota"}}"#,
            "refused",
            false,
        ),
        (429, "<html>secret", "limited", true),
        (408, "", "unavailable", true),
        (500, "secret", "unavailable", true),
        (302, "", "unavailable", true),
    ] {
        let failure = failure(status, body);
        assert_eq!(failure.outcome(), outcome, "{status} {body}");
        assert_eq!(
            failure.wait(Duration::ZERO).is_some(),
            again,
            "{status} {body}"
        );
        assert!(
            !format!("{failure} {failure:?}").contains("secret"),
            "{failure:?}"
        );
    }
    let long = Failure::Limited(Some(Duration::from_secs(60)));
    assert_eq!(long.wait(Duration::ZERO), None, "too long to wait for");
}

#[test]
fn an_answer_is_read_whatever_stands_around_it() {
    let answered = |json: &str| answer(json.as_bytes());
    let full = r#"{"id":"x","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Hello","refusal":null},"finish_reason":"stop"}],"usage":{}}"#;
    assert_eq!(answered(full).as_deref(), Ok("Hello"));
    let bare = r#"{"choices":[{"message":{"content":"Hel"},"finish_reason":"length"}]}"#;
    assert_eq!(answered(bare).as_deref(), Ok("Hel…"));
    for wrong in [
        "",
        "<html>",
        "{}",
        r#"{"choices":[]}"#,
        r#"{"choices":[{"message":{"content":null}}]}"#,
        r#"{"choices":[{"message":{"content":"  \n"}}]}"#,
        r#"{"choices":[{"text":"Hello"}]}"#,
    ] {
        assert_eq!(
            answered(wrong).map_err(|failure| failure.outcome()),
            Err("unreadable"),
            "{wrong}"
        );
    }
}

#[test]
fn the_key_is_in_no_debug_text_and_a_broken_one_is_named_without_its_value() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let settings = |key: &str| Settings {
        base: "http://127.0.0.1:1/v1".into(),
        key: key.into(),
        model: "m".into(),
        proxy_url: None,
        time_limit: Duration::from_secs(1),
        pause: Duration::ZERO,
    };
    let api = OpenAi::new(settings("sk-secret")).expect("a client");
    let shown = format!("{api:?} {:?} {:?}", api.key, settings("sk-secret"));
    assert!(!shown.contains("secret"), "{shown}");
    let wrong = OpenAi::new(settings("sk-secret\nmore")).expect_err("refused");
    assert!(
        wrong.contains("OPENAI_API_KEY") && !wrong.contains("secret"),
        "{wrong}"
    );
}
