//! The files of the house: names, heads, lengths, links, sources of data, and nothing of any machine.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Longest a source file may be, in lines.
const LONGEST: usize = 500;
/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 6] = ["common", "utils", "util", "types", "helpers", "prelude"];
/// Nouns that have one file of one name in each of these rooms.
const NOUNS: &[&str] = &[
    "action",
    "action_plan",
    "agenda_item",
    "announcement",
    "anomaly",
    "answer",
    "attachment",
    "bulletin",
    "cohort",
    "council",
    "digest",
    "employer",
    "enrolment",
    "estimate",
    "hiring_commitment",
    "hiring_event",
    "interview",
    "meeting",
    "indicator",
    "measure",
    "comment",
    "connector",
    "contact",
    "coop_request",
    "idea",
    "lead",
    "merge",
    "mou",
    "neighbour",
    "notice",
    "opening",
    "organisation",
    "partner_key",
    "person",
    "placement",
    "print_job",
    "project",
    "receipt",
    "referral",
    "reply_slip",
    "roster",
    "report_book",
    "saved_search",
    "satisfaction",
    "seeker",
    "service",
    "term_plan",
    "submission",
    "suggestion",
    "supporter",
    "supporter_shift",
    "visit",
    "work_trial",
];
const ROOMS_OF_NOUNS: [&str; 3] = ["domain", "store", "app"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Tracked files that exist, with their text where they are text.
fn tracked() -> Vec<(String, Option<String>)> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output().unwrap();
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let names = String::from_utf8(listed.stdout).unwrap();
    let names = names.split('\0').filter(|name| root().join(name).is_file());
    let files: Vec<_> = names
        .map(|name| {
            (
                name.to_owned(),
                std::fs::read(root().join(name)).ok().and_then(|bytes| String::from_utf8(bytes).ok()),
            )
        })
        .collect();
    assert!(files.len() > 100, "too few files to have looked at all of them");
    files
}

/// What is wrong with one Rust file.
fn source_faults(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let stem = Path::new(path).file_stem().unwrap_or_default().to_string_lossy();
    if EMPTY_NAMES.contains(&stem.as_ref()) {
        faults.push(format!("{path}: the name says nothing"));
    }
    if !text.starts_with("//!") {
        faults.push(format!("{path}: does not open with what it is for"));
    }
    if text.lines().count() > LONGEST {
        faults.push(format!("{path}: longer than {LONGEST} lines"));
    }
    if text.lines().any(|line| line.trim_start().starts_with(concat!("to", "do!("))) {
        faults.push(format!("{path}: unfinished"));
    }
    faults
}

/// Lines that name a place on somebody's machine.
fn machine_paths(path: &str, text: &str) -> Vec<String> {
    let needles =
        [concat!("/ro", "ot/"), concat!("/Us", "ers/"), concat!("/wo", "rk/"), concat!("C:", "\\Users")];
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| needles.iter().any(|needle| starts_a_path(line, needle)))
        .map(|(number, _)| format!("{path}:{}", number + 1))
        .collect()
}

/// Whether the needle stands at the start of a path, not in the middle of a longer one or of an address.
fn starts_a_path(line: &str, needle: &str) -> bool {
    line.match_indices(needle).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || "\"'`(=:".contains(c))
    })
}

