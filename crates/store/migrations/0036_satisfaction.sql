-- A question to a person about one thing: a cohort they completed (about_id is their part in it), a hiring event (about_id is
-- their first talk there), or a job after some months (about_id is the claim). Put once: no two are about the same. What is
-- answered is sealed under the person's key; an empty value is no answer. Days stand in columns while something is to be done
-- and are NULL after. Who was erased leaves the row without a person, so that it stays counted.
CREATE TABLE satisfaction (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    about_id TEXT NOT NULL,
    months BIGINT NOT NULL,
    about_on TEXT NOT NULL,
    group_id TEXT NOT NULL,
    person_id TEXT,
    asked_on TEXT NOT NULL,
    due_on TEXT,
    turn_on TEXT,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, about_id, months)
);
CREATE INDEX satisfaction_group ON satisfaction (tenant_id, group_id, id);
CREATE INDEX satisfaction_person ON satisfaction (tenant_id, person_id, id);
CREATE INDEX satisfaction_asked ON satisfaction (tenant_id, asked_on, id);
CREATE INDEX satisfaction_due ON satisfaction (tenant_id, due_on, id);
CREATE INDEX satisfaction_turn ON satisfaction (tenant_id, turn_on, id);
