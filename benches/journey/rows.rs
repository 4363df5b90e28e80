//! A database that has been in use: people and all that is known of them, by SQL.

use crate::Result;
use crate::database::Database;
use crate::options::{Kind, Options};

pub(crate) async fn fill(database: &Database, options: &Options) -> Result<()> {
    if options.rows == 0 {
        return Ok(());
    }
    // Seconds over thirty days, so that no look at the clock finds everybody due.
    let (past, ahead, after) = match options.database {
        Kind::Postgres => (
            "now() - (i % 2592000) * interval '1 second'",
            "now() + interval '40 days' + (i % 2592000) * interval '1 second'",
            "VACUUM ANALYZE",
        ),
        Kind::Sqlite => (
            "strftime('%Y-%m-%d %H:%M:%S.000000', 'now', '-' || (i % 2592000) || ' seconds')",
            "strftime('%Y-%m-%d %H:%M:%S.000000', 'now', '40 days', (i % 2592000) || ' seconds')",
            "PRAGMA wal_checkpoint(TRUNCATE)",
        ),
    };
    let filling = include_str!("rows.sql")
        .replace("$count", &options.rows.to_string())
        .replace("$past", past)
        .replace("$ahead", ahead);
    database
        .execute(&format!("BEGIN;\n{filling}\nCOMMIT;"))
        .await?;
    database.execute(after).await
}
