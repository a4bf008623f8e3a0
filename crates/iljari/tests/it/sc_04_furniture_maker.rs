//! A furniture maker's opening, from the call to the tombstone. People act in a real browser with the
//! keyboard; the days between are the clock's.

use serde_json::Value;

use crate::hands::Hands;
use crate::served::{Browser, Served};

/// What an opening needs, as a form sends it; its arguments are what differs here.
fn form([employer, phone, title, duties, won]: [&str; 5]) -> Vec<(&str, &str)> {
    vec![
        ("employer", employer),
        ("employer_phone", phone),
        ("employer_address", "경기도 고양시 일산동구 식사동 견본로 20"),
        ("title", title),
        ("occupation", "가구 조립원"),
        ("duties", duties),
        ("headcount", "1"),
        ("employment_type", "10"),
        ("wage_form", "M"),
        ("wage_min", won),
        ("weekly_hours", "40"),
        ("area", "식사동"),
        ("reception", "phone"),
    ]
}

/// Takes a step of an opening or referral as it stands now.
fn step(served: &Served, cookie: &str, page: &str, fields: &[(&str, &str)]) {
    let shown = served.get(page, cookie);
    let mut sent = vec![("version", shown.input("version"))];
    sent.extend(fields);
    served.post(&format!("{page}/steps"), cookie, &sent).to();
}

/// Lines of the feed after a number, and the number to go on from.
fn feed(served: &Served, after: &str) -> (Vec<Value>, String) {
    let told = served.get(&format!("/feed/openings?after={after}"), "");
    let mut lines: Vec<Value> = told.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let cursor = lines.pop().unwrap()["cursor"].to_string();
    (lines, cursor)
}

/// Ids of the public list, in its order.
fn listed(served: &Served) -> Vec<String> {
    let page = served.get("/openings?q=%EA%B0%80%EA%B5%AC&sort=newest", "");
    let list = page.body.split_once("<ul class=\"openings\">").map_or("", |(_, rest)| rest);
    let heads = list.split("<h3").skip(1).filter_map(|row| row.split_once("href=\"/openings/"));
    heads.map(|(_, rest)| rest.split('"').next().unwrap().to_owned()).collect()
}

