-- Access by Tribute plan: one row for each person and plan, folded from tribute_events.
CREATE TABLE subscriptions (
    user_id BIGINT NOT NULL REFERENCES users (id),
    tribute_id BIGINT NOT NULL,
    plan TEXT,
    name TEXT NOT NULL,
    access_until TEXT NOT NULL,
    auto_renew BOOLEAN NOT NULL,
    renew_known_at TEXT NOT NULL,
    terms_known_at TEXT NOT NULL,
    price_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (user_id, tribute_id)
);
CREATE INDEX subscriptions_access_until ON subscriptions (access_until);

-- Every authentic event of Tribute, verbatim. `key` is the same for every delivery of one event.
CREATE TABLE tribute_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    user_id BIGINT REFERENCES users (id),
    tribute_user_id TEXT,
    received_at TEXT NOT NULL
);
CREATE INDEX tribute_events_user_id ON tribute_events (user_id);
-- Money whose owner is not known yet.
CREATE INDEX tribute_events_unmatched ON tribute_events (tribute_user_id) WHERE outcome = 'unmatched';
