//! `iljari bulletin`: one object on the output, a file that is the same whenever it is written, and a way out of a wrong name.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn bulletin(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iljari"));
    command.args(["bulletin", "--city", "haneul", "--data"]).arg(data).args(arguments);
    // An instant that stands, so that both runs are of one week.
    command.arg("--clock-file").arg(data.join("clock")).output().unwrap()
}

#[test]
fn an_issue_is_written_twice_the_same_and_an_unknown_dong_is_answered_with_those_there_are() {
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("clock"), "2016-03-14T09:00:00+09:00").unwrap();
    let (first, second) = (place.path().join("1.pdf"), place.path().join("2.pdf"));
    let mut said = Vec::new();
    for out in [&first, &second] {
        let site = "https://jobs.example.kr";
        let out = out.to_str().unwrap();
        let arguments = ["--dong", "별빛동", "--form", "a3", "--site", site, "--out", out, "--json"];
        let output = bulletin(place.path(), &arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let value: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((value["number"].as_str(), value["form"].as_str()), (Some("2016-11"), Some("a3")));
        assert_eq!(value["digest"].as_str().unwrap().len(), 64);
        said.push((value["digest"].clone(), value["id"].clone(), value["seq"].clone()));
    }
    assert_eq!(said[0], said[1]);
    let (first, second) = (std::fs::read(first).unwrap(), std::fs::read(second).unwrap());
    assert!(first.starts_with(b"%PDF") && first == second, "the same issue is another file");
    let wrong = bulletin(place.path(), &["--dong", "없는동", "--out", "x.pdf", "--lang", "en"]);
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert_eq!(wrong.status.code(), Some(1));
    assert!(said.contains("없는동") && said.contains("hint:") && said.contains("별빛동"), "{said}");
}
