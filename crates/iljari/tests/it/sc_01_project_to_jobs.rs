//! A development project from its budget to jobs that are counted once: what is estimated, offered and confirmed
//! stands apart, and whoever helped is named without being added.

use crate::served::{Answer, Served};

const CITY: &str = "goyang";

/// A step of an opening or a referral as it stands now.
fn step(served: &Served, cookie: &str, page: &str, fields: &[(&str, &str)]) {
    let shown = served.get(page, cookie);
    let mut sent = vec![("version", shown.input("version"))];
    sent.extend(fields);
    served.post(&format!("{page}/steps"), cookie, &sent).to();
}

fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// A firm that the project may bring work to: found, visited by the field team, its need confirmed there.
fn lead(
    served: &Served,
    cookie: &str,
    project: &str,
    [name, number]: [&str; 2],
    [day, notes, work, heads]: [&str; 4],
) -> String {
    let firm = [
        ("name", name),
        ("business_number", number),
        ("phone", "031-000-4000"),
        ("address", "경기도 고양시 일산서구 대화동 견본로 3"),
        ("area", "일산서구"),
    ];
    served.post("/staff/employers/new", cookie, &firm).to();
    let form = [("name", name), ("area", "일산서구"), ("project", id_of(project)), ("sector", "mice")];
    let lead = served.post("/staff/leads/new", cookie, &form).to().to_owned();
    let shown = served.get(&lead, cookie);
    let visit = [
        ("version", shown.input("version")),
        ("on", day),
        ("way", "there"),
        ("notes", notes),
        ("work", work),
        ("heads", heads),
    ];
    served.post(&format!("{lead}/visits"), cookie, &visit).to();
    lead
}

/// The opening that a lead became, completed and published.
fn opening(served: &Served, cookie: &str, lead: &str, [title, occupation, heads, won]: [&str; 4]) -> String {
    let shown = served.get(lead, cookie);
    let edit = served.post(&format!("{lead}/open"), cookie, &[("version", shown.input("version"))]);
    let edit = edit.to().to_owned();
    let draft = served.get(&edit, cookie);
    // The opening carries the need and the project of its lead.
    for (field, value) in [("project", "P-MICE"), ("title", title), ("headcount", heads)] {
        let shown =
            draft.body.split(&format!("id=\"{field}\"")).nth(1).and_then(|rest| rest.split('>').next());
        assert!(
            shown.is_some_and(|input| input.contains(&format!("value=\"{value}\""))),
            "{field}: {shown:?}"
        );
    }
    let form = [
        ("version", draft.input("version")),
        ("title", title),
        ("occupation", occupation),
        ("duties", "전시장에서 일합니다"),
        ("headcount", heads),
        ("employment_type", "10"),
        ("wage_form", "M"),
        ("wage_min", won),
        ("weekly_hours", "40"),
        ("area", "일산서구"),
        ("reception", "phone"),
        ("project", "P-MICE"),
    ];
    let page = served.post(&edit, cookie, &form).to().to_owned();
    step(served, cookie, &page, &[("step", "submit")]);
    step(served, cookie, &page, &[("step", "accept")]);
    page
}

fn seeker(served: &Served, cookie: &str, nth: usize) -> String {
    let letters = ["가", "나", "다", "라", "마", "바"];
    let (name, phone) = (format!("김시험{}", letters[nth]), format!("010-0000-100{nth}"));
    let form = [
        ("name", name.as_str()),
        ("born_on", "1985-05-15"),
        ("phone", phone.as_str()),
        ("area", "화정1동"),
        ("occupation", "0244"),
        ("desired_area", "일산서구"),
        ("channel", "counter"),
        ("consent_registration", "yes"),
        ("consent_local_government", "yes"),
    ];
    served.post("/staff/seekers/new", cookie, &form).to().to_owned()
}

/// Referred by letter, and interviewed on a day.
fn referred(served: &Served, cookie: &str, seeker: &str, opening: &str, interview: &str) -> String {
    let form = [("seeker", id_of(seeker)), ("opening", id_of(opening))];
    let page = served.post("/staff/referrals/new", cookie, &form).to().to_owned();
    step(served, cookie, &page, &[("step", "consent"), ("channel", "phone")]);
    step(served, cookie, &page, &[("step", "send")]);
    step(served, cookie, &page, &[("step", "schedule"), ("at", interview)]);
    page
}

