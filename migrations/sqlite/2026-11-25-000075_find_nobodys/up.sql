-- Events whose payer is known by name only are looked for by that name, whether or not they wait for somebody.
CREATE INDEX tribute_events_nobodys ON tribute_events (payer) WHERE user_id IS NULL;
DROP INDEX tribute_events_unmatched;
