DROP TABLE send_pauses;
DROP TABLE outbox;
