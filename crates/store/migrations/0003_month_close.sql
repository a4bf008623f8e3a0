-- Closed months of the ledger: what each says for ever. And conspicuous patterns, for a second person.

CREATE TABLE month_close (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    month TEXT NOT NULL,
    closed_ms BIGINT NOT NULL,
    rule_set TEXT NOT NULL,
    digest TEXT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, month)
);

CREATE TABLE anomaly (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    -- Kind, person and instant of the first record: a pattern is put on the list once.
    found_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, found_key)
);
CREATE INDEX anomaly_state ON anomaly (tenant_id, state, at_ms);
