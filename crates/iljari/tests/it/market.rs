//! Markets of packed columns as real processes: drawn, matched and allocated the same every time, and refused
//! in words.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn iljari(arguments: &[&str]) -> Output {
    let data = std::env::temp_dir().join("iljari-market-never-made");
    let output = Command::new(env!("CARGO_BIN_EXE_iljari"))
        .args(arguments)
        .args(["--lang", "en", "--data"])
        .arg(&data)
        .output()
        .unwrap();
    assert!(!data.exists());
    output
}

fn told(arguments: &[&str]) -> Value {
    let output = iljari(&[arguments, &["--json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn keys(value: &Value) -> String {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys.join(" ")
}

fn refused(arguments: &[&str], code: i32, words: &[&str]) {
    let output = iljari(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    assert!(words.iter().all(|word| said.contains(word)), "{arguments:?}: {said}");
}

fn drawn(place: &Path, name: &str, more: &[&str]) -> (String, Value) {
    let out = place.join(name).to_str().unwrap().to_owned();
    let first = ["generate", "market", "--seekers", "400", "--openings", "120", "--out", &out];
    let value = told(&[&first, more].concat());
    (out, value)
}

#[test]
fn one_seed_is_one_market_with_one_answer() {
    let place = tempfile::tempdir().unwrap();
    let (first, a) = drawn(place.path(), "a", &["--seed", "7"]);
    let (_, b) = drawn(place.path(), "b", &["--seed", "7"]);
    let (_, other) = drawn(place.path(), "c", &["--seed", "8"]);
    assert_eq!(a["hash"], b["hash"]);
    assert_ne!(a["hash"], other["hash"]);
    let out = place.path().join("lists.csv");
    let arguments = ["match", "--market", &first, "--top", "3", "--out", out.to_str().unwrap()];
    let (one, many) = (["--threads", "1"], ["--threads", "5"]);
    let lists = told(&[&arguments[..], &one].concat());
    let again = told(&[&arguments[..], &many].concat());
    assert_eq!((&lists["hash"], &lists["rows"]), (&again["hash"], &again["rows"]));
    assert_eq!(
        keys(&lists),
        "cpu_s hash openings pairs peak_rss_mib rows seekers seekers_with_match wall_s",
        "{lists}"
    );
    assert_eq!(lists["pairs"], 400 * 120);
    assert!(lists["cpu_s"].as_f64() > Some(0.0) && lists["peak_rss_mib"].as_u64() > Some(1), "{lists}");
    let rows = std::fs::read_to_string(&out).unwrap();
    assert_eq!(rows.lines().count() as u64, lists["rows"].as_u64().unwrap() + 1);
    assert!(rows.starts_with("seeker,position,opening,score\n"), "{rows}");
    // What is printed of one seeker is what stands in the file.
    let seeker = rows.lines().nth(1).unwrap().split(',').next().unwrap();
    let own = told(&["match", "--market", &first, "--top", "3", "--seeker", seeker]);
    let best = &own["list"][0];
    assert!(rows.contains(&format!("{seeker},1,{},{}\n", best["row"], best["score"])), "{own} {rows}");
    let opening = best["row"].to_string();
    let people = told(&["match", "--market", &first, "--top", "400", "--opening", &opening]);
    let found = people["list"].as_array().unwrap().iter();
    assert!(found.into_iter().any(|listed| listed["row"].as_u64() == seeker.parse().ok()), "{people}");
}

#[test]
fn an_allocation_is_written_and_proved() {
    let place = tempfile::tempdir().unwrap();
    let (market, planted) = drawn(place.path(), "m", &["--kind", "planted"]);
    let (seats, lists) = (place.path().join("seats.jsonl"), place.path().join("lists.csv"));
    let files = ["--out", seats.to_str().unwrap(), "--lists", lists.to_str().unwrap(), "--check"];
    for bidders in ["seekers", "openings"] {
        let arguments = ["allocate", "--market", &market, "--bidders", bidders];
        let value = told(&[&arguments[..], &files].concat());
        assert_eq!(value["utility"], planted["known"]["utility"], "{value}");
        assert_eq!(value["seats_filled"], planted["known"]["seats_filled"], "{value}");
        assert!(value["certificate"]["gap"].as_f64().unwrap() < 0.001, "{value}");
        // Asked of the index, the bound is what every pair gives, and it is there without that look at all pairs.
        assert_eq!(value["bound"], value["certificate"]["dual_by_openings"], "{value}");
        let short = value["bound"].as_i64().unwrap() - value["utility"].as_i64().unwrap();
        let gap = short as f64 / value["bound"].as_f64().unwrap();
        assert!((value["gap"].as_f64().unwrap() - gap).abs() < 1e-12, "{value}");
        let unproved = told(&arguments);
        assert_eq!((&unproved["gap"], &unproved["hash"]), (&value["gap"], &value["hash"]));
        assert!(keys(&unproved).contains("seats seats_filled"), "{unproved}");
        assert!(unproved["cpu_s"].is_f64() && unproved["wall_s"].is_f64(), "{unproved}");
        let rows = std::fs::read_to_string(&seats).unwrap();
        let rows: Vec<Value> = rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(rows.len() as u64, value["seats_filled"].as_u64().unwrap());
        let sum: i64 = rows.iter().map(|row| row["score"].as_i64().unwrap()).sum();
        assert_eq!(sum, value["utility"].as_i64().unwrap());
        let shown = std::fs::read_to_string(&lists).unwrap();
        assert_eq!(shown.lines().count() as u64, value["shown"].as_u64().unwrap() + 1);
    }
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    let place = tempfile::tempdir().unwrap();
    let (market, _) = drawn(place.path(), "m", &[]);
    let new = place.path().join("new").to_str().unwrap().to_owned();
    let generate =
        |more: &[&'static str]| -> Vec<&str> { [&["generate", "market", "--out", &new], more].concat() };
    refused(&generate(&["--seekers", "4000001"]), 1, &["4,000,001", "4,000,000"]);
    refused(&generate(&["--openings", "1000001"]), 1, &["1,000,001", "1,000,000"]);
    refused(&generate(&["--licences", "25"]), 1, &["25", "24"]);
    for tightness in ["0", "nan", "inf", "1e-9", "1e9"] {
        refused(&generate(&["--tightness", tightness]), 1, &["Seekers per seat"]);
    }
    refused(&generate(&["--kind", "village"]), 2, &["village", "city", "planted"]);
    refused(&generate(&["--size", "xl"]), 2, &["xl"]);
    assert!(!Path::new(&new).exists());
    refused(&["generate", "market", "--out", &market], 1, &["not empty", "--out"]);
    refused(&["match", "--market", &new], 1, &["market.json", "generate market"]);
    refused(&["match", "--market", &market, "--top", "0"], 2, &["--top"]);
    refused(&["match", "--market", &market, "--top", "121"], 1, &["121", "120"]);
    refused(&["match", "--market", &market, "--seeker", "400"], 1, &["seeker 400", "400"]);
    refused(&["match", "--market", &market, "--opening", "120"], 1, &["opening 120", "120"]);
    refused(&["match", "--market", &market, "--out", "lists.pdf"], 1, &[".csv or .jsonl"]);
    refused(&["match", "--market", &market, "--openings", "a.csv"], 2, &["--market"]);
    refused(&["match", "--seeker", "3"], 2, &["--market"]);
    refused(&["allocate", "--market", &market, "--raise", "0"], 2, &["--raise"]);
    refused(&["allocate", "--market", &market, "--bidders", "mayors"], 2, &["seekers", "openings"]);
    std::fs::write(Path::new(&market).join("openings.pay"), b"x").unwrap();
    refused(&["allocate", "--market", &market], 1, &["pay", "wrong length"]);
    std::fs::write(Path::new(&market).join("market.json"), b"{}").unwrap();
    refused(&["allocate", "--market", &market], 1, &["market.json cannot be read"]);
}

#[test]
fn the_mismatch_of_a_planted_market_comes_out_as_planted() {
    let place = tempfile::tempdir().unwrap();
    for (seekers, openings, seed) in [("400", "120", "3"), ("3000", "900", "4"), ("700", "2000", "5")] {
        let more = ["--kind", "planted", "--seekers", seekers, "--openings", openings, "--seed", seed];
        let out = place.path().join(seed).to_str().unwrap().to_owned();
        let planted = told(&[&["generate", "market", "--out", &out][..], &more].concat());
        let value = told(&["mismatch", "--market", &out]);
        let index = |by: &str| {
            let cuts = value["index"].as_array().unwrap();
            cuts.iter().find(|cut| cut["by"] == by).unwrap()["mismatch"].as_f64().unwrap()
        };
        let known = planted["known"]["mismatch"].as_f64().unwrap();
        for by in ["sub_major", "minor", "unit"] {
            assert!((index(by) - known).abs() < 1e-9, "{by}: {} for {known}", index(by));
        }
        assert!(index("major") <= known);
        assert_eq!(value["parts"]["placeable"], planted["known"]["seats_filled"], "{value}");
        let parts: u64 = value["parts"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
        assert_eq!(value["seekers"], parts);
        // Every zone is in one place: which one somebody lives in cannot be told.
        assert!(value["index"].as_array().unwrap().iter().all(|cut| cut["by"] != "zone"));
    }
}

#[test]
fn the_mismatch_of_a_city_is_the_same_on_any_number_of_threads() {
    let place = tempfile::tempdir().unwrap();
    let (market, _) = drawn(place.path(), "m", &[]);
    let count = |threads| told(&["mismatch", "--market", &market, "--threads", threads]);
    let one = count("1");
    assert_eq!(one, count("3"));
    let sum = |of: &str, key: &str| -> f64 {
        one[of].as_array().unwrap().iter().map(|part| part[key].as_f64().unwrap()).sum()
    };
    assert!((sum("levers", "share") - one["together"].as_f64().unwrap()).abs() < 1e-6);
    let cuts = one["index"].as_array().unwrap();
    let by: Vec<_> = cuts.iter().map(|cut| cut["by"].as_str().unwrap()).collect();
    assert_eq!(by, ["major", "sub_major", "minor", "unit", "place", "zone"]);
    let added: f64 = cuts[..5].iter().map(|cut| cut["added"].as_f64().unwrap()).sum();
    assert!(cuts[..5].windows(2).all(|pair| pair[0]["mismatch"].as_f64() <= pair[1]["mismatch"].as_f64()));
    assert!(added > cuts[3]["mismatch"].as_f64().unwrap() - 1e-9);
    let text = iljari(&["mismatch", "--market", &market]);
    let text = String::from_utf8(text.stdout).unwrap();
    for words in ["placeable now", "unit group and zone: m 0.", "licence"] {
        assert!(text.to_lowercase().contains(words), "{words}: {text}");
    }
    let none = place.path().join("none").to_str().unwrap().to_owned();
    refused(&["mismatch", "--market", &none], 1, &["market.json", "generate market"]);
    refused(&["mismatch", "--threads", "2"], 2, &["--market"]);
    let flood = place.path().join("flood").to_str().unwrap().to_owned();
    let crowd = ["--kind", "one-occupation", "--seekers", "40000", "--openings", "20000"];
    told(&[&["generate", "market", "--out", &flood][..], &crowd].concat());
    refused(&["mismatch", "--market", &flood], 1, &["536,870,912"]);
}
