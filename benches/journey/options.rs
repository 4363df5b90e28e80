//! What the command line and the environment say.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use crate::Result;
use crate::help::HELP;
use crate::pace::{GRACE, Pace};
use crate::person::{FIRST, Habits};
use crate::scenario::{Scenario, backlog};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Postgres,
    Sqlite,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Postgres => "PostgreSQL",
            Self::Sqlite => "SQLite",
        })
    }
}

/// What is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Once,
    Suite,
    /// So many stretches, a line for each.
    Soak(u32),
    Overload,
}

#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) mode: Mode,
    pub(crate) binary: PathBuf,
    pub(crate) scenario: Scenario,
    pub(crate) database: Kind,
    pub(crate) connections: usize,
    pub(crate) replicas: usize,
    /// Updates per second of an open loop; `None` for a closed one.
    pub(crate) rate: Option<u32>,
    pub(crate) measured: Duration,
    pub(crate) warmup: Duration,
    pub(crate) api_latency: Duration,
    pub(crate) people: usize,
    /// Of a backlog.
    pub(crate) updates: usize,
    /// How many people the database knows before; the others of the crowd are among them.
    pub(crate) rows: usize,
    pub(crate) habits: Habits,
    pub(crate) floor: Duration,
    /// Processes of the peer; none leaves it out.
    pub(crate) peer: usize,
    /// Counts what goes to the database instead of measuring time.
    pub(crate) round_trips: bool,
    pub(crate) trace: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mode: Mode::Once,
            binary: PathBuf::new(),
            scenario: Scenario::Quiz,
            database: Kind::Postgres,
            connections: 32,
            replicas: 1,
            rate: None,
            measured: Duration::from_secs(20),
            warmup: Duration::from_secs(5),
            api_latency: Duration::ZERO,
            people: 1_000,
            updates: 10_000,
            rows: 0,
            habits: Habits {
                prefer: "quiz".to_owned(),
                steps: 8,
            },
            floor: Duration::from_secs(10),
            peer: 0,
            round_trips: false,
            trace: false,
        }
    }
}

impl Options {
    /// `None` when help was asked for.
    pub(crate) fn from_args(args: impl Iterator<Item = String>) -> Result<Option<Self>> {
        // cargo bench says --bench to every benchmark.
        let args: Vec<String> = args.filter(|arg| arg != "--bench").collect();
        let mut options = Self::default();
        let asks = |name: &str| args.iter().any(|arg| arg == name);
        if asks("--suite") {
            options.measured = Duration::from_secs(10);
            options.warmup = Duration::from_secs(3);
        } else if asks("--soak") {
            options.measured = Duration::from_secs(60);
        }
        let mut args = args.into_iter();
        while let Some(name) = args.next() {
            match name.as_str() {
                "--help" | "-h" => return Ok(None),
                "--suite" => options.mode = Mode::Suite,
                "--overload" => options.mode = Mode::Overload,
                "--round-trips" => options.round_trips = true,
                "--trace" => options.trace = true,
                _ => {
                    let value = args.next().ok_or_else(|| format!("{name} needs a value"));
                    options.set(&name, &value?)?;
                }
            }
        }
        options.check()?;
        Ok(Some(options))
    }

    fn set(&mut self, name: &str, value: &str) -> Result<()> {
        let seconds = || number(name, value).map(Duration::from_secs);
        match name {
            "--scenario" => {
                let known = |scenario: &Scenario| scenario.name() == value;
                let scenario = Scenario::ALL.into_iter().find(known);
                self.scenario =
                    scenario.ok_or_else(|| format!("--scenario {value}: there is none"))?;
                if self.scenario == Scenario::Burst {
                    self.connections = 100;
                }
            }
            "--database" => {
                self.database = match value {
                    "postgres" => Kind::Postgres,
                    "sqlite" => Kind::Sqlite,
                    _ => return Err(format!("--database {value}: postgres or sqlite").into()),
                }
            }
            "--connections" => self.connections = number(name, value)?,
            "--replicas" => self.replicas = number(name, value)?,
            "--rate" => self.rate = Some(number(name, value)?),
            "--seconds" => self.measured = seconds()?,
            "--warmup-seconds" => self.warmup = seconds()?,
            "--api-latency-ms" => self.api_latency = Duration::from_millis(number(name, value)?),
            "--people" => self.people = number(name, value)?,
            "--updates" => self.updates = number(name, value)?,
            "--rows" => self.rows = number(name, value)?,
            "--steps" => self.habits.steps = number(name, value)?,
            "--prefer" => self.habits.prefer = value.to_owned(),
            "--floor-seconds" => self.floor = seconds()?,
            "--peer" => self.peer = number(name, value)?,
            "--soak" => self.mode = Mode::Soak(number(name, value)?),
            _ => return Err(format!("unknown option {name}\n{HELP}").into()),
        }
        Ok(())
    }

