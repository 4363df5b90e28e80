-- Old keys are cleaned away by age.
CREATE INDEX inbox_received_at ON inbox (received_at);
