//! An event's agencies and a building site hand their rosters in. Days are not people, neither moves any other
//! figure, and three published estimates stand side by side.

use crate::served::Served;

const CITY: &str = "goyang";

/// A roster: so many people with so many days together, as evenly as may be.
fn roster(parts: &[(usize, usize, &str)]) -> String {
    let mut text = "성 명,생년월일,관내여부,출역일수\n".to_owned();
    let mut person = 0;
    for (people, days, home) in parts {
        for nth in 0..*people {
            let own = days / people + usize::from(nth < days % people);
            // Invented: births run through the years so that nobody is somebody else.
            let (year, month, day) = (1950 + person % 50, 1 + person / 50 % 12, 1 + person / 600);
            text.push_str(&format!("가{person}나,{year}-{month:02}-{day:02},{home},{own}\n"));
            person += 1;
        }
    }
    text
}

fn project(served: &Served, cookie: &str, number: &str, name: &str, kind: &str) -> String {
    let bodies = served.get("/staff/projects/new", cookie);
    let owner = bodies.body.split("마이스산업과</option>").next().unwrap();
    let owner = owner.rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned();
    let form = [
        ("number", number),
        ("name", name),
        ("owner", owner.as_str()),
        ("kind", kind),
        ("fund_city", "30억"),
        ("from", "2016-05-01"),
        ("until", "2016-06-30"),
    ];
    served.post("/staff/projects/new", cookie, &form).to().to_owned()
}

