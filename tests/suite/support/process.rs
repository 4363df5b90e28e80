//! The real program as a process of its own: its environment, its logs, its signals.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    time::Duration,
};

use five_keys_bot::playground::Playground;

use super::{app::PATIENCE, app::SECRET, database::TestDatabase};

/// A port that nobody uses now, and that the system gives to nobody: a service that is dead finds it free again.
pub fn kept_port() -> u16 {
    loop {
        let port = fastrand::u16(12_000..19_000);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// The program with nothing in its environment but what is given, in a folder of its own (so that no `.env` is read).
pub fn program(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_five-keys-bot"));
    command
        .args(arguments)
        .env_clear()
        .current_dir(folder)
        .stdin(Stdio::null());
    command.envs(environment.iter().copied());
    command
}

/// Runs a command to its end.
pub async fn run(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Ended {
    let mut command = program(folder, arguments, environment);
    let ended = tokio::task::spawn_blocking(move || command.output());
    let ended = tokio::time::timeout(PATIENCE, ended)
        .await
        .expect("the command ends");
    let Output {
        status,
        stdout,
        stderr,
    } = ended.expect("no panic").expect("the program runs");
    Ended {
        status,
        said: text(stdout),
        complained: text(stderr),
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

/// A command that ended.
#[derive(Debug)]
pub struct Ended {
    pub status: ExitStatus,
    pub said: String,
    pub complained: String,
}

impl Ended {
    /// What it said; it must have succeeded.
    pub fn success(self) -> String {
        assert!(self.status.success(), "{self:#?}");
        self.said
    }

    /// What it complained; it must have failed in the ordinary way, not by a panic or a signal.
    pub fn failure(self) -> String {
        assert_eq!(self.status.code(), Some(1), "{self:#?}");
        self.complained
    }
}

/// A running process. It is killed when it is dropped.
pub struct Process {
    child: Child,
    log: PathBuf,
    out: PathBuf,
}

impl Process {
    /// Starts a command; what it writes goes to files with this name.
    pub fn start(
        folder: &Path,
        name: &str,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Self {
        let file = |end: &str| {
            let path = folder.join(format!("{name}.{end}"));
            let file = std::fs::File::create(&path).expect("a file");
            (path, file)
        };
        let ((log, stderr), (out, stdout)) = (file("log"), file("out"));
        let mut command = program(folder, arguments, environment);
        let child = command
            .stdout(stdout)
            .stderr(stderr)
            .spawn()
            .expect("the program starts");
        Self { child, log, out }
    }

    /// Everything it logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).expect("its log")
    }

    /// Everything it printed so far.
    pub fn out(&self) -> String {
        std::fs::read_to_string(&self.out).expect("its output")
    }

    /// Waits until it wrote something that `find` finds.
    pub async fn wrote<T>(&mut self, what: &str, find: impl Fn(&Self) -> Option<T>) -> T {
        let begun = std::time::Instant::now();
        loop {
            if let Some(found) = find(self) {
                return found;
            }
            let ended = self.child.try_wait().expect("a state");
            assert!(
                ended.is_none() && begun.elapsed() < PATIENCE,
                "no {what} ({ended:?}):\n{}{}",
                self.out(),
                self.log()
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL: no chance to finish anything.
    pub fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }

    /// SIGTERM, as Docker stops a container.
    pub fn terminate(&self) {
        let ended = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(ended.expect("kill runs").success());
    }

    /// How it ended, which must come to pass by itself.
    pub async fn ended(&mut self, within: Duration) -> ExitStatus {
        let begun = std::time::Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a state") {
                return status;
            }
            assert!(
                begun.elapsed() < within,
                "still running after {within:?}:\n{}",
                self.log()
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The service as a process.
pub struct Service {
    pub process: Process,
    pub port: u16,
}

impl Service {
    /// Starts `serve` on a free port and waits until it listens.
    pub async fn start(
        name: &str,
        telegram: &Playground,
        database: &TestDatabase,
        more: &[(&str, &str)],
    ) -> Self {
        let mut process = Self::spawn(name, telegram, database, more);
        let port = process
            .wrote("address", |process| port(&process.log()))
            .await;
        Self { process, port }
    }

    /// Starts `serve` and does not wait.
    pub fn spawn(
        name: &str,
        telegram: &Playground,
        database: &TestDatabase,
        more: &[(&str, &str)],
    ) -> Process {
        let (api, tribute_api) = (telegram.api_url(), telegram.tribute_api_url());
        let mut environment = vec![
            ("BOT_TOKEN", telegram.settings().bot_token.as_str()),
            ("TELEGRAM_API_URL", &api),
            ("TELEGRAM_SECRET_TOKEN", SECRET),
            ("TRIBUTE_API_KEY", &telegram.settings().tribute_key),
            ("TRIBUTE_API_URL", &tribute_api),
            ("DATABASE_URL", &database.url),
            ("WEB_HOST", "127.0.0.1"),
            ("WEB_PORT", "0"),
        ];
        environment.extend_from_slice(more);
        Process::start(database.folder(), name, &["serve"], &environment)
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

/// The port, from `listening port=8080 version=…` or `"message":"listening","port":8080,`.
fn port(log: &str) -> Option<u16> {
    let said = |before: &str, after| log.split_once(before)?.1.split_once(after);
    let (port, _) =
        said("listening port=", ' ').or_else(|| said("\"listening\",\"port\":", ','))?;
    port.parse().ok()
}