/// Links of a Markdown page to files that are not there.
fn dead_links(path: &str, text: &str, exists: &dyn Fn(&Path) -> bool) -> Vec<String> {
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets
        .map(|target| target.split('#').next().unwrap_or_default())
        .filter(|target| !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:"))
        .filter(|target| !exists(&folder.join(target)))
        .map(|target| format!("{path}: {target}"))
        .collect()
}

/// Migrations whose numbers are not 1, 2, 3 …
fn misnumbered(names: &[String]) -> Vec<String> {
    let numbered = names.iter().zip(1..);
    numbered
        .filter(|(name, number)| !name.starts_with(&format!("{number:04}_")))
        .map(|(name, _)| name.clone())
        .collect()
}

/// Folders of data that do not say where they come from.
fn without_source(folders: &[String], files: &[String]) -> Vec<String> {
    folders.iter().filter(|folder| !files.contains(&format!("{folder}/SOURCE.md"))).cloned().collect()
}

#[test]
fn source_files_are_tidy() {
    let files = tracked();
    let sources = files.iter().filter(|(name, _)| name.ends_with(".rs"));
    let faults: Vec<_> =
        sources.flat_map(|(name, text)| source_faults(name, text.as_deref().unwrap_or_default())).collect();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn an_untidy_file_is_seen() {
    let text = format!("use x;\n    {}!()\n{}", concat!("to", "do"), "\n".repeat(LONGEST));
    assert_eq!(source_faults("crates/x/src/utils.rs", &text).len(), 4);
    assert_eq!(source_faults("crates/x/src/opening.rs", "//! Openings.\n").len(), 0);
}

#[test]
fn a_noun_has_the_same_file_name_in_every_room() {
    let there = |room: &str, noun: &str| root().join(format!("crates/{room}/src/{noun}.rs")).is_file();
    let missing: Vec<_> = NOUNS
        .iter()
        .flat_map(|noun| ROOMS_OF_NOUNS.iter().map(move |room| (*room, *noun)))
        .filter(|(room, noun)| !there(room, noun))
        .collect();
    assert_eq!(missing, []);
    assert!(!there("domain", "invented_noun"));
}

#[test]
fn no_file_names_a_place_on_a_machine() {
    let files = tracked();
    let texts = files.iter().filter_map(|(name, text)| Some((name, text.as_ref()?)));
    let found: Vec<_> = texts.flat_map(|(name, text)| machine_paths(name, text)).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_place_on_a_machine_is_seen() {
    let text =
        format!("fine\nat \"{}x\"\nhttps://example.org{}x\n", concat!("/ro", "ot/"), concat!("/wo", "rk/"));
    assert_eq!(machine_paths("a.md", &text), ["a.md:2"]);
}

#[test]
fn links_of_pages_lead_somewhere() {
    let files = tracked();
    let pages = files.iter().filter(|(name, _)| name.ends_with(".md"));
    let exists = |path: &Path| root().join(path).exists();
    let dead: Vec<_> = pages
        .flat_map(|(name, text)| dead_links(name, text.as_deref().unwrap_or_default(), &exists))
        .collect();
    assert_eq!(dead, Vec::<String>::new());
}

#[test]
fn a_dead_link_is_seen() {
    let text = "[a](there.md#part) [b](gone.md) [c](https://example.org) [d](#here)";
    let exists = |path: &Path| path == Path::new("docs/there.md");
    assert_eq!(dead_links("docs/x.md", text, &exists), ["docs/x.md: gone.md"]);
}

/// Headings of a page to which nothing leaves room.
fn crowded_headings(path: &str, text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let crowded = |pair: &&[&str]| !pair[0].is_empty() && pair[1].starts_with("## ");
    lines.windows(2).filter(crowded).map(|pair| format!("{path}: {}", pair[1])).collect()
}

#[test]
fn headings_have_room_above_them() {
    let files = tracked();
    let pages = files.iter().filter(|(name, _)| name.ends_with(".md"));
    let crowded: Vec<_> =
        pages.flat_map(|(name, text)| crowded_headings(name, text.as_deref().unwrap_or_default())).collect();
    assert_eq!(crowded, Vec::<String>::new());
    assert_eq!(crowded_headings("a.md", "# a\n\n## b\nc\n## d"), ["a.md: ## d"]);
}

#[test]
fn migrations_are_numbered_without_gaps() {
    let files = tracked();
    let names: Vec<String> = files
        .iter()
        .filter_map(|(name, _)| name.strip_prefix("crates/store/migrations/"))
        .map(str::to_owned)
        .collect();
    assert!(!names.is_empty());
    assert_eq!(misnumbered(&names), Vec::<String>::new());
    assert_eq!(misnumbered(&["0001_a.sql".to_owned(), "0003_b.sql".to_owned()]), ["0003_b.sql"]);
}

#[test]
fn every_folder_of_data_says_where_it_comes_from() {
    let files: Vec<String> = tracked().into_iter().map(|(name, _)| name).collect();
    let mut folders: Vec<String> = files
        .iter()
        .filter_map(|name| name.strip_prefix("data/")?.split_once('/'))
        .map(|(folder, _)| format!("data/{folder}"))
        .collect();
    folders.dedup();
    assert_eq!(without_source(&folders, &files), Vec::<String>::new());
    assert_eq!(without_source(&["data/x".to_owned()], &files), ["data/x"]);
}

/// Entries of two crates with one name: the catalogue would show one crate's wording for the other's.
fn shared_entries(files: &[(String, String)]) -> Vec<String> {
    let mut owners = std::collections::BTreeMap::<&str, Vec<&str>>::new();
    for (path, text) in files {
        let names = text.lines().filter_map(|line| line.split_once(" ="));
        let names = names.map(|(name, _)| name);
        for name in names.filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase())) {
            owners.entry(name).or_default().push(path);
        }
    }
    owners.retain(|_, paths| paths.len() > 1);
    owners.into_iter().map(|(name, paths)| format!("{name}: {}", paths.join(", "))).collect()
}

#[test]
fn no_two_crates_word_the_same_entry() {
    let entry = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let twice = [entry("a", "x = 1\ny = 2\n"), entry("b", "z = 1\nx = 3\n")];
    assert_eq!(shared_entries(&twice), ["x: a, b"]);
    for lang in ["ko", "en"] {
        let ending = format!("messages/{lang}.ftl");
        let files: Vec<_> = tracked()
            .into_iter()
            .filter(|(path, _)| path.ends_with(&ending))
            .filter_map(|(path, text)| Some((path, text?)))
            .collect();
        assert!(files.len() >= 4, "{}", files.len());
        assert_eq!(shared_entries(&files), Vec::<String>::new());
    }
}

/// Identifiers of counting rules and examples that lack a named test, a sentence in a catalogue, or a page.
fn unheld(ids: &[(String, String)], sources: &[String], catalogues: &[String]) -> Vec<String> {
    let mut lacking = Vec::new();
    for (test, entry) in ids {
        let named = format!("fn {test}_");
        let held = sources.iter().any(|text| {
            let lines: Vec<&str> = text.lines().collect();
            // A function of the rule itself begins the same way; a test stands under its attribute.
            (1..lines.len()).any(|at| {
                lines[at].trim_start().starts_with(&named) || lines[at].contains(&format!("async {named}"))
            } && (at.saturating_sub(3)..at).any(|before| lines[before].contains("#[test]") || lines[before].contains("#[tokio::test")))
        });
        if !held {
            lacking.push(format!("{test}: no test"));
        }
        let said = |text: &&String| text.lines().any(|line| line.starts_with(&format!("{entry} =")));
        if catalogues.iter().filter(said).count() < 2 {
            lacking.push(format!("{entry}: not said in both languages"));
        }
    }
    lacking
}

#[test]
fn every_counting_rule_and_example_has_a_test_and_a_sentence() {
    let files = tracked();
    let texts = |ending: &str| -> Vec<String> {
        files.iter().filter(|(name, _)| name.ends_with(ending)).filter_map(|(_, text)| text.clone()).collect()
    };
    let rules = (1..=24).map(|n| (format!("cr_{n:02}"), format!("cr-{n:02}")));
    let examples = (1..=10).map(|n| (format!("v{n}"), format!("example-v{n}")));
    let ids: Vec<_> = rules.chain(examples).collect();
    assert_eq!(unheld(&ids, &texts(".rs"), &texts(".ftl")), Vec::<String>::new());
}

#[test]
fn a_rule_without_test_or_sentence_is_seen() {
    let ids = [("cr_77".to_owned(), "cr-77".to_owned())];
    let only_function = ["/// x\nfn cr_77_counts() {}\n".to_owned()];
    let said = ["cr-77 = x\n".to_owned()];
    assert_eq!(unheld(&ids, &only_function, &said).len(), 2);
    let tested = ["    #[test]\n    fn cr_77_counts() {}\n".to_owned()];
    assert_eq!(unheld(&ids, &tested, &[said[0].clone(), said[0].clone()]), Vec::<String>::new());
}
