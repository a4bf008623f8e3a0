//! What must hold of any market: exact, ordered, the sum of its parts, blind to threads and order.

use std::sync::OnceLock;

use domain::area::AreaCode;
use domain::city::City;
use domain::code::{CareerKind, Education};
use domain::id::OpeningId;
use domain::occupation::OccupationCode;
use domain::opening::{Career, Content, Workplace};
use domain::seeker::{Profile, WageWish};
use domain::wage::{Wage, WageForm};
use domain::work_time::{Weekdays, WorkTime};
use matching::{
    ACCEPTABLE, Candidate, ConstraintState, FULL_SCORE, Job, MESSAGES, Market, PartKind, Suitability,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use uuid::Uuid;

fn city() -> &'static City {
    static CITY: OnceLock<City> = OnceLock::new();
    CITY.get_or_init(|| City::embedded("goyang").unwrap())
}

const CODES: [&str; 8] = ["4166", "4164", "4153", "8831", "8832", "5501", "0244", "6152"];
const AREAS: [&str; 6] = ["41285", "41281", "4128151000", "41480", "11380", "41280"];
const SKILLS: [&str; 5] = ["지게차운전기능사", "운전면허", "포토샵", "요양보호사", "한식조리기능사"];

fn code() -> impl Strategy<Value = OccupationCode> {
    prop::sample::select(&CODES[..]).prop_map(|code| OccupationCode::parse(code).unwrap())
}

fn place() -> impl Strategy<Value = AreaCode> {
    prop::sample::select(&AREAS[..]).prop_map(|code| AreaCode::parse(code).unwrap())
}

fn skills() -> impl Strategy<Value = Vec<String>> {
    prop::sample::subsequence(&SKILLS[..], 0..=3)
        .prop_map(|words| words.into_iter().map(str::to_owned).collect())
}

prop_compose! {
    fn content()(
        occupation in of(code()), related in vec(code(), 0..2), areas in vec(place(), 0..2), won in of(1_500_000i64..4_000_000),
        days in of(1u8..128), licences in skills(), skills in skills(), months in of(0u32..60), kind in 0usize..3,
        education in of(0usize..8), weekly in of(600u32..3_000), text in prop::sample::select(&["영상 편집과 촬영", "가구를 조립합니다", "어르신을 돌봅니다"][..]),
    ) -> Content {
        Content {
            title: text.to_owned(),
            occupation,
            related_occupations: related,
            headcount: 1,
            wage: won.and_then(|won| Wage::new(WageForm::Monthly, won, won)),
            work_time: WorkTime { weekdays: days.map(Weekdays), weekly_min: weekly, ..WorkTime::default() },
            workplace: Workplace { areas, ..Workplace::default() },
            licences,
            skills,
            career: months.map(|months| Career { kind: CareerKind::ALL[kind], min_months: Some(months), max_months: None }),
            education_min: education.map(|n| Education::ALL[n]),
            ..Content::default()
        }
    }
}

prop_compose! {
    fn profile()(
        occupations in vec(code(), 0..3), area in of(place()), desired_areas in vec(place(), 0..2), won in of(1_500_000i64..3_500_000),
        days in of(1u8..128), licences in skills(), skills in skills(), career_months in of(0u32..60), education in of(1usize..8),
        commute in of(5u32..120), weekly in of(600u32..3_000), text in prop::sample::select(&["", "영상 편집", "돌보는 일"][..]),
    ) -> Profile {
        Profile {
            occupations,
            area,
            desired_areas,
            wage: won.map_or(WageWish::Unknown, |won| WageWish::AtLeast { form: WageForm::Monthly, won }),
            work_time: WorkTime { weekdays: days.map(Weekdays), weekly_min: weekly, ..WorkTime::default() },
            licences,
            skills,
            career_months,
            education: education.map(|n| Education::ALL[n]),
            commute_max_min: commute,
            desired_work: text.to_owned(),
            ..Profile::default()
        }
    }
}

fn job(n: usize, content: &Content) -> Job {
    Job::from_content(OpeningId(Uuid::from_u128(n as u128)), content, None, city().areas(), city().stations())
}