    fn check(&self) -> Result<()> {
        if self.people < self.connections && self.scenario != Scenario::Start {
            return Err("--people: Telegram delivers one update per chat at a time, so at least --connections".into());
        }
        if self.rate == Some(0)
            || self.habits.steps == 0
            || self.connections == 0
            || self.replicas == 0
        {
            return Err("--rate, --steps, --connections and --replicas start at 1".into());
        }
        if self.replicas > 1 && self.database == Kind::Sqlite {
            return Err("--replicas: only PostgreSQL is shared by several processes".into());
        }
        if self.round_trips && self.database == Kind::Sqlite {
            return Err("--round-trips: SQLite is no server".into());
        }
        if self.peer > 0 && !self.has_peer() {
            return Err("--peer: it knows PostgreSQL, and the scenarios quiz and start".into());
        }
        Ok(())
    }

    /// Whether the peer can do the same.
    fn has_peer(&self) -> bool {
        self.database == Kind::Postgres
            && matches!(self.scenario, Scenario::Quiz | Scenario::Start)
            && self.mode == Mode::Once
            && self.rows == 0
    }

    /// Whether pgbench with the statements of an answer does something like it.
    pub(crate) fn has_floor(&self) -> bool {
        !self.floor.is_zero()
            && self.scenario == Scenario::Quiz
            && self.rate.is_none()
            && self.api_latency.is_zero()
            && !self.round_trips
    }

    pub(crate) fn pace(&self, duration: Duration) -> Pace {
        match self.rate {
            None => Pace::Closed(duration),
            Some(rate) => Pace::Open {
                rate,
                duration,
                grace: GRACE,
            },
        }
    }

    /// How many take part in turn.
    fn crowd_size(&self) -> usize {
        match self.scenario {
            Scenario::Backlog => self.updates.div_ceil(backlog::EACH),
            _ => self.people,
        }
    }

    /// Who takes part: everybody, or a sample of those whom the database knows.
    pub(crate) fn crowd(&self) -> Vec<i64> {
        let count = self.crowd_size();
        if self.rows <= count {
            return (FIRST..).take(count).collect();
        }
        // The same people in every run.
        let mut random = fastrand::Rng::with_seed(1);
        let mut chosen = random.choose_multiple((FIRST..).take(self.rows), count);
        random.shuffle(&mut chosen);
        chosen
    }
}

fn number<T: FromStr>(name: &str, value: &str) -> Result<T> {
    value
        .parse()
        .map_err(|_| format!("{name} {value}: not a number that fits").into())
}

impl fmt::Display for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pace = match self.scenario {
            Scenario::Backlog => format!("{} updates", self.updates),
            Scenario::Burst => "all at once".to_owned(),
            _ => self.rate.map_or("closed loop".to_owned(), |rate| {
                format!("open loop, {rate}/s")
            }),
        };
        write!(
            f,
            "{}, {}, {pace}, {} connections, {} people of {}, processes: {}, Bot API {} ms, {} s after {} s",
            self.scenario.name(),
            self.database,
            self.connections,
            self.crowd_size(),
            self.rows.max(self.crowd_size()),
            self.replicas,
            self.api_latency.as_millis(),
            self.measured.as_secs(),
            self.warmup.as_secs(),
        )
    }
}
