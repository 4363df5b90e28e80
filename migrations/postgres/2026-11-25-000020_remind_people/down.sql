DROP INDEX users_next_reminder_at;
ALTER TABLE users DROP COLUMN reminders_seen;
ALTER TABLE users DROP COLUMN last_reminded_on;
ALTER TABLE users DROP COLUMN next_reminder_at;
ALTER TABLE users DROP COLUMN reminders_asked_at;
ALTER TABLE users DROP COLUMN zone;
