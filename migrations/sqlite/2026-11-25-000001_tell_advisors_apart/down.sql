DELETE FROM recommendations WHERE kind <> 'quiz';
ALTER TABLE recommendations DROP COLUMN products;
ALTER TABLE recommendations DROP COLUMN kind;
