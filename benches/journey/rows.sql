-- People as they are when the bot has been used for a while: all have started it, half have finished a quiz, a third pay.
-- $count and the moments $past, $recent and $ahead, which differ by i, are replaced for each database.
INSERT INTO users (id, first_name, username, language_code, source, started_at, last_seen_at, created_at)
    WITH RECURSIVE numbers (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < $count)
    SELECT 700000001 + i, 'Анна', 'anna' || i, 'ru', 'instagram', $past, $past, $past FROM numbers;
INSERT INTO dialogues (user_id, state, updated_at) SELECT id, '{"at":"idle"}', last_seen_at FROM users;
INSERT INTO recommendations (user_id, quiz, band, points, made_at, kind)
    SELECT id, 'energy', 'saving', 8, last_seen_at, 'quiz' FROM users WHERE id % 2 = 0;
INSERT INTO payers (payer, user_id) SELECT 'T-' || id, id FROM users WHERE id % 3 = 0;
INSERT INTO tribute_events (key, name, body, outcome, user_id, payer, received_at, happened_at, plan, by_hand)
    SELECT 'new_subscription:1644:T-' || id || ':2026-01-01T00:00:00Z', 'new_subscription',
        '{"name":"new_subscription","created_at":"2026-01-01T00:00:00Z","sent_at":"2026-01-01T00:00:00Z","payload":{"subscription_name":"Клуб","subscription_id":1644,"period_id":1547,"period":"monthly","type":"regular","price":49900,"amount":44910,"currency":"rub","channel_id":614,"channel_name":"Клуб","trb_user_id":"T-' || id || '","telegram_user_id":' || id || ',"expires_at":"2099-01-01T00:00:00Z"}}',
        'applied', id, 'T-' || id, last_seen_at, last_seen_at, 'club', FALSE
    FROM users WHERE id % 3 = 0;
INSERT INTO subscriptions (user_id, source, plan, name, access_until, auto_renew, basis, known_at, price_minor, currency,
        notice_at, updated_at)
    SELECT id, 'sub:1644', 'club', 'Клуб', $ahead, TRUE, 'paid', last_seen_at, 49900, 'rub', $ahead, last_seen_at
    FROM (SELECT id, last_seen_at, id - 700000001 AS i FROM users WHERE id % 3 = 0) AS buyers;
INSERT INTO events (user_id, name, details, happened_at) SELECT id, 'started', NULL, last_seen_at FROM users;
INSERT INTO events (user_id, name, details, happened_at)
    SELECT id, 'quiz_finished', 'energy', last_seen_at FROM users WHERE id % 2 = 0;
INSERT INTO inbox (source, key, outcome, received_at)
    SELECT 'telegram', '' || (id + 100000000000), 'handled', $recent FROM (SELECT id, id - 700000001 AS i FROM users) AS senders;
