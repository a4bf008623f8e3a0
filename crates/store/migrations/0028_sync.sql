-- Work done where there is no network. On the machine each entry of the log says of which piece of work it is; at home
-- each says of which that came from a machine.
ALTER TABLE change ADD COLUMN command_id TEXT;
CREATE INDEX change_command ON change (tenant_id, command_id, seq) WHERE command_id IS NOT NULL;

-- Pieces of work: on the machine those made there, in the order of the log; at home those that came. The receipt is what home
-- said; empty while it said nothing.
CREATE TABLE command (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    node_id TEXT NOT NULL,
    previous_id TEXT,
    seq BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    digest BYTEA,
    receipt JSONB,
    receipt_ms BIGINT,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX command_node ON command (tenant_id, node_id, seq);
CREATE INDEX command_waiting ON command (tenant_id, seq) WHERE receipt_ms IS NULL;

-- A piece of work that lies aside, whole, until a person has seen to it. It is sealed under a key of its own.
CREATE TABLE aside (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    command_id TEXT NOT NULL,
    node_id TEXT NOT NULL,
    state TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX aside_state ON aside (tenant_id, state, id);

-- A field about which home and a machine do not agree. The words of both are sealed under the key of the person whom the record is
-- about, else under one of its own.
CREATE TABLE clash (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    noun TEXT NOT NULL,
    noun_id TEXT NOT NULL,
    state TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX clash_of ON clash (tenant_id, noun_id, state);
CREATE INDEX clash_state ON clash (tenant_id, state, id);

-- Places set aside for a machine: what it was lent, and what home knows it to have used.
CREATE TABLE escrow (
    tenant_id TEXT NOT NULL,
    noun TEXT NOT NULL,
    noun_id TEXT NOT NULL,
    node_id TEXT NOT NULL,
    granted BIGINT NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, noun, noun_id, node_id)
);
CREATE INDEX escrow_node ON escrow (tenant_id, node_id);

-- On the machine: records about which home has decided something, so that it must say anew what they are.
CREATE TABLE again (
    tenant_id TEXT NOT NULL,
    noun TEXT NOT NULL,
    noun_id TEXT NOT NULL,
    PRIMARY KEY (tenant_id, noun, noun_id)
);

-- At home: the people whose records a machine carries, and the head of the log when it was given them.
CREATE TABLE met (
    tenant_id TEXT NOT NULL,
    node_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, node_id, person_id)
);

-- On a machine: whether home has this look.
ALTER TABLE look ADD COLUMN handed BIGINT;
