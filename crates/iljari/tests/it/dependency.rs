//! Who may import whom, and from where: `cargo metadata` against the table of ARCHITECTURE.md.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// Our crates and the crates of ours that each may import.
const ROOMS: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("matching", &["domain"]),
    ("search", &["domain"]),
    ("sync", &["domain"]),
    ("vault", &[]),
    ("store", &["domain", "vault"]),
    ("documents", &["domain"]),
    ("app", &["domain", "matching", "search", "sync", "store", "documents"]),
    ("web", &["domain", "app"]),
    ("iljari", &["domain", "matching", "search", "sync", "store", "documents", "app", "web"]),
    ("batch", &["domain", "matching"]),
];

/// Crates of others that only some rooms may know.
const OWNED: &[(&str, &[&str])] = &[
    ("sqlx", &["store"]),
    ("sqlite-plugin", &["vault"]),
    ("x25519-dalek", &["store"]),
    ("axum", &["web", "iljari"]),
    ("axum-server", &["iljari"]),
    ("tower-http", &["web"]),
    ("maud", &["web"]),
    ("ed25519-dalek", &["domain", "store"]),
    ("p256", &["app"]),
    ("tantivy", &["search"]),
    ("calamine", &["documents"]),
    ("rust_xlsxwriter", &["documents"]),
    ("quick-xml", &["documents"]),
    ("hwpforge", &["documents"]),
    ("typst", &["documents"]),
    ("typst-layout", &["documents"]),
    ("typst-pdf", &["documents"]),
    ("thirtyfour", &["iljari"]),
    ("clap", &["iljari"]),
    ("lettre", &["app"]),
    ("getrandom", &["iljari"]),
    ("reqwest", &["app"]),
];

/// What takes the place of another's crate while something is built; no room, and nobody's import (ADR 19).
const STAND_INS: [&str; 1] = ["bindgen"];

/// Rooms that are plain calculation.
const SYNCHRONOUS: [&str; 6] = ["domain", "matching", "search", "sync", "vault", "documents"];

/// Licences under which the program may be given away.
const LICENCES: [&str; 14] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn metadata() -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let host = Command::new("rustc").arg("-vV").output().unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let answer = Command::new("cargo")
        .args(["metadata", "--offline", "--format-version", "1", "--filter-platform", host])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    serde_json::from_slice(&answer.stdout).unwrap()
}

fn packages(metadata: &Value) -> &[Value] {
    metadata["packages"].as_array().unwrap()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Imports that the table forbids. A crate may import itself for its tests, with its testing feature.
fn forbidden_imports(metadata: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for package in packages(metadata).iter().filter(|package| package["source"].is_null()) {
        let name = text(package, "name");
        if STAND_INS.contains(&name) {
            continue;
        }
        let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == name) else {
            found.push(format!("{name} is no room of the house"));
            continue;
        };
        for dependency in package["dependencies"].as_array().unwrap() {
            let other = text(dependency, "name");
            let ours = ROOMS.iter().any(|(room, _)| *room == other);
            let of_its_tests = dependency["kind"] == "dev" && other == name;
            if ours && !allowed.contains(&other) && !of_its_tests {
                found.push(format!("{name} imports {other}"));
            }
            // Benchmarks put search beside the databases' own, and the feed beside a poller of stamps.
            let of_its_benchmarks =
                dependency["kind"] == "dev" && ["iljari", "app"].contains(&name) && other == "sqlx";
            let owned = OWNED.iter().any(|(part, rooms)| *part == other && !rooms.contains(&name));
            if owned && !of_its_benchmarks {
                found.push(format!("{name} imports {other}"));
            }
            if other == "tokio" && SYNCHRONOUS.contains(&name) && dependency["kind"].is_null() {
                found.push(format!("{name} is synchronous and imports tokio"));
            }
        }
    }
    found
}

/// Whether a licence expression can be met with allowed licences alone.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any_of(&mut rest) && rest.is_empty()
}

fn any_of(rest: &mut &[&str]) -> bool {
    let mut met = all_of(rest);
    while rest.first() == Some(&"OR") {
        *rest = &rest[1..];
        met |= all_of(rest);
    }
    met
}

