//! A database that has been in use: people and all that is known of them, by SQL.

use crate::Result;
use crate::database::Database;
use crate::options::{Kind, Options};

pub(crate) async fn fill(database: &Database, options: &Options) -> Result<()> {
    if options.rows == 0 {
        return Ok(());
    }
    // Seconds over a time, so that no look at the clock finds everybody due. Keys of the inbox are kept for three days:
    // older ones would be cleaned away while the load runs.
    let days = |count: u32| format!("(i % {})", count * 24 * 60 * 60);
    let (month, two_days) = (days(30), days(2));
    let moment = |base: &str, sign: char, seconds: &str| match options.database {
        Kind::Postgres => {
            format!("now() + interval '{base}' {sign} {seconds} * interval '1 second'")
        }
        Kind::Sqlite => {
            format!(
                "strftime('%Y-%m-%d %H:%M:%S.000000', 'now', '{base}', '{sign}' || {seconds} || ' seconds')"
            )
        }
    };
    let filling = include_str!("rows.sql")
        .replace("$count", &options.rows.to_string())
        .replace("$past", &moment("0 days", '-', &month))
        .replace("$recent", &moment("0 days", '-', &two_days))
        .replace("$ahead", &moment("40 days", '+', &month));
    let after = match options.database {
        Kind::Postgres => "VACUUM ANALYZE",
        Kind::Sqlite => "PRAGMA wal_checkpoint(TRUNCATE)",
    };
    database
        .execute(&format!("BEGIN;\n{filling}\nCOMMIT;"))
        .await?;
    database.execute(after).await
}
