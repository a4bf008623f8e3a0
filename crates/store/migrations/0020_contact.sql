-- People of the network's firms and bodies, each known to one department. Where they work stands in the clear; who they are is
-- sealed under a key of their own and gone with it.
CREATE TABLE contact (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    organisation_id TEXT,
    business_number TEXT,
    plain_name TEXT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX contact_name ON contact (tenant_id, plain_name, id);
CREATE INDEX contact_number ON contact (tenant_id, business_number);
