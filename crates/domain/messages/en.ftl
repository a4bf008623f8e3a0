### The words of rules and states: what, why, and how to mend it.

business-number-length = A business registration number has ten digits: { $text }
business-number-check-digit = The check digit of this business registration number is wrong: { $text }. Please check the digits.
phone-unreadable = This cannot be read as a telephone number: { $text }. Example: 031-000-1234
resident-number-refused = Resident registration numbers are not accepted. Please give the date of birth only.
organisation-parent-unknown = The body above was not found. Please choose it from the list again.
organisation-parent-cycle = A body cannot be put under itself or under a body below it.
validity-in-past = The last day of validity ({ $day }) has passed. Please give a day from today on.
return-needs-explanation = A returned opening needs an explanation (Enforcement Decree of the Employment Security Act, art. 5).
opening-incomplete = { $count ->
    [one] One thing is missing
   *[other] { $count } things are missing
}, so this cannot be received yet. First: { $first }
opening-step-refused = An opening in state “{ $state }” cannot do “{ $step }”.
seeker-incomplete = { $count ->
    [one] One thing is missing
   *[other] { $count } things are missing
}, so this cannot be received yet. First: { $first }
seeker-step-refused = A registration in state “{ $state }” cannot do “{ $step }”.

opening-state-draft = draft
opening-state-submitted = submitted
opening-state-returned = returned
opening-state-open = open
opening-state-paused = paused
opening-state-filled = filled
opening-state-closed = closed
opening-state-expired = expired
opening-state-cancelled = cancelled
opening-step-submit = submit
opening-step-return = return
opening-step-open = open
opening-step-pause = pause
opening-step-confirm = confirm
opening-step-close = close
opening-step-expire = expire
opening-step-cancel = cancel
seeker-state-draft = draft
seeker-state-submitted = submitted
seeker-state-active = active
seeker-state-placed = placed
seeker-state-expired = expired
seeker-state-withdrawn = withdrawn
seeker-state-transferred = transferred
seeker-step-submit = submit
seeker-step-accept = accept
seeker-step-withdraw = withdraw
seeker-state-cancelled = cancelled
seeker-state-deceased = deceased
seeker-step-renew = renew
seeker-step-reactivate = reactivate
seeker-step-expire = expire
seeker-step-place = place
seeker-step-transfer = transfer
seeker-step-cancel = cancel
seeker-step-decease = record a death
deceased-in-future = The day of death { $day } has not come yet. Please check the date on the notice.
# merge, service, plan
merge-step-refused = This suggestion was decided already. Please open the list again to see where it stands.
service-cancelled = This service was cancelled already.
plan-full = A plan holds up to { $most } steps. Please settle those that are done.
plan-ended = A plan that ended cannot be changed. Please make a new one.
plan-step-settled = This step was settled already or is not there. Please open the plan again.

missing-title = Give the opening a title.
missing-occupation = Choose the occupation.
missing-duties = Say what the work is.
missing-headcount = Say how many people are wanted.
missing-employment-type = Choose the employment type.
missing-wage = Give the pay as a figure.
missing-hours = Give the hours: weekdays and times, or hours a week.
missing-place = Say where the work is.
missing-reception = Choose how to apply.
missing-employer-address = Give the employer's address or switchboard number.
missing-name = Give the name.
missing-born-on = Give the date of birth.
missing-contact = Give a telephone number or e-mail address.
missing-area = Give the neighbourhood of residence.
missing-desired-occupation = Choose the desired occupation.
missing-desired-area = Choose the desired area of work.
missing-consent = Consent to keeping this registration is needed.

role-citizen = citizen
role-seeker = jobseeker
role-employer = employer
role-counselor = counsellor
role-supervisor = supervisor
role-clerk = department clerk
role-agency = agency officer
role-partner = partner body
role-plan_manager = plan manager
role-mayor = mayor
role-auditor = auditor
role-operator = operator

organisation-kind-city = city
organisation-kind-department = department
organisation-kind-agency = agency
organisation-kind-partner = partner body
organisation-kind-job_center = job centre
organisation-kind-employment_center = employment centre

