//! What is still right after the chat, or the program, was started again.

use super::bot::with_bot;
use crate::playground::TributeSending;

const USER: i64 = 1001;

/// Held, so that it stays in the book.
fn held() -> TributeSending {
    TributeSending {
        user: USER,
        body: "{}".to_owned(),
        hold: true,
        ..TributeSending::default()
    }
}

#[tokio::test]
async fn a_number_of_the_book_never_means_two_deliveries() {
    let (playground, _bot) = with_bot().await;
    assert_eq!(playground.tribute_post(held()).await.number, 1);
    playground.restart_chat(USER).await.unwrap();
    assert_eq!(playground.tribute_post(held()).await.number, 2);
    playground.clean().await.unwrap();
    assert_eq!(playground.tribute_post(held()).await.number, 3);
}
