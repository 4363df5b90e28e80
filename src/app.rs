//! The running service: built in one place, for production, the playground and the tests alike.
//!
//! Start: listener, content, database, migrations, catalogue, metrics, HTTP, registration with Telegram, and a moment later
//! the sender and scheduled work. Stop: HTTP first, then deliveries in flight, scheduled work, the sender, the marks, and
//! with them the pool.

mod background;
mod bot_api;
mod database;
mod open_ai;
mod pack;
mod quota;
mod server;
mod tribute_api;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use actix_web::dev::Server;
use tokio::{runtime::Handle, sync::watch, task::JoinHandle};

use crate::{
    assistant::{self, Assistant},
    bot::{referral::CodeKey, schedule::Schedule},
    clock,
    config::{Config, Mistakes},
    content::{Edition, Report},
    delivery::{Deliverer, Marks, sender},
    doctor::Doctor,
    doors::{Doors, Parties},
    http::Shared,
    intake::{FloodLimits, Intake, Rules},
    jobs,
    registration::{self, Registration},
    store::{Store, StoreError},
    telegram::ChatId,
    telemetry::Metrics,
};

pub use background::HEAD_START;
use background::afterwards;
pub use bot_api::bot_api;
pub use database::connect;
pub use pack::{catalogue, load_content};
pub use tribute_api::cabinet;

/// Telegram keeps idle connections for 60 s; closing earlier would race with a delivery.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// How long requests under way may take once the service is to stop.
const DRAIN_SECONDS: u64 = 10;
/// How long deliveries and scheduled work may go on after that. A call that takes longer is cut off, and its message sent again.
const DRAIN_DELIVERIES: Duration = Duration::from_secs(10);
/// How long the sender and then the marks may take. Together 30 s; platforms must wait longer (fly.toml).
const DRAIN_REST: Duration = Duration::from_secs(5);

/// Why the service cannot run. One sentence for the person who started it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The environment is wrong.
    #[error(transparent)]
    Config(#[from] Mistakes),
    /// The address cannot be listened on.
    #[error("cannot listen on {0}: {1}; choose another WEB_PORT, or stop the program that uses it")]
    Listen(SocketAddr, std::io::Error),
    /// The content pack is broken.
    #[error("the content pack has problems; nothing was started:\n{0}")]
    Content(Report),
    /// The database cannot be used.
    #[error("{0}; check DATABASE_URL and that the database is running")]
    Store(#[from] StoreError),
    /// Another database is still being copied into this one.
    #[error(
        "DATABASE_URL names the unfinished copy of another database: finish it with `five-keys-bot copy-database`"
    )]
    UnfinishedCopy,
    /// The client cannot be made.
    #[error("{0}")]
    Client(String),
    /// Telegram refuses the token.
    #[error("Telegram does not know this BOT_TOKEN: copy it again from @BotFather")]
    Token,
    /// The server broke down.
    #[error("the HTTP server stopped: {0}")]
    Server(std::io::Error),
}

/// The service, listening but not yet running.
pub struct Application {
    server: Server,
    port: u16,
    intake: Arc<Intake>,
    marks: JoinHandle<()>,
    registration: Registration,
    reloader: pack::Reloader,
    edition: watch::Receiver<Edition>,
    head_start: Duration,
}

impl std::fmt::Debug for Application {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Application(port {})", self.port)
    }
}

/// Handles on the running service, for a command that shows what goes on inside.
#[derive(Debug, Clone)]
pub struct Inside {
    /// All state.
    pub store: Store,
    /// What is measured.
    pub metrics: Arc<Metrics>,
    /// The content pack in use.
    pub edition: watch::Receiver<Edition>,
}

impl Application {
    /// Prepares everything. Port 0 lets the system choose; [`Application::port`] tells.
    ///
    /// # Errors
    /// Anything that keeps the service from running.
    pub async fn build(config: &Config) -> Result<Self, StartError> {
        let token = config.require_bot_token()?;
        let listener = server::listen(SocketAddr::new(config.web_host, config.web_port))?;
        let port = listener.local_addr().map_err(StartError::Server)?.port();
        let metrics = Arc::new(Metrics::new(Vec::new()));
        // Reading the system's certificates takes as long as opening the database: side by side.
        let api = tokio::task::spawn_blocking({
            let (config, token, metrics) = (config.clone(), token.clone(), Arc::clone(&metrics));
            move || bot_api(&config, &token, metrics)
        });
        let (opened, store) = open_both(config).await?;
        let content = Arc::clone(&opened.edition.content);
        metrics.set_plans(pack::plan_ids(&content));
        let api = api
            .await
            .map_err(|error| StartError::Client(error.to_string()))??;
        let (marks, marks_task) = Marks::start(store.clone());
        let (reloader, edition) = pack::Reloader::new(opened, store.clone(), Arc::clone(&metrics));
        let deliverer = Deliverer::new(store.clone(), api.clone(), marks, Arc::clone(&metrics));
        let bot_id = token.bot_id();
        let quota = quota::open(config, bot_id, &metrics)?;
        let deliverer = deliverer
            .with_pictures(pack::pictures(edition.clone()))
            .with_quota(quota.clone());
        let deliverer = Arc::new(deliverer);
        let doors = Doors::new(
            store.clone(),
            api.clone(),
            Arc::clone(&deliverer),
            edition.clone(),
            Arc::clone(&metrics),
            Parties {
                bot: bot_id,
                admins: config.admins.clone(),
                locale: config.default_locale,
                leads_chat: config.leads_chat_id.map(ChatId),
            },
        );
        let doctor = Doctor::new(config, token, api.clone());
        let registration = Registration::new(config, token, api, &content);
        let rules = Rules {
            admins: config.admins.clone(),
            leads_chat: config.leads_chat_id.map(ChatId),
            zone: config.zone.clone(),
            default_locale: config.default_locale,
            tribute_keys: config.tribute_api_keys.clone(),
            bot_name: registration.bot_name(),
            code_key: CodeKey::derive(token.reveal()),
            schedule: schedule(config),
            cabinet: cabinet(config)?,
            bot_id,
            doors: Arc::new(doors),
            doctor: Some(Arc::new(doctor)),
            quota,
        };
        let assistant = Arc::new(Assistant::new(
            store.clone(),
            Arc::clone(&deliverer),
            edition.clone(),
            Arc::clone(&metrics),
            open_ai::client(config)?,
            open_ai::LEASE,
        ));
        let intake = Arc::new(Intake::new(
            store,
            deliverer,
            edition.clone(),
            metrics,
            assistant,
            rules,
        ));
        if config.tribute_api_keys.is_empty() {
            tracing::warn!(
                "TRIBUTE_API_KEY is not set: deliveries of Tribute are refused with 503, and no payment is seen"
            );
        }
        let shared = Shared {
            intake: Arc::clone(&intake),
            main: Handle::current(),
            telegram_secret: config.secret_token(token),
            metrics_token: config.metrics_token.clone(),
            tasks_token: config.tasks_token.clone(),
        };
        let server = server::serve(listener, shared, config)?;
        Ok(Self {
            server,
            port,
            intake,
            marks: marks_task,
            registration,
            reloader,
            edition,
            head_start: Duration::ZERO,
        })
    }

