-- By what a person is found again, as keyed hashes; whom two registrations may both mean; and what a day's
-- work finds a registration by. Nothing here can be read back, and all of it goes with the person's key.

CREATE TABLE handle (
    tenant_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    hash TEXT NOT NULL,
    seeker_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (tenant_id, kind, hash, seeker_id)
);
CREATE INDEX handle_seeker ON handle (tenant_id, seeker_id);
CREATE INDEX handle_person ON handle (tenant_id, person_id);

CREATE TABLE merge (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    first_id TEXT NOT NULL,
    second_id TEXT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, first_id, second_id)
);
CREATE INDEX merge_state ON merge (tenant_id, state, id);

-- Who looks after the person, for which body, who else may see the record, the day from which somebody must
-- act, and the last day before it changes by itself.
ALTER TABLE seeker ADD COLUMN organisation_id TEXT;
ALTER TABLE seeker ADD COLUMN assigned_id TEXT;
ALTER TABLE seeker ADD COLUMN shared TEXT;
ALTER TABLE seeker ADD COLUMN due_on TEXT;
ALTER TABLE seeker ADD COLUMN turn_on TEXT;
CREATE INDEX seeker_due ON seeker (tenant_id, due_on);
CREATE INDEX seeker_turn ON seeker (tenant_id, turn_on);
