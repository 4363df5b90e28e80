-- Processes that serve this bot now: each takes its share of the bot's pace.
CREATE TABLE replicas (
    id TEXT NOT NULL PRIMARY KEY,
    seen_until TEXT NOT NULL
);
