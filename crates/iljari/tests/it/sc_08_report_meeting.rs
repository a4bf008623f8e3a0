//! The report meeting and its book: forty-two departments and agencies, three of which have not handed in their
//! report, frozen on the last day of May at six in the evening. What is written on the first of June moves no number of it; what the
//! mayor asked for and the floor raised stands on the second page of the next book.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

use crate::served::{Answer, Served};

const CITY: &str = "goyang";
/// Departments beside the city itself; the last are agencies.
const BODIES: usize = 42;
const EMPLOYER: &str = "하늘가구";
/// Those whose report is still out.
const LATE: [usize; 3] = [7, 19, 41];

fn name(nth: usize) -> String {
    if nth < 34 { format!("제{}과", nth + 1) } else { format!("제{}공단", nth - 33) }
}

/// The id of a body as the choices of a page name it, indented by its depth in the tree.
fn body_id(page: &Answer, name: &str) -> String {
    let named = |option: &&str| {
        let text = option.split("</option>").next().unwrap_or_default();
        text.split_once('>').is_some_and(|(_, text)| text.trim_start_matches("— ") == name)
    };
    let found = page.body.split("<option value=\"").skip(1).find(named);
    found.unwrap_or_else(|| panic!("no {name}: {}", page.body)).split('"').next().unwrap().to_owned()
}

fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// A number in letters, as names have none.
fn hangul(nth: usize) -> String {
    let letters: Vec<char> = "가나다라마바사아자차".chars().collect();
    nth.to_string().bytes().map(|digit| letters[usize::from(digit - b'0')]).collect()
}

/// Somebody registered, and something done for them.
fn register(served: &Served, cookie: &str, nth: usize) -> String {
    let (name, phone) = (format!("김시험{}", hangul(nth)), format!("010-0000-{nth:04}"));
    let born_on = format!("{}-{:02}-15", 1960 + nth % 30, 1 + nth % 12);
    let form = [
        ("name", name.as_str()),
        ("born_on", &born_on),
        ("phone", &phone),
        ("area", "화정1동"),
        ("occupation", "경비원"),
        ("channel", "counter"),
        ("consent_registration", "yes"),
        ("consent_local_government", "yes"),
    ];
    let person = served.post("/staff/seekers/new", cookie, &form).to().to_owned();
    let given = [("kind", "counselling"), ("on", "2016-05-30"), ("channel", "counter")];
    served.post(&format!("{person}/services/new"), cookie, &given).to();
    person
}

/// Their hire, claimed by one and, if it is, proven by another of the body.
fn hire(served: &Served, (centre, officer): (&str, &str), person: &str, day: &str, confirmed: bool) {
    let form = [("seeker", id_of(person)), ("employer", EMPLOYER), ("how", "event"), ("start_on", day)];
    let claim = served.post("/staff/placements/new", centre, &form).to().to_owned();
    if confirmed {
        let page = served.get(&claim, officer);
        let nth = u64::from_str_radix(&id_of(&claim)[28..], 16).unwrap();
        let number = format!("{}-{nth}", day.replace('-', ""));
        let form = [
            ("version", page.input("version")),
            ("kind", "insurance_lookup"),
            ("on", day),
            ("reference", &number),
        ];
        served.post(&format!("{claim}/evidence"), officer, &form).to();
    }
}

/// The facts of a book.
fn facts(served: &Served, book: &str, cookie: &str) -> Value {
    serde_json::from_str(&served.get(&format!("{book}/book.json"), cookie).body).unwrap()
}

/// The hash that the list of books shows of one.
fn hash(served: &Served, book: &str, cookie: &str) -> String {
    let list = served.get("/staff/books", cookie).body;
    let row = list.split("<tr>").find(|row| row.contains(book)).unwrap().to_owned();
    row.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned()
}

/// Confirmed and claimed placements of the ledger as it is, by month added up.
fn ledger(served: &Served, cookie: &str) -> (i64, i64) {
    let file = served.get("/staff/ledger.csv?year=2016", cookie);
    let of = |kind: &str| -> i64 {
        let lines = file
            .body
            .lines()
            .filter(|line| line.contains(&format!(",R1,{kind},events,")) && line.contains(",,open"));
        lines.map(|line| line.split(',').nth(4).unwrap().parse::<i64>().unwrap()).sum()
    };
    (of("filled"), of("claimed"))
}

