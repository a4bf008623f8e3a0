//! At the counter: a man of sixty-seven without e-mail or smartphone is registered from a paper form,
//! goes home with a list he can read and a letter, is met again, and is called on Monday. What nobody renews
//! ends by itself. The real program, on a clock that is moved; at the counter a real browser and a keyboard.

use std::process::Command;
use std::time::Instant;

use thirtyfour::prelude::*;

use crate::hands::Hands;
use crate::served::{Browser, Served};

/// The fourteen fields of the counter's form as they are keyed.
pub(crate) const MAN: [(&str, &str); 14] = [
    ("name", "박가나"),
    ("born_on", "490302"),
    ("phone", "0310001234"),
    ("area", "화정1동"),
    ("occupation", "경비원"),
    ("desired_area", "덕양구"),
    ("wage_form", "M"),
    ("wage_won", "130만"),
    ("career_months", "120"),
    ("channel", "paper"),
    ("consent_registration", "yes"),
    ("consent_local_government", "yes"),
    ("consent_employment_center", "yes"),
    ("consent_private_agency", "yes"),
];

/// Keys that the whole registration may cost: fourteen fields with their Tabs and words, and some to spare.
const MOST_STROKES: usize = 150;

/// Five openings near, each with a telephone, a stop and pay.
pub(crate) fn openings(served: &Served, staff: &str) {
    let stops = ["화정", "화정문화광장 정류장", "화정중앙공원 정류장", "원당", "대곡역"];
    for (nth, stop) in (1..=5).zip(stops) {
        let (employer, phone) = (format!("가상건물관리{nth}"), format!("031-000-200{nth}"));
        let (title, won) = (format!("아파트 경비원 {nth}"), format!("{}", 1_400_000 + nth * 10_000));
        let (duties, walk) = (format!("{nth}단지 출입을 살피고 순찰합니다"), nth.to_string());
        let form = [
            ("employer", employer.as_str()),
            ("employer_phone", &phone),
            ("employer_address", "경기도 고양시 덕양구 화정1동 견본로 1"),
            ("title", &title),
            ("occupation", "경비원"),
            ("duties", &duties),
            ("headcount", "1"),
            ("employment_type", "10"),
            ("wage_form", "M"),
            ("wage_min", &won),
            ("weekly_hours", "40"),
            ("area", "화정1동"),
            ("station", stop),
            ("walk_min", &walk),
            ("reception", "phone"),
        ];
        let path = served.post("/staff/openings/new", staff, &form).to().to_owned();
        for step in ["submit", "accept"] {
            let page = served.get(&path, staff);
            let sent = [("version", page.input("version")), ("step", step)];
            served.post(&format!("{path}/steps"), staff, &sent).to();
        }
    }
}

