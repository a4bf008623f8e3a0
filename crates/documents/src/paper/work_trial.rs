//! The agreement of a work trial (직장체험 협약서) on one page, with a box for each who signs. No law gives it a form.

use super::{Align, Cell, Office, Sheet};

/// An agreement as its paper says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkTrialPaper {
    /// The centre that prints it.
    pub office: Office,
    /// Name of the person.
    pub person: String,
    /// Name of the employer.
    pub employer: String,
    /// Name of the centre or school that guides.
    pub guide: String,
    /// First and last day, as written.
    pub days: String,
    /// Where.
    pub place: String,
    /// Days of the week and hours.
    pub hours: String,
    /// Allowance for a day.
    pub allowance: String,
    /// What insures the person.
    pub insurance: String,
    /// Who shows the work.
    pub mentor: String,
    /// What one does.
    pub tasks: String,
    /// What is to be learned.
    pub aims: String,
    /// What whoever signs should know.
    pub warnings: Vec<String>,
    /// Who signs: as whom, their name, and the day and way where they have.
    pub signed: Vec<(String, String, String)>,
    /// What tells this wording from any other: signatures under another one are void.
    pub version: String,
}

/// Where nobody has signed.
const UNSIGNED: &str = "        년      월      일          (서명 또는 인)";

/// Draws the agreement.
pub fn work_trial(facts: &WorkTrialPaper) -> Sheet {
    let f = facts;
    let mut sheet = Sheet::new("", "직 장 체 험 협 약 서", &f.office);
    sheet.pairs(&[
        ("참여자", &f.person),
        ("사업장", &f.employer),
        ("지도 기관", &f.guide),
        ("기간", &f.days),
        ("요일·시간", &f.hours),
        ("하루 수당", &f.allowance),
        ("보험", &f.insurance),
        ("지도하는 사람", &f.mentor),
    ]);
    sheet.lines(&[("장소", &f.place), ("하는 일", &f.tasks), ("배울 것", &f.aims)]);
    sheet.heading("함께 지킬 것");
    for line in [
        "이 협약은 배우기 위한 체험이며 근로계약이 아닙니다. 수당은 임금이 아닙니다.",
        "실제로 근로를 하게 되면 근로기준법과 최저임금법이 적용되고, 사업장은 임금을 지급합니다.",
        "참여자는 언제든지 그만둘 수 있고, 사업장은 안전하게 배울 수 있게 합니다.",
        "서명한 뒤에 내용이 바뀌면 모든 서명은 효력을 잃고, 바뀐 내용에 다시 서명합니다.",
    ] {
        sheet.text(Align::Left, format!("· {line}"));
    }
    for warning in &f.warnings {
        sheet.text(Align::Left, format!("※ {warning}"));
    }
    sheet.heading("서명");
    let rows = f.signed.iter().map(|(party, name, how)| {
        let room = if how.is_empty() { UNSIGNED } else { how.as_str() };
        vec![Cell::label(party), Cell::value(name), Cell::blank(room)]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    sheet.boxes(&[16, 34, 50], rows);
    sheet.office_use(&[("협약 판", &f.version), ("문의 전화", &f.office.phone)]);
    sheet
}
