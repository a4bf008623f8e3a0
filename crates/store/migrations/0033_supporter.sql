-- Who offers to be called for events. The row says only that there is an offer; what it holds is sealed under their key. Whoever
-- was erased leaves the row without a person.
CREATE TABLE supporter (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT,
    state TEXT NOT NULL,
    updated_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, person_id)
);
CREATE INDEX supporter_state ON supporter (tenant_id, state, id);
