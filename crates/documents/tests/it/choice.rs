//! Words of code lists.

use documents::value::choice::{
    education, employment_type, employment_types, insurance, languages, preferences, reception, welfare, yes,
};
use domain::code::{Education, EmploymentType, Language, Preference, Welfare};
use domain::opening::Reception;

#[test]
fn schooling() {
    use Education::{Any, Associate, Bachelor, Doctor, High, Master, Middle, Primary};
    let cases = [
        ("학력무관", Any),
        ("무관", Any),
        ("00", Any),
        ("초졸이하", Primary),
        ("중졸", Middle),
        ("고졸", High),
        ("고졸↑", High),
        ("고등학교 졸업", High),
        ("03", High),
        ("초대졸↑", Associate),
        ("대졸(2~3년)", Associate),
        ("전문대졸", Associate),
        ("대졸(4년)", Bachelor),
        ("대졸↑", Bachelor),
        ("대학교 졸업", Bachelor),
        ("석사", Master),
        ("대학원졸", Master),
        ("박사", Doctor),
    ];
    for (written, expected) in cases {
        assert_eq!(education(written), Some(expected), "{written}");
    }
    assert_eq!(education("성실"), None);
}

#[test]
fn employment() {
    use EmploymentType::{
        Dispatched, FixedTerm, FixedTermPartTime, Indefinite, IndefinitePartTime, Substitute,
    };
    let cases = [
        ("정규직", Indefinite),
        ("기간의 정함이 없는 근로계약", Indefinite),
        ("10", Indefinite),
        ("공무직", Indefinite),
        ("기간의 정함이 없는 근로계약(시간(선택)제)", IndefinitePartTime),
        ("계약직", FixedTerm),
        ("기간제", FixedTerm),
        ("기간의 정함이 있는 근로계약(시간(선택)제)", FixedTermPartTime),
        ("기간제 단시간", FixedTermPartTime),
        ("인턴", FixedTerm),
        ("비정규직", FixedTerm),
        ("파견근로", Dispatched),
        ("4", Dispatched),
        ("대체인력채용", Substitute),
        ("full-time", Indefinite),
    ];
    for (written, expected) in cases {
        assert_eq!(employment_type(written), Some(expected), "{written}");
    }
    for written in ["정규직·계약직", "시간제", "알바", "", "협의"] {
        assert_eq!(employment_type(written), None, "{written}");
    }
    // A wish for part-time work is a wish for either kind of contract.
    for written in ["시간제", "알바", "아르바이트", "파트타임", "파트 타임", "Part-time"] {
        assert_eq!(employment_types(written), [IndefinitePartTime, FixedTermPartTime], "{written}");
    }
    assert_eq!(employment_types("정규직, 알바"), [Indefinite, IndefinitePartTime, FixedTermPartTime]);
    assert_eq!(employment_types("계약직 알바"), [FixedTermPartTime]);
}

#[test]
fn lists() {
    assert_eq!(preferences("05|14"), [Preference::HasCar, Preference::Driver]);
    assert_eq!(preferences("국가유공자, 운전가능자"), [Preference::Veteran, Preference::Driver]);
    assert_eq!(welfare("기숙사 제공, 중식 제공"), [Welfare::Dormitory, Welfare::Lunch]);
    assert_eq!(reception("방문, 이메일"), [Reception::Visit, Reception::Email]);
    assert_eq!(reception("온라인 접수"), [Reception::Homepage]);
    let spoken = languages("영어 중급, 베트남어");
    assert_eq!(
        spoken.iter().map(|s| s.language).collect::<Vec<_>>(),
        [Language::English, Language::Vietnamese]
    );
    assert_eq!(spoken[0].level, "영어 중급");
    let all = insurance("4대보험");
    assert_eq!([all.pension, all.employment, all.accident, all.health], [Some(true); 4]);
    let some = insurance("고용보험, 산재보험");
    assert_eq!([some.pension, some.employment], [None, Some(true)]);
}

#[test]
fn yes_and_no() {
    for written in ["Y", "예", "동의", "o", "가능", "동의함"] {
        assert_eq!(yes(written), Some(true), "{written}");
    }
    for written in ["N", "아니오", "미동의", "동의 안함", "불가", "동의하지 않음(거부)"] {
        assert_eq!(yes(written), Some(false), "{written}");
    }
    assert_eq!(yes("나중에"), None);
}