fn jobs(contents: &[Content]) -> Vec<Job> {
    contents.iter().enumerate().map(|(n, content)| job(n, content)).collect()
}

fn candidate(profile: &Profile) -> Candidate {
    Candidate::from_profile(profile, city().areas(), city().stations())
}

/// The same person with one thing untold.
fn forgetful(profile: &Profile) -> Vec<Profile> {
    let without = |forget: fn(&mut Profile)| {
        let mut less = profile.clone();
        forget(&mut less);
        less
    };
    vec![
        without(|p| p.occupations.clear()),
        without(|p| p.skills.clear()),
        without(|p| p.licences.clear()),
        without(|p| p.wage = WageWish::Unknown),
        without(|p| p.career_months = None),
        without(|p| p.area = None),
        without(|p| p.desired_work.clear()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn pruned_equals_all_pairs_and_order_does_not_matter(contents in vec(content(), 1..40), person in profile()) {
        let person = candidate(&person);
        let market = Market::build(jobs(&contents));
        let found = market.top_k(&person, 5);
        prop_assert!(market.top_k(&person, 0).is_empty());
        prop_assert!(market.top_k(&person, usize::MAX).len() <= market.len());
        prop_assert_eq!(&found, &market.top_k_of_all_pairs(&person, 5));
        let mut reversed = jobs(&contents);
        reversed.reverse();
        prop_assert_eq!(&found, &Market::build(reversed).top_k(&person, 5));
        prop_assert!(found.windows(2).all(|pair| pair[0].score >= pair[1].score));
    }

    #[test]
    fn scores_are_the_sum_of_their_parts_and_unknown_earns_nothing(content in content(), person in profile()) {
        let market = Market::build(jobs(std::slice::from_ref(&content)));
        let id = OpeningId(Uuid::from_u128(0));
        let whole = market.explain(&candidate(&person), id).unwrap();
        prop_assert_eq!(whole.score().is_some(), candidate(&person).can_match());
        if let Some(score) = whole.score() {
            prop_assert_eq!(score, whole.parts().iter().map(|part| part.points).sum::<i32>());
            prop_assert!((0..=FULL_SCORE).contains(&score));
        }
        prop_assert!(whole.parts().iter().all(|part| (0..=part.max).contains(&part.points)));
        for less in forgetful(&person) {
            let lesser = market.explain(&candidate(&less), id).unwrap();
            prop_assert!(lesser.score() <= whole.score(), "{:?} after forgetting, {:?} before", lesser.score(), whole.score());
        }
        let nobody = market.explain(&Candidate::default(), id).unwrap();
        prop_assert_eq!(&nobody.suitability, &Suitability::Untold);
        prop_assert_eq!(nobody.score(), None);
        prop_assert_eq!(nobody.missing.len(), PartKind::ALL.len());
    }

    #[test]
    fn threads_and_interleaved_changes_give_the_same(contents in vec(content(), 1..30), people in vec(profile(), 1..9), order in vec(0usize..30, 0..40)) {
        let people: Vec<Candidate> = people.iter().map(candidate).collect();
        let market = Market::build(jobs(&contents));
        let one = market.top_k_all(&people, 4, 1, &|_| {});
        prop_assert_eq!(&one, &market.top_k_all(&people, 4, 3, &|_| {}));
        // Take out and put in again in any order; what stays must equal a market built of it.
        let mut changed = market.clone();
        let mut there = vec![true; contents.len()];
        for n in order.into_iter().filter(|n| *n < contents.len()) {
            if there[n] { changed.remove(OpeningId(Uuid::from_u128(n as u128))) } else { changed.upsert(job(n, &contents[n])) }
            there[n] = !there[n];
        }
        let left = contents.iter().enumerate().filter(|(n, _)| there[*n]).map(|(n, content)| job(n, content)).collect();
        prop_assert_eq!(changed.top_k_all(&people, 4, 1, &|_| {}), Market::build(left).top_k_all(&people, 4, 1, &|_| {}));
    }

    #[test]
    fn every_proposal_brings_what_it_says(contents in vec(content(), 1..40), person in profile()) {
        let market = Market::build(jobs(&contents));
        let person = candidate(&person);
        let now = market.count_full(&person);
        let near = market.near(&person, 10);
        for (relaxation, (_, count)) in near.relaxations.iter().zip(&near.relax) {
            prop_assert_eq!(market.count_full(&person.relaxed(relaxation)) - now, *count);
        }
        for found in &near.matches {
            prop_assert_eq!(market.explain(&person, found.opening).unwrap().failed().count(), 1);
        }
    }

    #[test]
    fn every_miss_names_everything_that_fails(contents in vec(content(), 1..40), person in profile()) {
        let market = Market::build(jobs(&contents));
        let person = candidate(&person);
        let misses = market.misses(&person, usize::MAX);
        let matched = market.count_full(&person);
        let relevant = (0..contents.len())
            .filter(|n| market.explain(&person, OpeningId(Uuid::from_u128(*n as u128))).unwrap().is_relevant());
        prop_assert_eq!(relevant.count(), misses.len() + matched, "relevant is matched or missed");
        for miss in &misses {
            let whole = market.explain(&person, miss.opening).unwrap();
            prop_assert_eq!(&whole.failed().cloned().collect::<Vec<_>>(), &miss.failed);
            prop_assert!(!miss.failed.is_empty() || miss.score < ACCEPTABLE);
            let short = |state| matches!(state, ConstraintState::Failed { short } if short > 0);
            prop_assert!(miss.failed.iter().all(|failed| short(failed.state)));
        }
        prop_assert!(misses.windows(2).all(|pair| pair[0].failed.len() <= pair[1].failed.len()));
        prop_assert_eq!(&market.misses(&person, 3)[..], &misses[..misses.len().min(3)]);
    }

    #[test]
    fn what_cannot_be_told_names_what_is_missing(content in content(), person in profile()) {
        let market = Market::build(jobs(std::slice::from_ref(&content)));
        let explanation = market.explain(&candidate(&person), OpeningId(Uuid::from_u128(0))).unwrap();
        let catalogue = domain::message::Catalogue::new(MESSAGES);
        for constraint in &explanation.constraints {
            let unknown = constraint.state == ConstraintState::Unknown;
            prop_assert_eq!(unknown, !constraint.missing.is_empty(), "{:?}", constraint);
            for lang in [domain::Lang::Ko, domain::Lang::En] {
                prop_assert!(constraint.missing.iter().all(|message| catalogue.has(lang, &message.code)));
            }
        }
    }
}

/// Everything a run gives out, as one figure: ids, scores, parts, in order.
fn hash(rows: &[Vec<matching::Match>]) -> u64 {
    // FNV-1a over whole numbers; no hasher of the standard library promises to stay the same.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |value: u128| {
        for byte in value.to_le_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    for (person, list) in rows.iter().enumerate() {
        add(person as u128);
        for found in list {
            add(found.opening.0.as_u128());
            add(u128::try_from(found.score).unwrap());
            found.parts.iter().for_each(|points| add(u128::try_from(*points).unwrap()));
        }
    }
    hash
}

#[test]
fn whole_runs_are_the_same_on_one_two_and_eight_threads() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut some = |n: usize| {
        let contents = vec(content(), n..=n).new_tree(&mut runner).unwrap().current();
        let people = vec(profile(), 2 * n..=2 * n).new_tree(&mut runner).unwrap().current();
        (contents, people.iter().map(candidate).collect::<Vec<_>>())
    };
    // More people than a thread is handed at a time, so that all eight take part.
    let (contents, people) = some(400);
    let market = Market::build(jobs(&contents));
    let run = |threads| hash(&market.top_k_all(&people, 5, threads, &|_| {}));
    let one = run(1);
    for threads in [1, 2, 8, 8, 2] {
        assert_eq!(run(threads), one, "{threads} threads");
    }
    assert!(market.top_k_all(&people, 5, 1, &|_| {}).iter().flatten().count() > 100, "something to compare");
    // The figure tells runs apart at all.
    assert_ne!(hash(&market.top_k_all(&people, 4, 1, &|_| {})), one);
}
