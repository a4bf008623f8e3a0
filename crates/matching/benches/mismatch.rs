//! Pairs, flow, split, levers, index and proposals on made-up markets of two sizes, as lines of JSON.
//! Run with `cargo bench -p matching --bench mismatch`; `-- small` or `-- large` for one size alone.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark"
)]

use std::collections::BTreeMap;
use std::time::Instant;

use domain::area::AreaCode;
use domain::city::City;
use domain::code::{CareerKind, Education};
use domain::id::OpeningId;
use domain::occupation::OccupationCode;
use domain::opening::{Career, Content, Workplace};
use domain::reference::Reference;
use domain::seeker::{Profile, WageWish};
use domain::wage::{Wage, WageForm};
use domain::work_time::{Weekdays, WorkTime};
use matching::mismatch::board::{Cell, Fineness, board};
use matching::mismatch::edges::{Edges, Gate};
use matching::mismatch::flow::{Allowed, Flow, Network};
use matching::mismatch::index::{Alpha, Stock};
use matching::mismatch::lever::{Family, levers};
use matching::mismatch::nested::{aggregated, nested};
use matching::mismatch::null::null;
use matching::mismatch::proposal::proposals;
use matching::mismatch::publish::publish_board;
use matching::mismatch::seed::SplitMix64;
use matching::mismatch::split::split;
use matching::{Candidate, Job, Market};
use uuid::Uuid;

const LICENCES: [&str; 6] =
    ["운전면허", "지게차운전기능사", "요양보호사", "한식조리기능사", "용접기능사", "전산회계"];
/// Skills are numbered: what matters is how often two people share them.
const SKILLS: u64 = 400;

/// What the benchmark asks of.
struct Town {
    market: Market,
    heads: Vec<(OpeningId, u32)>,
    seekers: Vec<Candidate>,
    seeker_cells: Vec<Cell>,
    opening_cells: Vec<(Cell, u32)>,
}

/// Half of the draws among every tenth from `first` on, so that some occupations and dongs are in demand.
fn skewed<'a, T>(seed: &mut SplitMix64, of: &'a [T], first: u64) -> &'a T {
    let most = of.len() as u64;
    let n = if seed.below(2) == 0 { first + 10 * seed.below(most.div_ceil(10)) } else { seed.below(most) };
    &of[(n % most) as usize]
}

fn some(seed: &mut SplitMix64, percent: u64) -> bool {
    seed.below(100) < percent
}

fn skill(seed: &mut SplitMix64) -> String {
    format!("기술{}", seed.below(SKILLS))
}

