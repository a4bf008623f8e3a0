-- One talk at a hiring event, which is a record: booked for a slot of a booth, or waited for with a number. Who was erased leaves
-- the row without a person, so that it stays counted. Nothing is sealed: a person is told by id alone, and nobody else at all.
CREATE TABLE interview (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    booth BIGINT NOT NULL,
    slot_min BIGINT,
    ticket BIGINT,
    person_id TEXT,
    state TEXT NOT NULL,
    due_on TEXT,
    updated_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, event_id) REFERENCES record (tenant_id, id)
);
CREATE INDEX interview_event ON interview (tenant_id, event_id, id);
CREATE INDEX interview_slot ON interview (tenant_id, event_id, booth, slot_min);
CREATE INDEX interview_ticket ON interview (tenant_id, event_id, ticket);
CREATE INDEX interview_person ON interview (tenant_id, person_id, id);
CREATE INDEX interview_due ON interview (tenant_id, due_on, id);
