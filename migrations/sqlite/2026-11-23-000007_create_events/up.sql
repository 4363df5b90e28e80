-- Facts for statistics: no texts, no personal details.
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id BIGINT REFERENCES users (id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    details TEXT,
    happened_at TEXT NOT NULL
);
CREATE INDEX events_user_id ON events (user_id);
CREATE INDEX events_name_happened_at ON events (name, happened_at);
