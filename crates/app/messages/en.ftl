### What is said when a use case does nothing.

search-place-unknown = “{ $text }” was not found, so distance was left out. Please give the name of a neighbourhood or a station.
near-none = Please choose a neighbourhood.
near-unknown = “{ $text }” is no neighbourhood of this city. Please choose one from the list below.
opening-has-ended = An opening that has ended cannot be changed. Please record a new one.
text-too-long = This text is too long; at most { $most } characters fit.
url-unreadable = This cannot be read as a web address: { $text }. Please give one that begins with https://.
headcount-disabled-too-many = There are more places for disabled people than places in all. Please correct one of the two.
changed-meanwhile = Someone else has changed this meanwhile. Please load it again and repeat.
consent-needs-withdrawal = A registration is kept only with this consent. To take it back, withdraw the registration or erase the person.
sensitive-needs-consent = This may be kept only with consent to sensitive data. Ask for consent and tick it, or empty this field.
born-on-out-of-range = The date of birth must lie between 1900 and today. Please check the year.
sign-in-too-many = Too many failed tries; please wait { $minutes } minutes and try again.
sign-in-refused = The sign-in name or the password is wrong. Please check both.
password-weak = A password has { $least } to { $most } characters, at least four of them different.
login-unreadable = This cannot be a sign-in name: { $text }. Use at least three letters, digits or @ . _ - +.
login-taken = This sign-in name is taken: { $text }. Please choose another.
last-operator = This is the last operator. Please appoint another one first.
contact-needs-verified-employer = Check the business number first. The contact can be confirmed after that.
employer-provisional = Without a business registration number this cannot be verified. Please add the number first.
wage-wish-implausible = Hardly anybody is paid so much in this form. Please look again whether it is by the hour, day, month or year, and at the amount.
wage-out-of-range = Please give a pay between 1 won and 1,000,000,000 won.
commute-out-of-range = Please give a way to work between 1 and 300 minutes.
store-busy = Writing is congested and this was not carried out. Nothing was stored. Please try again in a moment.
store-full = The disk is full and this was not stored. What was stored before is safe. Please tell the operator.
store-away = The store could not be reached. Please try again in a moment.
deadline-passed = The day to apply by ({ $day }) has passed. If people are still wanted, please correct it.
export-number = receipt number
export-title = title
export-employer = employer
export-business-number = business number
export-occupation = occupation
export-headcount = headcount
export-wage-form = pay form
export-wage-min = pay from
export-wage-max = pay to
export-weekly-hours = hours a week
export-workplace = workplace
export-deadline = apply by
export-duties = duties
export-state = State
export-lacks = Lacks
export-until-filled = until filled
match-part-occupation = occupation
match-part-skills = licences and skills
match-part-wage = pay
match-part-experience = experience
match-part-distance = distance
match-part-text = description
match-seeker = jobseeker
match-rank = rank
match-opening = opening
match-employer = employer
match-score = score
match-note = note
match-seeker-sheet = jobseeker sheet
match-seeker-row = jobseeker row
match-opening-sheet = opening sheet
match-opening-row = opening row
match-failed = conditions that fail
match-near = nearest opening
match-none = nothing fits
match-none-relevant = no opening of the list is of the same field as the desired occupation or asks for two licences or skills of the person
match-score-below = no condition fails, but the score of { $score } is under the { $least } from which openings are suggested
match-state-met = met
match-state-failed = fails
match-state-unknown = unknown
match-condition-area = condition: desired area
match-condition-commute = condition: commute
match-condition-wage = condition: pay
match-condition-days = condition: days
match-condition-hours = condition: hours of the day
match-condition-weekly_hours = condition: weekly hours
match-condition-employment_type = condition: employment type
match-condition-education = condition: schooling
match-condition-experience = condition: experience
match-condition-licence = condition: licences
match-summary-seekers = jobseekers
match-summary-openings = openings
match-summary-matches = matches
match-summary-with-match = jobseekers with a match
match-summary-without-match = jobseekers without a match
match-summary-rejected = rows that could not be read
column-repeated = Another column before it gives the same, so this one was not read. Keep one of them, or rename its header.
column-unknown = It is not known what this column holds, so it was not read. If you need it, rename its header or choose its meaning on the import page.
not-found-by-name = “{ $text }” was not found. Check the name or the business number.
found-several = Several employers are called “{ $text }”. Choose by business number.
role-choose = Choose at least one role.
role-needs-employer = An employer's account needs to know for which employer. Give its business number or name.
role-needs-organisation = The account of a department or body needs to know of which. Choose one.
business-number-taken = This business number is registered already, as “{ $name }”.
employer-name-is-number = This is a number, not a name. Enter the name here and the number under business number.
import-told = { $rows } rows: { $created } created ({ $drafts } drafts), { $updated } updated, { $unchanged } unchanged, { $duplicate } duplicate, { $rejected } rejected
import-told-closed = { $closed } closed that the source no longer lists
match-told = { $seekers } seekers x { $openings } openings: { $matches } matches for { $with } seekers, { $rejected } rows that could not be read -> { $out }
command-not-found = There is no such thing, or it may not be seen.
command-not-found-hint = Check the name or number. Users: iljari user list. Openings: iljari export openings --format csv.

