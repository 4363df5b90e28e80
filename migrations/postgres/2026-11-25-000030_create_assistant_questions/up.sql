-- What people asked the assistant. The words go as soon as there is an answer; the rest counts towards the day's limit.
CREATE TABLE assistant_questions (
    id BIGSERIAL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    question TEXT NOT NULL,
    locale TEXT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    claimed_until TIMESTAMPTZ,
    attempts INTEGER NOT NULL,
    answered_at TIMESTAMPTZ,
    outcome TEXT
);
CREATE INDEX assistant_questions_user_id ON assistant_questions (user_id, asked_at);
CREATE INDEX assistant_questions_open ON assistant_questions (id) WHERE answered_at IS NULL;
