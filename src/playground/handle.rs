//! The handle: start, stop, and access to the world.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use tokio::sync::{Notify, oneshot, watch};

use super::backstage::Backstage;
use super::settings::{Settings, TributePlan};
use super::world::World;
use super::{client, deliver, server, tribute};

/// A running playground. Cloning the handle is cheap; all clones speak of the same one.
#[derive(Clone, Debug)]
pub struct Playground {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    settings: Settings,
    address: SocketAddr,
    world: Mutex<World>,
    /// Grows with every change; the page and `settle` wait for it.
    version: watch::Sender<u64>,
    /// Tells the deliverer to look again.
    wake: Notify,
    /// Tells whoever repeats Tribute's deliveries to look again.
    tribute_wake: Notify,
    /// Keeps no connections, because it is used from several runtimes.
    tribute_client: reqwest::Client,
    server: OnceLock<ServerHandle>,
    backstage: OnceLock<Arc<dyn Backstage>>,
}

impl Playground {
    /// Binds, replays the journal, serves on threads of its own and starts delivering.
    ///
    /// # Errors
    ///
    /// When the address cannot be bound or the journal cannot be read.
    pub async fn start(settings: Settings) -> std::io::Result<Self> {
        let listener = TcpListener::bind(settings.listen)?;
        let world = World::open(&settings)?;
        let playground = Self {
            inner: Arc::new(Inner {
                address: listener.local_addr()?,
                world: Mutex::new(world),
                version: watch::Sender::new(1),
                wake: Notify::new(),
                tribute_wake: Notify::new(),
                tribute_client: client::build(0)?,
                server: OnceLock::new(),
                backstage: OnceLock::new(),
                settings,
            }),
        };
        let (started, is_started) = oneshot::channel();
        let served = playground.clone();
        std::thread::Builder::new()
            .name("playground".to_owned())
            .spawn(move || run(served, listener, started))?;
        let handle = is_started.await.map_err(std::io::Error::other)??;
        let _ = playground.inner.server.set(handle);
        Ok(playground)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.inner.address
    }

    /// What the bot is given as the address of the Bot API.
    pub fn api_url(&self) -> String {
        let mut address = self.inner.address;
        if address.ip().is_unspecified() {
            // "Every address" is where one listens, not where one calls.
            address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
        }
        format!("http://{address}")
    }

    /// The address of the pretend REST API of Tribute.
    pub fn tribute_api_url(&self) -> String {
        format!("{}/tribute/api/v1", self.api_url())
    }

    /// Stops at once: connections are closed and nothing more is delivered.
    pub async fn stop(&self) {
        if let Some(server) = self.inner.server.get() {
            server.stop(false).await;
        }
    }

    /// Waits until no delivery is waiting or in flight; says whether it came to that in time.
    pub async fn settle(&self, at_most: Duration) -> bool {
        let mut version = self.inner.version.subscribe();
        let idle = async {
            while !self.read(|world| world.queues.is_idle()) {
                if version.changed().await.is_err() {
                    return;
                }
            }
        };
        tokio::time::timeout(at_most, idle).await.is_ok()
    }

    /// The settings it was started with.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// What can be bought from now on.
    pub fn set_plans(&self, plans: Vec<TributePlan>) {
        self.change(|world| world.plans = plans);
    }

    /// The plan of this index, as it can be bought now.
    pub fn plan(&self, index: usize) -> Option<TributePlan> {
        self.read(|world| world.plans.get(index).cloned())
    }

    pub(super) fn backstage_door(&self) -> &OnceLock<Arc<dyn Backstage>> {
        &self.inner.backstage
    }

    pub(super) fn tribute_wake(&self) -> &Notify {
        &self.inner.tribute_wake
    }

    pub(super) fn tribute_client(&self) -> &reqwest::Client {
        &self.inner.tribute_client
    }

    /// Looks at the world.
    pub(super) fn read<R>(&self, look: impl FnOnce(&World) -> R) -> R {
        look(&self.lock())
    }

    /// Changes the world and tells everybody who waits for a change.
    pub(super) fn change<R>(&self, act: impl FnOnce(&mut World) -> R) -> R {
        let result = act(&mut self.lock());
        self.tell();
        self.inner.wake.notify_one();
        result
    }

    /// Changes the world without telling; for the deliverer, which would wake itself.
    pub(super) fn change_quietly<R>(&self, act: impl FnOnce(&mut World) -> R) -> R {
        act(&mut self.lock())
    }

    /// Tells everybody who waits for a change, but not the deliverer.
    pub(super) fn tell(&self) {
        self.inner.version.send_modify(|version| *version += 1);
    }

    /// Waits for a change since this was last awaited.
    pub(super) async fn woken(&self) {
        self.inner.wake.notified().await;
    }

    /// The version of the world, to be waited on.
    pub(super) fn version(&self) -> watch::Receiver<u64> {
        self.inner.version.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        // A panic in a test's own thread must not take the world away from the others.
        self.inner
            .world
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread of a playground. Its own runtime, so that a test with one thread, or one that blocks, is still served.
fn run(
    playground: Playground,
    listener: TcpListener,
    started: oneshot::Sender<std::io::Result<ServerHandle>>,
) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return drop(started.send(Err(error))),
    };
    runtime.block_on(async move {
        let parts = server::build(&playground, listener)
            .and_then(|server| Ok((server, client::build(usize::MAX)?)));
        match parts {
            Ok((server, client)) => {
                if started.send(Ok(server.handle())).is_err() {
                    return;
                }
                tokio::spawn(tribute::run(playground.clone()));
                tokio::spawn(deliver::run(playground, client));
                if let Err(error) = server.await {
                    tracing::error!(%error, "the playground's server ended");
                }
            }
            Err(error) => drop(started.send(Err(error))),
        }
    });
}
