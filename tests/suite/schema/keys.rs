//! A foreign key without an index makes every deletion read the whole table.

use crate::support::{
    database::{Backend, TestDatabase},
    on_both,
};

/// Foreign keys whose column is not the first of any whole index.
const POSTGRES: &str = "SELECT c.conrelid::regclass, c.conname FROM pg_constraint c \
     WHERE c.contype = 'f' AND NOT EXISTS (SELECT 1 FROM pg_index i \
     WHERE i.indrelid = c.conrelid AND i.indpred IS NULL AND i.indkey[0] = c.conkey[1])";
const SQLITE: &str = "SELECT t.name, f.\"from\" FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) f \
     WHERE t.type = 'table' \
     AND NOT EXISTS (SELECT 1 FROM pragma_table_info(t.name) c WHERE c.pk = 1 AND c.name = f.\"from\") \
     AND NOT EXISTS (SELECT 1 FROM pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c \
     WHERE i.partial = 0 AND c.seqno = 0 AND c.name = f.\"from\")";

on_both! {
    async fn every_foreign_key_has_an_index(backend) {
        let database = TestDatabase::create(backend).await;
        database.url().migrate().await.expect("applies");
        let (bare, break_one) = match backend {
            Backend::Postgres => (POSTGRES, "DROP INDEX leads_user_id"),
            Backend::Sqlite => (SQLITE, "DROP INDEX leads_user_id"),
        };
        assert_eq!(database.query(bare).await, Vec::<Vec<String>>::new());
        // The query would see one.
        database.query(break_one).await;
        assert_eq!(database.query(bare).await.len(), 1);
    }
}
