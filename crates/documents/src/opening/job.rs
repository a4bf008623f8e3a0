//! The job block of a row: title, occupation, duties, headcount, what is asked of applicants.

use domain::Message;
use domain::opening::{Career, Content, EmploymentType};

use crate::header::Field;
use crate::row::Cells;
use crate::value::{choice, headcount, list, personal, term, tight};
use crate::vocabulary::Vocabulary;

pub(super) fn read(cells: &mut Cells<'_>, words: &Vocabulary<'_>, content: &mut Content) {
    content.title = personal::mask(&cells.line(Field::Title)).0;
    content.duties = cells.free(Field::Duties);
    occupation(cells, words, content);
    heads(cells, content);
    employment(cells, content);
    experience(cells, content);
    content.education_min = education(cells, Field::Education);
    content.education_max = education(cells, Field::EducationMax);
    content.majors = list(&cells.text(Field::Majors));
    content.licences = list(&cells.text(Field::Licences));
    content.skills = list(&cells.text(Field::Skills));
    content.languages = choice::languages(&cells.text(Field::Languages));
    content.computer = choice::computer(&cells.text(Field::Computer));
    content.military_substitute = choice::yes(&cells.line(Field::MilitarySubstitute));
    content.employment_permit = choice::yes(&cells.line(Field::EmploymentPermit));
    content.preferences = choice::preferences(&cells.text(Field::Preferences));
    let preferences = [cells.free(Field::Preferences), cells.free(Field::PreferenceNote)];
    content.preference_note =
        preferences.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
}

/// The code column first, then the named occupation, then the title. What the title gave is said.
fn occupation(cells: &mut Cells<'_>, words: &Vocabulary<'_>, content: &mut Content) {
    let code = cells.line(Field::OccupationCode);
    let first_code = code.split([',', '|']).next().unwrap_or_default().trim().to_owned();
    if first_code.len() == 6 && first_code.bytes().all(|byte| byte.is_ascii_digit()) {
        content.worknet_occupation = Some(first_code.clone());
    }
    let named = cells.text(Field::Occupation);
    let (by_code, _) = if code.is_empty() { (Vec::new(), false) } else { words.occupations_in(&code) };
    let (by_name, unknown) =
        if named.is_empty() { (Vec::new(), false) } else { words.occupations_in(&named) };
    let mut codes = by_code;
    codes.extend(by_name.into_iter().filter(|code| !codes.contains(code)).collect::<Vec<_>>());
    if unknown {
        cells.warn(Field::Occupation, Message::new("occupation-unknown").with("text", named.as_str()));
    }
    if codes.is_empty() && !content.title.is_empty() {
        codes.extend((words.occupations)(&content.title).into_iter().next());
        if !codes.is_empty() {
            cells.warn(
                Field::Title,
                Message::new("occupation-from-title").with("text", content.title.as_str()),
            );
        }
    }
    let mut codes = codes.into_iter();
    content.occupation = codes.next();
    content.related_occupations = codes.collect();
    let related = cells.text(Field::RelatedOccupations);
    if !related.is_empty() {
        content.related_occupations.extend(words.occupations_in(&related).0);
    }
    if content.duties.is_empty() && !named.is_empty() {
        content.duties = personal::mask(&named).0;
    }
}

fn heads(cells: &mut Cells<'_>, content: &mut Content) {
    let text = cells.line(Field::Headcount);
    let told = headcount::read(&text);
    if told.heads == 0 && !text.is_empty() {
        cells.warn(Field::Headcount, Message::new("headcount-unknown").with("text", text.as_str()));
    }
    content.headcount = told.heads;
    let column = headcount::read(&cells.line(Field::HeadcountDisabled)).heads;
    content.headcount_disabled = if column > 0 { column.min(told.heads.max(column)) } else { told.disabled };
}

fn employment(cells: &mut Cells<'_>, content: &mut Content) {
    let text = cells.line(Field::EmploymentType);
    let term = [cells.line(Field::ContractMonths), text.clone()];
    content.contract_months = term.iter().find_map(|text| term::months(text, None));
    let bare = cells.line(Field::ContractMonths);
    content.contract_months = content.contract_months.or_else(|| term::months(&bare, Some(1)));
    content.employment_type = choice::employment_type(&text);
    if content.employment_type.is_none() && !text.is_empty() {
        let code = match part_time_by_term(&text, content.contract_months) {
            Some(part_time) => {
                content.employment_type = Some(part_time);
                "employment-type-part-time"
            }
            None => "employment-type-unclear",
        };
        let message = Message { code: code.into(), args: Default::default() };
        cells.warn(Field::EmploymentType, message.with("text", text.as_str()));
    }
    content.work_days = work_days(cells);
    content.convertible = choice::yes(&cells.line(Field::Convertible));
    let probation = cells.line(Field::Probation);
    content.probation_months =
        term::months(&probation, Some(1)).or((choice::yes(&probation) == Some(false)).then_some(0));
}

/// Days of work in all, of day labour: `12`, `12일`, `총 12일간`. More than a year's is no day labour.
fn work_days(cells: &mut Cells<'_>) -> Option<u32> {
    let text = cells.line(Field::WorkDays);
    if text.is_empty() || cells.says_none(Field::WorkDays) {
        return None;
    }
    let number = tight(&text).replace("일간", "일");
    let number = number.trim_start_matches(['총', '약']).trim_end_matches('일');
    let days = number.parse().ok().filter(|days| (1..=366).contains(days));
    if days.is_none() {
        cells.warn(Field::WorkDays, Message::new("work-days-unclear").with("text", text.as_str()));
    }
    days
}

/// 시간제 alone leaves the term open; a contract for which none is written is one without a term.
fn part_time_by_term(text: &str, contract_months: Option<u32>) -> Option<EmploymentType> {
    let either = [EmploymentType::IndefinitePartTime, EmploymentType::FixedTermPartTime];
    let [without, with] = either;
    (choice::employment_types(text) == either).then_some(if contract_months.is_some() {
        with
    } else {
        without
    })
}

fn experience(cells: &mut Cells<'_>, content: &mut Content) {
    let text = cells.line(Field::Career);
    let none = cells.says_none(Field::Career) || cells.says_none(Field::CareerMin);
    content.career = term::career(if text.is_empty() && none { "0" } else { &text });
    if content.career.is_none() && !text.is_empty() {
        cells.warn(Field::Career, Message::new("career-unclear").with("text", text.as_str()));
    }
    let limits = [Field::CareerMin, Field::CareerMax].map(|field| term::months(&cells.line(field), Some(1)));
    if let (Some(career), [min, max]) = (content.career.as_mut(), limits) {
        *career = Career {
            min_months: min.or(career.min_months),
            max_months: max.or(career.max_months),
            ..*career
        };
    }
}

fn education(cells: &mut Cells<'_>, field: Field) -> Option<domain::code::Education> {
    let text = cells.line(field);
    let entry = choice::education(&text);
    if entry.is_none() && !tight(&text).is_empty() {
        cells.warn(field, Message::new("education-unclear").with("text", text.as_str()));
    }
    entry
}
