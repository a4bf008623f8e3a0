-- An agreement by which somebody tries a work. Who was erased leaves the row without a person, so that it stays counted; what
-- was agreed is sealed under their key.
CREATE TABLE work_trial (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT,
    employer_id TEXT NOT NULL,
    state TEXT NOT NULL,
    updated_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX work_trial_person ON work_trial (tenant_id, person_id, id);
CREATE INDEX work_trial_employer ON work_trial (tenant_id, employer_id, id);
