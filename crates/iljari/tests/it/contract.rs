//! What other programs may rely on: one JSON object with the keys that were promised, data formats that
//! independent readers understand, accounts made and locked from the terminal.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn iljari(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_iljari")).args(arguments).arg("--data").arg(data).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8([output.stdout.as_slice(), output.stderr.as_slice()].concat()).unwrap()
}

/// The one object of a command that must succeed, with its keys.
fn object(data: &Path, arguments: &[&str]) -> Value {
    let output = iljari(data, &[arguments, &["--json"]].concat());
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn city_with_openings() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/demo/openings.csv");
    let report = object(place.path(), &["import", "openings", file]);
    let sum = ["created", "updated", "unchanged", "duplicate", "rejected"];
    assert_eq!(sum.iter().map(|key| report[key].as_i64().unwrap()).sum::<i64>(), report["rows"]);
    place
}

#[test]
fn every_command_prints_its_promised_keys() {
    let place = city_with_openings();
    let data = place.path();
    let copy = data.join("copy.db");
    let copy = copy.to_str().unwrap();
    let expected: [(&[&str], &[&str]); 5] = [
        (&["verify"], &["chain_ok", "changes", "first_bad", "ledger_ok", "projections_ok"]),
        (&["doctor"], &["checks", "ok"]),
        (&["backup", copy], &["bytes", "file", "key"]),
        (&["user", "list"], &["users"]),
        (&["migrate"], &["engine", "migrated"]),
    ];
    for (arguments, promised) in expected {
        let value = object(data, arguments);
        let mut found = keys(&value);
        found.sort_unstable();
        assert_eq!(found, promised, "{arguments:?}");
    }
}

#[test]
fn a_snapshot_closes_what_the_source_lists_no_more() {
    let place = tempfile::tempdir().unwrap();
    let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/demo/openings.csv"));
    let file = file.unwrap();
    let whole = place.path().join("list.csv");
    let take_in = |text: &str| {
        std::fs::write(&whole, text).unwrap();
        let arguments =
            ["import", "openings", whole.to_str().unwrap(), "--snapshot", "--source", "센터 명부"];
        object(place.path(), &arguments)
    };
    assert_eq!(take_in(&file)["closed"], 0);
    let shorter: Vec<&str> = file.lines().take(2 + 50).collect();
    let report = take_in(&shorter.join("\n"));
    assert_eq!((&report["unchanged"], &report["closed"]), (&Value::from(50), &Value::from(10)));
}

