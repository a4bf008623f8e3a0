//! The question by its link, without an account and without a script; the counsellor's page of it, its letter, and the sums.

use app::satisfaction::token;
use app::today::{Ask, Link, Section, day};
use axum::http::StatusCode;
use domain::cohort::{Completion, Criterion};
use domain::id::{CohortId, SatisfactionId};
use domain::seeker::{Consents, Profile};
use domain::support_program::{Facts, ProgramId, Status};
use domain::{Channel, Role};
use jiff::civil::{Date, date};

use crate::site::Site;

const NAMES: [&str; 3] = ["가○나", "다○라", "마○바"];

fn on(site: &Site, day: Date) {
    site.city.clock.set(site.city.app.city.zone().to_timestamp(day.at(10, 0, 0, 0)).unwrap());
}

/// Three completed a cohort, and each was asked today.
async fn asked(site: &Site) -> (CohortId, Vec<SatisfactionId>) {
    let app = site.app();
    let (from, until) = (date(2016, 4, 4), date(2016, 4, 8));
    let form = app::cohort::Form {
        program: ProgramId::parse("goyang-women-new-work").unwrap(),
        version: None,
        organisation: None,
        seats: 3,
        from,
        until,
        apply_until: None,
        sessions: Vec::new(),
        criteria: vec![Criterion::FirstCome],
        completion: Completion::Stayed,
    };
    let ctx = site.city.as_role(Role::Counselor).await;
    let cohort = app::cohort::plan(&ctx, &app, form).await.unwrap();
    app::cohort::publish(&ctx, &app, cohort).await.unwrap();
    let mut parts = Vec::new();
    for (nth, name) in NAMES.into_iter().enumerate() {
        let profile = Profile {
            name: name.to_owned(),
            born_on: "1979-05-06".parse().ok(),
            phone: format!("031000770{nth}"),
            area: app.city.dongs().next().map(|dong| dong.code.clone()),
            occupations: domain::occupation::OccupationCode::parse("8832").into_iter().collect(),
            consents: Consents { registration: Some(ctx.today()), ..Consents::default() },
            ..Profile::default()
        };
        let who = app::seeker::register_as(&ctx, &app, profile, Channel::Counter, true).await.unwrap();
        let facts = Facts { told: [(Status::CareerBreak, true)].into(), ..Facts::default() };
        parts.push(app::enrolment::apply(&ctx, &app, cohort, who, facts).await.unwrap().id);
    }
    app::cohort::select(&ctx, &app, cohort).await.unwrap();
    on(site, from);
    let ctx = site.city.as_role(Role::Counselor).await;
    app::cohort::start(&ctx, &app, cohort).await.unwrap();
    for part in parts {
        app::enrolment::enrol(&ctx, &app, part).await.unwrap();
    }
    on(site, until);
    let ctx = site.city.as_role(Role::Counselor).await;
    app::cohort::complete(&ctx, &app, cohort).await.unwrap();
    app::day::run(&app).await.unwrap();
    let ask = Ask { mine: false, only: Some(Section::Satisfaction) };
    let rows = day(&ctx, &app, &ask).await.unwrap();
    let id = |link: &Link| -> SatisfactionId {
        match link {
            Link::Page(path) => path.rsplit('/').next().unwrap().parse().unwrap(),
            Link::Notice(..) => panic!("a page"),
        }
    };
    (cohort, rows.rows(Section::Satisfaction).iter().map(|row| id(&row.link)).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_answered_once_by_keyboard_and_no_longer_after_sixty_days() {
    let site = Site::empty("goyang").await;
    let (_, ids) = asked(&site).await;
    let path = |nth: usize| format!("/satisfaction/{}", token(&site.app(), ids[nth]));
    let page = site.get(&path(0), None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers["cache-control"], "no-store");
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    assert!(page.text.contains("<fieldset") && page.text.contains("<legend>"), "groups have names");
    assert_eq!(page.text.matches("type=\"radio\"").count(), 5);
    assert!(!page.text.contains("onclick") && page.text.contains("value=\"answer\""));
    for name in NAMES {
        assert!(!page.text.contains(name), "nobody is named");
    }
    // Nothing chosen is said at the field, and what was typed stays.
    let wrong = site.post(&path(0), None, "step=answer&word=kept").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#score\"") && wrong.text.contains(">kept</textarea>"));
    let done = site.post(&path(0), None, "step=answer&score=good&reasons=information&reasons=crowded").await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.text.contains("다시 여쭙지 않습니다"), "{}", done.text);
    let twice = site.post(&path(0), None, "step=answer&score=bad").await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(twice.text.contains("이미 끝난 물음입니다"));
    assert_eq!(site.post(&path(1), None, "step=never").await.status, StatusCode::OK);
    assert_eq!(site.post(&path(1), None, "step=answer&score=bad").await.status, StatusCode::CONFLICT);
    assert_eq!(site.get("/satisfaction/nothing", None).await.status, StatusCode::NOT_FOUND);
    let forged = format!("{}0", path(2));
    assert_eq!(site.post(&forged, None, "step=answer&score=bad").await.status, StatusCode::NOT_FOUND);
    // Before the day's work ends it, the day itself does.
    site.city.clock.advance_days(60);
    assert_eq!(site.get(&path(2), None).await.status, StatusCode::GONE);
    assert_eq!(site.post(&path(2), None, "step=answer&score=bad").await.status, StatusCode::CONFLICT);
    let english = site.get(&format!("{}?lang=en", path(2)), None).await;
    assert!(english.text.contains("How was the programme?"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_counsels_calls_and_everybody_else_sees_sums() {
    let site = Site::empty("goyang").await;
    let (cohort, ids) = asked(&site).await;
    let path = format!("/staff/satisfactions/{}", ids[0]);
    let staff = Some(Role::Counselor);
    let page = site.get(&path, staff).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(NAMES.iter().any(|name| page.text.contains(name)) && page.text.contains("tel:0310007"));
    let letter = site.get(&format!("{path}/letter"), staff).await;
    assert_eq!(letter.status, StatusCode::OK);
    assert!(letter.text.contains("<svg") && letter.text.contains("□"));
    for (role, wanted) in [
        (None, StatusCode::SEE_OTHER),
        (Some(Role::Clerk), StatusCode::FORBIDDEN),
        (Some(Role::Mayor), StatusCode::FORBIDDEN),
    ] {
        for path in [path.clone(), format!("{path}/letter")] {
            assert_eq!(site.get(&path, role).await.status, wanted, "{role:?} {path}");
        }
    }
    assert_eq!(site.post(&path, staff, "step=answer").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.post(&path, staff, "step=answer&score=good").await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.post(&path, staff, "step=unreachable").await.status, StatusCode::CONFLICT);
    let today = site.get("/staff/today", staff).await;
    assert!(today.text.contains(&format!("/staff/satisfactions/{}", ids[1])));
    assert!(!today.text.contains(&format!("/staff/satisfactions/{}", ids[0])));

    let told = site.get("/staff/follow-up", Some(Role::Mayor)).await;
    assert_eq!(told.status, StatusCode::OK);
    assert!(told.text.contains("답한 사람 1 / 물은 사람 3") && told.text.contains("<svg"), "{}", told.text);
    assert!(told.text.contains("가림"), "one answer is hidden");
    let file = site.get("/staff/follow-up.csv", Some(Role::Mayor)).await;
    assert!(file.text.lines().count() == 2 && file.text.contains(",3,1,0,0,2,0,"), "{}", file.text);
    let outcome = site.get(&format!("/staff/cohorts/{cohort}/outcome"), staff).await;
    assert_eq!(outcome.status, StatusCode::OK);
    assert!(outcome.text.contains("수료 3명") && outcome.text.contains("2016-07-08"), "{}", outcome.text);
    let public = site.get(&format!("/cohorts/{cohort}/outcome"), None).await;
    assert_eq!(public.status, StatusCode::OK);
    assert!(public.text.contains("답한 사람 1 / 물은 사람 3") && public.text.contains("아직 알 수 없음"));
    let program = site.get("/programmes/goyang-women-new-work", None).await;
    assert!(program.text.contains("답한 사람 1 / 물은 사람 3"), "{}", program.text);
    for text in [&told.text, &file.text, &public.text, &program.text] {
        assert!(NAMES.iter().all(|name| !text.contains(name)), "nobody is named");
    }
    let nothing = site.get("/cohorts/01957b00-0000-7000-8000-000000000000/outcome", None).await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}
