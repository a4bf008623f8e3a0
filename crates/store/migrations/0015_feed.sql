-- What changed of openings is found without reading what changed of everything else. Only of them: every other noun is
-- asked for by its id, and an index by noun alone would only tempt the planner.
CREATE INDEX change_opening ON change (tenant_id, seq) WHERE noun = 'opening';
