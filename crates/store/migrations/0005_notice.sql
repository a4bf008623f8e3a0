-- Something a person or an employer is told; nothing personal stands in it.
CREATE TABLE notice (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT,
    employer_id TEXT,
    kind TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    -- Empty while nobody has told it.
    told_ms BIGINT,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX notice_told ON notice (tenant_id, told_ms, at_ms);
CREATE INDEX notice_person ON notice (tenant_id, person_id, at_ms);
CREATE INDEX notice_employer ON notice (tenant_id, employer_id, at_ms);
