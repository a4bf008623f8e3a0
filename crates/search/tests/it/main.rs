//! Search from outside: Korean words, synonyms, filters held against looking at every document.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod token;

use domain::area::{AreaCode, Point, distance_m};
use domain::id::OpeningId;
use domain::occupation::OccupationCode;
use domain::work_time::Weekdays;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use search::{Document, Index, Query, Sort};
use uuid::Uuid;

fn document(n: u128, title: &str, body: &str) -> Document {
    Document {
        id: OpeningId(Uuid::from_u128(n)),
        title: title.into(),
        employer: "가상상회".into(),
        body: body.into(),
        occupation: None,
        areas: Vec::new(),
        monthly_won: None,
        hourly_won: None,
        weekly_min: None,
        weekdays: None,
        point: None,
        opened_ms: i64::try_from(n).unwrap(),
        confirmed_ms: None,
        doubted: false,
        last_day: None,
    }
}

fn index() -> Index {
    let synonyms =
        [("요양사".to_owned(), "요양보호사".to_owned()), ("알바".to_owned(), "아르바이트".to_owned())];
    let index = Index::new(&synonyms).unwrap();
    let documents = [
        document(1, "학교급식조리원 모집", "초등학교에서 음식을 만듭니다"),
        document(2, "요양보호사 구합니다", "어르신을 돌봅니다. 어르신 돌봄 일"),
        document(3, "CNC선반 가공", "기계를 다루는 일"),
        document(4, "barista", "카페에서 커피를 만듭니다"),
        document(5, "주말 사서", "도서관 주말 근무"),
    ];
    index.apply(&documents, &[]).unwrap();
    index
}

