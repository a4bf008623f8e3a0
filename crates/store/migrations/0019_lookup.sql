-- Whose the number of a look-up of the insurance record is: one person's, whoever keys it and when. Results that hold such
-- a number are read once more at the next start, which keeps the numbers that are there already.
CREATE TABLE lookup (
    tenant_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (tenant_id, reference)
);
UPDATE placement SET retain_on = NULL WHERE CAST(body AS TEXT) LIKE '%insurance_lookup%';
