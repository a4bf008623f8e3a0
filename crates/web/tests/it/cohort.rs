//! Cohorts as everybody reads them and as the person concerned does: applying, waiting, attending, taking back, and the
//! certificate whose code names nobody.

use app::cohort::Form;
use axum::http::StatusCode;
use domain::area::AreaCode;
use domain::cohort::{Completion, Criterion, Session, SessionState};
use domain::enrolment::{Presence, Shown, State};
use domain::id::{CohortId, EnrolmentId, SeekerId};
use domain::occupation::OccupationCode;
use domain::seeker::{Consents, Profile};
use domain::segment::SegmentCode;
use domain::support_program::{Facts, ProgramId, Status, Worked};
use domain::work_time::DailyHours;
use domain::{Channel, Ctx, Role};
use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::day::to;
use crate::site::Site;

const OWN: Option<Role> = Some(Role::Seeker);
const STAFF: Option<Role> = Some(Role::Counselor);

/// Group counselling of five days from the fourth of April on.
fn counselling(seats: u32) -> Form {
    let first = date(2016, 4, 4);
    let session = |nth: u32| Session {
        nth,
        on: first + i64::from(nth - 1).days(),
        hours: DailyHours::new(570, 990, 60).unwrap(),
        room: "교육실".to_owned(),
        state: SessionState::Planned,
    };
    Form {
        program: ProgramId::parse("goyang-women-new-work").unwrap(),
        version: None,
        organisation: None,
        seats,
        apply_until: Some(date(2016, 4, 1)),
        from: first,
        until: first + 4.days(),
        sessions: (1..=5).map(session).collect(),
        criteria: vec![
            Criterion::Priority { of: vec![SegmentCode::parse("career-break").unwrap()] },
            Criterion::FirstCome,
        ],
        completion: Completion::Hours { least_percent: 80 },
    }
}

async fn staff(site: &Site) -> Ctx {
    site.city.as_role(Role::Counselor).await
}

/// Published; only planned without.
async fn planned(site: &Site, seats: u32, publish: bool) -> CohortId {
    let (ctx, app) = (staff(site).await, site.app());
    let id = app::cohort::plan(&ctx, &app, counselling(seats)).await.unwrap();
    if publish {
        app::cohort::publish(&ctx, &app, id).await.unwrap();
    }
    id
}

fn profile(ctx: &Ctx, name: &str) -> Profile {
    Profile {
        name: name.to_owned(),
        born_on: "1979-05-06".parse().ok(),
        phone: "0310002000".to_owned(),
        area: AreaCode::parse("4128551000"),
        occupations: OccupationCode::parse("8832").into_iter().collect(),
        desired_areas: AreaCode::parse("41285").into_iter().collect(),
        consents: Consents { registration: Some(ctx.today()), ..Consents::default() },
        ..Profile::default()
    }
}

async fn registered(site: &Site, role: Role, name: &str) -> SeekerId {
    let ctx = site.city.as_role(role).await;
    app::seeker::register(&ctx, &site.app(), profile(&ctx, name), Channel::Counter).await.unwrap()
}

/// Somebody else applies at the counter.
async fn other(site: &Site, cohort: CohortId, name: &str) -> EnrolmentId {
    let (seeker, ctx) = (registered(site, Role::Counselor, name).await, staff(site).await);
    let facts = Facts { told: [(Status::CareerBreak, true)].into(), ..Facts::default() };
    app::enrolment::apply(&ctx, &site.app(), cohort, seeker, facts).await.unwrap().id
}