/// The text of a part of a page, tags left out.
fn said(page: &str, id: &str) -> String {
    let part =
        page.split(&format!("<section id=\"{id}\">")).nth(1).unwrap().split("</section>").next().unwrap();
    let texts = part.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    texts.collect::<Vec<_>>().join("|")
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_09_days_are_not_people_at_an_event_and_on_a_site() {
    let people = [("plan", "plan_manager", ""), ("operator", "operator", "")];
    let served = Served::city(CITY, "2016-07-01T01:00:00Z", &people);
    let (plan, operator) = (served.session("plan"), served.session("operator"));
    let body = [("name", "마이스산업과"), ("kind", "department")];
    served.post("/staff/organisations", &operator, &body).to();

    // The Rotary convention, 28 May to 1 June: what was published, and what two agencies hand in.
    let event = project(&served, &plan, "P-ROTARY", "2016 국제로타리세계대회", "event");
    for (value, unit, on, source) in [
        ("1,800", "persons", "2016-05-24", "한국관광공사"),
        ("2925억", "won", "2016-05-24", "한국관광공사"),
        ("2720억", "won", "2016-05-29", "한국컨벤션전시산업연구원"),
    ] {
        let form = [("way", "published"), ("value", value), ("unit", unit), ("on", on), ("source", source)];
        served.post(&format!("{event}/estimates"), &plan, &form).to();
    }
    let sheet = |from, until| {
        [("employer", "가상이벤트(주)"), ("from", from), ("until", until), ("attendance", "electronic")]
    };
    let rosters = format!("{event}/rosters");
    let convention = sheet("2016-05-28", "2016-06-01");
    // Days typed as people: the row is named, and nothing of the sheet is kept.
    let wrong = format!("{}연인원,,,480\n", roster(&[(3, 9, "관내")]));
    let refused = served.upload(&rosters, &plan, &convention, ("roster.csv", &wrong));
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("5행: 한 행에 여러 사람이 적혀 있습니다"), "{}", refused.body);
    assert!(refused.body.contains("value=\"가상이벤트(주)\""), "what was typed is still there");
    let too_long = roster(&[(2, 14, "관내")]);
    let refused = served.upload(&rosters, &plan, &convention, ("roster.csv", &too_long));
    assert!(refused.body.contains("1일에서 5일 사이"), "{}", refused.body);
    served.upload(&rosters, &plan, &convention, ("roster.csv", &roster(&[(320, 1_520, "관내")]))).to();
    // The same sheet once more would double the days: it is refused, and the earlier one named.
    let twice = served.upload(&rosters, &plan, &convention, ("again.csv", &roster(&[(320, 1_520, "관내")])));
    assert_eq!(twice.status, 422, "{}", twice.body);
    assert!(twice.body.contains("가상이벤트(주) 2016-05-28 ~ 2016-06-01"), "{}", twice.body);
    for (from, until, why) in [
        ("2016-04-01", "2016-04-30", "사업이 시작하기(2016-05-01) 전의 달입니다"),
        ("2099-01-01", "2099-01-31", "아직 오지 않은 달입니다"),
    ] {
        let one = roster(&[(1, 1, "관내")]);
        let refused = served.upload(&rosters, &plan, &sheet(from, until), ("month.csv", &one));
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains(why), "{}", refused.body);
    }
    // One that was handed in wrongly is taken back, and the right one after it is no repetition.
    served.upload(&rosters, &plan, &convention, ("more.csv", &roster(&[(320, 1_280, "관내")]))).to();
    let page = served.get(&event, &plan).body;
    assert!(
        said(&page, "rosters").contains("|320명|") && said(&page, "rosters").contains("|2,800인·일|"),
        "{page}"
    );
    let wrong = page.split("<tr").find(|row| row.contains("1,280인·일") && row.contains("/staff/rosters/"));
    let back = wrong.unwrap().split("/staff/rosters/").nth(1).unwrap().split('"').next().unwrap();
    served.post(&format!("/staff/rosters/{back}"), &plan, &[("why", "같은 명단")]).to();

    let page = served.get(&event, &plan).body;
    let told = said(&page, "rosters");
    for words in ["|320명|", "|1,520인·일|", "|6.1명|", "단기", "같은 명단"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    // The ledger knows none of them: it says so beside its short-term work, and where they are.
    let ledger = served.get("/staff/ledger", &plan).body;
    let beside = said(&ledger, "rosters");
    for words in ["R8", "명부로 센 단기 일자리: 320명 · 1,520인·일 (사람을 알 수 없어 위 실적과 더하지 않음)"]
    {
        assert!(beside.contains(words), "{words}: {beside}");
    }
    assert!(ledger.contains(&format!("href=\"{event}#rosters\"")), "{ledger}");
    let elsewhere = served.get("/staff/ledger?year=2015", &plan).body;
    assert!(!elsewhere.contains("명부로 센"), "another year");
    let estimates = said(&page, "estimates");
    let stated = [
        "1,800명",
        "292,500,000,000원",
        "272,000,000,000원",
        "한국관광공사 · 2016-05-24",
        "한국컨벤션전시산업연구원 · 2016-05-29",
        "발표(계수 없음)",
        "실적 아님",
    ];
    for words in stated {
        assert!(estimates.contains(words), "{words}: {estimates}");
    }
    assert!(!page.contains("564,500,000,000") && !page.contains("564500000000"), "estimates are not added");

    // A site with a clause of fifty percent: a month sheet of 412 people, 142 of them residents.
    let site = project(&served, &plan, "P-SOC", "가상 도로 건설", "budgeted");
    let clause = [
        ("promised_by", "가상건설(주)"),
        ("pledge", "clause"),
        ("percent", "50"),
        ("on", "2016-05-02"),
        ("source", "공사계약 특수조건 제12조"),
    ];
    served.post(&format!("{site}/promises"), &plan, &clause).to();
    let month = [
        ("employer", "가상건설(주)"),
        ("from", "2016-05-01"),
        ("until", "2016-05-31"),
        ("attendance", "signed"),
    ];
    let people = roster(&[(142, 2_786, "관내"), (270, 8_083 - 2_786, "관외")]);
    served.upload(&format!("{site}/rosters"), &plan, &month, ("may.csv", &people)).to();
    let page = served.get(&site, &plan).body;
    let told = said(&page, "rosters");
    for words in ["|412명|", "|8,083인·일|", "|142명 (34.5 %)|", "|2,786인·일 (34.5 %)|"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let promises = said(&page, "promises");
    for words in ["시민 50 % 이상", "미달(50 %)", "34.5 %"] {
        assert!(promises.contains(words), "{words}: {promises}");
    }
    for path in [&site, "/staff/projects", "/staff/ledger", "/staff/projects/departments"] {
        let text = served.get(path, &plan).body;
        for wrong in ["8,083명", "8,083 명", "8083명"] {
            assert!(!text.contains(wrong), "{path} shows days as people");
        }
    }

    // The headline does not move: not one job event came of it.
    let file = served.get("/staff/ledger.csv?year=2016", &plan).body;
    assert!(!file.contains(",R1,filled,"), "{file}");
    for page in [&event, &site] {
        let outcome = said(&served.get(page, &plan).body, "outcome");
        assert!(outcome.contains("충족(확인)|") && outcome.contains("|0건"), "{outcome}");
    }
}