# paper
paper-busy = Too many papers are waiting to be printed. Please try again in a moment.
projection-filling = The system has just started and is still gathering its figures. Please open the page again in a moment.
paper-period = The period must lie within a year of its first day and must not run backwards.
register-why-needed = Say what the register with names is for. The people on it read the reason.
paper-too-long = This period holds more than { $most } rows, which is too many to print at once. Choose a shorter one.
paper-no-letter = No letter has been issued yet. Get the jobseeker's consent and issue the letter first.
paper-referral-over = This referral is over ({ $state }). Letter and notice with name and telephone are not printed any more. That the letter was issued stays on the list of those referred.
large-list-title = Jobs near you
large-list-near = Nearest to { $place } first.
large-list-newest = Newest first.
large-list-call = Call and say the number.
large-list-employer = Where
large-list-pay = Pay
large-list-hours = When
large-list-way = Way there
large-list-number = no.
large-list-none = There is no job near this place now. Please call the job centre.
own-list-about = Jobs that suit { $name }. Call and say the reply code.
own-list-none = No job meets everything you asked for now. Please call the job centre.
large-list-until = (until { $day })
large-list-rest = (break { $min } min)
large-list-weekly = { $hours } hours a week
large-list-shift = shifts
large-list-hourly = { $won } won an hour
large-list-monthly = { $won } won a month
large-list-station = { $name } station
large-list-station-walk = { $min } min on foot from { $name } station
large-list-station-away = { $km } km from { $name } station
large-list-stop-walk = { $min } min on foot from { $name }
### Results (ledger)

placement-start-far = The first day of work is too far away. Give a day within a month.
evidence-paper-unknown = This is not a paper of this person. Choose one from the list.
evidence-authority-needed = Only an officer with the authority to look up insurance records can enter this. Attach the certificate instead.
evidence-reference-needed = Give the number of the look-up.
evidence-reference-known = This number stands with somebody else's result. Give the number of the look-up of this person.
claim-born-on-wrong = The day of birth is missing or does not belong to this registration. Give both as they stand on the paper.
placement-letter-unknown = There is no such letter for this person and this employer. Look at the number again, or leave it empty.
result-of-another = You are signed in as somebody else. Only the person themself can say this, from their own account or without one.
organisation-unknown = This body is not known. Choose one from the list.
result-code-unknown = There is no such code for this registration number. Look at the letter again or call the job centre.
seeker-not-found-by = No registration matches "{ $text }". Give a registration number, a name or a telephone.
seeker-found-several = Several registrations match "{ $text }". Choose one below or give the registration number.
# seeker: life of a registration
seeker-deceased = A death is recorded for somebody of this name and date of birth, so nobody can be registered. If this is another person, please ask a supervisor to check.
account-there = This person has an account. For a forgotten password the operator makes a new link.
account-login-kept = This link already has the sign-in name “{ $login }”. Leave the field empty for a new link with that name. The name was not changed.
identity-no-number = No telephone number is on record, so nobody was called at it. Please check an identity card.
account-of-the-dead = A death is recorded for this person. There is no account to make.
merge-identity-first = One of the two has an account; making them one opens the other record to it. Choose how it was checked who they are.
erase-other-record = Another body looks after another record of this person, so not all of it can be erased here. A supervisor of that body can erase it, or the person on their own page.
consent-needs-registration = This registration has ended. Please register anew to look for work again.
transfer-to-choose = Please choose the body that takes over.
assign-choose = Please choose a counsellor of the same body, or of one to which the person agreed to be shown.
service-in-future = That day has not come yet. Please give the day on which it was done.
service-before-registration = This lies too long before the person was registered; services count from { $day } on. Please check the day.
action-plan = Action plan
action-plan-goal = Goal
action-plan-step = Step
action-plan-due = By
action-plan-owner = Who
action-plan-owner-person = the person
action-plan-owner-counselor = the counsellor
action-plan-step-open = to do
action-plan-step-done = done
action-plan-step-missed = missed
action-plan-number = Registration
action-plan-name = Name
action-plan-result = Result
action-plan-none = There is no step yet.
action-plan-proposed = Not agreed to yet.
action-plan-agreed-online = Agreed to on their own page on { $day }.
action-plan-agreed-paper = Agreed to by signature on { $day }.
action-plan-promise = We agreed on this together. If anything changes, we agree anew at any time.
action-plan-day = Day
action-plan-sign-person = Jobseeker (signature)
action-plan-sign-counselor = Counsellor (signature)
path = Tailored path
path-about = For { $name }, registration { $number }. Found from what you told us alone; what you did not tell stays unknown.
path-openings = Openings that fit now
path-openings-empty = No opening meets every condition now. Look below at what changing one thing would open, or call us.
path-no-list = The registration has ended, or you refused lists that are made by themselves, so none was made. Call us if you would like one.
path-near = Openings that fit but for one thing
path-near-empty = Changing one thing opens no further opening now.
path-programs = Programmes you can get
path-programs-empty = As far as we know there is no programme for you now. The list of programmes shows what begins soon.
path-program-eligible = { $name }: by what you told, you can get it.
path-program-unknown = { $name }: more must be known ({ $what }).
path-bring = Please bring: { $papers }
path-cohort = cohort { $number }, { $from } to { $until }, taking applications
path-learning = Openings that learning would open
path-learning-empty = No single licence or schooling opens more now. The job centre advises on training.
path-events = Hiring events in the next two weeks
path-events-empty = There is no hiring event in the next two weeks.
path-event = { $day } { $title }, { $place }
path-call = Whom to ask
path-call-counselor = Your counsellor { $name } { $body }: { $phone }
path-call-nobody = No counsellor is assigned to you yet. Call { $phone } and one will be.
path-call-centre = { $name }, { $address }, { $hours }, { $phone }
path-segments = Groups you belong to
path-segments-note = By the age you told and by your own word alone. Only you and your counsellor see this.
path-segments-empty = By what you told there is none for certain. Tell us your day of birth and those by age are known.
path-segment = { $name }: { $definition } ({ $basis })
path-segment-unknown = { $name }: not asked yet ({ $what })
path-ages = aged { $min } to { $max }
path-ages-from = aged { $min } or over
path-told = whoever says so of themselves: { $status }
action-plan-step-words = Please say what is to be done.
action-plan-step-past = That day has passed. Please give a day from today on.

