//! Rows as drafts of openings.

use documents::header::{Noun, recognise};
use documents::opening;
use domain::opening::{Deadline, Reception};
use domain::wage::WageForm;
use jiff::civil::date;

use crate::words::{codes, opening_of, openings, sheets, vocabulary};

#[test]
fn a_full_row_fills_the_fields() {
    let draft = opening_of(concat!(
        "구인제목,사업장명,사업자등록번호,직종,모집인원,고용형태,경력,학력,임금,근무시간,근무지,접수방법,마감일,등록일,4대보험\n",
        "가구 조립원 모집,나무공방,123-45-67891,가구 조립원,2명,정규직,무관,고졸,월 250만원,주5일(월~금) 09:00~18:00,고양시 일산동구,방문,채용시까지,2026-01-05,4대보험\n"
    ));
    let content = &draft.content;
    assert_eq!(draft.employer.name, "나무공방");
    assert_eq!(draft.employer.business_number.as_ref().unwrap().digits(), "1234567891");
    assert_eq!(content.occupation.as_ref().unwrap().to_string(), "8832");
    assert_eq!((content.headcount, content.wage.unwrap().form), (2, WageForm::Monthly));
    assert_eq!(content.work_time.weekly_minutes(), Some(2_400));
    assert_eq!(content.workplace.areas[0].to_string(), "41285");
    assert_eq!(content.deadline, Deadline::UntilFilled(None));
    assert_eq!(content.reception, [Reception::Visit]);
    assert_eq!(draft.posted_on, Some(date(2026, 1, 5)));
    assert_eq!(content.insurance.health, Some(true));
}

#[test]
fn days_of_day_labour_are_read_and_days_a_week_are_not_taken_for_them() {
    let days = |header: &str, cell: &str| {
        let draft =
            opening_of(&format!("구인제목,사업장명,고용형태,{header}\n행사 도우미,가나기획,일용직,{cell}\n"));
        (draft.content.work_days, draft.content.pattern)
    };
    for (header, cell) in
        [("일용일수", "12"), ("일용 일수", "12일"), ("총근로일수", "총 12일간"), ("work_days", "12")]
    {
        assert_eq!(days(header, cell), (Some(12), None), "{header}: {cell}");
    }
    for cell in ["", "없음", "0", "협의", "400일"] {
        assert_eq!(days("일용일수", cell).0, None, "{cell}");
    }
    let weekly = days("근무일수", "주5일");
    assert_eq!(weekly, (None, Some(domain::code::WorkPattern::FiveDays)), "days a week");
    let rows = openings("구인제목,사업장명,일용일수\n행사 도우미,가나기획,협의\n");
    let warned: Vec<&str> = rows[0].warnings.iter().map(|problem| problem.message.code.as_ref()).collect();
    assert_eq!(warned, ["work-days-unclear"]);
}

#[test]
fn a_row_that_lacks_pay_hours_and_place_is_a_draft() {
    let draft = opening_of("구인제목,사업장명,임금,근무시간,근무지\n조리원,가나식당,,,\n");
    assert_eq!((draft.content.wage, draft.content.workplace.areas.len()), (None, 0));
    assert!(draft.content.work_time.is_unknown());
}

#[test]
fn only_what_cannot_be_an_opening_is_rejected() {
    let rows = openings(concat!(
        "구인제목,사업장명,모집인원,임금,마감일\n",
        "조리원,가나식당,2,월급 250만원,2026-02-28\n",
        ",,3,월급 250만원,\n",
        "조리원,가나식당,2,-100,\n",
        "조리원,가나식당,2,,2026-02-30\n",
        "구인제목,사업장명,모집인원,임금,마감일\n",
        "※ 문의는 일자리과,,,,\n",
        ",,,,\n",
        "합계,,7,,\n",
    ));
    let told: Vec<(u32, String, String)> = rows
        .iter()
        .filter_map(|row| row.outcome.as_ref().err().map(|problems| (row.row, &problems[0])))
        .map(|(row, problem)| (row, problem.column.clone(), problem.message.code.to_string()))
        .collect();
    let expected = [
        (3, "", "row-no-opening"),
        (6, "", "row-is-header"),
        (7, "", "row-is-remark"),
        (9, "", "row-is-sum"),
    ];
    let expected = expected.map(|(row, column, code)| (row, column.to_owned(), code.to_owned()));
    assert_eq!(told, expected);
    let kept: Vec<(u32, usize)> =
        rows.iter().filter(|row| row.outcome.is_ok()).map(|row| (row.row, row.wrong.len())).collect();
    assert_eq!(kept, [(2, 0), (4, 1), (5, 1)]);
    let wrong = rows.iter().flat_map(|row| &row.wrong).map(|p| (p.column.as_str(), p.message.code.as_ref()));
    assert_eq!(wrong.collect::<Vec<_>>(), [("D 임금", "wage-below-zero"), ("E 마감일", "date-impossible")]);
}

