//! The commands as real processes: what they say, where, and with which exit code.

use std::path::Path;
use std::process::{Command, Output};

fn iljari(data: &Path, arguments: &[&str]) -> Output {
    iljari_in("en", data, arguments)
}

fn iljari_in(lang: &str, data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_iljari"))
        .args(arguments)
        .args(["--lang", lang, "--data"])
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

fn demo(name: &str) -> String {
    format!("{}/../../data/demo/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn one_file_that_cannot_be_read_refuses_them_all() {
    let place = tempfile::tempdir().unwrap();
    let letter = place.path().join("letter.csv");
    std::fs::write(&letter, "%PDF-1.7\n1 0 obj").unwrap();
    let missing = place.path().join("missing.csv");
    let data = place.path().join("data");
    let changes = || stdout(&iljari(&data, &["verify", "--json"]));
    let before = changes();
    for other in [&letter, &missing, &demo("seekers.csv").into()] {
        let output = iljari(&data, &["import", "openings", &demo("openings.csv"), other.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert_eq!(changes(), before, "{}", other.display());
    }
    let output = iljari(&data, &["import", "openings", &demo("seekers.csv")]);
    assert!(stderr(&output).contains("This looks like a list of jobseekers"), "{}", stderr(&output));
}

#[test]
fn a_row_that_cannot_be_read_fails_import_and_match_alike() {
    let place = tempfile::tempdir().unwrap();
    let rows = place.path().join("openings.csv");
    let text = std::fs::read_to_string(demo("openings.csv")).unwrap();
    std::fs::write(&rows, format!("{text},,,,,3,,,,,,,,,,\n")).unwrap();
    let (rows, data) = (rows.to_str().unwrap(), place.path().join("data"));
    let imported = iljari(&data, &["import", "openings", rows]);
    assert_eq!(imported.status.code(), Some(1), "{}", stderr(&imported));
    assert!(stdout(&imported).contains("60 created"), "{}", stdout(&imported));
    for (openings, code) in [(rows, 1), (&demo("openings.csv"), 0)] {
        let out = place.path().join(format!("{code}.csv"));
        let seekers = demo("seekers.csv");
        let arguments =
            ["match", "--openings", openings, "--seekers", &seekers, "--out", out.to_str().unwrap()];
        let matched = iljari(&data, &arguments);
        assert_eq!(matched.status.code(), Some(code), "{}", stderr(&matched));
        assert!(out.is_file(), "what could be read was done");
        assert!(stdout(&matched).contains("80 seekers"), "{}", stdout(&matched));
    }
}

#[test]
fn results_are_said_in_the_language_asked_for() {
    let place = tempfile::tempdir().unwrap();
    let said = |lang: &str| {
        let arguments = ["import", "openings", &demo("openings.csv"), "--dry-run"];
        stdout(&iljari_in(lang, place.path(), &arguments))
    };
    assert!(said("en").contains("60 rows: 60 created (0 drafts)"), "{}", said("en"));
    assert!(said("ko").contains("모두 60행: 새로 60건(초안 0건 포함)"), "{}", said("ko"));
}

#[test]
fn an_unknown_value_is_answered_with_the_known_ones() {
    let place = tempfile::tempdir().unwrap();
    let cases: [(&str, &[&str], &[&str]); 5] = [
        ("en", &["import", "birds", "x.csv"], &["openings", "seekers"]),
        ("en", &["export", "openings", "--format", "pdf"], &["jsonl", "csv", "worknet-xml", "jobposting"]),
        ("fr", &["verify"], &["ko", "en"]),
        (
            "en",
            &["match", "--openings", "a", "--seekers", "b", "--out", "c.json", "--top", "0"],
            &["1..=1000"],
        ),
        ("en", &["user", "roles", "somebody", "king"], &["counselor", "operator"]),
    ];
    for (lang, arguments, known) in cases {
        let output = iljari_in(lang, place.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(known.iter().all(|value| stderr(&output).contains(value)), "{}", stderr(&output));
    }
}

#[test]
fn what_is_not_there_is_said_with_a_way_on() {
    let place = tempfile::tempdir().unwrap();
    let output = iljari(place.path(), &["user", "suspend", "nobody"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let said = stderr(&output);
    assert!(said.contains("There is no such thing") && said.contains("hint: Check the name"), "{said}");
}

#[test]
fn nothing_is_backed_up_from_a_directory_without_data_or_restored_beside_another_database() {
    let place = tempfile::tempdir().unwrap();
    let copy = place.path().join("copy.db");
    let empty = place.path().join("wrong");
    let output = iljari(&empty, &["backup", copy.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("--data") && !copy.exists() && !empty.exists(), "{}", stderr(&output));
    let elsewhere = ["restore", copy.to_str().unwrap(), "--database", "postgres://nobody@127.0.0.1:1/none"];
    let output = iljari(place.path(), &elsewhere);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("--database"), "{}", stderr(&output));
}

#[test]
fn a_file_of_openings_is_held_against_the_law_without_a_database() {
    let place = tempfile::tempdir().unwrap();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/openings-law.csv");
    let output = iljari(place.path(), &["check", "openings", file, "--json"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["rows"], 3);
    let findings = value["findings"].as_array().unwrap();
    let of = |row: u64| -> Vec<(&str, &str)> {
        let rows = findings.iter().filter(|finding| finding["row"] == row);
        rows.map(|f| (f["rule"].as_str().unwrap(), f["act"].as_str().unwrap())).collect()
    };
    assert_eq!(of(2), [("LAW-01", "block"), ("LAW-07", "block"), ("LAW-08", "block")]);
    assert_eq!(of(3), []);
    assert_eq!(of(4), [("LAW-06", "block"), ("LAW-10", "block"), ("LAW-14", "warn")]);
    for finding in findings {
        for key in ["clause", "words", "remedy"] {
            assert!(!finding[key].as_str().unwrap().is_empty(), "{key} in {finding}");
        }
    }
    let said = String::from_utf8(iljari_in("ko", place.path(), &["check", "openings", file]).stdout).unwrap();
    assert!(
        said.contains("남녀고용평등") && said.contains("35세 이하") && said.contains("구인 3건"),
        "{said}"
    );
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0, "nothing is kept");
    let clean = place.path().join("clean.csv");
    let text = std::fs::read_to_string(file).unwrap();
    let kept: Vec<&str> =
        text.lines().enumerate().filter(|(n, _)| [0, 2].contains(n)).map(|(_, l)| l).collect();
    std::fs::write(&clean, kept.join("\n")).unwrap();
    assert!(iljari(place.path(), &["check", "openings", clean.to_str().unwrap()]).status.success());
}

#[test]
fn a_departments_contacts_are_taken_in_for_it_and_only_once() {
    let place = tempfile::tempdir().unwrap();
    let made = iljari(place.path(), &["demo", "--small", "--prepare-only"]);
    assert!(made.status.success(), "{}", stderr(&made));
    let list = place.path().join("contacts.csv");
    std::fs::write(
        &list,
        "업체명,사업자등록번호,담당자,직위,연락처,동의일\n\
         새봄화훼,100-00-00014,가시험,대표,031-000-0001,2026-01-05\n\
         새봄관광협회,,나시험,사무국장,031-000-0002,2026-01-05\n",
    )
    .unwrap();
    let take = |organisation: &str| {
        let list = list.to_str().unwrap();
        iljari(place.path(), &["import", "contacts", list, "--organisation", organisation, "--json"])
    };
    let count = |output: &Output| -> Vec<i64> {
        let said: serde_json::Value = serde_json::from_str(&stdout(output)).unwrap();
        ["rows", "created", "unchanged", "rejected"].map(|key| said[key].as_i64().unwrap()).to_vec()
    };
    let first = take("관광과");
    assert!(first.status.success(), "{} {}", stdout(&first), stderr(&first));
    assert_eq!(count(&first), [2, 2, 0, 0]);
    assert_eq!(count(&take("관광과")), [2, 0, 2, 0], "the same list again");
    let nobodys = iljari(place.path(), &["import", "contacts", list.to_str().unwrap()]);
    assert_eq!(nobodys.status.code(), Some(1));
    assert!(stderr(&nobodys).contains("--organisation"), "{}", stderr(&nobodys));
    let unknown = take("없는과");
    assert_eq!(unknown.status.code(), Some(1));
    assert!(
        stderr(&unknown).contains("없는과") && stderr(&unknown).contains("hint:"),
        "{}",
        stderr(&unknown)
    );
}
