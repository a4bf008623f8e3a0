//! Figures of the engine as JSON lines, in core seconds: `cargo bench -p matching --bench engine -- TASK...`.
//! Tasks: `lists`, `paths`, `threads`, `one`, `mirror`, `allocate` (with `certify`), `tightness`, `display`, `changes`,
//! `restart`; sizes `s`, `m`, `l`. `write` puts a market of `seekers=` and `openings=` into the directory `market=`;
//! with `market=` alone the tasks read it, `k=` and `out=` tell how long lists are and where they are written, for
//! peers. What is measured is processor time of this process.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark"
)]

mod behaviour;
mod files;

use std::time::Instant;

use matching::engine::{
    Allocation, Bidders, Columns, Exchange, NONE, OpeningIndex, Origin, Path, SeekerIndex, Showing, Spec,
    Terms, allocate, certify, generate, reallocate, show,
};

const SEED: u64 = 20_260_101;

/// Processor seconds of this process so far.
fn core_s() -> f64 {
    let usage = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    usage.tv_sec as f64 + usage.tv_nsec as f64 / 1e9
}

fn thread_us() -> f64 {
    let usage = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    usage.tv_sec as f64 * 1e6 + usage.tv_nsec as f64 / 1e3
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64, f64) {
    let (start, wall) = (core_s(), Instant::now());
    let done = work();
    (done, core_s() - start, wall.elapsed().as_secs_f64())
}

/// p50, p95, p99 and most of some figures.
fn spread(mut figures: Vec<f64>) -> String {
    figures.sort_by(f64::total_cmp);
    let at = |share: f64| figures[((figures.len() - 1) as f64 * share) as usize];
    format!(
        "\"mean\":{:.2},\"p50\":{:.2},\"p95\":{:.2},\"p99\":{:.2},\"max\":{:.2}",
        figures.iter().sum::<f64>() / figures.len() as f64,
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    )
}

fn sized(size: &str) -> Columns {
    let (seekers, openings) = match size {
        "s" => (20_000, 2_000),
        "m" => (100_000, 50_000),
        _ => (1_030_000, 50_000),
    };
    let (market, core, _) = timed(|| generate(&Spec::city(seekers, openings, SEED)).unwrap());
    let columns = market.columns;
    println!(
        "{{\"task\":\"generate\",\"seekers\":{seekers},\"openings\":{openings},\"seats\":{},\"core_s\":{core:.2}}}",
        columns.seats()
    );
    columns
}

fn lists(columns: &Columns, threads: usize, path: Path) {
    let k = files::told("k").map_or(20, |k| k.parse().unwrap()).min(columns.openings.len());
    let (index, build, _) = timed(|| OpeningIndex::build(columns));
    let (lists, core, wall) = timed(|| index.all(columns, k, threads, path).unwrap());
    if let Some(out) = files::told("out") {
        files::write_lists(&lists, &out);
    }
    let people = columns.seekers.len() as f64;
    let effort = lists.effort();
    println!(
        "{{\"task\":\"lists\",\"path\":\"{path:?}\",\"threads\":{threads},\"seekers\":{people},\"build_core_s\":{build:.3},\"core_s\":{core:.3},\"wall_s\":{wall:.2},\"us_per_seeker\":{:.2},\"rows\":{},\"hash\":\"{:016x}\",\"blocks\":{:.1},\"scored\":{:.1},\"across\":{:.3},\"across_blocks\":{:.1}}}",
        core * 1e6 / people,
        lists.rows(),
        lists.hash(),
        effort.blocks as f64 / people,
        effort.scored as f64 / people,
        effort.across as f64 / people,
        effort.across_blocks as f64 / people,
    );
}

fn one(columns: &Columns) {
    let index = OpeningIndex::build(columns);
    let seekers = columns.seekers.len();
    let mut asked = (0..50_000).map(|n: usize| columns.seekers.row(n.wrapping_mul(7_919) % seekers));
    let mut figures = Vec::new();
    let mut last = thread_us();
    index
        .best_of_each(&mut asked, 20, Path::Best, &mut |list| {
            std::hint::black_box(list.len());
            let now = thread_us();
            figures.push(now - last);
            last = thread_us();
        })
        .unwrap();
    println!("{{\"task\":\"one\",\"asked\":{},\"unit\":\"us\",{}}}", figures.len(), spread(figures));
}

fn mirror(columns: &Columns, threads: usize) {
    let (index, build, _) = timed(|| SeekerIndex::build(columns));
    let (lists, core, wall) = timed(|| index.all(columns, 30, threads, Path::Best).unwrap());
    let openings = columns.openings.len() as f64;
    let effort = lists.effort();
    println!(
        "{{\"task\":\"mirror\",\"threads\":{threads},\"build_core_s\":{build:.3},\"core_s\":{core:.3},\"wall_s\":{wall:.2},\"us_per_opening\":{:.2},\"rows\":{},\"hash\":\"{:016x}\",\"blocks\":{:.1},\"scored\":{:.1},\"across\":{:.3},\"across_blocks\":{:.1}}}",
        core * 1e6 / openings,
        lists.rows(),
        lists.hash(),
        effort.blocks as f64 / openings,
        effort.scored as f64 / openings,
        effort.across as f64 / openings,
        effort.across_blocks as f64 / openings,
    );
}