#[test]
fn rows_that_name_nothing_are_not_taken_for_one() {
    let keys = |text: &str| -> std::collections::BTreeSet<String> {
        openings(text).into_iter().map(|row| row.outcome.unwrap().key).collect()
    };
    let nameless =
        "직종,근무지,담당자,담당자연락처\n요양보호사,덕양구,가상인,031-000-1234\n요양보호사,파주시,,\n";
    assert_eq!(keys(nameless).len(), 2);
    // The contact is not among what the row is known by.
    assert_eq!(keys(nameless), keys(&nameless.replace("가상인", "가상자").replace("1234", "9999")));
    let numbered = "접수번호,사업장명,구인제목\n26-1,나무공방,조리원\n26-2,나무공방,조리원\n";
    assert_eq!(keys(numbered).len(), 2);
}

#[test]
fn a_digest_says_nothing_of_the_contact() {
    let digest = |name: &str, phone: &str| {
        opening_of(&format!("제목,회사명,담당자,연락처,담당자 공개동의\n조리원,가나식당,{name},{phone},Y\n"))
            .digest
    };
    assert_eq!(digest("가상인", "031-000-1234"), digest("다른이", "031-000-9999"));
    assert_eq!(digest("가상인", "031-000-1234"), digest("", ""));
}

#[test]
fn names_of_occupations_with_signs_in_them_are_read_whole() {
    let table = &domain::reference::Reference::embedded().unwrap().occupations;
    for group in table.iter() {
        let rows = openings(&format!("제목,회사명,직종\n일,가나,\"{}\"\n", group.name));
        let found = rows[0].outcome.as_ref().unwrap().content.occupation.clone().unwrap();
        assert_eq!(table.name(&found), group.name, "{}", group.code);
        assert!(group.code.covers(&found) && rows[0].warnings.is_empty(), "{}: {:?}", group.name, rows[0]);
    }
    let two = opening_of("제목,회사명,직종\n일,가나,\"영상·녹화 및 편집 기사, 요양보호사\"\n");
    let codes: Vec<String> = two
        .content
        .occupation
        .iter()
        .chain(&two.content.related_occupations)
        .map(ToString::to_string)
        .collect();
    assert_eq!(codes, ["4166", "5501"]);
}

#[test]
fn part_time_work_has_a_term_where_one_is_written() {
    use domain::code::EmploymentType::{FixedTermPartTime, IndefinitePartTime};
    let read = |words: &str, months: &str| {
        let rows = openings(&format!("제목,회사명,고용형태,계약기간\n조리원,가나,{words},{months}\n"));
        (rows[0].outcome.as_ref().unwrap().content.employment_type, codes(&rows[0]))
    };
    for words in ["시간제", "알바", "아르바이트", "파트타임"] {
        let said = vec!["employment-type-part-time".to_owned()];
        assert_eq!(read(words, ""), (Some(IndefinitePartTime), said.clone()), "{words}");
        assert_eq!(read(words, "6개월"), (Some(FixedTermPartTime), said), "{words}");
    }
}

#[test]
fn a_lone_address_is_the_place_of_work() {
    let rows = openings("제목,회사명,주소\n조리원,가나,고양시 일산동구\n");
    let draft = rows[0].outcome.as_ref().unwrap();
    assert_eq!(draft.content.workplace.areas[0].to_string(), "41285");
    assert_eq!(codes(&rows[0]), ["place-from-address"]);
    let both = opening_of("제목,회사명,주소,근무지\n조리원,가나,고양시 일산동구,파주시\n");
    assert_eq!(both.content.workplace.areas[0].to_string(), "41480");
    // Where a column for the place stands empty, the place is not known.
    let empty = opening_of("제목,회사명,주소,근무지\n조리원,가나,고양시 일산동구,\n");
    assert_eq!(empty.content.workplace.areas, []);
    let seat = opening_of("제목,회사명,본사주소\n조리원,가나,고양시 일산동구\n");
    assert_eq!(seat.content.workplace.areas, []);
}

#[test]
fn no_experience_asked_is_any_experience() {
    for cell in ["0", "없음", "무"] {
        let career = opening_of(&format!("제목,회사명,경력\n조리원,가나,{cell}\n")).content.career.unwrap();
        assert_eq!((career.kind, career.min_months), (domain::code::CareerKind::Any, None), "{cell}");
    }
}

#[test]
fn contacts_are_dropped_without_consent() {
    let text = |consent: &str| {
        format!(
            "제목,회사명,담당자,연락처,담당자 공개동의,하는일\n조리원,가나식당,가상인,031-000-1234,{consent},문의 010-0000-1234\n"
        )
    };
    let rows = openings(&text("N"));
    let draft = rows[0].outcome.as_ref().unwrap();
    assert_eq!(draft.employer.contact, None);
    assert_eq!(draft.content.duties, "문의 ***");
    assert_eq!(codes(&rows[0]), ["contact-dropped", "personal-masked"]);
    assert!(!serde_json::to_string(draft).unwrap().contains("가상인"));
    let contact = opening_of(&text("Y")).employer.contact.unwrap();
    assert_eq!(
        (contact.name.as_str(), contact.phone.as_str(), contact.may_publish),
        ("가상인", "0310001234", true)
    );
}

