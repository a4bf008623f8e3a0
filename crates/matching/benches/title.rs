//! Titles to occupations, measured: the titles labelled by hand beside the mapping by whole words, and MELO
//! (github.com/Avature/melo-benchmark) when its directory is given.
//! Run with `cargo bench -p matching --bench title -- DIR`; `--titles=FILE` measures titles of one's own
//! (split|codes|title), `--mistakes` lists what was read wrongly, except of the half "judge".
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark"
)]

#[path = "title/melo.rs"]
mod melo;

use std::collections::BTreeSet;
use std::time::Instant;

use domain::city::City;
use domain::reference::Reference;
use matching::title::Titles;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mistakes = arguments.iter().any(|argument| argument == "--mistakes");
    labelled(include_str!("../tests/titles.psv"), mistakes);
    for file in arguments.iter().filter_map(|argument| argument.strip_prefix("--titles=")) {
        labelled(&std::fs::read_to_string(file).unwrap(), mistakes);
    }
    match arguments.iter().find(|argument| !argument.starts_with("--")) {
        Some(directory) => melo::run(std::path::Path::new(directory)),
        None => println!("MELO: no directory given, nothing measured"),
    }
}

/// Codes that count as right (none: the title names no work) and the title.
type Row<'a> = (Vec<&'a str>, &'a str);

fn labelled(text: &str, mistakes: bool) {
    let reference = Reference::embedded().unwrap();
    let city = City::embedded(&City::embedded_names()[0]).unwrap();
    let start = Instant::now();
    let titles = Titles::new(reference, city.areas());
    println!("index of {} unit groups built in {} ms", 495, start.elapsed().as_millis());
    let index = |title: &str| -> Vec<String> {
        titles.read(title, 5).answers.iter().map(|answer| answer.code.to_string()).collect()
    };
    let lines = || text.lines().filter(|line| !line.starts_with('#'));
    let splits: BTreeSet<&str> = lines().filter_map(|line| line.split('|').next()).collect();
    for split in splits {
        let rows: Vec<Row> = lines()
            .filter_map(|line| {
                let mut fields = line.splitn(3, '|');
                let here = fields.next() == Some(split);
                let codes: Vec<&str> = fields.next()?.split(',').filter(|code| *code != "-").collect();
                here.then_some((codes, fields.next()?))
            })
            .collect();
        report(&format!("{split}, index"), &rows, index);
        if mistakes && split != "judge" {
            for (codes, title) in &rows {
                let reading = titles.read(title, 3);
                let best = reading.answers.first();
                let right = best.map_or(codes.is_empty(), |answer| codes.contains(&answer.code.as_str()));
                if !right {
                    println!("{title} {codes:?} {:?} {best:?}", reading.words);
                }
            }
        }
    }
    let rows: Vec<&str> = lines().filter_map(|line| line.rsplit('|').next()).collect();
    let mut micros: Vec<u128> = rows
        .iter()
        .map(|title| {
            let start = Instant::now();
            let _ = titles.read(title, 5);
            start.elapsed().as_micros()
        })
        .collect();
    micros.sort_unstable();
    println!("one title: p50 {} µs, p99 {} µs", micros[rows.len() / 2], micros[rows.len() * 99 / 100]);
}

fn report(label: &str, rows: &[Row], read: impl Fn(&str) -> Vec<String>) {
    let mut right = [0; 6];
    let mut majors = [[0; 2]; 10];
    let (mut asked, mut nothing, mut silent, mut unanswered) = (0, 0, 0, 0);
    for (codes, title) in rows {
        let answers = read(title);
        let Some(first) = codes.first() else {
            nothing += 1;
            silent += usize::from(answers.is_empty());
            continue;
        };
        asked += 1;
        unanswered += usize::from(answers.is_empty());
        let major = &mut majors[usize::from(first.as_bytes()[0] - b'0')];
        major[1] += 1;
        for most in [1, 3, 5] {
            let hit = answers.iter().take(most).any(|answer| codes.contains(&answer.as_str()));
            right[most] += usize::from(hit);
            major[0] += usize::from(hit && most == 1);
        }
    }
    let share = |count: usize| count as f64 / f64::from(asked);
    println!(
        "{label}: {asked} titles, A@1 {:.3}, A@3 {:.3}, A@5 {:.3}, unanswered {unanswered}; silent on {silent} of {nothing}",
        share(right[1]),
        share(right[3]),
        share(right[5])
    );
    let majors: Vec<String> =
        majors.iter().enumerate().map(|(major, [right, all])| format!("{major}: {right}/{all}")).collect();
    println!("    first right by major group  {}", majors.join("  "));
}
