//! The papers of a referral: the letter the person carries (취업알선장, 별지 제3호서식), the list the employer
//! gets (알선자명단, 제4호) and the notice by which the employer answers (채용결과통보서, 제4호의2).
//!
//! What goes to the employer holds a person's name, telephone and the links that they gave to their own work, and nothing
//! else of them; only those who agreed may be in the facts.

use super::{Align, Block, Cell, Column, Office, Sheet};

/// One side of a referral on its letter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// Number of the registration or opening.
    pub number: String,
    /// Name of the person or workplace.
    pub name: String,
    /// Telephone, as written.
    pub phone: String,
    /// Last day on which it is valid.
    pub valid_until: String,
}

/// A referral as its letter says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letter {
    /// Who refers.
    pub office: Office,
    /// Number of the letter.
    pub number: String,
    /// Day of issue, as written.
    pub issued_on: String,
    /// The person.
    pub seeker: Party,
    /// The workplace.
    pub employer: Party,
    /// Its address and how to get there.
    pub workplace: String,
    /// Title of the opening.
    pub title: String,
    /// Occupation.
    pub occupation: String,
    /// Pay.
    pub wage: String,
    /// Days and hours.
    pub hours: String,
    /// Employment type.
    pub employment_type: String,
    /// Whom to ask for there.
    pub contact: String,
    /// When the interview is, if it is arranged.
    pub interview: String,
    /// What to bring.
    pub bring: String,
    /// The code by which the result is told, with its check digit; empty when it is no longer known.
    pub code: String,
    /// Where the code may be keyed in.
    pub url: String,
    /// Links to the person's own work, each with its title.
    pub portfolio: Vec<(String, String)>,
    /// The counsellor in charge.
    pub counselor: String,
}

/// Draws the letter.
pub fn letter(facts: &Letter) -> Sheet {
    let f = facts;
    let mut sheet = Sheet::new("■ 직업안정법 시행규칙 [별지 제3호서식]", "취 업 알 선 장", &f.office);
    sheet.text(Align::Left, format!("제 {} 호", f.number));
    sheet.heading("구직자");
    sheet.pairs(&[
        ("성명", &f.seeker.name),
        ("구직번호", &f.seeker.number),
        ("연락처", &f.seeker.phone),
        ("유효기간", &f.seeker.valid_until),
    ]);
    if !f.portfolio.is_empty() {
        let links: Vec<String> = f.portfolio.iter().map(|(title, url)| format!("{title}: {url}")).collect();
        sheet.lines(&[("포트폴리오", &links.join("\n"))]);
    }
    sheet.heading("구인업체");
    sheet.pairs(&[
        ("사업장명", &f.employer.name),
        ("구인번호", &f.employer.number),
        ("전화", &f.employer.phone),
        ("유효기간", &f.employer.valid_until),
        ("찾아가 만날 사람", &f.contact),
        ("면접 일시", &f.interview),
    ]);
    sheet.lines(&[("찾아가는 곳", &f.workplace), ("가져갈 것", &f.bring)]);
    sheet.heading("일자리");
    sheet.lines(&[("구인제목", &f.title)]);
    sheet.pairs(&[
        ("직종", &f.occupation),
        ("고용형태", &f.employment_type),
        ("임금", &f.wage),
        ("근무시간", &f.hours),
    ]);
    sheet.text(
        Align::Left,
        "위 구직자를 귀 업체에 알선합니다. 채용 여부가 정해지면 아래 회신코드로 알려 주십시오.",
    );
    sheet.signed(&f.issued_on, &f.office.name);
    sheet.code("회신코드 (전화로 불러 주시거나 누리집에서 입력)", &f.code, &f.url);
    sheet.office_use(&[("담당 상담사", &f.counselor), ("문의 전화", &f.office.phone)]);
    sheet
}

/// A person on the list for the employer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameRow {
    /// Number of the letter.
    pub letter: String,
    /// Name.
    pub name: String,
    /// Telephone, as written.
    pub phone: String,
    /// Day of referral.
    pub sent_on: String,
    /// When the interview is, if it is arranged.
    pub interview: String,
    /// What became of it.
    pub state: String,
}

/// The people referred to one opening.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameList {
    /// Who refers.
    pub office: Office,
    /// Day of issue, as written.
    pub issued_on: String,
    /// The workplace.
    pub employer: Party,
    /// Title of the opening.
    pub title: String,
    /// How many are wanted.
    pub headcount: String,
    /// The people, in order of referral.
    pub people: Vec<NameRow>,
}

