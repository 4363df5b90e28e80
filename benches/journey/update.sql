-- One answer of the quiz on the service's tables, as a service would store it that asks for one thing after the other. Ours asks
-- for all of it in one statement, and lets its writes and the commit travel together.
-- pgbench replaces a name or a number after a colon, so the JSON has spaces there and the callback data has slashes.
\set person random(1, 1000)
BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT pg_advisory_xact_lock(:person);
SELECT NOT EXISTS (SELECT 1 FROM inbox WHERE source = 'telegram' AND key = (:person + 1000000000000)::text);
SELECT u.id, u.first_name, u.username, u.language_code, u.source, u.started_at, u.last_seen_at, u.unreachable_at,
        u.first_paid_at, u.zone, u.reminders_asked_at, u.next_reminder_at, u.last_reminded_on, u.reminders_seen, u.locale,
        u.forgotten_at, d.user_id, d.state, d.updated_at, r.user_id, r.quiz, r.band, r.points, r.made_at, r.kind, r.products
    FROM users u LEFT JOIN dialogues d ON d.user_id = u.id LEFT JOIN recommendations r ON r.user_id = u.id
    WHERE u.id = :person LIMIT 1;
SELECT user_id, source, plan, name, access_until, auto_renew, basis, known_at, price_minor, currency, notice_at, notice, updated_at
    FROM subscriptions WHERE user_id = :person ORDER BY source;
SELECT id FROM outbox WHERE chat_id = :person AND lane = 0 AND held_at IS NULL AND dead_at IS NULL ORDER BY lane, id LIMIT 100;
INSERT INTO inbox (source, key, outcome, received_at)
    VALUES ('telegram', nextval('update_ids')::text, 'handled', now()) ON CONFLICT DO NOTHING;
INSERT INTO dialogues (user_id, state, updated_at)
    VALUES (:person, '{"at": "quiz","quiz": "energy","run": 106,"answers": [0,1,2]}', now())
    ON CONFLICT (user_id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at;
INSERT INTO outbox (chat_id, lane, method, payload, origin, keep_for_unreachable, attempts, not_before, claimed_until, created_at)
    VALUES (:person, 0, 'editMessageText', '{"chat_id": 700000001,"link_preview_options": {"is_disabled": true},"message_id": 9,"parse_mode": "HTML","reply_markup": {"inline_keyboard": [[{"callback_data": "qa/energy/106/3/0","text": "Почти каждый день"}],[{"callback_data": "qa/energy/106/3/1","text": "Пару раз в неделю"}],[{"callback_data": "qa/energy/106/3/2","text": "Редко, на это нет сил"}],[{"callback_data": "qb/energy/106/3","text": "← Назад"},{"callback_data": "home","text": "В меню"}]]},"text": "<b>Энергия</b> · Вопрос 4 из 5\n\nКак часто вы двигаетесь, ходите пешком, делаете зарядку, тренируетесь?"}', 'telegram/106', false, 0, now(), now() + interval '15 seconds', now())
    RETURNING id AS outbox_id \gset
COMMIT;
DELETE FROM outbox WHERE id = ANY(ARRAY[:outbox_id]::bigint[]);
