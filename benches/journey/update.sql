-- One update as the service handles it, one statement after the other.
-- pgbench replaces a name or a number after a colon, so the JSON has spaces there and the callback data has slashes.
\set person random(1, 1000)
BEGIN;
INSERT INTO inbox (update_id, received_at) VALUES (nextval('update_ids'), now()) ON CONFLICT DO NOTHING;
SELECT pg_advisory_xact_lock(:person);
SELECT u.id, u.locale, u.source, u.blocked_at, d.state, d.updated_at
    FROM users u LEFT JOIN dialogues d ON d.chat_id = u.id WHERE u.id = :person;
SELECT plan, access_until FROM subscriptions WHERE user_id = :person;
INSERT INTO dialogues (chat_id, state, updated_at)
    VALUES (:person, '{"quiz": {"key": "energy","answers": [0,2,4],"message_id": 12345}}', now())
    ON CONFLICT (chat_id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at;
INSERT INTO outbox (chat_id, method, payload, claimed_until)
    VALUES (:person, 'editMessageText', '{"chat_id": 1,"message_id": 12345,"text": "How often do you wake up tired? Think of the last two weeks.","reply_markup": {"inline_keyboard": [[{"text": "Hardly ever","callback_data": "quiz/energy/3/0"}],[{"text": "Sometimes","callback_data": "quiz/energy/3/1"}],[{"text": "Almost daily","callback_data": "quiz/energy/3/2"}]]}}', now() + interval '30 seconds')
    RETURNING id AS outbox_id \gset
COMMIT;
DELETE FROM outbox WHERE id = :outbox_id;
