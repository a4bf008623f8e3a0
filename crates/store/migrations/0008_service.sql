-- What was done for a person, and their action plan: days and kinds in the clear, words sealed.

CREATE TABLE service (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    on_day TEXT NOT NULL,
    counted BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX service_person ON service (tenant_id, person_id, on_day);
CREATE INDEX service_day ON service (tenant_id, on_day);

CREATE TABLE action_plan (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    due_on TEXT,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX action_plan_person ON action_plan (tenant_id, person_id);
CREATE INDEX action_plan_due ON action_plan (tenant_id, due_on);