fn id_of(path: &str) -> String {
    path.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_04_a_furniture_makers_opening_from_the_call_to_the_tombstone() {
    let served = Served::city("goyang", "2016-03-14T00:30:00Z", &[("counselor", "counselor", "")]);
    let browser = Browser::start().await;
    let staff = served.session("counselor");
    let url = |path: &str| format!("{}{path}", served.origin);

    // Another maker's opening, there before: what is newest first stands after what nobody doubts.
    let other = form(["△△가구", "031-000-3000", "가구 포장원 모집", "가구를 포장하고 싣습니다", "1400000"]);
    let other = served.post("/staff/openings/new", &staff, &other).to().to_owned();
    step(&served, &staff, &other, &[("step", "submit")]);
    step(&served, &staff, &other, &[("step", "accept")]);

    // By telephone: everything that it needs, keyed without a mouse.
    served.at("2016-03-14T01:00:00Z");
    browser.sign_in(&served, "counselor").await;
    browser.goto(&url("/staff/openings/new")).await;
    let mut hands = Hands::on(&browser);
    let told = ["○○가구", "031-000-2000", "가구 조립원", "가구를 조립합니다. 35세 이하 남자 환영", "1200000"];
    for (name, value) in form(told) {
        match name {
            "employment_type" | "wage_form" => hands.choose(name, value).await,
            "reception" => hands.tick(name, value).await,
            _ => hands.fill(name, value).await,
        }
    }
    hands.go("main form.narrow button:not([name])").await;
    let page = browser.path().await;
    assert!(page.starts_with("/staff/openings/0"), "{page}: {}", browser.text("main").await);
    hands.go("button[name=step][value=submit]").await;
    hands.go("button[name=step][value=accept]").await;
    let said = browser.text("main").await;
    let refused = [
        "시간급 환산 5,742원",
        "2016년 최저임금 6,030원",
        "최저임금법 제6조",
        "35세 이하",
        "고용상 연령차별금지 및 고령자고용촉진에 관한 법률 제4조의4",
        "남자",
        "남녀고용평등과 일ㆍ가정 양립 지원에 관한 법률 제7조",
    ];
    for words in refused {
        assert!(said.contains(words), "{words}: {said}");
    }
    let id = id_of(&page);
    assert_eq!(served.get(&format!("/openings/{id}"), "").status, 404, "not published");
    assert!(!listed(&served).contains(&id));

    // Corrected at the same table.
    browser.goto(&url(&format!("{page}/edit"))).await;
    hands.fill("duties", "가구를 조립합니다").await;
    hands.fill("wage_min", "1300000").await;
    hands.go("main form.narrow button:not([name])").await;
    assert_eq!(browser.path().await, page, "{}", browser.text("main").await);
    hands.go("button[name=step][value=accept]").await;
    let said = browser.text("main").await;
    for words in ["공개", "2016-000002", "2016-05-14", "1,300,000원"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    println!("an opening keyed, refused, corrected and published: {} keystrokes", hands.strokes);
    let public = served.until(&format!("/openings/{id}"), "", |body| body.contains("6,220원"));
    assert!(public.body.contains("업체 확인 오늘") && public.body.contains("2016-000002"), "{}", public.body);
    assert_eq!(listed(&served), [id.clone(), id_of(&other)]);

    // Somebody fits: referred from the list of candidates, with consent and a letter.
    let person = [
        ("name", "가상인"),
        ("born_on", "1970-05-06"),
        ("phone", "010-0000-1111"),
        ("area", "식사동"),
        ("occupation", "가구 조립원"),
        ("desired_area", "일산동구"),
        ("channel", "counter"),
        ("consent_registration", "yes"),
    ];
    served.post("/staff/seekers/new", &staff, &person).to();
    browser.goto(&url(&page)).await;
    hands.go("main a[href$='/candidates']").await;
    hands.go("form[action='/staff/referrals/new'] button").await;
    let referral = browser.path().await;
    assert!(referral.starts_with("/staff/referrals/0"), "{}", browser.text("main").await);
    hands.go("button[name=channel][value=phone]").await;
    hands.go("button[name=step][value=send]").await;
    let said = browser.text("main").await;
    assert!(said.contains("L2016-000001"), "{said}");
    let interview = [("step", "schedule"), ("at", "2016-03-18T10:00")];
    step(&served, &staff, &referral, &interview);

    // Seven days after the interview: a call for today, and the link to answer with one tap.
    served.at("2016-03-25T00:30:00Z");
    let staff = served.session("counselor");
    let day = served.until("/staff/today", &staff, |body| body.contains("채용결과 확인 전화"));
    assert!(day.body.contains("2016-03-25") && day.body.contains("○○가구"), "{}", day.body);
    let fresh = served.get(&format!("/openings/{id}"), "");
    assert!(fresh.body.contains("업체 확인 11일 전") && !fresh.body.contains("확인 필요"), "{}", fresh.body);
    browser.sign_in(&served, "counselor").await;
    browser.goto(&url(&page)).await;
    hands.go("button[name=kind][value=result]").await;
    let link = browser.find("main dl.facts a[href^='/answer/']").await.attr("href").await.unwrap().unwrap();
    step(&served, &staff, &other, &[("step", "confirm")]);

    // Fourteen days after it, nobody has answered: in doubt, and below the one whose employer spoke.
    served.at("2016-04-01T00:30:00Z");
    let doubted = served.until(&format!("/openings/{id}"), "", |body| body.contains("확인 필요"));
    assert!(doubted.body.contains("업체 확인 18일 전"), "{}", doubted.body);
    assert_eq!(listed(&served), [id_of(&other), id.clone()]);
    let (_, cursor) = feed(&served, "0");

    // The employer remembers on 4 April, with a telephone and one tap: hired, since 1 April.
    served.at("2016-04-04T00:30:00Z");
    browser.driver.delete_all_cookies().await.unwrap();
    browser.resize(390, 844).await;
    browser.goto(&url(&link)).await;
    let asked = browser.text("main").await;
    assert!(asked.contains("가상인") && asked.contains("L2016-000001"), "{asked}");
    hands.day("main input[name=start_on]", "2016-04-01").await;
    hands.go("button[name=reply][value=hired]").await;
    let thanked = browser.text("main").await;
    assert!(thanked.contains("답해 주셔서 고맙습니다") && thanked.contains("충족"), "{thanked}");

    // Within the same minute: the clock was not moved. Filled for staff, gone for everybody else.
    let staff = served.session("counselor");
    assert!(served.get(&page, &staff).body.contains("충족"));
    let (lines, _) = feed(&served, &cursor);
    let told = lines.iter().find(|line| line["id"] == id.as_str()).unwrap_or_else(|| panic!("{lines:?}"));
    assert_eq!(told["removed"], true);
    assert_eq!(listed(&served), [id_of(&other)]);
    assert_eq!(served.get(&format!("/openings/{id}"), "").status, 410);
    browser.stop().await;
}
