//! Search over 50,000 openings: time to build, time of one small change, p50 and p99 of typical questions.
//! Run with `cargo bench -p search`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark"
)]

use std::time::Instant;

use domain::area::AreaCode;
use domain::id::OpeningId;
use domain::occupation::OccupationCode;
use domain::reference::Reference;
use domain::work_time::Weekdays;
use search::{Document, Index, Query, Sort};
use uuid::Uuid;

const DOCUMENTS: u64 = 50_000;

/// SplitMix64, so that every run sees the same city.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn main() {
    let reference = Reference::embedded().unwrap();
    let units: Vec<_> = reference.occupations.iter().filter(|o| o.code.level() == 4).collect();
    let places = ["41281", "41285", "41287", "41480", "11380"];
    let mut state = 7;
    let documents: Vec<Document> = (0..DOCUMENTS)
        .map(|n| {
            let unit = units[next(&mut state) as usize % units.len()];
            let other = units[next(&mut state) as usize % units.len()];
            let place = places[next(&mut state) as usize % places.len()];
            Document {
                id: OpeningId(Uuid::from_u128(u128::from(n))),
                title: format!("{} 모집합니다", unit.name),
                employer: format!("가상상회{}", n % 5_000),
                body: format!("{} 업무를 맡습니다. {} 경험이 있으면 좋습니다. 주말 근무가 있을 수 있으며 처음이신 분도 환영합니다. 고양시 덕양구 가까운 역에서 걸어서 {}분.", unit.name, other.name, n % 20),
                occupation: OccupationCode::parse(unit.code.as_str()),
                areas: AreaCode::parse(place).into_iter().collect(),
                monthly_won: Some(2_000_000 + (next(&mut state) % 2_000_000) as i64),
                hourly_won: Some(10_320),
                weekly_min: Some(2_400),
                weekdays: Some(Weekdays::WORKING),
                point: None,
                opened_ms: n as i64,
                confirmed_ms: None,
                last_day: None,
            }
        })
        .collect();
    let index = Index::new(reference.occupations.synonyms()).unwrap();
    let start = Instant::now();
    index.apply(&documents, &[]).unwrap();
    println!("build of {DOCUMENTS} openings: {:.2} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    index.apply(&documents[..1], &[]).unwrap();
    println!("one change until it is seen: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);

    let texts = [
        "",
        "요양보호사",
        "급식",
        "조리",
        "가구 조립",
        "영상 편집",
        "지게차",
        "주말",
        "간호사",
        "사무원",
        "청소",
        "경비",
        "운전",
        "용접",
        "바리스타",
        "주말 근무 조리사",
        "고양시",
        "덕양구 돌봄",
        "없는낱말들",
        "연구원",
        "교사",
        "판매",
        "기사",
        "관리원",
        "일",
        "용접 기능",
    ];
    let sorts = [Sort::Relevance, Sort::Newest, Sort::Wage];
    let mut micros: Vec<u128> = Vec::new();
    let mut hits = 0;
    for _ in 0..20 {
        for text in texts {
            for sort in sorts {
                for narrow in [false, true] {
                    let query = Query {
                        text: text.into(),
                        areas: if narrow {
                            AreaCode::parse("41281").into_iter().collect()
                        } else {
                            Vec::new()
                        },
                        min_monthly_won: narrow.then_some(2_500_000),
                        sort,
                        limit: 20,
                        ..Query::default()
                    };
                    let start = Instant::now();
                    hits += index.search(&query).unwrap().total;
                    micros.push(start.elapsed().as_micros());
                }
            }
        }
    }
    micros.sort_unstable();
    let at = |share: usize| micros[(micros.len() - 1) * share / 1000] as f64 / 1e3;
    println!(
        "{} questions, {hits} hits: p50 {:.2} ms, p99 {:.2} ms, p99.9 {:.2} ms, worst {:.2} ms",
        micros.len(),
        at(500),
        at(990),
        at(999),
        at(1000)
    );
}
