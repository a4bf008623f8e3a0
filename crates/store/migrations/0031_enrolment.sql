-- One person's part in a cohort, which is a record: nobody has two in one. Who was erased leaves the row without a person, so
-- that it stays counted; what they told when they applied is sealed under their key.
CREATE TABLE enrolment (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    cohort_id TEXT NOT NULL,
    person_id TEXT,
    state TEXT NOT NULL,
    updated_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, cohort_id, person_id),
    FOREIGN KEY (tenant_id, cohort_id) REFERENCES record (tenant_id, id)
);
CREATE INDEX enrolment_cohort ON enrolment (tenant_id, cohort_id, id);
CREATE INDEX enrolment_person ON enrolment (tenant_id, person_id, id);
