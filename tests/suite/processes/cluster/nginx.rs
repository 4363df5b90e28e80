//! nginx in front of three services, set up as docs/replicas.md says.

use std::{
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::support::app::PATIENCE;

/// It is stopped when it is dropped.
pub struct Nginx {
    child: Child,
    pub port: u16,
}

/// A port that nobody uses now.
pub fn free_port() -> u16 {
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    free.local_addr().expect("its address").port()
}

impl Nginx {
    /// Starts one that leads to these ports in turn.
    pub async fn start(folder: &Path, behind: &[u16]) -> Self {
        let port = free_port();
        let servers: String = behind
            .iter()
            .map(|port| format!("server 127.0.0.1:{port} max_fails=1 fail_timeout=1s;\n"))
            .collect();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|kind| format!("{kind}_temp_path {}/{kind};\n", folder.display()))
            .collect();
        let settings = format!(
            "daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\nerror_log {folder}/nginx.log;\n\
             events {{ worker_connections 512; }}\n\
             http {{\naccess_log off;\n{temporary}\
             upstream bots {{\n{servers}keepalive 32;\n}}\n\
             server {{\nlisten 127.0.0.1:{port};\nproxy_http_version 1.1;\nproxy_set_header Connection \"\";\n\
             proxy_connect_timeout 1s;\nclient_max_body_size 1m;\nlocation / {{ proxy_pass http://bots; }}\n}}\n}}\n",
            folder = folder.display(),
        );
        let file = folder.join("nginx.conf");
        std::fs::write(&file, settings).expect("written");
        let program = std::env::var("NGINX_PROGRAM").unwrap_or_else(|_| "nginx".into());
        let started = Command::new(&program)
            .arg("-p")
            .arg(folder)
            .arg("-e")
            .arg(folder.join("nginx.log"))
            .arg("-c")
            .arg(&file)
            .stdin(Stdio::null())
            .spawn();
        let child = started.unwrap_or_else(|error| {
            panic!(
                "{program} cannot be started ({error}); `tests/run` fetches it, or name it in NGINX_PROGRAM"
            )
        });
        let listens = tokio::time::timeout(PATIENCE, async {
            while TcpStream::connect(("127.0.0.1", port)).is_err() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
        let said = || std::fs::read_to_string(folder.join("nginx.log")).unwrap_or_default();
        assert!(listens.await.is_ok(), "nginx does not listen: {}", said());
        Self { child, port }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
