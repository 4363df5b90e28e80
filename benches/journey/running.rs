//! A program that runs beside its pretend Bot API, ready to be loaded.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::Result;
use crate::database::Database;
use crate::load::Load;
use crate::options::Options;
use crate::pace::Pace;
use crate::rows;
use crate::scenario::commands::Commands;
use crate::scenario::{self, Deliveries};
use crate::service::{Launch, Program, Service};
use crate::tally::Tally;
use crate::telegram::{self, BotApi};
use crate::usage::Usage;
use crate::wire::Traffic;

/// How long starts took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Starts {
    pub(crate) fresh: Duration,
    pub(crate) migrated: Duration,
}

pub(crate) struct Running {
    pub(crate) api: Arc<BotApi>,
    pub(crate) load: Arc<Load>,
    pub(crate) starts: Starts,
    /// After a second of nothing, of all processes.
    pub(crate) idle: Option<u64>,
    launch: Launch,
    services: Vec<Service>,
    traffic: Arc<Traffic>,
}

impl Running {
    /// Starts the program on an empty database, then several times on what it has made of it.
    pub(crate) async fn start(
        options: &Options,
        program: &Program,
        database: &Database,
        database_url: &str,
        folder: &Path,
    ) -> Result<Self> {
        let api = Arc::new(BotApi::new(options.api_latency));
        let api_url = telegram::serve(Arc::clone(&api)).await?;
        let launch = Launch::new(program, database_url, &api_url, folder);

        let (service, fresh) = launch.start().await?;
        service.stop().await?;
        rows::fill(database, options).await?;
        let mut starts = Vec::new();
        let service = loop {
            let (service, start) = launch.start().await?;
            starts.push(start);
            if starts.len() >= program.starts {
                break service;
            }
            service.stop().await?;
        };
        starts.sort_unstable();
        let migrated = starts.get(starts.len() / 2).copied().unwrap_or_default();
        let mut services = vec![service];
        while services.len() < options.replicas {
            services.push(launch.start().await?.0);
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        let ports = services.iter().map(Service::port).collect();
        let mut running = Self {
            load: Arc::new(Load::new(ports, Arc::clone(&api), 0)),
            starts: Starts { fresh, migrated },
            idle: None,
            api,
            launch,
            services,
            traffic: Arc::default(),
        };
        running.idle = running.memory_kib("VmRSS");
        Ok(running)
    }

    /// What is said to the database is counted there.
    pub(crate) fn tap(&mut self, traffic: Arc<Traffic>) {
        self.traffic = traffic;
    }

    /// As after an outage: new processes, the same database.
    pub(crate) async fn restart(&mut self) -> Result<()> {
        let count = self.services.len();
        self.stop_all().await?;
        while self.services.len() < count {
            self.services.push(self.launch.start().await?.0);
        }
        let ports = self.services.iter().map(Service::port).collect();
        let api = Arc::clone(&self.api);
        self.load = Arc::new(Load::new(ports, api, self.load.last_update_id()));
        Ok(())
    }

    /// Does something to the end that is not measured. It must not fail.
    pub(crate) async fn prepare(&self, source: &Deliveries) -> Result<()> {
        const CONNECTIONS: usize = 32;
        let tally = self.load.run(source, Pace::Drain, CONNECTIONS).await?;
        match tally.errors.first_key_value() {
            Some((error, count)) => Err(format!("in the preparation: {count} x {error}").into()),
            None => Ok(()),
        }
    }

    /// Everybody has pressed Start once, as a real person must before anything else.
    pub(crate) async fn introduce(&self, people: &[i64]) -> Result<()> {
        let starts = scenario::deliveries(Commands::new(people, &["/start"]));
        self.prepare(&starts).await
    }

    /// Load, and what it cost.
    pub(crate) async fn measure(
        &self,
        source: &Deliveries,
        pace: Pace,
        connections: usize,
        database: &Database,
    ) -> Result<(Tally, Usage)> {
        let before = self.usage(database);
        let tally = self.load.run(source, pace, connections).await?;
        Ok((tally, self.usage(database).since(&before)))
    }

    fn usage(&self, database: &Database) -> Usage {
        let service = self.services.iter().map(Service::cpu);
        Usage {
            service: service.reduce(|one, other| Some(one? + other?)).flatten(),
            database: database.cpu(),
            calls: self.api.calls(),
            counts: self.traffic.counts(),
        }
    }

    /// Of all processes together.
    pub(crate) fn memory_kib(&self, name: &str) -> Option<u64> {
        let services = self.services.iter();
        services.map(|service| service.memory_kib(name)).sum()
    }

    pub(crate) fn open_files(&self) -> Option<usize> {
        self.services.iter().map(Service::open_files).sum()
    }

    /// The longest time that a process took to stop.
    pub(crate) async fn stop(mut self) -> Result<Duration> {
        self.stop_all().await
    }

    async fn stop_all(&mut self) -> Result<Duration> {
        let mut longest = Duration::ZERO;
        for service in std::mem::take(&mut self.services) {
            longest = longest.max(service.stop().await?);
        }
        Ok(longest)
    }
}