## Openings: worse terms and answers
opening-terms-worse = The terms of the opening you were referred to became worse: { $term } { $before } → { $after } (and { $more } more)
opening-term-wage = pay
opening-term-hourly_wage = pay per hour
opening-term-monthly_wage = pay per month
opening-term-weekly_minutes = minutes a week
opening-term-weekdays = days worked
opening-term-night = night work
opening-term-place = place of work
opening-term-employment_type = kind of employment
opening-term-contract_months = months of contract
opening-term-probation_months = months of probation
opening-term-convertible = way to a permanent contract
close-reason-not-yours = This is not a reason the employer may close it for. Please choose one of those offered.
answer-opening-ended = This opening has ended; there is nothing to ask.
answer-code-unknown = There is no such code. Please check the code on the notice.
answer-code-too-many = Too many unknown codes. Please try again in { $minutes } minutes.
### Openings and the law (law)

opening-also = { $first } Also: { $rest }
check-told = { $rows } openings looked at: { $block } findings block, { $justify } need a reason, { $warn } to look at; { $rejected } rows could not be read.
## Referrals

referral-needs-registration = Please register as looking for work first.
interview-too-far = The interview is too far ahead. Please give a day within six months.
start-too-far = The first day of work is too far ahead. Please give a day within six months.
letter-unknown = No letter has this number or code. Please copy it once more.
letter-answered = An answer to this letter was recorded before.
letter-awaits-answer = This letter still waits for its answer. Record the hire as the answer to it.
widen-not-open = Only an open opening can be looked at. Open it or renew it first.
moment-registered = Registered as { $number } ({ $channel })
revive-another_person = The notice was about somebody else
revive-notice_wrong = The notice itself was wrong
revive-keyed_wrong = It was keyed by mistake
moment-revived = Registration { $number }: notice of death taken back, { $reason }
moment-moved = Registration { $number } moved to another body at the person's word ({ $channel })
moment-registration = Registration { $number }: { $state }
moment-consent = { $consent }: { $verdict } ({ $channel })
moment-service = { $kind } ({ $channel })
moment-service-struck = { $kind } ({ $channel }), struck out
moment-step = Plan ({ $owner }): { $step } · { $state }
moment-proposed = Proposed: { $work } · { $employer }
moment-applied = Applied: { $work } · { $employer }
moment-letter = Letter { $number } issued: { $work } · { $employer }
moment-interview = Interview at { $at }: { $work } · { $employer }
moment-referral-ended = { $state }: { $work } · { $employer } ({ $how })
moment-started = First day at { $employer } ({ $how }, { $state })
moment-retained = Still there after { $months ->
    [one] { $months } month
   *[other] { $months } months
}: { $employer }
moment-not-retained = Not there any more after { $months ->
    [one] { $months } month
   *[other] { $months } months
}: { $employer }
moment-left = Left { $employer } ({ $reason })
moment-told = Told: { $kind } ({ $day }, { $how })
moment-untold = To tell: { $kind } (not told yet)
moment-moot = To tell: { $kind } (no longer needed)
moment-told-phone = by telephone
moment-told-counter = at the counter
moment-told-paper = by letter
moment-told-web = on their own page
moment-told-unreachable = not reached
moment-look = Looked at by { $role } { $who } · { $purpose } · { $n ->
    [one] once
   *[other] { $n } times
}
notice-interview-at = Interview { $at }
### Openings and the law (law)


