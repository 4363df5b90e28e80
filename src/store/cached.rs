//! Keeps a prepared statement where diesel would prepare anew each time.

use diesel::{
    QueryResult,
    backend::Backend,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
};

/// A query whose SQL text is always the same. diesel does not cache upserts and updates, because their text
/// may vary; each would cost one more parse and one more round trip. Use it only where the text is fixed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cached<Q>(pub(super) Q);

impl<Q: Query> Query for Cached<Q> {
    type SqlType = Q::SqlType;
}

// No static id: the statement cache then goes by the SQL text.
impl<Q> QueryId for Cached<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q, DB> QueryFragment<DB> for Cached<Q>
where
    Q: QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _backend: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}
