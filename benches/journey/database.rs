//! The database of a run: new, durable, gone afterwards.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tokio_postgres::NoTls;
use url::Url;

use crate::options::{Kind, Options};
use crate::{Result, procfs};

pub(crate) struct Database {
    url: String,
    server: Option<Server>,
}

/// The PostgreSQL server that holds the run's database.
struct Server {
    url: Url,
    name: String,
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
            name: format!("journey_{}", std::process::id()),
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
    pub(crate) fn cpu_seconds(&self) -> Option<f64> {
        procfs::family_cpu_seconds(self.server.as_ref()?.cluster.as_ref()?.pid)
    }

    /// A second database on the same server, with these tables; `None` with SQLite.
    pub(crate) async fn create_beside(&self, tables: &str) -> Result<Option<String>> {
        let Some(server) = &self.server else {
            return Ok(None);
        };
        let url = server.create(&server.floor_name()).await?;
        execute(&url, tables).await?;
        Ok(Some(url))
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
            for name in [&server.name, &server.floor_name()] {
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
    fn floor_name(&self) -> String {
        format!("{}_floor", self.name)
    }

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

async fn execute(url: &str, sql: &str) -> Result<()> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    let connection = tokio::spawn(connection);
    client.batch_execute(sql).await?;
    drop(client);
    connection.await??;
    Ok(())
}