### Projects and promises
project-number-missing = Give the project's number, such as its budget code; each project has its own.
project-number-taken = This number is taken by { $name }. See whether it is the same project.
project-sector-unknown = There is no such sector. Choose one of the list.
project-unknown = No project has the number { $number }. Enter the project first, or correct the number.
hiring-commitment-day = The day of a promise is today or before.
project-department-unknown = No such body: { $name }. Write its name as it stands in the list.
project-of-others = Only { $name } itself may bring in its projects. Take the rows of other bodies out.
project-sector-unread = Unknown sector, left empty: { $text }.
project-funds-small = Are the funds { $words } won in all? If the list is in thousands of won, please say so in it and upload it again.
estimate-direct-more = The direct coefficient cannot be more than the induced one, which holds it. Please check that the two were not mixed up.
estimate-twice = The same estimate is here already (entered on { $day }). It need not be entered again.
estimate-year-ahead = This year has not come yet. Please give { $year } or an earlier year.
supporter-shift-project = That is another body’s project. Enter the number of one of your own, or leave it empty.
supporter-shift-event-over = That event is over or another body’s. Choose one of yours that is to come, or leave it empty and enter name, day and place.
supporter-roster-corrected = Attendance of supporters was corrected
roster-ahead = This month has not come yet. Please give days until { $day }.
roster-before = This month was before the project began ({ $day }). Please check the day, or correct the first day of the project.
roster-twice = A roster that is here already names the same people with the same days: { $name } { $from } ~ { $until } (handed in on { $day }). To hand it in again, take that one back first.
roster-employer = Give the name of the agency or the firm on the site.
roster-row = Row { $row }: { $why }
first-look-day = Bodies of the network may look first from today to { $latest }. It cannot be kept back longer.
first-look-late = Everybody has seen this opening. What was shown is not hidden again.
### Councils, meetings, actions
council-part-unknown = This council is unknown or is itself a part of another. Choose one from the list.
council-login-unknown = This body has no such sign-in name. Leave it empty for a body without an account: it takes part on paper.
agenda-not-member = Only bodies with a seat in this meeting may bring an item. Please ring the secretariat.
agenda-over = The meeting is over. Its items and minutes cannot be changed.
task-owner = Choose who does it.
task-due = Say by when it is done.
task-after-end = The task force ends on { $day }. Choose a day until then.
action-measure-unknown = This measure is unknown. Choose one from the list.
action-late = { $days } days late
action-open = Under way
action-done = Done { $day } · to be looked at
action-accepted = Completed { $day }
action-dropped = Let go { $day }
actions-basket = Of { $n } things to do, { $late } are late. First: { $first }
meeting-council = Choose whose meeting it is.
meeting-at = Give day and time of the meeting, such as 2016-04-07 14:00.
meeting-past = This day and time have passed. Give one to come.
meeting-after-end = This body ends on { $day }. Choose a day until then, or prolong it.
meeting-begun = Name and time of a meeting that has begun cannot be changed.
meeting-quorum-line = { $members } seats · quorum { $needed } · present { $there }
answer-no-seat = This body has no seat in the meeting. Choose one from the list.
attendance-present = Present
attendance-paper = On paper
attendance-excused = Excused
attendance-absent = Absent
### Monthly reports (submission)
submission-meanwhile = Meanwhile somebody else made it “{ $state }” at { $at } ({ $count } rows). Please look at it as it is now and try again. What you sent was not stored.
submission-not-nothing = The month already has { $count } rows, so there is not nothing to report. Please hand them in, or cancel those that are wrong first.
submission-due-within = The deadline must be a day after { $month } is over.
submission-month-not-over = { $month } has not ended. Reports can be called for from { $from } on.
organisation-succeeded = The work of { $name } was left to another body already.
organisation-successor-self = A body cannot go on with its own work: please choose another.
organisation-successor-unknown = Please choose the body that goes on with the work. One that is gone cannot be chosen.
organisation-successor-day = Please say from which day it goes on with the work.
link-same-person = Name and date of birth are those of row { $row }. Taken for the second stay of one person.
link-known-person = Name and date of birth are those of somebody this body told of before. Taken for the same person.
link-duplicate = Person, employer and day are those of a result that { $name } told already ({ $day }). It is linked to that and not counted again.
# The report book
report-book-meeting = Choose the report meeting the book is for. A cancelled one cannot be chosen.
report-book-as-of = Write the instant like 2016-05-31T18:00.
report-book-future = That instant has not come. Write one that has. What is recorded after it never enters, so the book is the same when it is made later.
lead-assigned = Please choose somebody it can be given to.
lead-project = Please choose which project.
lead-known = { $name } looks after this firm already. If yours is another firm, tick the box below.
lead-unconfirmed = Nobody has confirmed yet that people are needed. Write down in a visit what work and how many.
lead-employer-first = This employer is not registered. Ask the job centre to register it, then make the opening.
lead-employer-several = Several employers have this name. Correct the lead and name the employer by its business number.
coop-request-from = Please ask with an account that belongs to a department.
coop-request-day-needed = Please say by when you want an answer.
idea-too-many = Many ideas came from here just now. Please try again in { $minutes } minutes.
contact-known = Your department has this contact already. Please correct that one.
contact-twice = The same person of the same firm as in row { $row }. They are taken in once.
contact-known-elsewhere = { $name } has a contact at this firm too. Once it is taken in, say on the page of contacts whether both are one.
contact-nobody = There is no name or telephone to erase.
contact-unalike = There is nothing to decide.
agenda-papers-most = An item takes up to { $most } files. Please bind several sheets into one PDF.
agenda-papers-beside = { $n } attached files come with this packet.

