//! From what people write to areas.

use domain::area::AreaCode;
use domain::city::City;
use proptest::prelude::*;

fn names(city: &City, text: &str) -> Vec<String> {
    city.areas().resolve(text).iter().map(|code| city.areas().name(code).to_owned()).collect()
}

#[test]
fn addresses_and_short_forms() {
    let city = City::embedded("goyang").unwrap();
    for (text, expected) in [
        ("41285", "일산동구"),
        ("경기 고양시 일산동구 장항동 123-4", "일산동구"),
        ("일산동구", "일산동구"),
        ("고양", "고양시"),
        ("고양시", "고양시"),
        ("화정1동", "화정1동"),
        ("경기도 고양시 덕양구 화정1동", "화정1동"),
        ("서울 은평구", "은평구"),
        ("은평", "은평구"),
        ("파주", "파주시"),
        ("경기 파주시 문산읍", "파주시"),
        ("김포시", "김포시"),
        ("서울 중구", "중구"),
        ("부산 중구 중앙동", "중구"),
        ("서울", "서울특별시"),
        ("경기", "경기도"),
        ("경기도 전체", "경기도"),
        ("고양시일산동구", "일산동구"),
        ("식사동", "식사동"),
        ("고양시 식사동 ○○가구", "식사동"),
        ("원당동", "원신동"),
        ("벽제동", "고양동"),
        ("일산서구 대화동 2600", "대화동"),
        ("덕양구 전역", "덕양구"),
        ("의정부", "의정부시"),
        ("수원시 영통구", "영통구"),
        ("제주", "제주특별자치도"),
        ("충남 천안시", "천안시"),
        ("강서구(서울)", "강서구"),
        ("인천 계양구", "계양구"),
        ("경기 양주시 옥정동", "양주시"),
        ("마포구 상암동", "마포구"),
        ("탄현1동", "탄현1동"),
        ("관산동", "관산동"),
        ("행주내동", "행주동"),
    ] {
        assert_eq!(names(&city, text).first().map(String::as_str), Some(expected), "{text}");
    }
}

#[test]
fn what_names_no_area_stays_empty() {
    let city = City::embedded("goyang").unwrap();
    for text in ["", "중구", "협의 후 결정", "재택", "신고양식", "본사", "동", "123-4", "회사 내규에 따름"]
    {
        assert_eq!(names(&city, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn several_places_in_one_text() {
    let city = City::embedded("goyang").unwrap();
    let mut found = names(&city, "고양시 덕양구, 파주시, 서울 은평구");
    found.sort();
    assert_eq!(found, ["덕양구", "은평구", "파주시"]);
}

#[test]
fn a_city_contains_its_districts_and_dongs() {
    let city = City::embedded("goyang").unwrap();
    let areas = city.areas();
    let code = |text: &str| AreaCode::parse(text).unwrap();
    assert!(areas.contains(&code("41280"), &code("41281")));
    assert!(areas.contains(&code("41280"), &code("4128151000")));
    assert!(areas.contains(&code("41"), &code("4128151000")));
    assert!(!areas.contains(&code("41281"), &code("41285")));
    assert_eq!(AreaCode::parse("412"), None);
}

proptest! {
    #[test]
    fn any_text_resolves_without_panic(text in "\\PC{0,60}") {
        let city = City::embedded("haneul").unwrap();
        for code in city.areas().resolve(&text) {
            prop_assert!(city.areas().get(&code).is_some());
        }
    }
}
