//! All state, in PostgreSQL or SQLite, chosen at run time from the URL.
//!
//! Every query is written once, in `queries/`, and compiled twice: `pg` and `sqlite` each define their
//! connection types and a few small macros for the real differences, then include that folder. [`Store`] picks
//! the pool. One connection per unit of work; nothing here knows the network, the content or HTTP.

mod cached;
mod error;
mod lanes;
mod ledger_rows;
mod likeness;
mod line;
mod mentions;
mod migrations;
mod moment;
mod nameless;
mod pg;
mod portrait;
mod rows;
mod schema;
mod sqlite;
mod types;
mod url;

use std::time::Duration;

use jiff::Timestamp;

pub use error::StoreError;
pub use keeping::{Earned, Funnel, Measured, Rows, Stale};
pub use migrations::MigrationStatus;
pub use portrait::{Cell, Sheet};
pub use types::{
    CatalogueEntry, Claim, Committed, Decision, Figures, InboxKey, KeptEvent, Notify, Origin,
    Outcome, Profile, Question, Received, Refold, Refolded, Remind, Rule, RulingState,
    TributeDecision, TributeReceived, TributeState, Turn,
};
pub use url::DatabaseUrl;

use crate::{
    bot::{
        effects::Lane,
        report::{LeadEntry, Wants},
        state::ChatState,
    },
    telegram::ChatId,
};

/// How many connections, and how long to wait for one.
#[derive(Debug, Clone, Copy)]
pub struct PoolSettings {
    /// Connections to PostgreSQL at most. SQLite has one, because it has one writer.
    pub size: u32,
    /// The longest wait for a free connection.
    pub wait: Duration,
    /// The longest that PostgreSQL may take over one unit of work. A server that is frozen, or was left behind when
    /// another took its place, keeps its connections and says nothing: without an end, all of them would wait for it.
    pub limit: Duration,
}

/// How busy the pool is.
#[derive(Debug, Clone, Copy, Default)]
pub struct PoolState {
    /// Open connections.
    pub open: u32,
    /// Those that nobody uses.
    pub idle: u32,
    /// How often somebody had to wait for one, since the start.
    pub waits: u64,
    /// How often the wait was in vain, since the start.
    pub timeouts: u64,
}

/// The database, behind its pool.
#[derive(Clone)]
pub enum Store {
    /// Any number of replicas may share it.
    Postgres(pg::Pool),
    /// One file, one process.
    Sqlite(sqlite::Pool),
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Postgres(_) => "Store(PostgreSQL)",
            Self::Sqlite(_) => "Store(SQLite)",
        })
    }
}

/// Runs the same query code on whichever back end the store is.
macro_rules! on_store {
    ($self:expr, $($path:ident)::+ ( $($arg:expr),* $(,)? )) => {
        match $self {
            Store::Postgres(pool) => {
                let mut conn = pool.line.get().await.map_err(StoreError::pool)?;
                let work = pg::queries::$($path)::+(&mut *conn, $($arg),*);
                match tokio::time::timeout(pool.limit, work).await {
                    Ok(done) => done.map_err(StoreError::from),
                    Err(_) => {
                        // What is under way on it may never end.
                        pg::transaction::counts_as_broken(&mut conn);
                        Err(StoreError::Silent)
                    }
                }
            }
            Store::Sqlite(pool) => {
                let mut conn = pool.get().await.map_err(StoreError::pool)?;
                let work = sqlite::queries::$($path)::+(&mut *conn, $($arg),*);
                let done = sqlite::on_this_thread(work).await;
                drop(conn);
                sqlite::give_way().await;
                done.map_err(StoreError::from)
            }
        }
    };
}

pub mod doors;
mod keeping;
mod messages;
pub mod moving;
mod parked;
mod payments;
mod questions;
mod reconciling;
mod rights;
mod scheduled;

impl Store {
    /// Makes the pool. Connections are opened when they are first needed.
    ///
    /// # Errors
    /// The TLS set-up or the pool's settings do not work.
    pub async fn open(url: &DatabaseUrl, settings: PoolSettings) -> Result<Self, StoreError> {
        Ok(match url {
            DatabaseUrl::Postgres(url) => Self::Postgres(pg::open(url, settings, None)?),
            DatabaseUrl::Sqlite(path) => Self::Sqlite(sqlite::open(path, settings, None)),
        })
    }