fn allocation(columns: &Columns, bidders: Option<Bidders>, known: usize, threads: usize) {
    let (openings, opening_build, _) = timed(|| OpeningIndex::build(columns));
    let (seekers, seeker_build, _) = timed(|| SeekerIndex::build(columns));
    let terms = Terms { bidders, known, threads, ..Terms::default() };
    let (allocation, core, wall) = timed(|| allocate(columns, &openings, &seekers, &terms));
    println!(
        "{{\"task\":\"allocate\",\"bidders\":\"{bidders:?}\",\"known\":{known},\"threads\":{threads},\"seekers\":{},\"seats\":{},\"opening_build_core_s\":{opening_build:.3},\"seeker_build_core_s\":{seeker_build:.3},\"core_s\":{core:.3},\"wall_s\":{wall:.2},\"filled\":{},\"utility\":{},\"bids\":{},\"asked_again\":{},\"hash\":\"{:016x}\"}}",
        columns.seekers.len(),
        columns.seats(),
        allocation.filled,
        allocation.utility,
        allocation.bids,
        allocation.asked_again,
        allocation.hash(),
    );
    prove(columns, &allocation);
}

/// Holds an allocation against every pair, if that was asked for.
fn prove(columns: &Columns, allocation: &Allocation) {
    if std::env::args().any(|arg| arg == "certify") {
        let both = columns.seekers.len() <= 200_000;
        let (proof, core, _) = timed(|| certify(columns, allocation, both, 1).unwrap());
        println!(
            "{{\"task\":\"certify\",\"primal\":{},\"dual_by_openings\":{},\"dual_by_seekers\":{},\"gap_percent\":{:.5},\"core_s\":{core:.1}}}",
            proof.primal,
            proof.dual_by_openings,
            proof.dual_by_seekers.unwrap_or(0),
            proof.gap() * 100.0
        );
    }
}

/// Seats filled by behaviour under several lists, beside what the allocation fills.
fn display(columns: &Columns) {
    let openings = OpeningIndex::build(columns);
    let allocation = allocate(columns, &openings, &SeekerIndex::build(columns), &Terms::default());
    let naive = openings.all(columns, 5, 1, Path::Best).unwrap();
    let plain =
        |row: usize| naive.of(row).iter().map(|listed| (listed.row, listed.value)).collect::<Vec<_>>();
    let naive: Vec<Vec<(u32, i32)>> = (0..columns.seekers.len()).map(plain).collect();
    let tight = allocation.filled as f64 / columns.seats() as f64;
    let mean = |lists: &[Vec<(u32, i32)>]| {
        let shown: usize = lists.iter().map(Vec::len).sum();
        let sum: i64 = lists.iter().flatten().map(|(_, score)| i64::from(*score)).sum();
        (
            shown as f64 / lists.iter().filter(|list| !list.is_empty()).count().max(1) as f64,
            sum / shown.max(1) as i64,
        )
    };
    let tell = |name: &str, lists: &[Vec<(u32, i32)>], core: f64, beyond: f64, floor: f64| {
        let filled = behaviour::filled(columns, lists);
        let (shown, score) = mean(lists);
        println!(
            "{{\"task\":\"display\",\"lists\":\"{name}\",\"seekers\":{},\"filled_percent\":{:.2},\"of_optimum\":{:.4},\"optimum_percent\":{:.2},\"shown\":{shown:.2},\"mean_score\":{score},\"beyond_percent\":{beyond:.2},\"floor_percent\":{floor:.3},\"core_s\":{core:.2}}}",
            columns.seekers.len(),
            filled as f64 * 100.0 / columns.seats() as f64,
            filled as f64 / allocation.filled as f64,
            tight * 100.0,
        );
    };
    tell("naive 5", &naive, 0.0, 0.0, 0.0);
    let scarce = columns.seekers.len() as u64 * 3 > columns.seats() * 3;
    let times = if scarce { [1_500, 2_000, 3_000] } else { [300, 400, 500] };
    for rules in times.map(|times| Showing { times_percent: times, ..Showing::default() }) {
        let (shown, core, _) = timed(|| show(columns, &openings, &allocation, &rules));
        let all: u64 = shown.shown.iter().map(|shown| u64::from(*shown)).sum();
        let enough = |at: &usize| shown.lists[*at].len() >= usize::from(shown.choice[*at]).min(3);
        let floor = (0..shown.lists.len()).filter(enough).count() as f64 * 100.0 / shown.lists.len() as f64;
        let name = format!("at most {} %", rules.times_percent);
        tell(&name, &shown.lists, core, shown.beyond() as f64 * 100.0 / all as f64, floor);
    }
}