/// Draws the list for the employer.
pub fn name_list(facts: &NameList) -> Sheet {
    let f = facts;
    let mut sheet = Sheet::new("■ 직업안정법 시행규칙 [별지 제4호서식]", "알 선 자 명 단", &f.office);
    sheet.pairs(&[
        ("사업장명", &f.employer.name),
        ("구인번호", &f.employer.number),
        ("구인제목", &f.title),
        ("모집인원", &f.headcount),
    ]);
    let rows = f.people.iter().enumerate().map(|(i, person)| {
        let number = (i + 1).to_string();
        vec![
            number,
            person.letter.clone(),
            person.name.clone(),
            person.phone.clone(),
            person.sent_on.clone(),
            person.interview.clone(),
            person.state.clone(),
        ]
    });
    let columns = vec![
        Column::number("연번", 7),
        Column::mark("알선장 번호", 17),
        Column::words("성명", 18),
        Column::mark("연락처", 19),
        Column::mark("알선일", 14),
        Column::mark("면접 일시", 17),
        Column::words("상태", 10),
    ];
    sheet.blocks.push(Block::Table {
        columns,
        rows: rows.collect(),
        empty: "알선한 사람이 없습니다.".to_owned(),
    });
    sheet.text(
        Align::Left,
        "이 명단은 채용 전형에만 쓸 수 있습니다. 채용 여부가 정해지면 채용결과통보서로 알려 주시고, 명단은 지체 없이 파기해 주십시오.",
    );
    sheet.signed(&f.issued_on, &f.office.name);
    sheet.office_use(&[("유효기간", &f.employer.valid_until), ("문의 전화", &f.office.phone)]);
    sheet
}

/// The notice by which an employer tells what became of one referral.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResultNotice {
    /// Whom it goes to.
    pub office: Office,
    /// Number of the letter.
    pub letter: String,
    /// Day of referral.
    pub sent_on: String,
    /// The workplace.
    pub employer: Party,
    /// Title of the opening.
    pub title: String,
    /// Name of the person.
    pub seeker: String,
    /// The code by which it is answered.
    pub code: String,
    /// Where it may be answered.
    pub url: String,
    /// Reasons to choose from when nobody was hired, in words.
    pub reasons: Vec<String>,
    /// Until when an answer is asked for, as written.
    pub answer_by: String,
}

/// Draws the notice, with boxes to tick.
pub fn result_notice(facts: &ResultNotice) -> Sheet {
    let f = facts;
    let mut sheet = Sheet::new("■ 직업안정법 시행규칙 [별지 제4호의2서식]", "채용결과통보서", &f.office);
    sheet.pairs(&[
        ("사업장명", &f.employer.name),
        ("구인번호", &f.employer.number),
        ("구인제목", &f.title),
        ("알선장 번호", &f.letter),
        ("알선한 사람", &f.seeker),
        ("알선일", &f.sent_on),
    ]);
    sheet.heading("결과 (해당하는 칸에 √ 하고 적어 주십시오)");
    let reasons = f.reasons.iter().map(|reason| format!("□ {reason}")).collect::<Vec<_>>().join("   ");
    sheet.boxes(
        &[20, 80],
        vec![
            vec![Cell::label("□ 채용"), Cell::blank("첫 출근일           년       월       일\n임금  □ 시급  □ 일급  □ 월급  □ 연봉                                원\n계약  □ 기간의 정함 없음   □ 기간제 (       개월)      주 소정근로시간        시간")],
            vec![Cell::label("□ 채용하지 않음"), Cell::blank(format!("사유  {reasons}\n기타"))],
            vec![Cell::label("□ 오지 않음"), Cell::blank("면접 약속일           년       월       일")],
            vec![Cell::label("구인 상태"), Cell::blank("□ 계속 구합니다 (남은 인원       명)      □ 모두 구했습니다      □ 그만 구합니다")],
        ],
    );
    sheet.pairs(&[
        ("통보일", "        년      월      일"),
        ("통보자", "                         (서명 또는 인)"),
    ]);
    answer_ways(&mut sheet, &f.office, &f.code, &f.url, &f.answer_by);
    sheet.office_use(&[("접수일", ""), ("입력한 사람", "")]);
    sheet
}

/// How a paper with a code may be answered.
pub(super) fn answer_ways(sheet: &mut Sheet, office: &Office, code: &str, url: &str, by: &str) {
    let until = if by.is_empty() { String::new() } else { format!("{by}까지 ") };
    let how = format!(
        "{until}전화 {} 로 회신코드를 불러 주시거나, 누리집에서 입력하시거나, 이 종이를 그대로 보내 주십시오.",
        office.phone
    );
    sheet.code(&how, code, url);
}
