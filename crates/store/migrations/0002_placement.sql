-- The ledger: one row for one body's claim that a person began to work. Ids, dates and areas only, so that
-- the counted event stays when the person is erased. Rows are never deleted.

CREATE TABLE placement (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    employer_id TEXT NOT NULL,
    opening_id TEXT,
    referral_id TEXT,
    owner_id TEXT,
    state TEXT NOT NULL,
    start_on TEXT NOT NULL,
    updated_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, employer_id) REFERENCES employer (tenant_id, id)
);
CREATE INDEX placement_person ON placement (tenant_id, person_id);
CREATE INDEX placement_referral ON placement (tenant_id, referral_id);
CREATE INDEX placement_opening ON placement (tenant_id, opening_id);
CREATE INDEX placement_updated ON placement (tenant_id, updated_ms);
