//! How the outbox is asked for what waits for one chat.

/// The messages of one lane of a chat, as the range in which the chat's own index has them. Asked for by equal columns,
/// PostgreSQL takes any index that has one of them while it believes the table to be empty, and it believes so until the next
/// ANALYZE: it went through everybody's messages. The index of lanes, which it could go through as well, answers only those who
/// say `lane >= 0`.
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

/// The messages of all lanes of a chat, in the same way.
macro_rules! lanes_of_chat {
    ($chat:expr) => {
        diesel::dsl::sql::<diesel::sql_types::Bool>("(chat_id, lane, id) >= (")
            .bind::<diesel::sql_types::BigInt, _>($chat)
            .sql(", 0, 0) AND (chat_id, lane, id) < (")
            .bind::<diesel::sql_types::BigInt, _>($chat + 1)
            .sql(", 0, 0)")
    };
}
pub(in crate::store) use {lane_of_chat, lanes_of_chat};
