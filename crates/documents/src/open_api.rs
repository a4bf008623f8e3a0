//! Answers of the state's open interfaces (고용24, 공공데이터포털, 온통청년) as plain records: one page of a list, or one detail.
//!
//! The services answer alike and each in its own way wrong: errors come with status 200, entities come escaped twice, a page
//! may be of any length, an encoding may be another than it says. This file knows those habits and no single list. Who is to be
//! called is dropped here, before anything else sees it.

mod days;
mod json;
mod xml;

use std::collections::BTreeMap;

use domain::Message;

use crate::value::personal;

pub use days::{days, span};

/// A record: names of its parts and what stood there.
pub type Record = BTreeMap<String, String>;

/// Most records of a page; a service that answers more than it was asked for is still read that far.
const MOST: usize = 5_000;
/// Longest value, in bytes.
const LONGEST: usize = 64 * 1024;
/// Deepest nesting.
const DEPTH: usize = 24;

/// How a list is written.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The element that holds one record, or the member that holds the array of them; of a member several names, with `|` between.
    pub record: &'static str,
    /// The element or the member that says how many there are in all.
    pub total: &'static str,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// How many there are in all, where it is told.
    pub total: Option<usize>,
    /// The records of this page.
    pub records: Vec<Record>,
}

/// Reads a page.
///
/// # Errors
/// `open-api-refused` with the service's own words; `open-api-encoding`, `open-api-unreadable`, `open-api-no-list` and
/// `open-api-too-many` when it is no such page.
pub fn read(bytes: &[u8], shape: Shape) -> Result<Page, Message> {
    let text = decode(bytes)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    match text.chars().next() {
        Some('{' | '[') => json::read(text, shape),
        Some('<') => xml::read(text, shape),
        // Gateways answer some errors in plain words.
        _ => Err(refused("", text)),
    }
}

/// The text, in whichever of the two encodings it is.
fn decode(bytes: &[u8]) -> Result<String, Message> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let (text, _, broken) = encoding_rs::EUC_KR.decode(bytes);
    if broken { Err(Message::new("open-api-encoding")) } else { Ok(text.into_owned()) }
}

/// What a service says instead of a list. Its words are cut and shown as they are, never the question that was asked.
fn refused(code: &str, words: &str) -> Message {
    let words: String = words.chars().filter(|c| !c.is_control()).take(120).collect();
    Message::new("open-api-refused").with("code", code).with("words", words)
}

/// Parts of a name that say it is about somebody to call. Compared without case.
const CONTACT: [&str; 8] = ["charger", "empcharge", "contact", "telno", "mail", "picnm", "repernm", "faxno"];

fn is_contact(name: &str) -> bool {
    let name = name.to_lowercase();
    CONTACT.iter().any(|part| name.contains(part))
}

/// Names whose values are keys, codes and addresses: nothing in them is masked.
fn is_key(name: &str) -> bool {
    ["No", "Cd", "Sn", "Dtm", "Dt", "Url", "URL", "Ymd", "busino"].iter().any(|end| name.ends_with(end))
        || name.contains("Url")
}

/// Puts a value into a record; a repeated part adds to what is there.
fn put(record: &mut Record, name: &str, value: &str) {
    if is_contact(name) || value.trim().is_empty() {
        return;
    }
    let value = cut(value.trim());
    let value = if is_key(name) { value.to_owned() } else { personal::mask(value).0 };
    match record.get_mut(name) {
        Some(known) if known.len() + value.len() < LONGEST => {
            known.push('|');
            known.push_str(&value);
        }
        Some(_) => {}
        None => {
            record.insert(name.to_owned(), value);
        }
    }
}

fn cut(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let end = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

/// What still looks escaped after one round is undone, at most twice more: the services escape twice.
pub(crate) fn unescape_again(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..2 {
        if !text.contains('&') {
            break;
        }
        let html = text.replace("&nbsp;", " ").replace("<br/>", "\n").replace("<br>", "\n");
        match quick_xml::escape::unescape(&html) {
            Ok(once) => text = once.into_owned(),
            Err(_) => break,
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
