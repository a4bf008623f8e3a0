//! The commands as real processes: what they say, where, and with which exit code.

use std::path::Path;
use std::process::{Command, Output};

fn iljari(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_iljari"))
        .args(arguments)
        .args(["--lang", "en", "--data"])
        .arg(data)
        .output()
        .unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn an_unknown_option_is_answered_with_the_nearest_one() {
    let place = tempfile::tempdir().unwrap();
    let output = iljari(place.path(), &["import", "openings", "a.csv", "--dry-rum"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--dry-run"), "{}", stderr(&output));
}

#[test]
fn an_unknown_key_of_the_configuration_is_named_with_the_nearest_one() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("iljari.toml");
    std::fs::write(&file, "city = \"goyang\"\nlisten_on = \"127.0.0.1:1\"\n").unwrap();
    let output = iljari(place.path(), &["doctor", "--config", file.to_str().unwrap()]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("line 2, column 1") && said.contains("hint: did you mean `listen`?"), "{said}");
}

#[test]
fn a_malformed_configuration_is_refused_with_line_and_column() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("iljari.toml");
    std::fs::write(&file, "city = \"goyang\"\nlisten = 127.0.0.1\n").unwrap();
    let output = iljari(place.path(), &["doctor", "--config", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("line 2, column "), "{}", stderr(&output));
}

#[test]
fn a_taken_port_is_said_with_a_way_out() {
    let place = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = iljari(place.path(), &["serve", "--listen", &address]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("failed to listen on") && said.contains("--listen"), "{said}");
}

#[test]
fn a_data_directory_that_is_a_file_is_said_with_a_way_out() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("data");
    std::fs::write(&file, "x").unwrap();
    let output = iljari(&file, &["verify"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("hint: choose another with --data"), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "x");
}

#[test]
fn json_is_exactly_one_object() {
    let place = tempfile::tempdir().unwrap();
    let output = iljari(place.path(), &["verify", "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    for key in ["changes", "chain_ok", "first_bad", "ledger_ok", "projections_ok"] {
        assert!(value.get(key).is_some(), "{key} is missing in {value}");
    }
}

#[test]
fn a_second_import_of_the_same_file_changes_nothing() {
    let place = tempfile::tempdir().unwrap();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/demo/openings.csv");
    let counts = || {
        let output = iljari(place.path(), &["import", "openings", file, "--json"]);
        let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        ["rows", "created", "updated", "unchanged", "duplicate", "rejected"]
            .map(|key| value[key].as_u64().unwrap())
    };
    let [rows, created, updated, unchanged, duplicate, rejected] = counts();
    assert!(created > 0 && updated == 0 && unchanged == 0);
    assert_eq!(created + duplicate + rejected, rows);
    let [rows, created, updated, unchanged, duplicate, rejected] = counts();
    assert_eq!((created, updated), (0, 0));
    assert_eq!(unchanged + duplicate + rejected, rows);
}

#[test]
fn a_backup_restored_elsewhere_verifies() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let copy = first.path().join("copy.db");
    assert!(iljari(first.path(), &["verify"]).status.success());
    let output = iljari(first.path(), &["backup", copy.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr(&output));
    let refused = iljari(second.path(), &["restore", copy.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("master key"), "{}", stderr(&refused));
    std::fs::copy(first.path().join("master.key"), second.path().join("master.key")).unwrap();
    let restored = iljari(second.path(), &["restore", copy.to_str().unwrap()]);
    assert!(restored.status.success(), "{}", stderr(&restored));
}

#[test]
fn two_files_are_matched_without_a_database() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("never-made");
    let out = place.path().join("matches.json");
    let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/demo");
    let (openings, seekers) = (format!("{demo}/openings.csv"), format!("{demo}/seekers.csv"));
    let arguments =
        ["match", "--openings", &openings, "--seekers", &seekers, "--out", out.to_str().unwrap(), "--json"];
    let output = iljari(&data, &arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(value["matches"].as_u64().unwrap() > 0, "{value}");
    assert!(out.is_file() && !data.exists());
}
