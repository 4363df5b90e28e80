//! What strangers try from outside: to keep connections busy, to lead our calls elsewhere, to pass for the owner.

use std::time::{Duration, Instant};

use five_keys_bot::outgoing;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::support::{
    app::{ADMIN, SECRET, TestApp},
    database::Backend,
    on_both,
};

const GROUP: i64 = -1_001_234_567_890;

async fn connected(app: &TestApp, bytes: &str) -> TcpStream {
    let address = app.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(bytes.as_bytes()).await.expect("written");
    stream
}

/// What is answered until the connection is closed, and after how long.
async fn ended(mut stream: TcpStream) -> (String, Duration) {
    let (begun, mut answer) = (Instant::now(), Vec::new());
    let end = tokio::time::timeout(Duration::from_secs(40), stream.read_to_end(&mut answer)).await;
    assert!(end.is_ok(), "the connection is still open");
    (
        String::from_utf8_lossy(&answer).into_owned(),
        begun.elapsed(),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_sends_slowly_is_hung_up_on_and_holds_nobody() {
    let app = TestApp::start(Backend::Sqlite).await;
    let mut slow = Vec::new();
    for _ in 0..200 {
        slow.push(connected(&app, "POST /telegram/webhook HTTP/1.1\r\nHost: bot\r\nX-").await);
    }
    let begun = Instant::now();
    assert_eq!(app.get("/ping").await.status(), 200);
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
    let head = slow.pop().expect("one of them");
    let body = format!(
        "POST /telegram/webhook HTTP/1.1\r\nHost: bot\r\nConnection: close\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: 500\r\n\r\n{{"
    );
    let body = connected(&app, &body).await;
    let ((_, head), (answer, body)) = tokio::join!(ended(head), ended(body));
    assert!(head < Duration::from_secs(12), "{head:?}");
    assert!(
        answer.starts_with("HTTP/1.1 408 ") && answer.contains("too_slow"),
        "{answer}"
    );
    assert!(body < Duration::from_secs(30), "{body:?}");
    app.stored_nothing().await;
    drop(slow);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn endless_headers_and_a_body_that_is_too_long_are_refused_unread() {
    let app = TestApp::start(Backend::Sqlite).await;
    let header = format!("X-Long: {}\r\n", "x".repeat(1_000));
    let head = format!(
        "GET /ping HTTP/1.1\r\nHost: bot\r\n{}\r\n",
        header.repeat(400)
    );
    let mut stream = TcpStream::connect(app.url.trim_start_matches("http://"))
        .await
        .expect("a connection");
    // It may be closed before all of it is written.
    let _ = stream.write_all(head.as_bytes()).await;
    let mut answer = [0; 12];
    let read = tokio::time::timeout(Duration::from_secs(10), stream.read(&mut answer))
        .await
        .expect("no answer");
    let answer =
        String::from_utf8_lossy(answer.get(..read.unwrap_or_default()).unwrap_or_default())
            .into_owned();
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
        "{answer}"
    );
    // Who does not know the secret is refused before the body is read.
    let long = "POST /telegram/webhook HTTP/1.1\r\nHost: bot\r\nContent-Length: 900000000\r\n\r\n";
    let mut stream = connected(&app, long).await;
    let mut answer = [0; 12];
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read_exact(&mut answer)).await;
    read.expect("it waits for the body").expect("an answer");
    assert_eq!(answer, *b"HTTP/1.1 401");
    assert_eq!(app.get("/ping").await.status(), 200);
    app.stop().await;
}

#[tokio::test]
async fn an_answer_that_leads_elsewhere_is_not_followed() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let elsewhere = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let target = elsewhere.local_addr().expect("bound");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!(
        "http://{}/bot123456:secret/getMe",
        listener.local_addr().expect("bound")
    );
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a call");
        let mut buffer = [0; 4_096];
        let _ = stream.read(&mut buffer).await;
        let answer = format!(
            "HTTP/1.1 307 Over There\r\nLocation: http://{target}/\r\nContent-Length: 0\r\n\r\n"
        );
        let _ = stream.write_all(answer.as_bytes()).await;
    });
    let client = outgoing::client(&url, None, Duration::from_secs(5)).expect("a client");
    let answer = client
        .post(&url)
        .header("Api-Key", "secret")
        .body("{}")
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 307);
    let visit = tokio::time::timeout(Duration::from_millis(200), elsewhere.accept()).await;
    assert!(visit.is_err(), "somebody else was asked");
}