mismatch-too-much = There are more jobseekers and openings than can be counted.
mismatch-counting = This is being counted. Please open the page again in a moment.
agenda-paper-unknown = Only PDF, HWP, HWPX, DOCX, XLSX, PPTX, ODT, PNG and JPEG files are taken. What counts is the content, not the name.
estimate-base-unlikely = Is the base amount { $words } won ({ $won } won)? If it was typed in thousands, correct it to { $thousands } won ({ $meant } won); if it is right, tick that it is meant in won.
estimate-nobody = By this amount and these coefficients nobody would work. Please check the unit of the amount and the coefficients.
import-nothing = There is a header row and no row under it to read. Please fill it in and upload it again.
import-no-sheet = The file cannot be read as a spreadsheet. Its name ends in { $ending }, but it holds something else. Open it in a spreadsheet program, save it as XLSX and upload again.
submission-called-already = Every body was called for its report of { $month } already.
submission-called-closed = The reports of { $month } were called for already, and the month is closed. What comes late is a correction in the next month.
agenda-late = Late item
opening-number-unknown = There is no opening with that number. Please check it.
introduction-not-now = This person cannot be introduced now. Please ask the centre.
introduction-asked = You have asked the centre to introduce this person already.

priority-held = Referred first by { $law } (priority table { $version }).
escrow-none-here = This machine was lent no place that is left. Ask the centre for more once there is a network; until then a proposal is as far as it goes.
node-mark = The mark that stands in its numbers is { $most } letters and digits at most, such as B1.
node-areas = Choose at least one area for the machine.
node-carry-whom = Say whose records are to go along: a registration number, a name or a telephone.
node-mark-taken = Another machine has this mark; that of one given up is not used again either. Choose another.
aside-still = It still cannot come in: { $why }. Mend that first, or leave it out for good.
escrow-how-many = Say how many places to set aside, one or more.
escrow-which = Give the number of an opening that is open, such as 2016-000012, or of a cohort, such as goyang-women-new-work/1.
escrow-elsewhere = This opening is outside the areas of { $machine }, which does not carry it. Choose one within its areas.

outward-address = This is no address. Write one that begins with https:// or http://.
outward-inside = Addresses of the inner network are not asked. If it must be, the operator lists the host under allowed_hosts in the configuration file.
outward-redirect = It leads to another host, which was not followed. Enter the new address.
outward-away = The other server cannot be reached. Check the address and whether it runs.
outward-slow = No answer came in time. It is asked again next time.
outward-huge = The answer is too large. Nothing was changed.
outward-broken = The answer broke off. It is asked again next time.
outward-status = The other server answered with { $status }.
neighbour-source-unreadable = An area code has five digits (two for a province), such as 41480.
neighbour-key-unreadable = This is no public key. Paste the characters as that city gave them.
neighbour-no-key = No public key came from that address. Check the address or enter the key by hand.
neighbour-ourselves = This is our own area code. Enter the neighbour's.
neighbour-known = This city is registered already. Choose it from the list.
neighbour-area-unreadable = “{ $text }” is no area code. Write codes of 2, 5 or 10 digits separated by commas.
neighbour-already = It was changed meanwhile. Look at how it stands now.
neighbour-not-confirmed = Nothing is received before the key was compared by telephone. Confirm it on the page of neighbouring cities first.
neighbour-not-yet = There is nothing to hand on yet. Ask again soon.
neighbour-handed-on = Told of an opening in { $city }: { $employer } · { $title } ({ $number }) { $url }
neighbour-pull-told = { $name }: { $batches } batches, { $shown } openings, { $removed } removed
connector-hours-range = Give hours from 1 to 168.
connector-region-unreadable = A region code is a number, such as 41280.
connector-key-unreadable = There are spaces or line breaks in the key. Paste it as you got it.
connector-key-needed = No key is set. Set one on the page of the connection first.
connector-nameless = { $count } records without a number were not read.
connector-empty = The list is empty. Nothing was closed.
connector-repeated = From page { $page } on the same came again, so it was stopped. Nothing was closed.
connector-short = Only { $read } of { $total } came. Nothing was closed.
connector-detail-missing = { $count } details could not be had. Those were read as far as the list tells.
### The feed.

