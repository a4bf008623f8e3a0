-- Slips that came back on paper. Who sent one is sealed under a key: the registered person's, or one that is destroyed with it.
CREATE TABLE reply_slip (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Until which day it waits; NULL once it is done.
    due_on TEXT,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX reply_slip_due ON reply_slip (tenant_id, due_on, id);
CREATE INDEX reply_slip_person ON reply_slip (tenant_id, person_id);
