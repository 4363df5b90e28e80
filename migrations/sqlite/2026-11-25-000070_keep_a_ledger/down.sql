DROP TABLE journal;
DROP INDEX tribute_events_waiting;
DROP INDEX tribute_events_happened_at;
ALTER TABLE tribute_events DROP COLUMN by_hand;
ALTER TABLE tribute_events DROP COLUMN plan;
ALTER TABLE tribute_events DROP COLUMN happened_at;
ALTER TABLE tribute_events RENAME COLUMN payer TO tribute_user_id;
ALTER TABLE users ADD COLUMN tribute_user_id TEXT;
UPDATE users SET tribute_user_id = (SELECT min(payer) FROM payers WHERE payers.user_id = users.id);
CREATE INDEX users_tribute_user_id ON users (tribute_user_id) WHERE tribute_user_id IS NOT NULL;
DROP TABLE payers;
ALTER TABLE subscriptions RENAME TO new_subscriptions;
DROP INDEX subscriptions_access_until;
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
-- What does not come from a plan of Tribute has no place there.
INSERT INTO subscriptions (user_id, tribute_id, plan, name, access_until, auto_renew, renew_known_at, terms_known_at, price_minor, currency, updated_at)
SELECT user_id, CAST(substr(source, 5) AS BIGINT), plan, name, access_until, auto_renew, known_at, known_at, price_minor, currency, updated_at
FROM new_subscriptions WHERE source LIKE 'sub:%';
DROP TABLE new_subscriptions;
CREATE INDEX subscriptions_access_until ON subscriptions (access_until);
