-- Whose keys were destroyed, when and why: applied again to a restored backup before it serves. Only ids.
CREATE TABLE erasure (
    tenant_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (tenant_id, person_id)
);

-- How whoever looked came in, and whether the record was shown to them.
ALTER TABLE look ADD COLUMN channel TEXT;
ALTER TABLE look ADD COLUMN outcome TEXT;
CREATE INDEX look_at ON look (tenant_id, at_ms);