wage-form-H = per hour
wage-form-D = per day
wage-form-M = per month
wage-form-Y = per year

wage-below-minimum = The pay comes to { $hourly } won an hour, below the { $year } minimum wage of { $floor } won. Raise the pay or check the hours (Minimum Wage Act).

### Results and counting rules (placement, counting)

placement-step-refused = A { $state } result cannot be { $step }.
placement-state-claimed = claimed
placement-state-confirmed = confirmed
placement-state-rejected = rejected
placement-state-ended = ended
placement-state-cancelled = cancelled
placement-step-attach = given evidence
placement-step-confirm = confirmed
placement-step-reject = rejected
placement-step-retain = checked for retention
placement-step-end = ended
placement-step-cancel = cancelled
placement-step-dispute = disputed
placement-referral-missing = A hire by referral needs the referral or its day. Choose "found alone" if nobody referred the person.
person-days-needed = Day labour needs the days worked beside the people.
evidence-needed = To confirm it, an insurance record (E1) or the employer's notice or a contract (E2) is needed.
evidence-in-future = The evidence is dated { $day }, which has not come yet. Check the date.
evidence-grade-refused = Evidence of this kind cannot have that grade.
retention-month-unknown = Retention is looked at after 1, 3, 6 and 12 months: { $months }
retention-too-early = This can be looked at from { $day } on. Check the date.
end-before-start = The last day of work cannot be before the first ({ $day }).
dispute-open = There is an objection already that waits for an answer.
dispute-none = No objection waits for an answer.
second-person-needed = Whoever entered it cannot judge it. Hand it to somebody else.
steps-out-of-order = The { $second } ({ $second_on }) is before the { $first } ({ $first_on }). It is not counted (CR-04).
step-registered = registration
step-referred = referral
step-interviewed = interview
step-start = first day of work
start-after-death = Work that began after the day of death ({ $day }) is not counted.
cr-01 = One job counts once in the city, whoever reports it: one owner, any number of contributors, whose columns are not summed.
cr-02 = The month of a result is that of the first day of work. What comes after the close is a correction.
cr-03 = People of a year are counted once each: three jobs of one person are three events, one person.
cr-04 = Registration, referral, interview and first day follow in time. A start before registration is not counted.
cr-05 = A job found alone counts with the person’s own word or an insurance record, and a service in the 90 days before.
cr-06 = Confirmed needs E1 (insurance) or E2 (notice or contract). E3 (telephone, own word) stands apart as claimed.
cr-07 = Work exempt from insurance may be E2 with a reason code.
cr-08 = Contracts under a month and day labour are a class of their own; from 1 to under 12 months is fixed-term.
cr-09 = Weeks under 15 hours are shown apart. Full-time equivalents are information only.
cr-10 = Direct public jobs: unique people and person-months. Several stages of one person are one person.
cr-11 = Completing a training is no job. Whoever is hired after it counts once, the trainer as contributor.
cr-12 = Person-days never carry the unit of people. Both are asked for.
cr-13 = Estimates and announcements keep source, date and unit and enter no total.
cr-14 = Jobs of an agreement are pledged until hires are confirmed.
cr-15 = The same person at the same workplace after less than 12 months is a continuation.
cr-16 = Nobody counts after their death or the end of their identity. A dated notice reverses what is later.
cr-17 = Nothing saved is deleted; it is cancelled with a reason. A second person looks at conspicuous patterns.
cr-18 = People see what is credited to them and who looked, and may object. Until it is settled it is not counted.
cr-19 = Attendance of paid programmes is electronic or signed by a supervisor.
cr-20 = Home and place of work are both kept. City totals go by home.
cr-21 = A closed month does not change. A published figure carries its time, rule set and digest of rows.
cr-22 = Retention after 1, 3, 6 and 12 months stands with each total of placements.
cr-23 = Cells smaller than a set number are not published.
cr-24 = Rates are outside series with period and publication date; the ledger claims to have caused none.
