-- Which employers were renamed is found like what changed of openings: the feed tells their openings anew.
CREATE INDEX change_employer ON change (tenant_id, seq) WHERE noun = 'employer';
