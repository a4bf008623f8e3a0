-- What everybody is told of a count that is made anew all day: the day's first, so that two readings of one day do not tell
-- what happened between them. Small cells are hidden in it already; yesterday's goes when today's comes.
CREATE TABLE day_count (
    tenant_id TEXT NOT NULL,
    name TEXT NOT NULL,
    day TEXT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, name, day)
);
