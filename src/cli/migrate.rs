//! `migrate`, `migrate --status`, `migrate --revert`.

use super::{Failure, say, settings};
use crate::app::StartError;

/// Works on the database of the settings.
pub(super) async fn run(status: bool, revert: bool) -> Result<(), Failure> {
    let config = settings()?;
    let database = &config.database_url;
    let failed = |error| Failure::from(StartError::Store(error));
    if status {
        for migration in database.migration_status().await.map_err(failed)? {
            let state = if migration.applied {
                "applied"
            } else {
                "pending"
            };
            say(format_args!("{state}  {}", migration.name));
        }
        return Ok(());
    }
    if revert {
        match database.revert_last().await.map_err(failed)? {
            Some(name) => say(format_args!("reverted {name}")),
            None => say("nothing to revert"),
        }
        return Ok(());
    }
    let applied = database.migrate().await.map_err(failed)?;
    for name in &applied {
        say(format_args!("applied {name}"));
    }
    say(format_args!(
        "{} migration(s) applied; {database} is up to date",
        applied.len()
    ));
    Ok(())
}
