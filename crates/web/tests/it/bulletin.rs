//! One set of openings on every surface: what the public list shows at a change number, the bulletin and the kiosk show at the
//! same number, and nothing else.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::bulletin::{Choice, Form};
use domain::opening::CloseReason;
use domain::print_job::Place;
use domain::{Lang, Role};

use crate::site::Site;

/// The ids behind an attribute that begins so.
fn ids(page: &str, before: &str) -> BTreeSet<String> {
    let found = page.split(before).skip(1).map(|rest| rest.chars().take(36).collect::<String>());
    found.filter(|id| id.len() == 36 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')).collect()
}

/// Every page of a list, until one has nothing new.
async fn all(site: &Site, path: &str, before: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for page in 1..100 {
        let answer = site.get(&format!("{path}&page={page}"), None).await;
        let list = answer.text.split("<main").nth(1).unwrap_or_default();
        let here = ids(list, before);
        if answer.status != StatusCode::OK || here.is_subset(&found) {
            break;
        }
        found.extend(here);
    }
    found
}

/// The change number that a page says.
fn seq_of(page: &str, before: &str) -> i64 {
    let rest = page.split(before).nth(1).unwrap_or_else(|| panic!("no {before} in {page}"));
    rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

async fn bulletin_of(site: &Site) -> (BTreeSet<String>, i64) {
    let staff = site.city.as_role(Role::Counselor).await;
    let issue = app::bulletin::issue(&staff, &site.app(), Choice::city()).await.unwrap();
    let page = site.get(&format!("/bulletins/{}", issue.id), None).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    (ids(&page.text, "data-opening=\""), seq_of(&page.text, "변경번호 "))
}

#[tokio::test(flavor = "multi_thread")]
async fn list_bulletin_and_kiosk_show_the_same_openings_at_the_same_change_number() {
    let site = Site::new().await;
    let app = site.app();
    let list = async || all(&site, "/openings?size=100", "href=\"/openings/").await;
    let kiosk = async || all(&site, "/kiosk/openings?lang=ko&segment=all", "data-opening=\"").await;
    let shown = list().await;
    assert!(shown.len() > 20, "{}", shown.len());
    let (issue, seq) = bulletin_of(&site).await;
    assert!(shown.len() <= app.city.bulletin().most, "the issue holds not all of them");
    assert_eq!((&issue, seq), (&shown, app.projection.seq()));
    assert_eq!(kiosk().await, shown);
    // The list of what kiosks keep says the same number, and names a page of each.
    let kept = site.get("/kiosk/kept.json?lang=ko", None).await;
    let kept: serde_json::Value = serde_json::from_str(&kept.text).unwrap();
    assert_eq!(kept["seq"], app.projection.seq());
    let pages = kept["pages"].to_string();
    assert!(shown.iter().all(|id| pages.contains(&format!("/kiosk/openings/{id}?lang=ko"))), "{pages}");

    // One is closed: it leaves list and kiosk, stands closed where somebody looks at it, and the frozen issue stays.
    let staff = site.city.as_role(Role::Counselor).await;
    let gone = site.opening();
    let version = app::opening::get(&staff, &app, gone).await.unwrap().opening.version;
    app::opening::close(&staff, &app, gone, version, CloseReason::NotNeeded).await.unwrap();
    site.city.settle().await;
    let after = list().await;
    assert!(!after.contains(&gone.to_string()) && after.len() == shown.len() - 1);
    assert_eq!(kiosk().await, after);
    let page = site.get(&format!("/kiosk/openings/{gone}?lang=ko"), None).await;
    assert!(page.status == StatusCode::GONE && page.text.contains("이미 마감된 일자리"), "{}", page.text);
    let asked = site.get(&format!("/kiosk/kept.json?lang=ko&shown={gone}"), None).await;
    assert!(asked.text.contains(&format!("\"closed\":[\"{gone}\"]")), "{}", asked.text);
    let (still, before) = bulletin_of(&site).await;
    assert_eq!((still, before), (issue, seq));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_code_of_an_issue_is_taken_where_slips_are_keyed() {
    let site = Site::new().await;
    let staff = site.city.as_role(Role::Counselor).await;
    let issue = app::bulletin::issue(&staff, &site.app(), Choice::city()).await.unwrap();
    for line in issue.facts.lines.iter().take(12) {
        let body = format!("code={}&name=%EA%B9%80&phone=0310001234&wish=interest", line.code);
        let answer = site.post("/staff/paper-in", Some(Role::Counselor), &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}: {}", line.code, answer.text);
        assert!(answer.text.contains("입력했습니다") && answer.text.contains(&line.number), "{}", line.code);
        // The cursor stands at the next code, and nobody's name on the page.
        assert!(answer.text.contains("id=\"code\"") && answer.text.contains("autofocus"), "{}", answer.text);
        assert!(!answer.text.contains("0310001234"));
    }
    let wrong = site.post("/staff/paper-in", Some(Role::Counselor), "code=K7M2XA2&name=a").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("종이와 견주어") || wrong.text.contains("일자리가 없습니다"),
        "{}",
        wrong.text
    );
    assert!(wrong.text.contains("value=\"K7M2XA2\""), "what was typed is lost");
    let waiting = site.get("/staff/paper-in/waiting", Some(Role::Counselor)).await;
    assert_eq!(waiting.status, StatusCode::OK);
    assert_eq!(waiting.text.matches("tel:0310001234").count(), 12);
    let file = site.get(&format!("/bulletins/{}/print?form={}", issue.id, Form::Large), None).await;
    assert_eq!(file.headers["content-type"], "application/pdf");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_printing_are_there_for_whoever_works_there() {
    let site = Site::new().await;
    for path in
        ["/bulletins", "/bulletins?dong=9911051000&segment=senior", "/kiosk/?lang=ko", "/kiosk/cut?lang=en"]
    {
        let page = site.get(path, None).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
    }
    assert_eq!(site.get("/kiosk?at=x", None).await.headers["location"], "/kiosk/?at=x");
    let worker = site.get("/kiosk/kiosk-sw.js", None).await;
    assert_eq!(worker.headers["cache-control"], "no-cache");
    assert!(worker.headers["content-type"].to_str().unwrap().starts_with("text/javascript"));
    let unknown = site.get("/bulletins?dong=0000000000", None).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let opening = site.opening();
    let poster = site.get(&format!("/openings/{opening}/poster"), Some(Role::Counselor)).await;
    assert!(poster.text.contains("인쇄 대기에 넣기"), "{}", poster.text);
    let what = format!("what=poster:{opening}&place=centre");
    let added = site.post("/staff/print", Some(Role::Counselor), &what).await;
    assert_eq!(added.headers["location"], "/staff/print?place=centre", "{}", added.text);
    let week =
        site.post("/staff/print/bulletin", Some(Role::Clerk), "place=centre&segment=all&form=a3").await;
    assert_eq!(week.status, StatusCode::SEE_OTHER, "{}", week.text);
    let queue = site.get("/staff/print?place=centre", Some(Role::Counselor)).await;
    assert!(queue.text.contains("소식지 포스터 A3") && queue.text.contains("게시용 A4"), "{}", queue.text);
    let taken = site.post("/staff/print/next", Some(Role::Counselor), "place=centre").await;
    let path = taken.headers["location"].to_str().unwrap().to_owned();
    let file = site.get(&format!("{path}/file"), Some(Role::Counselor)).await;
    assert!(file.text.starts_with("%PDF"), "{}", file.text);
    let out = site.post(&path, Some(Role::Counselor), "out=yes").await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    let nothing = site.post("/staff/print/next", Some(Role::Counselor), "place=centre").await;
    assert_eq!(nothing.status, StatusCode::CONFLICT);
    // A kiosk's address is whole, and may be taken over without typing; its button: at its place, else nowhere.
    let set_up = queue.text.split("<details>").find(|part| part.contains("/kiosk/?at=")).unwrap();
    assert!(
        set_up.contains(">http://127.0.0.1/kiosk/?at=") && set_up.contains(">http://127.0.0.1/tv"),
        "{set_up}"
    );
    assert_eq!(set_up.matches("<svg").count(), 2, "{set_up}");
    let link = queue.text.split("/kiosk/?at=").nth(1).unwrap().split(['&', '"', '<']).next().unwrap();
    let asked = site.post("/kiosk/print", None, &format!("at={link}&lang=ko&opening={opening}")).await;
    assert!(asked.headers["location"].to_str().unwrap().ends_with("&asked=yes"), "{:?}", asked.headers);
    let forged = site.post("/kiosk/print", None, &format!("at=centre.x&opening={opening}")).await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
    // Labels: all or none.
    let number = app::opening::get(&site.city.as_role(Role::Counselor).await, &site.app(), opening).await;
    let number = number.unwrap().opening.origin.number;
    let labels = site.post("/staff/labels", Some(Role::Counselor), &format!("numbers={number}&used=3")).await;
    assert!(labels.text.starts_with("%PDF"), "{}", labels.text);
    let wrong =
        site.post("/staff/labels", Some(Role::Counselor), &format!("numbers={number}%0AL2016-999999")).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("L2016-999999"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_begins_with_its_own_dong_and_offers_each_other_one_under_its_district() {
    let site = Site::new().await;
    let app = site.app();
    let staff = site.city.as_role(Role::Counselor).await;
    let (dongs, districts) = (app.city.dongs().collect::<Vec<_>>(), app.city.districts());
    let start = site.get("/kiosk/?lang=ko", None).await.text;
    for dong in &dongs {
        let link = format!("href=\"/kiosk/openings?lang=ko&amp;dong={}\"", dong.code);
        assert_eq!(start.matches(&link).count(), 1, "{}: {start}", dong.name);
    }
    let named =
        districts.iter().filter(|district| start.contains(&format!(">{}</h3>", district.name))).count();
    assert_eq!(named, if districts.len() > 1 { districts.len() } else { 0 }, "{start}");
    let own = dongs[0];
    let word = app::print_job::kiosk_word(&staff, &app, &Place::Dong(own.code.clone())).unwrap();
    let there = site.get(&format!("/kiosk/?lang=ko&at={word}"), None).await.text;
    assert!(
        there.contains(&format!("{} 가까이", own.name)) && !start.contains(&format!("{} 가까이", own.name)),
        "{there}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_in_english_say_hours_and_days_in_english() {
    let site = Site::new().await;
    let staff = site.city.as_role(Role::Counselor).await;
    let chosen = app::bulletin::choose(&staff, &site.app(), &Choice::city()).unwrap();
    let korean = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
    let (mut rests, mut days) = (0, 0);
    for listed in &chosen.items {
        let line = app::bulletin::line(&site.app(), listed);
        let time = &listed.opening.content.work_time;
        if time.daily.is_some() {
            assert!(!korean(&line.hours.en), "{}", line.hours.en);
            rests += usize::from(line.hours.en.contains("(break 60 min)"));
        }
        let said = app::paper::bulletin_line(&site.app(), &line, Lang::En, "");
        if let Some(until) = line.until {
            let month = until.strftime("%B").to_string();
            assert_eq!(said.until, format!("{} {month}", until.day()));
            days += 1;
        }
    }
    assert!(rests > 0 && days > 0, "{rests} rests, {days} days");
}
