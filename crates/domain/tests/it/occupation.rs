//! From what people type to occupation codes.

use domain::occupation::OccupationCode;
use domain::reference::Reference;
use proptest::prelude::*;

fn first(text: &str) -> Option<String> {
    let hits = Reference::embedded().unwrap().occupations.resolve(text);
    hits.first().map(|hit| hit.code.to_string())
}

#[test]
fn whatever_one_picks_is_read_back_as_that_one() {
    let table = &Reference::embedded().unwrap().occupations;
    let names: Vec<&str> = table.pickable().collect();
    assert!(names.len() > 300 && names.contains(&"가구 조립원"), "{}", names.len());
    for name in names {
        let code = first(name).unwrap();
        assert_eq!((code.len(), table.name(&OccupationCode::parse(&code).unwrap())), (4, name));
    }
}

#[test]
fn everyday_words_reach_codes() {
    for (text, code) in [
        ("8831", "8831"),
        ("883101", "8831"),
        ("416600", "4166"),
        ("024402", "0244"),
        ("요양보호사", "5501"),
        ("재가요양보호사 모집합니다", "5501"),
        ("지게차 운전", "6230"),
        ("캐셔", "6161"),
        ("홀서빙", "5322"),
        ("주방 보조", "5323"),
        ("택배", "6241"),
        ("아파트 경비원", "5413"),
        ("건물 미화원", "5611"),
        ("영상 편집", "4166"),
        ("영상·녹화 및 편집 기사", "4166"),
        ("[급구] 영상편집자", "4166"),
        ("가구 조립원 모집", "8832"),
        ("가구 제조원", "8831"),
        ("화훼 농가", "9014"),
        ("도슨트", "5213"),
        ("barista", "5317"),
        ("Video Editor", "4166"),
        ("forklift", "6230"),
        ("용접사", "8241"),
        ("간호조무사", "3075"),
        ("간호사", "3040"),
        ("전시 기획", "0244"),
        ("무대디자인", "4153"),
        ("보육교사", "2321"),
        ("마을버스 기사", "6222"),
        ("경리", "0272"),
        ("콜센터 상담원", "0292"),
        ("바리스타", "5317"),
        ("물류 상하차", "6245"),
        ("제빵사", "8711"),
        ("직업상담사", "2314"),
        ("사회복지사", "2311"),
        ("건설 일용직", "7060"),
        ("정보보안", "1342"),
        ("웹 개발자", "1333"),
        ("성직자", "2331"),
        ("조경관리", "9015"),
        ("MICE", "0244"),
        ("호텔 프론트", "5230"),
        ("사무직", "0265"),
        ("배달", "6242"),
        ("driver", "6229"),
        ("Chef", "5311"),
        ("cook", "5319"),
        ("delivery", "6242"),
        ("office worker", "0265"),
    ] {
        assert_eq!(first(text).as_deref(), Some(code), "{text}");
    }
}

#[test]
fn every_name_is_the_name_of_its_own_group() {
    let table = &Reference::embedded().unwrap().occupations;
    for group in table.iter() {
        let found = table.named(&group.name).unwrap();
        let shared = table.get(found).unwrap();
        assert!(
            group.code.covers(found) && shared.name == group.name,
            "{} {}: {found}",
            group.code,
            group.name
        );
    }
    assert_eq!(table.named("영상 편집"), None, "an everyday word is no name");
}

#[test]
fn what_is_not_an_occupation_stays_empty() {
    for text in [
        "",
        " ",
        "ㅋㅋㅋ",
        "2026년 상반기 채용",
        "가족 같은 회사",
        "9999",
        "123456789",
        "협의",
        "🙂",
        "고양시",
    ] {
        assert_eq!(first(text), None, "{text}");
    }
}

#[test]
fn levels_and_ancestors() {
    let code = OccupationCode::parse("4166").unwrap();
    assert_eq!(code.ancestor(2).as_str(), "41");
    assert_eq!(code.ancestor(4).as_str(), "4166");
    assert_eq!(OccupationCode::parse("41666"), None);
    assert_eq!(OccupationCode::parse("가"), None);
}

proptest! {
    #[test]
    fn shared_level_is_symmetric(a in "[0-9]{1,4}", b in "[0-9]{1,4}") {
        let (a, b) = (OccupationCode::parse(&a).unwrap(), OccupationCode::parse(&b).unwrap());
        prop_assert_eq!(a.shared_level(&b), b.shared_level(&a));
        prop_assert!(a.shared_level(&b) <= a.level().min(b.level()));
        prop_assert_eq!(a.shared_level(&a), a.level());
    }

    #[test]
    fn any_text_resolves_without_panic_and_to_known_codes(text in "\\PC{0,60}") {
        let table = &Reference::embedded().unwrap().occupations;
        for hit in table.resolve(&text) {
            prop_assert!(table.get(&hit.code).is_some());
        }
    }
}
