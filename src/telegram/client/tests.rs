use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;

const TOKEN: &str = "123456:very-secret";

/// A server for one connection that answers with these bytes and hangs up.
async fn api_answering(answer: &'static str) -> BotApi {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a call");
        let mut buffer = [0; 4096];
        let _ = stream.read(&mut buffer).await;
        let _ = stream.write_all(answer.as_bytes()).await;
    });
    BotApi::new(&url, TOKEN, None, Arc::new(|_, _, _| {})).expect("a client")
}

async fn outcome_of(answer: &'static str) -> ApiError {
    let api = api_answering(answer).await;
    let error = api
        .send("sendMessage", "{}".into())
        .await
        .expect_err("refused");
    assert!(
        !format!("{error} {error:?} {api:?}").contains("secret"),
        "{error}"
    );
    error
}

#[tokio::test]
async fn a_gateway_page_is_unavailable_and_not_a_decode_error() {
    let error = outcome_of("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>").await;
    assert_eq!(
        error,
        ApiError::Unavailable("status 502 without JSON".into())
    );
}

#[tokio::test]
async fn a_closed_connection_and_half_an_answer_are_unavailable() {
    for answer in ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ok\""] {
        assert!(
            matches!(outcome_of(answer).await, ApiError::Unavailable(_)),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn a_429_without_json_takes_the_header() {
    let error =
        outcome_of("HTTP/1.1 429 Slow Down\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n").await;
    assert_eq!(error, ApiError::RetryAfter(Duration::from_secs(7)));
}

#[tokio::test]
async fn a_yes_with_a_result_of_another_form_is_still_a_yes_for_a_send() {
    let yes = "HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{\"ok\":true,\"result\":true}\n";
    assert_eq!(
        api_answering(yes)
            .await
            .send("sendMessage", "{}".into())
            .await,
        Ok(())
    );
}

#[tokio::test]
async fn nobody_listening_is_unavailable_without_the_address() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let api =
        BotApi::new("http://127.0.0.1:1", TOKEN, None, Arc::new(|_, _, _| {})).expect("a client");
    let error = api.send("getMe", "{}".into()).await.expect_err("refused");
    assert!(matches!(error, ApiError::Unavailable(_)));
    assert!(!error.to_string().contains("secret"), "{error}");
}
