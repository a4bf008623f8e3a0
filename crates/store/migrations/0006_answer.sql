-- A question put to an employer, answered by its link or by its code over the telephone. Both secrets are
-- kept only as hashes.
CREATE TABLE answer (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    opening_id TEXT NOT NULL,
    employer_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    until_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, token_hash),
    UNIQUE (tenant_id, code_hash),
    FOREIGN KEY (tenant_id, opening_id) REFERENCES opening (tenant_id, id)
);
CREATE INDEX answer_opening ON answer (tenant_id, opening_id, id);
CREATE INDEX answer_employer ON answer (tenant_id, employer_id, id);

-- The day of the employer's last word on an open opening, and the last day of validity of a live one, for
-- the daily work. Empty in rows written before, which the daily work therefore reads as well.
ALTER TABLE opening ADD COLUMN word_on TEXT;
ALTER TABLE opening ADD COLUMN valid_until TEXT;
CREATE INDEX opening_word ON opening (tenant_id, state, word_on);
CREATE INDEX opening_valid ON opening (tenant_id, state, valid_until);
