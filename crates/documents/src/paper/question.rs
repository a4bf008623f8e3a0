//! The question to an employer whether an opening still holds, answerable by telephone, web or on the paper.

use super::letter::answer_ways;
use super::{Align, Cell, Office, Sheet};

/// The question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// Who asks.
    pub office: Office,
    /// Day of asking, as written.
    pub asked_on: String,
    /// The workplace.
    pub employer: String,
    /// Number of the opening.
    pub number: String,
    /// Title of the opening.
    pub title: String,
    /// Pay as it was posted.
    pub wage: String,
    /// How many are wanted.
    pub headcount: String,
    /// The day on which the employer last confirmed it; empty for never.
    pub confirmed_on: String,
    /// Number of the letter of each referral that has no result yet. No names: the employer has their list.
    pub unanswered: Vec<String>,
    /// The code by which it is answered.
    pub code: String,
    /// Where it may be answered.
    pub url: String,
    /// Until when an answer is asked for, as written.
    pub answer_by: String,
}

/// Draws the question, in large type.
pub fn question(facts: &Question) -> Sheet {
    let f = facts;
    let mut sheet = Sheet::new("", "구인 확인 요청서", &f.office);
    sheet.points = 12;
    sheet.text(Align::Left, format!("{} 귀하", f.employer));
    sheet.text(Align::Left, "아래 일자리를 지금도 구하고 계신지 여쭙니다. 답이 없으면 목록에서 내려갑니다.");
    sheet.lines(&[
        ("구인번호", &f.number),
        ("구인제목", &f.title),
        ("임금", &f.wage),
        ("모집인원", &f.headcount),
    ]);
    sheet.lines(&[("업체 확인일", if f.confirmed_on.is_empty() { "아직 없음" } else { &f.confirmed_on })]);
    sheet.heading("답 (해당하는 칸에 √)");
    let mut rows = vec![
        vec![Cell::label("□ 계속 구함"), Cell::blank("남은 인원          명")],
        vec![
            Cell::label("□ 구했음"),
            Cell::blank("□ 소개받은 사람 (알선장 번호                      )   □ 다른 사람"),
        ],
        vec![Cell::label("□ 조건이 바뀜"), Cell::blank("무엇이")],
        vec![Cell::label("□ 그만 구함"), Cell::blank("사유")],
    ];
    for letter in &f.unanswered {
        rows.push(vec![
            Cell::label(format!("알선장\n{letter}")),
            Cell::blank("□ 채용 (첫 출근일       월       일)   □ 채용하지 않음   □ 오지 않음"),
        ]);
    }
    sheet.boxes(&[24, 76], rows);
    answer_ways(&mut sheet, &f.office, &f.code, &f.url, &f.answer_by);
    sheet.signed(&f.asked_on, &f.office.name);
    sheet
}
