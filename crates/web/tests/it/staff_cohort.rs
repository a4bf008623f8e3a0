//! Cohorts for whoever runs them: planned by a form that fills its own rows, every step with what it refuses at its field,
//! attendance, and who may see and do what.

use axum::http::StatusCode;
use domain::Role;
use domain::area::AreaCode;
use domain::id::SeekerId;
use domain::occupation::OccupationCode;
use domain::organisation::OrganisationKind;
use domain::person::{Account, ErasureReason, Grant, Identity, Person};
use domain::seeker::{Consents, Profile};
use jiff::civil::{Date, date};

use crate::day::to;
use crate::filled::body;
use crate::site::{Answer, Site};

const STAFF: Option<Role> = Some(Role::Counselor);

/// Group counselling of two days for two people: a break of the career, then the young, then who came first.
const PLAN: [(&str, &str); 21] = [
    ("program", "goyang-women-new-work"),
    ("seats", "2"),
    ("from", "2016-04-04"),
    ("until", "2016-04-05"),
    ("on_1", "2016-04-04"),
    ("from_1", "09:30"),
    ("until_1", "16:30"),
    ("rest_1", "60"),
    ("room_1", "교육실"),
    ("on_2", "2016-04-05"),
    ("from_2", "09:30"),
    ("until_2", "16:30"),
    ("rest_2", "60"),
    ("room_2", "교육실"),
    ("criterion_1", "priority"),
    ("segments_1", "career-break"),
    ("segments_1", "youth-employment"),
    ("criterion_2", "first_come"),
    ("completion", "hours"),
    ("least_percent", "80"),
    ("version_seen", "1"),
];

/// The form with some inputs changed; an empty value leaves one out.
fn plan(changes: &[(&str, &str)]) -> String {
    let kept = PLAN.iter().filter(|(name, _)| !changes.iter().any(|(other, _)| other == name));
    let pairs = kept.chain(changes.iter().filter(|(_, value)| !value.is_empty()));
    body(&pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>())
}

fn said(pairs: &[(&str, &str)]) -> String {
    body(&pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>())
}

fn at(site: &Site, day: Date) {
    site.city.clock.set(site.city.app.city.zone().to_timestamp(day.at(18, 0, 0, 0)).unwrap());
}

/// A refusal that leads to these inputs.
fn refused(answer: &Answer, fields: &[&str]) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
    for field in fields {
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{field}: {}", answer.text);
    }
}

/// Somebody registered at the counter.
async fn registered(site: &Site, name: &str, phone: &str) -> SeekerId {
    let ctx = site.city.as_role(Role::Counselor).await;
    let profile = Profile {
        name: name.to_owned(),
        born_on: "1979-05-06".parse().ok(),
        phone: phone.to_owned(),
        area: AreaCode::parse("4128551000"),
        occupations: OccupationCode::parse("8832").into_iter().collect(),
        desired_areas: AreaCode::parse("41285").into_iter().collect(),
        consents: Consents { registration: Some(ctx.today()), ..Consents::default() },
        ..Profile::default()
    };
    app::seeker::register(&ctx, &site.app(), profile, domain::actor::Channel::Counter).await.unwrap()
}

/// Applies at the counter for whoever is called so; the address of their part.
async fn applied(site: &Site, cohort: &str, name: &str) -> String {
    let form = said(&[("seeker", name), ("told_career_break", "yes")]);
    to(&site.post(&format!("{cohort}/apply"), STAFF, &form).await)
}

async fn step(site: &Site, place: &str, form: &[(&str, &str)]) -> Answer {
    site.post(&format!("{place}/steps"), STAFF, &said(form)).await
}

/// A published cohort.
async fn published(site: &Site) -> String {
    let path = to(&site.post("/staff/cohorts/new", STAFF, &plan(&[])).await);
    assert_eq!(to(&step(site, &path, &[("step", "publish")]).await), path);
    path
}

