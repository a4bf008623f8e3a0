-- The openings of a project are asked for on its page, by every measure bound to it and by the book. Most have none.
CREATE INDEX opening_project ON opening (tenant_id, (body->'content'->>'project'), id) WHERE body->'content'->>'project' IS NOT NULL;
