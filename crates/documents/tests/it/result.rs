//! Rows of a department's own list of results.

use domain::placement::How;
use jiff::civil::date;

use crate::words::results;

const HEADER: &str = "성 명,생년,사업체,취업일자,고용형태,근무일수,비고\n";

/// What a row is refused for, with the letter of its column.
fn refused(row: &str) -> Vec<(char, String)> {
    let rows = results(&format!("{HEADER}{row}\n"));
    let problems = rows[0].outcome.as_ref().err().cloned().unwrap_or_default();
    problems
        .iter()
        .map(|problem| (problem.column.chars().next().unwrap_or(' '), problem.message.code.to_string()))
        .collect()
}

#[test]
fn a_row_is_one_person_at_one_employer_from_one_day() {
    let rows = results(&format!("{HEADER}김가상,850302,○○농원,2016.2.15.,공공근로,,1단계\n"));
    let draft = rows[0].outcome.as_ref().unwrap();
    assert_eq!((draft.name.as_str(), draft.born_on), ("김가상", date(1985, 3, 2)));
    assert_eq!((draft.employer.as_str(), draft.start_on), ("○○농원", date(2016, 2, 15)));
    assert_eq!(draft.how, How::DirectJob);
    for (row, column, code) in [
        ("김가상,850302,○○농원,2016-02-30,상용,,", 'D', "date-impossible"),
        ("김가상,850302,○○농원,미정,상용,,", 'D', "result-no-start"),
        ("김가상,850302,○○농원 외 3,2016-02-15,상용,,", 'C', "result-several-employers"),
        ("김가상,850302,,2016-02-15,상용,,", 'C', "result-no-employer"),
        ("김가상 외 3명,850302,○○농원,2016-02-15,상용,,", 'A', "result-several-people"),
        (",850302,○○농원,2016-02-15,상용,,", 'A', "result-no-name"),
        ("김가상,,○○농원,2016-02-15,상용,,", 'B', "result-no-birth"),
        ("김가상,850302,○○농원,2016-02-15,일용,,", 'F', "person-days-needed"),
        ("기간제 근로자,,○○농원,2016-02-15,기간제,,연인원 480", 'G', "result-person-days"),
    ] {
        assert_eq!(refused(row), [(column, code.to_owned())], "{row}");
    }
    assert_eq!(refused("김가상,850302,○○농원,2016-02-15,일용,20,"), []);
    // A public job of the body itself names no employer.
    assert_eq!(refused("김가상,850302,,2016-02-15,공공근로,,"), []);
}

#[test]
fn a_resident_number_is_the_reason_and_is_shown_nowhere() {
    let refused_for =
        |birth: &str, note: &str| refused(&format!("김가상,{birth},○○농원,2016-02-15,상용,,{note}"));
    let why = |column| (column, "resident-number-refused".to_owned());
    assert_eq!(refused_for("850302-1234567", ""), [why('B')]);
    assert_eq!(refused_for("8503021234567", "번호 850302-1234567"), [why('B'), why('G')]);
    assert_eq!(refused_for("", "850302-1234567"), [('B', "result-no-birth".to_owned()), why('G')]);
    let rows = results("성명,주민등록번호,사업체,취업일자\n김가상,850302-1234567,○○농원,2016-02-15\n");
    let problems = rows[0].outcome.as_ref().unwrap_err();
    assert_eq!((problems.len(), problems[0].column.as_str()), (1, "B 주민등록번호"));
    assert_eq!(problems[0].message.code, "resident-number-refused");
    assert!(!serde_json::to_string(&rows).unwrap().contains("1234567"));
}

#[test]
fn words_tell_how_the_work_was_found_and_silence_counts_least() {
    for (kind, note, how) in [
        ("기간제", "도시농업 양성과정 수료", How::Training),
        ("상용", "채용박람회", How::Event),
        ("상용", "고용장려금 지원", How::Subsidised),
        ("지역공동체일자리", "", How::DirectJob),
        ("상용", "", How::SelfFound),
    ] {
        let rows = results(&format!("{HEADER}김가상,850302,○○농원,2016-02-15,{kind},,{note}\n"));
        assert_eq!(rows[0].outcome.as_ref().unwrap().how, how, "{kind} {note}");
    }
}
