//! `tribute replay`: access as it follows from the ledger, compared with what is stored.

use std::{process::ExitCode, sync::Arc};

use clap::Args;

use super::super::{Failure, say, settings};
use crate::{
    app::{self, StartError, load_content},
    bot::{
        access::Subscription,
        effects::Change,
        ledger::{COUNTED, Ledger, WAITING},
        state::ChatState,
    },
    clock,
    content::Content,
    store::{KeptEvent, Refold, Store, StoreError},
    telegram::UserId,
    tribute,
};

/// What to work out anew.
#[derive(Debug, Args)]
pub(in crate::cli) struct Options {
    /// Everybody's access
    #[arg(long, required_unless_present = "event", conflicts_with = "event")]
    all: bool,
    /// One event by its number: one that waits is looked at again, of another its person's access is worked out
    #[arg(long, value_name = "ID")]
    event: Option<i64>,
    /// Only print what differs
    #[arg(long)]
    dry_run: bool,
}

/// People that are looked up at once; each has a transaction of their own.
const AT_ONCE: i64 = 200;
/// Something differs, and was only looked at.
const DIFFERS: u8 = 1;

/// Does it and prints what differs.
pub(super) async fn run(options: &Options) -> Result<ExitCode, Failure> {
    let config = settings()?;
    let replay = Replay {
        store: app::connect(&config).await.map_err(StartError::from)?,
        content: Arc::new(load_content(&config)?),
        stores: !options.dry_run,
    };
    let differences = match options.event {
        Some(event) => replay.event(event).await?,
        None => replay.all().await.map_err(StartError::from)?,
    };
    Ok(if options.dry_run && differences > 0 {
        ExitCode::from(DIFFERS)
    } else {
        ExitCode::SUCCESS
    })
}

struct Replay {
    store: Store,
    content: Arc<Content>,
    stores: bool,
}

impl Replay {
    async fn all(&self) -> Result<usize, StoreError> {
        let (mut after, mut people, mut differences) = (0, 0, 0);
        loop {
            let batch = self.store.people_with_access(after, AT_ONCE).await?;
            let Some(last) = batch.last() else { break };
            after = *last;
            for person in batch {
                people += 1;
                differences += self.person(UserId(person)).await?;
            }
        }
        let stored = if differences == 0 {
            ""
        } else if self.stores {
            ", stored"
        } else {
            ", not stored: a dry run"
        };
        say(format_args!(
            "{people} person(s), {differences} difference(s){stored}"
        ));
        Ok(differences)
    }

    async fn person(&self, person: UserId) -> Result<usize, StoreError> {
        let content = Arc::clone(&self.content);
        let fold: Refold = Arc::new(move |chat: &ChatState, ledger: &Ledger| {
            tribute::refold::refold(chat, ledger, &content)
        });
        let now = clock::now();
        let refolded = self.store.refold(person, fold, self.stores, now).await?;
        for change in &refolded.changes {
            say(difference(person, &refolded.before, change));
        }
        Ok(refolded.changes.len())
    }

    async fn event(&self, id: i64) -> Result<usize, Failure> {
        let found = self.store.kept_event(id).await.map_err(StartError::from)?;
        let Some(kept) = found else {
            return Err(Failure(format!(
                "there is no event {id}: `tribute unmatched` lists those that wait"
            )));
        };
        if WAITING.contains(&kept.outcome.as_str()) {
            return self.waiting(&kept).await;
        }
        say(format_args!("event {id} is {}", kept.outcome));
        match kept.person {
            Some(person) => Ok(self.person(person).await.map_err(StartError::from)?),
            None => {
                say("it is nobody's, so no access follows from it");
                Ok(0)
            }
        }
    }

    /// What would become of an event, and that the service is to look at it again: it tells people what follows.
    async fn waiting(&self, kept: &KeptEvent) -> Result<usize, Failure> {
        let id = kept.event.id;
        let outcome = tribute::refold::look_again(&kept.event, kept.person, &self.content);
        let word = outcome.map_or("unreadable", |outcome| outcome.word);
        say(format_args!(
            "event {id} is {}, looked at again: {word}",
            kept.outcome
        ));
        if self.stores {
            let retried = self.store.retry_event(id, clock::now()).await;
            say(if retried.map_err(StartError::from)? {
                "the service looks at it again within a minute, or when it starts"
            } else {
                "something is decided about it already, and takes effect within a minute"
            });
        }
        Ok(usize::from(COUNTED.contains(&word)))
    }
}

/// One line: who, what, before, after.
fn difference(person: UserId, before: &[Subscription], change: &Change) -> String {
    let stored = |source: &str| {
        let known = before.iter().find(|known| known.source == source);
        known.map_or_else(|| "nothing".to_owned(), described)
    };
    match change {
        Change::Subscribed(after) => {
            let source = &after.source;
            let (before, after) = (stored(source), described(after));
            format!("{person}  {source}  {before}  ->  {after}")
        }
        Change::Unsubscribed(source) => {
            format!("{person}  {source}  {}  ->  nothing", stored(source))
        }
        Change::FirstPaid(at) => {
            let at = at.map_or_else(|| "never".to_owned(), |at| at.to_string());
            format!("{person}  first payment  ->  {at}")
        }
        _ => format!("{person}  something else"),
    }
}

fn described(known: &Subscription) -> String {
    format!(
        "{} until {}, {}, {}, {} {}, as of {}",
        known.plan,
        known.access_until,
        if known.auto_renew {
            "renews"
        } else {
            "does not renew"
        },
        known.basis.as_str(),
        known.price_minor,
        known.currency,
        known.known_at,
    )
}
