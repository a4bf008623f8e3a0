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
