-- The owner asks for the payments of some days.
CREATE INDEX tribute_events_received_at ON tribute_events (received_at);
