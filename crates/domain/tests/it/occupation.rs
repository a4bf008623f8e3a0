//! From what people type to occupation codes.

use domain::occupation::OccupationCode;
use domain::reference::Reference;
use proptest::prelude::*;

fn first(text: &str) -> Option<String> {
    let hits = Reference::embedded().unwrap().occupations.resolve(text);
    hits.first().map(ToString::to_string)
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
fn names_everyday_words_and_codes_are_recognised_whole() {
    for (text, code) in [
        ("8831", "8831"),
        ("883101", "8831"),
        ("024402", "0244"),
        ("영상 편집", "4166"),
        ("영상·녹화 및 편집 기사", "4166"),
        ("barista", "5317"),
        ("Video Editor", "4166"),
        ("간호사", "3040"),
        ("MICE", "0244"),
    ] {
        assert_eq!(first(text).as_deref(), Some(code), "{text}");
    }
    assert_eq!(first("[급구] 영상편집자"), None, "what is more than a name is for the reader of titles");
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
        for code in table.resolve(&text) {
            prop_assert!(table.get(&code).is_some());
        }
    }
}
