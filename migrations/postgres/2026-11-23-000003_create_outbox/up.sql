-- Messages that committed updates asked for. A row leaves when Telegram took the message.
CREATE TABLE outbox (
    id BIGSERIAL PRIMARY KEY,
    chat_id BIGINT NOT NULL,
    lane SMALLINT NOT NULL,
    method TEXT NOT NULL,
    payload TEXT NOT NULL,
    origin TEXT NOT NULL,
    keep_for_unreachable BOOLEAN NOT NULL,
    attempts INTEGER NOT NULL,
    not_before TIMESTAMPTZ NOT NULL,
    claimed_until TIMESTAMPTZ,
    held_at TIMESTAMPTZ,
    dead_at TIMESTAMPTZ,
    last_error TEXT,
    created_at TIMESTAMPTZ NOT NULL
);
-- Order inside a chat, and the head of every chat.
CREATE INDEX outbox_pending_by_chat ON outbox (chat_id, lane, id) WHERE held_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_pending ON outbox (lane, id) WHERE held_at IS NULL AND dead_at IS NULL;
-- Messages that wait for somebody to appear.
CREATE INDEX outbox_held ON outbox (chat_id, id) WHERE held_at IS NOT NULL;

-- Flood control: while 'bot' has a row in the future, nothing is sent.
CREATE TABLE send_pauses (
    scope TEXT NOT NULL PRIMARY KEY,
    paused_until TIMESTAMPTZ NOT NULL
);
