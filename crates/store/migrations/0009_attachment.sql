-- Papers and scans kept about a person: what they are in the clear, what is on them sealed under the
-- person's key and gone with it.
CREATE TABLE attachment (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX attachment_person ON attachment (tenant_id, person_id, at_ms);
