//! A program under test as a process: started, timed, watched, stopped.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Result;
use crate::procfs::{self, Cpu};
use crate::scenario::payments::API_KEY;

pub(crate) const SECRET_TOKEN: &str = "benchmark-secret-token";

const PATIENCE: Duration = Duration::from_secs(60);

/// The service, or the peer: both read the same variables.
#[derive(Clone)]
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    pub(crate) arguments: Vec<OsString>,
    /// How often a start on an existing database is measured; the median counts.
    pub(crate) starts: usize,
}

/// How to start a program; each start is on the same database.
#[derive(Clone)]
pub(crate) struct Launch {
    program: Program,
    database_url: String,
    api_url: String,
    folder: PathBuf,
}

pub(crate) struct Service {
    child: Child,
    port: u16,
}

impl Program {
    pub(crate) fn service(binary: &Path) -> Self {
        Self {
            path: binary.to_owned(),
            arguments: vec!["serve".into()],
            starts: 5,
        }
    }
}

impl Launch {
    pub(crate) fn new(program: &Program, database_url: &str, api_url: &str, folder: &Path) -> Self {
        Self {
            program: program.clone(),
            database_url: database_url.to_owned(),
            api_url: api_url.to_owned(),
            folder: folder.to_owned(),
        }
    }

    /// Starts the program; also returns the time to the first 200 on `/ping`.
    pub(crate) async fn start(&self) -> Result<(Service, Duration)> {
        let launch = self.clone();
        // Waiting blocks, and the program may call the pretend Bot API while it starts.
        tokio::task::spawn_blocking(move || launch.start_and_wait()).await?
    }

    fn start_and_wait(&self) -> Result<(Service, Duration)> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let log = self.folder.join("service.log");
        let started = Instant::now();
        let child = Command::new(&self.program.path)
            .args(&self.program.arguments)
            .current_dir(&self.folder) // where no .env file is
            .env_clear()
            .env("BOT_TOKEN", "123456:TESTTESTTESTTESTTESTTESTTESTTESTTES")
            .env("TELEGRAM_SECRET_TOKEN", SECRET_TOKEN)
            .env("TELEGRAM_API_URL", &self.api_url)
            .env("TRIBUTE_API_KEY", API_KEY)
            // Should it ask for something: not the real one.
            .env("TRIBUTE_API_URL", &self.api_url)
            .env("DATABASE_URL", &self.database_url)
            .env("WEB_HOST", "127.0.0.1")
            .env("WEB_PORT", port.to_string())
            .env("RUST_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(File::options().create(true).append(true).open(&log)?)
            .stderr(File::options().create(true).append(true).open(&log)?)
            .spawn()
            .map_err(|error| format!("{}: {error}", self.program.path.display()))?;
        let mut service = Service { child, port };
        while !is_up(port) {
            let ended = service.child.try_wait()?;
            if ended.is_some() || started.elapsed() > PATIENCE {
                let said = std::fs::read_to_string(&log).unwrap_or_default();
                return Err(format!(
                    "{} does not answer /ping ({ended:?}); it said:\n{said}",
                    self.program.path.display()
                )
                .into());
            }
            std::thread::sleep(Duration::from_micros(200));
        }
        Ok((service, started.elapsed()))
    }
}

impl Service {
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn cpu(&self) -> Option<Cpu> {
        procfs::cpu(self.child.id())
    }

    pub(crate) fn memory_kib(&self, name: &str) -> Option<u64> {
        procfs::memory_kib(self.child.id(), name)
    }

    pub(crate) fn open_files(&self) -> Option<usize> {
        procfs::open_files(self.child.id())
    }

    /// Asks the program to stop and waits for it; returns how long that took.
    pub(crate) async fn stop(mut self) -> Result<Duration> {
        tokio::task::spawn_blocking(move || {
            let asked = Instant::now();
            Command::new("kill")
                .args(["-TERM", &self.child.id().to_string()])
                .status()?;
            while self.child.try_wait()?.is_none() {
                if asked.elapsed() > PATIENCE {
                    return Err("the program does not stop".into());
                }
                std::thread::sleep(Duration::from_millis(1));
            }
            Ok(asked.elapsed())
        })
        .await?
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Already ended after `stop`; otherwise something failed and nobody will ask it kindly.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn is_up(port: u16) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET /ping HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut status = [0; 12];
        stream.read_exact(&mut status)?;
        Ok(status.ends_with(b" 200"))
    };
    ask().unwrap_or(false)
}
