-- The registers of a period: what was received, registered or sent on its days, found by the day that the body
-- tells; and registrations that an earlier release wrote without what they are found by, of which there are soon none.
CREATE INDEX opening_received ON opening (tenant_id, (body->'origin'->>'received_on'), id);
CREATE INDEX seeker_registered ON seeker (tenant_id, (body->>'registered_on'), id);
CREATE INDEX referral_sent ON referral (tenant_id, (body->'state'->'letter'->>'sent_on'), id);
CREATE INDEX seeker_unmarked ON seeker (tenant_id, id) WHERE shared IS NULL OR (due_on IS NOT NULL AND due_act IS NULL);
