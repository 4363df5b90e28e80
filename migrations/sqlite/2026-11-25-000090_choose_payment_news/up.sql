-- How an admin wants to hear of payments; without a row, of each one. told_on is the last day that a digest has been made
-- on: it covers what came before.
CREATE TABLE payment_news (
    admin_id BIGINT PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    mode TEXT NOT NULL,
    told_on TEXT NOT NULL
);
