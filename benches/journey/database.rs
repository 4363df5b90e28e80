//! The database of a run: new, durable, gone afterwards.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use tokio_postgres::NoTls;
use url::Url;

use crate::Result;
use crate::options::{Kind, Options};
use crate::procfs::{self, Cpu};

pub(crate) struct Database {
    url: String,
    server: Option<Server>,
}

/// The PostgreSQL server that holds the run's database.
struct Server {
    url: Url,
    name: String,
    /// Names of further databases.
    beside: Vec<String>,
    /// Ours, unless `BENCH_DATABASE_URL` named another.
    cluster: Option<Cluster>,
}

struct Cluster {
    script: Child,
    pid: u32,
    programs: PathBuf,
}

impl Database {
    pub(crate) async fn open(options: &Options, folder: &Path) -> Result<Self> {
        if options.database == Kind::Sqlite {
            return Ok(Self {
                url: format!("sqlite:{}", folder.join("bot.db").display()),
                server: None,
            });
        }
        let (url, cluster) = match std::env::var("BENCH_DATABASE_URL") {
            Ok(url) if !url.is_empty() => (url, None),
            _ => Cluster::start().map(|(url, cluster)| (url, Some(cluster)))?,
        };
        let server = Server {
            url: url.parse()?,
            // The suite opens many in one process.
            name: format!("journey_{}_{}", std::process::id(), fastrand::u32(..)),
            beside: Vec::new(),
            cluster,
        };
        let url = server.create(&server.name).await?;
        Ok(Self {
            url,
            server: Some(server),
        })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Of the whole server, when it is ours.
    pub(crate) fn cpu(&self) -> Option<Cpu> {
        procfs::family_cpu(self.server.as_ref()?.cluster.as_ref()?.pid)
    }

    /// One more database on the same server; `None` with SQLite.
    pub(crate) async fn create_beside(&mut self, name: &str) -> Result<Option<String>> {
        let Some(server) = &mut self.server else {
            return Ok(None);
        };
        let name = format!("{}_{name}", server.name);
        let url = server.create(&name).await?;
        server.beside.push(name);
        Ok(Some(url))
    }

    /// Runs statements, on either kind of database.
    pub(crate) async fn execute(&self, sql: &str) -> Result<()> {
        match self.url.strip_prefix("sqlite:") {
            None => execute(&self.url, sql).await,
            Some(path) => Ok(SqliteConnection::establish(path)?.batch_execute(sql)?),
        }
    }

    /// Sessions that programs have in the run's database; `None` with SQLite.
    pub(crate) async fn sessions(&self) -> Result<Option<i64>> {
        let Some(server) = &self.server else {
            return Ok(None);
        };
        let (client, connection) = tokio_postgres::connect(server.url.as_str(), NoTls).await?;
        let connection = tokio::spawn(connection);
        let count = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1";
        let row = client.query_one(count, &[&server.name]).await?;
        drop(client);
        connection.await??;
        Ok(Some(row.try_get(0)?))
    }

    /// pgbench beside the server's programs, or in PATH.
    pub(crate) fn pgbench(&self) -> PathBuf {
        let cluster = self
            .server
            .as_ref()
            .and_then(|server| server.cluster.as_ref());
        cluster
            .map(|cluster| cluster.programs.join("pgbench"))
            .filter(|path| path.exists())
            .unwrap_or("pgbench".into())
    }

    pub(crate) async fn close(self) -> Result<()> {
        // A cluster of ours vanishes as a whole.
        if let Some(server) = self.server.filter(|server| server.cluster.is_none()) {
            for name in server.beside.iter().chain([&server.name]) {
                execute(
                    server.url.as_str(),
                    &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
                )
                .await?;
            }
        }
        Ok(())
    }
}

impl Server {
    async fn create(&self, name: &str) -> Result<String> {
        execute(self.url.as_str(), &format!("CREATE DATABASE {name}")).await?;
        let mut url = self.url.clone();
        url.set_path(name);
        Ok(url.into())
    }
}

impl Cluster {
    fn start() -> Result<(String, Self)> {
        let mut script = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/postgres"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = script.stdout.take().ok_or("no output")?;
        let mut lines = BufReader::new(output).lines();
        let mut line = || {
            lines
                .next()
                .ok_or("tests/postgres did not start a server")?
                .map_err(Box::<dyn std::error::Error + Send + Sync>::from)
        };
        let (url, pid, programs) = (line()?, line()?.parse()?, line()?.into());
        Ok((
            url,
            Self {
                script,
                pid,
                programs,
            },
        ))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The script lives as long as its input; then it stops the server.
        drop(self.script.stdin.take());
        let _ = self.script.wait();
    }
}

pub(crate) async fn execute(url: &str, sql: &str) -> Result<()> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    let connection = tokio::spawn(connection);
    client.batch_execute(sql).await?;
    drop(client);
    connection.await??;
    Ok(())
}
