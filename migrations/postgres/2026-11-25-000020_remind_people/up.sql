-- The person's own clock, and where they stand with reminders. They are on while next_reminder_at is set.
ALTER TABLE users ADD COLUMN zone TEXT;
ALTER TABLE users ADD COLUMN reminders_asked_at TIMESTAMPTZ;
ALTER TABLE users ADD COLUMN next_reminder_at TIMESTAMPTZ;
-- A day by the person's clock, 2026-11-25: at most one reminder on each.
ALTER TABLE users ADD COLUMN last_reminded_on TEXT;
ALTER TABLE users ADD COLUMN reminders_seen TEXT NOT NULL DEFAULT '';
-- Who is due.
CREATE INDEX users_next_reminder_at ON users (next_reminder_at) WHERE next_reminder_at IS NOT NULL;
