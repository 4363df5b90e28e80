-- The people of update.sql, in the service's own tables.
CREATE SEQUENCE update_ids;
INSERT INTO users (id, first_name, language_code, started_at, last_seen_at, created_at)
    SELECT id, 'Person', 'ru', now(), now(), now() FROM generate_series(1, 1000) AS id;
INSERT INTO dialogues SELECT id, '{"at":"idle"}', now() FROM users;
-- Not the others: they are empty, and a plan made for an empty table reads all of it for ever.
ANALYZE users, dialogues;
