//! Openings as WorkNet-shaped XML, so that a portal that reads WorkNet reads this city by changing an
//! address. Reading that XML is [`crate::table::read`]: it comes out as rows like any file.

use std::fmt::Write;

use domain::code::{CareerKind, Education, WageForm, WorkPattern};
use domain::message::thousands;
use domain::opening::{Content, Deadline};

use crate::posting::Posting;
use crate::value::hours;

/// A `<wantedRoot>` list. `total` counts all pages.
pub fn list(postings: &[Posting<'_>], total: usize, start_page: usize, display: usize) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<wantedRoot>\n");
    for (name, value) in [("total", total), ("startPage", start_page), ("display", display)] {
        element(&mut xml, 1, name, &value.to_string());
    }
    for posting in postings {
        wanted(&mut xml, posting);
    }
    xml.push_str("</wantedRoot>\n");
    xml
}

/// Records of WorkNet's own interface, each with its detail joined, in the shape of its list: what a connection brings is read as
/// the same file would be.
pub fn records(records: &[crate::open_api::Record]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<wantedRoot>\n");
    element(&mut xml, 1, "total", &records.len().to_string());
    for record in records {
        xml.push_str(" <wanted>\n");
        let named = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        for (name, value) in record.iter().filter(|(name, _)| named(name)) {
            element(&mut xml, 2, name, value);
        }
        xml.push_str(" </wanted>\n");
    }
    xml.push_str("</wantedRoot>\n");
    xml
}

/// What is answered instead of a list: the envelope of an error, which comes with status 200 there.
pub fn error(message: &str, code: &str) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<wantedRoot>\n");
    element(&mut xml, 1, "message", message);
    element(&mut xml, 1, "messageCd", code);
    xml.push_str("</wantedRoot>\n");
    xml
}

/// A `<wantedDtl>` detail without `empchargeInfo`, which would name a person.
pub fn detail(posting: &Posting<'_>) -> String {
    let content = posting.content;
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<wantedDtl>\n");
    element(&mut xml, 1, "wantedAuthNo", posting.public_number());
    xml.push_str(" <corpInfo>\n");
    element(&mut xml, 2, "corpNm", posting.employer_name);
    element(&mut xml, 2, "indTpCdNm", posting.industry_name);
    xml.push_str(" </corpInfo>\n <wantedInfo>\n");
    let heads = if content.headcount == 0 { String::new() } else { content.headcount.to_string() };
    let career = career_name(content);
    let hours = hours_text(content);
    let fields = [
        ("jobsNm", posting.occupation_name),
        ("wantedTitle", &content.title),
        ("jobCont", &content.duties),
        ("receiptCloseDt", &close(content.deadline)),
        ("empTpCd", content.employment_type.map_or("", domain::code::EmploymentType::code)),
        ("collectPsncnt", &heads),
        ("salTpNm", &pay(content)),
        ("enterTpNm", &career),
        ("eduNm", education_name(content.education_min)),
        ("major", &content.majors.join("|")),
        ("certificate", &content.licences.join("|")),
        ("etcPfCond", &content.preference_note),
        ("submitDoc", &content.documents),
        ("etcHopeCont", &content.note),
        ("workRegion", &content.workplace.address),
        ("nearLine", &content.workplace.station),
        ("workdayWorkhrCont", &hours),
        ("retirepay", &content.retirement),
        ("etcWelfare", &content.welfare_note),
        ("dtlRecrContUrl", posting.url),
        ("jobsCd", &occupation_code(content)),
    ];
    for (name, value) in fields {
        element(&mut xml, 2, name, value);
    }
    xml.push_str(" </wantedInfo>\n</wantedDtl>\n");
    xml
}

