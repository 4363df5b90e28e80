DROP INDEX users_forgotten_at;
ALTER TABLE users DROP COLUMN forgotten_at;
ALTER TABLE users DROP COLUMN locale;
