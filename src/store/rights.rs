//! What people have a right to: to see all about themselves, and to be forgotten.

use jiff::Timestamp;

use super::{Sheet, Store, StoreError, pg, sqlite};
use crate::{bot::referral::CodeKey, telegram::UserId};

impl Store {
    /// Every row about a person, table by table, as the database has it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn portrait(&self, person: UserId) -> Result<Vec<Sheet>, StoreError> {
        on_store!(self, portrait::portrait(person))
    }

    /// Every row about a person, for themselves: all of them, and nothing about anybody else.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn dossier(&self, person: UserId) -> Result<Vec<Sheet>, StoreError> {
        on_store!(self, portrait::dossier(person))
    }

    /// Forgets a person as if they had never been here: for the playground.
    ///
    /// # Errors
    /// The database does not answer; nothing was forgotten.
    pub async fn forget(&self, person: UserId) -> Result<(), StoreError> {
        on_store!(self, oblivion::forget(person))
    }

    /// Finishes what people asked for who wanted to be forgotten and whose paid access has ended since; says how many
    /// they were, at most some dozens at a time.
    ///
    /// # Errors
    /// The database does not answer; nobody is forgotten by half.
    pub async fn forget_ended(&self, key: &CodeKey, now: Timestamp) -> Result<usize, StoreError> {
        on_store!(self, oblivion::forget_ended(key, now))
    }

    /// Empties every table: for the playground.
    ///
    /// # Errors
    /// The database does not answer; nothing was deleted.
    pub async fn clean(&self) -> Result<(), StoreError> {
        on_store!(self, oblivion::clean())
    }
}
