//! The attendance sheet of a cohort (출석부): its people by its sessions, with a box for each to sign in and a line below for
//! whoever supervised, since names alone are no evidence (CR-19).

use super::{Align, Block, Column, Office, Sheet};

/// Sessions beside each other on a page that lies on its side: more leave no room for a signature.
const SESSIONS_ON_A_PAGE: usize = 7;

/// A cohort with its people, as its sheet says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AttendanceSheet {
    /// Who issues it.
    pub office: Office,
    /// Name of the programme and number of the cohort.
    pub name: String,
    /// First and last day, as written.
    pub term: String,
    /// Body that runs it.
    pub body: String,
    /// Where it takes place.
    pub room: String,
    /// Its sessions by time: number, day and hours, a line each.
    pub sessions: Vec<String>,
    /// Its people: the name, and for each session what is noted; empty to be signed.
    pub people: Vec<(String, Vec<String>)>,
}

/// Draws the attendance sheet: so many sessions a page, everybody on each.
pub fn attendance_sheet(facts: &AttendanceSheet) -> Sheet {
    let f = facts;
    let mut sheet = Sheet::new("", "출 석 부", &f.office);
    sheet.landscape = true;
    let people = format!("{}명", f.people.len());
    sheet.pairs(&[
        ("과정", &f.name),
        ("기간", &f.term),
        ("운영기관", &f.body),
        ("장소", &f.room),
        ("인원", &people),
        ("회차", &format!("{}회", f.sessions.len())),
    ]);
    for (part, sessions) in f.sessions.chunks(SESSIONS_ON_A_PAGE).enumerate() {
        if part > 0 {
            sheet.blocks.push(Block::NewPage);
        }
        signed_by(&mut sheet, f, part * SESSIONS_ON_A_PAGE, sessions);
    }
    sheet.text(
        Align::Left,
        "참여자는 회차마다 자기 칸에 서명합니다. 감독자는 그날 서명하고 날짜를 적어야 출석으로 인정됩니다. 손으로 적은 명단만으로는 세지 않습니다.",
    );
    sheet
}

/// One table: some sessions, everybody, and the supervisor's line at its foot.
fn signed_by(sheet: &mut Sheet, f: &AttendanceSheet, first: usize, sessions: &[String]) {
    let mut columns = vec![Column::number("연번", 5), Column::words("성명", 13)];
    columns.extend(sessions.iter().map(|session| Column::mark(session, 12)));
    let noted = |marks: &[String]| -> Vec<String> {
        (first..first + sessions.len()).map(|nth| marks.get(nth).cloned().unwrap_or_default()).collect()
    };
    let mut rows: Vec<Vec<String>> = (1..)
        .zip(&f.people)
        .map(|(n, (name, marks)): (usize, _)| [vec![n.to_string(), name.clone()], noted(marks)].concat())
        .collect();
    if !rows.is_empty() {
        let supervisor = vec![String::new(), "감독자 서명\n날짜".to_owned()];
        rows.push([supervisor, vec![String::new(); sessions.len()]].concat());
    }
    sheet.blocks.push(Block::Table {
        columns, rows, empty: "참여자가 아직 정해지지 않았습니다.".to_owned()
    });
}