fn all_of(rest: &mut &[&str]) -> bool {
    let mut met = one(rest);
    while rest.first() == Some(&"AND") {
        *rest = &rest[1..];
        met &= one(rest);
    }
    met
}

fn one(rest: &mut &[&str]) -> bool {
    match **rest {
        ["(", ..] => {
            *rest = &rest[1..];
            let met = any_of(rest);
            *rest = rest.get(1..).unwrap_or_default();
            met
        }
        [licence, "WITH", exception, ..] => {
            *rest = &rest[3..];
            LICENCES.contains(&format!("{licence} WITH {exception}").as_str())
        }
        [licence, ..] => {
            *rest = &rest[1..];
            LICENCES.contains(&licence)
        }
        [] => false,
    }
}

fn bad_origins(metadata: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for package in packages(metadata).iter().filter(|package| !package["source"].is_null()) {
        let (name, licence) = (text(package, "name"), text(package, "license"));
        if !is_allowed(licence) {
            found.push(format!("{name}: licence `{licence}`"));
        }
        if text(package, "source") != CRATES_IO {
            found.push(format!("{name}: from {}", text(package, "source")));
        }
    }
    found
}

/// Libraries linked under one name: a second SQLite in the process would break its file locks.
fn linked_twice(metadata: &Value) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let links = packages(metadata).iter().filter_map(|package| package["links"].as_str());
    links.filter(|library| library.contains("sqlite") && !seen.insert(*library)).collect()
}

#[test]
fn rooms_import_only_what_the_table_allows() {
    assert_eq!(forbidden_imports(&metadata()), Vec::<String>::new());
}

#[test]
fn a_forbidden_import_is_seen() {
    let dependencies = json!([
        { "name": "store", "kind": null }, { "name": "sqlx", "kind": null },
        { "name": "app", "kind": "dev" }, { "name": "web", "kind": "dev" },
    ]);
    let metadata = json!({ "packages": [
        { "name": "web", "source": null, "dependencies": dependencies },
        { "name": "domain", "source": null, "dependencies": [{ "name": "tokio", "kind": null }] },
        { "name": "helpers", "source": null, "dependencies": [] },
    ]});
    let expected = [
        "web imports store",
        "web imports sqlx",
        "domain is synchronous and imports tokio",
        "helpers is no room of the house",
    ];
    assert_eq!(forbidden_imports(&metadata), expected);
}

#[test]
fn everything_may_be_given_away_and_comes_from_one_place() {
    let metadata = metadata();
    assert_eq!(bad_origins(&metadata), Vec::<String>::new());
    assert_eq!(linked_twice(&metadata), Vec::<&str>::new());
    assert!(packages(&metadata).len() > 100, "too few packages to have looked at all of them");
}

#[test]
fn a_bad_origin_is_seen() {
    let metadata = json!({ "packages": [
        { "name": "a", "source": CRATES_IO, "license": "GPL-3.0-only", "links": "sqlite3" },
        { "name": "b", "source": "git+https://example.org/b", "license": "MIT", "links": "sqlite3" },
        { "name": "c", "source": CRATES_IO, "license": null, "links": null },
    ]});
    let expected = ["a: licence `GPL-3.0-only`", "b: from git+https://example.org/b", "c: licence ``"];
    assert_eq!(bad_origins(&metadata), expected);
    assert_eq!(linked_twice(&metadata), ["sqlite3"]);
}

#[test]
fn licence_expressions_are_read_as_they_are_meant() {
    for good in [
        "MIT",
        "MIT/GPL-2.0",
        "GPL-2.0-only OR MIT",
        "ISC AND (GPL-2.0 OR MIT)",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(is_allowed(good), "{good}");
    }
    for bad in [
        "",
        "GPL-3.0",
        "MIT AND GPL-2.0",
        "ISC AND (GPL-2.0 OR AGPL-3.0)",
        "Apache-2.0 WITH Other-exception",
        "MIT MIT",
    ] {
        assert!(!is_allowed(bad), "{bad}");
    }
}
