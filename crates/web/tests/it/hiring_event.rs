//! The pages of hiring events: what is refused at its field, the public page before and after, numbers without an account, the screen
//! of the hall, and one tap at the booth.

use axum::http::StatusCode;
use domain::hiring_event::{FIRST_FROM_PHONE, spelled};
use domain::look::Purpose;
use domain::{Role, opening::Opening};
use jiff::civil::{Date, date};

use crate::day::SENIOR;
use crate::filled::body;
use crate::site::{Answer, Site};

const STAFF: Option<Role> = Some(Role::Counselor);
const DAY: Date = date(2016, 3, 16);

fn form(pairs: &[(&str, &str)]) -> String {
    body(&pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>())
}

fn to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.headers.get("location").unwrap().to_str().unwrap().to_owned()
}

/// Whether an entry of a catalogue stands where its words should.
fn unworded(text: &str) -> bool {
    ["event-do", "event-tap", "hiring-event-", "interview-state", "{ $"]
        .iter()
        .any(|code| text.contains(code))
}

/// Openings of two employers that are listed.
fn two(site: &Site) -> [Opening; 2] {
    site.app().projection.with(|state| {
        let mut all = state.openings.values().map(|entry| entry.opening.as_ref().clone());
        let first = all.next().unwrap();
        let second = all.find(|one| one.employer != first.employer).unwrap();
        [first, second]
    })
}

fn planned(booths: &str) -> String {
    planned_on("2016-03-16", booths)
}

fn planned_on(day: &str, booths: &str) -> String {
    form(&[
        ("kind", "job_fair"),
        ("title", "봄 채용박람회"),
        ("on", day),
        ("from", "10:00"),
        ("until", "12:00"),
        ("length", "30"),
        ("place", "별빛체육관"),
        ("directions", "정류장에서 5분"),
        ("phone", "0310009999"),
        ("booths", booths),
    ])
}

/// A published event of two booths: where its staff's and its public page are.
async fn published(site: &Site) -> (String, String) {
    let [first, second] = two(site);
    let booths = format!("1 | {} | 2\n2 | {} | 1", first.origin.number, second.origin.number);
    let staff = to(&site.post("/staff/events/new", STAFF, &planned(&booths)).await);
    assert_eq!(to(&site.post(&format!("{staff}/steps"), STAFF, "step=publish").await), staff);
    let public = staff.replace("/staff/events", "/events");
    (staff, public)
}

