-- The language that a person chose here; without one, that of their Telegram.
ALTER TABLE users ADD COLUMN locale TEXT;
-- They asked to be forgotten and have paid for access that is still open: only what keeps it open is left of them, and
-- goes with its end. Whoever comes back is known again.
ALTER TABLE users ADD COLUMN forgotten_at TEXT;
CREATE INDEX users_forgotten_at ON users (forgotten_at) WHERE forgotten_at IS NOT NULL;
