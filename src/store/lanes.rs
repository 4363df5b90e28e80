//! How the outbox is asked for what waits for one chat.

/// The messages of one lane of a chat, as the range in which the chat's own index has them. Asked for by equal columns,
/// PostgreSQL takes any index that has one of them while it believes the table to be empty, and it believes so until the next
/// ANALYZE: it went through everybody's messages.
macro_rules! lane_of_chat {
    ($chat:expr, $lane:expr) => {
        diesel::dsl::sql::<diesel::sql_types::Bool>("(chat_id, lane, id) >= (")
            .bind::<diesel::sql_types::BigInt, _>($chat)
            .sql(", ")
            .bind::<diesel::sql_types::SmallInt, _>($lane)
            .sql(", 0) AND (chat_id, lane, id) < (")
            .bind::<diesel::sql_types::BigInt, _>($chat)
            .sql(", ")
            .bind::<diesel::sql_types::SmallInt, _>($lane + 1)
            .sql(", 0)")
    };
}
pub(in crate::store) use lane_of_chat;