#[test]
fn openings_leave_in_every_format() {
    let place = city_with_openings();
    let export = |format: &str| {
        let output = iljari(place.path(), &["export", "openings", "--format", format]);
        assert!(output.status.success(), "{}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let lines: Vec<Value> = export("jsonl").lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let listed = lines.len();
    assert!(listed >= 50, "{listed}");
    let postings: Vec<Value> =
        export("jobposting").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(postings.len(), listed);
    assert!(postings.iter().all(|posting| posting["@type"] == "JobPosting"
        && posting["baseSalary"]["currency"] == "KRW"
        && posting["hiringOrganization"]["name"].is_string()));
    let xml = export("worknet-xml");
    assert_eq!(xml.matches("<wanted>").count(), listed);
    // Each format that can be taken in again gives as many openings as it was made of.
    let output = iljari(place.path(), &["export", "openings", "--format", "csv", "--lang", "en"]);
    let english = String::from_utf8(output.stdout).unwrap();
    assert!(english.contains("receipt number,title,employer"), "{english}");
    let csv = export("csv");
    assert!(csv.contains("접수번호,구인제목,사업장명"), "{csv}");
    let files =
        [("again.csv", csv), ("english.csv", english), ("again.xml", xml), ("again.jsonl", export("jsonl"))];
    for (name, text) in files {
        let again = tempfile::tempdir().unwrap();
        let file = again.path().join(name);
        std::fs::write(&file, text).unwrap();
        let report = object(again.path(), &["import", "openings", file.to_str().unwrap()]);
        assert_eq!(report["created"], listed, "{name}: {report}");
        let unread = report["problems"].as_array().unwrap().iter();
        let unread = unread.filter(|problem| problem["code"] == "column-unknown").count();
        assert!(name.ends_with("jsonl") || unread == 0, "{name} is read whole: {report}");
    }
}

#[test]
fn the_feed_goes_on_where_the_reader_stopped() {
    let place = city_with_openings();
    // The openings and the number to go on from.
    let feed = |after: i64| -> (Vec<i64>, i64) {
        let output = iljari(place.path(), &["feed", "openings", "--after", &after.to_string()]);
        assert!(output.status.success(), "{}", said(&output));
        let text = String::from_utf8(output.stdout).unwrap();
        let mut lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let cursor = lines.pop().unwrap()["cursor"].as_i64().unwrap();
        (lines.iter().map(|line| line["seq"].as_i64().unwrap()).collect(), cursor)
    };
    let (all, cursor) = feed(0);
    assert!(all.len() >= 50);
    let middle = all[all.len() / 2];
    let rest: Vec<i64> = all.iter().copied().filter(|seq| *seq > middle).collect();
    assert_eq!(feed(middle), (rest, cursor));
    assert_eq!(feed(cursor), (Vec::new(), cursor));
}

#[test]
fn accounts_are_made_locked_and_unlocked_from_the_terminal() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path();
    let add = ["user", "add", "--login", "garam", "--name", "김가람결", "--role", "counselor"];
    let made = object(data, &add);
    assert!(made["link"].as_str().unwrap().starts_with("/links/"), "{made}");
    let account = || object(data, &["user", "list"])["users"][0].clone();
    assert_eq!((&account()["login"], &account()["roles"][0]), (&"garam".into(), &"counselor".into()));
    let twice = iljari(data, &add);
    assert_eq!(twice.status.code(), Some(1), "{}", said(&twice));
    object(data, &["user", "suspend", "garam"]);
    assert_eq!(account()["account"]["state"], "suspended");
    object(data, &["user", "reactivate", "garam"]);
    assert_ne!(account()["account"]["state"], "suspended");
    object(data, &["user", "roles", "garam", "supervisor", "auditor"]);
    assert_eq!(account()["roles"], serde_json::json!(["supervisor", "auditor"]));
    let renewed = object(data, &["user", "link", "garam"]);
    assert_ne!(renewed["link"], made["link"]);
    let nobody = iljari(data, &["user", "suspend", "nobody"]);
    assert_eq!(nobody.status.code(), Some(1), "{}", said(&nobody));
    let role = iljari(data, &["user", "roles", "garam", "king"]);
    assert_eq!(role.status.code(), Some(2), "{}", said(&role));
}

/// A clock that can be moved has no place in what people run.
#[test]
fn what_is_released_has_no_movable_clock() {
    let manifest: toml::Value = toml::from_str(include_str!("../../Cargo.toml")).unwrap();
    let features = manifest["features"].as_table().unwrap();
    assert!(features.contains_key("test-clock") && !features.contains_key("default"));
    for script in [include_str!("../../../../dev"), include_str!("../../../../.ci/run")] {
        assert!(!script.contains("--features") && !script.contains("--all-features"));
    }
    // Builds for tests have it, and nothing else: each place that knows it stands behind the same condition.
    for source in [include_str!("../../src/command.rs"), include_str!("../../src/ambient.rs")] {
        let lines: Vec<&str> = source.lines().map(str::trim).collect();
        let guards = lines.iter().filter(|line| line.contains("feature = \"test-clock\""));
        assert!(guards.clone().count() > 0);
        for guard in guards {
            let open = ["#[cfg(any(debug_assertions, feature = \"test-clock\"))]"];
            let shut = ["#[cfg(not(any(debug_assertions, feature = \"test-clock\")))]"];
            assert!(open.contains(guard) || shut.contains(guard), "{guard}");
        }
    }
    let place = tempfile::tempdir().unwrap();
    let answer = iljari(place.path(), &["verify", "--clock-file", "x"]);
    let expected = if cfg!(debug_assertions) { 0 } else { 2 };
    assert_eq!(answer.status.code(), Some(expected), "{}", said(&answer));
}
