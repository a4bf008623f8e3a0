### Why an opening fits or does not.

match-per-hour = per hour
match-per-month = per month
match-weekend = weekend
match-missing-occupation = not enough data: desired occupation
match-missing-skills = not enough data: licences and skills
match-missing-wage = not enough data: desired pay
match-missing-career = not enough data: experience
match-missing-home = not enough data: where you live
match-missing-text = not enough data: what you would like to do
match-occupation-unknown = occupation unknown
match-occupation-0 = occupation of another field
match-occupation-1 = occupation of the same major group
match-occupation-2 = occupation of the same sub-major group
match-occupation-3 = occupation of the same minor group
match-occupation-4 = the same occupation
match-skills-unknown = licences and skills unknown
match-skills = { $shared } of { $asked } licences and skills asked for
match-pay-unknown = pay cannot be compared
match-pay = { $percent }% of the desired pay
match-career-unknown = experience cannot be compared
match-career-fits = experience fits
match-career-partly = experience fits in part
match-remote = work from home
match-distance-unknown = distance unknown
match-distance = { $km } km from home in a straight line
match-text-unknown = nothing was said about the desired work
match-text = { $shared } of { $told } parts of the description
match-area-met = inside the desired area ({ $area })
match-area-failed = outside the desired area: { $area }
match-area-unknown = place of work unknown
match-commute-met = commute { $minutes } of { $most } minutes (estimate)
match-commute-failed = commute { $minutes } of { $most } minutes (estimate)
match-commute-unknown = commute cannot be estimated
match-wage-met = the desired pay or more
match-wage-failed = wage { $won } won short { $per }
match-wage-unknown = pay cannot be compared
match-days-met = days fit
match-days-failed = work on { $days }
match-days-unknown = working days unknown
match-hours-met = hours of the day fit
match-hours-failed = { $minutes } minutes outside the possible hours
match-hours-unknown = working hours unknown
match-weekly-hours-met = { $hours } of at most { $most } hours a week
match-weekly-hours-failed = { $hours } hours a week, over { $most }
match-weekly-hours-unknown = weekly hours unknown
match-employment-type-met = employment type fits
match-employment-type-failed = another employment type than wished
match-employment-type-unknown = employment type unknown
match-education-met = schooling suffices
match-education-failed = schooling { $levels } levels short
match-education-unknown = schooling cannot be compared
match-experience-met = experience suffices
match-experience-failed = { $months } of { $asked } months of experience
match-experience-unknown = experience cannot be compared
match-licence-met = has the licences asked for
match-licence-failed = licences asked for: { $licences }
match-licence-unknown = licences cannot be compared
match-relax-area = widen to { $area }: { $count } more
match-relax-wage = from { $won } won { $per }: { $count } more
match-relax-commute = commute up to { $minutes } minutes (estimate): { $count } more
match-relax-weekend = weekends too: { $count } more
match-relax-all-days = other days too: { $count } more
match-widen-wage = raising pay to { $won } won { $per }: { $count ->
    [one] { $count } more person
   *[other] { $count } more people
}
match-widen-weekend = without weekend work: { $count ->
    [one] { $count } more person
   *[other] { $count } more people
}
match-widen-hours = with other hours of the day: { $count ->
    [one] { $count } more person
   *[other] { $count } more people
}
match-widen-weekly-hours = with fewer hours a week: { $count ->
    [one] { $count } more person
   *[other] { $count } more people
}
match-widen-employment-type = with another employment type: { $count ->
    [one] { $count } more person
   *[other] { $count } more people
}
match-widen-education = without asking for schooling: { $count ->
    [one] { $count } more person
   *[other] { $count } more people
}
match-widen-experience = without asking for experience: { $count ->
    [one] { $count } more person
   *[other] { $count } more people
}
match-widen-licence = without asking for licences: { $count ->
    [one] { $count } more person
   *[other] { $count } more people
}
match-lacks-place = opening: no place of work
match-lacks-home = jobseeker: no place of residence
match-lacks-pay = opening: no pay that could be compared
match-lacks-days = opening: no working days
match-lacks-hours = opening: no hours of the day
match-lacks-weekly-hours = opening: no weekly hours
match-lacks-employment-type = opening: no employment type
match-lacks-education = jobseeker: no schooling
match-lacks-career = jobseeker: no experience
match-days-1 = Mon
match-days-2 = Tue
match-days-3 = Mon, Tue
match-days-4 = Wed
match-days-5 = Mon, Wed
match-days-6 = Tue, Wed
match-days-7 = Mon, Tue, Wed
match-days-8 = Thu
match-days-9 = Mon, Thu
match-days-10 = Tue, Thu
match-days-11 = Mon, Tue, Thu
match-days-12 = Wed, Thu
match-days-13 = Mon, Wed, Thu
match-days-14 = Tue, Wed, Thu
match-days-15 = Mon, Tue, Wed, Thu
match-days-16 = Fri
match-days-17 = Mon, Fri
match-days-18 = Tue, Fri
match-days-19 = Mon, Tue, Fri
match-days-20 = Wed, Fri
match-days-21 = Mon, Wed, Fri
match-days-22 = Tue, Wed, Fri
match-days-23 = Mon, Tue, Wed, Fri
match-days-24 = Thu, Fri
match-days-25 = Mon, Thu, Fri
match-days-26 = Tue, Thu, Fri
match-days-27 = Mon, Tue, Thu, Fri
match-days-28 = Wed, Thu, Fri
match-days-29 = Mon, Wed, Thu, Fri
match-days-30 = Tue, Wed, Thu, Fri
match-days-31 = Mon, Tue, Wed, Thu, Fri
match-days-32 = Sat
match-days-33 = Mon, Sat
match-days-34 = Tue, Sat
match-days-35 = Mon, Tue, Sat
match-days-36 = Wed, Sat
match-days-37 = Mon, Wed, Sat
match-days-38 = Tue, Wed, Sat
match-days-39 = Mon, Tue, Wed, Sat
match-days-40 = Thu, Sat
match-days-41 = Mon, Thu, Sat
match-days-42 = Tue, Thu, Sat
match-days-43 = Mon, Tue, Thu, Sat
match-days-44 = Wed, Thu, Sat
match-days-45 = Mon, Wed, Thu, Sat
match-days-46 = Tue, Wed, Thu, Sat
match-days-47 = Mon, Tue, Wed, Thu, Sat
match-days-48 = Fri, Sat
match-days-49 = Mon, Fri, Sat
match-days-50 = Tue, Fri, Sat
match-days-51 = Mon, Tue, Fri, Sat
match-days-52 = Wed, Fri, Sat
match-days-53 = Mon, Wed, Fri, Sat
match-days-54 = Tue, Wed, Fri, Sat
match-days-55 = Mon, Tue, Wed, Fri, Sat
match-days-56 = Thu, Fri, Sat
match-days-57 = Mon, Thu, Fri, Sat
match-days-58 = Tue, Thu, Fri, Sat
match-days-59 = Mon, Tue, Thu, Fri, Sat
match-days-60 = Wed, Thu, Fri, Sat
match-days-61 = Mon, Wed, Thu, Fri, Sat
match-days-62 = Tue, Wed, Thu, Fri, Sat
match-days-63 = Mon, Tue, Wed, Thu, Fri, Sat
match-days-64 = Sun
match-days-65 = Mon, Sun
match-days-66 = Tue, Sun
match-days-67 = Mon, Tue, Sun
match-days-68 = Wed, Sun
match-days-69 = Mon, Wed, Sun
match-days-70 = Tue, Wed, Sun
match-days-71 = Mon, Tue, Wed, Sun
match-days-72 = Thu, Sun
match-days-73 = Mon, Thu, Sun
match-days-74 = Tue, Thu, Sun
match-days-75 = Mon, Tue, Thu, Sun
match-days-76 = Wed, Thu, Sun
match-days-77 = Mon, Wed, Thu, Sun
match-days-78 = Tue, Wed, Thu, Sun
match-days-79 = Mon, Tue, Wed, Thu, Sun
match-days-80 = Fri, Sun
match-days-81 = Mon, Fri, Sun
match-days-82 = Tue, Fri, Sun
match-days-83 = Mon, Tue, Fri, Sun
match-days-84 = Wed, Fri, Sun
match-days-85 = Mon, Wed, Fri, Sun
match-days-86 = Tue, Wed, Fri, Sun
match-days-87 = Mon, Tue, Wed, Fri, Sun
match-days-88 = Thu, Fri, Sun
match-days-89 = Mon, Thu, Fri, Sun
match-days-90 = Tue, Thu, Fri, Sun
match-days-91 = Mon, Tue, Thu, Fri, Sun
match-days-92 = Wed, Thu, Fri, Sun
match-days-93 = Mon, Wed, Thu, Fri, Sun
match-days-94 = Tue, Wed, Thu, Fri, Sun
match-days-95 = Mon, Tue, Wed, Thu, Fri, Sun
match-days-96 = Sat, Sun
match-days-97 = Mon, Sat, Sun
match-days-98 = Tue, Sat, Sun
match-days-99 = Mon, Tue, Sat, Sun
match-days-100 = Wed, Sat, Sun
match-days-101 = Mon, Wed, Sat, Sun
match-days-102 = Tue, Wed, Sat, Sun
match-days-103 = Mon, Tue, Wed, Sat, Sun
match-days-104 = Thu, Sat, Sun
match-days-105 = Mon, Thu, Sat, Sun
match-days-106 = Tue, Thu, Sat, Sun
match-days-107 = Mon, Tue, Thu, Sat, Sun
match-days-108 = Wed, Thu, Sat, Sun
match-days-109 = Mon, Wed, Thu, Sat, Sun
match-days-110 = Tue, Wed, Thu, Sat, Sun
match-days-111 = Mon, Tue, Wed, Thu, Sat, Sun
match-days-112 = Fri, Sat, Sun
match-days-113 = Mon, Fri, Sat, Sun
match-days-114 = Tue, Fri, Sat, Sun
match-days-115 = Mon, Tue, Fri, Sat, Sun
match-days-116 = Wed, Fri, Sat, Sun
match-days-117 = Mon, Wed, Fri, Sat, Sun
match-days-118 = Tue, Wed, Fri, Sat, Sun
match-days-119 = Mon, Tue, Wed, Fri, Sat, Sun
match-days-120 = Thu, Fri, Sat, Sun
match-days-121 = Mon, Thu, Fri, Sat, Sun
match-days-122 = Tue, Thu, Fri, Sat, Sun
match-days-123 = Mon, Tue, Thu, Fri, Sat, Sun
match-days-124 = Wed, Thu, Fri, Sat, Sun
match-days-125 = Mon, Wed, Thu, Fri, Sat, Sun
match-days-126 = Tue, Wed, Thu, Fri, Sat, Sun
match-days-127 = Mon, Tue, Wed, Thu, Fri, Sat, Sun
mismatch-change-area = widening to { $area }: { $count } more placed
mismatch-change-commute = a commute of up to { $minutes } minutes (estimate): { $count } more placed
mismatch-change-pay = accepting { $won } won { $per }: { $count } more placed
mismatch-change-weekend = weekends too: { $count } more placed
mismatch-change-all-days = other days too: { $count } more placed
mismatch-change-hours = at any hour of the day: { $count } more placed
mismatch-change-weekly-hours = up to { $hours } hours a week: { $count } more placed
mismatch-change-employment-type = other employment types too: { $count } more placed
mismatch-change-licence = with the licence { $licence }: { $count } more placed
mismatch-change-experience = with { $months } months of experience: { $count } more placed
mismatch-change-education = with the schooling asked for: { $count } more placed

