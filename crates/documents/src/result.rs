//! Rows of a department's own list of results as drafts of claims: who began to work, where, from which day, how.
//!
//! A row is one person at one employer. People who are only a number, several employers in one cell and person-days in
//! the place of people are refused with what to write instead. Everything here is personal: messages name columns and
//! what was written of days and employers, never people.

use domain::Message;
use domain::area::AreaCode;
use domain::employer::BusinessNumber;
use domain::person::normalise_phone;
use domain::placement::{How, Terms};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::header::{Field, Mapping};
use crate::row::{Cells, Row, read_all};
use crate::seeker::born;
use crate::table::Sheet;
use crate::value::date::When;
use crate::value::{choice, date, personal, term, tight};
use crate::vocabulary::Vocabulary;

/// Words for public jobs that the city pays.
const DIRECT: [&str; 9] = [
    "공공근로",
    "공공일자리",
    "직접일자리",
    "지역공동체",
    "희망근로",
    "노인일자리",
    "자활근로",
    "공익활동",
    "directjob",
];

/// A result as a file tells it. Personal throughout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultDraft {
    /// Name of the person.
    pub name: String,
    /// Day of birth.
    pub born_on: Date,
    /// Telephone, digits only; empty when none was told, four digits when only the last were.
    pub phone: String,
    /// Where the person lives, as fine as it was told.
    pub area: Option<AreaCode>,
    /// Name of the employer; empty for a public job of the body itself.
    pub employer: String,
    /// Its business number.
    pub business_number: Option<BusinessNumber>,
    /// First day of work.
    pub start_on: Date,
    /// How it was found, as far as the words tell.
    pub how: How,
    /// What was agreed.
    pub terms: Terms,
    /// Number of the project it belongs to.
    pub project: String,
}

/// Reads every row of the mapped sheets.
pub fn read(sheets: &[Sheet], mappings: &[Mapping], words: &Vocabulary<'_>) -> Vec<Row<ResultDraft>> {
    read_all(sheets, mappings, |cells| draft(cells, words))
}

fn draft(cells: &mut Cells<'_>, words: &Vocabulary<'_>) -> Option<ResultDraft> {
    // What was added up says nothing of the people in it: nothing else of the row is looked at.
    if let Some((field, days)) = person_days(cells) {
        cells.reject(field, Message::new("result-person-days").with("text", days));
        return None;
    }
    let name = cells.line(Field::Name);
    let people = term::several_employers(&name) || name.contains(|c: char| c.is_ascii_digit());
    match name.is_empty() {
        true => cells.reject(Field::Name, Message::new("result-no-name")),
        false if people => cells.reject(Field::Name, Message::new("result-several-people")),
        false => {}
    }
    let born_on = day_of_birth(cells, words.today);
    let employer = personal::mask(&cells.line(Field::Employer)).0;
    let told = told(cells);
    let how = how(&told);
    if term::several_employers(&employer) {
        cells.reject(
            Field::Employer,
            Message::new("result-several-employers").with("text", employer.as_str()),
        );
    } else if employer.is_empty() && how != How::DirectJob {
        cells.reject(Field::Employer, Message::new("result-no-employer"));
    }
    let start_on = first_day(cells, words.today);
    let terms = terms(cells, &told);
    if (terms.day_labour || terms.contract_months == Some(0)) && terms.person_days.is_none() {
        cells.reject(Field::DaysWorked, Message::new("person-days-needed"));
    }
    let business_number = match cells.line(Field::BusinessNumber) {
        text if text.is_empty() => None,
        text => BusinessNumber::parse(&text).map_err(|why| cells.warn(Field::BusinessNumber, why)).ok(),
    };
    let area = words.areas_in(&cells.line(Field::Address)).into_iter().next();
    Some(ResultDraft {
        name,
        born_on: born_on?,
        phone: phone(cells),
        area,
        employer,
        business_number,
        start_on: start_on?,
        how,
        terms,
        project: cells.line(Field::Project),
    })
}

/// `연인원 480`: person-days where people stand, wherever in the row.
fn person_days(cells: &Cells<'_>) -> Option<(Field, String)> {
    let fields = [Field::Note, Field::Name, Field::Employer, Field::EmploymentType, Field::HiredHow];
    fields.into_iter().find_map(|field| {
        let text = cells.line(field);
        let says = tight(&text).contains("연인원") && text.chars().any(|c| c.is_ascii_digit());
        says.then_some((field, text))
    })
}

fn day_of_birth(cells: &mut Cells<'_>, today: Date) -> Option<Date> {
    match born(cells.cell(Field::BornOn), today) {
        Ok(Some(day)) => Some(day),
        Ok(None) => {
            cells.reject(Field::BornOn, Message::new("result-no-birth"));
            None
        }
        // The date itself is personal and is not repeated.
        Err(_) => {
            cells.reject(Field::BornOn, Message::new("result-birth-unreadable"));
            None
        }
    }
}

fn first_day(cells: &mut Cells<'_>, today: Date) -> Option<Date> {
    match date::read(cells.cell(Field::HiredOn), today) {
        Ok(Some(When::Day(day))) => Some(day),
        Ok(Some(When::Month(_)) | None) => {
            cells.reject(Field::HiredOn, Message::new("result-no-start"));
            None
        }
        Err(why) => {
            cells.reject(Field::HiredOn, why);
            None
        }
    }
}

/// Everything that tells what kind of work it is, in one form.
fn told(cells: &Cells<'_>) -> String {
    let fields = [Field::HiredHow, Field::EmploymentType, Field::Note];
    tight(&fields.map(|field| cells.line(field)).join(" ")).to_lowercase()
}

/// How the work was found. Where the words do not tell, the person found it alone: that counts least.
fn how(told: &str) -> How {
    let says = |words: &[&str]| words.iter().any(|word| told.contains(word));
    match () {
        () if says(&DIRECT) => How::DirectJob,
        () if says(&["창업", "startup"]) => How::Startup,
        () if says(&["장려금", "보조금", "인건비지원", "subsid"]) => How::Subsidised,
        () if says(&["수료", "훈련", "양성과정", "교육과정", "training"]) => How::Training,
        () if says(&["박람회", "채용행사", "만남의날", "구인의날", "fair"]) => How::Event,
        () => How::SelfFound,
    }
}

fn terms(cells: &Cells<'_>, told: &str) -> Terms {
    let employment_type = choice::employment_types(&cells.text(Field::EmploymentType)).into_iter().next();
    let day_labour = ["일용", "일당", "단기근로"].iter().any(|word| told.contains(word));
    let months = term::months(&cells.line(Field::ContractMonths), Some(1));
    let number = |field| -> Option<u32> {
        let digits: String = cells.line(field).chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    Terms {
        employment_type,
        contract_months: months.and_then(|months| u16::try_from(months).ok()),
        weekly_minutes: number(Field::WeeklyHours)
            .filter(|hours| (1..=80).contains(hours))
            .map(|hours| hours * 60),
        day_labour,
        person_days: number(Field::DaysWorked).filter(|days| (1..=366).contains(days)),
    }
}

/// A telephone, or its last four digits; a number cell has lost its leading nought.
fn phone(cells: &mut Cells<'_>) -> String {
    let text = cells.line(Field::Mobile);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == 4 || digits.is_empty() {
        return digits;
    }
    match normalise_phone(&text) {
        Ok(whole) if whole.starts_with('0') => whole,
        Ok(whole) => format!("0{whole}"),
        Err(_) => {
            cells.warn(Field::Mobile, Message::new("seeker-phone-unreadable"));
            String::new()
        }
    }
}
