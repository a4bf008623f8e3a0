-- What was done for people in a project is asked for on its page and by its field. Most belongs to none.
CREATE INDEX service_project ON service (tenant_id, (body->>'project'), id) WHERE body->>'project' IS NOT NULL;
-- Claims that say no age are few once those of before ages were kept are filled in; each day looks at what is left.
CREATE INDEX placement_ageless ON placement (tenant_id, id) WHERE body->>'age' IS NULL;