fn says(
    update_id: i64,
    kind: &str,
    from: &Value,
    chat: &Value,
    text: &str,
    also: &Value,
) -> String {
    let mut message = json!({ "message_id": 900 + update_id, "date": 1_800_000_000, "from": from, "chat": chat, "text": text });
    for (name, value) in also.as_object().into_iter().flatten() {
        message[name] = value.clone();
    }
    json!({ "update_id": update_id, kind: message }).to_string()
}

on_both! {
    async fn an_owner_is_one_in_their_private_chat_and_nowhere_else(backend) {
        let app = TestApp::start(backend).await;
        app.says(ADMIN, "/start").await;
        app.delivered().await;
        let before = app.telegram.calls_of("sendMessage").len();
        let owner = json!({ "id": ADMIN, "is_bot": false, "first_name": "Olga" });
        // Whoever writes as the group, and what a channel posts by itself.
        let nobody = json!({ "id": 1_087_968_824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot" });
        let service = json!({ "id": 777_000, "is_bot": false, "first_name": "Telegram" });
        let group = json!({ "id": GROUP, "type": "supergroup", "title": "Club" });
        let channel = json!({ "id": GROUP, "type": "channel", "title": "Club" });
        let private = json!({ "id": ADMIN, "type": "private", "first_name": "Olga" });
        let by_chat = json!({ "sender_chat": group });
        let mut number = 1;
        for command in ["/stats", "/leads", "/find a", "/grant 5301000111 club 30 gift", "/unmatched"] {
            for (kind, from, chat, also) in [
                ("message", &owner, &group, &json!({})),
                ("message", &nobody, &group, &by_chat),
                ("message", &service, &group, &json!({ "is_automatic_forward": true, "sender_chat": channel })),
                ("channel_post", &owner, &channel, &by_chat),
                ("edited_message", &owner, &private, &json!({ "edit_date": 1_800_000_001 })),
                ("business_message", &owner, &private, &json!({ "business_connection_id": "x" })),
                ("guest_message", &owner, &group, &json!({})),
            ] {
                let answer = app.post_update(says(number, kind, from, chat, command, also)).await;
                assert_eq!(answer.status(), 200, "{kind}");
                number += 1;
            }
        }
        app.delivered().await;
        assert_eq!(app.telegram.calls_of("sendMessage").len(), before, "{:?}", app.texts(ADMIN));
        assert_eq!(app.database.count("journal").await, 0);
        app.stop().await;
    }

    async fn a_command_that_an_owner_passes_on_decides_nothing(backend) {
        let app = TestApp::start(backend).await;
        app.says(ADMIN, "/start").await;
        app.says(5_301_000_111, "/start").await;
        let owner = json!({ "id": ADMIN, "is_bot": false, "first_name": "Olga" });
        let private = json!({ "id": ADMIN, "type": "private", "first_name": "Olga" });
        let stranger = json!({ "id": 666, "is_bot": false, "first_name": "Stranger" });
        let origin = json!({ "forward_origin": { "type": "user", "sender_user": stranger, "date": 1_800_000_000 } });
        for (number, command) in [
            "/grant 5301000111 club 30 gift", "/extend 5301000111 club 30 gift", "/revoke 5301000111 club gift", "/delete_me",
        ].into_iter().enumerate() {
            let number = i64::try_from(number).expect("few") + 1;
            let answer = app.post_update(says(number, "message", &owner, &private, command, &origin)).await;
            assert_eq!(answer.status(), 200);
        }
        app.delivered().await;
        assert_eq!(app.database.count("journal").await, 0);
        assert_eq!(app.database.count("subscriptions").await, 0);
        assert_eq!(app.database.count("users").await, 2);
        app.stop().await;
    }
}
