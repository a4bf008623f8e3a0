//! Rows as drafts of seekers.

use domain::code::EmploymentType;
use domain::seeker::{Sex, WageWish};
use domain::wage::WageForm;
use jiff::civil::date;

use crate::words::{codes, seekers, today};

#[test]
fn a_full_row_fills_the_fields() {
    let rows = seekers(concat!(
        "성명,생년월일,성별,주소,휴대폰,최종학력,희망직종,희망근무지역1,희망근무지역2,고용형태,희망임금(만원),희망임금형태,희망근무시간,경력(개월),자격증,운전가능,통근가능시간,개인정보동의\n",
        "가상인,90.1.5,여,고양시 일산동구,010-0000-1234,고졸,\"간호조무사, 요양보호사\",일산동구,덕양구,\"정규직, 계약직\",230,월급,09:00~15:00,18,\"요양보호사, 운전면허\",Y,40분,동의\n"
    ));
    let profile = &rows[0].outcome.as_ref().unwrap().profile;
    assert_eq!(
        (profile.name.as_str(), profile.born_on, profile.sex),
        ("가상인", Some(date(1990, 1, 5)), Some(Sex::Female))
    );
    assert_eq!(profile.mobile, "01000001234");
    let codes = |codes: Vec<String>| codes.join(" ");
    assert_eq!(codes(profile.occupations.iter().map(ToString::to_string).collect()), "3075 5501");
    assert_eq!(codes(profile.desired_areas.iter().map(ToString::to_string).collect()), "41285 41281");
    assert_eq!(profile.employment_types, [EmploymentType::Indefinite, EmploymentType::FixedTerm]);
    assert_eq!(profile.wage, WageWish::AtLeast { form: WageForm::Monthly, won: 2_300_000 });
    assert_eq!(
        (profile.career_months, profile.commute_max_min, profile.can_drive),
        (Some(18), Some(40), Some(true))
    );
    assert_eq!(profile.consents.registration, Some(today()));
    assert_eq!(profile.missing(), []);
    assert_eq!(rows[0].warnings, []);
}

#[test]
fn resident_numbers_are_refused_and_never_echoed() {
    let rows =
        seekers("성명,주민등록번호,생년월일,희망직종\n가상인,900101-1234567,900101-1234567,요양보호사\n");
    let draft = rows[0].outcome.as_ref().unwrap();
    assert_eq!(draft.profile.born_on, None);
    assert_eq!(codes(&rows[0]), ["resident-number-refused", "resident-number-refused"]);
    assert_eq!(rows[0].warnings[0].column, "B 주민등록번호");
    let all = serde_json::to_string(&rows).unwrap();
    assert!(!all.contains("1234567"), "{all}");
}

#[test]
fn sensitive_data_needs_consent() {
    let text = |consent: &str| {
        format!(
            "성명,희망직종,취업취약계층,건강,민감정보동의\n가상인,요양보호사,장기실업자,허리 조심,{consent}\n"
        )
    };
    let without = &seekers(&text(""))[0];
    let profile = &without.outcome.as_ref().unwrap().profile;
    assert_eq!((profile.vulnerable.len(), profile.health_note.as_str()), (0, ""));
    assert_eq!(codes(without), ["sensitive-dropped", "sensitive-dropped"]);
    let with = &seekers(&text("Y"))[0].outcome.as_ref().unwrap().profile.clone();
    assert_eq!(
        (with.vulnerable.as_slice(), with.health_note.as_str()),
        (["장기실업자".to_owned()].as_slice(), "허리 조심")
    );
}

#[test]
fn wishes_about_pay() {
    let wish = |form: &str, pay: &str| {
        let rows = seekers(&format!("성명,희망직종,희망임금형태,희망임금\n가,요양보호사,{form},{pay}\n"));
        rows[0].outcome.as_ref().unwrap().profile.wage
    };
    assert_eq!(wish("4", "10320"), WageWish::AtLeast { form: WageForm::Hourly, won: 10_320 });
    assert_eq!(wish("1", "3000만원"), WageWish::AtLeast { form: WageForm::Yearly, won: 30_000_000 });
    assert_eq!(wish("98", ""), WageWish::AfterInterview);
    assert_eq!(wish("", "면접 후 결정"), WageWish::AfterInterview);
    assert_eq!(wish("", "많이"), WageWish::Unknown);
}

