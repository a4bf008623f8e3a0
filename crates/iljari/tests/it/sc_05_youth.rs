//! A young editor whom nothing fits, and why: on the short form, on her counsellor's page, and on the gap board of the
//! city, which nobody else can read her out of.

use std::process::Command;

use serde_json::Value;

use crate::served::{Answer, Served};

const CITY: &str = "goyang";
/// What she wishes.
const HER_WORK: &str = "영상·녹화 및 편집 기사";

/// An opening's own: employer's number, work, place, pay, days, licence.
type Offer<'a> = (usize, &'a str, &'a str, &'a str, &'a [&'a str], &'a str);

const WORKING: &[&str] = &["0", "1", "2", "3", "4"];

/// Keys an opening in and publishes it; its page.
fn publish(served: &Served, staff: &str, (nth, work, area, won, days, licence): Offer<'_>) -> String {
    let (employer, phone) = (format!("가상업체{nth}"), format!("031-000-{:04}", 4_000 + nth));
    let (title, address) = (format!("{work} {nth}"), format!("경기도 {area} 견본로 {nth}"));
    let mut form = vec![
        ("employer", employer.as_str()),
        ("employer_phone", &phone),
        ("employer_address", &address),
        ("title", &title),
        ("occupation", work),
        ("duties", "맡은 일을 합니다"),
        ("headcount", "1"),
        ("employment_type", "10"),
        ("wage_form", "M"),
        ("wage_min", won),
        ("weekly_hours", "40"),
        ("from", "09:00"),
        ("to", "18:00"),
        ("area", area),
        ("licences", licence),
        ("reception", "phone"),
    ];
    form.extend(days.iter().map(|day| ("days", *day)));
    let page = served.post("/staff/openings/new", staff, &form).to().to_owned();
    step(served, staff, &page, &[("step", "submit")]);
    step(served, staff, &page, &[("step", "accept")]);
    page
}

fn step(served: &Served, staff: &str, page: &str, fields: &[(&str, &str)]) {
    let shown = served.get(page, staff);
    let mut sent = vec![("version", shown.input("version"))];
    sent.extend(fields);
    let answer = served.post(&format!("{page}/steps"), staff, &sent);
    assert_eq!(answer.status, 303, "{page} {fields:?}: {}", answer.body);
}

/// The twelve openings: hers in 파주, for less pay and at weekends, then nine of quite different work; the pages of hers.
fn twelve(served: &Served, staff: &str) -> Vec<String> {
    let weekend: &[&str] = &["2", "3", "4", "5", "6"];
    let hers = [
        (1, HER_WORK, "파주시", "1900000", WORKING, ""),
        (2, HER_WORK, "일산동구", "1650000", WORKING, ""),
        (3, HER_WORK, "일산동구", "1900000", weekend, ""),
    ];
    let pages = hers.map(|offer| publish(served, staff, offer)).to_vec();
    let others = [
        ("요양보호사", ""),
        ("상점 판매원", ""),
        ("건설 및 광업 단순 종사원", ""),
        ("가구 제조 및 수리원", "가구제작기능사"),
        ("원예작물 재배원", ""),
        ("경리 사무원", ""),
        ("택배원", ""),
        ("시설 및 특수 경비원", ""),
        ("가구 제조 및 수리원", "가구제작기능사"),
    ];
    for (nth, (work, licence)) in (4..).zip(others) {
        publish(served, staff, (nth, work, "일산동구", "2000000", WORKING, licence));
    }
    pages
}

/// Registers somebody of 일산동구 who wants a work from 1,800,000 won on weekdays; their page.
fn register(served: &Served, staff: &str, (name, phone, born, work): (&str, &str, &str, &str)) -> String {
    let mut form = vec![
        ("name", name),
        ("born_on", born),
        ("phone", phone),
        ("area", "일산동구"),
        ("occupation", work),
        ("desired_area", "일산동구"),
        ("wage_form", "M"),
        ("wage_won", "1800000"),
        ("from", "09:00"),
        ("to", "18:00"),
        ("channel", "counter"),
        ("consent_registration", "yes"),
    ];
    form.extend(WORKING.iter().map(|day| ("days", *day)));
    served.post("/staff/seekers/new", staff, &form).to().to_owned()
}