feed-cursor-ahead = There is no change { $after } yet to go on from: the log stands at { $head }. Please take the whole list again without after, and go on from the cursor at its end.
feed-waiting-full = Too many are already waiting for the next change. Please try again in a moment, or ask without wait.
feed-compacted-hint = that number is too long ago: take the whole list without --after and go on from the number at its end
worknet-xml-only = The only form of an answer (returnType) is XML.
worknet-parameter = The parameter { $name } cannot be read: “{ $text }”. Please ask again with a value of the guide.
worknet-not-listed = No opening { $number } is on the list now. It may have been filled: please take the list again.

### Keys for other bodies' programs.

key-revoked = This key was taken back already. Please make a new one to go on.
key-scopes-missing = Please tick at least one thing that the key may do.
key-until = Please give a last day between today and { $latest }.
key-organisation = Please choose the body whose program it is.
key-word = Please send the header Idempotency-Key with 1 to { $most } letters, digits or signs; the same when the same request is sent again.
key-word-taken = The Idempotency-Key “{ $word }” was used for something else. Please send a new one.
key-employer-unknown = No workplace with the business number { $number } is on record. Please register it with the job centre first.

### The bulletin, papers that wait for a printer, and what came back on paper.

bulletin-title = Weekly jobs bulletin
bulletin-number = Issue { $number } (week of { $day })
bulletin-as-of = as of { $at } · change { $seq }
bulletin-heads = { $n ->
    [one] 1 place
   *[other] { $n } places
}
bulletin-call = Phone
bulletin-centre = Job centre
bulletin-code = Reply code
bulletin-until = Until
bulletin-until-day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
bulletin-doubted = being checked with the employer
bulletin-none = There are no jobs to show this week. Please call the job centre.
bulletin-errata = In the last issue, and closed since
bulletin-errata-note = These jobs are gone. If you reply, we tell you of similar ones.
bulletin-more = { $n ->
    [one] There is 1 more, at the dong offices and on our site.
   *[other] There are { $n } more, at the dong offices and on our site.
}
bulletin-more-poster = { $n ->
    [one] There is 1 more in the bulletin.
   *[other] There are { $n } more in the bulletin.
}
bulletin-how = Call, point your phone at the squares, or write the code on the reply slip and hand it in.
bulletin-slip = Reply slip
bulletin-slip-note = Cut it off and hand it in at a dong office or the job centre: we call you.
bulletin-slip-name = Name
bulletin-slip-phone = Phone
bulletin-slip-interest = I am interested in this job
bulletin-slip-call = Please call me
bulletin-scan = Scan to read more
bulletin-day-0 = M
bulletin-day-1 = T
bulletin-day-2 = W
bulletin-day-3 = T
bulletin-day-4 = F
bulletin-day-5 = S
bulletin-day-6 = S
bulletin-dong-unknown = This city has no such dong. Please check its name.
segment-all = Everybody
segment-senior = Older people
segment-youth = Young people
segment-near_stop = Near a station or stop
poster-wanted = We are looking for you
poster-tear = Tear off below
opening-sheet-about = The job you chose. Call and say the reply code.
opening-sheet-code = Reply code. Point your phone at the squares to read more.
instead-about = The job “{ $title }” ({ $code }) that you asked for is closed. Here are similar ones, the nearest first.
instead-centre = We look for others with you: job centre { $phone }
label-none = Please write one number a line: 2016-000123 for an opening, S2016-000123 for a jobseeker, L2016-000123 for a letter.
label-too-many = At most { $most } labels in one go. Please print them in parts.
label-used = Labels used already: a number between 0 and { $most }, please.
label-unknown = Number { $number } was not found. Please check it or take the line out.
print-place-centre = Job centre
print-place-bus = Job bus
print-place-unknown = Please choose from the list where to print.
print-nothing = Nothing waits to be printed here.
print-not-waiting = Somebody else has taken it, or it is done. Please load the list again.
print-not-handed = It is not being printed. Please load the list again.
print-over = It was printed or taken out before.
print-cannot = It could not be printed: it is over, or you may not see it.
print-by-system = automatic
print-why-weekly = this week’s bulletin
print-why-asked = asked for by staff
print-why-kiosk = kiosk
print-why-slip = answer to a slip
print-why-again = printed again
print-paper-issue_a4 = Bulletin A4
print-paper-issue_a3 = Bulletin poster A3
print-paper-issue_large = Bulletin in large type
print-paper-poster = Poster A4 with codes to tear off
print-paper-poster_a3 = Poster A3 with codes to tear off
print-paper-opening = Sheet of a job
print-paper-instead = Sheet of similar jobs
print-paper-letter = Referral letter
print-paper-slip = Slip of a registration
print-paper-found = New openings of a saved search
print-why-alert = Alert of a saved search
saved-search-full = Up to { $most } searches are kept. Please take one off that you do not use, and save it then.
saved-search-sheet-title = New openings in your saved search
saved-search-sheet = Registration { $number }. We tell you until { $until }. To go on or to stop, please tell us.
saved-search-sheet-none = What was new has closed meanwhile. Whatever comes next will be printed again.
kiosk-print-full = Too much waits to be printed. Please ask a member of staff, or point your phone at the squares.
reply-code-unreadable = A reply code has seven letters and digits. Please type it as it stands on the paper; 0, 1, B, I, L, O and U are never used.
reply-code-mistyped = The reply code is not right: one sign is wrong or two are swapped. Please compare it with the paper.
reply-code-unknown = No job has this reply code. Please look at the paper again; if it stands there, look for the job by its title.
slip-nobody = Please give a name or a telephone number: without either we cannot call.
slip-seeker-unknown = There is no registration of that number. Correct it, or leave it empty and give name and telephone.
slip-other-person = That number is registered under another name. Please correct the number or the name.
slip-done = This slip was settled before.
bulletin-told = { $place }, issue { $number }: { $n } openings written to { $out }.
digest-way-choose = Please choose how you want to hear from us.
digest-way-off = This centre does not send that way yet. Please choose another.
digest-consent-needed = To be written to by mail or text message you must agree to be sent news. Please tick the box, or choose another way.
digest-address-missing = There is no mail address in your record. Please add one under “Correct my data” first.
digest-address-wrong = No mail can be sent to the address in your record. Please correct it under “Correct my data”, like name@example.com.
digest-mobile-missing = There is no mobile number in your record, or it takes no text messages. Please add one that begins with 010 under “Correct my data”.
digest-link-old = This link cannot confirm anything any more: where to write or the way was changed since. Save your choice again on your page and we send a new link.
digest-not-due = This was sent already, or is not due yet.
digest-subject = [{ $city } Jobs] { $n ->
    [one] { $n } piece of news
   *[other] { $n } pieces of news
}
digest-confirm-subject = [{ $city } Jobs] Please confirm where to write to you
digest-trial-subject = [{ $city } Jobs] Test message
digest-trial-text = If you can read this, the job centre’s mail goes out. You need not answer.
digest-confirm-text = Somebody asked that news about jobs be sent here. If that was you, please open the link below within 7 days and press the button. Nothing is sent before.
digest-confirm-here = It was me
digest-confirm-not-you = If you did not ask for this, you need not do anything.
digest-phone = If you have questions, please call { $phone }.
digest-news = News for you
digest-own-page = See it on my page
digest-found = New in your saved search “{ $name }”
digest-search-ended = Your saved search “{ $name }” has run its 90 days and tells you nothing more. To go on, press “90 more days” on your page.
digest-searches = Your saved searches
digest-openings = Jobs that may suit you
digest-openings-note = These were chosen by the wishes in your record. If you want no suggestions, tell us on your page or by telephone.
digest-stop-here = Send me no more
digest-news-referral_proposed = We suggested a job. Please tell us whether you would like it
digest-news-interview_scheduled = An interview was arranged
digest-news-referral_hired = You were hired
digest-news-referral_rejected = You were not chosen this time. We will look for another job with you
digest-news-referral_no_show = It was recorded that you did not come to the interview. Tell us if that is not so
digest-news-referral_closed = The employer did not answer, so this referral was closed. We will look for another job with you
digest-news-opening_ended = The opening you applied for has ended
digest-news-terms_worsened = The terms of a job you applied for became worse
digest-news-removal_ahead = Data not used for long will be removed soon. Please call if you want to go on
digest-news-placement_claimed = It was recorded that you began a job. Tell us if that is not so
digest-news-event_cancelled = A hiring event at which you had booked does not take place
digest-news-cohort_chosen = You were chosen for the programme to which you applied
digest-news-cohort_waiting = You have a place on the waiting list of the programme to which you applied. We tell you when a seat falls free
digest-news-cohort_refused = There is an answer to your application to a programme. See it on your page or call us
digest-news-cohort_promoted = A seat fell free in the programme for which you waited: you can take part
digest-news-cohort_session_cancelled = A session of the programme in which you take part does not take place
digest-news-cohort_cancelled = The programme to which you applied does not take place
digest-news-cohort_over = The programme for which you waited is over, and no seat fell free
digest-news-dispute_settled = Your objection was answered
digest-news-satisfaction_asked = How was it? We ask once, and it takes a minute
satisfaction-about-cohort = { $program }, cohort { $number }
satisfaction-about-event = Interviews at { $event }
satisfaction-about-placement = Work at { $employer }
satisfaction-of-another = This question was sent to somebody else. Note what you were told from the calls about satisfaction in today’s work.
digest-trial-address = Please give the address for the test message, like name@example.com.