/// A part that somebody of any city completed on the day.
pub(crate) async fn completed(site: &Site, seeker: SeekerId) -> EnrolmentId {
    let (ctx, app) = (staff(site).await, site.app());
    let today = ctx.today();
    let form = Form {
        program: ProgramId::parse("national-support-1").unwrap(),
        apply_until: Some(today),
        from: today,
        until: today,
        sessions: Vec::new(),
        criteria: vec![Criterion::FirstCome],
        completion: Completion::Stayed,
        ..counselling(5)
    };
    let id = app::cohort::plan(&ctx, &app, form).await.unwrap();
    app::cohort::publish(&ctx, &app, id).await.unwrap();
    let facts = Facts {
        born_on: "1949-03-02".parse().ok(),
        income_percent: Some(50),
        assets_won: Some(90_000_000),
        worked: Some(Worked { within_months: 24, days: Some(180), hours: Some(1_200) }),
        ..Facts::default()
    };
    let one = app::enrolment::apply(&ctx, &app, id, seeker, facts).await.unwrap().id;
    app::cohort::select(&ctx, &app, id).await.unwrap();
    app::cohort::start(&ctx, &app, id).await.unwrap();
    app::enrolment::enrol(&ctx, &app, one).await.unwrap();
    app::cohort::complete(&ctx, &app, id).await.unwrap();
    one
}

async fn own_part(site: &Site) -> EnrolmentId {
    let ctx = site.city.as_role(Role::Seeker).await;
    app::enrolment::mine(&ctx, &site.app()).await.unwrap().remove(0).enrolment.id
}

fn at(site: &Site, day: Date) {
    site.city.clock.set(site.city.app.city.zone().to_timestamp(day.at(18, 0, 0, 0)).unwrap());
}

