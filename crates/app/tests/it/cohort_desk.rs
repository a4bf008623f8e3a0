//! Cohorts for whoever runs them: changed while they are planned, what waits and for whom, what an applicant is asked, and one
//! part with its look.

use app::Error;
use app::cohort::{Filter, Form, asked, desk, edit, get, plan, publish, supervisors};
use app::enrolment::{apply, of_seeker, tell};
use app::testing::TestCity;
use app::today::{Ask, Section};
use domain::cohort::{Criterion, StateName};
use domain::id::OrganisationId;
use domain::look::Purpose;
use domain::reminder::Act;
use domain::segment::SegmentCode;
use domain::support_program::{Fact, Facts, Missing, ProgramId, Status, Verdict, VersionId, Worked};
use domain::{Actor, Role};
use futures::future::join;
use jiff::civil::date;
use uuid::Uuid;

use crate::cohort::{counselling, published};
use crate::enrolment::{applicant, career_break};
use crate::referral::{code_of, counselor};

fn fields<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<String> {
    match result {
        Err(Error::Invalid(wrong)) => wrong.into_iter().map(|one| one.field.into_owned()).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planned_cohort_is_changed_whole_and_a_published_one_is_not() {
    let city = TestCity::of("goyang").await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let id = plan(&ctx, app, counselling()).await.unwrap();
    let wrong = Form { seats: 0, criteria: Vec::new(), ..counselling() };
    assert_eq!(fields(edit(&ctx, app, (id, 1), wrong).await), ["seats", "criteria"]);
    let version = VersionId::parse("none");
    assert_eq!(fields(edit(&ctx, app, (id, 1), Form { version, ..counselling() }).await), ["version"]);
    let known = get(&ctx, app, id).await.unwrap().cohort;
    assert_eq!((known.seats.capacity, known.version), (15, 1), "nothing was written");
    edit(&ctx, app, (id, 1), Form { seats: 12, ..counselling() }).await.unwrap();
    let changed = get(&ctx, app, id).await.unwrap().cohort;
    assert_eq!((changed.seats.capacity, changed.number, changed.version), (12, 1, 2));
    assert_eq!((changed.created_at, changed.sessions), (known.created_at, known.sessions));
    assert_eq!(code_of(edit(&ctx, app, (id, 1), counselling()).await), "changed-meanwhile");

    plan(&ctx, app, Form { program: works(), ..counselling() }).await.unwrap();
    edit(&ctx, app, (id, 2), Form { program: works(), ..counselling() }).await.unwrap();
    let moved = get(&ctx, app, id).await.unwrap().cohort;
    assert_eq!((moved.program, moved.number), (works(), 2), "the next number of the other programme");
    let (one, other) = join(
        edit(&ctx, app, (id, 3), Form { seats: 8, ..counselling() }),
        edit(&ctx, app, (id, 3), Form { seats: 9, ..counselling() }),
    )
    .await;
    assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1, "one of two at once");

    publish(&ctx, app, id).await.unwrap();
    assert_eq!(code_of(edit(&ctx, app, (id, 5), counselling()).await), "cohort-published");
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

fn works() -> ProgramId {
    ProgramId::parse("goyang-public-works").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_body_that_runs_it_changes_it_and_for_nobody_else() {
    let city = TestCity::of("goyang").await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let id = plan(&ctx, app, counselling()).await.unwrap();
    let far = Some(OrganisationId(Uuid::from_u128(77)));
    let stranger = app.ctx(Actor::staff(Role::Agency, city.user(Role::Agency).await, far));
    assert!(matches!(edit(&stranger, app, (id, 1), counselling()).await, Err(Error::NotFound)));
    let away = Form { organisation: far, ..counselling() };
    assert!(matches!(edit(&ctx, app, (id, 1), away).await, Err(Error::Forbidden(_))));
    let cohort = get(&ctx, app, id).await.unwrap().cohort;
    assert!(matches!(supervisors(&stranger, app, &cohort).await, Err(Error::Forbidden(_))));
    city.user(Role::Mayor).await;
    let signing = supervisors(&ctx, app, &cohort).await.unwrap();
    let ids: Vec<_> = signing.iter().map(|(id, _)| *id).collect();
    assert!(ids.contains(&ctx.actor.person.unwrap()) && !ids.contains(&city.user(Role::Mayor).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_told_to_whoever_minds_it() {
    let city = TestCity::of("goyang").await;
    let id = published(&city, Form { apply_until: Some(date(2016, 4, 1)), ..counselling() }).await;
    let app = &city.app;
    let due = async |role: Role, mine: bool| {
        let ctx = city.as_role(role).await;
        let day = app::today::day(&ctx, app, &Ask { mine, only: Some(Section::Cohorts) }).await.unwrap();
        day.rows(Section::Cohorts).iter().map(|row| (row.due.act, row.due.on)).collect::<Vec<_>>()
    };
    assert!(due(Role::Counselor, false).await.is_empty());
    city.clock.set(app.city.zone().to_timestamp(date(2016, 4, 2).at(9, 0, 0, 0)).unwrap());
    let choose = [(Act::ChooseApplicants, date(2016, 4, 2))];
    assert_eq!(due(Role::Counselor, false).await, choose);
    assert_eq!(due(Role::Supervisor, true).await, choose);
    let ctx = counselor(&city).await;
    let rows = desk(&ctx, app, &Filter::default()).await.unwrap();
    assert_eq!((rows.len(), rows[0].cohort.id, rows[0].due[0].act), (1, id, Act::ChooseApplicants));
    assert!(rows[0].may_mind && !rows[0].body.is_empty());
    let running = Filter { standing: Some(StateName::Running), ..Filter::default() };
    assert!(desk(&ctx, app, &running).await.unwrap().is_empty());
    let far = Filter { body: Some(OrganisationId(Uuid::from_u128(77))), ..Filter::default() };
    assert!(desk(&ctx, app, &far).await.unwrap().is_empty());
    let elsewhere = app.ctx(Actor::staff(Role::Counselor, city.user(Role::Counselor).await, far.body));
    let day = app::today::day(&elsewhere, app, &Ask::default()).await.unwrap();
    assert!(day.rows(Section::Cohorts).is_empty(), "another body's cohort is not theirs to mind");
    assert!(!desk(&elsewhere, app, &Filter::default()).await.unwrap()[0].may_mind);
    let csv = String::from_utf8(app::cohort::csv(app, &rows, domain::message::Lang::Ko)).unwrap();
    assert!(csv.contains(&id.to_string()) && csv.lines().count() == 2, "{csv}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_applicant_is_asked_what_the_rules_and_the_groups_need() {
    let city = TestCity::of("goyang").await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let id = published(&city, counselling()).await;
    let career = Missing::Told(Status::CareerBreak);
    let known = get(&ctx, app, id).await.unwrap().cohort;
    assert_eq!(asked(&ctx, app, &known), [Missing::Fact(Fact::Operator), career].into());
    let young = vec![SegmentCode::parse("youth-employment").unwrap()];
    let criteria = vec![Criterion::Priority { of: young }, Criterion::Draw];
    let id = published(&city, Form { criteria, ..counselling() }).await;
    let known = get(&ctx, app, id).await.unwrap().cohort;
    assert!(asked(&ctx, app, &known).contains(&Missing::Fact(Fact::BornOn)));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_part_is_read_by_whoever_runs_it_or_looks_after_the_person_and_leaves_a_look() {
    let city = TestCity::of("goyang").await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let cohort = published(&city, counselling()).await;
    let seeker = applicant(&city, 0).await;
    let id = apply(&ctx, app, cohort, seeker, career_break()).await.unwrap().id;
    let looks = async || {
        let all = app::seeker::looks(&ctx, app, seeker, 1).await.unwrap().items;
        all.iter().filter(|look| look.purpose == Purpose::Read).count()
    };
    // Asking for the looks is one itself.
    let before = looks().await;
    let view = app::enrolment::get(&ctx, app, id).await.unwrap();
    assert!(view.may_mind && view.may_write && !view.row.name.is_empty());
    assert_eq!((view.seeker, view.cohort.id), (Some(seeker), cohort));
    assert_eq!(looks().await, before + 2);
    let person = of_seeker(&ctx, app, seeker).await.unwrap()[0].0.person().unwrap();
    let own = app.ctx(Actor::staff(Role::Seeker, person, None));
    let theirs = app::enrolment::get(&own, app, id).await.unwrap();
    assert!(theirs.may_write && !theirs.may_mind);
    let far = Some(OrganisationId(Uuid::from_u128(77)));
    let agency = app.ctx(Actor::staff(Role::Agency, city.user(Role::Agency).await, far));
    let mayor = city.as_role(Role::Mayor).await;
    for stranger in [&agency, &mayor] {
        assert!(matches!(app::enrolment::get(stranger, app, id).await, Err(Error::NotFound)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_judged_by_another_day_of_birth_and_a_slip_of_the_pen_shuts_nobody_out() {
    let city = TestCity::of("goyang").await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let program = ProgramId::parse("national-support-1").unwrap();
    let form = Form { program, criteria: vec![Criterion::FirstCome], ..counselling() };
    let cohort = published(&city, form).await;
    let seeker = applicant(&city, 0).await;
    let told = |income: u32| Facts {
        income_percent: Some(income),
        assets_won: Some(90_000_000),
        worked: Some(Worked { within_months: 24, days: Some(180), hours: Some(1_200) }),
        ..Facts::default()
    };
    let younger = Facts { born_on: Some(date(1990, 5, 6)), ..told(50) };
    assert_eq!(fields(apply(&ctx, app, cohort, seeker, younger.clone()).await), ["born_on"]);
    let one = apply(&ctx, app, cohort, seeker, told(500)).await.unwrap();
    assert!(matches!(one.verdict, Verdict::NotEligible { .. }), "{:?}", one.verdict);
    assert_eq!(fields(tell(&ctx, app, one.id, younger).await), ["born_on"]);
    assert_eq!(
        tell(&ctx, app, one.id, told(50)).await.unwrap(),
        Verdict::Eligible,
        "their own day of birth is known"
    );
    assert!(matches!(tell(&ctx, app, one.id, told(500)).await.unwrap(), Verdict::NotEligible { .. }));
    assert_eq!(tell(&ctx, app, one.id, told(50)).await.unwrap(), Verdict::Eligible);
    app::cohort::select(&ctx, app, cohort).await.unwrap();
    assert_eq!(code_of(tell(&ctx, app, one.id, told(50)).await), "enrolment-decided");
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}
