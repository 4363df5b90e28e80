//! What can go wrong with the database. Messages hold no values of rows and no passwords.

/// A failed unit of work: nothing of it was stored.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No connection within the time allowed.
    #[error("no database connection: {0}")]
    Pool(String),
    /// Nothing was heard within the time allowed. Whether it was stored is not known: it is asked for again, and counts once.
    #[error("the database does not answer in time")]
    Silent,
    /// A query failed.
    #[error("database: {0}")]
    Query(#[from] diesel::result::Error),
    /// A migration failed.
    #[error("migration: {0}")]
    Migration(String),
    /// The database cannot be opened with this URL.
    #[error("cannot open the database: {0}")]
    Open(String),
}

impl StoreError {
    pub(super) fn pool(error: diesel_async::pooled_connection::bb8::RunError) -> Self {
        Self::Pool(match error {
            bb8::RunError::TimedOut => "timed out waiting for one".into(),
            bb8::RunError::User(error) => error.to_string(),
        })
    }
}