### What the engine refuses.

engine-no-rows = A list needs at least one row.
engine-too-many-rows = { $asked } rows were asked for; { $most } are possible.
engine-too-many-seekers = { $found } seekers are too many; the most is { $most }.
engine-too-many-openings = { $found } openings are too many; the most is { $most }.
engine-too-many-licences = { $found } licences are more than the mask has bits (24).
engine-skill = Row { $row }: a skill is outside the list, named twice or without a weight of 1 to 3.
engine-occupation = Row { $row }: the occupation is not in the tree.
engine-place = Row { $row }: the place is no number, half known, or more than 150 km away.
engine-zone = Row { $row }: there are zones 0 to 63, and 64 for unknown.
engine-radius = Row { $row }: the radius is longer than 40 km.
engine-pay = Row { $row }: pay is above 1,000,000,000 won a month.
engine-seats = Row { $row }: an opening needs at least one seat.
engine-career = Row { $row }: there is no such kind of experience.
engine-tightness = Seekers per seat must be a positive number that leaves every opening a seat.
engine-length = Column { $column } has the wrong length.
engine-manifest = The manifest market.json cannot be read.
market-generated = Invented a market of { $seekers } seekers, { $openings } openings and { $seats } seats (hash { $hash }) -> { $out }
market-matched = { $seekers } seekers x { $openings } openings: { $matches } for { $with } seekers (hash { $hash })
market-allocated = { $filled } of { $seats } seats filled from { $seekers } seekers; sum of scores { $utility }
market-proved = Held against every pair: no allocation has a sum above { $dual } (gap { $gap } %).
market-shown = Wrote lists of { $shown } entries to be shown.
