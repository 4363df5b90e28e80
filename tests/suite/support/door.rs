//! One address in front of several processes that come and go, as a load balancer is.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::net::{TcpListener, TcpStream};

/// Connections go to the ports behind it in turn; without one they are closed, as a dead process does.
pub struct Door {
    pub url: String,
    behind: Arc<Mutex<Vec<u16>>>,
}

impl Door {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let behind = Arc::<Mutex<Vec<u16>>>::default();
        let (ports, turn) = (Arc::clone(&behind), AtomicUsize::new(0));
        tokio::spawn(async move {
            while let Ok((mut caller, _)) = listener.accept().await {
                let turn = turn.fetch_add(1, Ordering::Relaxed);
                let port = {
                    let ports = ports.lock().expect("no panic");
                    ports.get(turn % ports.len().max(1)).copied()
                };
                tokio::spawn(async move {
                    let Some(port) = port else { return };
                    let address = SocketAddr::from(([127, 0, 0, 1], port));
                    if let Ok(mut service) = TcpStream::connect(address).await {
                        let _ = tokio::io::copy_bidirectional(&mut caller, &mut service).await;
                    }
                });
            }
        });
        Self { url, behind }
    }

    /// From now on these answer.
    pub fn lead_to(&self, ports: &[u16]) {
        *self.behind.lock().expect("no panic") = ports.to_vec();
    }
}
