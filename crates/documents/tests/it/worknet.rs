//! WorkNet-shaped XML in both directions, and JobPosting.

use documents::header::{Noun, recognise};
use documents::jobposting::job_posting;
use documents::opening::{self, OpeningDraft};
use documents::posting::Posting;
use documents::table::{Limits, read};
use documents::worknet::{detail, list};
use jiff::civil::date;

use crate::words::{opening_of, sheets, vocabulary};

fn drafts(xml: &str) -> Vec<OpeningDraft> {
    let sheets = sheets("a.xml", xml.as_bytes());
    let rows = opening::read(&sheets, &recognise(&sheets, Noun::Openings).unwrap(), &vocabulary());
    rows.into_iter().map(|row| row.outcome.unwrap()).collect()
}

#[test]
fn a_list_and_a_detail_are_read() {
    let xml = concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><wantedRoot><total>1</total><wanted><wantedAuthNo>K1</wantedAuthNo>",
        "<company>가나 &amp;amp; 다라</company><title><![CDATA[조리원 <모집>]]></title><salTpNm>시급</salTpNm><sal>10,320원</sal>",
        "<region>경기 고양시 일산동구</region><closeDt>채용시까지 26-10-12</closeDt><empTpCd>10</empTpCd></wanted></wantedRoot>"
    );
    let draft = drafts(xml).remove(0);
    assert_eq!(
        (draft.employer.name.as_str(), draft.content.title.as_str()),
        ("가나 & 다라", "조리원 <모집>")
    );
    assert_eq!(draft.content.wage.unwrap().min_won, 10_320);
    assert_eq!(draft.content.deadline.last_day(), Some(date(2026, 10, 12)));

    let xml = concat!(
        "<wantedDtl><wantedAuthNo>K2</wantedAuthNo><corpInfo><corpNm>가나</corpNm><totPsncnt>15</totPsncnt></corpInfo>",
        "<wantedInfo><wantedTitle>요양보호사</wantedTitle><collectPsncnt>2</collectPsncnt><salTpNm>월급 250만원 이상</salTpNm>",
        "<workdayWorkhrCont>(오전) 9시 00분 ~ (오후) 6시 00분 주 40시간</workdayWorkhrCont><receiptCloseDt>2026-02-28</receiptCloseDt></wantedInfo>",
        "<empchargeInfo><empChargerDpt>인사과</empChargerDpt><contactTelno>010-0000-1234</contactTelno></empchargeInfo></wantedDtl>"
    );
    let draft = drafts(xml).remove(0);
    assert_eq!((draft.employer.workers, draft.content.headcount), (Some(15), 2));
    assert_eq!(draft.content.work_time.weekly_minutes(), Some(2_400));
    assert_eq!(draft.content.wage.unwrap().min_won, 2_500_000);
    let told = serde_json::to_string(&draft).unwrap();
    assert!(!told.contains("0000-1234") && !told.contains("인사과"), "the contact is dropped: {told}");
}

#[test]
fn an_error_envelope_is_told() {
    let xml =
        "<wantedRoot><message>유효하지 않은 인증키 입니다.</message><messageCd>002</messageCd></wantedRoot>";
    let message = read("a.xml", xml.as_bytes(), &Limits::default()).unwrap_err();
    assert_eq!(message.code, "worknet-error");
    assert!(format!("{message:?}").contains("002"));
}

fn sample() -> OpeningDraft {
    opening_of(concat!(
        "제목,회사명,직종,모집인원,고용형태,임금,근무시간,근무지,마감일,등록일,하는일,경력,학력\n",
        "조리원 <주방> & 홀,가나식당,가구,3,계약직,시급 10320원~12000원,월~금 09:00~18:00,고양시 덕양구,채용시까지 2026-03-01,2026-01-05,조리,경력 2년,고졸\n"
    ))
}

fn posting<'a>(draft: &'a OpeningDraft) -> Posting<'a> {
    Posting {
        content: &draft.content,
        employer_name: &draft.employer.name,
        business_number: None,
        industry_name: "음식점업",
        occupation_name: "가구 조립원",
        area_name: "고양시 덕양구",
        wanted_auth_no: None,
        info_service: "",
        number: "2026-0001",
        publisher: "하늘시",
        posted_on: date(2026, 1, 5),
        valid_until: None,
        changed: Some(date(2026, 1, 6).at(9, 30, 0, 0)),
        url: "https://city.example/openings/1",
    }
}

#[test]
fn what_is_written_is_read_back() {
    let draft = sample();
    for xml in [list(&[posting(&draft)], 1, 1, 1), detail(&posting(&draft))] {
        let back = drafts(&xml).remove(0);
        assert_eq!(back.employer.name, "가나식당");
        assert_eq!(back.wanted_auth_no.as_deref(), Some("2026-0001"));
        let (a, b) = (&draft.content, &back.content);
        assert_eq!((&a.title, a.wage, a.headcount, a.deadline), (&b.title, b.wage, b.headcount, b.deadline));
        assert_eq!(
            (a.career, a.education_min, a.employment_type),
            (b.career, b.education_min, b.employment_type)
        );
        assert_eq!(
            (&a.work_time, &a.workplace.areas, &a.occupation),
            (&b.work_time, &b.workplace.areas, &b.occupation)
        );
    }
}

#[test]
fn whoever_vouches_for_a_number_is_kept_and_told_again() {
    for (service, name) in [("VALIDATION", "WorkNet"), ("견본포털", "견본포털")] {
        let xml = format!(
            "<wantedRoot><total>1</total><wanted><wantedAuthNo>K1</wantedAuthNo><company>가나</company><title>조리원</title><infoSvc>{service}</infoSvc></wanted></wantedRoot>"
        );
        let sheets = sheets("a.xml", xml.as_bytes());
        let mapping = &recognise(&sheets, Noun::Openings).unwrap()[0];
        assert!(mapping.unknown.is_empty(), "{:?}", mapping.unknown);
        let draft = drafts(&xml).remove(0);
        assert_eq!(draft.info_service, service);
        let told = Posting {
            wanted_auth_no: draft.wanted_auth_no.as_deref(),
            info_service: &draft.info_service,
            ..posting(&draft)
        };
        assert!(list(&[told], 1, 1, 1).contains(&format!("<infoSvc>{service}</infoSvc>")));
        assert_eq!(job_posting(&told)["identifier"]["name"], name);
    }
}

#[test]
fn a_list_as_written() {
    insta::assert_snapshot!(list(&[posting(&sample())], 12, 1, 1));
}

#[test]
fn a_job_posting_as_written() {
    // The order of keys depends on which crates are built beside this one.
    insta::with_settings!({ sort_maps => true }, {
        insta::assert_json_snapshot!(job_posting(&posting(&sample())));
    });
}