/// What a tool of the machine says of a PDF.
pub(crate) fn told(tool: &str, options: &[&str], pdf: &[u8]) -> String {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("paper.pdf");
    std::fs::write(&file, pdf).unwrap();
    let mut command = Command::new(tool);
    command.args(options).arg(&file);
    if tool == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Registers him at the counter, as a counsellor does it; gives the path of his page.
#[expect(clippy::print_stdout, reason = "what it costs is written down")]
async fn key_in(browser: &Browser, served: &Served) -> String {
    browser.sign_in(served, "counselor").await;
    browser.goto(&format!("{}/staff/seekers/new", served.origin)).await;
    let inputs =
        "return new Set([...document.querySelectorAll('main form.narrow :is(input, select, textarea)')]
        .filter((e) => e.type !== 'hidden').map((e) => e.name)).size;";
    let fields = browser.ask(inputs).await.as_u64().unwrap();
    assert!(fields <= 14, "{fields} fields");
    #[expect(clippy::disallowed_methods, reason = "how long a person waits is the real clock's")]
    let start = Instant::now();
    let mut hands = Hands::on(browser);
    for (name, value) in MAN {
        match name {
            "wage_form" | "channel" => hands.choose(name, value).await,
            _ if name.starts_with("consent") => hands.tick(name, value).await,
            _ => hands.fill(name, value).await,
        }
    }
    hands.go("main form.narrow button").await;
    let seconds = start.elapsed().as_secs_f64();
    let path = browser.path().await;
    assert!(path.starts_with("/staff/seekers/0"), "{path}: {}", browser.text("main").await);
    println!("registration: {fields} fields, {} keystrokes, {seconds:.1} s in the browser", hands.strokes);
    assert!(hands.strokes <= MOST_STROKES, "{} keystrokes", hands.strokes);
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_03_a_senior_is_registered_at_the_counter() {
    let people = [("counselor", "counselor", ""), ("supervisor", "supervisor", "")];
    let served = Served::city("goyang", "2016-03-14T00:00:00Z", &people);
    let browser = Browser::start().await;
    let counselor = served.session("counselor");
    openings(&served, &counselor);

    let path = key_in(&browser, &served).await;
    let page = served.get(&path, &counselor);
    for words in ["S2016-000001", "1949-03-02", "031-000-1234", "2016-06-14"] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let slip = served.get(&format!("{path}/slip"), &counselor);
    assert!(slip.status == 200 && slip.body.contains("S2016-000001"), "{}", slip.body);
    let printed = served.get(&format!("{path}/slip.pdf"), &counselor);
    assert_eq!(printed.header("content-type"), Some("application/pdf"));

    // The list he takes home: five openings of his district on a sheet, in type that he can read.
    let list = "/openings/large.pdf?dong=%ED%99%94%EC%A0%951%EB%8F%99";
    served.until(list, "", |body| body.starts_with("%PDF"));
    let list = served.get(list, "").bytes;
    let text = told("pdftotext", &["-layout"], &list);
    for nth in 1..=5 {
        let won = 1_400_000 + nth * 10_000;
        let hourly = (f64::from(won) / 209.0).round();
        let phone = format!("031-000-200{nth}");
        let pay = format!("{},{:03}원", hourly as i64 / 1_000, hourly as i64 % 1_000);
        assert!(text.contains(&phone) && text.contains(&pay), "{phone} {pay}: {text}");
    }
    assert_eq!(text.matches("화정1동 · ").count(), 5, "{text}");
    for way in ["화정역에서 걸어서 1분", "화정문화광장 정류장에서 걸어서 2분", "대곡역에서 걸어서 5분"]
    {
        assert!(text.contains(way), "{way}: {text}");
    }
    let shapes = told("pdftohtml", &["-xml", "-i", "-stdout", "-zoom", "1"], &list);
    let sizes = shapes.split("<fontspec ").skip(1).filter_map(|spec| spec.split("size=\"").nth(1));
    let smallest = sizes.map(|rest| rest.split('"').next().unwrap().parse::<f64>().unwrap()).reduce(f64::min);
    assert!(smallest.unwrap() >= 14.0, "{smallest:?} points");

    // A letter with its number, and until when both sides hold.
    browser.goto(&format!("{}{path}/matches", served.origin)).await;
    let mut hands = Hands::on(&browser);
    hands.go("form[action='/staff/referrals/new'] button").await;
    hands.go("button[name=channel][value=counter]").await;
    hands.go("button[name=step][value=send]").await;
    let referral = browser.path().await;
    let shown = served.get(&referral, &counselor);
    let interview = [("version", shown.input("version")), ("step", "schedule"), ("at", "2016-03-14T15:00")];
    served.post(&format!("{referral}/steps"), &counselor, &interview).to();
    let letter =
        told("pdftotext", &["-layout"], &served.get(&format!("{referral}/letter.pdf"), &counselor).bytes);
    for words in ["취업알선장", "L2016-000001", "박가나", "2016-06-14", "2016-05-14", "2016-03-14 15:00"]
    {
        let tight = |text: &str| text.split_whitespace().collect::<String>();
        assert!(tight(&letter).contains(&tight(words)), "{words}: {letter}");
    }

    // On Friday at the bus stop: a woman who is new, and the same man again, who gives no telephone. Two of
    // three agree. Nothing is decided by the program, and a third registration is somebody new.
    served.at("2016-03-18T08:00:00Z");
    let counselor = served.session("counselor");
    let ticked: Vec<_> = MAN.into_iter().filter(|(name, _)| *name != "phone").collect();
    let woman: Vec<_> = ticked
        .iter()
        .map(|&(name, value)| match name {
            "name" => (name, "최다라"),
            "born_on" => (name, "550607"),
            _ => (name, value),
        })
        .collect();
    served.post("/staff/seekers/new", &counselor, &woman).to();
    let asked = served.post("/staff/seekers/new", &counselor, &ticked);
    assert!(asked.status == 409 && asked.body.contains("S2016-000001"), "{}", asked.head);
    let again: Vec<_> = ticked.iter().copied().chain([("another", "yes")]).collect();
    let second = served.post("/staff/seekers/new", &counselor, &again).to().to_owned();
    assert_ne!(second, path);

    // One suggestion waits for the supervisor, who sees both records and joins them.
    browser.sign_in(&served, "supervisor").await;
    browser.goto(&format!("{}/staff/review/merges", served.origin)).await;
    let rows = browser.driver.query(By::Css("main table tbody tr")).all_from_selector().await.unwrap();
    assert_eq!(rows.len(), 2, "one pair: {}", browser.text("main").await);
    let pair = browser.text("main table").await;
    assert!(pair.contains("S2016-000001") && pair.contains("S2016-000003"), "{pair}");
    let mut hands = Hands::on(&browser);
    hands.go("button[name=decision][value=same]").await;
    let supervisor = served.session("supervisor");
    assert!(!served.get("/staff/review/merges", &supervisor).body.contains("S2016-000001"));
    let merged = served.get("/staff/review/merges?state=merged", &supervisor);
    assert!(merged.body.contains("S2016-000001") && merged.body.contains("S2016-000003"), "{}", merged.body);
    // One person with two registrations, each leading to the other.
    let page = served.get(&path, &counselor);
    assert!(page.body.contains(&format!("href=\"{second}\"")), "{}", page.body);

    // Monday morning: his row among the calls.
    served.at("2016-03-21T00:00:00Z");
    let counselor = served.session("counselor");
    let day = served.until("/staff/today", &counselor, |body| body.contains("채용결과 확인 전화"));
    let row = day.body.split("<tr>").find(|row| row.contains("채용결과 확인 전화")).unwrap();
    assert!(row.contains("박가나") && row.contains("031-000-200") && row.contains("2016-03-21"), "{row}");

    // Nobody renews it: on the day after its last one it has ended, without anybody doing anything.
    served.at("2016-06-15T00:00:00Z");
    let counselor = served.session("counselor");
    let ended = served.until(&path, &counselor, |body| body.contains("만료"));
    assert!(ended.body.contains("S2016-000001"));
    browser.stop().await;
}