    /// The port that is listened on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What a command may look at while the service runs.
    #[must_use]
    pub fn inside(&self) -> Inside {
        Inside {
            store: self.intake.store.clone(),
            metrics: Arc::clone(&self.intake.metrics),
            edition: self.edition.clone(),
        }
    }

    /// Registers this address instead of `PUBLIC_URL`. For the playground, which learns its port late.
    pub fn set_public_url(&mut self, url: String) {
        self.registration.set_public_url(url);
    }

    /// How long the sender and scheduled work leave the machine to requests after the start; not at all unless said.
    pub fn set_head_start(&mut self, head_start: Duration) {
        self.head_start = head_start;
    }

    /// How fast one person may be. For tests, whose people are faster than any person.
    pub fn set_flood_limits(&self, limits: FloodLimits) {
        self.intake.set_flood_limits(limits);
    }

    /// Runs until the future is ready, then stops gracefully: everything that was accepted is finished.
    ///
    /// # Errors
    /// Telegram refuses the token, or the server broke down.
    pub async fn run_until_stopped(self, stop: impl Future<Output = ()>) -> Result<(), StartError> {
        let Self {
            server,
            port,
            intake,
            marks,
            registration,
            reloader,
            edition,
            head_start,
        } = self;
        let handle = server.handle();
        let mut server = tokio::spawn(server);
        let (tell_sender, sender_stop) = watch::channel(false);
        let sender = afterwards(
            head_start,
            sender::run(Arc::clone(&intake.deliverer), sender_stop),
        );
        let answering = afterwards(head_start, assistant::run(Arc::clone(&intake.assistant)));
        let (tell_jobs, jobs_stop) = watch::channel(false);
        let jobs = afterwards(head_start, jobs::run(Arc::clone(&intake), jobs_stop));
        tracing::info!(port, version = env!("CARGO_PKG_VERSION"), "listening");

        let ended = tokio::select! {
            () = stop => Ok(()),
            error = registration::run(registration, edition) => Err(error),
            never = reloader.run() => match never {},
            broken = &mut server => Err(match broken {
                Ok(Err(error)) => StartError::Server(error),
                _ => StartError::Server(std::io::Error::other("it ended by itself")),
            }),
        };

        tracing::info!("stopping: no new requests, finishing what is under way");
        intake.close();
        // Questions under way are given back: their answers may take longer than a stop.
        intake.assistant.stop();
        // No new work by the clock either; what it queues by now the sender may still take.
        let _ = tell_jobs.send(true);
        handle.stop(true).await;
        let jobs = tokio::time::timeout(DRAIN_DELIVERIES, jobs);
        let (drained, _) = tokio::join!(intake.drained(DRAIN_DELIVERIES), jobs);
        if !drained {
            tracing::warn!(
                "some deliveries were still under way; their messages will be sent again"
            );
        }
        let _ = tokio::time::timeout(DRAIN_REST, answering).await;
        let _ = tell_sender.send(true);
        let _ = tokio::time::timeout(DRAIN_REST, sender).await;
        // The last copies of the marks go with the intake; then the remover finishes and the pool closes.
        drop((server, intake));
        let _ = tokio::time::timeout(DRAIN_REST, marks).await;
        tracing::info!("stopped");
        ended
    }
}

/// The pack and the database. Either takes as long as the other: side by side, unless the pack is somebody's folder. That may
/// not be sound, and then the database stays as it is.
async fn open_both(config: &Config) -> Result<(pack::Opened, Store), StartError> {
    let reading = tokio::task::spawn_blocking({
        let config = config.clone();
        move || pack::open(&config)
    });
    let pack = async {
        let broken = |error: tokio::task::JoinError| Err(StartError::Server(error.into()));
        reading.await.unwrap_or_else(broken)
    };
    let (opened, store) = match &config.content_dir {
        None => tokio::try_join!(pack, database::open(config))?,
        Some(_) => (pack.await?, database::open(config).await?),
    };
    let products = catalogue(&opened.edition.content);
    store.sync_products(&products, clock::now()).await?;
    tracing::info!(database = %config.database_url, "database is ready");
    Ok((opened, store))
}

fn schedule(config: &Config) -> Schedule {
    Schedule::new(config.notify_hour_local, config.notify_weekdays.clone())
}
