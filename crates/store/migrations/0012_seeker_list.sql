-- The list of jobseekers: its first page without sorting everybody, and its number without reading their rows.
CREATE INDEX seeker_updated ON seeker (tenant_id, updated_ms, id);
CREATE INDEX seeker_scope ON seeker (tenant_id, state, organisation_id, assigned_id, shared, person_id);
