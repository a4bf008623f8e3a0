-- Searches of the openings that people keep: what each looks for and is called is sealed under the person's key. Of the secret
-- in a feed reader's address only the hash stands here.
CREATE TABLE saved_search (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    token_hash TEXT,
    way TEXT NOT NULL,
    state TEXT NOT NULL,
    due_on TEXT,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, token_hash)
);
CREATE INDEX saved_search_person ON saved_search (tenant_id, person_id, id);
CREATE INDEX saved_search_due ON saved_search (tenant_id, due_on, id);
CREATE INDEX saved_search_way ON saved_search (tenant_id, way, state, id);
