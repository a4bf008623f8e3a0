//! What a counter keys in stands in no file and on no line that the program writes: database, write-ahead log,
//! backup, its own output, and what is left after it is killed. The real program, from outside.

use std::path::Path;
use std::process::Command;

use crate::served::Served;

/// How every planted word begins.
const WORD: &str = "qzk";

/// The files below a directory that hold a text, by name.
fn holding(directory: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if std::fs::read(&path).unwrap().windows(text.len()).any(|part| part == text.as_bytes()) {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

#[test]
fn nothing_that_the_program_writes_names_a_person() {
    let accounts = [("counselor", "counselor", ""), ("supervisor", "supervisor", "")];
    let mut served = Served::city("goyang", "2016-03-14T00:00:00Z", &accounts);
    let data = served.data().to_owned();
    let counselor = served.session("counselor");
    let mut minted = 0;
    let mut word = || {
        minted += 1;
        format!("{WORD}{minted:05}")
    };
    let mut pages = Vec::new();
    for n in 0..20 {
        let texts: Vec<(&str, String)> = [
            "name",
            "address",
            "contact_note",
            "school",
            "major",
            "desired_work",
            "skills",
            "licences",
            "military",
            "benefits",
        ]
        .into_iter()
        .map(|name| (name, word()))
        .collect();
        let phone = format!("0310007{n:03}");
        let mut form: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        form.extend([
            ("born_on", "49년 3월 2일"),
            ("phone", &phone),
            ("area", "화정1동"),
            ("occupation", "경비원"),
            ("desired_area", "덕양구"),
            ("channel", "paper"),
            ("consent_registration", "yes"),
            ("full", "yes"),
        ]);
        let path = served.post("/staff/seekers/new", &counselor, &form).to().to_owned();
        let (text, goal, step) = (word(), word(), word());
        let note =
            [("kind", "intake"), ("on", "2016-03-14"), ("channel", "counter"), ("text", text.as_str())];
        served.post(&format!("{path}/services/new"), &counselor, &note).to();
        let plan = [("goal", goal.as_str()), ("step", &step), ("due_on", "2016-03-20"), ("owner", "person")];
        served.post(&format!("{path}/plan"), &counselor, &plan).to();
        pages.push(path);
    }
    // Searches, papers, mistakes and refusals: whatever might say in a log what it was asked.
    let name = format!("{WORD}00001");
    assert_eq!(served.post("/staff/seekers", &counselor, &[("q", name.as_str())]).status, 200);
    for path in [format!("{}/slip", pages[0]), format!("{}/paper.pdf", pages[0])] {
        assert_eq!(served.get(&path, &counselor).status, 200, "{path}");
    }
    for (path, cookie) in [("/staff/seekers", ""), ("/sign-in", ""), ("/staff/nowhere", counselor.as_str())] {
        served.get(&format!("{path}?q={name}"), cookie);
        served.post(path, cookie, &[("name", name.as_str()), ("login", &name), ("password", &name)]);
    }
    let page = served.get(&pages[0], &counselor);
    assert!(page.body.contains(&name), "what was keyed in can be read");

    let backup = data.join("kept").join("backup.db");
    std::fs::create_dir(backup.parent().unwrap()).unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_iljari"))
        .args(["backup", "--data"])
        .arg(&data)
        .arg(&backup)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    // Killed while it serves: the write-ahead log lies there as it was.
    let said = served.kill();
    for output in
        [said.as_str(), &String::from_utf8_lossy(&made.stderr), &String::from_utf8_lossy(&made.stdout)]
    {
        assert!(!output.contains(WORD), "{output}");
    }
    assert_eq!(holding(&data, WORD), Vec::<String>::new(), "of {minted} words");
    // The same search finds what is no secret: which forms were handed in, in the database and in its copy.
    let known = holding(&data, "S2016-000001");
    assert!(known.iter().any(|file| file.starts_with("iljari.db")), "{known:?}");
    assert!(known.contains(&"backup.db".to_owned()), "{known:?}");
}
