-- People, by Telegram's id. Somebody known only from a payment has no started_at and no last_seen_at.
CREATE TABLE users (
    id BIGINT PRIMARY KEY,
    first_name TEXT NOT NULL DEFAULT '',
    username TEXT,
    language_code TEXT,
    source TEXT,
    tribute_user_id TEXT,
    started_at TIMESTAMPTZ,
    last_seen_at TIMESTAMPTZ,
    unreachable_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL
);
-- bot_active_users counts by it.
CREATE INDEX users_last_seen_at ON users (last_seen_at);
-- A payment may name its buyer only by Tribute's id.
CREATE INDEX users_tribute_user_id ON users (tribute_user_id) WHERE tribute_user_id IS NOT NULL;

-- Where each conversation stands: JSON of bot::dialogue::Dialogue.
CREATE TABLE dialogues (
    user_id BIGINT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

-- The last finished quiz of each person, by ids of the content pack.
CREATE TABLE recommendations (
    user_id BIGINT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    quiz TEXT NOT NULL,
    band TEXT NOT NULL,
    points INTEGER NOT NULL,
    made_at TIMESTAMPTZ NOT NULL
);
