//! What people hand in by mistake: each gets an answer that says where, what and how to mend it, and
//! leaves everything as it was.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        command(&self.data(), arguments).output().unwrap()
    }

    fn changes(&self) -> i64 {
        let output = self.run(&["verify", "--json"]);
        let verified: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(verified["chain_ok"], true, "{verified}");
        verified["changes"].as_i64().unwrap()
    }

    /// What the terminal shows, with this test's directory named as the same everywhere.
    fn shown(&self, output: &Output) -> String {
        let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
        let text = String::from_utf8(text).unwrap().replace(self.0.path().to_str().unwrap(), "/place");
        let text = text.replace(env!("CARGO_MANIFEST_DIR"), "/crate");
        format!("exit {}\n{text}", output.status.code().unwrap())
    }
}

fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iljari"));
    command.args(arguments).arg("--data").arg(data);
    command
}

const HEADER: &str = "업체명,대표전화,구인제목,직종,직무내용,모집인원,고용형태,급여,근무요일,근무시간,근무지,접수방법,마감일\n";

fn row(occupation: &str, heads: &str, pay: &str, hours: &str, place: &str, until: &str) -> String {
    format!(
        "{HEADER}(가상)가나돌봄,0310000001,돌봄 일손 구합니다,{occupation},식사를 돕습니다,{heads},정규직,{pay},\"월,화,수,목,금\",{hours},{place},전화,{until}\n"
    )
}

const GOOD: [&str; 6] =
    ["요양보호사", "2", "시급 15000원", "09:00~18:00", "경기도 고양시 덕양구", "채용시까지"];

/// A row that is good but for one cell.
fn but(cell: usize, text: &str) -> String {
    let mut cells = GOOD;
    cells[cell] = text;
    row(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5])
}

#[test]
fn files_that_cannot_be_read_are_refused_with_a_way_out() {
    let place = Place::new();
    let before = place.changes();
    let many = format!("{HEADER}{}", "(가상)가,0310000001,일,,,,,,,,,,\n".repeat(400_000));
    // "업체명,구인제목" in cp949, then bytes that it does not know.
    let half = b"\xbe\xf7\xc3\xbc\xb8\xed,\xb1\xb8\xc0\xce\xc1\xa6\xb8\xf1\n\xff\xff\x81";
    let cases: [(&str, Vec<u8>); 10] = [
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n0000000000".to_vec()),
        ("letter.csv", b"%PDF-1.7\n1 0 obj".to_vec()),
        ("cut.xlsx", b"PK\x03\x04\x14\x00".to_vec()),
        ("empty.csv", Vec::new()),
        ("blank.csv", b"\n\n,,,\n".to_vec()),
        ("no-header.csv", "1,2,3\n4,5,6\n".into()),
        ("half.csv", half.to_vec()),
        ("zero.csv", b"a,b\0,c\n".to_vec()),
        ("no-header-korean.csv", "가,나,다\n라,마,바\n".into()),
        ("many.csv", many.into_bytes()),
    ];
    let mut shown = String::new();
    for (name, bytes) in cases {
        let path = place.file(name, bytes);
        let output = place.run(&["import", "openings", &path]);
        shown.push_str(&format!("# {name}: {}", place.shown(&output)));
    }
    let missing = place.0.path().join("not-there.csv");
    let output = place.run(&["import", "openings", missing.to_str().unwrap()]);
    shown.push_str(&format!("# not-there.csv: {}", place.shown(&output)));
    insta::assert_snapshot!(shown);
    assert_eq!(place.changes(), before, "nothing was stored");
}

#[test]
fn cells_that_cannot_be_right_are_named() {
    let place = Place::new();
    let cases = [
        ("nothing wrong", row(GOOD[0], GOOD[1], GOOD[2], GOOD[3], GOOD[4], GOOD[5])),
        ("unknown occupation", but(0, "없는직종")),
        ("heads below one", but(1, "-3")),
        ("wage below zero", but(2, "시급 -100원")),
        ("wage as a formula", but(2, "=1+1")),
        ("hours of no clock", but(3, "25:00~99:00")),
        ("unknown place", but(4, "달나라 계곡")),
        ("a day of no calendar", but(5, "2026-02-30")),
        ("a day gone by", but(5, "2019-01-02")),
        ("a header twice", but(0, GOOD[0]).replace("마감일\n", "업체명\n")),
        ("an unknown header", but(0, GOOD[0]).replace("마감일\n", "별자리\n")),
    ];
    let mut shown = String::new();
    for (name, text) in cases {
        let path = place.file("rows.csv", text);
        // Each case as a source of its own, so that none is a repetition of another.
        let output = place.run(&["import", "openings", &path, "--source", name, "--dry-run"]);
        shown.push_str(&format!("# {name}: {}", place.shown(&output)));
    }
    insta::assert_snapshot!(shown);
    // The floor changes every year, and with it the wording.
    let path = place.file("rows.csv", but(2, "시급 5000원"));
    let output = place.shown(&place.run(&["import", "openings", &path, "--dry-run"]));
    assert!(output.contains("시간급 환산 5,000원") && output.contains("최저임금"), "{output}");
}

