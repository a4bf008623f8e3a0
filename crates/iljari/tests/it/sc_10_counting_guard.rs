//! The counting guard: what investigations found in earlier systems, keyed at a real counter of the
//! real program. What counts and what does not is read where the second person reads it.

use crate::hands::Hands;
use crate::served::{Answer, Browser, Served};

const CITY: &str = "goyang";
const EMPLOYER: &str = "하늘가구";

/// Registers an invented person; gives the path of their page.
fn register(served: &Served, cookie: &str, nth: u32) -> String {
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
        // Bodies of the city may know of them.
        ("consent_local_government", "yes"),
    ];
    served.post("/staff/seekers/new", cookie, &form).to().to_owned()
}

/// A number in letters, as names have none.
fn hangul(nth: u32) -> String {
    let letters: Vec<char> = "가나다라마바사아자차".chars().collect();
    nth.to_string().bytes().map(|digit| letters[usize::from(digit - b'0')]).collect()
}

fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// Claims a hire; gives the path of its page.
fn claim(served: &Served, cookie: &str, person: &str, how: &str, start_on: &str) -> String {
    let referred = if how == "referral" { start_on } else { "" };
    let form = [
        ("seeker", id_of(person)),
        ("employer", EMPLOYER),
        ("how", how),
        ("start_on", start_on),
        ("referred_on", referred),
    ];
    served.post("/staff/placements/new", cookie, &form).to().to_owned()
}

/// Something that was done for a person.
fn serve(served: &Served, cookie: &str, person: &str, on: &str) {
    let form = [("kind", "counselling"), ("on", on), ("channel", "counter")];
    served.post(&format!("{person}/services/new"), cookie, &form).to();
}

fn attach(served: &Served, cookie: &str, placement: &str, kind: &str, on: &str) {
    let page = served.get(placement, cookie);
    // A look-up is about one person; its number is of the day and of them.
    let nth = u64::from_str_radix(&id_of(placement)[28..], 16).unwrap();
    let number = format!("{}-{nth}", on.replace('-', ""));
    let form = [("version", page.input("version")), ("kind", kind), ("on", on), ("reference", &number)];
    served.post(&format!("{placement}/evidence"), cookie, &form).to();
}

/// The year's confirmed events of the main class, as the file beside the page tells them, month by month.
fn confirmed(served: &Served, cookie: &str) -> i64 {
    let file = served.get("/staff/ledger.csv?year=2016", cookie);
    let lines = file.body.lines().filter(|line| line.contains(",R1,filled,events,"));
    lines.map(|line| line.split(',').nth(4).unwrap().parse::<i64>().unwrap()).sum()
}

/// How often each rule stands in the report of what was excluded, and how many there are.
fn excluded(page: &Answer) -> [usize; 4] {
    let table = page.body.split_once("<tbody>").unwrap().1;
    let rows = |rule: &str| table.split("<tr>").filter(|row| row.contains(&format!(">{rule}<"))).count();
    let all = table.split("<tr>").count() - 1;
    [rows("CR-04"), rows("CR-05"), rows("CR-16"), all]
}

