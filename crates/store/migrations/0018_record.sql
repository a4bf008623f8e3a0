-- What the offices write of their work: projects, leads, plans, meetings, submissions. Nothing in it is personal, and all of it
-- is read and written alike, so one table holds it; what each noun puts into the columns is said in its file.
CREATE TABLE record (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    noun TEXT NOT NULL,
    -- The record it belongs to: the project of an estimate, the meeting of a decision.
    parent_id TEXT,
    -- The body whose it is.
    organisation_id TEXT,
    -- What it is known by outside, once in a noun: a project's number, a body and month.
    known_as TEXT,
    state TEXT NOT NULL,
    -- From which day somebody must see to it.
    due_on TEXT,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, noun, known_as)
);
CREATE INDEX record_noun ON record (tenant_id, noun, id);
CREATE INDEX record_parent ON record (tenant_id, parent_id, noun);
CREATE INDEX record_due ON record (tenant_id, noun, due_on, id);