fn ids(index: &Index, text: &str) -> Vec<u128> {
    let query = Query { text: text.into(), limit: 10, ..Query::default() };
    let mut ids: Vec<u128> =
        index.search(&query).unwrap().hits.iter().map(|hit| hit.id.0.as_u128()).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn korean_words_are_found_inside_compounds() {
    let index = index();
    for (text, expected) in [
        ("급식", vec![1]),
        ("돌봄", vec![2]),
        ("어르신 돌봄", vec![2]),
        ("사서 주말근무", vec![5]),
        ("cnc", vec![3]),
        ("BARISTA", vec![4]),
        ("요양사", vec![2]),
        ("선반", vec![3]),
        ("없는말들", vec![]),
    ] {
        assert_eq!(ids(&index, text), expected, "{text}");
    }
}

#[test]
fn a_one_syllable_word_only_helps() {
    let index = index();
    assert_eq!(ids(&index, "어르신 돌봄 일"), [2]);
    assert_eq!(ids(&index, "일"), [2, 3]);
    assert!(ids(&index, "3").is_empty());
}

#[test]
fn most_words_suffice_when_none_has_all_and_it_is_said() {
    let index = index();
    let query = Query { text: "어르신을 돌봅니다 우주선".into(), limit: 10, ..Query::default() };
    let found = index.search(&query).unwrap();
    assert!(found.relaxed && found.hits.iter().any(|hit| hit.id.0.as_u128() == 2));
    let all = index.search(&Query { text: "어르신".into(), limit: 10, ..Query::default() }).unwrap();
    assert!(!all.relaxed);
}

#[test]
fn nothing_that_is_typed_is_syntax() {
    let index = index();
    let long = "가나다 ".repeat(5_000);
    for text in
        ["\"", "a:b", "AND OR NOT", "+급식 -학교", "(((", "title:*", "\u{0}", "🙂🙂", "[1 TO 2]", "~^", &long]
    {
        let found = index.search(&Query { text: text.into(), limit: 10, ..Query::default() });
        assert!(found.is_ok(), "{text:.20}");
    }
}

#[test]
fn changes_are_seen_at_once_and_twice_is_once() {
    let index = index();
    let changed = document(1, "급식 보조", "x");
    index.apply(&[changed.clone(), changed], &[OpeningId(Uuid::from_u128(2))]).unwrap();
    assert_eq!(ids(&index, "급식"), [1]);
    assert!(ids(&index, "학교").is_empty());
    assert!(ids(&index, "요양보호사").is_empty());
    assert_eq!(index.search(&Query { limit: 10, ..Query::default() }).unwrap().total, 4);
}

prop_compose! {
    fn any_document()(
        n in 1u128..1_000_000, title in prop::sample::select(&["가구 조립", "급식 조리", "돌봄"][..]), occupation in of("[0-9]{4}"),
        area in of(prop::sample::select(&["41281", "41285", "11380"][..])), monthly in of(1_000_000i64..5_000_000),
        hourly in of(9_000i64..20_000), weekly in of(300u32..3_000), days in of(1u8..128), point in of((126_700_000i64..126_900_000, 37_600_000i64..37_700_000)),
        opened_ms in 0i64..1_000,
    ) -> Document {
        Document {
            occupation: occupation.and_then(|code| OccupationCode::parse(&code)),
            areas: area.into_iter().filter_map(AreaCode::parse).collect(),
            monthly_won: monthly,
            hourly_won: hourly,
            weekly_min: weekly,
            weekdays: days.map(Weekdays),
            point: point.map(|(lon_e6, lat_e6)| Point { lon_e6, lat_e6 }),
            opened_ms,
            ..document(n, title, "x")
        }
    }
}

prop_compose! {
    fn any_query()(
        text in prop::sample::select(&["", "조립", "급식"][..]), occupations in vec("[0-9]{1,2}", 0..3),
        areas in prop::sample::subsequence(&["41281", "41285"][..], 0..=2), monthly in of(1_000_000i64..5_000_000),
        weekly in of(300u32..3_000), days in of(1u8..128), radius in of(1_000i64..20_000), sort in 0usize..5,
    ) -> Query {
        let sorts = [Sort::Relevance, Sort::Newest, Sort::Closing, Sort::Wage, Sort::Distance];
        Query {
            text: text.into(),
            occupations: occupations.iter().filter_map(|code| OccupationCode::parse(code)).collect(),
            areas: areas.into_iter().filter_map(AreaCode::parse).collect(),
            min_monthly_won: monthly,
            max_weekly_min: weekly,
            weekdays: days.map(Weekdays),
            near: radius.map(|radius| (Point { lon_e6: 126_800_000, lat_e6: 37_650_000 }, radius)),
            sort: sorts[sort],
            limit: 1_000,
            ..Query::default()
        }
    }
}

/// Looking at every document, written without the index.
fn fits(document: &Document, query: &Query) -> bool {
    let words = query.text.is_empty() || document.title.contains(&query.text);
    let occupation = query.occupations.is_empty()
        || document
            .occupation
            .as_ref()
            .is_some_and(|own| query.occupations.iter().any(|o| own.as_str().starts_with(o.as_str())));
    let area = query.areas.is_empty() || document.areas.iter().any(|area| query.areas.contains(area));
    let pay = query.min_monthly_won.is_none_or(|least| document.monthly_won.is_some_and(|won| won >= least));
    let week = query.max_weekly_min.is_none_or(|most| document.weekly_min.is_some_and(|own| own <= most));
    let days = query.weekdays.is_none_or(|days| document.weekdays.is_some_and(|own| own.0 & !days.0 == 0));
    let near = query
        .near
        .is_none_or(|(from, radius)| document.point.is_some_and(|at| distance_m(from, at) <= radius));
    words && occupation && area && pay && week && days && near
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn filters_equal_looking_at_every_document(documents in vec(any_document(), 0..60), query in any_query()) {
        let index = Index::new(&[]).unwrap();
        index.apply(&documents, &[]).unwrap();
        // Of several with one id the last counts.
        let kept: std::collections::BTreeMap<_, _> = documents.iter().map(|d| (d.id, d)).collect();
        let expected: std::collections::BTreeSet<_> = kept.values().filter(|d| fits(d, &query)).map(|d| d.id).collect();
        let found = index.search(&query).unwrap();
        prop_assert_eq!(found.total, expected.len());
        let ids: Vec<_> = found.hits.iter().map(|hit| hit.id).collect();
        prop_assert_eq!(ids.iter().copied().collect::<std::collections::BTreeSet<_>>(), expected);
        let of = |id: &OpeningId| kept[id];
        let in_order = ids.windows(2).all(|pair| match query.sort {
            Sort::Newest => of(&pair[0]).opened_ms >= of(&pair[1]).opened_ms,
            Sort::Wage => of(&pair[0]).monthly_won >= of(&pair[1]).monthly_won,
            _ => true,
        });
        prop_assert!(in_order);
        let with_occupation = found.hits.iter().filter(|hit| of(&hit.id).occupation.is_some()).count();
        prop_assert_eq!(found.occupation_facets.iter().map(|(_, n)| n).sum::<usize>(), with_occupation);
    }
}
