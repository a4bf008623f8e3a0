//! Answers of the state's open interfaces, with all that is wrong with them, and the days in their texts.

use documents::open_api::{LONGEST, MOST, Shape, days, read, span};

const WANTED: Shape = Shape { record: "wanted", total: "total" };
const ALIO: Shape = Shape { record: "result", total: "totalCount" };
const YOUTH: Shape = Shape { record: "youthPolicyList", total: "totCount" };

fn code(bytes: &[u8], shape: Shape) -> String {
    read(bytes, shape).unwrap_err().code.to_string()
}

#[test]
fn a_page_of_each_service_is_read() {
    let xml = "<?xml version=\"1.0\"?><wantedRoot><total>2</total><startPage>1</startPage><wanted><wantedAuthNo>K1</wantedAuthNo>\
        <title><![CDATA[조립 & 포장]]></title><company>가 &amp;amp; 나</company></wanted><wanted><wantedAuthNo>K2</wantedAuthNo></wanted></wantedRoot>";
    let page = read(xml.as_bytes(), WANTED).unwrap();
    assert_eq!((page.total, page.records.len()), (Some(2), 2));
    assert_eq!(page.records[0]["company"], "가 & 나");
    assert_eq!(page.records[0]["title"], "조립 & 포장");
    let json = r#"{"resultCode":200,"resultMsg":"성공","totalCount":1,"result":[{"recrutPblntSn":281,"instNm":"가공사","recrutNope":3,"prefCn":null}]}"#;
    let page = read(json.as_bytes(), ALIO).unwrap();
    assert_eq!((page.total, page.records[0]["recrutPblntSn"].as_str()), (Some(1), "281"));
    assert!(!page.records[0].contains_key("prefCn"));
    let json = r#"{"resultCode":200,"result":{"pagging":{"totCount":7,"pageNum":1},"youthPolicyList":[{"plcyNo":"P1","plcyNm":"청년"}]}}"#;
    assert_eq!(read(json.as_bytes(), YOUTH).unwrap().total, Some(7));
}

#[test]
fn whoever_is_to_be_called_is_dropped() {
    let xml = "<wantedDtl><wantedAuthNo>K1</wantedAuthNo><wantedInfo><jobCont>문의 010-1234-5678</jobCont></wantedInfo>\
        <empchargeInfo><empChargerDpt>인사팀</empChargerDpt><contactTelno>010-1111-2222</contactTelno></empchargeInfo>\
        <corpInfo><reperNm>홍길동</reperNm><corpNm>가상</corpNm></corpInfo></wantedDtl>";
    let page = read(xml.as_bytes(), Shape { record: "wantedDtl", total: "total" }).unwrap();
    let told: Vec<&str> = page.records[0].keys().map(String::as_str).collect();
    assert_eq!(told, ["corpNm", "jobCont", "wantedAuthNo"]);
    assert!(!page.records[0]["jobCont"].contains("1234"));
    let json = r#"{"result":{"youthPolicyList":[{"plcyNo":"P1","sprvsnInstPicNm":"김가상","operInstPicNm":"이가상"}]}}"#;
    assert_eq!(read(json.as_bytes(), YOUTH).unwrap().records[0].len(), 1);
}

#[test]
fn an_error_with_status_200_is_an_error() {
    let table = [
        (
            "<wantedRoot><messageCd>003</messageCd><message>인증키가 유효하지 않습니다.</message></wantedRoot>",
            WANTED,
        ),
        ("<GO24><error>개인회원은 사용할 수 없는 OPEN-API입니다</error></GO24>", WANTED),
        (
            "<OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>SERVICE ERROR</errMsg><returnAuthMsg>SERVICE_KEY_IS_NOT_REGISTERED_ERROR</returnAuthMsg><returnReasonCode>30</returnReasonCode></cmmMsgHeader></OpenAPI_ServiceResponse>",
            ALIO,
        ),
        (r#"{"resultCode":"22","resultMsg":"LIMITED NUMBER OF SERVICE REQUESTS EXCEEDS ERROR"}"#, ALIO),
        (r#"{"response":{"header":{"resultCode":"99","resultMsg":"UNKNOWN"}}}"#, ALIO),
        ("Unexpected errors", ALIO),
        ("", ALIO),
    ];
    for (text, shape) in table {
        assert_eq!(code(text.as_bytes(), shape), "open-api-refused", "{text}");
    }
    assert_eq!(
        code(b"<wantedRoot></wantedRoot>", WANTED),
        "open-api-no-list",
        "an empty envelope is no empty list"
    );
    assert_eq!(code(b"<html><body>under repair</body></html>", WANTED), "open-api-no-list");
    assert_eq!(code(b"{}", ALIO), "open-api-no-list");
    assert_eq!(read(b"<wantedRoot><total>0</total></wantedRoot>", WANTED).unwrap().total, Some(0));
}

#[test]
fn what_is_broken_or_hostile_is_refused() {
    let deep = format!("{}{}", "<a>".repeat(100), "</a>".repeat(100));
    assert_eq!(code(deep.as_bytes(), WANTED), "open-api-unreadable");
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    assert_eq!(code(deep.as_bytes(), ALIO), "open-api-unreadable");
    assert_eq!(
        code(b"<!DOCTYPE x [<!ENTITY a \"b\">]><wantedRoot><total>1</total></wantedRoot>", WANTED),
        "open-api-unreadable"
    );
    assert_eq!(code(b"<wantedRoot><total>1</total><wanted>", WANTED), "open-api-unreadable", "cut off");
    assert_eq!(code(b"<wantedRoot>\xff\xfe\x00</wantedRoot>", WANTED), "open-api-encoding");
    let many = format!(r#"{{"totalCount":1,"result":[{}{{}}]}}"#, "{\"a\":1},".repeat(MOST));
    assert_eq!(code(many.as_bytes(), ALIO), "open-api-too-many");
    let long = format!(r#"{{"totalCount":1,"result":[{{"a":"{}"}}]}}"#, "가".repeat(LONGEST));
    assert!(read(long.as_bytes(), ALIO).unwrap().records[0]["a"].len() <= LONGEST);
}

#[test]
fn another_encoding_than_it_says_is_read() {
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><wantedRoot><total>1</total><wanted><title>가구 조립</title></wanted></wantedRoot>";
    let (bytes, _, _) = encoding_rs::EUC_KR.encode(xml);
    assert_eq!(read(&bytes, WANTED).unwrap().records[0]["title"], "가구 조립");
}

#[test]
fn days_are_read_in_every_way_they_are_written() {
    let table = [
        ("2026-03-01 ~ 2026-03-02", vec!["2026-03-01", "2026-03-02"]),
        ("20260301~20260302", vec!["2026-03-01", "2026-03-02"]),
        ("2026.3.1.", vec!["2026-03-01"]),
        ("2026년 3월 1일(일) 14:00~17:00", vec!["2026-03-01"]),
        ("채용시까지 26-04-30", vec!["2026-04-30"]),
        ("채용시까지", vec![]),
        ("상시", vec![]),
        ("2026-02-30", vec![]),
        ("9999-12-31", vec![]),
        ("문의 031-000-1919", vec![]),
        ("", vec![]),
    ];
    for (text, expected) in table {
        let read: Vec<String> = days(text).iter().map(ToString::to_string).collect();
        assert_eq!(read, expected, "{text}");
    }
}

#[test]
fn one_day_alone_is_the_last() {
    let (from, until) = span("2026-03-01");
    assert_eq!((from, until.map(|day| day.to_string())), (None, Some("2026-03-01".to_owned())));
}
