//! Pairs against explaining every pair, and proposals against making each change by hand.

use std::sync::OnceLock;

use domain::area::AreaCode;
use domain::city::City;
use domain::code::{CareerKind, Education, EmploymentType};
use domain::id::OpeningId;
use domain::occupation::OccupationCode;
use domain::opening::{Career, Content, Workplace};
use domain::seeker::{Profile, WageWish};
use domain::wage::{Wage, WageForm};
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use matching::mismatch::edges::{Edges, Gate, Hindrances};
use matching::mismatch::proposal::proposals;
use matching::mismatch::seed::SplitMix64;
use matching::{ACCEPTABLE, Candidate, Job, Market};
use proptest::prelude::*;

use super::flow::{Rows, id, most};

fn city() -> &'static City {
    static CITY: OnceLock<City> = OnceLock::new();
    CITY.get_or_init(|| City::embedded("goyang").unwrap())
}

const CODES: [&str; 5] = ["4166", "4164", "4153", "8831", "0244"];
const AREAS: [&str; 5] = ["41285", "41281", "4128151000", "41480", "11380"];
const LICENCES: [&str; 3] = ["지게차운전기능사", "운전면허", "요양보호사"];

fn any<'a>(seed: &mut SplitMix64, of: &[&'a str]) -> &'a str {
    of[seed.below(of.len() as u64) as usize]
}

fn sometimes<T>(seed: &mut SplitMix64, make: impl FnOnce(&mut SplitMix64) -> T) -> Option<T> {
    (seed.below(3) > 0).then(|| make(seed))
}

fn work_time(seed: &mut SplitMix64) -> WorkTime {
    WorkTime {
        weekdays: sometimes(seed, |s| if s.below(2) == 0 { Weekdays::WORKING } else { Weekdays::ALL }),
        daily: sometimes(seed, |s| {
            DailyHours::new(480 + 60 * s.below(3) as u16, 1_020 + 60 * s.below(3) as u16, 60)
        })
        .flatten(),
        weekly_min: sometimes(seed, |s| 1_200 + 600 * s.below(4) as u32),
        ..WorkTime::default()
    }
}

fn content(seed: &mut SplitMix64) -> Content {
    let wage = sometimes(seed, |s| {
        if s.below(4) == 0 { (WageForm::Hourly, 9_000) } else { (WageForm::Monthly, 1_900_000) }
    });
    let more = 1 + seed.below(5) as i64;
    Content {
        title: "모집합니다".to_owned(),
        occupation: OccupationCode::parse(any(seed, &CODES)),
        wage: wage.and_then(|(form, won)| Wage::new(form, won * (8 + more) / 10, won * (8 + more) / 10)),
        work_time: work_time(seed),
        workplace: Workplace {
            areas: sometimes(seed, |s| AreaCode::parse(any(s, &AREAS)).unwrap()).into_iter().collect(),
            ..Workplace::default()
        },
        licences: (0..seed.below(3)).map(|_| any(seed, &LICENCES).to_owned()).collect(),
        employment_type: sometimes(seed, |s| EmploymentType::ALL[s.below(2) as usize]),
        career: sometimes(seed, |s| Career {
            kind: CareerKind::ALL[s.below(3) as usize],
            min_months: Some(s.below(40) as u32),
            max_months: None,
        }),
        education_min: sometimes(seed, |s| Education::ALL[s.below(6) as usize]),
        ..Content::default()
    }
}

fn profile(seed: &mut SplitMix64) -> Profile {
    Profile {
        occupations: (0..seed.below(3)).map(|_| OccupationCode::parse(any(seed, &CODES)).unwrap()).collect(),
        area: sometimes(seed, |s| AreaCode::parse(any(s, &AREAS)).unwrap()),
        desired_areas: sometimes(seed, |s| AreaCode::parse(any(s, &AREAS)).unwrap()).into_iter().collect(),
        wage: match seed.below(3) {
            0 => WageWish::Unknown,
            1 => WageWish::AtLeast { form: WageForm::Hourly, won: 8_000 + 500 * seed.below(6) as i64 },
            _ => {
                WageWish::AtLeast { form: WageForm::Monthly, won: 1_700_000 + 150_000 * seed.below(6) as i64 }
            }
        },
        work_time: work_time(seed),
        licences: (0..seed.below(3)).map(|_| any(seed, &LICENCES).to_owned()).collect(),
        employment_types: sometimes(seed, |s| EmploymentType::ALL[s.below(2) as usize]).into_iter().collect(),
        career_months: sometimes(seed, |s| s.below(40) as u32),
        education: sometimes(seed, |s| Education::ALL[1 + s.below(6) as usize]),
        commute_max_min: sometimes(seed, |s| 20 + 20 * s.below(4) as u32),
        ..Profile::default()
    }
}

