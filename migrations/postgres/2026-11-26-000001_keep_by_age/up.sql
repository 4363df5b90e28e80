-- Old keys are cleaned away by age. They come in the order of time, so a summary of each stretch of the table is enough,
-- and an update pays nothing for it.
CREATE INDEX inbox_received_at ON inbox USING brin (received_at);
