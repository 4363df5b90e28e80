DROP TABLE referrals;
DROP INDEX users_ref_code;
ALTER TABLE users DROP COLUMN first_paid_at;
ALTER TABLE users DROP COLUMN ref_code;