#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    let place = Place::new();
    let before = place.changes();
    let openings = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/demo/openings.csv");
    // No file may grow over 300 KiB, as no file grows on a full disk.
    let mut full = Command::new("sh");
    full.args(["-c", "trap '' XFSZ; ulimit -f 600; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_iljari")]);
    full.args(["import", "openings", openings, "--data"]).arg(place.data());
    let output = full.output().unwrap();
    let shown = place.shown(&output);
    assert!(shown.starts_with("exit 1\n") && shown.contains("저장 공간이 가득"), "{shown}");
    assert_eq!(place.changes(), before, "nothing was half stored");
    let output = place.run(&["import", "openings", openings, "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["created"], 60, "{report}");
    assert!(place.changes() > before);
}

#[test]
fn a_held_database_is_said_and_works_afterwards() {
    let place = Place::new();
    let before = place.changes();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let shown = runtime.block_on(async {
        let keys = store::MasterKeys::load_or_create(&place.data().join("master.key"), [0; 32]).unwrap();
        let url = store::Url::Sqlite(place.data().join("iljari.db"));
        let holder = store::Store::open(store::Settings::new(url, keys)).await.unwrap();
        let (held, is_held) = tokio::sync::oneshot::channel();
        let held = std::sync::Arc::new(std::sync::Mutex::new(Some(held)));
        let release = std::sync::Arc::new(tokio::sync::Notify::new());
        let released = release.clone();
        let holding = tokio::spawn(async move {
            let work = holder.write(move |_| {
                let (held, released) = (held.clone(), released.clone());
                Box::pin(async move {
                    held.lock().unwrap().take().unwrap().send(()).unwrap();
                    released.notified().await;
                    Ok(())
                })
            });
            work.await.unwrap();
        });
        is_held.await.unwrap();
        let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/demo/openings.csv");
        let data = place.data();
        let output =
            tokio::task::spawn_blocking(move || command(&data, &["import", "openings", demo]).output());
        let output = output.await.unwrap().unwrap();
        release.notify_one();
        holding.await.unwrap();
        place.shown(&output)
    });
    insta::assert_snapshot!(shown);
    assert_eq!(place.changes(), before);
}

#[test]
fn a_directory_that_cannot_be_written_is_said() {
    let place = Place::new();
    std::fs::write(place.data(), "a file where the directory should be").unwrap();
    insta::assert_snapshot!(place.shown(&place.run(&["verify"])));
    // A directory of the system that nobody may write to, root included.
    let output = command(Path::new("/proc/iljari"), &["verify"]).output().unwrap();
    insta::assert_snapshot!(place.shown(&output));
}

#[test]
fn two_cities_do_not_share_a_directory() {
    let place = Place::new();
    place.changes();
    insta::assert_snapshot!(place.shown(&place.run(&["verify", "--city", "haneul"])));
    insta::assert_snapshot!(place.shown(&place.run(&["verify", "--city", "goyan"])));
}

#[test]
fn a_body_of_two_gigabytes_is_refused_before_it_is_read() {
    use std::io::{Read, Write};
    let served = crate::served::Served::demo();
    let address = served.origin.trim_start_matches("http://").to_owned();
    let mut stream = std::net::TcpStream::connect(&address).unwrap();
    let cookie = served.cookie("supervisor");
    let head = format!(
        "POST /staff/imports HTTP/1.1\r\nHost: {address}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
         Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 2147483648\r\nConnection: close\r\n\r\n\
         --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"big.csv\"\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(60))).unwrap();
    let mut reading = stream.try_clone().unwrap();
    let answer = std::thread::spawn(move || {
        let mut answer = String::new();
        // The server may cut the connection after its answer: what was read counts.
        let _ = reading.read_to_string(&mut answer);
        answer
    });
    let piece = vec![b'x'; 1 << 20];
    let sent = (0..2048).take_while(|_| stream.write_all(&piece).is_ok()).count();
    let answer = answer.join().unwrap();
    assert!(answer.starts_with("HTTP/1.1 413"), "{}", &answer[..answer.len().min(300)]);
    assert!(answer.contains("MB"), "the answer says how much may be sent");
    assert!(sent < 200, "{sent} MiB were taken before the answer");
}

/// What a form said: 422, the field that is wrong, and in which words.
fn refused(answer: &crate::served::Answer, field: &str, words: &str) {
    assert_eq!(answer.status, 422, "{field}: {}", answer.body);
    let link = format!("href=\"#{field}\"");
    assert!(answer.body.contains(&link) && answer.body.contains(words), "{field}: {words}: {}", answer.body);
}

#[test]
fn what_is_keyed_wrong_about_a_cohort_is_said_at_its_field_and_loses_nothing() {
    use crate::cohort_desk::{apply, attended, counselling, id_of, register, step};
    let city = "goyang";
    let served =
        crate::served::Served::city(city, "2016-03-14T01:00:00Z", &[("supervisor", "supervisor", "")]);
    let staff = served.session("supervisor");
    let cohort = counselling(&served, &staff);

    // Born in the future: without an account, and at the counter.
    let ahead = [("born_on", "2030-01-01"), ("told_career_break", "yes")];
    let future = "오지 않은";
    refused(&served.post("/programmes/fit", "", &ahead), "born_on", future);
    let seekers: Vec<String> = (0..3).map(|nth| register(&served, &staff, nth, &[])).collect();
    let typed = [("seeker", id_of(&seekers[0])), ahead[0], ahead[1]];
    refused(&served.post(&format!("{cohort}/apply"), &staff, &typed), "born_on", future);
    assert!(served.get(&cohort, &staff).body.contains("신청 0명"), "nothing was kept");
    // Income unknown is no fault: it is said what shows it.
    let unknown = served.post("/programmes/fit", "", &[("born_on", "1979-05-15")]);
    assert_eq!(unknown.status, 200);
    for words in ["가구소득(기준중위소득 대비): 건강보험료 납부확인서", "아직"] {
        assert!(unknown.body.contains(words), "{words}: {}", unknown.body);
    }

    let parts: Vec<String> = seekers.iter().map(|seeker| apply(&served, &staff, &cohort, seeker)).collect();
    step(&served, &staff, &cohort, &[("step", "choose")]);
    let fewer = [("step", "resize"), ("seats", "2")];
    let answer = served.post(&format!("{cohort}/steps"), &staff, &fewer);
    refused(&answer, "seats", "이미 참여하는 사람이 3명");
    assert!(answer.body.contains("정원 15 · 채움 3"), "{}", answer.body);

    served.at("2016-04-05T08:30:00Z");
    let staff = served.session("supervisor");
    step(&served, &staff, &cohort, &[("step", "start")]);
    for part in &parts {
        step(&served, &staff, part, &[("step", "enrol")]);
    }
    served.post(&format!("{cohort}/sessions/1/cancellation"), &staff, &[("why", "정전")]).to();
    let all = [("rest_present", "yes"), ("shown", "electronic")];
    let answer = served.post(&format!("{cohort}/sessions/1"), &staff, &all);
    refused(&answer, "session", "1회차는 취소되었습니다. 취소된 회차에는 출석을 적을 수 없습니다.");
    attended(&served, &staff, &cohort, 2, &[]);

    // Erased on the way: the part stays counted, without a name, and the course goes on to its end.
    let erase = [("reason", "requested"), ("checked", "yes")];
    served.post(&format!("{}/erase", seekers[0]), &staff, &erase).to();
    let page = served.get(&cohort, &staff).body;
    for words in ["신청 3명 · 참여 2 · 중도탈락 1", "채움 2", "(삭제된 사람)", "개인정보 삭제 요청"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("김시험가") && page.contains("김시험나"), "{page}");
    served.at("2016-04-08T08:30:00Z");
    let staff = served.session("supervisor");
    for nth in 3..=5 {
        attended(&served, &staff, &cohort, nth, &[]);
    }
    step(&served, &staff, &cohort, &[("step", "complete")]);
    assert!(served.get(&cohort, &staff).body.contains("신청 3명 · 수료 2 · 중도탈락 1"));
    assert_eq!(served.run(city, &["verify"])["chain_ok"], true);
}
