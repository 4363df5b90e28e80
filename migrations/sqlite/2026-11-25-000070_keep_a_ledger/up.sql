-- Access by where it comes from (a plan of Tribute, a purchase, an order, the owner), which a number cannot tell.
-- Events about plans that the pack did not know had opened access without a plan; they wait for the owner now.
UPDATE tribute_events SET outcome = 'unplanned', reason = 'the pack has no such plan'
WHERE outcome = 'applied' AND user_id IN (SELECT user_id FROM subscriptions WHERE plan IS NULL);
ALTER TABLE subscriptions RENAME TO old_subscriptions;
DROP INDEX subscriptions_access_until;
CREATE TABLE subscriptions (
    user_id BIGINT NOT NULL REFERENCES users (id),
    source TEXT NOT NULL,
    plan TEXT NOT NULL,
    name TEXT NOT NULL,
    access_until TEXT NOT NULL,
    auto_renew BOOLEAN NOT NULL,
    basis TEXT NOT NULL,
    known_at TEXT NOT NULL,
    price_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    notice_at TEXT,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (user_id, source)
);
INSERT INTO subscriptions (user_id, source, plan, name, access_until, auto_renew, basis, known_at, price_minor, currency, updated_at)
SELECT user_id, 'sub:' || tribute_id, plan, name, access_until, auto_renew, 'paid', renew_known_at, price_minor, currency, updated_at
FROM old_subscriptions WHERE plan IS NOT NULL;
DROP TABLE old_subscriptions;
CREATE INDEX subscriptions_access_until ON subscriptions (access_until);
-- Whom to tell that their access ends.
CREATE INDEX subscriptions_notice_at ON subscriptions (notice_at) WHERE notice_at IS NOT NULL;

-- The names that Tribute has for people: its own ids, and the orders of shops.
CREATE TABLE payers (
    payer TEXT PRIMARY KEY NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX payers_user_id ON payers (user_id);
INSERT INTO payers (payer, user_id)
SELECT tribute_user_id, min(id) FROM users WHERE tribute_user_id IS NOT NULL GROUP BY tribute_user_id;
DROP INDEX users_tribute_user_id;
ALTER TABLE users DROP COLUMN tribute_user_id;

ALTER TABLE tribute_events RENAME COLUMN tribute_user_id TO payer;
-- When it happened, the plan it is about, and whether the owner said so.
ALTER TABLE tribute_events ADD COLUMN happened_at TEXT;
ALTER TABLE tribute_events ADD COLUMN plan TEXT;
ALTER TABLE tribute_events ADD COLUMN by_hand BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE tribute_events SET happened_at = received_at;
CREATE INDEX tribute_events_happened_at ON tribute_events (happened_at);
-- What waits for the owner.
CREATE INDEX tribute_events_waiting ON tribute_events (id)
WHERE outcome IN ('unmatched', 'unplanned', 'unreadable', 'poison');

-- Decisions that are not Tribute's: an owner's, a claiming buyer's, or the program's own (made_by 0). Rows are only added,
-- and marked when they took effect.
CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    made_at TEXT NOT NULL,
    made_by BIGINT NOT NULL,
    action TEXT NOT NULL,
    user_id BIGINT,
    event_id BIGINT,
    plan TEXT,
    ends_at TEXT,
    days INTEGER,
    reason TEXT NOT NULL,
    details TEXT,
    applied_at TEXT,
    outcome TEXT
);
CREATE INDEX journal_user_id ON journal (user_id);
CREATE INDEX journal_waiting ON journal (id) WHERE applied_at IS NULL;
