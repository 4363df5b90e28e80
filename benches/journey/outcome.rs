//! A run's scenario: prepared, warmed up, measured.

use crate::Result;
use crate::database::Database;
use crate::options::Options;
use crate::person::Habits;
use crate::running::Running;
use crate::scenario::mixed::Mixed;
use crate::scenario::payments::Payments;
use crate::scenario::quiz::Quiz;
use crate::scenario::read_only::ReadOnly;
use crate::scenario::start::Start;
use crate::scenario::{self, Deliveries, Scenario, backlog, burst};
use crate::tally::Tally;
use crate::usage::Usage;

#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) tally: Tally,
    pub(crate) usage: Usage,
    /// What only this scenario has to say.
    pub(crate) said: Vec<(&'static str, String)>,
}

impl Outcome {
    pub(crate) fn add(&mut self, tally: Tally, usage: Usage) {
        self.tally.add(tally);
        self.tally.sort();
        self.usage.add(usage);
    }
}

pub(crate) async fn measure(
    running: &mut Running,
    options: &Options,
    database: &Database,
) -> Result<Outcome> {
    match options.scenario {
        Scenario::Backlog => backlog::run(running, options, database).await,
        Scenario::Burst => burst::run(running, options, database).await,
        _ => steady(running, options, database).await,
    }
}

/// Scenarios that go on for as long as they are let.
async fn steady(running: &Running, options: &Options, database: &Database) -> Result<Outcome> {
    let source = prepare(running, options).await?;
    let connections = options.connections;
    let warmup = options.pace(options.warmup);
    running.load.run(&source, warmup, connections).await?;
    if options.trace {
        running.api.print_trace();
    }
    let pace = options.pace(options.measured);
    let (tally, usage) = running
        .measure(&source, pace, connections, database)
        .await?;
    Ok(Outcome {
        tally,
        usage,
        said: Vec::new(),
    })
}

/// Lets everybody do what they must have done before.
pub(crate) async fn prepare(running: &Running, options: &Options) -> Result<Deliveries> {
    let people = options.crowd();
    let habits: &Habits = &options.habits;
    // Whom the database knows already has started the bot.
    if options.scenario != Scenario::Start && options.rows == 0 {
        running.introduce(&people).await?;
    }
    Ok(match options.scenario {
        Scenario::Start => scenario::deliveries(Start::new()),
        Scenario::Mixed => scenario::deliveries(Mixed::new(&people, habits)),
        Scenario::ReadOnly => {
            let payments = scenario::deliveries(Payments::once(&people));
            running.prepare(&payments).await?;
            scenario::deliveries(ReadOnly::new(&people))
        }
        _ => scenario::deliveries(Quiz::new(&people, habits)),
    })
}
