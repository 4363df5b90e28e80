//! A database of its own for each test.

use std::sync::atomic::{AtomicU32, Ordering};

use five_keys_bot::store::{DatabaseUrl, PoolSettings, Store};
use tempfile::TempDir;
use tokio_postgres::NoTls;

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// An empty database. A SQLite file goes with it; a PostgreSQL database goes with the throw-away server.
pub struct TestDatabase {
    pub url: String,
    pub backend: Backend,
    folder: TempDir,
}

impl TestDatabase {
    pub async fn create(backend: Backend) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = match backend {
            Backend::Sqlite => format!("sqlite:{}", folder.path().join("bot.db").display()),
            Backend::Postgres => create_postgres(&server()).await,
        };
        Self {
            url,
            backend,
            folder,
        }
    }

    /// A SQLite file there: on a disk of its own, for instance.
    pub fn at(file: &std::path::Path) -> Self {
        Self {
            url: format!("sqlite:{}", file.display()),
            backend: Backend::Sqlite,
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// On another PostgreSQL server than everybody's.
    pub async fn on(server: &str) -> Self {
        Self {
            url: create_postgres(server).await,
            backend: Backend::Postgres,
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// A SQLite database that is a copy of this file.
    pub async fn of_file(file: &std::path::Path) -> Self {
        let database = Self::create(Backend::Sqlite).await;
        std::fs::copy(file, database.folder().join("bot.db")).expect("copied");
        database
    }

    pub fn url(&self) -> DatabaseUrl {
        DatabaseUrl::parse(&self.url).expect("a valid URL")
    }

    /// Where the test may keep other files.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The store of this database, migrated.
    pub async fn store(&self) -> Store {
        self.url().migrate().await.expect("migrations apply");
        let settings = PoolSettings {
            size: 8,
            wait: std::time::Duration::from_secs(5),
            limit: std::time::Duration::from_secs(30),
        };
        Store::open(&self.url(), settings)
            .await
            .expect("the store opens")
    }

    /// Runs a query outside the program and gives its rows as texts (`NULL` for nulls): what is really stored.
    pub async fn query(&self, sql: &str) -> Vec<Vec<String>> {
        match self.backend {
            Backend::Sqlite => {
                let path = self.url.trim_start_matches("sqlite:");
                query_sqlite(std::path::Path::new(path), sql)
            }
            Backend::Postgres => query_postgres(&self.url, sql).await,
        }
    }

    /// One value of one row, as text.
    pub async fn value(&self, sql: &str) -> String {
        let rows = self.query(sql).await;
        rows.first()
            .and_then(|row| row.first())
            .cloned()
            .unwrap_or_else(|| panic!("no row: {sql}"))
    }

    /// The name of the PostgreSQL database.
    pub fn name(&self) -> String {
        let url = url::Url::parse(&self.url).expect("a URL");
        url.path().trim_start_matches('/').to_owned()
    }

    /// Runs a statement on the PostgreSQL server, outside this database.
    pub async fn on_server(&self, sql: &str) {
        query_postgres(&server(), sql).await;
    }

    /// Ends every session on this PostgreSQL database.
    pub async fn disconnect_everybody(&self) {
        let name = self.name();
        let end = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        );
        self.on_server(&end).await;
    }

    /// Every column of the program's tables, as table and column.
    pub async fn columns(&self) -> Vec<(String, String)> {
        let sql = match self.backend {
            Backend::Postgres => {
                "SELECT table_name, column_name FROM information_schema.columns \
                 WHERE table_schema = 'public' ORDER BY 1, 2"
            }
            Backend::Sqlite => {
                "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c \
                 WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY 1, 2"
            }
        };
        let rows = self.query(sql).await.into_iter();
        let pairs = rows.map(|row| (row[0].clone(), row[1].clone()));
        let own: Vec<_> = pairs
            .filter(|(table, _)| !table.contains("diesel"))
            .collect();
        assert!(own.len() > 50, "{own:?}");
        own
    }

    /// Every place where a text stands, as part of whatever value: `table.column`.
    pub async fn places_of(&self, text: &str) -> Vec<String> {
        let columns = self.columns().await;
        // One statement for all of them: a connection for each would take longer than the test.
        let looks = columns.iter().map(|(table, column)| {
            format!(
                "SELECT '{table}.{column}' WHERE EXISTS (SELECT 1 FROM {table} WHERE CAST({column} AS TEXT) LIKE '%{text}%')"
            )
        });
        let all = looks.collect::<Vec<_>>().join(" UNION ALL ");
        self.query(&all).await.into_iter().flatten().collect()
    }

    pub async fn count(&self, table: &str) -> i64 {
        self.value(&format!("SELECT count(*) FROM {table}"))
            .await
            .parse()
            .expect("a number")
    }
}

/// The server that `tests/run` starts.
pub fn server() -> String {
    std::env::var("TEST_DATABASE_URL").unwrap_or_else(|_| {
        panic!("TEST_DATABASE_URL is not set: run the tests with `tests/run`, which starts a PostgreSQL for them")
    })
}

async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .unwrap_or_else(|error| {
            panic!("the PostgreSQL server of the tests does not answer: {error}")
        });
    tokio::spawn(connection);
    client
}

async fn create_postgres(server: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "five_keys_test_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    let client = connect(server).await;
    client
        .batch_execute(&format!("DROP DATABASE IF EXISTS {name}"))
        .await
        .expect("dropped");
    client
        .batch_execute(&format!("CREATE DATABASE {name}"))
        .await
        .expect("may create databases");
    let mut url = url::Url::parse(server).expect("a URL");
    url.set_path(&name);
    url.into()
}

async fn query_postgres(url: &str, sql: &str) -> Vec<Vec<String>> {
    use tokio_postgres::SimpleQueryMessage::Row;
    let client = connect(url).await;
    // Moments read the same wherever the server stands.
    let zone = client.batch_execute("SET TIME ZONE 'UTC'").await;
    zone.expect("a zone");
    let messages = client
        .simple_query(sql)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    let rows = messages.into_iter().filter_map(|message| match message {
        Row(row) => Some(row),
        _ => None,
    });
    rows.map(|row| {
        (0..row.len())
            .map(|at| row.get(at).unwrap_or("NULL").to_owned())
            .collect()
    })
    .collect()
}

fn query_sqlite(path: &std::path::Path, sql: &str) -> Vec<Vec<String>> {
    use diesel::{
        Connection, RunQueryDsl,
        connection::SimpleConnection,
        row::{Field, NamedRow, Row},
        sqlite::{Sqlite, SqliteConnection},
    };
    struct Texts(Vec<String>);
    impl diesel::deserialize::QueryableByName<Sqlite> for Texts {
        fn build<'a>(row: &impl NamedRow<'a, Sqlite>) -> diesel::deserialize::Result<Self> {
            let mut texts = Vec::new();
            for at in 0..row.field_count() {
                let field = Row::get(row, at).ok_or("a field")?;
                texts.push(match field.value() {
                    None => "NULL".to_owned(),
                    value => diesel::deserialize::FromSql::<diesel::sql_types::Text, Sqlite>::from_nullable_sql(value)?,
                });
            }
            Ok(Self(texts))
        }
    }
    let mut conn = SqliteConnection::establish(&path.to_string_lossy()).expect("the file opens");
    conn.batch_execute("PRAGMA busy_timeout = 5000")
        .expect("set");
    let rows: Vec<Texts> = diesel::sql_query(sql)
        .load(&mut conn)
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows.into_iter().map(|row| row.0).collect()
}