## Letters of machines
letter-none = This file was not written by a machine of ours or by the centre. Choose one that ends in .iljari.
letter-signature = The signature does not hold: it was changed on the way, or is from a machine that is not enrolled. Save it on the machine once more.
letter-other-reader = This file is for somebody else. Choose the one made for this machine, or for the centre.
letter-for-home = This file is the one to take to the centre. Choose the answer that the centre gave.
letter-for-machine = This file is an answer to take to a machine. Choose the one that was saved on the machine.
letter-huge = The file is too large.
node-keys = The keys that the machine sent cannot be read. See whether both run the same version.
node-addresses = Addresses for tablets are private ones, eight at most. For example 192.168.50.1
outpost-papers = The papers of this machine are not whole. Make it known anew at the centre.
outpost-fault = What came could not be written on this machine. What is here is as it was.
outpost-refused = The centre did not accept: the code is wrong, was used, or is older than a day. Ask the centre for a new one.

### Sources of programmes
programme-remark-first-day-of-work = first day of work
programme-remark-day-of-opening = day of opening
programme-remark-blog-secondary = blog, secondary
programme-remark-invented = invented
## Work trials
portfolio-most = At most { $most } links. Please keep those that you most want to show.
work-trial-employer = There is no such employer. Please check the name or the business number.
work-trial-guide = There is no such body. Please choose one from the list.
work-trial-born-on = Without the day of birth nobody knows whether a guardian must sign. Please add it to the registration first.
work-trial-no-cohort = There is no such cohort. Please check it.
work-trial-no-seat = This person has no seat in that cohort. Leave the cohort out, or choose them there first.
work-trial-outside-cohort = It must lie within the days of the cohort ({ $from } to { $until }).
work-trial-scan = There is no such file among the papers of this person. Please add the signed paper there first.
## Hiring events and interviews
hiring-event-opening-unknown = Booth { $booth }: there is no opening { $number }. Check the receipt number.
hiring-event-opening-other = Booth { $booth }: opening { $number } is another employer's. Name openings of one employer at a booth.
hiring-event-day-past = That day is over. Give the event another one.
hiring-event-opens-on = The event is on { $day } and can be opened from then on.
hiring-event-day-booked = People have booked, so that the day cannot be changed. Cancel the event and plan another: whoever booked is told.
hiring-event-day-shifts = Supporters are called for this event, so that the day cannot be changed. Cancel their shifts first and open them again afterwards.
hiring-event-strands = { $many } who booked would lose their place. Keep their booths, times and interviewers, or move them first.
interview-needs-registration = Register as a jobseeker to book an interview. Without that you can take a number at the event.
interview-booth-twice = You have an interview at this booth already. Take it back first to choose another time.
interview-same-time = There is another interview at that time. Choose another.
interview-too-late = The time has come, or the booking was settled. Please call the centre.
interview-join-too-many = Too many numbers were taken. Try again in { $minutes } minutes, or come to the desk.
interview-numbers-out = All numbers of today are given out. Please come to the desk.
interview-doors = The event is not open. Open it first.
interview-start-before = The first day of work is before the event ({ $day }). Check the day.
interview-nobody-so = Nobody is registered under that number. Check it; it looks like S2016-000123.
interview-opening-needed = Say for which opening they were hired.
ticket-count = Print 1 to { $most } numbers in one go ({ $sheets } sheets of A4).
ticket-range = Numbers on paper go from 1 to { $most }; those beyond are for telephones.
interview-day-over = This event was on { $day }: no more numbers are given out. See the page of events for those to come.
ticket-waits-already = This number waits at this booth already.
notice-event-cancelled = { $event }, { $day }
notice-cohort-place = { $cohort } · place { $place } of the waiting list
notice-cohort-session = { $cohort } · { $day }

