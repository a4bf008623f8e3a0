//! Rows as drafts of seekers' registrations, every field of the seeker application (구직표).
//!
//! Everything here is personal: nothing of it may reach a message, which names columns only. Resident
//! numbers are refused wherever they stand; health and vulnerable groups are kept only with consent.

use domain::Message;
use domain::seeker::{MediationWish, Profile, Sex, WageWish};
use domain::wage::WageForm;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::header::{Field, Mapping, hex};
use crate::opening::hours_text;
use crate::row::{Cells, Row, read_all};
use crate::table::{Cell, Sheet};
use crate::value::{choice, date, hours, list, term, tight, wage};
use crate::vocabulary::Vocabulary;

mod consent;
mod identity;

/// A seeker as a file tells it. Personal throughout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeekerDraft {
    /// What the person told.
    pub profile: Profile,
    /// Finds the person again in a later file: their number there, else name, birth and telephone, else
    /// a hash of the row. In the clear; to be hashed with a key before it is stored.
    pub key: String,
    /// Hash of everything read, which tells an unchanged row. To be hashed with a key likewise.
    pub digest: String,
}

/// Reads every row of the mapped sheets.
pub fn read(sheets: &[Sheet], mappings: &[Mapping], words: &Vocabulary<'_>) -> Vec<Row<SeekerDraft>> {
    read_all(sheets, mappings, |cells| draft(cells, words))
}

fn draft(cells: &mut Cells<'_>, words: &Vocabulary<'_>) -> Option<SeekerDraft> {
    let identity = [Field::Name, Field::SeekerNumber, Field::Mobile, Field::Occupation, Field::DesiredWork];
    if identity.iter().all(|field| cells.line(*field).is_empty()) {
        cells.refuse(Message::new("row-no-seeker"));
        return None;
    }
    let mut profile = Profile::default();
    identity::read(cells, words, &mut profile);
    wishes(cells, words, &mut profile);
    experience(cells, &mut profile);
    consent::read(cells, words.today, &mut profile);
    let key = key(cells, &profile);
    // Consent without a date was given on the day of reading; the day must not look like a change.
    let mut told = profile.clone();
    told.consents.registration = told.consents.registration.map(|_| Date::default());
    let told = serde_json::to_vec(&told).unwrap_or_default();
    Some(SeekerDraft { profile, key, digest: hex(&Sha256::digest(told)[..16]) })
}

/// A name alone names several people, and so does a date of birth alone: such rows are told apart by all
/// that they hold, rather than lost as repetitions of one another.
fn key(cells: &Cells<'_>, profile: &Profile) -> String {
    let number = cells.line(Field::SeekerNumber);
    if !number.is_empty() {
        return format!("number:{}", tight(&number));
    }
    let born = profile.born_on.map_or(String::new(), |day| day.to_string());
    let reach = if profile.mobile.is_empty() { &profile.email } else { &profile.mobile };
    if reach.is_empty() && (profile.name.is_empty() || born.is_empty()) {
        return format!("row:{}", cells.print(&[]));
    }
    [tight(&profile.name), born, tight(reach)].join("|")
}

fn wishes(cells: &mut Cells<'_>, words: &Vocabulary<'_>, profile: &mut Profile) {
    let occupations = cells.text(Field::Occupation);
    if !occupations.is_empty() {
        let (codes, unknown) = occupations_in_order(words, &occupations);
        profile.occupations = codes;
        if unknown {
            cells.warn(Field::Occupation, Message::new("desired-occupation-unknown"));
        }
    }
    profile.desired_work = cells.text(Field::DesiredWork);
    if profile.occupations.is_empty() && profile.desired_work.is_empty() {
        profile.desired_work.clone_from(&occupations);
    }
    let areas = cells.text(Field::DesiredArea);
    profile.desired_areas = words.areas_in(&areas.replace('\n', ", ")).into_iter().take(2).collect();
    profile.remote = choice::yes(&cells.line(Field::Remote)) == Some(true)
        || [&areas, &occupations, &profile.desired_work].into_iter().any(|text| choice::from_home(text));
    let anywhere = tight(&areas).contains("무관");
    if profile.desired_areas.is_empty() && !areas.is_empty() && !profile.remote && !anywhere {
        cells.warn(Field::DesiredArea, Message::new("desired-area-unknown"));
    }
    profile.commute_max_min = minutes(&cells.line(Field::CommuteMax));
    profile.employment_types = choice::employment_types(&cells.text(Field::EmploymentType));
    profile.wage = wage_wish(cells);
    profile.work_time = hours::read(&hours_text(cells)).work_time;
    profile.mediation = mediation(&cells.line(Field::Mediation));
}

/// At most three, best first; several may share a cell.
fn occupations_in_order(
    words: &Vocabulary<'_>,
    text: &str,
) -> (Vec<domain::occupation::OccupationCode>, bool) {
    let mut codes = Vec::new();
    let mut unknown = false;
    for line in text.lines() {
        // Work from home is a way of working; what else the cell names is the occupation.
        let named: Vec<String> = list(line).into_iter().filter(|part| !only_from_home(part)).collect();
        if named.is_empty() {
            continue;
        }
        let (found, missed) = words.occupations_in(&named.join(", "));
        unknown |= missed;
        codes.extend(found.into_iter().filter(|code| !codes.contains(code)).collect::<Vec<_>>());
    }
    codes.truncate(3);
    (codes, unknown)
}

