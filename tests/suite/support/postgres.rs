//! A PostgreSQL server of its own, for tests that stop it, freeze it and start it again. Durable, as in production.

use std::{
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

use super::process::kept_port;

/// It is stopped when it is dropped.
pub struct Postgres {
    folder: TempDir,
    programs: PathBuf,
    /// Whose processes they are: the server refuses to run as root.
    owner: Option<(u32, u32)>,
    pub port: u16,
}

impl Postgres {
    /// Starts one with these settings of its own.
    pub async fn start(settings: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let programs = std::env::var_os("POSTGRES_BIN");
        let programs = programs.expect(
            "POSTGRES_BIN names the folder of initdb and pg_ctl: `tests/proof/run` sets it",
        );
        let owner = (text("id", &["-u"]) == "0").then(|| {
            let name = if Command::new("id")
                .arg("postgres")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
            {
                "postgres"
            } else {
                "nobody"
            };
            let number = |what| text("id", &[what, name]).parse().expect("a number");
            (number("-u"), number("-g"))
        });
        if let Some((user, group)) = owner {
            chown(folder.path(), Some(user), Some(group)).expect("given away");
        }
        let port = kept_port();
        let server = Self {
            folder,
            programs: programs.into(),
            owner,
            port,
        };
        let new = [
            "--pgdata=data",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ];
        server.runs("initdb", &new);
        let own = format!(
            "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\ntimezone = 'UTC'\nport = {port}\n{settings}"
        );
        let file = server.data().join("postgresql.conf");
        let known = std::fs::read_to_string(&file).expect("read");
        std::fs::write(&file, known + &own).expect("written");
        server.up();
        server
    }

    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn up(&self) {
        self.runs(
            "pg_ctl",
            &[
                "start",
                "--wait",
                "--timeout=60",
                "--pgdata=data",
                "--log=server.log",
            ],
        );
    }

    /// As a power cut: nobody is told, nothing is finished, the next start recovers from the log.
    pub fn stops_at_once(&self) {
        self.runs(
            "pg_ctl",
            &["stop", "--wait", "--mode=immediate", "--pgdata=data"],
        );
    }

    /// The usual restart of a machine that is cared for: sessions are ended.
    pub fn restarts(&self) {
        self.runs(
            "pg_ctl",
            &[
                "restart",
                "--wait",
                "--mode=fast",
                "--pgdata=data",
                "--log=server.log",
            ],
        );
    }

    /// It keeps its connections, takes new ones, and says nothing (SIGSTOP), until it may go on (SIGCONT).
    pub fn frozen(&self, yes: bool) {
        let signal = if yes { "-STOP" } else { "-CONT" };
        let server = self.pid().expect("it runs");
        // Those that were started last are asked first, so that nobody is started meanwhile.
        let children = text("ps", &["-o", "pid=", "--ppid", &server]);
        let all = std::iter::once(server.as_str()).chain(children.split_whitespace());
        let status = Command::new("kill")
            .arg(signal)
            .args(all)
            .stderr(Stdio::null())
            .status();
        status.expect("kill runs");
    }

    /// The first line of the file that every server keeps.
    fn pid(&self) -> Option<String> {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid")).ok()?;
        file.lines().next().map(str::to_owned)
    }

    fn runs(&self, program: &str, arguments: &[&str]) {
        let log = self.folder.path().join("said.log");
        let file = std::fs::File::options()
            .create(true)
            .append(true)
            .open(&log)
            .expect("a file");
        let mut command = Command::new(Path::new(&self.programs).join(program));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
            .stdout(file.try_clone().expect("twice"))
            .stderr(file);
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        let status = command.status().expect("it runs");
        let said = || {
            [log, self.folder.path().join("server.log")]
                .map(|path| std::fs::read_to_string(path).unwrap_or_default())
                .concat()
        };
        assert!(status.success(), "{program}: {}", said());
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.pid().is_some() {
            self.frozen(false);
            self.stops_at_once();
        }
    }
}

fn text(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .expect("it runs");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
