-- Scheduled work: whose turn it is, over all replicas. The settings are those that its rows were planned with.
CREATE TABLE tasks (
    name TEXT NOT NULL PRIMARY KEY,
    next_run_at TEXT NOT NULL,
    claimed_until TEXT,
    settings TEXT
);