/// Words of a catalogue where its entry should be.
fn unworded(text: &str) -> bool {
    ["cohorts-", "part-", "cohort-state-", "enrolment-", "support-", "certificate-"]
        .iter()
        .any(|key| text.split(key).skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase())))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_cohort_is_read_everywhere_and_a_planned_one_nowhere() {
    let site = Site::empty("goyang").await;
    let (hidden, id) = (planned(&site, 15, false).await, planned(&site, 15, true).await);
    assert_eq!(site.get(&format!("/cohorts/{hidden}"), None).await.status, StatusCode::NOT_FOUND);
    for path in
        [format!("/cohorts/{hidden}/apply"), format!("/cohorts/{hidden}/calendar.ics"), "/cohorts/x".into()]
    {
        assert_eq!(site.get(&path, None).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let page = site.get(&format!("/cohorts/{id}"), None).await.text;
    for words in [
        "고양새일센터·고양MICE새일센터 2기",
        "2016-04-04 ~ 2016-04-08",
        "2016-04-01",
        "09:30 ~ 16:30",
        "교육실",
        "먼저 뽑는 대상: 경력단절",
        "먼저 신청한 사람부터",
        "열린 시간의 80% 이상",
        "href=\"tel:",
        "calendar.ics",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!unworded(&page), "{page}");
    let english = site.get(&format!("/cohorts/{id}?lang=en"), None).await.text;
    assert!(english.contains("Whoever applied earlier comes first") && !unworded(&english), "{english}");
    let link = format!("href=\"/cohorts/{id}\"");
    for path in ["/", "/programmes/goyang-women-new-work", "/calendar?from=2016-04"] {
        let text = site.get(path, None).await.text;
        assert!(text.contains(&link), "{path}: {text}");
        assert!(!text.contains(&hidden.to_string()), "{path}");
    }
    let sitemap = site.get("/sitemap.xml", None).await.text;
    assert!(sitemap.contains(&format!("/cohorts/{id}</loc>")) && !sitemap.contains(&hidden.to_string()));
    let fit = site.post("/programmes/fit", None, "told_career_break=yes").await.text;
    assert!(fit.contains(&link), "{fit}");
    assert!(
        site.get("/calendar.ics", None).await.text.replace("\r\n ", "").contains(&format!("/cohorts/{id}"))
    );
    let data = site.get("/api/v1/cohorts?programme=goyang-women-new-work&state=recruiting", None).await.text;
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert_eq!(data["items"].as_array().unwrap().len(), 1, "{data}");
    let one = &data["items"][0];
    assert_eq!(one["id"], id.to_string());
    assert_eq!(one["apply_until"], "2016-04-01");
    assert_eq!(one["sessions"][0]["from"], "2016-04-04T00:30:00Z");
    let none = site.get("/api/v1/cohorts?state=running", None).await.text;
    assert!(none.contains("\"items\":[]"), "{none}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_go_into_a_calendar_and_one_that_is_cancelled_says_so() {
    let site = Site::empty("goyang").await;
    let id = planned(&site, 15, true).await;
    let (ctx, app) = (staff(&site).await, site.app());
    app::cohort::cancel_session(&ctx, &app, (id, 2), "정전".to_owned()).await.unwrap();
    let told = site.get(&format!("/cohorts/{id}/calendar.ics"), None).await;
    assert_eq!(told.headers["content-type"], "text/calendar; charset=utf-8");
    let text = told.text.replace("\r\n ", "");
    let events: Vec<&str> = text.split("BEGIN:VEVENT").skip(1).collect();
    assert_eq!(events.len(), 5);
    assert!(events.iter().all(|event| event.contains("LOCATION:교육실\r\n")), "{text}");
    assert!(events[0].contains("DTSTART:20160404T003000Z\r\nDTEND:20160404T073000Z\r\n"), "{text}");
    let off: Vec<bool> = events.iter().map(|event| event.contains("STATUS:CANCELLED\r\n")).collect();
    assert_eq!(off, [false, true, false, false, false]);
    assert!(events[1].contains("정전") && events[1].contains(&format!("UID:{id}-2@")));
    let page = site.get(&format!("/cohorts/{id}"), None).await.text;
    assert!(page.contains("취소됨. 정전"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_registered_applies_for_themselves_once() {
    let site = Site::empty("goyang").await;
    let id = planned(&site, 15, true).await;
    let path = format!("/cohorts/{id}/apply");
    let page = site.get(&path, None).await.text;
    assert!(
        page.contains(&format!("href=\"/sign-in?next={path}\"")) && page.contains("href=\"tel:"),
        "{page}"
    );
    let page = site.get(&path, STAFF).await.text;
    assert!(!page.contains("<form class=\"narrow\""), "an office has its own page for it");
    let page = site.get(&path, OWN).await.text;
    assert!(
        page.contains("구직 신청이 되어 있어야") && page.contains("href=\"/staff/seekers/new\""),
        "{page}"
    );
    assert_eq!(site.post(&path, OWN, "told_career_break=yes").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.post(&path, STAFF, "told_career_break=yes").await.status, StatusCode::NOT_FOUND);

    registered(&site, Role::Seeker, "나○나").await;
    let page = site.get(&path, OWN).await.text;
    assert!(page.contains("name=\"told_career_break\""), "{page}");
    for asked in ["name=\"income\"", "name=\"assets\"", "name=\"history_1\""] {
        assert!(!page.contains(asked), "{asked} is not what this version asks");
    }
    let wrong = site.post(&path, OWN, "told_career_break=yes&born_on=2030-01-01").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#born_on\""), "{}", wrong.text);
    assert_eq!(to(&site.post(&path, OWN, "told_career_break=yes").await), path);
    for page in [site.get(&path, OWN).await.text, site.get("/me", OWN).await.text] {
        assert!(
            page.contains("신청을 받았습니다") && page.contains("자격이 되는 것을 확인했습니다"),
            "{page}"
        );
    }
    let again = site.post(&path, OWN, "told_career_break=yes").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text.contains("이미 신청하셨습니다"), "{}", again.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_known_is_told_with_what_to_bring_and_late_is_too_late() {
    let site = Site::empty("goyang").await;
    let (id, later) = (planned(&site, 15, true).await, planned(&site, 15, true).await);
    registered(&site, Role::Seeker, "나○나").await;
    to(&site.post(&format!("/cohorts/{id}/apply"), OWN, "").await);
    let page = site.get(&format!("/cohorts/{id}/apply"), OWN).await.text;
    assert!(page.contains("아직 확인하지 못한 것이 있습니다") && page.contains("경력단절"), "{page}");
    at(&site, date(2016, 4, 2));
    let late = site.post(&format!("/cohorts/{later}/apply"), OWN, "told_career_break=yes").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("신청은 2016-04-01에 끝났습니다"), "{}", late.text);
    let page = site.get(&format!("/cohorts/{later}/apply"), OWN).await.text;
    assert!(page.contains("지금은 신청을 받지 않습니다") && !page.contains("told_career_break"), "{page}");
    assert!(!site.get("/", None).await.text.contains(&format!("/cohorts/{later}")));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_reads_place_and_reason_and_nobody_reads_a_name() {
    let site = Site::empty("goyang").await;
    let id = planned(&site, 2, true).await;
    let app = site.app();
    other(&site, id, "가○가").await;
    other(&site, id, "다○다").await;
    site.city.clock.set(site.city.clock.now() + jiff::SignedDuration::from_mins(5));
    registered(&site, Role::Seeker, "나○나").await;
    to(&site.post(&format!("/cohorts/{id}/apply"), OWN, "told_career_break=yes").await);
    app::cohort::select(&staff(&site).await, &app, id).await.unwrap();
    let page = site.get("/me", OWN).await.text;
    for words in ["나의 프로그램", "대기 1번입니다", "먼저 신청한 분들로 정원이 차서", "신청 취소"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("가○가") && !page.contains("다○다"));
    let seen = app::cohort::get(&staff(&site).await, &app, id).await.unwrap().cohort;
    let domain::cohort::State::Selected { seed, .. } = seen.state else { panic!("not chosen") };
    let public = site.get(&format!("/cohorts/{id}"), None).await.text;
    assert!(public.contains(seed.as_str()) && public.contains("SHA-256"), "{public}");
    assert!(
        public.contains("나누면 너무 적음"),
        "three people are too few to tell where each stands: {public}"
    );
    for name in ["가○가", "나○나", "다○다"] {
        for path in [format!("/cohorts/{id}"), "/".into(), "/programmes/goyang-women-new-work".into()] {
            assert!(!site.get(&path, None).await.text.contains(name), "{path}");
        }
    }
    let (own, strange) = (own_part(&site).await, other_of(&site, id).await);
    let refused = site.post(&format!("/me/enrolments/{strange}/withdraw"), OWN, "").await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "somebody else's");
    let refused = site.post(&format!("/me/enrolments/{own}/withdraw"), None, "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let path = format!("/me/enrolments/{own}/withdraw");
    assert_eq!(to(&site.post(&path, OWN, "").await), "/me#programmes");
    assert!(site.get("/me", OWN).await.text.contains("신청을 취소하셨습니다"));
    assert_eq!(site.post(&path, OWN, "").await.status, StatusCode::CONFLICT, "twice");
}

/// A part of somebody else.
async fn other_of(site: &Site, cohort: CohortId) -> EnrolmentId {
    let own = own_part(site).await;
    let rows = app::enrolment::of_cohort(&staff(site).await, &site.app(), cohort).await.unwrap();
    rows.into_iter().map(|row| row.enrolment.id).find(|id| *id != own).unwrap()
}

/// Everybody who was chosen takes part and attends all five days.
async fn held(site: &Site, id: CohortId) {
    let app = site.app();
    at(site, date(2016, 4, 4));
    app::cohort::start(&staff(site).await, &app, id).await.unwrap();
    let rows = app::enrolment::of_cohort(&staff(site).await, &app, id).await.unwrap();
    let all: Vec<EnrolmentId> = rows.into_iter().map(|row| row.enrolment.id).collect();
    for one in &all {
        app::enrolment::enrol(&staff(site).await, &app, *one).await.unwrap();
    }
    for (nth, day) in (1..=5).zip(4_i8..) {
        at(site, date(2016, 4, day));
        let marks = all.iter().map(|one| (*one, Presence::Present)).collect();
        app::enrolment::mark(&staff(site).await, &app, (id, nth), marks, Shown::Electronic).await.unwrap();
        if nth == 2 {
            let page = site.get("/me", OWN).await.text;
            assert!(page.contains("2개 회차 12시간 가운데 12시간(100%)"), "{page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_for_whoever_completed_it_and_its_code_names_nobody() {
    let site = Site::empty("goyang").await;
    let (id, app) = (planned(&site, 15, true).await, site.app());
    registered(&site, Role::Seeker, "나○나").await;
    to(&site.post(&format!("/cohorts/{id}/apply"), OWN, "told_career_break=yes").await);
    let stranger = other(&site, id, "가○가").await;
    app::cohort::select(&staff(&site).await, &app, id).await.unwrap();
    let page = site.get("/me", OWN).await.text;
    assert!(page.contains("다음 회차") && page.contains("2016-04-04 09:30"), "{page}");
    let own = own_part(&site).await;
    let path = format!("/enrolments/{own}/certificate.pdf");
    let early = site.get(&path, OWN).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.text.contains("아직 수료하지 않아"), "{}", early.text);
    held(&site, id).await;
    app::cohort::complete(&staff(&site).await, &app, id).await.unwrap();
    let drawn = app::cohort::get(&staff(&site).await, &app, id).await.unwrap().cohort.state;
    let seed = format!("<code>{}</code>", drawn.seed().unwrap().as_str());
    for (path, role) in [(format!("/cohorts/{id}"), None), (format!("/staff/cohorts/{id}"), STAFF)] {
        assert!(site.get(&path, role).await.text.contains(&seed), "{path}");
    }

    assert!(site.get("/me", OWN).await.text.contains(&format!("href=\"{path}\"")));
    let paper = site.get(&path, OWN).await;
    assert_eq!(paper.status, StatusCode::OK, "{}", paper.text);
    assert_eq!(paper.headers["content-type"], "application/pdf");
    let theirs = format!("/enrolments/{stranger}/certificate.pdf");
    assert_eq!(site.get(&theirs, OWN).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get(&theirs, Some(Role::Mayor)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get(&theirs, None).await.status, StatusCode::SEE_OTHER, "asked to sign in");

    let looks = async || {
        let ctx = site.city.as_role(Role::Seeker).await;
        app::seeker::mine(&ctx, &app).await.unwrap().unwrap().view.looks.total
    };
    let before = looks().await;
    assert_eq!(site.get(&path, STAFF).await.status, StatusCode::OK);
    assert_eq!(looks().await, before + 1, "printing somebody's is a look at them");

    let ctx = site.city.as_role(Role::Seeker).await;
    let sheet =
        app::paper::certificate(&ctx, &app, own, "https://jobs.example.org/certificates").await.unwrap();
    let words = format!("{sheet:?}");
    for said in ["나○나", "제1기", "30시간 (전체 30시간)", "2016년 4월 8일"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let code =
        words.split("https://jobs.example.org/certificates/").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(code.len(), 11, "{code}");
    for path in [format!("/certificates/{code}"), format!("/certificates?code={}", code.to_lowercase())] {
        let answer = site.get(&path, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.text.contains("예. 이 코드의 수료증을 드렸습니다"), "{}", answer.text);
        assert!(
            answer.text.contains("1기, 2016-04-08 수료") && !answer.text.contains("나○나"),
            "{}",
            answer.text
        );
    }
    let never = domain::referral::spaced_code(&domain::referral::code_from([3; 8]));
    let no = site.get(&format!("/certificates/{never}"), None).await;
    assert_eq!(no.status, StatusCode::NOT_FOUND);
    assert!(no.text.contains("아니요"), "{}", no.text);
    let wrong = site.get("/certificates?code=K7M", None).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#code\""), "{}", wrong.text);

    let parts = app::enrolment::mine(&ctx, &app).await.unwrap();
    assert!(matches!(parts[0].enrolment.state, State::Completed { percent: Some(100), .. }));
}
