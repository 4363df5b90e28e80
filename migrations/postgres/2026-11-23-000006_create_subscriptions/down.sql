DROP TABLE tribute_events;
DROP TABLE subscriptions;
