//! Header rows and the fields of columns.

use documents::header::{Field, Mapping, Noun, recognise};
use documents::table::{Cell, Merge, Sheet};

use crate::words::sheets;

fn mapping(text: &str, noun: Noun) -> Mapping {
    recognise(&sheets("a.csv", text.as_bytes()), noun).unwrap().remove(0)
}

fn fields(mapping: &Mapping) -> Vec<(u32, Field)> {
    mapping.columns.iter().map(|column| (column.column, column.field)).collect()
}

#[test]
fn the_header_is_found_under_title_rows() {
    let text = "2026년 구인 현황,,,\n작성: 일자리과,,,\n,,,\n연번,* 구인제목 *,사업장 명,임금(만원)\n1,조리원,가나식당,250\n";
    let mapping = mapping(text, Noun::Openings);
    assert_eq!(mapping.header_row, 4);
    assert_eq!(fields(&mapping), [(1, Field::Title), (2, Field::Employer), (3, Field::Wage)]);
    assert_eq!(mapping.unknown[0].header, "연번");
    assert_eq!(mapping.confidence, 75);
}

#[test]
fn two_levels_without_merges_are_joined() {
    let text = "구인제목,사업장명,임금,,근무시간,,\n,,하한,상한,시작,종료,휴게\n조리원,가나식당,250만,300만,09:00,18:00,60\n";
    let mapping = mapping(text, Noun::Openings);
    assert_eq!(mapping.header_row, 2);
    let expected = [
        Field::Title,
        Field::Employer,
        Field::WageMin,
        Field::WageMax,
        Field::StartTime,
        Field::EndTime,
        Field::Rest,
    ];
    assert_eq!(fields(&mapping).into_iter().map(|(_, field)| field).collect::<Vec<_>>(), expected);
}

#[test]
fn merged_levels_are_joined() {
    let text = |text: &str| Cell::Text(text.to_owned());
    let sheet = Sheet {
        name: "S".into(),
        rows: vec![
            vec![text("구인제목"), text("사업장명"), text("임금"), Cell::Empty],
            vec![Cell::Empty, Cell::Empty, text("하한"), text("상한")],
            vec![text("조리원"), text("가나식당"), text("250만원"), text("300만원")],
        ],
        merges: vec![
            Merge { top: 0, left: 0, bottom: 1, right: 0 },
            Merge { top: 0, left: 1, bottom: 1, right: 1 },
            Merge { top: 0, left: 2, bottom: 0, right: 3 },
        ],
        ..Sheet::default()
    };
    let mapping = recognise(&[sheet], Noun::Openings).unwrap().remove(0);
    assert_eq!(mapping.header_row, 2);
    let expected = [(0, Field::Title), (1, Field::Employer), (2, Field::WageMin), (3, Field::WageMax)];
    assert_eq!(fields(&mapping), expected);
}

#[test]
fn english_worknet_and_seeker_words() {
    let english = mapping("Job Title,Company,Wage_Min,deadline_date\na,b,1,2\n", Noun::Openings);
    assert_eq!(fields(&english).len(), 4);
    let worknet = mapping("wantedAuthNo,company,title,salTpNm,minSal,closeDt\n1,2,3,4,5,6\n", Noun::Openings);
    assert_eq!(worknet.confidence, 100);
    let seekers = mapping(
        "성 명,생년월일,휴대폰,희망직종(1순위),희망직종(2순위),희망 근무지역\n가,나,다,라,마,바\n",
        Noun::Seekers,
    );
    let twice = fields(&seekers).into_iter().filter(|(_, field)| *field == Field::Occupation).count();
    assert_eq!((twice, seekers.unknown.len()), (2, 0));
}

#[test]
fn duplicates_are_told_and_the_first_counts() {
    let mapping = mapping("제목,회사명,임금,급여\n가,나,월급 250만원,월급 1원\n", Noun::Openings);
    assert_eq!((mapping.duplicates.len(), mapping.duplicates[0].column), (1, 3));
    assert!(fields(&mapping).contains(&(2, Field::Wage)));
}

#[test]
fn without_a_header_the_message_names_what_is_wanted() {
    let sheets = sheets("a.csv", "가,나\n다,라\n".as_bytes());
    let message = recognise(&sheets, Noun::Openings).unwrap_err();
    assert_eq!(message.code, "header-not-found");
    assert!(format!("{message:?}").contains("구인제목"));
    // Openings are no seekers.
    let openings = self::sheets("a.csv", "구인제목,모집인원\n조리원,2\n".as_bytes());
    assert!(recognise(&openings, Noun::Seekers).is_err());
}

#[test]
fn a_signature_finds_the_same_header_again() {
    let one = mapping("제목, 회사명,임금(만원)\n가,나,1\n", Noun::Openings);
    let other_rows = mapping("제목,회 사 명,임금 (만원)\n다,라,2\n마,바,3\n", Noun::Openings);
    let other_unit = mapping("제목,회사명,임금(원)\n가,나,1\n", Noun::Openings);
    assert_eq!(one.signature(), other_rows.signature());
    assert_ne!(one.signature(), other_unit.signature());
    let json = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Mapping>(&json).unwrap(), one);
}

#[test]
fn a_list_of_the_other_noun_is_refused_by_name() {
    let refused = |text: &str, noun| recognise(&sheets("a.csv", text.as_bytes()), noun).unwrap_err();
    let people =
        "성명,생년월일,휴대전화,주소,희망직종,직종,희망근무지역,희망임금,학력\n가,나,다,라,마,바,사,아,자\n";
    let message = refused(people, Noun::Openings);
    assert_eq!(message.code, "header-of-seekers");
    assert!(format!("{message:?}").contains("성명, 생년월일, 희망근무지역"), "{message:?}");
    let work = "구인제목,사업장명,모집인원,직종,임금,근무지,연락처,학력\n가,나,1,라,마,바,사,아\n";
    assert_eq!(refused(work, Noun::Seekers).code, "header-of-openings");
    assert_eq!(recognise(&sheets("a.csv", work.as_bytes()), Noun::Openings).unwrap().len(), 1);
    assert_eq!(recognise(&sheets("a.csv", people.as_bytes()), Noun::Seekers).unwrap().len(), 1);
    // What both have tells nothing.
    let both = "직종,경력,학력,자격면허,근무시간\n가,나,다,라,마\n";
    for noun in [Noun::Openings, Noun::Seekers] {
        assert!(recognise(&sheets("a.csv", both.as_bytes()), noun).is_ok());
    }
}

#[test]
fn the_way_to_work_is_a_column_of_seekers() {
    for header in ["출퇴근시간", "출퇴근 시간(분)", "통근가능시간"] {
        let mapping = mapping(&format!("성명,희망직종,{header}\n가,나,40\n"), Noun::Seekers);
        assert!(fields(&mapping).contains(&(2, Field::CommuteMax)), "{header}: {mapping:?}");
    }
}

#[test]
fn every_line_of_words_names_a_field() {
    for words in [
        include_str!("../../words/openings.txt"),
        include_str!("../../words/seekers.txt"),
        include_str!("../../words/results.txt"),
        include_str!("../../words/contacts.txt"),
        include_str!("../../words/shared.txt"),
        include_str!("../../words/projects.txt"),
        include_str!("../../words/rosters.txt"),
    ] {
        for line in words.lines() {
            let field = line.split_once(": ").map(|(field, _)| field.parse::<Field>());
            assert!(matches!(field, Some(Ok(_))), "{line}");
        }
    }
}