/// A city on 10 June with two bodies, an employer, and who counts and who reviews.
fn city() -> Served {
    let people =
        [("operator", "operator", ""), ("plan", "plan_manager", ""), ("supervisor", "supervisor", "")];
    let mut served = Served::city(CITY, "2016-06-10T01:00:00Z", &people);
    let operator = served.session("operator");
    for body in ["일자리센터", "새일센터"] {
        served.post("/staff/organisations", &operator, &[("name", body), ("kind", "department")]).to();
    }
    served.join(CITY, ("centre", "counselor", "일자리센터"));
    served.join(CITY, ("officer", "counselor", "일자리센터"));
    served.join(CITY, ("saeil", "counselor", "새일센터"));
    let centre = served.session("centre");
    let employer = [("name", EMPLOYER), ("business_number", "100-00-00014"), ("phone", "031-000-1000")];
    served.post("/staff/employers/new", &centre, &employer).to();
    served
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_10_the_counting_guard_at_the_counter() {
    let served = city();
    let browser = Browser::start().await;
    let url = |path: &str| format!("{}{path}", served.origin);
    let centre = served.session("centre");

    // (a) Registered on 10 June, "hired" from 20 May: keyed at the counter, kept, rejected by rule.
    let early = register(&served, &centre, 1);
    browser.sign_in(&served, "counselor").await;
    browser.goto(&url("/staff/placements/new")).await;
    let mut hands = Hands::on(&browser);
    hands.fill("seeker", id_of(&early)).await;
    hands.fill("employer", EMPLOYER).await;
    hands.choose("how", "referral").await;
    hands.day("main input[name=start_on]", "2016-05-20").await;
    hands.day("main input[name=referred_on]", "2016-05-20").await;
    hands.go("main form.narrow button").await;
    let said = browser.text("main").await;
    for words in ["CR-04", "2016-06-10", "2016-05-20", "집계하지 않습니다"] {
        assert!(said.contains(words), "{words}: {said}");
    }

    // (c) Twenty-five people of an old list "found work themselves"; nothing was done for them.
    let alone: Vec<(String, String)> = (0..25)
        .map(|nth| {
            let person = register(&served, &centre, 100 + nth);
            let placement = claim(&served, &centre, &person, "self_found", "2016-06-15");
            (person, placement)
        })
        .collect();

    // (d) One of whom a later notice says that they had died before.
    let gone = register(&served, &centre, 2);
    served.at("2016-06-20T01:00:00Z");
    let (centre, saeil, plan) = (served.session("centre"), served.session("saeil"), served.session("plan"));
    let officer = served.session("officer");
    serve(&served, &centre, &gone, "2016-06-17");
    let placement = claim(&served, &centre, &gone, "event", "2016-06-18");
    // What whoever claimed it keys without a paper waits for a second person, a look-up with its number too.
    attach(&served, &centre, &placement, "employer_notice", "2016-06-20");
    attach(&served, &centre, &placement, "insurance_lookup", "2016-06-20");
    assert_eq!(confirmed(&served, &plan), 0);
    attach(&served, &officer, &placement, "insurance_lookup", "2016-06-20");
    assert_eq!(confirmed(&served, &plan), 1);
    browser.sign_in(&served, "counselor").await;
    browser.goto(&url(&gone)).await;
    hands.day("main form[action$='/steps/decease'] input[name=on]", "2016-06-17").await;
    hands.go("main form[action$='/steps/decease'] button").await;
    let said = browser.text("main p.lead").await;
    assert!(said.contains("사망") && said.contains("2016-06-17"), "{said}");
    assert_eq!(confirmed(&served, &plan), 0);
    let renewed = served.post(&format!("{gone}/renew"), &centre, &[]);
    assert_eq!(renewed.status, 409, "who died cannot be active again: {}", renewed.body);

    // (e) Both bodies claim the same hire: one placement, two contributors, one of them its owner.
    let shared = register(&served, &centre, 3);
    serve(&served, &centre, &shared, "2016-06-19");
    let first = claim(&served, &centre, &shared, "event", "2016-06-20");
    let second = claim(&served, &saeil, &shared, "event", "2016-06-22");
    attach(&served, &saeil, &second, "employer_notice", "2016-06-20");
    attach(&served, &officer, &first, "insurance_lookup", "2016-06-20");
    assert_eq!(confirmed(&served, &plan), 1);
    let ledger = served.get("/staff/ledger?year=2016", &plan);
    let line = |body: &str| -> Vec<i64> {
        // The last table that names the body: what it owns, what waits, and what it had a part in.
        let mut rows = ledger.body.rsplit("<tr>").filter_map(|row| row.split("</tr>").next());
        let row = rows.find(|row| row.contains(&format!(">{body}</a></th>"))).unwrap();
        // A number that has rows is a link to them.
        row.split("<td>")
            .skip(1)
            .map(|cell| {
                let words = cell
                    .split("</td>")
                    .next()
                    .unwrap()
                    .split('<')
                    .map(|part| part.split_once('>').map_or(part, |(_, words)| words).trim());
                words.collect::<String>().parse().unwrap()
            })
            .collect()
    };
    assert_eq!((line("일자리센터"), line("새일센터")), (vec![1, 0, 0], vec![0, 0, 1]), "{}", ledger.body);

    // What was left out, each with its rule: 1 + 25 + 1, where the second person reads it.
    let supervisor = served.session("supervisor");
    let report = served.get("/staff/ledger/exclusions?year=2016", &supervisor);
    assert_eq!(excluded(&report), [1, 25, 1, 27], "{}", report.body);

    // (c) The insurance record alone is not enough; with a service of the 90 days before it counts.
    let (person, placement) = &alone[0];
    attach(&served, &officer, placement, "insurance_lookup", "2016-06-20");
    assert_eq!(confirmed(&served, &plan), 1);
    browser.goto(&url(&format!("{person}/services/new"))).await;
    hands.choose("kind", "counselling").await;
    hands.day("main input[name=on]", "2016-06-12").await;
    hands.go("main form.narrow button").await;
    assert!(browser.path().await.starts_with("/staff/seekers/0"), "{}", browser.text("main").await);
    assert_eq!(confirmed(&served, &plan), 2);
    let report = served.get("/staff/ledger/exclusions?year=2016", &supervisor);
    assert_eq!(excluded(&report), [1, 24, 1, 26], "{}", report.body);
    browser.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_10_thirty_cancellations_in_an_evening_are_seen_by_a_second_person() {
    let served = city();
    served.at("2016-06-10T10:00:00Z");
    let mut centre = served.session("centre");
    // (b) Nothing saved can be deleted: there is no such request, only striking out with a reason.
    let mut last = String::new();
    for nth in 0..30u32 {
        let minutes = nth * 3;
        served.at(&format!("2016-06-10T{:02}:{:02}:00Z", 10 + minutes / 60, minutes % 60));
        if nth == 20 {
            centre = served.session("centre");
        }
        last = register(&served, &centre, nth);
        served.post(&format!("{last}/steps/cancel"), &centre, &[("reason", "wrong_person")]).to();
    }
    assert!(served.post(&format!("{last}/steps/delete"), &centre, &[]).status >= 400);
    let kept = served.get(&last, &centre);
    assert!(kept.status == 200 && kept.body.contains("취소"), "{}", kept.body);
    let without = register(&served, &centre, 31);
    let refused = served.post(&format!("{without}/steps/cancel"), &centre, &[("reason", "")]);
    assert!(refused.status >= 400, "{}", refused.head);

    let supervisor = served.session("supervisor");
    served.until("/staff/review", &supervisor, |body| body.contains("취소 30건/2시간"));
    let browser = Browser::start().await;
    browser.sign_in(&served, "supervisor").await;
    browser.goto(&format!("{}/staff/review", served.origin)).await;
    let said = browser.text("main").await;
    assert_eq!(said.matches("취소 30건/2시간").count(), 1, "{said}");
    let mut hands = Hands::on(&browser);
    hands.choose("verdict", "audit").await;
    hands.go("form[action^='/staff/review/anomalies/'] button").await;
    assert!(!browser.text("main").await.contains("취소 30건/2시간"), "settled once");
    browser.stop().await;
}