    /// One round trip, to know that the database answers.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        on_store!(self, figures::ping())
    }

    /// One update in one transaction: record it, lock and load the person and what the decision wants to see
    /// beside, decide, save.
    ///
    /// # Errors
    /// Nothing was stored: Telegram is to repeat the update.
    pub async fn telegram_update<W, F>(
        &self,
        received: &Received<'_>,
        wants: W,
        decide: F,
    ) -> Result<Outcome, StoreError>
    where
        W: FnOnce(&ChatState) -> Wants + Send,
        F: FnOnce(&ChatState) -> Decision + Send,
    {
        on_store!(self, unit::telegram_update(received, wants, decide))
    }

    /// One event of Tribute in one transaction: store it verbatim, find and lock the buyer, decide, save.
    ///
    /// # Errors
    /// Nothing was stored: Tribute is to repeat the event.
    pub async fn tribute_event<F>(
        &self,
        received: &TributeReceived<'_>,
        decide: F,
    ) -> Result<Outcome, StoreError>
    where
        F: FnOnce(&TributeState) -> TributeDecision + Send,
    {
        on_store!(self, tribute::tribute_event(received, decide))
    }

    /// Takes due messages: at most one for each chat, in order, each for one taker until `until`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn claim(
        &self,
        lane: Lane,
        limit: i64,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Claim>, StoreError> {
        on_store!(self, claims::claim(lane.number(), limit, now, until))
    }

    /// Removes messages that Telegram took.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn remove(&self, ids: &[i64]) -> Result<(), StoreError> {
        on_store!(self, outbox::remove(ids))
    }

    /// Telegram cannot reach this chat: notes it, keeps news about money until the person appears, and makes
    /// the rest dead letters, up to the message that was refused. A person who has appeared since that call was begun is
    /// there by now: then nothing changes, and the answer is `false`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn stop_chat(
        &self,
        chat: ChatId,
        up_to: i64,
        begun: Timestamp,
        now: Timestamp,
        reason: &str,
    ) -> Result<bool, StoreError> {
        on_store!(
            self,
            unreachable::stop_chat(chat.0, up_to, begun, now, reason)
        )
    }

    /// Prolongs the claims on these messages.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn renew(&self, ids: &[i64], until: Timestamp) -> Result<(), StoreError> {
        on_store!(self, outbox::renew(ids, until))
    }

    /// A group has a new id: its waiting messages go there.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn move_chat(&self, from: ChatId, to: ChatId) -> Result<(), StoreError> {
        on_store!(self, outbox::move_chat(from.0, to.0))
    }

    /// Spaces out what waits in the bulk lane of a chat.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn delay_bulk(&self, chat: ChatId, not_before: Timestamp) -> Result<(), StoreError> {
        on_store!(self, outbox::delay_bulk(chat.0, not_before))
    }

    /// Stops all sending until then; never shortens a pause.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn pause_bot(&self, until: Timestamp) -> Result<(), StoreError> {
        on_store!(self, outbox::pause_bot(until))
    }

    /// The end of the pause of all sending, if one was ever noted.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn bot_pause(&self) -> Result<Option<Timestamp>, StoreError> {
        on_store!(self, outbox::bot_pause())
    }

    /// Gives back what a previous process of this database had claimed. Only for SQLite, which has one
    /// process: there a claim that is found at start belongs to nobody.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn release_orphans(&self) -> Result<(), StoreError> {
        match self {
            Self::Postgres(_) => Ok(()),
            Self::Sqlite(_) => {
                on_store!(self, questions::release_all())?;
                on_store!(self, doors::chats::release_all())?;
                on_store!(self, doors::queue::release_all())?;
                on_store!(self, outbox::release_all())
            }
        }
    }

    /// Makes the product table equal to the content pack's catalogue; products that left it stay, inactive.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sync_products(
        &self,
        products: &[CatalogueEntry],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        on_store!(self, catalogue::sync_products(products, now))
    }

    /// Queues a message outside of any update.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn enqueue(
        &self,
        outgoing: &crate::bot::effects::Outgoing,
        origin: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        on_store!(self, outbox::enqueue(outgoing, origin, now))
    }

    /// What the metrics read from the database.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn figures(&self, now: Timestamp) -> Result<Figures, StoreError> {
        on_store!(self, figures::figures(now))
    }

    /// So many of the newest leads, newest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn newest_leads(&self, limit: u32) -> Result<Vec<LeadEntry>, StoreError> {
        on_store!(self, reports::newest_leads(limit))
    }

    /// The pool's state.
    #[must_use]
    pub fn pool_state(&self) -> PoolState {
        match self {
            Self::Postgres(pool) => pool.line.state(),
            Self::Sqlite(pool) => pool.state(),
        }
    }
}