/// The claim that a hire made, from the ledger's rows of a day of start.
fn claims(served: &Served, cookie: &str) -> Vec<String> {
    let rows = served.get("/staff/ledger/rows?project=P-MICE&from=2016-03-02", cookie).body;
    let links = rows.split("href=\"/staff/placements/").skip(1);
    links.map(|rest| format!("/staff/placements/{}", rest.split('"').next().unwrap())).collect()
}

fn evidence(served: &Served, cookie: &str, placement: &str, kind: &str, nth: usize) {
    let page = served.get(placement, cookie);
    let number = format!("20160411-{nth}");
    let form =
        [("version", page.input("version")), ("kind", kind), ("on", "2016-04-11"), ("reference", &number)];
    served.post(&format!("{placement}/evidence"), cookie, &form).to();
}

/// The id of a body, as the form of a project offers it.
fn body(served: &Served, cookie: &str, name: &str) -> String {
    let form = served.get("/staff/projects/new", cookie).body;
    let option = form.split(&format!("{name}</option>")).next().unwrap();
    option.rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned()
}

/// The words of a row's cells, by the name that heads it, in the table under a heading.
pub(crate) fn cells(page: &Answer, name: &str) -> Vec<String> {
    let rows = page.body.rsplit("<tr>").filter_map(|row| row.split("</tr>").next());
    let words = |html: &str| -> String {
        html.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words)).collect()
    };
    let mut named =
        rows.filter(|row| row.split("</th>").next().is_some_and(|head| words(head).trim() == name));
    let row = named.next().unwrap_or_else(|| panic!("no row {name}: {}", page.body));
    row.split("<td>").skip(1).map(|cell| words(cell).trim().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_01_a_development_project_from_its_budget_to_jobs_counted_once() {
    let people = [("operator", "operator", ""), ("plan", "plan_manager", "")];
    let mut served = Served::city(CITY, "2016-03-02T01:00:00Z", &people);
    let operator = served.session("operator");
    for (body, kind) in [
        ("일자리센터", "department"),
        ("마이스산업과", "department"),
        ("관광과", "department"),
        ("킨텍스", "agency"),
    ] {
        served.post("/staff/organisations", &operator, &[("name", body), ("kind", kind)]).to();
    }
    served.join(CITY, ("mice", "clerk", "마이스산업과"));
    served.join(CITY, ("centre", "counselor", "일자리센터"));
    served.join(CITY, ("officer", "counselor", "일자리센터"));
    served.join(CITY, ("tour", "counselor", "관광과"));
    served.join(CITY, ("kintex", "counselor", "킨텍스"));

    // ① The department registers its project; ② estimates it by two tables.
    let mice = served.session("mice");
    let form = [
        ("number", "P-MICE"),
        ("name", "킨텍스 지원부지 전시지원시설"),
        ("kind", "development"),
        ("fund_private", "12,400,000,000"),
        ("new_spending", "124억"),
        ("sector", "mice"),
    ];
    let project = served.post("/staff/projects/new", &mice, &form).to().to_owned();
    for set in ["2015.서비스", "2020.서비스"] {
        let form = [("way", "computed"), ("set", set), ("amount", "124억"), ("author", "마이스산업과")];
        served.post(&format!("{project}/estimates"), &mice, &form).to();
    }
    let card = served.get(&project, &mice).body;
    for words in [
        "총 186명",
        "직접 126 + 간접 60",
        "총 143명",
        "직접 95 + 간접 48",
        "실적 아님",
        "2015년 취업유발 15.0 / 취업계수 10.2",
        "2020년 취업유발 11.5 / 취업계수 7.7",
        "한국은행 2015년 고용표",
        "한국은행 2020년 고용표",
    ] {
        assert!(card.contains(words), "{words}: {card}");
    }
    assert!(!card.contains("329명"), "estimates are never added");

    // ③ The field team follows two leads of the project and writes down what it heard.
    served.at("2016-03-10T07:00:00Z");
    let centre = served.session("centre");
    let first = ["전시장치업체(주)", "100-00-00014"];
    let said = ["2016-03-09", "무대와 진열을 맡을 사람이 없다고 합니다.", "무대·디스플레이 디자이너", "2"];
    let first = lead(&served, &centre, &project, first, said);
    let second = ["행사대행사(주)", "100-00-00028"];
    let said = ["2016-03-10", "4월 행사부터 기획자 세 명이 필요합니다.", "전시·회의 기획자", "3"];
    let second = lead(&served, &centre, &project, second, said);
    for (lead, words) in [(&first, "무대와 진열을 맡을"), (&second, "기획자 세 명이 필요")] {
        let page = served.get(lead, &centre).body;
        assert!(page.contains(words) && page.contains("킨텍스 지원부지 전시지원시설"), "{page}");
    }

    // ④ Both become openings.
    served.at("2016-03-14T01:00:00Z");
    let (mice, centre) = (served.session("mice"), served.session("centre"));
    let first = opening(&served, &centre, &first, ["무대·디스플레이 디자이너", "4153", "2", "2000000"]);
    let second = opening(&served, &centre, &second, ["전시·회의 기획자", "0244", "3", "2100000"]);
    let shown = served.get(&project, &mice).body;
    assert!(shown.contains("href=\"#openings\">5</a>"), "five places: {shown}");

    // ⑤ Six people, seven letters, three hires.
    let people: Vec<String> = (0..6).map(|nth| seeker(&served, &centre, nth)).collect();
    // S5 completed a course of another department, and met the firm at a fair of a third body.
    for (login, kind) in [("tour", "completion"), ("kintex", "fair_visit")] {
        let cookie = served.session(login);
        let form = [("kind", kind), ("on", "2016-03-14"), ("channel", "counter")];
        served.post(&format!("{}/services/new", people[4]), &cookie, &form).to();
    }
    let mut letters = Vec::new();
    for (nth, (person, opening)) in
        [(0, &first), (1, &first), (2, &first), (2, &second), (3, &second), (4, &second), (5, &second)]
            .into_iter()
            .enumerate()
    {
        let at = format!("2016-03-{}T10:00", 21 + nth);
        letters.push(referred(&served, &centre, &people[person], opening, &at));
    }
    served.at("2016-04-11T01:00:00Z");
    let (centre, officer) = (served.session("centre"), served.session("officer"));
    for (letter, start) in [(0, "2016-04-01"), (4, "2016-04-04"), (5, "2016-04-04")] {
        // The day's work has marked the interview as held.
        served.until(&letters[letter], &centre, |page| page.contains("면접 완료"));
        step(&served, &centre, &letters[letter], &[("step", "hire"), ("start_on", start)]);
    }
    let mice = served.session("mice");
    let hires = claims(&served, &centre);
    assert_eq!(hires.len(), 3);
    let ledger = |cookie: &str| served.get("/staff/ledger?project=P-MICE&month=2016-04", cookie);
    assert_eq!(cells(&ledger(&mice), "모두")[..2], ["0", "3"], "a word of ours is a claim");

    // ⑥ A second person looks two of them up; of the third the employer's own notice is there.
    let named: Vec<(String, String)> =
        hires.iter().map(|claim| (claim.clone(), served.get(claim, &centre).body)).collect();
    let of = |name: &str| &named.iter().find(|(_, page)| page.contains(name)).unwrap().0;
    let (one, four, five) = (of("김시험가"), of("김시험라"), of("김시험마"));
    evidence(&served, &officer, one, "insurance_lookup", 1);
    evidence(&served, &officer, four, "insurance_lookup", 2);
    evidence(&served, &officer, five, "employer_notice", 3);
    // Counted once, by whoever owns it; whoever helped stands beside it and is never added.
    let told = ledger(&mice);
    assert_eq!(cells(&told, "일자리센터"), ["3", "0", "0"]);
    assert_eq!(cells(&told, "마이스산업과"), ["0", "0", "3"]);
    assert_eq!(cells(&told, "관광과"), ["0", "0", "1"]);
    assert_eq!(cells(&told, "킨텍스"), ["0", "0", "1"]);
    assert_eq!(cells(&told, "모두"), ["3", "0", "더하지 않음"], "three, not eight");
    let filled = cells(&told, "● 충족(확인)");
    assert_eq!(filled[..2], ["3", "3"], "three events of three people");

    // The project's own page keeps the grades apart, and its number opens the three with their evidence.
    let page = served.get(&project, &mice).body;
    let outcome = page.split("<section id=\"outcome\">").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(outcome.contains("standing=confirmed\">3</a>건"), "{outcome}");
    let to = outcome.split("standing=confirmed").next().unwrap().rsplit("href=\"").next().unwrap();
    let rows = served.get(&format!("{}standing=confirmed", to.replace("&amp;", "&")), &centre).body;
    let grades: Vec<&str> = rows
        .split("<tr>")
        .filter(|row| row.contains("/staff/placements/"))
        .map(|row| if row.contains("> E1") { "E1" } else { "E2" })
        .collect();
    let counts = ["E1", "E2"].map(|grade| grades.iter().filter(|known| **known == grade).count());
    assert_eq!((grades.len(), counts), (3, [2, 1]), "{rows}");

    // The plan's measures read the same ledger, each in a unit of its own: three jobs, and one training completed.
    let plan = served.session("plan");
    let term = [
        ("term", "6기"),
        ("from_year", "2014"),
        ("to_year", "2018"),
        ("strategies", "민간일자리\n- 고용서비스\n- 직업능력개발훈련"),
    ];
    let home = served.post("/staff/plan/terms/new", &plan, &term).to().to_owned();
    let term = home.split("term=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let owner = |name: &str| body(&served, &plan, name);
    for (name, task, category, of, unit, wanted) in [
        ("고용서비스", "0.0", "service", "일자리센터", "jobs", "3"),
        ("직업능력개발훈련", "0.1", "training", "관광과", "completions", "1"),
    ] {
        let owner = owner(of);
        let form = [
            ("term_plan", term.as_str()),
            ("year", "2016"),
            ("name", name),
            ("task", task),
            ("category", category),
            ("owner", owner.as_str()),
            ("basis", "2015년 실적"),
            ("target_2", "10"),
            ("unit", unit),
            ("project", "P-MICE"),
        ];
        let measure = served.post("/staff/measures/new", &plan, &form).to().to_owned();
        let told = served.get(&measure, &plan);
        assert_eq!(cells(&told, "한 해")[1], wanted, "{name}: {}", told.body);
    }
    // The book's page of the department tells what was estimated and what was confirmed, in columns of their own.
    let meeting = [
        ("kind", "report"),
        ("name", "추진전략 보고회"),
        ("at", "2016-04-12T14:00"),
        ("venue", "고양시정연수원"),
    ];
    let meeting = served.post("/staff/meetings/new", &plan, &meeting).to().to_owned();
    let book = served.post("/staff/books", &plan, &[("meeting", id_of(&meeting)), ("as_of", "")]);
    let book = book.to().to_owned();
    let page = served.get(&book, &plan).body;
    let row = page.split("<tr>").find(|row| row.contains("P-MICE") && row.contains("186")).unwrap();
    let cells: Vec<&str> = row.split("</td>").map(|cell| cell.rsplit('>').next().unwrap()).collect();
    assert!(cells.contains(&"186 / 143") && cells.contains(&"3"), "{row}");
    assert!(!row.contains("189") && !row.contains("332"), "never added");
    let facts: serde_json::Value =
        serde_json::from_str(&served.get(&format!("{book}/book.json"), &plan).body).unwrap();
    let mice = facts["departments"].as_array().unwrap().iter().find(|one| one["name"] == "마이스산업과");
    let project = &mice.unwrap()["projects"][0];
    // Beside the count stands what kind of work it is: two were looked up, and all were promised the minimum wage.
    let everyone = facts["totals"]["everyone"].as_array().unwrap();
    let quality = &everyone.iter().find(|line| line["class"] == "R1").unwrap()["quality"];
    for (what, count) in [("insured", 2), ("pay_known", 3), ("at_minimum", 3)] {
        assert_eq!(quality[what], count, "{what}: {quality}");
    }
    assert_eq!(project["classes"][0]["filled"], 3);
    assert_eq!(project["estimates"][0]["value"], 186);
}
