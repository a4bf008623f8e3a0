//! Titles into occupations: held against titles labelled by hand, and what must hold of any text.

use std::sync::OnceLock;

use domain::city::City;
use domain::reference::Reference;
use matching::title::{Cleaner, Entry, FULL, Index, Language, Parameters, TEXT_MOST, Titles};
use proptest::prelude::*;

/// Titles of which the first answer is right, of a hundred; a little below what was measured (docs/matching.md).
const FIRST_RIGHT_LEAST: usize = 92;
/// The same for one of the first three.
const THREE_RIGHT_LEAST: usize = 97;
/// Titles that name no work and get no answer, of a hundred.
const SILENT_LEAST: usize = 80;

struct Labelled {
    codes: Vec<String>,
    title: String,
}

fn labelled(split: &str) -> Vec<Labelled> {
    let rows = include_str!("../titles.psv").lines().filter(|line| !line.starts_with('#'));
    let rows = rows.filter_map(|line| {
        let mut fields = line.splitn(3, '|');
        (fields.next() == Some(split)).then(|| Labelled {
            codes: fields.next().unwrap().split(',').filter(|c| *c != "-").map(str::to_owned).collect(),
            title: fields.next().unwrap().to_owned(),
        })
    });
    rows.collect()
}

fn titles() -> &'static Titles {
    static TITLES: OnceLock<Titles> = OnceLock::new();
    TITLES.get_or_init(|| {
        let city = City::embedded(&City::embedded_names()[0]).unwrap();
        Titles::new(Reference::embedded().unwrap(), city.areas())
    })
}

fn first(title: &str) -> Option<String> {
    titles().read(title, 1).answers.first().map(|answer| answer.code.to_string())
}

fn meant(typed: &str) -> Option<String> {
    titles().meant(typed).first().map(ToString::to_string)
}