/// That a page tells her three near matches, each with its one condition, and what each change would bring.
fn nothing_fits_but_three_are_near(page: &Answer) {
    assert!(page.body.contains("조건이 모두 맞는 일자리 0건"), "{}", page.body);
    let near: Vec<&str> = page.body.split("<span class=\"badge\">한 가지</span>").skip(1).collect();
    assert_eq!(near.len(), 3, "{}", page.body);
    let reasons = near.iter().map(|one| one.split("</p>").next().unwrap());
    let mut found: Vec<&str> = reasons
        .filter_map(|reason| {
            ["희망지역 밖: 파주시", "월급 150,000원 부족", "주말 근무"]
                .into_iter()
                .find(|words| reason.contains(words))
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    assert_eq!(found.len(), 3, "each fails another thing: {found:?} {}", page.body);
    // One failing condition each: a cross before one line of the reasons.
    for one in near {
        assert_eq!(one.matches("✕ ").count(), 1, "{one}");
    }
    hints(page);
    let course = "<a href=\"/plan#category-training\">영상편집 실무과정 · ";
    assert!(page.body.contains(course), "{}", page.body);
}

fn hints(page: &Answer) {
    for words in ["파주시까지 넓히면 1건", "월급 1,650,000원까지 1건", "주말도 가능하면 1건"]
    {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert!(page.body.contains("href=\"/sectors/broadcasting\">방송영상<"), "{}", page.body);
}

/// The cell of the gap board for a kind of work in 일산동구.
fn cell<'a>(page: &'a Answer, work: &str) -> &'a str {
    let (_, board) =
        page.body.split_once("<table class=\"gaps\">").unwrap_or_else(|| panic!("{}", page.body));
    let (head, rows) = board.split_once("<tbody>").unwrap();
    let place = head
        .split("<th scope=\"col\">")
        .skip(2)
        .position(|name| name.starts_with("고양시 일산동구") || name.starts_with("일산동구"));
    let row = rows.split("<tr>").find(|row| row.contains(&format!("<th scope=\"row\">{work}</th>")));
    let row = row.unwrap_or_else(|| panic!("{work}: {board}"));
    row.split("<td").nth(place.unwrap_or_else(|| panic!("{head}")) + 1).unwrap()
}

/// A course of the city's plan, so that there is training to tell of.
fn course(served: &Served, plan: &str) {
    let term = [
        ("term", "6기"),
        ("from_year", "2014"),
        ("to_year", "2018"),
        ("strategies", "민간일자리\n- 직업능력개발훈련"),
    ];
    let home = served.post("/staff/plan/terms/new", plan, &term).to().to_owned();
    let term = home.split("term=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let form = served.get(&format!("/staff/measures/new?term_plan={term}&year=2016"), plan).body;
    let owner = form.split("id=\"owner\"").nth(1).unwrap().split("<option value=\"").nth(2).unwrap();
    let measure = [
        ("term_plan", term.as_str()),
        ("year", "2016"),
        ("name", "영상편집 실무과정"),
        ("task", "0.0"),
        ("category", "training"),
        ("owner", owner.split('"').next().unwrap()),
        ("basis", "2015년 실적"),
        ("target_2", "20"),
        ("unit", "completions"),
    ];
    served.post("/staff/measures/new", plan, &measure).to();
    served.post(&format!("/staff/plan/terms/{term}/publish"), plan, &[("version", "1")]).to();
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_05_why_nothing_fits_a_young_editor_and_what_the_city_can_do() {
    let people = [("counselor", "counselor", ""), ("plan", "plan_manager", "")];
    let mut served = Served::city(CITY, "2016-03-14T00:30:00Z", &people);
    let (counselor, plan) = (served.session("counselor"), served.session("plan"));
    course(&served, &plan);
    assert!(served.get("/plan", "").body.contains("id=\"category-training\""), "where the course leads");
    let hers = twelve(&served, &counselor);
    served.until("/openings", "", |body| body.contains("12건"));

    // On the short form, by nobody in particular.
    let mut form = vec![
        ("occupation_text", HER_WORK),
        ("desired_area", "41285"),
        ("area_text", "일산동구"),
        ("wage_form", "M"),
        ("wage_won", "1800000"),
        ("from", "09:00"),
        ("to", "18:00"),
    ];
    form.extend(WORKING.iter().map(|day| ("days", *day)));
    nothing_fits_but_three_are_near(&served.post("/fit", "", &form));

    // At the counter, with somebody whose work nobody offers and somebody who lacks a licence.
    let her = register(&served, &counselor, ("김가은", "010-0000-1111", "1991-08-01", HER_WORK));
    register(&served, &counselor, ("박나래", "010-0000-2222", "1980-02-03", "미용사"));
    register(&served, &counselor, ("이다온", "010-0000-3333", "1975-04-05", "가구 제조 및 수리원"));
    hints(&served.get(&her, &counselor));
    nothing_fits_but_three_are_near(&served.get(&format!("{her}/matches"), &counselor));

    // On the gap board of whoever looks after all three: as they are.
    let board = served.until("/staff/mismatch", &counselor, |body| body.contains("마찰적(조건)"));
    let hers_told = cell(&board, HER_WORK);
    assert!(hers_told.contains("△ 마찰적(조건)") && hers_told.contains("빈자리 2"), "{hers_told}");
    assert!(cell(&board, "가구 제조 및 수리원").contains("◆ 구조적(숙련)"), "{}", board.body);
    let short = board.body.split("<tr>").find(|row| row.contains("미용사")).unwrap();
    assert!(short.contains("✕ 수요부족(구인 없음)"), "{short}");
    for words in [
        "파주시까지 넓히면 1명 더",
        "월급 1,650,000원이어도 좋다면 1명 더",
        "자격·면허(가구제작기능사)를 따면 1명 더",
    ] {
        assert!(board.body.contains(words), "{words}: {}", board.body);
    }
    assert!(!board.body.contains("주말도 가능하면 1명 더"), "two changes of a cell at most: {}", board.body);
    let behind = hers_told.split("href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    let people = served.get(&behind, &counselor);
    assert!(people.body.contains("S2016-000001") && !people.body.contains("S2016-000002"), "{}", people.body);
    assert!(!people.body.contains("김가은"), "a name is a look at a record");

    // Nobody else reads one person out of it: neither the plan's manager nor everybody.
    let staff = served.get("/staff/mismatch", &plan);
    assert_eq!(served.get(&behind, &plan).status, 403);
    let public = served.get("/mismatch", "");
    for page in [&staff, &public] {
        assert_eq!(page.status, 200);
        assert!(!page.body.contains("마찰적(조건)") && !cell(page, HER_WORK).contains('△'), "{}", page.body);
        assert!(cell(page, HER_WORK).contains("빈자리 2"), "openings are public: {}", page.body);
        assert!(page.body.contains("견줄 수 없습니다"), "{}", page.body);
    }
    let first = served.get("/mismatch.json", "").body;
    let told: Value = serde_json::from_str(&first).unwrap();
    assert_eq!(told["heads"], 12);
    let lines = told["lines"].as_array().unwrap();
    assert!(lines.iter().all(|line| line["class"].is_null() && line["reason"].is_null()), "{told}");

    // Were 파주 the only opening, another place alone would do.
    for page in &hers[1..] {
        step(&served, &counselor, page, &[("step", "close"), ("reason", "employer_request")]);
    }
    let board = served.until("/staff/mismatch", &counselor, |body| body.contains("구조적(지역)"));
    assert!(cell(&board, HER_WORK).contains("◆ 구조적(지역)"), "{}", board.body);

    // What everybody is told is the day's first count, whatever happened since, a restart too; on the next day there is
    // another.
    assert_eq!(served.get("/mismatch.json", "").body, first);
    served.kill();
    served.again(CITY);
    assert_eq!(served.get("/mismatch.json", "").body, first);
    served.at("2016-03-15T00:30:00Z");
    // The command tells the same as the page does to the plan's manager.
    let page: Value =
        serde_json::from_str(&served.until("/mismatch.json", "", |body| body.contains("\"heads\":10")).body)
            .unwrap();
    served.kill();
    let mut command = Command::new(env!("CARGO_BIN_EXE_iljari"));
    command.args(["mismatch", "--city", CITY, "--json", "--data"]).arg(served.data());
    let output = command.arg("--clock-file").arg(served.data().join("clock")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    for key in ["seekers", "openings", "heads", "parts", "lines", "dongs", "levers"] {
        assert_eq!(told[key], page[key], "{key}");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_iljari"));
    command.args(["mismatch", "--city", CITY, "--data"]).arg(served.data());
    let output = command.arg("--clock-file").arg(served.data().join("clock")).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for words in ["○ 바로 가능 · △ 마찰적", "자격·면허만 풀리면", "자격 과정 훈련을 열거나 안내합니다"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}
