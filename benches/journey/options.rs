//! What the command line and the environment say.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use crate::Result;

pub(crate) const HELP: &str = "\
cargo bench --bench journey -- [OPTIONS]
  --database postgres|sqlite   postgres: BENCH_DATABASE_URL, or a durable cluster of our own   [postgres]
  --connections N              requests in flight at most                                      [32]
  --rate N                     open loop: N updates per second, latency from the intended time [closed loop]
  --seconds N                  measured time                                                   [20]
  --warmup-seconds N           before it                                                       [5]
  --api-latency-ms N           how long the pretend Bot API takes for a call                   [0]
  --people N                   how many take the quiz in turn                                  [1000]
  --steps N                    updates in one journey: /menu, then presses                     [8]
  --prefer WORD                the menu's button whose data contains this, else its first      [quiz]
  --floor-seconds N            pgbench with update.sql; 0 leaves it out                        [10]
  --trace                      shows what the first person pressed and saw
The program is BENCH_BINARY, or the one cargo has just built.";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Postgres,
    Sqlite,
}

#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) binary: PathBuf,
    pub(crate) database: Kind,
    pub(crate) connections: usize,
    /// Updates per second of an open loop; `None` for a closed one.
    pub(crate) rate: Option<u32>,
    pub(crate) measured: Duration,
    pub(crate) warmup: Duration,
    pub(crate) api_latency: Duration,
    pub(crate) people: usize,
    pub(crate) steps: u32,
    pub(crate) prefer: String,
    pub(crate) floor: Duration,
    pub(crate) trace: bool,
}

impl Options {
    /// `None` when help was asked for.
    pub(crate) fn from_args(mut args: impl Iterator<Item = String>) -> Result<Option<Self>> {
        let mut options = Self {
            binary: std::env::var_os("BENCH_BINARY")
                .map_or_else(|| env!("CARGO_BIN_EXE_five-keys-bot").into(), PathBuf::from),
            database: Kind::Postgres,
            connections: 32,
            rate: None,
            measured: Duration::from_secs(20),
            warmup: Duration::from_secs(5),
            api_latency: Duration::ZERO,
            people: 1_000,
            steps: 8,
            prefer: "quiz".to_owned(),
            floor: Duration::from_secs(10),
            trace: false,
        };
        while let Some(name) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{name} needs a value"));
            match name.as_str() {
                "--bench" => {} // cargo bench says so to every benchmark
                "--help" | "-h" => return Ok(None),
                "--trace" => options.trace = true,
                "--database" => {
                    options.database = match value()?.as_str() {
                        "postgres" => Kind::Postgres,
                        "sqlite" => Kind::Sqlite,
                        other => {
                            return Err(format!("--database {other}: postgres or sqlite").into());
                        }
                    }
                }
                "--connections" => options.connections = number(&name, &value()?)?,
                "--rate" => options.rate = Some(number(&name, &value()?)?),
                "--seconds" => options.measured = Duration::from_secs(number(&name, &value()?)?),
                "--warmup-seconds" => {
                    options.warmup = Duration::from_secs(number(&name, &value()?)?)
                }
                "--api-latency-ms" => {
                    options.api_latency = Duration::from_millis(number(&name, &value()?)?)
                }
                "--people" => options.people = number(&name, &value()?)?,
                "--steps" => options.steps = number(&name, &value()?)?,
                "--prefer" => options.prefer = value()?,
                "--floor-seconds" => options.floor = Duration::from_secs(number(&name, &value()?)?),
                _ => return Err(format!("unknown option {name}\n{HELP}").into()),
            }
        }
        if options.people < options.connections {
            return Err("--people: Telegram delivers one update per chat at a time, so at least --connections".into());
        }
        if options.rate == Some(0) || options.steps == 0 || options.connections == 0 {
            return Err("--rate, --steps and --connections start at 1".into());
        }
        Ok(Some(options))
    }
}

fn number<T: FromStr>(name: &str, value: &str) -> Result<T> {
    value
        .parse()
        .map_err(|_| format!("{name} {value}: not a number that fits").into())
}

impl fmt::Display for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let loop_kind = self.rate.map_or("closed loop".to_owned(), |rate| {
            format!("open loop, {rate}/s")
        });
        write!(
            f,
            "{:?}, {loop_kind}, {} connections, {} people, journeys of {} updates, Bot API {} ms, {} s after {} s",
            self.database,
            self.connections,
            self.people,
            self.steps,
            self.api_latency.as_millis(),
            self.measured.as_secs(),
            self.warmup.as_secs(),
        )
    }
}