## Cohorts and enrolments
cohort-program-unknown = That is no programme for people in this city. Choose one from the list.
cohort-version-unknown = That programme has no such version of its rules. Choose one from the list.
cohort-segment-unknown = Among the groups that come first, { $code } is no known name.
cohort-published = A published cohort is not changed as a whole. Change its seats and sessions on its page.
cohort-session-why = Say why it is cancelled. Those who take part read it.
cohort-over = This cohort is over or was cancelled. Nothing more can be noted of it.
cohort-ends-later = This cohort ends on { $day }. It can be closed from that day on.
cohort-only-at-home = What concerns a whole cohort is decided at the centre. On this machine you can take applications, note attendance, take people in, and give out seats that it was lent.
enrolment-seat-at-home = Seats are given out on the spot only by a field machine that was lent some. At the centre, choose by the published criteria.
enrolment-born-otherwise = The registration says another day of birth ({ $day }). If that is wrong, mend the registration first.
enrolment-twice = This person has applied to this cohort before. Everybody applies once to a cohort.
enrolment-decided = People were chosen already, or the application is settled. It cannot be changed any more.
certificate-not-completed = There is no certificate: it was not completed yet. There is one once the cohort has ended and the completion is noted.
certificate-mistyped = The code is nine letters and digits. One may be wrong or two swapped: please look at the certificate and type it again.
enrolment-day-outside = The last day must lie between the first day of the cohort and today.
