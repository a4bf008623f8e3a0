//! Personal data in free text.

use documents::value::personal::mask;

#[test]
fn persons_are_masked_and_offices_stay() {
    let cases = [
        ("문의 010-0000-1234 김", "문의 *** 김"),
        ("01000001234로 연락", "***로 연락"),
        ("010 0000 1234", "***"),
        ("이력서는 someone@example.com 으로", "이력서는 *** 으로"),
        ("번호 900101-1234567 임", "번호 *** 임"),
        ("9001011234567", "***"),
    ];
    for (written, expected) in cases {
        assert_eq!(mask(written), (expected.to_owned(), true), "{written}");
    }
    for written in [
        "대표전화 031-000-1234",
        "051-640-7196",
        "2026-01-05 09:00~18:00",
        "월 2,500,000원",
        "@",
        "a@b",
        "주 5일",
    ] {
        assert_eq!(mask(written), (written.to_owned(), false), "{written}");
    }
}