#[test]
fn what_is_wrong_is_told_without_the_person() {
    let rows = seekers(
        "성명,생년월일,연락처,희망직종,희망임금\n가,1990-02-30,모름,우주비행사,-5\n,,,,\n,,,,면접후\n",
    );
    assert!(rows[0].outcome.is_ok(), "a bad cell does not cost the row");
    let problems = &rows[0].wrong;
    let told: Vec<&str> = problems.iter().map(|problem| problem.message.code.as_ref()).collect();
    assert_eq!(told, ["born-impossible", "desired-wage-below-zero"]);
    assert!(problems.iter().all(|problem| problem.message.args.is_empty()));
    assert_eq!(codes(&rows[0]), ["seeker-phone-unreadable", "desired-occupation-unknown"]);
    assert_eq!(rows[1].outcome.as_ref().unwrap_err()[0].message.code, "row-no-seeker");
    assert_eq!(rows[1].row, 4);
}

#[test]
fn keys_and_digests() {
    let text = |name: &str, area: &str| {
        format!(
            "성명,생년월일,휴대폰,희망직종,희망지역,동의\n{name},1990-01-05,010-0000-1234,요양보호사,{area},Y\n"
        )
    };
    let of = |name: &str, area: &str| seekers(&text(name, area)).remove(0).outcome.unwrap();
    let (first, again, moved) = (of("가상인", "덕양구"), of("가 상 인", "덕양구"), of("가상인", "파주"));
    assert_eq!(first.key, again.key);
    assert_eq!(first.key, moved.key);
    assert_ne!(first.digest, moved.digest);
}

#[test]
fn work_from_home_is_a_way_of_working() {
    let remote = |occupation: &str, wish: &str| {
        let rows = seekers(&format!("성명,희망직종,희망직무내용\n가상인,\"{occupation}\",{wish}\n"));
        (rows[0].outcome.as_ref().unwrap().profile.remote, codes(&rows[0]))
    };
    assert_eq!(remote("재택근무", ""), (true, vec![]));
    assert_eq!(remote("요양보호사, 재택", ""), (true, vec![]));
    assert_eq!(remote("요양보호사", "집에서 재택 근무"), (true, vec![]));
    assert_eq!(remote("요양보호사", "어르신 돌봄"), (false, vec![]));
}

#[test]
fn people_without_a_name_are_not_taken_for_one() {
    let keys = |text: &str| -> std::collections::BTreeSet<String> {
        seekers(text).into_iter().map(|row| row.outcome.unwrap().key).collect()
    };
    let nameless = "희망직종,희망지역\n요양보호사,덕양구\n요양보호사,파주\n간호조무사,덕양구\n";
    assert_eq!(keys(nameless).len(), 3);
    assert_eq!(keys(nameless), keys(nameless), "a second run finds them again");
    let namesakes = "성명,희망직종,희망지역\n가상인,요양보호사,덕양구\n가상인,간호조무사,파주\n";
    assert_eq!(keys(namesakes).len(), 2, "a name alone is several people's");
    assert_eq!(keys("성명,희망직종\n가상인,요양보호사\n가상인,요양보호사\n").len(), 1);
}

#[test]
fn no_experience_is_experience_of_nought() {
    let months = |header: &str, cell: &str| {
        let rows = seekers(&format!("성명,희망직종,{header}\n가상인,요양보호사,{cell}\n"));
        rows[0].outcome.as_ref().unwrap().profile.career_months
    };
    for cell in ["0", "없음", "무", "0개월", "0년"] {
        assert_eq!((months("경력", cell), months("경력개월", cell)), (Some(0), Some(0)), "{cell}");
    }
    assert_eq!((months("경력", ""), months("경력개월", "-")), (None, None), "nothing told is not nought");
}

/// The pair of files that the README matches: every row of both is read without loss.
#[test]
fn the_example_files_are_read_whole() {
    let read =
        |name: &str| std::fs::read(format!("{}/../../data/demo/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let openings = crate::words::openings(&String::from_utf8(read("openings.csv")).unwrap());
    assert!(openings.len() >= 50);
    for row in &openings {
        let content = &row.outcome.as_ref().unwrap().content;
        let told = (content.wage.is_some(), content.work_time.is_unknown(), content.headcount > 0);
        assert_eq!(told, (true, false, true), "row {}", row.row);
    }
    let seekers = seekers(&String::from_utf8(read("seekers.csv")).unwrap());
    assert!(seekers.len() >= 50);
    for row in &seekers {
        let profile = &row.outcome.as_ref().unwrap().profile;
        let told =
            (profile.name.is_empty(), profile.born_on.is_some(), profile.consents.registration.is_some());
        assert_eq!(told, (false, true, true), "row {}", row.row);
    }
}
