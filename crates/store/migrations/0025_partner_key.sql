-- What other bodies' programs did with their keys, one row a use; the keys themselves are records. Only ever added to.
CREATE TABLE partner_use (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    scope TEXT NOT NULL,
    -- Whether it was done or refused.
    outcome TEXT NOT NULL,
    -- The opening it was about, if it was about one.
    about_id TEXT,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX partner_use_key ON partner_use (tenant_id, key_id, at_ms);

-- What a program asked for under a word of its own, so that the same question asked twice is done once.
CREATE TABLE partner_request (
    tenant_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    word TEXT NOT NULL,
    digest TEXT NOT NULL,
    -- The body for which it acted: its openings are found by it.
    organisation_id TEXT NOT NULL,
    opening_id TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, key_id, word),
    FOREIGN KEY (tenant_id, opening_id) REFERENCES opening (tenant_id, id)
);
CREATE INDEX partner_request_body ON partner_request (tenant_id, organisation_id, opening_id);
