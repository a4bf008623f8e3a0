//! Experience, lengths, places and employers in one cell.

use documents::value::term::{career, months, places, several_employers};
use domain::code::CareerKind::{Any, Experienced, New};

#[test]
fn experience() {
    let cases = [
        ("경력무관", Any, None, None),
        ("무관", Any, None, None),
        ("관계없음", Any, None, None),
        ("신입·경력", Any, None, None),
        ("신입+경력", Any, None, None),
        ("Z", Any, None, None),
        ("신입", New, None, None),
        ("N", New, None, None),
        ("경력", Experienced, None, None),
        ("경력 3년", Experienced, Some(36), None),
        ("경력3년↑", Experienced, Some(36), None),
        ("경력 1년 6개월 이상", Experienced, Some(18), None),
        ("경력 3~15년", Experienced, Some(36), Some(180)),
        ("경력 12개월 ~ 36개월", Experienced, Some(12), Some(36)),
        ("경력 5년 이하", Experienced, None, Some(60)),
        ("2년 이상", Experienced, Some(24), None),
        ("E", Experienced, None, None),
    ];
    for (written, kind, min, max) in cases {
        let told = career(written).map(|c| (c.kind, c.min_months, c.max_months));
        assert_eq!(told, Some((kind, min, max)), "{written}");
    }
    assert_eq!(career("성실한 분"), None);
    assert_eq!(career(""), None);
}

#[test]
fn lengths_in_months() {
    assert_eq!(months("6개월", None), Some(6));
    assert_eq!(months("1년 6개월", None), Some(18));
    assert_eq!(months("2년", None), Some(24));
    assert_eq!(months("6", None), None);
    assert_eq!(months("6", Some(1)), Some(6));
    assert_eq!(months("1.5", Some(12)), Some(18));
    assert_eq!(months("채용일로부터", Some(1)), None);
    assert_eq!(months("-4", Some(1)), None);
}

#[test]
fn several_places() {
    assert_eq!(places("덕양구, 일산동구"), ["덕양구", "일산동구"]);
    assert_eq!(places("고양 및 파주"), ["고양", "파주"]);
    assert_eq!(places("의왕시 외 13"), ["의왕시"]);
    assert_eq!(places("서울전체"), ["서울"]);
    assert_eq!(places("부산·울산·경남"), ["부산", "울산", "경남"]);
    assert!(places(" ").is_empty());
}

#[test]
fn employers_in_one_cell() {
    for written in ["○○농원 외 3", "초록농원 외 3개소", "가나산업, 다라물산"] {
        assert!(several_employers(written), "{written}");
    }
    for written in ["초록농원", "(주)가나다, ", "Acme Co., Ltd.", "한국외국어학원", "가나(다라, 마바)"]
    {
        assert!(!several_employers(written), "{written}");
    }
}
