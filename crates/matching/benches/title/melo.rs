//! MELO usa-en as its evaluator has it: corpus strings ranked for each query, the first hundred counted, average
//! precision and the first right place as trec_eval computes them. Half of the queries (even places) was tuned
//! on.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::time::Instant;

use matching::title::{Cleaner, Entry, FULL, Index, Language, Parameters};

/// Strings of a ranking that count.
const COUNTED: usize = 100;
/// The evaluator writes scores with five digits.
const DIGIT: u32 = FULL / 100_000;

pub(crate) fn run(directory: &Path) {
    let [queries, corpus, gold] =
        ["queries.tsv", "corpus_elements.tsv", "annotations.tsv"].map(|file| read(&directory.join(file)));
    let (Some(queries), Some(corpus), Some(gold)) = (queries, corpus, gold) else {
        println!("MELO: no files in {}, nothing measured", directory.display());
        return;
    };
    let places: BTreeMap<&str, usize> =
        corpus.iter().enumerate().map(|(place, row)| (row[0].as_str(), place)).collect();
    let mut relevant: BTreeMap<&str, HashSet<usize>> = BTreeMap::new();
    for row in gold.iter().filter(|row| row[3] != "0") {
        relevant.entry(&row[0]).or_default().insert(places[row[2].as_str()]);
    }
    let mut groups: BTreeMap<&str, u32> = BTreeMap::new();
    for row in &corpus {
        let next = groups.len() as u32;
        groups.entry(row[0].split('_').next().unwrap()).or_insert(next);
    }
    let group = |place: usize| groups[corpus[place][0].split('_').next().unwrap()];
    let start = Instant::now();
    let entries = (0..corpus.len())
        .map(|place| Entry { text: ascii(&corpus[place][1]), group: group(place), weight: 1_000 })
        .collect();
    let index = Index::new(entries, Cleaner::new(Language::English), Parameters::ENGLISH);
    println!("MELO: index of {} strings built in {} ms", corpus.len(), start.elapsed().as_millis());

    let start = Instant::now();
    let strings = |query: &str| -> Vec<(usize, u32)> {
        index.strings(query, COUNTED).into_iter().map(|hit| (hit.entry, hit.score)).collect()
    };
    report("strings alone", &queries, &relevant, strings);
    println!("    {:.1} ms a query", start.elapsed().as_secs_f64() * 1e3 / queries.len() as f64);
    let grouped = |query: &str| -> Vec<(usize, u32)> {
        let mut own = vec![0; corpus.len()];
        index.strings(query, corpus.len()).into_iter().for_each(|hit| own[hit.entry] = hit.score);
        let mut of_group = vec![0; groups.len()];
        index
            .groups(query, COUNTED)
            .into_iter()
            .for_each(|hit| of_group[hit.group as usize] = hit.score.min(FULL));
        let mut all: Vec<(usize, u32)> = (0..corpus.len())
            .map(|place| (place, of_group[group(place) as usize] / 10 * 9 + own[place] / 10))
            .collect();
        all.sort_by_key(|(place, score)| (std::cmp::Reverse(*score), *place));
        all.truncate(COUNTED);
        all
    };
    report("strings of a concept together", &queries, &relevant, grouped);
}

fn report(
    label: &str,
    queries: &[Vec<String>],
    relevant: &BTreeMap<&str, HashSet<usize>>,
    rank: impl Fn(&str) -> Vec<(usize, u32)>,
) {
    let mut sums = [[0.0; 5]; 2];
    for (number, row) in queries.iter().enumerate() {
        let right = &relevant[row[0].as_str()];
        let mut ranking = rank(&ascii(&row[1]));
        // trec_eval breaks ties by the name of the document, the last one first.
        ranking.sort_by_key(|(place, score)| std::cmp::Reverse((score / DIGIT, *place)));
        let mut found = 0.0;
        let mut precision = 0.0;
        let mut first = None;
        for (rank, (place, _)) in (1_u32..).zip(&ranking) {
            if right.contains(place) {
                found += 1.0;
                precision += found / f64::from(rank);
                first = first.or(Some(rank));
            }
        }
        let within = |most: u32| f64::from(u8::from(first.is_some_and(|rank| rank <= most)));
        let values = [
            precision / right.len() as f64,
            first.map_or(0.0, |rank| 1.0 / f64::from(rank)),
            within(1),
            within(5),
            within(10),
        ];
        for (sum, value) in sums[number % 2].iter_mut().zip(values) {
            *sum += value;
        }
    }
    let halves = [queries.len().div_ceil(2), queries.len() / 2];
    let line = |name: &str, sum: [f64; 5], count: usize| {
        let [map, mrr, a1, a5, a10] = sum.map(|value| value / count as f64);
        println!("MELO {label}, {name}: MAP {map:.4}  MRR {mrr:.4}  A@1 {a1:.4}  A@5 {a5:.4}  A@10 {a10:.4}");
    };
    let all = std::array::from_fn(|column| sums[0][column] + sums[1][column]);
    line("all", all, queries.len());
    line("tuned half", sums[0], halves[0]);
    line("other half", sums[1], halves[1]);
}

fn read(file: &Path) -> Option<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(file).ok()?;
    Some(text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

/// As the published baselines read text: accents away, nothing but ASCII.
fn ascii(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkd().filter(char::is_ascii).collect()
}
