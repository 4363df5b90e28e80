-- What people asked the assistant. The words go as soon as there is an answer; the rest counts towards the day's limit.
CREATE TABLE assistant_questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
    question TEXT NOT NULL,
    locale TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    claimed_until TEXT,
    attempts INTEGER NOT NULL,
    answered_at TEXT,
    outcome TEXT
);
CREATE INDEX assistant_questions_user_id ON assistant_questions (user_id, asked_at);
CREATE INDEX assistant_questions_open ON assistant_questions (id) WHERE answered_at IS NULL;