/// The class line of a list of the facts.
fn line<'a>(lines: &'a Value, class: &str) -> &'a Value {
    lines.as_array().unwrap().iter().find(|line| line["class"] == class).unwrap_or(&Value::Null)
}

/// Pages of a PDF in text without blanks.
fn pages(bytes: &[u8]) -> Vec<String> {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("book.pdf");
    std::fs::write(&file, bytes).unwrap();
    let answer = Command::new("pdftotext").arg("-raw").arg(&file).arg("-").output().unwrap();
    assert!(answer.status.success());
    let text = String::from_utf8_lossy(&answer.stdout).into_owned();
    let tight = |page: &str| page.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    text.trim_end_matches('\u{c}').split('\u{c}').map(tight).collect()
}

fn report_meeting(served: &Served, plan: &str, name: &str, at: &str) -> String {
    let form = [("kind", "report"), ("name", name), ("at", at), ("venue", "고양시정연수원")];
    served.post("/staff/meetings/new", plan, &form).to().to_owned()
}

/// Takes a step with a meeting. Its own form stands last on its page, after those of its items.
fn step(served: &Served, plan: &str, meeting: &str, step: &str) -> Answer {
    let page = served.get(meeting, plan);
    let (_, version) = page.body.rsplit_once("name=\"version\" value=\"").unwrap();
    let version = version.split('"').next().unwrap();
    served.post(&format!("{meeting}/steps"), plan, &[("version", version), ("step", step)])
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_08_the_report_meeting_and_its_book() {
    let people = [("operator", "operator", ""), ("plan", "plan_manager", "")];
    let mut served = Served::city(CITY, "2016-05-02T00:30:00Z", &people);
    let operator = served.session("operator");
    for nth in 0..BODIES {
        let kind = if nth < 34 { "department" } else { "agency" };
        served.post("/staff/organisations", &operator, &[("name", name(nth).as_str()), ("kind", kind)]).to();
    }
    for login in ["centre", "officer"] {
        served.join(CITY, (login, "counselor", &name(0)));
    }
    let plan = served.session("plan");

    // April's reports are called for; all but three answer.
    let call = [("month", "2016-04"), ("due_on", "2016-05-09")];
    served.post("/staff/submissions", &plan, &call).to();
    let board = served.get("/staff/submissions?year=2016", &plan);
    let mut waiting = BTreeMap::new();
    for row in board.body.split("<tr>").filter(|row| row.contains("/staff/submissions/")) {
        let who = row.split("<th").nth(1).unwrap().split_once('>').unwrap().1.split('<').next().unwrap();
        let href = row.split("href=\"/staff/submissions/").nth(1).unwrap().split('"').next().unwrap();
        waiting.insert(who.to_owned(), format!("/staff/submissions/{href}"));
    }
    for nth in (0..BODIES).filter(|nth| !LATE.contains(nth)) {
        let path = waiting.get(&name(nth)).unwrap_or_else(|| panic!("{}: {waiting:?}", name(nth)));
        let page = served.get(path, &plan);
        let form = [("version", page.input("version")), ("why", "4월에는 실적이 없습니다")];
        served.post(&format!("{path}/nothing"), &plan, &form).to();
    }
    // Whatever else owes a report for April does not belong to the forty-two.
    for (who, path) in waiting.iter().filter(|(who, _)| !(0..BODIES).any(|nth| name(nth) == **who)) {
        let page = served.get(path, &plan);
        let form = [("version", page.input("version")), ("why", "해당 없음")];
        served.post(&format!("{path}/nothing"), &plan, &form).to();
        assert!(!who.is_empty());
    }

    // Results of May: seven confirmed, two by word.
    served.at("2016-05-30T01:00:00Z");
    let centre = served.session("centre");
    let employer = [("name", EMPLOYER), ("business_number", "100-00-00014"), ("phone", "031-000-1000")];
    served.post("/staff/employers/new", &centre, &employer).to();
    let people: Vec<String> = (0..11).map(|nth| register(&served, &centre, nth)).collect();
    served.at("2016-05-31T01:00:00Z");
    let (centre, officer) = (served.session("centre"), served.session("officer"));
    for (nth, person) in people.iter().take(9).enumerate() {
        hire(&served, (&centre, &officer), person, "2016-05-31", nth < 7);
    }

    // Frozen on 31 May at 18:00, for the meeting of the day after.
    served.at("2016-05-31T09:00:00Z");
    let plan = served.session("plan");
    let meeting = report_meeting(&served, &plan, "2016년 추진전략 보고회", "2016-06-01T14:00");
    let ask = [("meeting", id_of(&meeting)), ("as_of", "2016-05-31T18:00")];
    let book = served.post("/staff/books", &plan, &ask).to().to_owned();
    let told = facts(&served, &book, &plan);
    assert_eq!(told["cover"]["as_of_local"], "2016-05-31T18:00:00");
    assert_eq!(told["cover"]["title"], "2016년 추진전략 보고회");
    let own = |one: &&Value| (0..BODIES).any(|nth| one["name"] == name(nth).as_str());
    let departments: Vec<&Value> = told["departments"].as_array().unwrap().iter().filter(own).collect();
    assert_eq!(departments.len(), BODIES, "a page for each");
    let missing: Vec<&str> =
        told["missing"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    let mut late: Vec<String> = LATE.map(name).to_vec();
    late.sort();
    assert_eq!(missing, late);
    let everyone = line(&told["totals"]["everyone"], "R1");
    let numbers = (everyone["filled"].as_i64().unwrap(), everyone["claimed"].as_i64().unwrap());
    assert_eq!(numbers, (7, 2));
    assert_eq!(ledger(&served, &plan), numbers, "the book says what the ledger says");
    let first_hash = hash(&served, &book, &plan);

    // On the page and on paper.
    let page = served.get(&book, &plan);
    for words in [
        "2016-05-31 18:00 기준",
        "일자리 종합계획 요약",
        "네트워크 활성화 계획",
        "부서별 계획과 실적",
        "청년 일자리 대책",
        "전략산업",
        "미제출 부서",
        &first_hash,
    ] {
        assert!(page.body.contains(words), "{words}");
    }
    let printed = pages(&served.get(&format!("{book}/book.pdf"), &plan).bytes);
    assert!(printed.len() > BODIES, "{} pages", printed.len());
    assert!(
        printed[0].contains("2016년추진전략보고회") && printed[0].contains("2016-05-3118:00"),
        "{}",
        printed[0]
    );
    for (nth, page) in printed.iter().enumerate().skip(1) {
        assert!(
            page.contains(&format!("#{first_hash}"))
                && page.contains(&format!("{}/{}", nth + 1, printed.len()))
        );
    }
    for nth in 0..BODIES {
        assert!(printed.iter().any(|page| page.starts_with(&name(nth))), "{}", name(nth));
    }

    // Data is edited on 1 June: one claim is proven, another hire comes in, a report too.
    served.at("2016-06-01T01:00:00Z");
    let (centre, officer, plan) =
        (served.session("centre"), served.session("officer"), served.session("plan"));
    hire(&served, (&centre, &officer), &people[9], "2016-06-01", true);
    hire(&served, (&centre, &officer), &people[10], "2016-05-31", true);
    let path = &waiting[&name(LATE[0])];
    let version = served.get(path, &plan);
    let form = [("version", version.input("version")), ("why", "4월에는 실적이 없습니다")];
    served.post(&format!("{path}/nothing"), &plan, &form).to();
    assert_eq!(ledger(&served, &plan), (9, 2));
    let gaps = &told["mismatch"];
    assert_eq!(gaps["levers"].as_array().unwrap().len(), 7, "{gaps}");
    assert!(
        page.body.contains("무엇을 넓히면 얼마나 풀리나") && page.body.contains("자격 과정 훈련을"),
        "{}",
        page.body
    );
    assert_eq!(facts(&served, &book, &plan), told, "the frozen book does not move");
    assert_eq!(hash(&served, &book, &plan), first_hash);
    let again = served.post("/staff/books", &plan, &ask).to().to_owned();
    assert_eq!(again, book, "asked for again it is the same book");

    // The meeting: two instructions of the mayor, four points from the floor, each with its owner and day.
    served.at("2016-06-01T05:00:00Z");
    let plan = served.session("plan");
    let page = served.get(&format!("{meeting}/minutes"), &plan);
    let came = [("version", page.input("version")), ("rest", "present")];
    served.post(&format!("{meeting}/minutes"), &plan, &came).to();
    step(&served, &plan, &meeting, "open").to();
    let form = served.get(&format!("{meeting}/actions"), &plan);
    let given = [
        ("instruction", "부서마다 일자리 연락관을 둘 것", 0),
        ("instruction", "청년 상담을 저녁에도 열 것", 1),
        ("improvement", "행사 단기 구인을 한 달 앞서 알릴 것", 2),
        ("improvement", "동별 수요를 달마다 나눌 것", 3),
        ("improvement", "협약 기업을 분기마다 찾아갈 것", 4),
        ("improvement", "훈련 수료자를 바로 알선할 것", 5),
    ];
    for (source, title, owner) in given {
        let owner = body_id(&form, &name(owner));
        let fields = [("source", source), ("title", title), ("owner", &owner), ("due_on", "2016-06-30")];
        served.post(&format!("{meeting}/actions"), &plan, &fields).to();
    }
    step(&served, &plan, &meeting, "close").to();

    // The next book has them on its second page, with their state, and tells what is different.
    served.at("2016-07-31T09:00:00Z");
    let plan = served.session("plan");
    let next = report_meeting(&served, &plan, "2016년 하반기 보고회", "2016-08-01T14:00");
    let next =
        served.post("/staff/books", &plan, &[("meeting", id_of(&next)), ("as_of", "")]).to().to_owned();
    let second_facts = facts(&served, &next, &plan);
    let points = second_facts["points"].as_array().unwrap();
    let of = |source: &str| points.iter().filter(|point| point["source"] == source).count();
    assert_eq!((of("instruction"), of("improvement")), (2, 4));
    assert!(points.iter().all(|point| point["state"] == "open" && point["late_days"] == 31));
    let printed = pages(&served.get(&format!("{next}/book.pdf"), &plan).bytes);
    for (_, title, owner) in given {
        let title: String = title.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(printed[1].contains(&title) && printed[1].contains(&name(owner)), "{title}: {}", printed[1]);
    }
    assert_eq!(printed[1].matches("지연31일").count(), 6);
    let changes = second_facts["changes"].as_array().unwrap();
    let filled = changes
        .iter()
        .find(|change| change["place"]["place"] == "city" && change["what"]["part"] == "filled");
    let filled = filled.unwrap_or_else(|| panic!("{changes:?}"));
    assert_eq!((filled["before"].as_str(), filled["after"].as_str()), (Some("7"), Some("9")));
    assert_eq!(second_facts["cover"]["before"]["hash"].as_str().unwrap()[..12], first_hash);

    // The public extract: published by hand, no name, no cell under the city's least.
    let public = book.replace("/staff/", "/plan/");
    assert_eq!(served.get(&public, "").status, 404);
    let version = served.get(&book, &plan);
    served.post(&format!("{book}/publish"), &plan, &[("version", version.input("version"))]).to();
    let extract = served.get(&format!("{public}/book.json"), "").body;
    for secret in ["김시험", EMPLOYER, "010-0000"] {
        assert!(!extract.contains(secret), "{secret}");
    }
    let extract: Value = serde_json::from_str(&extract).unwrap();
    let shown = line(&extract["totals"]["everyone"], "R1");
    assert_eq!(shown["claimed"], Value::Null, "two are too few");
    // Without an account every file of it can be had.
    for format in ["pdf", "hwpx", "xlsx"] {
        assert_eq!(served.get(&format!("{public}/book.{format}"), "").status, 200, "{format}");
    }
}
