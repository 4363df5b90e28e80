-- The code of a person's own link, and when they first paid with money (a gift or a trial is no payment).
ALTER TABLE users ADD COLUMN ref_code TEXT;
ALTER TABLE users ADD COLUMN first_paid_at TIMESTAMPTZ;
CREATE UNIQUE INDEX users_ref_code ON users (ref_code) WHERE ref_code IS NOT NULL;
-- Of payments before today the price is what tells.
UPDATE users SET first_paid_at = (
    SELECT min(updated_at) FROM subscriptions WHERE subscriptions.user_id = users.id AND price_minor > 0
);

-- Who pressed Start by whose link. Joined: had never started before. Paid: joined, and has paid; a refund may take it back.
CREATE TABLE referrals (
    referred_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    referrer_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    clicked_at TIMESTAMPTZ NOT NULL,
    joined_at TIMESTAMPTZ,
    paid_at TIMESTAMPTZ,
    PRIMARY KEY (referred_id, referrer_id)
);
CREATE INDEX referrals_referrer_id ON referrals (referrer_id);
-- The first referrer wins.
CREATE UNIQUE INDEX referrals_joined ON referrals (referred_id) WHERE joined_at IS NOT NULL;
