//! Migrations, embedded for both back ends. Several replicas may start at once on an empty database: on
//! PostgreSQL an advisory lock, on SQLite an exclusive transaction lets one go first.

use diesel::{
    backend::Backend,
    migration::{MigrationSource, MigrationVersion},
    pg::Pg,
    sqlite::{Sqlite, SqliteConnection},
};
use diesel_async::AsyncMigrationHarness;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{DatabaseUrl, PoolSettings, Store, StoreError, pg, sqlite};

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// Two numbers, because the one-number locks belong to people. Any will do.
const TAKE_LOCK: &str = "SELECT pg_advisory_lock(7315420, 1)";
const GIVE_LOCK: &str = "SELECT pg_advisory_unlock(7315420, 1)";

/// The versions of all migrations of this program, which are the same on both back ends.
pub(super) fn versions() -> Result<Vec<String>, StoreError> {
    let all = MigrationSource::<Sqlite>::migrations(&SQLITE)
        .map_err(|error| StoreError::Migration(error.to_string()))?;
    let version =
        |one: Box<dyn diesel::migration::Migration<Sqlite>>| one.name().version().to_string();
    Ok(all.into_iter().map(version).collect())
}

/// A migration and whether it was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationStatus {
    /// Its name, which is the folder's.
    pub name: String,
    /// Applied or pending.
    pub applied: bool,
}

#[derive(Clone, Copy)]
enum Task {
    Apply,
    RevertLast,
    Status,
}

impl Store {
    /// The pool of a database with every migration applied, and the names of those that were pending. Mostly none was: then one
    /// look tells, without waiting for anybody, and the connection that looked is the pool's first.
    ///
    /// # Errors
    /// Those of [`DatabaseUrl::migrate`].
    pub async fn open_migrated(
        url: &DatabaseUrl,
        settings: PoolSettings,
    ) -> Result<(Self, Vec<String>), StoreError> {
        match url {
            DatabaseUrl::Postgres(address) => {
                let mut first = pg::connect(address).await?;
                let found = pg::queries::moving::versions(&mut first).await?;
                let names = url.migrate_unless_current(found).await?;
                let pool = pg::open(address, settings, Some(first))?;
                Ok((Self::Postgres(pool), names))
            }
            DatabaseUrl::Sqlite(path) => {
                let look = async {
                    let mut first = sqlite::connect_first(path)?;
                    let found = sqlite::queries::moving::versions(&mut first).await?;
                    Ok::<_, StoreError>((first, found))
                };
                let (first, found) = sqlite::on_this_thread(look).await?;
                let names = url.migrate_unless_current(found).await?;
                let pool = sqlite::open(path, settings, Some(first));
                Ok((Self::Sqlite(pool), names))
            }
        }
    }
}

impl DatabaseUrl {
    async fn migrate_unless_current(
        &self,
        found: Option<Vec<String>>,
    ) -> Result<Vec<String>, StoreError> {
        let (found, known) = (found.unwrap_or_default(), versions()?);
        // An older program may be brought back in a hurry. What it does not know of the schema it leaves alone.
        let strange = found.iter().filter(|version| !known.contains(version));
        if let Some(newest) = strange.max() {
            tracing::warn!(
                newest,
                "the database was migrated by a newer version of this program: run that version, or restore the backup from before it"
            );
        }
        if known.iter().all(|version| found.contains(version)) {
            return Ok(Vec::new());
        }
        self.migrate().await
    }

    /// Applies what is pending and gives the names.
    ///
    /// # Errors
    /// The database cannot be reached, or a migration fails; the ones before it stay applied.
    pub async fn migrate(&self) -> Result<Vec<String>, StoreError> {
        let before = self.perform(Task::Apply).await?;
        Ok(before
            .into_iter()
            .filter(|status| !status.applied)
            .map(|status| status.name)
            .collect())
    }

    /// Takes back the last applied migration and gives its name; `None` when there is none.
    ///
    /// # Errors
    /// The database cannot be reached, or the migration cannot be taken back.
    pub async fn revert_last(&self) -> Result<Option<String>, StoreError> {
        let before = self.perform(Task::RevertLast).await?;
        Ok(before
            .into_iter()
            .rev()
            .find(|status| status.applied)
            .map(|status| status.name))
    }

    /// Every migration of this program, in order.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn migration_status(&self) -> Result<Vec<MigrationStatus>, StoreError> {
        self.perform(Task::Status).await
    }

    /// Does the task and gives the status from before it.
    async fn perform(&self, task: Task) -> Result<Vec<MigrationStatus>, StoreError> {
        match self.clone() {
            Self::Postgres(url) => {
                use diesel_async::SimpleAsyncConnection;
                let mut conn = pg::connect(&url).await?;
                // Waiting for another replica's migrations may take longer than any query may.
                conn.batch_execute("SET statement_timeout = 0; SET lock_timeout = '5min'")
                    .await?;
                conn.batch_execute(TAKE_LOCK).await?;
                let mut harness = AsyncMigrationHarness::new(conn);
                let done = perform::<Pg, _>(&mut harness, POSTGRES, task);
                // The lock would go with the connection too, unless a pooler keeps that.
                harness.into_inner().batch_execute(GIVE_LOCK).await?;
                done
            }
            Self::Sqlite(path) => {
                let work = move || {
                    let mut conn = sqlite::connect(&path)
                        .map_err(|error| sqlite::cannot_open(&path, &error))?;
                    conn.exclusive_transaction(|conn: &mut SqliteConnection| {
                        perform::<Sqlite, _>(conn, SQLITE, task)
                    })
                };
                tokio::task::spawn_blocking(work)
                    .await
                    .map_err(|error| StoreError::Migration(error.to_string()))?
            }
        }
    }
}

fn perform<DB, H>(
    harness: &mut H,
    source: EmbeddedMigrations,
    task: Task,
) -> Result<Vec<MigrationStatus>, StoreError>
where
    DB: Backend,
    H: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let failed =
        |error: Box<dyn std::error::Error + Send + Sync>| StoreError::Migration(error.to_string());
    let applied: Vec<MigrationVersion<'static>> = harness.applied_migrations().map_err(failed)?;
    let mut status = Vec::new();
    for migration in MigrationSource::<DB>::migrations(&source).map_err(failed)? {
        let name = migration.name();
        let applied = applied.contains(&name.version().as_owned());
        status.push(MigrationStatus {
            name: name.to_string(),
            applied,
        });
    }
    status.sort_by(|one, other| one.name.cmp(&other.name));
    match task {
        Task::Apply => {
            harness.run_pending_migrations(source).map_err(failed)?;
        }
        Task::RevertLast if status.iter().any(|status| status.applied) => {
            harness.revert_last_migration(source).map_err(failed)?;
        }
        Task::RevertLast | Task::Status => {}
    }
    Ok(status)
}
