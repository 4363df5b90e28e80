-- What is to be said at notice_at; without a word the next notice is only to be planned.
ALTER TABLE subscriptions ADD COLUMN notice TEXT;
UPDATE subscriptions SET notice_at = updated_at;
