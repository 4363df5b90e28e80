//! A Redis of its own for a test.

use std::{
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
};

use super::app::PATIENCE;

/// It is killed when it is dropped.
pub struct Redis {
    child: Option<Child>,
    port: u16,
}

impl Redis {
    /// Starts one on a free port.
    pub async fn start() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("its address").port();
        drop(free);
        let mut redis = Self { child: None, port };
        redis.up().await;
        redis
    }

    pub fn url(&self) -> String {
        format!("redis://:secret@127.0.0.1:{}", self.port)
    }

    /// Starts it, at the same address as before and with nothing in it.
    pub async fn up(&mut self) {
        let program = std::env::var("REDIS_SERVER").unwrap_or_else(|_| "redis-server".into());
        let started = Command::new(&program)
            .args(["--bind", "127.0.0.1", "--port", &self.port.to_string()])
            .args([
                "--requirepass",
                "secret",
                "--save",
                "",
                "--appendonly",
                "no",
            ])
            .stdout(Stdio::null())
            .spawn();
        let child = started.unwrap_or_else(|error| {
            panic!("{program} cannot be started ({error}); `tests/run` fetches it, or name it in REDIS_SERVER")
        });
        self.child = Some(child);
        let listens = tokio::time::timeout(PATIENCE, async {
            while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        });
        listens.await.expect("Redis listens");
    }

    /// Stops it at once.
    pub fn down(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.down();
    }
}