/// The same with two people who were chosen and came, on its first evening.
async fn running(site: &Site) -> (String, Vec<String>) {
    let path = published(site).await;
    let mut people = Vec::new();
    for (name, phone) in [("박가나", "0310001111"), ("김다라", "0310002222")] {
        registered(site, name, phone).await;
        people.push(applied(site, &path, name).await);
    }
    to(&step(site, &path, &[("step", "choose")]).await);
    at(site, date(2016, 4, 4));
    to(&step(site, &path, &[("step", "start")]).await);
    for one in &people {
        let came = step(site, one, &[("step", "enrol"), ("back", "cohort")]).await;
        assert_eq!(to(&came), format!("{path}#people"));
    }
    (path, people)
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cohort_is_planned_with_every_fault_at_its_field_and_nothing_typed_lost() {
    let site = Site::empty("goyang").await;
    assert_eq!(site.get("/staff/cohorts/new", STAFF).await.status, StatusCode::OK);
    let empty = site.post("/staff/cohorts/new", STAFF, "room_1=canary").await;
    refused(&empty, &["program", "seats", "from", "until", "on_1", "from_1", "until_1", "least_percent"]);
    assert!(empty.text.contains("value=\"canary\""));
    for (changes, field) in [
        (vec![("seats", "0")], "seats"),
        (vec![("until", "2016-04-03"), ("apply_until", "2016-04-04")], "until"),
        (vec![("apply_until", "2016-04-05")], "apply_until"),
        (vec![("least_percent", "0")], "completion"),
        (vec![("criterion_1", ""), ("criterion_2", ""), ("segments_1", "")], "criteria"),
        (vec![("segments_1", "")], "segments_1"),
        (vec![("criterion_1", "score")], "seats"),
        (vec![("criterion_1", "")], "criterion_1"),
        (vec![("version", "goyang-public-works:2011-4")], "version"),
        (vec![("on_2", "2016-04-09")], "on_2"),
        (vec![("on_2", "2016-04-04")], "from_2"),
        (vec![("on_2", "2016-04-31")], "on_2"),
        (vec![("until_1", "09:00")], "until_1"),
        (vec![("from_1", "")], "from_1"),
        (vec![("rest_1", "420")], "until_1"),
    ] {
        // Groups beside another criterion are no fault; a fault beside them is told as before.
        let changes = if field == "seats" { [changes, vec![("seats", "0")]].concat() } else { changes };
        let answer = site.post("/staff/cohorts/new", STAFF, &plan(&changes)).await;
        refused(&answer, &[field]);
        for (name, value) in changes.iter().filter(|(name, _)| name.ends_with("_2")) {
            assert!(answer.text.contains(&format!("value=\"{value}\"")), "{name} is kept");
        }
    }
    assert!(
        !site.get("/staff/cohorts", STAFF).await.text.contains("/staff/cohorts/0"),
        "nothing was planned"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_filled_with_every_working_day_and_sorted_by_time() {
    let site = Site::empty("goyang").await;
    let fill = [
        ("fill", "yes"),
        ("fill_from", "2016-04-07"),
        ("fill_until", "2016-04-12"),
        ("fill_start", "10:00"),
        ("fill_end", "12:00"),
        ("fill_room", "강당"),
    ];
    let page = site.post("/staff/cohorts/new", STAFF, &plan(&fill)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let row =
        |nth: usize, day: &str| format!("id=\"on_{nth}\" name=\"on_{nth}\" type=\"date\" value=\"{day}\"");
    for (nth, day) in
        [(1, "2016-04-04"), (3, "2016-04-07"), (4, "2016-04-08"), (5, "2016-04-11"), (6, "2016-04-12")]
    {
        assert!(page.text.contains(&row(nth, day)), "{nth}: {}", page.text);
    }
    assert!(
        !page.text.contains("2016-04-09") && page.text.contains(&row(7, "")),
        "no weekend; room for more"
    );
    let turned = [("fill", "yes"), ("fill_from", "2016-04-09"), ("fill_until", "2016-04-10")];
    let times = [("fill_start", "10:00"), ("fill_end", "12:00")];
    refused(
        &site
            .post(
                "/staff/cohorts/new",
                STAFF,
                &plan(&[turned, [times[0], times[1], ("room_3", "")]].concat()),
            )
            .await,
        &["fill_until"],
    );
    refused(
        &site.post("/staff/cohorts/new", STAFF, &plan(&[("fill", "yes"), ("fill_room", "x")])).await,
        &["fill_from", "fill_until", "fill_start", "fill_end"],
    );
    // Enter in another field saves, whatever button stands first.
    let swapped = plan(&[("fill", "yes"), ("on_1", "2016-04-05"), ("on_2", "2016-04-04")]);
    let path = to(&site.post("/staff/cohorts/new", STAFF, &swapped).await);
    let shown = site.get(&path, STAFF).await.text;
    let first = shown.find("2016-04-04 09:30~16:30").unwrap();
    assert!(first < shown.find("2016-04-05 09:30~16:30").unwrap(), "{shown}");
    for words in ["경력단절", "선착순", "80%", "정원 2 · 채움 0 · 빈자리 2", "aria-current=\"step\">준비<"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planned_cohort_is_edited_whole_and_a_published_one_by_its_seats_and_sessions() {
    let site = Site::empty("goyang").await;
    let path = to(&site.post("/staff/cohorts/new", STAFF, &plan(&[])).await);
    let edit = format!("{path}/edit");
    let form = site.get(&edit, STAFF).await.text;
    for value in ["2016-04-04", "09:30", "교육실", "goyang-women-new-work:undated"] {
        assert!(form.contains(&format!("value=\"{value}\"")), "{value}: {form}");
    }
    refused(&site.post(&edit, STAFF, &plan(&[("on_2", "2016-04-09")])).await, &["on_2"]);
    assert_eq!(to(&site.post(&edit, STAFF, &plan(&[("room_1", "강당")])).await), path);
    let late = site.post(&edit, STAFF, &plan(&[("room_1", "복도")])).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("value=\"복도\""), "what was typed is still there");
    assert!(site.get(&path, STAFF).await.text.contains("강당"));

    to(&step(&site, &path, &[("step", "publish")]).await);
    assert_eq!(site.get(&edit, STAFF).await.status, StatusCode::CONFLICT);
    assert_eq!(site.post(&edit, STAFF, &plan(&[("version_seen", "3")])).await.status, StatusCode::CONFLICT);
    refused(&step(&site, &path, &[("step", "resize"), ("seats", "0")]).await, &["seats"]);
    refused(&step(&site, &path, &[("step", "resize")]).await, &["seats"]);
    to(&step(&site, &path, &[("step", "resize"), ("seats", "3")]).await);
    let evening = |on| said(&[("on", on), ("from", "17:00"), ("until", "18:00"), ("room", "강당")]);
    let sessions = format!("{path}/sessions");
    refused(&site.post(&sessions, STAFF, &evening("2016-04-09")).await, &["on"]);
    refused(&site.post(&sessions, STAFF, "on=2016-04-05").await, &["from", "until"]);
    assert_eq!(to(&site.post(&sessions, STAFF, &evening("2016-04-05")).await), path);
    refused(&site.post(&sessions, STAFF, &evening("2016-04-05")).await, &["from"]);
    refused(&step(&site, &path, &[("step", "cancel")]).await, &["reason"]);
    to(&step(&site, &path, &[("step", "cancel"), ("reason", "no_instructor")]).await);
    let over = site.get(&path, STAFF).await.text;
    assert!(over.contains("진행자 없음") && !over.contains(&format!("{path}/steps")), "{over}");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_registered_at_the_counter_judged_chosen_and_told_why_they_wait() {
    let site = Site::empty("goyang").await;
    let path = published(&site).await;
    let apply = format!("{path}/apply");
    let form = site.get(&apply, STAFF).await.text;
    for name in ["seeker", "born_on", "told_career_break"] {
        assert!(form.contains(&format!("name=\"{name}\"")), "{name}: {form}");
    }
    assert!(!form.contains("name=\"assets\""), "what this cohort does not ask is not asked");
    refused(&site.post(&apply, STAFF, "born_on=1979-05-06").await, &["seeker"]);
    refused(&site.post(&apply, STAFF, &said(&[("seeker", "없는이")])).await, &["seeker"]);
    registered(&site, "박가나", "0310001111").await;
    let ahead = said(&[("seeker", "박가나"), ("born_on", "2099-01-01")]);
    let answer = site.post(&apply, STAFF, &ahead).await;
    refused(&answer, &["born_on"]);
    assert!(answer.text.contains("value=\"박가나\"") && answer.text.contains("value=\"2099-01-01\""));

    let first = to(&site.post(&apply, STAFF, &said(&[("seeker", "박가나")])).await);
    let page = site.get(&first, STAFF).await.text;
    assert!(page.contains("박가나") && page.contains("아직 모름") && page.contains("운영기관에"), "{page}");
    let twice = site.post(&apply, STAFF, &said(&[("seeker", "박가나")])).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    let facts = format!("{first}/facts");
    assert!(site.get(&facts, STAFF).await.text.contains("name=\"told_career_break\""));
    refused(&site.post(&facts, STAFF, "born_on=2099-01-01").await, &["born_on"]);
    assert_eq!(to(&site.post(&facts, STAFF, "told_career_break=yes").await), first);
    assert!(site.get(&first, STAFF).await.text.contains("자격 확인"));

    for (name, phone) in [("김다라", "0310002222"), ("이마바", "0310003333")] {
        site.city.clock.advance_days(1);
        registered(&site, name, phone).await;
        applied(&site, &path, name).await;
    }
    to(&step(&site, &path, &[("step", "choose")]).await);
    let page = site.get(&path, STAFF).await.text;
    for words in ["추첨 값", "대기</span> 1번째", "채움 2 · 빈자리 0 · 대기 1", "aria-current=\"step\">선발<"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    refused(&step(&site, &path, &[("step", "resize"), ("seats", "1")]).await, &["seats"]);
    assert_eq!(step(&site, &path, &[("step", "promote")]).await.status, StatusCode::CONFLICT);
    assert_eq!(step(&site, &path, &[("step", "choose")]).await.status, StatusCode::CONFLICT);
    assert_eq!(site.get(&apply, STAFF).await.status, StatusCode::CONFLICT, "nobody applies any more");
    assert_eq!(to(&site.post(&format!("{first}/withdrawal"), STAFF, "").await), first);
    let page = site.get(&path, STAFF).await.text;
    assert!(page.contains("채움 2 · 빈자리 0 · 대기 0"), "the seat went on at once: {page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn attendance_is_noted_on_one_page_with_what_shows_it_and_the_cohort_is_closed() {
    let site = Site::empty("goyang").await;
    let (path, people) = running(&site).await;
    let (one, other) = (id(&people[0]), id(&people[1]));
    let today = site.get("/staff/today", STAFF).await.text;
    assert!(today.contains("출석 적기") && today.contains(&format!("href=\"{path}\"")), "{today}");
    let session = format!("{path}/sessions/1");
    assert!(site.get(&session, STAFF).await.text.contains("박가나"));
    let names = (format!("presence-{one}"), format!("late-{one}"));
    let (presence, late) = (names.0.as_str(), names.1.as_str());
    let note = async |form: &[(&str, &str)]| site.post(&session, STAFF, &said(form)).await;
    refused(&note(&[("rest_present", "yes")]).await, &["shown"]);
    refused(&note(&[("shown", "electronic")]).await, &["rest_present"]);
    refused(&note(&[(presence, "late"), ("shown", "electronic")]).await, &[late]);
    let too_long = note(&[(presence, "late"), (late, "999"), ("shown", "electronic")]).await;
    refused(&too_long, &[late]);
    assert!(too_long.text.contains("value=\"999\""));
    let signed = [("rest_present", "yes"), ("shown", "signed")];
    refused(&note(&[signed[0], signed[1]]).await, &["supervisor", "signed_on"]);
    let supervisor = site.city.user(Role::Counselor).await.to_string();
    let stranger = site.city.user(Role::Mayor).await.to_string();
    let by = |who: &str, on: &str| {
        [signed[0], signed[1], ("supervisor", who), ("signed_on", on), (presence, "late"), (late, "30")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let note_by = async |who: &str, on: &str| site.post(&session, STAFF, &body(&by(who, on))).await;
    refused(&note_by(&stranger, "2016-04-04").await, &["supervisor"]);
    refused(&note_by(&supervisor, "2016-04-05").await, &["shown"]);
    assert_eq!(to(&note_by(&supervisor, "2016-04-04").await), session);
    let noted = site.get(&session, STAFF).await.text;
    assert!(
        noted.contains("value=\"late\" selected") && noted.contains("value=\"present\" selected"),
        "{noted}"
    );
    assert!(noted.contains("value=\"30\""), "{noted}");

    let ahead = site.post(&format!("{path}/sessions/2"), STAFF, "rest_present=yes&shown=electronic").await;
    refused(&ahead, &["session"]);
    let leaves = format!("/staff/enrolments/{other}");
    refused(&step(&site, &leaves, &[("step", "drop_out"), ("reason", "care")]).await, &["on"]);
    refused(&step(&site, &leaves, &[("step", "drop_out"), ("on", "2016-04-04")]).await, &["reason"]);
    let early = [("step", "drop_out"), ("on", "2016-04-01"), ("reason", "care")];
    refused(&step(&site, &leaves, &early).await, &["on"]);
    to(&step(&site, &leaves, &[("step", "drop_out"), ("on", "2016-04-04"), ("reason", "care")]).await);
    assert!(site.get(&leaves, STAFF).await.text.contains("2016-04-04 · 돌봄"));

    assert_eq!(step(&site, &path, &[("step", "complete")]).await.status, StatusCode::CONFLICT, "too early");
    at(&site, date(2016, 4, 5));
    assert_eq!(step(&site, &path, &[("step", "complete")]).await.status, StatusCode::CONFLICT, "not noted");
    let second = format!("{path}/sessions/2");
    to(&site.post(&second, STAFF, "rest_present=yes&shown=electronic").await);
    to(&step(&site, &path, &[("step", "complete")]).await);
    let page = site.get(&people[0], STAFF).await.text;
    assert!(page.contains(&format!("/enrolments/{one}/certificate.pdf")) && page.contains("95%"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_cancelled_with_a_reason_and_takes_no_attendance() {
    let site = Site::empty("goyang").await;
    let (path, _) = running(&site).await;
    let session = format!("{path}/sessions/1");
    refused(&site.post(&format!("{session}/cancellation"), STAFF, "").await, &["why"]);
    assert_eq!(
        to(&site.post(&format!("{session}/cancellation"), STAFF, &said(&[("why", "정전")])).await),
        session
    );
    let page = site.get(&session, STAFF).await.text;
    assert!(page.contains("정전") && !page.contains("rest_present"), "{page}");
    refused(&site.post(&session, STAFF, "rest_present=yes&shown=electronic").await, &["session"]);
    let again = site.post(&format!("{session}/cancellation"), STAFF, &said(&[("why", "정전")])).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(!site.get("/staff/today", STAFF).await.text.contains("출석 적기"), "nothing is left to note");
    assert_eq!(site.get(&format!("{path}/sessions/9"), STAFF).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_erased_on_the_way_stays_on_the_page_without_a_name() {
    let site = Site::empty("goyang").await;
    let path = published(&site).await;
    let gone = registered(&site, "박가나", "0310001111").await;
    let part = applied(&site, &path, "박가나").await;
    let supervisor = site.city.as_role(Role::Supervisor).await;
    app::seeker::erase(&supervisor, &site.app(), gone, ErasureReason::Requested).await.unwrap();
    for place in [&path, &part] {
        let page = site.get(place, STAFF).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.text.contains("(삭제된 사람)") && !page.text.contains("박가나"),
            "{place}: {}",
            page.text
        );
    }
    let sheet = site.get(&format!("{path}/attendance"), STAFF).await;
    assert!(sheet.text.contains("참여자가 아직 정해지지 않았습니다"), "{}", sheet.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_for_the_offices_names_and_steps_for_whoever_runs_it() {
    let site = Site::empty("goyang").await;
    let (path, people) = running(&site).await;
    assert_eq!(site.get("/staff/cohorts", None).await.status, StatusCode::SEE_OTHER);
    for role in [Role::Seeker, Role::Employer, Role::Partner, Role::Operator] {
        assert_eq!(site.get("/staff/cohorts", Some(role)).await.status, StatusCode::FORBIDDEN, "{role}");
        assert_ne!(site.get(&people[0], Some(role)).await.status, StatusCode::OK, "{role}");
    }
    for role in [Role::Mayor, Role::PlanManager] {
        let page = site.get(&path, Some(role)).await;
        assert_eq!(page.status, StatusCode::OK, "{role}");
        assert!(page.text.contains("채움 2") && !page.text.contains("박가나"), "{role}: {}", page.text);
    }
    let auditor = site.get(&path, Some(Role::Auditor)).await.text;
    assert!(auditor.contains("박가나") && !auditor.contains(&format!("{path}/steps")), "{auditor}");
    let sheet = site.get(&format!("{path}/attendance"), STAFF).await.text;
    assert!(sheet.contains("출 석 부") && sheet.contains("박가나") && sheet.contains("1회"), "{sheet}");
    let pdf = site.get(&format!("{path}/attendance.pdf"), STAFF).await;
    assert_eq!(pdf.headers.get("content-type").unwrap(), "application/pdf");

    let token = elsewhere(&site).await;
    let ask = async |method: &str, to: &str| {
        let form = "step=cancel&reason=too_few&rest_present=yes&shown=electronic&why=x".to_owned();
        site.send(method, to, Some(&token), form, "application/x-www-form-urlencoded").await
    };
    let page = ask("GET", &path).await;
    assert_eq!(page.status, StatusCode::OK, "every office reads figures");
    assert!(!page.text.contains("박가나") && !page.text.contains(&format!("{path}/steps")), "{}", page.text);
    for (method, end) in [
        ("POST", "/steps"),
        ("POST", "/sessions"),
        ("GET", "/sessions/1"),
        ("POST", "/sessions/1"),
        ("POST", "/sessions/1/cancellation"),
        ("GET", "/edit"),
        ("POST", "/edit"),
        ("GET", "/attendance"),
    ] {
        assert_eq!(
            ask(method, &format!("{path}{end}")).await.status,
            StatusCode::NOT_FOUND,
            "{method} {end}"
        );
    }
    for (method, end) in [("GET", ""), ("POST", "/steps"), ("POST", "/withdrawal"), ("GET", "/facts")] {
        let answer = ask(method, &format!("{}{end}", people[0])).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {end}");
    }
}

/// A session of an officer of another agency.
async fn elsewhere(site: &Site) -> String {
    let operator = site.city.as_role(Role::Operator).await;
    let form = app::organisation::Form {
        parent: operator.actor.organisation,
        kind: OrganisationKind::Agency,
        name: "먼 기관".to_owned(),
        name_en: String::new(),
        phone: String::new(),
        active: true,
    };
    let body = app::organisation::create(&operator, &site.app(), form).await.unwrap();
    let grant = Grant { role: Role::Agency, organisation: Some(body), employer: None, confirmed: true };
    let person = Person { id: operator.id(), account: Account::Active, grants: vec![grant] };
    let identity =
        Identity { name: "먼 직원".to_owned(), login: "far-agency".to_owned(), phone: String::new() };
    let id = site.city.account(person, identity).await;
    site.city.session(id).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_says_what_waits_is_narrowed_by_links_and_saved_as_a_table() {
    let site = Site::empty("goyang").await;
    let path = published(&site).await;
    let quiet = site.get("/staff/cohorts", STAFF).await.text;
    assert!(quiet.contains("<h2>모집 1</h2>") && !quiet.contains("id=\"waits\""), "{quiet}");
    at(&site, date(2016, 4, 4));
    let page = site.get("/staff/cohorts", STAFF).await.text;
    let waits = page.split("id=\"waits\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(
        waits.contains(&path) && waits.contains("참여자 선발") && waits.contains("2016-04-04"),
        "{waits}"
    );
    assert!(site.get("/staff/today", STAFF).await.text.contains("참여자 선발"));
    for (query, found) in [
        ("state=recruiting", true),
        ("state=running", false),
        ("program=goyang-women-new-work", true),
        ("program=goyang-public-works", false),
    ] {
        let page = site.get(&format!("/staff/cohorts?{query}"), STAFF).await.text;
        assert_eq!(page.contains(&format!("href=\"{path}\"")), found, "{query}");
        let csv = site.get(&format!("/staff/cohorts.csv?{query}"), STAFF).await.text;
        assert_eq!(csv.contains(id(&path)), found, "{query}: {csv}");
    }
    let csv = site.get("/staff/cohorts.csv", STAFF).await.text;
    assert!(csv.contains(",recruiting,2016-04-04,2016-04-05,2,2,0,0,0,0,0,0"), "{csv}");
    assert!(site.get("/staff", STAFF).await.text.contains("href=\"/staff/cohorts\""));
}