fn made(
    seed: &mut SplitMix64,
    openings: u64,
    people: u64,
) -> (Market, Vec<(OpeningId, u32)>, Vec<Candidate>) {
    let (areas, stations) = (city().areas(), city().stations());
    let contents: Vec<Content> = (0..openings).map(|_| content(seed)).collect();
    let jobs = contents
        .iter()
        .enumerate()
        .map(|(n, content)| Job::from_content(id(n), content, None, areas, stations));
    let market = Market::build(jobs.collect());
    let heads = (0..openings as usize).map(|n| (id(n), seed.below(3) as u32)).collect();
    let seekers = (0..people).map(|_| Candidate::from_profile(&profile(seed), areas, stations)).collect();
    (market, heads, seekers)
}

/// The pairs by explaining each, with nothing of the library but its explanations.
fn explained(
    market: &Market,
    heads: &[(OpeningId, u32)],
    person: &Candidate,
    gate: Gate,
) -> Vec<(OpeningId, Hindrances)> {
    let mut out = Vec::new();
    for (opening, heads) in heads {
        let why = market.explain(person, *opening).unwrap();
        let suited = why.score().is_some_and(|score| score >= ACCEPTABLE);
        if *heads == 0 || !why.is_relevant() || (!suited && gate == Gate::Suggested) {
            continue;
        }
        let kinds: Vec<_> = why.failed().map(|constraint| constraint.kind).collect();
        let set = Hindrances::of(&kinds);
        out.push((*opening, if suited { set } else { set.and(Hindrances::UNSUITED) }));
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn pairs_are_those_of_the_explanations_whatever_the_order_and_the_threads(seed in proptest::arbitrary::any::<u64>()) {
        let (market, heads, seekers) = made(&mut SplitMix64::new(seed), 25, 20);
        for gate in [Gate::Suggested, Gate::Relevant] {
            let edges = Edges::build(&market, &heads, &seekers, gate, 1).unwrap();
            for (n, person) in seekers.iter().enumerate() {
                let mut found: Vec<_> = edges.of(n).map(|(set, at)| (edges.openings()[at].0, set)).collect();
                found.sort();
                prop_assert_eq!(found, explained(&market, &heads, person, gate));
            }
            let counted: u64 = edges.by_hindrances().iter().map(|(_, count)| count).sum();
            prop_assert_eq!(counted, edges.pairs() as u64);
            let mut reversed = heads.clone();
            reversed.reverse();
            prop_assert_eq!(&edges, &Edges::build(&market, &reversed, &seekers, gate, 3).unwrap());
        }
    }

    #[test]
    fn every_proposal_brings_what_making_it_brings(seed in proptest::arbitrary::any::<u64>()) {
        let (market, heads, seekers) = made(&mut SplitMix64::new(seed), 6, 5);
        let edges = Edges::build(&market, &heads, &seekers, Gate::Suggested, 1).unwrap();
        let heads: Vec<(OpeningId, u32)> = edges.openings().to_vec();
        let mut free: Vec<u32> = heads.iter().map(|(_, heads)| *heads).collect();
        let fits = |person: &Candidate| -> Vec<(u32, Hindrances)> {
            let full = explained(&market, &heads, person, Gate::Suggested).into_iter().filter(|(_, set)| set.count() == 0);
            full.map(|(id, set)| (heads.iter().position(|(own, _)| *own == id).unwrap() as u32, set)).collect()
        };
        let now: Rows = seekers.iter().map(fits).collect();
        let before = most(&now, &mut free, &|_| true, 0);
        let group = vec![0, 2, 4];
        let told = proposals(&market, &edges, &seekers, std::slice::from_ref(&group)).unwrap().remove(0);
        prop_assert!(told.windows(2).all(|pair| pair[0].more >= pair[1].more));
        for proposal in told {
            let mut with = now.clone();
            for seeker in &group {
                with[*seeker].extend(proposal.change.of(&seekers[*seeker]).iter().flat_map(fits));
            }
            prop_assert_eq!(before + proposal.more, most(&with, &mut free, &|_| true, 0), "{:?}", proposal.change);
            prop_assert!(proposal.more > 0);
        }
    }
}

/// The property above says nothing where nothing is proposed: of these markets every kind of change brings somebody somewhere.
#[test]
fn every_kind_of_change_is_proposed_somewhere_and_has_words() {
    let catalogue = domain::message::Catalogue::new(matching::MESSAGES);
    let mut kinds = std::collections::BTreeSet::new();
    for seed in 0..60 {
        let (market, heads, seekers) = made(&mut SplitMix64::new(seed), 40, 20);
        let edges = Edges::build(&market, &heads, &seekers, Gate::Suggested, 1).unwrap();
        let groups: Vec<Vec<usize>> = (0..20).map(|n| vec![n]).collect();
        for proposal in proposals(&market, &edges, &seekers, &groups).unwrap().concat() {
            for lang in [domain::Lang::Ko, domain::Lang::En] {
                assert!(catalogue.has(lang, &proposal.message.code), "{}", proposal.message.code);
            }
            kinds.insert(proposal.message.code.to_string());
        }
    }
    let all = [
        "area",
        "commute",
        "pay",
        "weekend",
        "hours",
        "weekly-hours",
        "employment-type",
        "licence",
        "experience",
        "education",
    ];
    for kind in all {
        assert!(kinds.contains(&format!("mismatch-change-{kind}")), "{kind} of {kinds:?}");
    }
}
