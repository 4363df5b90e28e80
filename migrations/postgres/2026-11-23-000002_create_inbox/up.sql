-- Every update that was handled: a repeated delivery finds its key here and stops.
CREATE TABLE inbox (
    source TEXT NOT NULL,
    key TEXT NOT NULL,
    outcome TEXT NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (source, key)
);
