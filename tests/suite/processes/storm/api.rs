//! A Bot API that says yes to everything at once.

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// Good enough an answer to any method.
const YES: &str = r#"{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Bot","username":"storm_bot","message_id":1,"date":1,"chat":{"id":1,"type":"private"},"url":"","has_custom_certificate":false,"pending_update_count":0}}"#;

/// Its address.
pub(super) async fn answer_everything() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((caller, _)) = listener.accept().await {
            tokio::spawn(answer(caller));
        }
    });
    format!("http://{address}")
}

/// One request after the other, until the caller goes away.
async fn answer(caller: TcpStream) -> std::io::Result<()> {
    let mut caller = BufReader::new(caller);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if caller.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let mut body = vec![0; length];
        caller.read_exact(&mut body).await?;
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{YES}",
            YES.len()
        );
        caller.get_mut().write_all(answer.as_bytes()).await?;
    }
}
