//! The quiz while one thing grows and all else stays.

use super::{DATABASES, Suite, table};

pub(crate) async fn with_people(suite: &mut Suite) {
    table::head("Growth with people: a random sample of 1,000 takes the quiz");
    for kind in DATABASES {
        for rows in [1_000, 100_000, 1_000_000] {
            let options = suite.options(|options| {
                options.database = kind;
                options.rows = rows;
            });
            suite.row(&format!("{kind}, {rows} people"), &options).await;
        }
    }
}

pub(crate) async fn with_connections(suite: &mut Suite) {
    table::head("Growth with connections");
    for kind in DATABASES {
        for connections in [1, 8, 32, 100] {
            let options = suite.options(|options| {
                options.database = kind;
                options.connections = connections;
            });
            let label = format!("{kind}, connections: {connections}");
            suite.row(&label, &options).await;
        }
    }
}

pub(crate) async fn with_replicas(suite: &mut Suite) {
    table::head("Growth with processes (PostgreSQL; each update to the next one; memory of all)");
    for replicas in [1, 2, 3] {
        let options = suite.options(|options| options.replicas = replicas);
        suite.row(&format!("processes: {replicas}"), &options).await;
    }
}
