-- A lead is named by the update that sent it (the owner's button carries that), and somebody is done with it.
ALTER TABLE leads ADD COLUMN update_id BIGINT;
ALTER TABLE leads ADD COLUMN source TEXT;
ALTER TABLE leads ADD COLUMN closed_at TEXT;
ALTER TABLE leads ADD COLUMN closed_by BIGINT;
CREATE UNIQUE INDEX leads_update_id ON leads (update_id);
