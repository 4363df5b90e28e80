//! The questions to the assistant, as the worker that answers them takes and closes them.

use jiff::Timestamp;

use super::{Question, Store, StoreError, pg, sqlite};
use crate::bot::effects::Outgoing;

impl Store {
    /// Takes open questions to the assistant, each for one taker until `until`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn claim_questions(
        &self,
        limit: i64,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Question>, StoreError> {
        on_store!(self, questions::claim(limit, now, until))
    }

    /// Closes a question with a bounded word for how it ended, and queues what is said to the person. `false` when it
    /// was closed before, or the person is forgotten: then nothing happens.
    ///
    /// # Errors
    /// The database does not answer; the question is still open.
    pub async fn close_question(
        &self,
        question: &Question,
        outcome: &str,
        messages: &[Outgoing],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        on_store!(self, questions::close(question, outcome, messages, now))
    }

    /// Gives a question back as if it had not been taken.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn give_back_question(&self, id: i64) -> Result<(), StoreError> {
        on_store!(self, questions::give_back(id))
    }
}
