-- What a day's work is found by: what somebody must do next about a registration, for everybody and for one
-- counsellor; claims without evidence; and the day from which it is asked whether a person still works
-- there, empty once nothing is left to ask. Each index ends with the id, so that the first rows are found
-- without sorting the others of their day.
ALTER TABLE seeker ADD COLUMN due_act TEXT;
CREATE INDEX seeker_act ON seeker (tenant_id, due_act, due_on, id);
CREATE INDEX seeker_assigned ON seeker (tenant_id, assigned_id, due_act, due_on, id);
ALTER TABLE placement ADD COLUMN retain_on TEXT;
CREATE INDEX placement_retain ON placement (tenant_id, retain_on, id);
CREATE INDEX placement_start ON placement (tenant_id, state, start_on, id);
DROP INDEX action_plan_due;
CREATE INDEX action_plan_due ON action_plan (tenant_id, due_on, id);
DROP INDEX notice_told;
CREATE INDEX notice_told ON notice (tenant_id, told_ms, at_ms, id);