fn changes(columns: &Columns) {
    let extra = generate(&Spec::city(0, 2_000, SEED + 1)).unwrap().columns.openings;
    // The extra openings are drawn by other dice; their occupations and places are of the same city's kind.
    let (mut exchange, core, _) = timed(|| Exchange::open(columns.clone(), 20, 2, Path::Best).unwrap());
    println!("{{\"task\":\"exchange\",\"core_s\":{core:.2}}}");
    let mut figures = Vec::new();
    let mut found = Vec::new();
    for at in 0..1_000 {
        let row = columns.openings.row(at * 37 % columns.openings.len());
        let start = thread_us();
        let concerned = exchange.concerned(&row);
        figures.push((thread_us() - start) / 1e3);
        found.push(concerned.len() as f64);
    }
    println!("{{\"task\":\"find_affected\",\"unit\":\"ms\",{}}}", spread(figures));
    println!("{{\"task\":\"affected\",\"unit\":\"lists\",{}}}", spread(found));
    let first = columns.openings.len() as u32;
    let mut figures = Vec::new();
    for at in 0..1_000u32 {
        let row = if at % 2 == 0 {
            columns.openings.row(at as usize * 41 % columns.openings.len())
        } else {
            extra.row(at as usize)
        };
        let start = thread_us();
        exchange.put_opening(first + at, row).unwrap();
        figures.push((thread_us() - start) / 1e3);
    }
    println!(
        "{{\"task\":\"add\",\"unit\":\"ms\",\"all_core_s\":{:.3},{}}}",
        figures.iter().sum::<f64>() / 1e3,
        spread(figures)
    );
    let mut figures = Vec::new();
    for at in 0..1_000u32 {
        let start = thread_us();
        exchange.close_opening(at * 49);
        figures.push((thread_us() - start) / 1e3);
    }
    println!("{{\"task\":\"close\",\"unit\":\"ms\",{}}}", spread(figures));
}

/// One in a thousand of both sides comes, as many go, and the allocation is carried over.
fn restart(columns: &Columns) {
    let spare = generate(&Spec::city(2_000, 200, SEED + 1)).unwrap().columns;
    let (openings, seekers) = (OpeningIndex::build(columns), SeekerIndex::build(columns));
    let (before, cold, _) = timed(|| allocate(columns, &openings, &seekers, &Terms::default()));
    let mut now = Columns { tree: columns.tree.clone(), skills: columns.skills, ..Columns::default() };
    let mut origin = Origin::default();
    for at in 0..columns.seekers.len() {
        let new = at % 1_000 == 7;
        now.seekers.push(if new { spare.seekers.row(at / 1_000 % 2_000) } else { columns.seekers.row(at) });
        origin.seekers.push(if new { NONE } else { at as u32 });
    }
    for at in 0..columns.openings.len() {
        let new = at % 1_000 == 7;
        now.openings.push(if new { spare.openings.row(at / 1_000 % 200) } else { columns.openings.row(at) });
        origin.openings.push(if new { NONE } else { at as u32 });
    }
    let (openings, seekers) = (OpeningIndex::build(&now), SeekerIndex::build(&now));
    let (warm, core, _) =
        timed(|| reallocate(&now, &openings, &seekers, &before, &origin, &Terms::default()));
    let anew = allocate(&now, &openings, &seekers, &Terms::default());
    println!(
        "{{\"task\":\"restart\",\"seekers\":{},\"cold_core_s\":{cold:.3},\"warm_core_s\":{core:.3},\"bids\":{},\"asked_again\":{},\"utility\":{},\"anew\":{},\"filled\":{}}}",
        columns.seekers.len(),
        warm.bids,
        warm.asked_again,
        warm.utility,
        anew.utility,
        warm.filled,
    );
    prove(&now, &warm);
}

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let has = |word: &str| asked.iter().any(|arg| arg == word);
    if has("write") {
        return files::write_market();
    }
    let mut sizes: Vec<&str> = ["s", "m", "l"].into_iter().filter(|size| has(size)).collect();
    if sizes.is_empty() {
        sizes.push(if files::told("market").is_some() { "market" } else { "s" });
    }
    for size in sizes {
        let columns = if size == "market" { files::read_market() } else { sized(size) };
        if has("lists") || asked.is_empty() {
            lists(&columns, 1, Path::Best);
        }
        if has("paths") {
            lists(&columns, 1, Path::Avx2);
            lists(&columns, 1, Path::Scalar);
        }
        if has("threads") {
            lists(&columns, 2, Path::Best);
        }
        if has("one") || asked.is_empty() {
            one(&columns);
        }
        if has("mirror") || asked.is_empty() {
            mirror(&columns, 1);
        }
        if has("allocate") {
            allocation(&columns, None, 24, 1);
        }
        if has("tightness") {
            for people in [50_000, 100_000, 150_000, 200_000] {
                let columns = generate(&Spec::city(people, 50_000, SEED)).unwrap().columns;
                allocation(&columns, Some(Bidders::Seekers), 24, 1);
                allocation(&columns, Some(Bidders::Openings), 24, 1);
            }
        }
        if has("display") {
            display(&columns);
        }
        if has("changes") {
            changes(&columns);
        }
        if has("restart") {
            restart(&columns);
        }
    }
}
