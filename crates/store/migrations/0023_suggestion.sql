-- Lists shown to somebody about a person, with what they were made of, sealed under the person's key; and apart from that,
-- sealed as well, only which openings stood in each. The digest is keyed: the same list for the same audience stands once.
CREATE TABLE suggestion (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    audience TEXT NOT NULL,
    digest TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    openings BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX suggestion_digest ON suggestion (tenant_id, person_id, digest);
CREATE INDEX suggestion_person ON suggestion (tenant_id, person_id, at_ms);
CREATE INDEX suggestion_at ON suggestion (tenant_id, at_ms);
