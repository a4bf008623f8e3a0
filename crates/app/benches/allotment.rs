//! What making everybody's lists takes in the demo city that is shown, and how many pairs columns lose there:
//! `cargo bench -p app --bench allotment`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark"
)]

use app::demo::{Sizes, generate};
use domain::city::City;
use domain::id::SeekerId;
use domain::reference::Reference;
use jiff::Timestamp;
use jiff::civil::date;
use matching::allotment::{Coding, Offered, Rules, allot, columns};
use matching::engine::{Columns, OpeningIndex, Path, judge};
use matching::{Candidate, Job, Market};

const RULES: Rules = Rules { most: 5, least: 3, times_percent: 500, threads: 1 };
/// People of whom all pairs are looked at.
const SAMPLE: usize = 2_000;

/// What `work` takes, in thousandths of a second, on one thread.
fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = std::time::Instant::now();
    let done = work();
    println!("{what}: {} ms", start.elapsed().as_millis());
    done
}

fn main() {
    let city = City::embedded("goyang").unwrap();
    let (today, now): (_, Timestamp) = (date(2026, 3, 16), "2026-03-16T00:00:00Z".parse().unwrap());
    let demo = generate([7; 32], &Sizes::FULL, &city, Reference::embedded().unwrap(), today, now);
    let open = demo.openings.iter().filter(|one| one.content.is_public() && one.state.is_listed(today));
    let mut offered: Vec<Offered> = open
        .map(|one| Offered {
            job: Job::from_opening(one, None, city.areas(), city.stations()),
            heads: one.content.headcount.max(1),
            answered_percent: 100,
            under_way: 0,
        })
        .collect();
    offered.sort_by_key(|one| one.job.id());
    let active = demo.seekers.iter().filter(|(seeker, _, _)| seeker.state.is_active(today));
    let mut people: Vec<(SeekerId, Candidate)> = active
        .map(|(seeker, _, profile)| {
            (seeker.id, Candidate::from_profile(profile, city.areas(), city.stations()))
        })
        .collect();
    people.sort_by_key(|(id, _)| *id);
    let seats: u32 = offered.iter().map(|one| one.heads).sum();
    println!("{} people, {} openings, {seats} heads", people.len(), offered.len());
    let market = timed("market", || Market::build(offered.iter().map(|one| one.job.clone()).collect()));
    let sought: Vec<(SeekerId, &Candidate)> = people.iter().map(|(id, one)| (*id, one)).collect();
    let cold = timed("cold", || allot(&market, &offered, &sought, &RULES, None));
    let same = timed("nothing moved", || allot(&market, &offered, &sought, &RULES, Some(&cold)));
    assert_eq!(same.hash(), cold.hash());
    // Forty openings close, forty people change what they want.
    let fewer: Vec<Offered> =
        offered.iter().enumerate().filter(|(at, _)| at % 100 != 7).map(|(_, one)| one.clone()).collect();
    let mut others = people.clone();
    (0..others.len()).step_by(500).for_each(|at| others[at].1 = people[(at + 250) % people.len()].1.clone());
    let market_after = Market::build(fewer.iter().map(|one| one.job.clone()).collect());
    let sought_after: Vec<(SeekerId, &Candidate)> = others.iter().map(|(id, one)| (*id, one)).collect();
    let warm = timed("warm", || allot(&market_after, &fewer, &sought_after, &RULES, Some(&cold)));
    assert!(warm.carried);
    timed("the same afresh", || allot(&market_after, &fewer, &sought_after, &RULES, None));
    let places: usize = cold.people.iter().map(|one| one.places.len()).sum();
    let some = cold.people.iter().filter(|one| !one.places.is_empty()).count();
    let meant = cold.people.iter().flat_map(|one| &one.places).filter(|place| place.meant).count();
    let naive: Vec<_> = people.iter().map(|(_, one)| market.top_k(one, 5)).collect();
    let mean = |sum: i64, of: usize| sum / i64::try_from(of.max(1)).unwrap();
    let planned = mean(
        cold.people.iter().flat_map(|one| &one.places).map(|place| i64::from(place.score)).sum(),
        places,
    );
    let best = mean(
        naive.iter().flatten().map(|found| i64::from(found.score)).sum(),
        naive.iter().flatten().count(),
    );
    println!(
        "{places} suggestions to {some} people, {meant} heads meant, {} dropped, mean score {planned} ({best} of the best five); {} people with any match",
        cold.dropped,
        naive.iter().filter(|list| !list.is_empty()).count()
    );
    let (mut both, mut lost, mut invented) = (0u64, 0u64, 0u64);
    let mut why: std::collections::BTreeMap<&str, u64> = std::collections::BTreeMap::new();
    let candidates: Vec<Candidate> = people.iter().map(|(_, one)| one.clone()).collect();
    let coding = Coding::new(offered.iter().map(|one| &one.job), &candidates);
    let packed = columns(&coding, &offered, &sought);
    let index = OpeningIndex::build(&packed);
    for at in (0..people.len()).step_by(people.len().div_ceil(SAMPLE)) {
        let rich: std::collections::BTreeSet<_> =
            market.top_k(&people[at].1, offered.len()).into_iter().map(|found| found.opening).collect();
        let most = offered.len().min(4_000);
        let known = index.best(&packed.seekers.row(at), most, Path::Best).unwrap();
        let known: std::collections::BTreeSet<_> =
            known.into_iter().map(|listed| offered[listed.row as usize].job.id()).collect();
        both += rich.intersection(&known).count() as u64;
        lost += rich.difference(&known).count() as u64;
        for opening in rich.difference(&known) {
            let row = offered.binary_search_by_key(opening, |one| one.job.id()).unwrap();
            *why.entry(lacking(&packed, at, row)).or_default() += 1;
        }
        invented += known.difference(&rich).count() as u64;
    }
    println!("of {SAMPLE} people {both} pairs in both, {lost} lost, {invented} invented: {why:?}");
}

/// The first thing that keeps a pair apart in columns.
fn lacking(columns: &Columns, seeker: usize, opening: usize) -> &'static str {
    let (seeker, opening) = (columns.seekers.row(seeker), columns.openings.row(opening));
    let lacks = opening.requires & !seeker.has;
    let judged = judge(&columns.tree, &seeker, &opening);
    match () {
        () if lacks & 0xffff_ffff != 0 => "days, schooling, type or hourly pay",
        () if lacks != 0 => "licence or shift",
        () if opening.zone < 64 && seeker.zones >> opening.zone & 1 == 0 => "zone",
        () if judged.fits && !judged.relevant => "kind of work",
        () if judged.fits => "score",
        () => "way or anything else",
    }
}
