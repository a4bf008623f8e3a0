//! How long it takes to say which programmes fit a hundred thousand people, and how often each rule decides:
//! `cargo bench -p domain --bench eligibility -- 100000 1 [FOLDER]`. With a folder, the people and every version as SQL go
//! into it, for `peer.py` beside this file, which asks SQLite and DuckDB the same and compares the counts.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark reads the clock and tells what it measured"
)]

use std::collections::BTreeMap;
use std::time::Instant;

use domain::reference::Reference;
use domain::support_program::{
    Asks, Assessment, Finding, Ground, Hire, SupportProgram, Target, Verdict, Version,
};
use jiff::civil::{DateTime, date};

mod people;
mod sql;

/// What came of one rule over everybody.
#[derive(Default, Clone, Copy)]
struct Reach {
    met: u64,
    failed: u64,
    missing: u64,
    /// It failed, and nothing else did.
    alone: u64,
}

/// What came of one version: eligible, not, unknown; and of its rules by their line in the file.
#[derive(Default, Clone)]
struct Count {
    verdicts: [u64; 3],
    rules: BTreeMap<usize, Reach>,
}

/// An instant at which one may apply, if there is any: that is when the rules decide and not the dates.
fn open(version: &Version) -> DateTime {
    let first = version.apply.map(|window| window.from);
    let held = version.from.map(|day| day.at(12, 0, 0, 0));
    let last = version.until.map(|day| day.at(12, 0, 0, 0));
    first.or(held).or(last).unwrap_or_else(|| date(2026, 3, 2).at(12, 0, 0, 0))
}

/// How somebody stands to a version; nothing for whoever tells of days that had not come then.
fn assess<'a>(
    (program, version): (&'a SupportProgram, &'a Version),
    hire: &Hire,
    at: DateTime,
    ground: Ground<'a>,
) -> Option<Assessment<'a>> {
    match program.target() {
        Target::Person => program.assess(version, &hire.person, at, ground).ok(),
        Target::Employer => program.assess_hire(version, hire, at, ground).ok(),
    }
}

fn count(assessment: &Assessment<'_>, into: &mut Count) {
    let place = match assessment.verdict() {
        Verdict::Eligible => 0,
        Verdict::NotEligible { .. } => 1,
        Verdict::Unknown { .. } => 2,
    };
    into.verdicts[place] += 1;
    let failed = assessment.lines.iter().filter(|line| matches!(line.finding, Finding::NotMet(_))).count();
    for line in &assessment.lines {
        let at = match line.asks {
            Asks::Person(rule) => rule.line,
            Asks::Employer(rule) => rule.line,
            Asks::Target(_) | Asks::Dates(_) => continue,
        };
        let reach = into.rules.entry(at).or_default();
        match line.finding {
            Finding::Met => reach.met += 1,
            Finding::NotMet(_) => {
                reach.failed += 1;
                reach.alone += u64::from(failed == 1);
            }
            Finding::Missing(_) => reach.missing += 1,
        }
    }
}

/// Everybody against every version, on so many threads; counts and seconds.
fn run(reference: &'static Reference, people: &[Hire], threads: usize) -> (Vec<Count>, f64) {
    let ground = Ground::of(reference);
    let versions = versions(reference);
    let began = Instant::now();
    let parts: Vec<Vec<Count>> = std::thread::scope(|scope| {
        let parts = people.chunks(people.len().div_ceil(threads)).map(|part| {
            let versions = &versions;
            scope.spawn(move || {
                let mut counts = vec![Count::default(); versions.len()];
                for (of, into) in versions.iter().zip(&mut counts) {
                    let at = open(of.1);
                    for assessment in part.iter().filter_map(|hire| assess(*of, hire, at, ground)) {
                        count(&assessment, into);
                    }
                }
                counts
            })
        });
        let running: Vec<_> = parts.collect();
        running.into_iter().map(|part| part.join().unwrap()).collect()
    });
    let seconds = began.elapsed().as_secs_f64();
    let mut all = vec![Count::default(); versions.len()];
    for part in &parts {
        for (into, one) in all.iter_mut().zip(part) {
            for (sum, more) in into.verdicts.iter_mut().zip(one.verdicts) {
                *sum += more;
            }
            for (line, more) in &one.rules {
                let sum = into.rules.entry(*line).or_default();
                sum.met += more.met;
                sum.failed += more.failed;
                sum.missing += more.missing;
                sum.alone += more.alone;
            }
        }
    }
    (all, seconds)
}

fn versions(reference: &'static Reference) -> Vec<(&'static SupportProgram, &'static Version)> {
    let programs = reference.support_programs.iter();
    programs.flat_map(|program| program.versions.iter().map(move |version| (program, version))).collect()
}

fn main() {
    let mut asked = std::env::args().skip(1).filter(|one| one != "--bench");
    let many: usize = asked.next().map_or(100_000, |many| many.parse().unwrap());
    let seed: u64 = asked.next().map_or(1, |seed| seed.parse().unwrap());
    let folder = asked.next().map(std::path::PathBuf::from);
    let reference = Reference::embedded().unwrap();
    let people = people::make(reference, many, seed);
    let versions = versions(reference);

    let at = date(2026, 3, 2).at(12, 0, 0, 0);
    let began = Instant::now();
    let mut answers = 0_usize;
    for hire in &people {
        answers += reference.support_programs.fit(&hire.person, at, Ground::of(reference)).unwrap().len();
        answers += reference.support_programs.fit_hire(hire, at, Ground::of(reference)).unwrap().len();
    }
    let page = began.elapsed().as_secs_f64();
    println!(
        "{many} people, seed {seed}; {} programmes in {} versions",
        reference.support_programs.iter().count(),
        versions.len()
    );
    println!(
        "as a page asks, one day, one thread: {answers} answers with reasons in {page:.2} s, {:.1} us a person",
        page * 1e6 / many as f64
    );

    let (one, alone) = run(reference, &people, 1);
    let (two, both) = run(reference, &people, 2);
    let same = one.iter().zip(&two).all(|(one, two)| one.verdicts == two.verdicts);
    println!(
        "every version on a day when it was open: {alone:.2} s on one thread, {both:.2} s on two; the same counts: {same}"
    );
    println!("\n| version | eligible | not | unknown |\n|---|---:|---:|---:|");
    for ((program, version), count) in versions.iter().zip(&one) {
        let [eligible, not, unknown] = count.verdicts;
        println!("| {} {} | {eligible} | {not} | {unknown} |", program.id, version.id);
    }
    let mut uncovered = 0;
    println!("\n| rule | met | failed | unknown | failed alone |\n|---|---:|---:|---:|---:|");
    for ((program, _), count) in versions.iter().zip(&one) {
        for (line, reach) in &count.rules {
            let Reach { met, failed, missing, alone } = *reach;
            let told = if met == 0 || failed == 0 { " (never both)" } else { "" };
            uncovered += usize::from(!told.is_empty());
            println!("| {}.toml:{line}{told} | {met} | {failed} | {missing} | {alone} |", program.id);
        }
    }
    let rules: usize = one.iter().map(|count| count.rules.len()).sum();
    println!("\n{} of {rules} rules were both met and failed", rules - uncovered);
    if let Some(folder) = folder {
        let counts = one.iter().map(|count| count.verdicts);
        let versions = versions
            .iter()
            .zip(counts)
            .map(|((program, version), counts)| (*program, *version, open(version), counts));
        sql::write(&folder, reference, &people, versions, alone);
    }
}