fn at(site: &Site, day: Date, hour: i8) {
    site.city.clock.set(site.app().city.zone().to_timestamp(day.at(hour, 0, 0, 0)).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_plan_is_told_at_its_field_with_what_was_typed() {
    let site = Site::new().await;
    for (booths, words) in [
        ("1 | 2016-999999 | 2", "접수번호가 2016-999999인 구인이 없습니다"),
        ("1 | | 2", "1번 부스에 구인이 없습니다"),
        ("하나", "부스 1번째 줄을 읽지 못했습니다"),
    ] {
        let answer = site.post("/staff/events/new", STAFF, &planned(booths)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("href=\"#booths\"") && answer.text.contains(words), "{}", answer.text);
        assert!(answer.text.contains("value=\"봄 채용박람회\""));
    }
    let bare = site.post("/staff/events/new", STAFF, "").await;
    for field in ["kind", "title", "on", "from", "until", "length", "place"] {
        assert!(bare.text.contains(&format!("href=\"#{field}\"")), "{field}: {}", bare.text);
    }
    let past = site.post("/staff/events/new", STAFF, &planned_on("2016-03-01", "")).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.text.contains("href=\"#on\""), "{}", past.text);
    let empty = to(&site.post("/staff/events/new", STAFF, &planned("")).await);
    let refused = site.post(&format!("{empty}/steps"), STAFF, "step=publish").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("모집 중인 구인이 하나도 없어"), "{}", refused.text);
    assert!(refused.text.contains(&format!("<li><a href=\"{empty}/edit\">")), "where it is mended");
    let public = empty.replace("/staff/events", "/events");
    assert_eq!(site.get(&public, None).await.status, StatusCode::NOT_FOUND, "nobody reads of a plan");
    assert!(!site.get("/events", None).await.text.contains(&public));
    let cancel = site.post(&format!("{empty}/steps"), STAFF, "step=cancel").await;
    assert!(cancel.text.contains("href=\"#reason\""), "{}", cancel.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_the_real_openings_before_the_day_in_both_languages() {
    let site = Site::new().await;
    let (staff, public) = published(&site).await;
    let [first, second] = two(&site);
    let list = site.get("/events", None).await.text;
    assert!(list.contains(&format!("href=\"{public}\"")) && list.contains("이번 주"), "{list}");
    assert!(site.get("/", None).await.text.contains(&format!("href=\"{public}\"")), "of the days to come");
    assert!(site.get("/sitemap.xml", None).await.text.contains(&format!("{public}</loc>")));
    assert!(!site.get("/events?kind=mobile_bus", None).await.text.contains(&public));
    let page = site.get(&public, None).await.text;
    for words in
        [first.content.title.as_str(), &second.content.title, "별빛체육관", "정류장에서 5분", "10:00 (2)"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.contains("href=\"/sign-in?next=") && !page.contains("name=\"choice\""));
    let english = site.get(&format!("{public}?lang=en"), None).await.text;
    assert!(english.contains("Openings at this event") && !unworded(&english), "{english}");
    let shown = site.get(&staff, STAFF).await.text;
    assert!(!unworded(&shown) && !unworded(&page) && !unworded(&list));
    let ics = site.get(&format!("{public}/calendar.ics"), None).await.text;
    assert!(ics.contains("DTSTART;VALUE=DATE:20160316"), "{ics}");
    assert!(site.get("/calendar", None).await.text.contains("봄 채용박람회"));
    let edit = site.get(&format!("{staff}/edit"), STAFF).await.text;
    assert!(edit.contains(&format!("2 | {} | 1", second.origin.number)), "{edit}");
    assert_eq!(site.get(&staff, None).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&staff, Some(Role::Mayor)).await.status, StatusCode::OK);
    assert_eq!(site.get(&staff, Some(Role::Operator)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_taken_without_an_account_and_called_on_a_screen_that_shows_no_name() {
    let site = Site::new().await;
    let (staff, public) = published(&site).await;
    let join = format!("{public}/join");
    assert!(site.get(&join, None).await.text.contains("행사가 열려 있을 때만"));
    assert_eq!(site.post(&join, None, "booth=1").await.status, StatusCode::CONFLICT);
    at(&site, DAY, 10);
    to(&site.post(&format!("{staff}/steps"), STAFF, "step=open").await);
    let ticket = to(&site.post(&join, None, "booth=1").await);
    assert_eq!(ticket, format!("{public}/tickets/{}", spelled(FIRST_FROM_PHONE)));
    assert_eq!(site.post(&join, None, "booth=9").await.status, StatusCode::CONFLICT);
    at(&site, DAY, 11);
    let paper = spelled(7);
    let wrong = site.post(&format!("{staff}/admit"), STAFF, "booth=1&ticket=00070").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("href=\"#ticket\"") && wrong.text.contains("value=\"00070\""),
        "{}",
        wrong.text
    );
    to(&site.post(&format!("{staff}/admit"), STAFF, &form(&[("booth", "1"), ("ticket", &paper)])).await);
    let second = site.get(&format!("{public}/tickets/{paper}"), None).await.text;
    assert!(second.contains("앞에 1명") && second.contains("약 15분"), "{second}");
    assert!(second.contains("http-equiv=\"refresh\""));
    assert!(!site.get(&format!("{public}/tickets/{paper}?stay=yes"), None).await.text.contains("http-equiv"));
    to(&site.post(&format!("{staff}/booths/1/call"), STAFF, "").await);
    let queue = site.get(&format!("{public}/queue"), None).await.text;
    assert!(queue.contains(&spelled(FIRST_FROM_PHONE)) && queue.contains(&paper), "{queue}");
    assert!(queue.contains("1명 기다림") && !unworded(&queue));
    assert!(site.get(&ticket, None).await.text.contains("지금 부스로 와 주세요"));
    assert_eq!(site.get(&format!("{public}/tickets/00081"), None).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn results_are_noted_at_the_booth_and_nothing_is_closed_before() {
    let site = Site::new().await;
    let (staff, public) = published(&site).await;
    at(&site, DAY, 10);
    to(&site.post(&format!("{staff}/steps"), STAFF, "step=open").await);
    for ticket in 1..=3 {
        let keyed = form(&[("booth", "2"), ("ticket", &spelled(ticket))]);
        to(&site.post(&format!("{staff}/admit"), STAFF, &keyed).await);
    }
    let event = staff.rsplit('/').next().unwrap().parse().unwrap();
    let ctx = site.city.as_role(Role::Counselor).await;
    let rows = app::interview::rows(&ctx, &site.app(), (event, 2)).await.unwrap();
    let all: Vec<_> = rows.into_iter().map(|row| row.interview).collect();
    let booth = format!("{staff}/booths/2");
    let page = site.get(&booth, STAFF).await.text;
    assert!(page.contains(&format!("name=\"result-{}\"", all[0].id)) && !unworded(&page), "{page}");
    let tap = format!("tap=interview:{}", all[0].id);
    assert_eq!(to(&site.post(&booth, STAFF, &tap).await), booth);
    assert!(site.get(&booth, STAFF).await.text.contains("결과 기다림"));
    let nothing = site.post(&booth, STAFF, "").await;
    assert!(nothing.text.contains("결과를 하나 이상 골라 주세요"), "{}", nothing.text);
    let field = |name: &str, nth: usize| format!("{name}-{}", all[nth].id);
    let bare = form(&[(&field("result", 0), "hired")]);
    let answer = site.post(&booth, STAFF, &bare).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains(&format!("href=\"#{}\"", field("day", 0))), "{}", answer.text);
    let close = site.post(&format!("{staff}/steps"), STAFF, "step=close").await;
    assert!(close.text.contains("결과가 없는 면접이 3건 있어"), "{}", close.text);
    let sheet = form(&[
        (&field("result", 0), "hired"),
        (&field("day", 0), "2016-03-21"),
        (&field("result", 1), "rejected:skill"),
        (&field("result", 2), "no_show"),
    ]);
    assert_eq!(to(&site.post(&booth, STAFF, &sheet).await), booth);
    to(&site.post(&format!("{staff}/steps"), STAFF, "step=close").await);
    let told = site.get(&public, None).await.text;
    assert!(told.contains("5 미만") && told.contains("실적 원장"), "small numbers are hidden: {told}");
    assert!(!told.contains("<td class=\"num\">2</td>"), "{told}");
    let shown = site.get(&staff, STAFF).await.text;
    assert!(shown.contains("실적 원장의 주장 0건"), "what an employer says is no row of the ledger: {shown}");
    assert!(site.get("/events", None).await.text.contains("지난 행사"));
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_are_printed_before_the_day() {
    let site = Site::new().await;
    let (staff, _) = published(&site).await;
    for path in ["tickets.pdf?from=1&count=24", "booths.pdf"] {
        let paper = site.get(&format!("{staff}/{path}"), STAFF).await;
        assert!(paper.text.starts_with("%PDF"), "{path}: {}", paper.status);
    }
    let wrong = site.get(&format!("{staff}/tickets.pdf?from=4990&count=24"), STAFF).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#from\""), "{}", wrong.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_jobseeker_books_a_time_sees_it_and_takes_it_back() {
    let site = Site::new().await;
    let (_, public) = published(&site).await;
    let (own, [first, _]) = (Some(Role::Seeker), two(&site));
    let book = format!("{public}/book");
    let wanted = form(&[("choice", &format!("{}|600", first.id))]);
    let unregistered = site.post(&book, own, &wanted).await;
    assert_eq!(unregistered.status, StatusCode::CONFLICT);
    assert!(unregistered.text.contains("먼저 구직 등록을 해 주세요"), "{}", unregistered.text);
    let record = to(&site.post("/staff/seekers/new", own, SENIOR).await);
    let page = site.get(&public, own).await.text;
    assert!(page.contains(&format!("value=\"{}|600\"", first.id)), "{page}");
    assert_eq!(site.post(&book, own, "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(to(&site.post(&book, own, &wanted).await), "/events#booked");
    for path in ["/events", "/me"] {
        assert!(site.get(path, own).await.text.contains("10:00 예약"), "{path}");
    }
    let later = form(&[("choice", &format!("{}|630", first.id))]);
    let twice = site.post(&book, own, &later).await;
    assert!(twice.text.contains("이 부스에 이미 예약하신 면접이 있습니다"), "{}", twice.text);
    let list = site.get(&format!("{record}/interviews"), STAFF).await.text;
    let id = list.split("name=\"withdraw\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let theirs = format!("/me/interviews/{id}/withdraw");
    assert_eq!(site.post(&theirs, Some(Role::Employer), "").await.status, StatusCode::FORBIDDEN);
    to(&site.post(&theirs, own, "").await);
    assert!(!site.get("/events", own).await.text.contains("name=\"withdraw\""));
    let staffs =
        form(&[("event", public.rsplit('/').next().unwrap()), ("choice", &format!("{}|630", first.id))]);
    to(&site.post(&format!("{record}/interviews"), STAFF, &staffs).await);
    assert!(site.get(&format!("{record}/interviews"), STAFF).await.text.contains("10:30 예약"));
    let ctx = site.city.as_role(Role::Counselor).await;
    let printed = async || {
        let seen = app::seeker::get(&ctx, &site.app(), crate::day::id_of(&record)).await.unwrap();
        seen.looks.items.iter().filter(|look| look.purpose == Purpose::Print).count()
    };
    let before = printed().await;
    let sheets = format!("/staff{public}/booths.pdf");
    assert!(site.get(&sheets, STAFF).await.text.starts_with("%PDF"));
    assert_eq!(printed().await, before + 1, "who booked stands on the sheet by name");
    let auditor = Some(Role::Auditor);
    for path in ["/staff/events".to_owned(), format!("/staff{public}")] {
        assert_eq!(site.get(&path, auditor).await.status, StatusCode::OK, "{path}");
    }
    let booth = format!("/staff{public}/booths/1");
    let seen = site.get(&booth, auditor).await.text;
    assert!(seen.contains("10:30 예약") && !seen.contains("name=\"result-"), "{seen}");
    assert!(!seen.contains(&record), "whoever audits reads no names: {seen}");
    assert_eq!(site.get(&sheets, auditor).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_of_it_says_how_it_was_and_how_many_of_those_asked_answered() {
    let site = Site::new().await;
    let (staff, public) = published(&site).await;
    let (own, [first, _]) = (Some(Role::Seeker), two(&site));
    to(&site.post("/staff/seekers/new", own, SENIOR).await);
    let wanted = form(&[("choice", &format!("{}|600", first.id))]);
    to(&site.post(&format!("{public}/book"), own, &wanted).await);
    at(&site, DAY, 10);
    to(&site.post(&format!("{staff}/steps"), STAFF, "step=open").await);
    let event = staff.rsplit('/').next().unwrap().parse().unwrap();
    let ctx = site.city.as_role(Role::Counselor).await;
    let rows = app::interview::rows(&ctx, &site.app(), (event, 1)).await.unwrap();
    let sheet = form(&[(&format!("result-{}", rows[0].interview.id), "rejected:skill")]);
    to(&site.post(&format!("{staff}/booths/1"), STAFF, &sheet).await);
    to(&site.post(&format!("{staff}/steps"), STAFF, "step=close").await);
    assert!(!site.get(&public, None).await.text.contains("물은 사람"));
    at(&site, date(2016, 3, 17), 10);
    app::day::run(&site.app()).await.unwrap();
    let told = site.get(&public, None).await.text;
    assert!(told.contains("답한 사람 0 / 물은 사람 1") && !unworded(&told), "{told}");
    let all = site.get("/staff/follow-up", Some(Role::Mayor)).await.text;
    assert!(
        all.contains(&format!("href=\"{public}#outcome\"")) && all.contains("봄 채용박람회 면접"),
        "{all}"
    );
}
