//! What is asked as WorkNet is asked, read.

use app::export::worknet::{NOT_XML, Question, Refused, UNREADABLE};
use domain::wage::WageForm;

fn read(pairs: &[(&str, &str)]) -> Result<Question, Refused> {
    let pairs: Vec<_> = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Question::read(&pairs, jiff::civil::date(2016, 3, 14))
}

#[test]
fn a_question_is_read_as_worknet_reads_it() {
    let usual = read(&[("authKey", "anything"), ("callTp", "L"), ("returnType", "XML")]).unwrap();
    assert_eq!((usual.start_page, usual.display, usual.ascending), (1, 10, false));
    let asked = [
        ("region", "41281|41285"),
        ("salTp", "H"),
        ("minPay", "6030"),
        ("education", "03|05"),
        ("career", "N|Z"),
        ("empTp", "10|20"),
        ("regDate", "W-1"),
        ("keyword", "가구|조립"),
        ("startPage", "3"),
        ("display", "100"),
    ];
    let read = read(&asked).unwrap();
    assert_eq!((read.regions.len(), read.education.len(), read.career.len()), (2, 2, 2));
    assert_eq!(read.from, Some(jiff::civil::date(2016, 3, 7)));
    assert_eq!((read.pay, read.min_pay), (Some(WageForm::Hourly), Some(6_030)));
    assert_eq!(read.keywords, ["가구", "조립"]);
}

#[test]
fn what_cannot_be_read_is_refused_by_name() {
    for (name, value, code) in [
        ("returnType", "JSON", NOT_XML),
        ("callTp", "X", UNREADABLE),
        ("callTp", "D", UNREADABLE),
        ("startPage", "0", UNREADABLE),
        ("startPage", "1001", UNREADABLE),
        ("display", "101", UNREADABLE),
        ("display", "-1", UNREADABLE),
        ("salTp", "W", UNREADABLE),
        ("minPay", "많이", UNREADABLE),
        ("regDate", "D-9", UNREADABLE),
        ("minWantedAuthDt", "20161301", UNREADABLE),
        ("education", "99", UNREADABLE),
    ] {
        assert_eq!(read(&[(name, value)]).unwrap_err().0, code, "{name}={value}");
    }
}
