CREATE INDEX tribute_events_unmatched ON tribute_events (payer) WHERE outcome = 'unmatched';
DROP INDEX tribute_events_nobodys;
