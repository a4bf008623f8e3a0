-- By which way news is sent to a person by itself; empty for whoever is not sent any. So that a morning opens only those records.
ALTER TABLE seeker ADD COLUMN heard TEXT;
CREATE INDEX seeker_heard ON seeker (tenant_id, id) WHERE heard IS NOT NULL;

-- Messages that go out by themselves: to whom, which way and where they stand, without any address. What is in a basket is sealed
-- under the person's key. A person has one of each slot: the basket of a day.
CREATE TABLE delivery (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    slot TEXT NOT NULL,
    way TEXT NOT NULL,
    state TEXT NOT NULL,
    due_ms BIGINT,
    made_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX delivery_slot ON delivery (tenant_id, person_id, slot);
CREATE INDEX delivery_due ON delivery (tenant_id, due_ms, id) WHERE due_ms IS NOT NULL;
CREATE INDEX delivery_made ON delivery (tenant_id, made_ms);
