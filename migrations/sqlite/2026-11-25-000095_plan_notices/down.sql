ALTER TABLE subscriptions DROP COLUMN notice;
UPDATE subscriptions SET notice_at = NULL;
