-- Why a look was needed, where that had to be said, and what else was said about it, sealed under the person's key.
ALTER TABLE look ADD COLUMN why TEXT;
ALTER TABLE look ADD COLUMN sealed BYTEA;
