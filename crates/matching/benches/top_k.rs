//! Top-10 of 20,000 people over 5,000 openings: by relevance index, and by looking at every pair.
//! Run with `cargo bench -p matching`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark"
)]

use std::time::Instant;

use domain::area::AreaCode;
use domain::city::City;
use domain::code::CareerKind;
use domain::id::OpeningId;
use domain::occupation::OccupationCode;
use domain::opening::{Career, Content, Workplace};
use domain::reference::Reference;
use domain::seeker::{Profile, WageWish};
use domain::wage::{Wage, WageForm};
use domain::work_time::{Weekdays, WorkTime};
use matching::{Candidate, Job, Market};
use uuid::Uuid;

const JOBS: u128 = 5_000;
const PEOPLE: usize = 20_000;

fn next(state: &mut u64) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 1) as usize
}

fn main() {
    let city = City::embedded(&City::embedded_names()[0]).unwrap();
    let reference = Reference::embedded().unwrap();
    let units: Vec<OccupationCode> =
        reference.occupations.iter().filter(|o| o.code.level() == 4).map(|o| o.code.clone()).collect();
    let dongs: Vec<AreaCode> = city.dongs().map(|dong| dong.code.clone()).collect();
    let words = [
        "운전면허",
        "지게차운전기능사",
        "요양보호사",
        "포토샵",
        "엑셀",
        "한식조리기능사",
        "영어",
        "용접기능사",
        "전산회계",
        "친절",
    ];
    let mut s = 11;
    let pick = |s: &mut u64| words[next(s) % words.len()].to_owned();
    let jobs = (0..JOBS).map(|n| {
        let won = 2_100_000 + (next(&mut s) % 1_500_000) as i64;
        let content = Content {
            title: "모집합니다".into(),
            occupation: Some(units[next(&mut s) % units.len()].clone()),
            duties: format!("{} 업무와 {} 업무", pick(&mut s), pick(&mut s)),
            wage: Wage::new(WageForm::Monthly, won, won),
            work_time: WorkTime {
                weekdays: Some(Weekdays::WORKING),
                weekly_min: Some(2_400),
                ..WorkTime::default()
            },
            workplace: Workplace {
                areas: vec![dongs[next(&mut s) % dongs.len()].clone()],
                ..Workplace::default()
            },
            skills: vec![pick(&mut s), pick(&mut s), pick(&mut s)],
            career: Some(Career { kind: CareerKind::Any, min_months: None, max_months: None }),
            ..Content::default()
        };
        Job::from_content(OpeningId(Uuid::from_u128(n)), &content, None, city.areas(), city.stations())
    });
    let market = Market::build(jobs.collect());
    let people: Vec<Candidate> = (0..PEOPLE)
        .map(|_| {
            let profile = Profile {
                occupations: (0..3).map(|_| units[next(&mut s) % units.len()].clone()).collect(),
                area: Some(dongs[next(&mut s) % dongs.len()].clone()),
                commute_max_min: Some(60),
                wage: WageWish::AtLeast {
                    form: WageForm::Monthly,
                    won: 2_000_000 + (next(&mut s) % 800_000) as i64,
                },
                career_months: Some((next(&mut s) % 120) as u32),
                skills: vec![pick(&mut s), pick(&mut s)],
                desired_work: pick(&mut s),
                ..Profile::default()
            };
            Candidate::from_profile(&profile, city.areas(), city.stations())
        })
        .collect();
    let pairs = PEOPLE as f64 * JOBS as f64;
    for threads in [1, 2] {
        let start = Instant::now();
        let rows: usize = market.top_k_all(&people, 10, threads, &|_| {}).iter().map(Vec::len).sum();
        let took = start.elapsed().as_secs_f64();
        println!(
            "relevance index, {threads} thread(s): {took:.2} s, {:.1} M pairs/s, {rows} rows",
            pairs / took / 1e6
        );
    }
    let some = &people[..1_000];
    let start = Instant::now();
    let slow: Vec<_> = some.iter().map(|person| market.top_k_of_all_pairs(person, 10)).collect();
    let slow_s = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let fast = market.top_k_all(some, 10, 1, &|_| {});
    let fast_s = start.elapsed().as_secs_f64();
    assert_eq!(slow, fast);
    println!(
        "every pair, 1,000 people: {slow_s:.2} s; relevance index: {fast_s:.3} s; ratio {:.1}",
        slow_s / fast_s
    );
    let mut micros: Vec<u128> = some
        .iter()
        .map(|person| {
            let start = Instant::now();
            let _ = market.top_k(person, 10);
            start.elapsed().as_micros()
        })
        .collect();
    micros.sort_unstable();
    println!("one person: p50 {} µs, p99 {} µs", micros[500], micros[990]);
}
