//! The floor: what the same cluster does when nobody thinks, with the statements of one update sent by pgbench.

use std::path::Path;
use std::process::Command;

use crate::Result;
use crate::database::{Database, execute};
use crate::options::Options;
use crate::procfs::Cpu;

/// As many as keep two cores busy; more only wait for each other.
const CLIENTS: &str = "16";

pub(crate) struct Floor {
    pub(crate) per_second: f64,
    /// Of the server, for 1,000 transactions.
    pub(crate) database_cpu: Option<Cpu>,
}

/// `None` where there is nothing to compare: SQLite, another scenario, an open loop, a slow Bot API, or no seconds.
pub(crate) async fn measure(options: &Options, database: &mut Database) -> Result<Option<Floor>> {
    if !options.has_floor() {
        return Ok(None);
    }
    let Some(url) = database.create_beside("floor").await? else {
        return Ok(None);
    };
    execute(&url, &tables()?).await?;
    let before = database.cpu();
    let output = Command::new(database.pgbench())
        .args([
            "--no-vacuum",
            "--protocol=prepared",
            "--jobs=2",
            "--client",
            CLIENTS,
        ])
        // As the service's own sessions.
        .env("PGOPTIONS", "-c plan_cache_mode=force_generic_plan")
        .args(["--time", &options.floor.as_secs().to_string(), "--file"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/journey/update.sql"))
        .arg(url)
        .output()
        .map_err(|error| format!("pgbench: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let per_second: f64 = value(&said, "tps = ").ok_or_else(|| {
        format!(
            "pgbench failed:\n{said}{}",
            String::from_utf8_lossy(&output.stderr)
        )
    })?;
    let transactions: f64 =
        value(&said, "number of transactions actually processed: ").unwrap_or_default();
    let database_cpu = before
        .zip(database.cpu())
        .map(|(from, to)| (to - from).per_thousand(transactions as usize));
    Ok(Some(Floor {
        per_second,
        database_cpu,
    }))
}

/// The service's own migrations, so that the floor writes the same columns and indexes, and some people.
fn tables() -> Result<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/postgres");
    let mut migrations: Vec<_> = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path().join("up.sql")))
        .collect::<std::io::Result<_>>()?;
    migrations.sort();
    let mut sql = String::new();
    for migration in migrations {
        sql.push_str(&std::fs::read_to_string(migration)?);
    }
    sql.push_str(include_str!("people.sql"));
    Ok(sql)
}

fn value(text: &str, label: &str) -> Option<f64> {
    let (_, rest) = text.split_once(label)?;
    rest.split(|c: char| c != '.' && !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}
