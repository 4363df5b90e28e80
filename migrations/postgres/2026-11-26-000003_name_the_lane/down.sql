DROP INDEX outbox_pending;
CREATE INDEX outbox_pending ON outbox (lane, id) WHERE held_at IS NULL AND dead_at IS NULL;
