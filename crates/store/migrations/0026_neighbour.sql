-- Openings of neighbouring cities, and what is read of the state's lists. The record of a neighbour or of a connection is among
-- `record`; what stands here is a copy of somebody else's book, kept apart from ours, in no change log of ours, and made again
-- by asking them again.

-- How fetching went. The revision rises with every batch that changed something, so that each process sees what another took.
CREATE TABLE neighbour_pull (
    tenant_id TEXT NOT NULL,
    neighbour_id TEXT NOT NULL,
    revision BIGINT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, neighbour_id)
);
CREATE TABLE neighbour_opening (
    tenant_id TEXT NOT NULL,
    -- Ours: theirs could be one of our own openings'.
    id TEXT NOT NULL,
    neighbour_id TEXT NOT NULL,
    -- Their id.
    source_key TEXT NOT NULL,
    -- Their change for which it is told: a line of an earlier one changes nothing.
    seq BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, neighbour_id, source_key)
);
CREATE INDEX neighbour_opening_revision ON neighbour_opening (tenant_id, neighbour_id, revision);
CREATE INDEX neighbour_opening_expires ON neighbour_opening (tenant_id, expires_ms);
-- Batches as they were signed, to hand on. A snapshot has no place it goes on from: -1.
CREATE TABLE neighbour_batch (
    tenant_id TEXT NOT NULL,
    neighbour_id TEXT NOT NULL,
    since BIGINT NOT NULL,
    upto BIGINT NOT NULL,
    signature TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, neighbour_id, since)
);
-- The key of a connection, sealed under a key of the connection's own.
CREATE TABLE connector_key (
    tenant_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, connector_id)
);
CREATE TABLE connector_run (
    tenant_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, connector_id)
);
-- Records as a list told them, without whoever is to be called.
CREATE TABLE source_record (
    tenant_id TEXT NOT NULL,
    source TEXT NOT NULL,
    source_key TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, source, source_key)
);
-- Events and policies that other bodies announce.
CREATE TABLE announcement (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    source_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- Last day, where it could be read.
    until_on TEXT,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, source, source_key)
);
CREATE INDEX announcement_kind ON announcement (tenant_id, kind, until_on);