fn only_from_home(text: &str) -> bool {
    ["재택", "재택근무", "재택가능", "workfromhome"].contains(&tight(text).as_str())
}

/// `40분`, `1시간 30분`, `40`.
fn minutes(text: &str) -> Option<u32> {
    let (hours, rest) = text.split_once("시간").unwrap_or(("", text));
    let number =
        |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>().parse::<u32>().ok();
    let total = number(hours).unwrap_or(0) * 60 + number(rest).unwrap_or(0);
    (1..=600).contains(&total).then_some(total)
}

fn wage_wish(cells: &mut Cells<'_>) -> WageWish {
    let text = cells.line(Field::Wage);
    let form = cells.line(Field::WageForm);
    // Codes of the seeker application (희망임금형태): 1 a year, 2 a month, 3 a day, 4 an hour, 98 later.
    let coded = match form.as_str() {
        "1" => Some(WageForm::Yearly),
        "2" => Some(WageForm::Monthly),
        "3" => Some(WageForm::Daily),
        "4" => Some(WageForm::Hourly),
        other => wage::form_of(other),
    };
    let later = |text: &str| ["면접후", "협의", "추후", "무관"].iter().any(|word| tight(text).contains(word));
    if form == "98" || later(&form) {
        return WageWish::AfterInterview;
    }
    let header = wage::Hint::of(cells.header(Field::Wage));
    let read = wage::read(&text, wage::Hint { form: coded.or(header.form), ..header });
    let Ok(told) = read else {
        cells.wrong(Field::Wage, Message::new("desired-wage-below-zero"));
        return WageWish::Unknown;
    };
    match told.wage {
        Some(wage) => WageWish::AtLeast { form: wage.form, won: wage.min_won },
        None if later(&text) => WageWish::AfterInterview,
        None => {
            if !text.is_empty() {
                cells.warn(Field::Wage, Message::new("desired-wage-unclear"));
            }
            WageWish::Unknown
        }
    }
}

fn experience(cells: &mut Cells<'_>, profile: &mut Profile) {
    let column = cells.header(Field::CareerMonths);
    let per_bare = if column.contains('년') { 12 } else { 1 };
    let career = cells.line(Field::Career);
    let told = term::career(&career);
    let newcomer = told.map(|career| career.kind) == Some(domain::code::CareerKind::New)
        || [Field::CareerMonths, Field::Career].into_iter().any(|field| cells.says_none(field));
    profile.career_months = term::months(&cells.line(Field::CareerMonths), Some(per_bare))
        .or_else(|| told.and_then(|career| career.min_months))
        .or(newcomer.then_some(0));
    let employer = cells.line(Field::PastEmployer);
    let work = cells.text(Field::PastWork);
    if !employer.is_empty() || !work.is_empty() {
        let months = term::months(&work, None);
        profile.careers.push(domain::seeker::PastWork { employer, work, months, ..Default::default() });
    }
    profile.licences = list(&cells.text(Field::Licences));
    profile.skills = list(&cells.text(Field::Skills));
    profile.languages = choice::languages(&cells.text(Field::Languages));
    profile.computer = choice::computer(&cells.text(Field::Computer));
    profile.trainings = list(&cells.text(Field::Trainings));
    profile.can_drive = choice::yes(&cells.line(Field::CanDrive));
    profile.has_car = choice::yes(&cells.line(Field::HasCar));
    profile.military = cells.line(Field::Military);
}

fn mediation(text: &str) -> Option<MediationWish> {
    let text = tight(text);
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match () {
        () if text.is_empty() => None,
        () if says(&["정보"]) => Some(MediationWish::InformationOnly),
        () if says(&["거부", "불필요", "불원", "원하지"]) => Some(MediationWish::Refused),
        () if says(&["희망", "필요", "적극", "알선"]) => Some(MediationWish::Wanted),
        () => match choice::yes(&text) {
            Some(true) => Some(MediationWish::Wanted),
            Some(false) => Some(MediationWish::Refused),
            None => None,
        },
    }
}

fn sex(text: &str) -> Option<Sex> {
    match tight(text).as_str() {
        "여" | "여자" | "여성" | "f" | "female" => Some(Sex::Female),
        "남" | "남자" | "남성" | "m" | "male" => Some(Sex::Male),
        _ => None,
    }
}

/// A date of birth, also where a spreadsheet ate the leading zero of `050101`.
pub(crate) fn born(cell: &Cell, today: Date) -> Result<Option<Date>, Message> {
    if let Cell::Number(number) = cell
        && (10_101.0..100_000.0).contains(number)
    {
        let as_serial = date::born(cell, today);
        if as_serial.as_ref().ok().and_then(|day| *day).is_none_or(|day| today.year() - day.year() > 99) {
            return date::born(&Cell::Text(format!("{number:06}")), today);
        }
        return as_serial;
    }
    date::born(cell, today)
}