fn generate(people: usize, openings: u128, balanced: bool, seed: &mut SplitMix64) -> Town {
    let city = City::embedded(&City::embedded_names()[0]).unwrap();
    let reference = Reference::embedded().unwrap();
    let units: Vec<OccupationCode> =
        reference.occupations.iter().filter(|o| o.code.level() == 4).map(|o| o.code.clone()).collect();
    let dongs: Vec<AreaCode> = city.dongs().map(|dong| dong.code.clone()).collect();
    let (mut jobs, mut heads, mut opening_cells) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..openings {
        let won = 2_100_000 + seed.below(1_500_000) as i64;
        let week = if some(seed, 80) { Weekdays::WORKING } else { Weekdays::ALL };
        let asks = some(seed, 25);
        let content = Content {
            title: "모집합니다".into(),
            occupation: Some(skewed(seed, &units, 3).clone()),
            wage: Wage::new(WageForm::Monthly, won, won),
            work_time: WorkTime { weekdays: Some(week), weekly_min: Some(2_400), ..WorkTime::default() },
            workplace: Workplace { areas: vec![skewed(seed, &dongs, 3).clone()], ..Workplace::default() },
            licences: if asks { vec![skewed(seed, &LICENCES, 0).to_string()] } else { Vec::new() },
            skills: (0..4).map(|_| skill(seed)).collect(),
            education_min: some(seed, 40).then(|| Education::ALL[1 + seed.below(5) as usize]),
            career: Some(Career {
                kind: if some(seed, 30) { CareerKind::Experienced } else { CareerKind::Any },
                min_months: Some(12 + seed.below(24) as u32),
                max_months: None,
            }),
            ..Content::default()
        };
        let id = OpeningId(Uuid::from_u128(n));
        // On average 2.5 heads, or as many as there are people.
        let few = 1 + seed.below(4) * seed.below(3);
        let free = if balanced { seed.below(2 * people as u64 / openings as u64 + 1) } else { few } as u32;
        heads.push((id, free));
        opening_cells.push((Cell::of_content(&content, 4, Fineness::District), free));
        jobs.push(Job::from_content(id, &content, None, city.areas(), city.stations()));
    }
    let profiles: Vec<Profile> = (0..people)
        .map(|_| Profile {
            occupations: (0..1 + seed.below(3)).map(|_| skewed(seed, &units, 0).clone()).collect(),
            area: Some(skewed(seed, &dongs, 0).clone()),
            commute_max_min: some(seed, 70).then(|| 30 + seed.below(40) as u32),
            wage: WageWish::AtLeast {
                form: WageForm::Monthly,
                won: 2_000_000 + seed.below(1_200_000) as i64,
            },
            work_time: WorkTime {
                weekdays: some(seed, 60).then_some(Weekdays::WORKING),
                ..WorkTime::default()
            },
            career_months: Some(seed.below(60) as u32),
            education: Some(Education::ALL[1 + seed.below(6) as usize]),
            licences: if some(seed, 50) { vec![skewed(seed, &LICENCES, 0).to_string()] } else { Vec::new() },
            skills: (0..4).map(|_| skill(seed)).collect(),
            ..Profile::default()
        })
        .collect();
    let of = |profile: &Profile| Candidate::from_profile(profile, city.areas(), city.stations());
    Town {
        market: Market::build(jobs),
        heads,
        seekers: profiles.iter().map(of).collect(),
        seeker_cells: profiles.iter().map(|p| Cell::of_profile(p, 4, Fineness::District)).collect(),
        opening_cells,
    }
}

/// Milliseconds by the clock, and of all cores together to ten of them where Linux tells; the clock alone says little on
/// a machine that does other things.
#[derive(Clone, Copy)]
struct Took {
    ms: f64,
    core_ms: Option<f64>,
}

/// Core time of this process so far, from `/proc/self/stat`: user and system, in hundredths of a second.
fn core_ms() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) * 10.0)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Took) {
    let (start, core) = (Instant::now(), core_ms());
    let done = work();
    let ms = start.elapsed().as_secs_f64() * 1e3;
    (done, Took { ms, core_ms: core.zip(core_ms()).map(|(before, after)| after - before) })
}

/// The most memory held so far, in MiB.
fn most_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kib| kib / 1_024)
}

