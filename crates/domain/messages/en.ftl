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

# Papers and scans
attachment-too-large = The file is too large. At most { $most } MB can be kept.
attachment-unknown = Only PDF, PNG and JPEG files are taken. What counts is the content, not the name.
attachment-broken = The file is not whole, or holds something else too. Save or scan it again.
attachment-picture-too-large = The picture has too many dots. Make it smaller.
attachment-active = A PDF that runs something or carries other files is not taken. Save it again for printing.
## Referrals

referral-step-refused = A referral that is { $state } cannot be { $step }.
referral-step-consent = agreed to
referral-step-send = given a letter
referral-step-schedule = given an interview
referral-step-interview = marked as interviewed
referral-step-end = given an answer
referral-state-proposed = proposed
referral-state-consented = agreed to
referral-state-sent = sent
referral-state-interview_scheduled = interview arranged
referral-state-interviewed = interviewed
referral-state-hired = hired
referral-state-rejected = rejected
referral-state-declined = declined
referral-state-no_show = did not come
referral-state-placed_elsewhere = hired elsewhere
referral-state-opening_ended = opening ended
referral-state-silent = closed without an answer
referral-state-withdrawn = withdrawn
referral-needs-letter = This needs a letter. Please issue the referral letter first.
interview-before-letter = The interview is before the letter of { $day }. Please check the day.
interview-in-future = The interview has not been held yet. Please record it afterwards.
start-before-letter = The first day of work ({ $start }) is before the letter of { $day }. Please check the day.
referral-again = This person is already referred to this opening and waits for an answer. Please continue there.
referral-crowded = { $live } referrals wait for an answer; for { $left } places at most { $most } may. Please ask for results first.
referral-person-erased = This person was erased and cannot be referred.
referral-seeker-not-active = The registration is { $state }, so no referral is possible. Please make it active first.
referral-seeker-expired = The registration is no longer valid. Please renew it first.
referral-no-consent = There is no consent to the registration. Please ask for it first.
referral-mediation-refused = The person does not wish to be referred. If that changed, please correct the registration.
referral-opening-not-open = The opening is { $state }, so nobody can be referred to it. Please choose another.
referral-opening-expired = The opening is no longer valid. Please have the employer renew it first.
referral-no-heads = No place is left. Please choose another opening.
code-unreadable = A code has nine letters and digits. Please copy it from the letter once more.
code-mistyped = The check sign does not fit: a sign may be wrong or out of order. Please copy the code once more.
notice-told-already = This was told before.
### What the law asks of an opening's wording (law): the words, the rule, the clause, better words.

law-found = “{ $words }” comes under the rule on { $rule } ({ $clause }). { $remedy }
law-act-block = may not be published
law-act-justify = published only with a reason
law-act-warn = to look at
law-rule-law-01 = the minimum wage
law-rule-law-02 = missing terms
law-rule-law-03 = the employer's identity
law-rule-law-04 = false advertisements
law-rule-law-05 = terms made worse
law-rule-law-06 = looks, body, origin, marriage, property and family
law-rule-law-07 = age
law-rule-law-08 = sex
law-rule-law-09 = money, bankbooks and cards of the seeker
law-rule-law-10 = resident numbers and criminal, health or credit records
law-rule-law-11 = illegal or harmful work, dispatch and disputes
law-rule-law-12 = minors
law-rule-law-13 = nationality, disability, religion and unions
law-rule-law-14 = notice of schedule, result and documents
law-rule-law-15 = hours and rest
law-rule-law-16 = duplicates and stale openings
law-remedy-age = Take the age out and name the ability or licence that the work needs. If it belongs to a programme by law, choose the programme.
law-remedy-age-justify = Record why an age is named (insurance, a programme by law), or write “any age”.
law-remedy-sex = Take the sex out, and name the job without one, such as “kitchen assistant”.
law-remedy-sex-justify = Record why only that sex can do the work, or take it out.
law-remedy-traits = Take out looks, height, weight, origin, marriage, property and family. If strength is needed, name the load.
law-remedy-money = Nobody may ask seekers for money, bankbooks or cards. Take this out or write that the employer pays.
law-remedy-records = This may not be asked before hiring. Take it out, or, for papers a law requires, write “after hiring”.
law-remedy-identity = Give the workplace's name, address and telephone; a personal messenger or post box alone is not enough.
law-remedy-number-shared = Another employer has the same business number. Check it.
law-remedy-unverified = There is no business number. Check the registration and record it.
law-remedy-false-ad = Describe only the work and pay offered. Sales, recruiting of members or investors and paid courses are no openings.
law-remedy-harmful = This work may not be offered. Check what it is, and return the opening if it is against the law.
law-remedy-arrears = The employer is on the wage-arrears list. Record why it is accepted, or return it.
law-remedy-dispatch = Check the dispatch licence and record its number as the reason, or among the employer's certificates.
law-remedy-minors = Work for under-15s, or for minors at night, may not be offered. Write “18 or over”, or daytime hours.
law-remedy-minors-justify = Record that the conditions for minors were checked (permit, consent, seven hours a day), or write “18 or over”.
law-remedy-exclusion = Take out what leaves people out by nationality, disability, religion or union, or record why it must be so.
law-remedy-notices = Say how schedule and result are told, and until when documents can be asked back (14 to 180 days).
law-remedy-hours = Give rest (30 minutes in 4 hours, 1 hour in 8) and at most 52 hours a week, or record why this does not apply.
law-remedy-weekly-hours = This is over { $most } hours a week. Shorten it, or record why the limit does not apply.
law-remedy-inclusive-pay = Give basic pay and overtime, night and holiday pay apart, in hours and won.
law-remedy-term = Give the length of the contract in months.
law-remedy-worse = This is worse than advertised ({ $term }). Record why, and tell those who applied.
law-remedy-endless = An opening ends or is confirmed anew within 60 days. Give a last day to apply.
law-remedy-duplicate = There is already an opening that says the same. Make them one.
law-remedy-phone-shared = Other employers have the same telephone. Check that it is theirs.
self-found-unconfirmed = Found alone. It counts once the person confirms it or an insurance record (E1) is there.
self-found-without-service = Found alone. It counts only with a service in the 90 days before the first day of work.
self-found-neither = Found alone. It needs the person's confirmation or an insurance record, and a service in the 90 days before the first day of work.
indicator-needs-source = Give the indicator's period, day of publication and source.
stages-in-a-row = At most { $most } stages in a row.
one-per-household = One person of a household in the same stage.
attendance-unsupported = Attendance must be electronic or signed by a supervisor on that day.
estimate-needs-source = Give the coefficients, their year and source, the new spending and the author.
month-closed = { $month } is closed. What changed shows as a correction.
month-not-over = { $month } is not over yet and cannot be closed.
anomaly-settled = This was settled already.
anomaly-found-cancel_burst = { $count } cancelled in { $hours } hours
anomaly-found-bulk_entry = { $count } entered in { $hours } hour
anomaly-found-off_hours = { $count } entered outside opening hours within { $hours } hours
anomaly-found-same_phone = One telephone for { $count } people

## Openings: their days and heads
opening-step-renew = be renewed
opening-step-ask = be asked about
opening-step-doubt = be doubted
opening-step-fill = be filled
opening-step-reopen = be opened again
opening-heads-remain = It still looks for { $heads } and cannot be marked as filled.

## Answers of employers
answer-late = The time to answer is over. Please call the job centre.
answer-not-asked = This question cannot be answered so. Please press one of the buttons on the page.
answer-used = You answered this already. To change the answer, please call the job centre.
