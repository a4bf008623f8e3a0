### What is said when files are read and written: where, what and how to mend it.

file-empty = The file is empty. Upload a file that holds something.
file-no-rows = Nothing is written in the file. Choose another sheet or file.
file-too-big = The file is too big: { $megabytes } MB (at most { $most } MB). Split it.
file-too-many-rows = Sheet "{ $sheet }" has too many rows (at most { $most }). Split it.
file-too-many-cells = The file has too many cells (at most { $most }). Split it.
file-cell-too-long = Sheet "{ $sheet }", row { $row }, column { $column }: the text is too long (at most { $most } bytes). Shorten it, or look for a quotation mark that is not closed.
file-sparse = Sheet "{ $sheet }": cell { $cell } is too far from the table. Delete that row and column and save again.
file-bomb = Unpacked, the file would exceed { $megabytes } MB, so it was not read. Save only the sheet you need as a new file.
file-too-heavy = The file cannot be read within the time and memory allowed. Save only the sheet you need, or split it.
file-reader-missing = The program that reads files could not be started: { $why }. Tell the operator.
file-password = The file is protected by a password. Remove the password, save and upload again.
file-unreadable = The file is damaged or of an unknown format. Open it in a spreadsheet program, save it as XLSX and upload again.
file-wrong-kind = { $kind } files cannot be read. Save it as XLSX, XLS, ODS, CSV, XML (WorkNet) or JSON.
file-wrong-encoding = The characters cannot be read. Save the file as UTF-8 or Korean (cp949).
file-json-unreadable = Line { $line } of the JSON cannot be read. Check its form.
file-json-no-rows = The JSON holds no list. It must be an array of objects.
file-xml-doctype = XML with a document type declaration (DOCTYPE) is not accepted. Remove the declaration.
file-xml-unreadable = Line { $line } of the XML cannot be read. Check that the file was downloaded to its end.
file-xml-depth = The XML is nested too deeply (at most { $most } levels).
file-xml-not-worknet = This is no XML of WorkNet openings (wantedRoot, wantedDtl).
worknet-error = WorkNet answered with an error: { $message } ({ $code }). Check the key and the request.
header-not-found = No header row was found. One of { $wanted } and another field must stand within the first 40 rows.
header-of-seekers = This looks like a list of jobseekers ({ $columns }). Hand it in as jobseekers instead of openings, or choose the file of openings.
header-of-openings = This looks like a list of openings ({ $columns }). Hand it in as openings instead of jobseekers, or choose the file of jobseekers.

row-is-sum = A row of sums, passed over. Nothing to mend.
row-is-remark = A row of remarks, passed over. Nothing to mend.
row-is-header = The header repeated, passed over. Nothing to mend.
row-no-opening = Title, employer and duties are all empty, so this is no opening. Fill in at least one.
row-no-seeker = Name, telephone and desired occupation are all empty, so this is no seeker. Fill in at least one.
row-unreadable = This row cannot be read. Check what it holds.
cell-error = The cell holds an error of the spreadsheet ({ $error }) and counts as empty. Type the value.

date-impossible = No calendar has this day: { $text }. Mend the date, for example 2026-01-05.
date-unreadable = This is no date: { $text }. For example 2026-01-05 or 채용시까지.
date-in-future = This day has not come yet: { $text }. Check the date.
wage-below-zero = The wage is below zero: { $text }. Mend the amount.
wage-implausible = Amount and unit of the wage do not fit, so it is kept as text only: { $text }. For example 월급 2,500,000원.
wage-form-unknown = It is not clear whether this is paid by the hour, day, month or year, so it is kept as text only: { $text }. For example 시급 10,320원.
wage-no-lower = The wage has no lower figure, so it is kept as text only: { $text }. Write the least that is paid.
wage-net = The wage is after tax, so it is kept as text only: { $text }. Write it before tax.
wage-amount-unreadable = This cannot be read as an amount: { $text }. Write one amount alone. For example 250만 or 2,500,000.
hours-unclear = The hours cannot be read and are kept as text only: { $text }. For example 월~금 09:00~18:00 휴게 60분.
headcount-unknown = The headcount is unknown: { $text }. Write a number.
employment-type-unclear = The employment type is not clear: { $text }. Write one of 정규직, 계약직, 시간제.
employment-type-part-time = Part-time work was taken as without a fixed term unless a term is written: { $text }. If there is one, write how long the contract lasts.
work-days-unclear = The days of day labour cannot be read: { $text }. Enter all days together, from 1 to 366, such as 12.
career-unclear = The experience asked for cannot be read: { $text }. For example 신입, 경력 3년, 무관.
education-unclear = The schooling cannot be read: { $text }. For example 고졸, 대졸(4년), 무관.
occupation-unknown = The occupation was not found: { $text }. Check its name or code.
occupation-from-title = No occupation was given; it was taken from the title: { $text }. Check that it fits.
place-unknown = The place of work was not found: { $text }. Write the city, district or dong.
place-from-address = There is no column for the place of work, so the address was taken for it: { $text }. If people work elsewhere, add a column 근무지.
several-employers = One cell names several employers: { $text }. Give each a row of its own.
address-not-web = This is no web address and was left out. It must begin with http or https.
personal-masked = A personal contact or resident number in the text was masked.
contact-dropped = The contact person was not kept, for want of consent. If they agreed, write Y in the column 담당자 공개동의.

desired-occupation-unknown = A desired occupation was not found. Check its name or code.
desired-area-unknown = The desired area was not found. Write the city, district or dong.
home-area-unknown = The place of residence was not found. Write it with the dong.
desired-wage-below-zero = The desired wage is below zero. Mend the amount.
desired-wage-unclear = The desired wage cannot be read. For example 월급 250만원, 시급 10,320원, 면접 후 결정.
born-impossible = No calendar has this date of birth. Mend it.
born-unreadable = The date of birth cannot be read. For example 1990-01-05.
seeker-phone-unreadable = This is no telephone number. For example 010-0000-0000.
email-unreadable = This is no e-mail address. It must have an @.
sensitive-dropped = Sensitive data was not kept, for want of consent. If they agreed, write Y in the column 민감정보 동의.

sheet-rejected = Rows to mend
sheet-matches = Matches
sheet-reasons = Reasons
sheet-summary = Summary
column-reason = What to mend
file-not-written = The file could not be written: { $why }. Tell the operator.

### Rows of a file of results (result)
result-person-days = Person-days are not people: { $text }. Please write one person a row, with the days that person worked under “days worked”.
result-no-name = The name is empty. Please write one person a row.
result-several-people = Several people stand in one row. Please write one person a row.
result-several-employers = This is not one employer: { $text }. Please write only the one where the person works.
result-no-employer = The employer is empty. Please write where the person works.
result-no-birth = The date of birth is empty, so the person cannot be told from others of the name. Please write it.
result-birth-unreadable = The date of birth cannot be read. Please write it like 1985-03-02.
result-no-start = The first day of work cannot be read. Please write it like 2016-02-15.