#[test]
fn separate_columns_join() {
    let draft = opening_of(concat!(
        "제목,회사명,임금형태,임금하한,임금상한,출근시간,퇴근시간,근무요일,휴게시간,주소정근로시간\n",
        "조리원,가나식당,시급,10320,12000,09:00,15:00,월~금,30,27.5\n"
    ));
    let wage = draft.content.wage.unwrap();
    assert_eq!((wage.form, wage.min_won, wage.max_won), (WageForm::Hourly, 10_320, 12_000));
    assert_eq!(draft.content.work_time.daily.unwrap().paid_min(), 330);
    assert_eq!(draft.content.work_time.weekly_min, Some(1_650));
}

#[test]
fn several_places_and_employers_in_a_cell() {
    let rows = openings(
        "제목,업체명,근무지\n일손,초록농원 외 3,\"덕양구, 파주시\"\n사무,가나,\"서울 마포구, 중구\"\n",
    );
    let areas = |i: usize| {
        rows[i]
            .outcome
            .as_ref()
            .unwrap()
            .content
            .workplace
            .areas
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(areas(0), ["41281", "41480"]);
    assert_eq!(areas(1), ["11440", "11140"]);
    assert_eq!(codes(&rows[0]), ["several-employers"]);
}

#[test]
fn keys_find_a_row_again_and_digests_tell_changes() {
    let text =
        |title: &str, pay: &str| format!("제목,회사명,임금,등록일\n{title},(주)가나,\"{pay}\",2026-01-05\n");
    let first = opening_of(&text("조리원 모집", "월급 250만원"));
    let spaced = opening_of(&text("조리원  모집 ", "월급 2,500,000원"));
    let raised = opening_of(&text("조리원 모집", "월급 260만원"));
    assert_eq!((&first.key, &first.digest), (&spaced.key, &spaced.digest));
    assert_eq!(first.key, raised.key);
    assert_ne!(first.digest, raised.digest);
    let worknet = opening_of("wantedAuthNo,title,company\nKJAU0000,가,나\n");
    assert_eq!(
        (worknet.key.as_str(), worknet.wanted_auth_no.as_deref()),
        ("worknet:kjau0000", Some("KJAU0000"))
    );
}

#[test]
fn titles_reach_codes_where_no_occupation_is_given() {
    let rows = openings("제목,회사명\n요양보호사 구합니다,가나\n성실한 분,가나\n");
    assert_eq!(rows[0].outcome.as_ref().unwrap().content.occupation.as_ref().unwrap().to_string(), "5501");
    assert_eq!(codes(&rows[0]), ["occupation-from-title"]);
    assert_eq!(rows[1].outcome.as_ref().unwrap().content.occupation, None);
}

#[test]
fn addresses_that_are_no_web_address_are_dropped() {
    let rows = openings("제목,회사명,홈페이지,링크\n가,나,www.example.com,javascript:alert(1)\n");
    let draft = rows[0].outcome.as_ref().unwrap();
    assert_eq!(
        (draft.employer.homepage.as_str(), draft.content.apply_url.as_str()),
        ("https://www.example.com", "")
    );
    assert_eq!(codes(&rows[0]), ["address-not-web"]);
}

/// Real rows of five public corporations: they lack pay, hours and place, and every one is a draft.
#[test]
fn the_busan_postings_all_become_drafts() {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/openings/busan_public_corp_postings_2020_2025.csv");
    let sheets = sheets("busan.csv", &std::fs::read(path).unwrap());
    let mappings = recognise(&sheets, Noun::Openings).unwrap();
    let rows = opening::read(&sheets, &mappings, &vocabulary());
    let drafts: Vec<_> = rows.iter().filter_map(|row| row.outcome.as_ref().ok()).collect();
    // The file has 186 records on 462 lines.
    assert_eq!((rows.len(), drafts.len()), (186, 186));
    assert!(drafts.iter().all(|draft| draft.employer.contact.is_none() && draft.content.wage.is_none()));
    assert!(
        drafts.iter().all(|draft| draft.posted_on.is_some() && draft.content.deadline.last_day().is_some())
    );
    assert!(drafts.iter().all(|draft| draft.content.headcount > 0));
    assert!(drafts.iter().any(|draft| draft.content.note.contains("임용시기: 2021-08(월중)")));
    let keys: std::collections::BTreeSet<_> = drafts.iter().map(|draft| &draft.key).collect();
    assert_eq!(keys.len(), 186, "no two rows are taken for one");
}