#[test]
fn what_people_type_as_a_work_means_occupations() {
    let typed = [
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
        ("아파트 경비원", "5420"),
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
    ];
    let wrong: Vec<_> = typed
        .iter()
        .filter(|(text, code)| meant(text).as_deref() != Some(code))
        .map(|(text, _)| (text, meant(text)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn what_is_no_work_means_none() {
    let typed = ["", " ", "ㅋㅋㅋ", "2026년 상반기 채용", "9999", "123456789", "협의", "🙂", "고양시"];
    let wrong: Vec<_> = typed.iter().filter_map(|text| Some((text, meant(text)?))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn of_several_works_each_is_meant_once() {
    let codes: Vec<String> =
        titles().meant("영상편집자 구합니다 / 홀서빙, 영상 편집").iter().map(ToString::to_string).collect();
    assert_eq!(codes, ["4166", "5322"]);
}

#[test]
fn labelled_titles_are_read_as_well_as_was_measured() {
    let (mut asked, mut silent, mut nothing) = (0, 0, 0);
    let mut right = [0; 4];
    for Labelled { codes, title } in labelled("judge") {
        let answers = titles().read(&title, 3).answers;
        if codes.is_empty() {
            nothing += 1;
            silent += usize::from(answers.is_empty());
            continue;
        }
        asked += 1;
        for most in [1, 3] {
            right[most] +=
                usize::from(answers.iter().take(most).any(|a| codes.iter().any(|c| c == a.code.as_str())));
        }
    }
    assert_eq!((asked, nothing), (350, 20));
    assert!(right[1] * 100 >= FIRST_RIGHT_LEAST * asked, "{} of {asked}", right[1]);
    assert!(right[3] * 100 >= THREE_RIGHT_LEAST * asked, "{} of {asked}", right[3]);
    assert!(silent * 100 >= SILENT_LEAST * nothing, "{silent} of {nothing}");
}

#[test]
fn labels_are_unit_groups_and_no_title_stands_in_both_halves() {
    let occupations = &Reference::embedded().unwrap().occupations;
    let mut seen = std::collections::BTreeSet::new();
    for Labelled { codes, title } in labelled("tune").into_iter().chain(labelled("judge")) {
        assert!(seen.insert(title.clone()), "{title}");
        for code in codes {
            let known = domain::occupation::OccupationCode::parse(&code).unwrap();
            assert!(known.level() == 4 && occupations.get(&known).is_some(), "{code} {title}");
        }
    }
    assert_eq!(seen.len(), 740);
}

#[test]
fn titles_of_the_house_reach_their_code() {
    for (title, code) in [
        ("영상편집자 구합니다", "4166"),
        ("지게차 기사", "6230"),
        ("주방보조 급구(주5일)", "5323"),
        ("[고양시 일산동구] 요양보호사 모집", "5501"),
        ("４１６６", "4166"),
        ("416600", "4166"),
        ("video editor", "4166"),
        ("조리사모집", "5319"),
    ] {
        assert_eq!(first(title).as_deref(), Some(code), "{title}");
    }
}

#[test]
fn an_answer_tells_why() {
    let reading = titles().read("[급구] 영상 편집자 구합니다 (주 5일)", 3);
    assert_eq!(reading.words.main, ["영상", "편집자"]);
    let best = &reading.answers[0];
    assert!(best.exact && best.score == FULL, "{best:?}");
    assert_eq!((best.code.as_str(), best.term.as_str()), ("4166", "영상편집자"));
    assert_eq!(best.words, ["영상", "편집자"]);
    assert_eq!(best.worknet.as_ref().map(|group| group.code.as_str()), Some("057"));
    assert_eq!(reading.answers.len(), 3);
    assert!(reading.answers.windows(2).all(|pair| pair[0].score >= pair[1].score));
}

#[test]
fn what_names_no_work_gets_no_answer() {
    let long = "가".repeat(10_000);
    let noise = "모집".repeat(5_000);
    for text in ["", " ", "!!!", "()[]", "((((", "🙂👍", "직원 모집", "2026-01-01", "\u{0}", &long, &noise]
    {
        let reading = titles().read(text, 5);
        assert!(reading.answers.is_empty(), "{text}: {:?}", reading.answers);
    }
    assert!(titles().read("지게차 기사", 0).answers.is_empty(), "none asked for");
}

#[test]
fn only_the_beginning_of_a_long_title_is_read() {
    let title = format!("지게차 기사{}", " 모집".repeat(10_000));
    assert_eq!(first(&title).as_deref(), Some("6230"));
    let late = format!("{}지게차 기사", " ".repeat(TEXT_MOST));
    assert!(titles().read(&format!("모집{late}"), 1).answers.is_empty());
}

#[test]
fn an_index_of_anything_answers_in_its_groups() {
    let entry = |text: &str, group| Entry { text: text.to_owned(), group, weight: 1_000 };
    let list = vec![entry("lawyers", 0), entry("forklift operator", 1), entry("lift truck driver", 1)];
    let index = Index::new(list, Cleaner::new(Language::English), Parameters::ENGLISH);
    let hits = index.groups("Fork-lift Operators, Except Drivers", 5);
    assert_eq!(hits[0].group, 1);
    let strings = index.strings("Lawyer", 5);
    assert_eq!((strings[0].entry, index.groups("Lawyer", 5)[0].group), (0, 0));
    let empty = Index::new(Vec::new(), Cleaner::new(Language::English), Parameters::ENGLISH);
    assert!(empty.groups("Lawyer", 5).is_empty() && empty.strings("", 5).is_empty());
    let same = Index::new(
        vec![entry("cook", 1), entry("cook", 0)],
        Cleaner::new(Language::English),
        Parameters::ENGLISH,
    );
    assert_eq!(
        same.groups("cook", 2).iter().map(|hit| hit.group).collect::<Vec<_>>(),
        [0, 1],
        "ties by group"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_has_the_same_defined_answer_twice(text in "\\PC{0,80}", most in 0_usize..6) {
        let reading = titles().read(&text, most);
        prop_assert!(reading.answers.len() <= most);
        prop_assert!(reading.answers.iter().all(|answer| answer.score <= FULL && answer.code.level() == 4));
        prop_assert_eq!(&reading, &titles().read(&text, most));
    }
}