fn wanted(xml: &mut String, posting: &Posting<'_>) {
    let content = posting.content;
    let (min, max) = content
        .wage
        .map_or((String::new(), String::new()), |wage| (wage.min_won.to_string(), wage.max_won.to_string()));
    let region = if posting.area_name.is_empty() { &content.workplace.address } else { posting.area_name };
    let area = content.workplace.areas.first().map_or(String::new(), ToString::to_string);
    let fields = [
        ("wantedAuthNo", posting.public_number()),
        ("company", posting.employer_name),
        ("busino", posting.business_number.unwrap_or_default()),
        ("indTpNm", posting.industry_name),
        ("title", &content.title),
        ("salTpNm", content.wage.map_or("", |wage| form_name(wage.form))),
        ("sal", &pay_figures(content)),
        ("minSal", &min),
        ("maxSal", &max),
        ("region", region),
        ("holidayTpNm", content.pattern.map_or("", pattern_name)),
        ("minEdubg", education_name(content.education_min)),
        ("maxEdubg", education_name(content.education_max)),
        ("career", &career_name(content)),
        ("regDt", &posting.posted_on.to_string()),
        ("closeDt", &close(content.deadline)),
        ("infoSvc", posting.info_service),
        ("wantedInfoUrl", posting.url),
        // One page serves both.
        ("wantedMobileInfoUrl", posting.url),
        ("zipCd", ""),
        ("strtnmCd", ""),
        ("basicAddr", &content.workplace.address),
        ("detailAddr", ""),
        ("smodifyDtm", &posting.changed.map_or(String::new(), |at| at.strftime("%Y%m%d%H%M").to_string())),
        ("regionCd", &area),
        ("empTpCd", content.employment_type.map_or("", domain::code::EmploymentType::code)),
        ("jobsCd", &occupation_code(content)),
        ("jobsNm", posting.occupation_name),
        (
            "collectPsncnt",
            &if content.headcount == 0 { String::new() } else { content.headcount.to_string() },
        ),
        ("workdayWorkhrCont", &hours_text(content)),
        ("jobCont", &content.duties),
    ];
    xml.push_str(" <wanted>\n");
    for (name, value) in fields {
        element(xml, 2, name, value);
    }
    xml.push_str(" </wanted>\n");
}

/// An element on a line of its own. Characters XML has no place for are left out.
fn element(xml: &mut String, depth: usize, name: &str, value: &str) {
    let legal: String = value.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let escaped = quick_xml::escape::escape(legal.as_str());
    // Writing to a string cannot fail.
    let _ = writeln!(xml, "{:depth$}<{name}>{escaped}</{name}>", "");
}

fn occupation_code(content: &Content) -> String {
    let own = content.occupation.as_ref().map(ToString::to_string).unwrap_or_default();
    content.worknet_occupation.clone().unwrap_or(own)
}

fn hours_text(content: &Content) -> String {
    let told = hours::text(&content.work_time);
    if told.is_empty() { content.work_time.note.clone() } else { told }
}

fn close(deadline: Deadline) -> String {
    match deadline {
        Deadline::Unknown => String::new(),
        Deadline::On(day) => day.to_string(),
        Deadline::UntilFilled(None) => "채용시까지".to_owned(),
        Deadline::UntilFilled(Some(day)) => format!("채용시까지 {}", day.strftime("%y-%m-%d")),
    }
}

fn pay_figures(content: &Content) -> String {
    match content.wage {
        None => content.wage_note.clone(),
        Some(wage) if wage.min_won == wage.max_won => format!("{}원", thousands(wage.min_won)),
        Some(wage) => format!("{}원 ~ {}원", thousands(wage.min_won), thousands(wage.max_won)),
    }
}

fn pay(content: &Content) -> String {
    content.wage.map_or_else(|| content.wage_note.clone(), |wage| crate::value::wage::text(&wage))
}

fn form_name(form: WageForm) -> &'static str {
    match form {
        WageForm::Hourly => "시급",
        WageForm::Daily => "일급",
        WageForm::Monthly => "월급",
        WageForm::Yearly => "연봉",
    }
}

fn pattern_name(pattern: WorkPattern) -> &'static str {
    match pattern {
        WorkPattern::FiveDays => "주5일근무",
        WorkPattern::SixDays => "주6일근무",
        WorkPattern::AlternateSaturdays => "토요격주휴무",
        WorkPattern::Other => "기타",
    }
}

fn education_name(education: Option<Education>) -> &'static str {
    match education {
        None => "",
        Some(Education::Any) => "학력무관",
        Some(Education::Primary) => "초졸이하",
        Some(Education::Middle) => "중졸",
        Some(Education::High) => "고졸",
        Some(Education::Associate) => "대졸(2~3년)",
        Some(Education::Bachelor) => "대졸(4년)",
        Some(Education::Master) => "석사",
        Some(Education::Doctor) => "박사",
    }
}

fn career_name(content: &Content) -> String {
    let Some(career) = content.career else { return String::new() };
    match (career.kind, career.min_months, career.max_months) {
        (CareerKind::New, _, _) => "신입".to_owned(),
        (CareerKind::Any, _, _) => "관계없음".to_owned(),
        (CareerKind::Experienced, Some(min), Some(max)) => format!("경력 {min}개월 ~ {max}개월"),
        (CareerKind::Experienced, Some(min), None) => format!("경력 {min}개월"),
        (CareerKind::Experienced, None, Some(max)) => format!("경력 {max}개월 이하"),
        (CareerKind::Experienced, None, None) => "경력".to_owned(),
    }
}
