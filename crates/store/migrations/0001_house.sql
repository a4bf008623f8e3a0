-- One schema for SQLite and PostgreSQL. Every key begins with the tenant; instants are milliseconds;
-- nothing here generates values: identifiers, instants and sequence numbers arrive from the program.

CREATE TABLE tenant (
    tenant_id TEXT NOT NULL,
    city TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant_id)
);

-- The head of the change log: taking the next sequence number is an update of this row.
CREATE TABLE tenant_head (
    tenant_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (tenant_id),
    FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id)
);

CREATE TABLE change (
    tenant_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    actor_role TEXT NOT NULL,
    actor_id TEXT,
    channel TEXT NOT NULL,
    noun TEXT NOT NULL,
    noun_id TEXT NOT NULL,
    verb TEXT NOT NULL,
    prior_seq BIGINT,
    subject_id TEXT,
    body JSONB NOT NULL,
    sealed BYTEA,
    prev_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, seq),
    FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id)
);
CREATE INDEX change_of_noun ON change (tenant_id, noun_id, seq);

CREATE TABLE counter (
    tenant_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, name)
);

-- A person's key, wrapped by the master key. Emptying it erases the person everywhere; the row stays,
-- so that nobody is given a second key by mistake.
CREATE TABLE person_key (
    tenant_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    wrapped BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, person_id)
);

CREATE TABLE organisation (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE person (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    login_index TEXT,
    password_hash TEXT,
    body JSONB NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, login_index)
);

CREATE TABLE link (
    tenant_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    person_id TEXT NOT NULL,
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, hash),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);

CREATE TABLE session (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    seen_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, token_hash),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);

CREATE TABLE employer (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    business_number TEXT,
    contact_id TEXT,
    -- Name and number in lower case, for finding it by a part of either.
    words TEXT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX employer_number ON employer (tenant_id, business_number);

CREATE TABLE opening (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    employer_id TEXT NOT NULL,
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    source TEXT NOT NULL,
    source_key TEXT,
    -- Number and title in lower case, for finding it by a part of either.
    words TEXT NOT NULL,
    updated_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, source, source_key),
    FOREIGN KEY (tenant_id, employer_id) REFERENCES employer (tenant_id, id)
);
CREATE INDEX opening_state ON opening (tenant_id, state, updated_ms);
CREATE INDEX opening_employer ON opening (tenant_id, employer_id);

CREATE TABLE seeker (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    source_key TEXT,
    source_digest TEXT,
    updated_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, source_key)
);
CREATE INDEX seeker_state ON seeker (tenant_id, state, updated_ms);
CREATE INDEX seeker_person ON seeker (tenant_id, person_id);

-- Every look at a person's record.
CREATE TABLE look (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    actor_id TEXT,
    role TEXT NOT NULL,
    purpose TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX look_person ON look (tenant_id, person_id, at_ms);

CREATE TABLE import (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX import_at ON import (tenant_id, at_ms);

CREATE TABLE import_mapping (
    tenant_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    signature TEXT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, kind, signature)
);

CREATE TABLE job (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    state TEXT NOT NULL,
    run_ms BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease_ms BIGINT NOT NULL,
    worker TEXT NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX job_ready ON job (tenant_id, state, run_ms);