fn run(people: usize, openings: u128, balanced: bool, gate: Gate) {
    let mut seed = SplitMix64::new(20_260_101);
    let city = generate(people, openings, balanced, &mut seed);
    let say = |what: &str, took: Took, more: String| {
        let core = took.core_ms.map_or("null".to_owned(), |ms| format!("{ms:.0}"));
        println!(
            "{{\"seekers\":{people},\"openings\":{openings},\"balanced\":{balanced},\"gate\":\"{gate:?}\",\"work\":\"{what}\",\"ms\":{:.1},\"core_ms\":{core}{more}}}",
            took.ms
        );
    };
    let (edges, took) = timed(|| Edges::build(&city.market, &city.heads, &city.seekers, gate, 1).unwrap());
    say("edges", took, format!(",\"pairs\":{},\"sets\":{}", edges.pairs(), edges.by_hindrances().len()));
    let (network, took) = timed(|| Network::new(&edges));
    say("mirror", took, String::new());
    let mut flow = Flow::new(&network);
    let (placed, took) = timed(|| flow.grow(&Allowed::where_(|set| set.count() == 0)));
    let heads: u64 = city.heads.iter().map(|(_, heads)| u64::from(*heads)).sum();
    say("flow of full pairs", took, format!(",\"placed\":{placed},\"heads\":{heads}"));
    let mut all = Flow::new(&network);
    let (placed, took) = timed(|| all.grow(&Allowed::where_(|_| true)));
    say("flow of all pairs", took, format!(",\"placed\":{placed}"));
    let (parts, took) = timed(|| split(&network));
    assert_eq!(parts.counts.iter().sum::<u64>(), people as u64);
    say("split", took, format!(",\"counts\":{:?}", parts.counts));
    let (levers, took) = timed(|| levers(&network));
    let values: BTreeMap<String, i64> = Family::all()
        .zip(levers.shapley)
        .map(|(family, value)| (family.to_string(), value / 5_040))
        .collect();
    say(
        "128 subsets",
        took,
        format!(
            ",\"none\":{},\"all\":{},\"values\":{}",
            levers.placed[0],
            levers.placed[127],
            serde_json::to_string(&values).unwrap()
        ),
    );
    let (lines, took) = timed(|| board(&parts, &city.seeker_cells, &city.opening_cells));
    say("board", took, format!(",\"cells\":{}", lines.len()));
    let ((told, _), took) = timed(|| publish_board(&lines, 3));
    let hidden = told.iter().filter(|line| line.seekers.is_none()).count();
    say("publish", took, format!(",\"rows_hidden\":{hidden}"));
    let stocks: Vec<(Vec<String>, Stock)> = lines
        .iter()
        .map(|line| {
            let occupation = |level| {
                line.cell.occupation.as_ref().map_or(String::new(), |code| code.ancestor(level).to_string())
            };
            let area = line.cell.area.as_ref().map_or(String::new(), ToString::to_string);
            let path = vec![occupation(1), occupation(2), occupation(3), occupation(4), area];
            (path, Stock { seekers: line.all_seekers(), heads: line.heads })
        })
        .collect();
    let (parts_of, took) = timed(|| nested(&stocks, Alpha::HALF).unwrap());
    let levels: Vec<String> = parts_of.levels.iter().map(|level| format!("{:.4}", level.mismatch)).collect();
    say("index, five levels", took, format!(",\"levels\":[{}]", levels.join(",")));
    for keys in 1..=5 {
        let cells = aggregated(&stocks, keys);
        let (chance, took) = timed(|| null(&cells, Alpha::HALF, 200, &mut seed).unwrap());
        let (level, mean, cells) = (chance.level, chance.mean, cells.len());
        say("null, 200 deals", took, format!(",\"cells\":{cells},\"level\":{level:.4},\"mean\":{mean:.4}"));
    }
    // The ten cells with most seekers.
    let mut groups: BTreeMap<&Cell, Vec<usize>> = BTreeMap::new();
    city.seeker_cells.iter().enumerate().for_each(|(n, cell)| groups.entry(cell).or_default().push(n));
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    groups.truncate(10);
    let (told, took) = timed(|| proposals(&city.market, &edges, &city.seekers, &groups).unwrap());
    let count: usize = told.iter().map(Vec::len).sum();
    let people_in: usize = groups.iter().map(Vec::len).sum();
    let mib = most_mib().unwrap_or(0);
    say(
        "proposals of ten cells",
        took,
        format!(",\"people\":{people_in},\"proposals\":{count},\"most_mib\":{mib}"),
    );
}

fn main() {
    let asked = |word: &str| std::env::args().any(|arg| arg == word);
    for (people, openings, word) in [(20_000, 2_000, "small"), (100_000, 5_000, "large")] {
        if asked("small") == asked("large") || asked(word) {
            run(people, openings, true, Gate::Suggested);
            run(people, openings, false, Gate::Suggested);
            run(people, openings, true, Gate::Relevant);
        }
    }
}
