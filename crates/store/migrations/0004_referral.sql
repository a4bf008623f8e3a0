-- A person sent to an opening. `due_on` is the day from which somebody must act, `turn_on` the day on which
-- it changes by itself; both are empty once it has ended. The code on the letter is kept as a keyed hash.
CREATE TABLE referral (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL,
    opening_id TEXT NOT NULL,
    employer_id TEXT NOT NULL,
    seeker_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    organisation_id TEXT,
    state TEXT NOT NULL,
    letter_number TEXT,
    code_hash TEXT,
    due_on TEXT,
    turn_on TEXT,
    updated_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, letter_number),
    UNIQUE (tenant_id, code_hash),
    FOREIGN KEY (tenant_id, opening_id) REFERENCES opening (tenant_id, id),
    FOREIGN KEY (tenant_id, seeker_id) REFERENCES seeker (tenant_id, id)
);
CREATE INDEX referral_due ON referral (tenant_id, due_on, id);
CREATE INDEX referral_turn ON referral (tenant_id, turn_on, id);
CREATE INDEX referral_person ON referral (tenant_id, person_id);
CREATE INDEX referral_seeker ON referral (tenant_id, seeker_id);
CREATE INDEX referral_opening ON referral (tenant_id, opening_id, state);
CREATE INDEX referral_employer ON referral (tenant_id, employer_id, updated_ms);
CREATE INDEX referral_state ON referral (tenant_id, state, updated_ms);
