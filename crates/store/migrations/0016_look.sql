-- For which body whoever looked was acting.
ALTER TABLE look ADD COLUMN organisation_id TEXT;
