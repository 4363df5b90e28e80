-- What update.sql needs: the shape of the service's tables, not their every column.
CREATE TABLE inbox (update_id bigint PRIMARY KEY, received_at timestamptz NOT NULL);
CREATE TABLE users (
    id bigint PRIMARY KEY, locale text NOT NULL, source text, blocked_at timestamptz, created_at timestamptz NOT NULL
);
CREATE TABLE dialogues (
    chat_id bigint PRIMARY KEY REFERENCES users (id), state text NOT NULL, updated_at timestamptz NOT NULL
);
CREATE TABLE subscriptions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users (id), plan text NOT NULL, access_until timestamptz NOT NULL
);
CREATE INDEX subscriptions_user_id ON subscriptions (user_id);
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat_id bigint NOT NULL, method text NOT NULL, payload text NOT NULL, claimed_until timestamptz
);
CREATE INDEX outbox_chat_id ON outbox (chat_id, id);
CREATE SEQUENCE update_ids;
INSERT INTO users SELECT id, 'ru', NULL, NULL, now() FROM generate_series(1, 1000) AS id;
INSERT INTO dialogues SELECT id, '{}', now() FROM users;
ANALYZE;
