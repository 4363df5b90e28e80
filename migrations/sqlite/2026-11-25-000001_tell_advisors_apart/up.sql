-- Calculators and the picker give advice as well; in `quiz` stands the id of whichever it was.
ALTER TABLE recommendations ADD COLUMN kind TEXT NOT NULL DEFAULT 'quiz';
-- What the picker picked: ids with spaces between them.
ALTER TABLE recommendations ADD COLUMN products TEXT;
