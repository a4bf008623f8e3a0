//! The certificate that somebody completed a programme (수료증), with a code by which whoever holds it asks whether it is true.
//! It says what was attended and nothing else of the person.

use super::{Align, Office, Sheet};

/// A completion as its certificate says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Certificate {
    /// The body that ran it.
    pub office: Office,
    /// Name of the person.
    pub name: String,
    /// Name of the programme.
    pub program: String,
    /// Which run of it, as written.
    pub number: String,
    /// Its first and last day, as written.
    pub days: String,
    /// Hours attended, as written; empty where hours do not count.
    pub hours: String,
    /// The day on which it was completed, as written.
    pub completed_on: String,
    /// The code by which it is checked, with its check sign.
    pub code: String,
    /// Where it is checked.
    pub url: String,
}

/// Draws the certificate.
pub fn certificate(facts: &Certificate) -> Sheet {
    let f = facts;
    let mut sheet = Sheet::new("", "수 료 증", &f.office);
    sheet.points = 14;
    let mut lines = vec![
        ("성명", f.name.as_str()),
        ("과정", f.program.as_str()),
        ("기수", f.number.as_str()),
        ("기간", f.days.as_str()),
    ];
    if !f.hours.is_empty() {
        lines.push(("참여 시간", f.hours.as_str()));
    }
    sheet.lines(&lines);
    sheet.text(Align::Center, "위 사람은 위 과정을 마쳤으므로 이 증서를 드립니다.");
    sheet.signed(&f.completed_on, &f.office.name);
    let how =
        format!("진위 확인 (누리집에서 아래 코드를 입력하거나 전화 {} 로 물어봐 주십시오)", f.office.phone);
    sheet.code(&how, &f.code, &f.url);
    sheet
}
