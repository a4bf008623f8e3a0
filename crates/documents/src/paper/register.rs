//! The registers: openings received (구인접수대장, 별지 제17호서식), seekers received and placed (구직접수 및
//! 직업소개대장, 제18호), and the half-year's table (구인·구직·취업현황, 제23호). Long, on their side, with a
//! head on every page.

use super::{Block, Cell, Column, Office, Sheet};

/// A line of the register of openings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "each is the column of the register that its name says")]
pub struct OpeningLine {
    pub number: String,
    pub received_on: String,
    pub employer: String,
    pub phone: String,
    pub address: String,
    pub occupation: String,
    pub headcount: String,
    pub wage: String,
    pub valid_until: String,
    pub state: String,
}

/// The register of openings of a period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpeningRegister {
    /// Whose.
    pub office: Office,
    /// The period, as written.
    pub period: String,
    /// Its lines, in order of receipt.
    pub lines: Vec<OpeningLine>,
}

/// Draws the register of openings.
pub fn opening_register(facts: &OpeningRegister) -> Sheet {
    let columns = vec![
        Column::mark("접수번호", 11),
        Column::mark("접수일", 9),
        Column::words("사업장명", 15),
        Column::mark("전화", 11),
        Column::words("소재지", 17),
        Column::words("직종", 13),
        Column::number("인원", 5),
        Column::words("임금", 14),
        Column::mark("유효기간", 9),
        Column::mark("처리결과", 8),
    ];
    let rows = facts.lines.iter().map(|line| {
        let l = line.clone();
        vec![
            l.number,
            l.received_on,
            l.employer,
            l.phone,
            l.address,
            l.occupation,
            l.headcount,
            l.wage,
            l.valid_until,
            l.state,
        ]
    });
    let form = "■ 직업안정법 시행규칙 [별지 제17호서식]";
    register(form, "구 인 접 수 대 장", &facts.office, &facts.period, columns, rows.collect())
}

/// A line of the register of seekers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "each is the column of the register that its name says")]
pub struct SeekerLine {
    pub number: String,
    pub registered_on: String,
    pub name: String,
    pub born_on: String,
    pub phone: String,
    pub occupation: String,
    pub wage: String,
    /// Days on which they were referred, and to whom; a line each.
    pub referred: String,
    pub employer: String,
    pub result: String,
}

/// The register of seekers of a period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeekerRegister {
    /// Whose.
    pub office: Office,
    /// The period, as written.
    pub period: String,
    /// Its lines, in order of registration.
    pub lines: Vec<SeekerLine>,
}

/// Draws the register of seekers.
pub fn seeker_register(facts: &SeekerRegister) -> Sheet {
    let columns = vec![
        Column::mark("접수번호", 11),
        Column::mark("접수일", 9),
        Column::words("성명", 11),
        Column::mark("생년월일", 9),
        Column::mark("연락처", 12),
        Column::words("희망직종", 15),
        Column::words("희망임금", 12),
        Column::mark("알선일", 10),
        Column::words("알선업체", 14),
        Column::words("결과", 10),
    ];
    let rows = facts.lines.iter().map(|line| {
        let l = line.clone();
        vec![
            l.number,
            l.registered_on,
            l.name,
            l.born_on,
            l.phone,
            l.occupation,
            l.wage,
            l.referred,
            l.employer,
            l.result,
        ]
    });
    let form = "■ 직업안정법 시행규칙 [별지 제18호서식]";
    register(form, "구직접수 및 직업소개대장", &facts.office, &facts.period, columns, rows.collect())
}

fn register(
    form: &str,
    title: &str,
    office: &Office,
    period: &str,
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
) -> Sheet {
    let mut sheet = Sheet::new(form, title, office);
    sheet.landscape = true;
    sheet.points = 8;
    let count = format!("{}건", rows.len());
    sheet.boxes(
        &[12, 38, 12, 38],
        vec![vec![Cell::label("기간"), Cell::value(period), Cell::label("건수"), Cell::value(count)]],
    );
    sheet.blocks.push(Block::Table {
        columns, rows, empty: "이 기간에 접수한 것이 없습니다.".to_owned()
    });
    sheet
}

/// A line of the half-year's table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HalfYearRow {
    /// Occupation group.
    pub name: String,
    /// Openings received.
    pub openings: i64,
    /// Heads wanted by them.
    pub heads: i64,
    /// Seekers registered.
    pub seekers: i64,
    /// Referrals made.
    pub referrals: i64,
    /// Hires confirmed by evidence. Claims are not in it.
    pub hires: i64,
}

/// The half-year's table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HalfYear {
    /// Whose.
    pub office: Office,
    /// The half-year, as written.
    pub period: String,
    /// A line each occupation group; nothing is in two of them.
    pub rows: Vec<HalfYearRow>,
    /// What must be known to read it, such as what is not counted yet.
    pub notes: Vec<String>,
}

/// Draws the half-year's table with its sum on top.
pub fn half_year(facts: &HalfYear) -> Sheet {
    let mut sheet =
        Sheet::new("■ 직업안정법 시행규칙 [별지 제23호서식]", "구인·구직·취업현황", &facts.office);
    sheet.pairs(&[("기간", &facts.period), ("작성기관", &facts.office.name)]);
    let sum = |of: fn(&HalfYearRow) -> i64| facts.rows.iter().map(of).sum::<i64>();
    let total = HalfYearRow {
        name: "계".to_owned(),
        openings: sum(|row| row.openings),
        heads: sum(|row| row.heads),
        seekers: sum(|row| row.seekers),
        referrals: sum(|row| row.referrals),
        hires: sum(|row| row.hires),
    };
    let rows = std::iter::once(&total).chain(&facts.rows).map(|row| {
        let figures = [row.openings, row.heads, row.seekers, row.referrals, row.hires];
        std::iter::once(row.name.clone()).chain(figures.map(domain::message::thousands)).collect()
    });
    let columns = vec![
        Column::words("직종", 40),
        Column::number("구인 (건)", 12),
        Column::number("구인인원 (명)", 12),
        Column::number("구직 (건)", 12),
        Column::number("알선 (건)", 12),
        Column::number("취업 확인 (건)", 12),
    ];
    sheet.blocks.push(Block::Table { columns, rows: rows.collect(), empty: String::new() });
    for note in &facts.notes {
        sheet.text(super::Align::Left, note.clone());
    }
    sheet
}
