-- For those alone who look for a lane, and say so (`lane >= 0`). PostgreSQL sees an outbox that is empty whenever it is analyzed, and
-- then going through everybody's messages seemed as good to it as the few of one chat.
DROP INDEX outbox_pending;
CREATE INDEX outbox_pending ON outbox (lane, id) WHERE held_at IS NULL AND dead_at IS NULL AND lane >= 0;
