-- People who asked to be called.
CREATE TABLE leads (
    id BIGSERIAL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    comment TEXT,
    status TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX leads_user_id ON leads (user_id);
CREATE INDEX leads_created_at ON leads (created_at);
