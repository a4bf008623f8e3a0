-- The day on which an account was last used, as days since 1970: it outlives the session, and says nothing else of it.
ALTER TABLE person ADD COLUMN seen_day BIGINT;
UPDATE person SET seen_day = (SELECT MAX(s.seen_ms) / 86400000 + 1 FROM session s WHERE s.tenant_id = person.tenant_id AND s.person_id = person.id);
