DROP INDEX leads_update_id;
ALTER TABLE leads DROP COLUMN closed_by;
ALTER TABLE leads DROP COLUMN closed_at;
ALTER TABLE leads DROP COLUMN source;
ALTER TABLE leads DROP COLUMN update_id;
