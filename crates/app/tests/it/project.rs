//! Projects from the budget to what came of them: what is said, promised, offered, claimed and confirmed stays apart.

use app::estimate;
use app::hiring_commitment::{self as promise, Of};
use app::ledger::Cut;
use app::project::{self, Form};
use app::referral::{Answer, answer};
use app::testing::TestCity;
use domain::counting::{Class, Part, Standing};
use domain::estimate::{Computed, Published, PublishedUnit, Way};
use domain::hiring_commitment::Pledge;
use domain::id::{OrganisationId, ProjectId};
use domain::opening::Content as Wanted;
use domain::placement::Contribution;
use domain::project::{Content, FundSource, Impact, Stage};
use domain::{Actor, Ctx, Role};
use jiff::civil::date;

use crate::referral::{code_of, counselor, elsewhere, employer, opening_of, person, sent, version, wanted};

/// A clerk of another body than the city's own, with that body.
async fn clerk(city: &TestCity) -> (Ctx, OrganisationId) {
    let body = elsewhere(city).await;
    (city.app.ctx(Actor::staff(Role::Clerk, city.user(Role::Clerk).await, Some(body))), body)
}

fn mice(number: &str) -> Form {
    Form {
        number: number.to_owned(),
        owner: None,
        content: Content {
            name: "전시지원시설".to_owned(),
            funds: [(FundSource::Private, 12_400_000_000)].into(),
            new_spending_won: Some(12_400_000_000),
            ..Content::default()
        },
        in_won: false,
    }
}

async fn enter(ctx: &Ctx, city: &TestCity, number: &str) -> ProjectId {
    project::create(ctx, &city.app, mice(number)).await.unwrap()
}

fn set(city: &TestCity, key: &str, won: i64) -> Way {
    let set = estimate::sets(&city.app).into_iter().find(|set| set.key() == key).unwrap();
    Way::Computed(Computed {
        new_spending_won: won,
        induced_tenths: set.induced_tenths,
        direct_tenths: set.direct_tenths,
        year: set.year,
        source: set.source,
        author: "시험".to_owned(),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn estimates_stand_side_by_side_and_one_taken_back_stays() {
    let city = TestCity::new().await;
    let (ctx, _) = clerk(&city).await;
    let id = enter(&ctx, &city, "P-MICE").await;
    let first =
        estimate::add(&ctx, &city.app, id, set(&city, "2015.서비스", 12_400_000_000), false).await.unwrap();
    estimate::add(&ctx, &city.app, id, set(&city, "2020.서비스", 12_400_000_000), false).await.unwrap();
    let regional = estimate::regional(&city.app, "01", 1_000_000_000, "시험").unwrap();
    estimate::add(&ctx, &city.app, id, Way::Regional(regional), false).await.unwrap();
    let said = |on| {
        let (value, unit, source) = (1_800, PublishedUnit::Persons, "보도자료".to_owned());
        Way::Published(Published { value, unit, source, on })
    };
    estimate::add(&ctx, &city.app, id, said(Some(date(2016, 3, 1))), false).await.unwrap();
    assert_eq!(code_of(estimate::add(&ctx, &city.app, id, said(None), false).await), "estimate-needs-source");
    let more = estimate::add(&ctx, &city.app, id, set(&city, "2015.서비스", 12_400_000_001), false).await;
    assert_eq!(code_of(more), "estimate-base", "an operating budget is no new spending");
    let yearless = match set(&city, "2015.서비스", 1_000_000_000) {
        Way::Computed(computed) => Way::Computed(Computed { year: 0, ..computed }),
        other => other,
    };
    assert_eq!(code_of(estimate::add(&ctx, &city.app, id, yearless, false).await), "estimate-needs-source");
    let typed = |year, direct_tenths| match set(&city, "2015.서비스", 1_000_000_000) {
        Way::Computed(known) => {
            Way::Computed(Computed { year, direct_tenths, source: "직접".into(), ..known })
        }
        other => other,
    };
    for (way, field, code) in [
        (typed(2017, 1), "year", "estimate-year-ahead"),
        (typed(2016, 9_999), "direct", "estimate-direct-more"),
        (set(&city, "2015.서비스", 12_400_000_000), "amount", "estimate-twice"),
        (said(Some(date(2016, 3, 1))), "value", "estimate-twice"),
    ] {
        match estimate::add(&ctx, &city.app, id, way, false).await {
            Err(app::Error::Invalid(wrong)) => {
                assert_eq!((wrong[0].field.as_ref(), wrong[0].message.code.as_ref()), (field, code));
            }
            other => panic!("{code}: {other:?}"),
        }
    }

    let view = project::get(&ctx, &city.app, id).await.unwrap();
    let mut parts: Vec<(i64, i64, i64)> = view
        .estimates
        .iter()
        .filter_map(|one| match &one.way {
            Way::Computed(way) => {
                let parts = way.parts().unwrap();
                Some((parts.total.value(), parts.direct.value(), parts.indirect.value()))
            }
            Way::Regional(way) => {
                let sides = way.parts().unwrap();
                Some((sides.total.value(), sides.inside.value(), sides.outside.value()))
            }
            Way::Published(_) => None,
        })
        .collect();
    parts.sort_unstable();
    assert_eq!(parts, [(41, 39, 2), (143, 95, 48), (186, 126, 60)]);
    assert_eq!(code_of(estimate::withdraw(&ctx, &city.app, first, " ").await), "estimate-why");
    estimate::withdraw(&ctx, &city.app, first, "2020년 계수로 다시 셈").await.unwrap();
    let view = project::get(&ctx, &city.app, id).await.unwrap();
    assert_eq!(view.estimates.len(), 4, "none is taken away");
    let gone: Vec<_> =
        view.estimates.iter().filter(|one| one.withdrawn.is_some()).map(|one| one.id).collect();
    assert_eq!(gone, [first]);
    // Nothing of it is a result.
    let told = app::ledger::figures(&ctx, &city.app, &Cut::default()).await.unwrap();
    assert!(told.total.classes.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_its_own_department_or_the_plan_manager_shows_a_project_to_everybody() {
    let city = TestCity::new().await;
    let (own, _) = clerk(&city).await;
    let manager = city.as_role(Role::PlanManager).await;
    let other = city.as_role(Role::Clerk).await;
    let citizen = city.as_role(Role::Citizen).await;
    let id = enter(&own, &city, "P-MICE").await;
    estimate::add(&own, &city.app, id, set(&city, "2015.서비스", 12_400_000_000), false).await.unwrap();
    let promised = promise::Form {
        employer: None,
        promised_by: "가상건설".to_owned(),
        pledge: Pledge::Heads { heads: 5 },
        on: date(2016, 3, 14),
        source: "협약서 2016-1".to_owned(),
    };
    promise::promise(&own, &city.app, Of::Project(id), promised).await.unwrap();
    let told = async || {
        let told = app::disclosure::public(&citizen, &city.app, Some(2016)).await.unwrap();
        (told.pledged.len(), told.estimated.len())
    };
    assert_eq!(told().await, (0, 0), "a draft and what is said of it are the office's own");
    let refused = project::publish(&other, &city.app, (id, 1)).await;
    assert!(matches!(refused, Err(app::Error::NotFound)), "another department's: {refused:?}");
    for role in [Role::Mayor, Role::Auditor, Role::Counselor, Role::Partner, Role::Citizen] {
        assert!(project::publish(&city.as_role(role).await, &city.app, (id, 1)).await.is_err(), "{role}");
    }
    project::publish(&own, &city.app, (id, 1)).await.unwrap();
    assert_eq!(told().await, (1, 1));
    assert!(project::get(&own, &city.app, id).await.unwrap().project.confirmed.is_some());
    assert_eq!(code_of(project::publish(&own, &city.app, (id, 2)).await), "project-published");
    assert!(project::take_back(&other, &city.app, (id, 2), "까닭").await.is_err());
    project::take_back(&manager, &city.app, (id, 2), "금액 확인 중").await.unwrap();
    assert_eq!(told().await, (0, 0));
    let log = store::change::of_noun(&city.app.store, own.tenant, id.0, 10).await.unwrap();
    let verbs: Vec<&str> = log.iter().rev().map(|one| one.verb.as_str()).collect();
    assert_eq!(verbs, ["insert", "publish", "take_back"], "each act has its own line");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_of_a_project_is_found_by_its_number_and_counted_once() {
    let city = TestCity::new().await;
    let (clerk, runs) = clerk(&city).await;
    let id = enter(&clerk, &city, "P-MICE").await;
    let (staff, workplace) = (counselor(&city).await, employer(&city).await);
    let unknown = Wanted { project: "P-NONE".to_owned(), ..wanted(1) };
    let refused = app::opening::create(&staff, &city.app, workplace, unknown).await;
    assert_eq!(code_of(refused), "project-unknown");
    let ours = Wanted { project: "P-MICE".to_owned(), ..wanted(3) };
    let ours = opening_of(&city, &staff, workplace, ours).await;
    let other = opening_of(&city, &staff, workplace, wanted(2)).await;
    let promised = promise::Form {
        employer: Some(workplace),
        promised_by: "가상가구".to_owned(),
        pledge: Pledge::Heads { heads: 5 },
        on: date(2016, 3, 14),
        source: "협약서 2016-1".to_owned(),
    };
    promise::promise(&clerk, &city.app, Of::Project(id), promised).await.unwrap();

    let referral = sent(&city, person(&city, "가○나", "0310001001").await, ours).await;
    let elsewhere = sent(&city, person(&city, "다○라", "0310001002").await, other).await;
    for (referral, day) in [(referral, 21), (elsewhere, 22)] {
        let seen = version(&city, referral).await;
        answer(&staff, &city.app, referral, seen, Answer::Hired(date(2016, 3, day))).await.unwrap();
    }
    city.clock.advance_days(30);
    city.settle().await;

    let outcome = project::outcome(&clerk, &city.app, id).await.unwrap();
    let line = outcome.placed.class(Class::R1);
    assert_eq!((line.filled.value(), line.claimed.value()), (0, 1), "a word of ours is a claim");
    assert_eq!(outcome.openings.len(), 1);
    assert_eq!((outcome.openings[0].left, outcome.openings[0].referred), (2, 1));
    assert_eq!(outcome.vacancies.value(), 2);
    let rows = app::ledger::rows(&clerk, &city.app, &outcome.cut, 1, 10).await.unwrap();
    let placement = &rows.items[0].placement;
    assert_eq!((rows.total, placement.project.as_str()), (1, "P-MICE"));
    let helped: Vec<_> = placement.contributors.iter().map(|one| (one.organisation, one.what)).collect();
    assert_eq!(helped, [(runs, Contribution::RanProject)]);
    let part = Some(Part::Contributed(runs));
    let theirs = app::ledger::rows(&clerk, &city.app, &Cut { part, ..Cut::default() }, 1, 10).await.unwrap();
    assert_eq!(theirs.total, 1);
    let everything = app::ledger::figures(&clerk, &city.app, &Cut::default()).await.unwrap();
    assert_eq!(everything.total.class(Class::R1).claimed.value(), 2);
    // From before the project nothing of it is counted; nor anything of a project that there is not.
    for (number, from, found) in
        [("P-MICE", date(2016, 3, 22), 0), ("P-X", date(2016, 1, 1), 0), ("P-MICE", date(2015, 1, 1), 1)]
    {
        let cut = Cut { project: Some(number.to_owned()), from: Some(from), ..Cut::default() };
        let told = app::ledger::figures(&clerk, &city.app, &cut).await.unwrap();
        assert_eq!(told.total.class(Class::R1).claimed.value(), found, "{number} {from}");
    }

    // Promised, offered, claimed and verified are four numbers; the claim verifies nothing.
    let lines = promise::lines(&clerk, &city.app, Of::Project(id)).await.unwrap();
    let met = lines[0].met.as_ref().unwrap();
    let four =
        (lines[0].promised.unwrap().value(), met.offered.value(), met.claimed.value(), met.verified.value());
    assert_eq!((four, lines[0].still.value()), ((5, 3, 1, 0), 5));
    assert_eq!(met.cut.standing, None::<Standing>);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_stays_and_a_project_given_up_keeps_everything() {
    let city = TestCity::new().await;
    let (ctx, body) = clerk(&city).await;
    let id = enter(&ctx, &city, "P-1").await;
    assert_eq!(code_of(project::create(&ctx, &city.app, mice("P-1")).await), "project-number-taken");
    let small = Form {
        content: Content {
            funds: [(FundSource::City, 862_000)].into(),
            new_spending_won: None,
            ..mice("").content
        },
        ..mice("P-2")
    };
    assert_eq!(code_of(project::create(&ctx, &city.app, small.clone()).await), "project-funds-unlikely");
    project::create(&ctx, &city.app, Form { in_won: true, ..small }).await.unwrap();
    let renamed = Form { number: "P-9".to_owned(), ..mice("P-9") };
    project::update(&ctx, &city.app, id, 1, renamed.clone()).await.unwrap();
    assert_eq!(project::get(&ctx, &city.app, id).await.unwrap().project.number, "P-1");
    assert_eq!(code_of(project::update(&ctx, &city.app, id, 1, renamed).await), "changed-meanwhile");

    let today = ctx.today();
    let step = async |seen, stage, why: &'static str| {
        project::go_on(&ctx, &city.app, (id, seen), stage, today, why).await
    };
    step(2, Stage::Underway, "").await.unwrap();
    assert_eq!(code_of(step(3, Stage::Cancelled, "").await), "project-stage-why");
    estimate::add(&ctx, &city.app, id, set(&city, "2015.서비스", 1_000_000_000), false).await.unwrap();
    step(3, Stage::Suspended, "자금").await.unwrap();
    step(4, Stage::Cancelled, "협약 해제").await.unwrap();
    let view = project::get(&ctx, &city.app, id).await.unwrap();
    let stages: Vec<Stage> = view.project.stages.iter().map(|staged| staged.stage).collect();
    assert_eq!(stages, [Stage::Planned, Stage::Underway, Stage::Suspended, Stage::Cancelled]);
    assert_eq!(view.estimates.len(), 1);
    // Who runs another body's projects reads it and does not write it.
    let manager = city.as_role(Role::PlanManager).await;
    assert!(project::get(&manager, &city.app, id).await.unwrap().may_write);
    let stranger = city.as_role(Role::Agency).await;
    assert_ne!(stranger.actor.organisation, Some(body));
    let refused = project::confirm(&stranger, &city.app, id).await;
    assert!(matches!(refused, Err(app::Error::NotFound)), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_confirms_its_list_and_what_it_corrects_afterwards_waits_again() {
    let city = TestCity::new().await;
    let (ctx, body) = clerk(&city).await;
    let id = enter(&ctx, &city, "P-1").await;
    enter(&ctx, &city, "P-2").await;
    let counts = async || {
        let lines = project::departments(&ctx, &city.app).await.unwrap();
        let line = lines.iter().find(|line| line.id == body).unwrap();
        (line.projects, line.owing, line.unconfirmed)
    };
    assert_eq!(counts().await, (2, 2, 2));
    assert_eq!(project::confirm_all(&ctx, &city.app, body).await.unwrap(), 2);
    assert_eq!(counts().await, (2, 2, 0));
    city.clock.advance_days(1);
    let ctx = city.app.ctx(ctx.actor.clone());
    let none = Impact::NoJobs { why: "장비 구입".to_owned(), on: ctx.today() };
    project::answer(&ctx, &city.app, (id, 2), none).await.unwrap();
    let lines = project::departments(&ctx, &city.app).await.unwrap();
    let line = lines.iter().find(|line| line.id == body).unwrap();
    assert_eq!((line.owing, line.unconfirmed), (1, 1));
    let owing = project::Filter { owing: true, size: 50, ..project::Filter::default() };
    let found = project::select(&ctx, &city.app, &owing).await.unwrap();
    assert_eq!(found.items.iter().map(|one| one.project.number.as_str()).collect::<Vec<_>>(), ["P-2"]);
    assert!(matches!(
        project::confirm_all(&city.as_role(Role::Agency).await, &city.app, body).await,
        Err(app::Error::Forbidden(_))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_names_an_unknown_project_is_taken_in_without_it_and_says_so() {
    let city = TestCity::new().await;
    let (ctx, _) = clerk(&city).await;
    enter(&ctx, &city, "P-1").await;
    let header = "사업장명,구인제목,모집직종,직무내용,모집인원,고용형태,임금,근무시간,근무요일,근무지,접수방법,대표전화,사업번호\n";
    let row = |title: &str, number: &str| {
        format!(
            "가상가구,{title},가구 조립원,가구를 조립합니다,2명,기간의 정함이 없는 근로계약,월 200만원,09:00~18:00,월~금,하늘시 별빛동,전화,054-000-1111,{number}\n"
        )
    };
    let text = format!("{header}{}{}", row("가구 조립원 갑", "P-1"), row("가구 조립원 을", "P-7"));
    let file = app::import::File { name: "a.csv".into(), bytes: text.into_bytes() };
    let staff = city.as_role(Role::Supervisor).await;
    let kind = app::import::Kind::Openings;
    let report =
        app::import::run(&staff, &city.app, kind, &file, &app::import::Options::default()).await.unwrap();
    assert_eq!((report.created, report.drafts, report.rejected), (2, 0, 0), "{:?}", report.problems);
    let said: Vec<_> = report.problems.iter().map(|one| (one.row, one.message.code.as_ref())).collect();
    assert_eq!(said, [(3, "project-unknown")]);
    let found = store::opening::of_project(&city.app.store, city.app.tenant, "P-1").await.unwrap();
    assert_eq!(found.len(), 1);
    assert!(store::opening::of_project(&city.app.store, city.app.tenant, "P-7").await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_of_the_network_look_first_and_then_everybody_does() {
    let city = TestCity::new().await;
    let (staff, workplace) = (counselor(&city).await, employer(&city).await);
    let until = |day| Wanted { first_look_until: Some(date(2016, 3, day)), ..wanted(2) };
    for day in [13, 29] {
        let refused = app::opening::create(&staff, &city.app, workplace, until(day)).await;
        assert_eq!(code_of(refused), "first-look-day");
    }
    let id = opening_of(&city, &staff, workplace, until(16)).await;
    let shown = || city.app.projection.with(|state| state.openings.contains_key(&id));
    let citizen = city.as_role(Role::Citizen).await;
    let feed = async || {
        let told = app::feed::openings(&citizen, &city.app, None, 100).await.unwrap();
        String::from_utf8(told.bytes.to_vec()).unwrap().contains(&id.to_string())
    };
    assert!(!shown() && !feed().await);
    assert!(matches!(app::opening::show(&citizen, &city.app, id).await, Err(app::Error::NotFound)));
    // A counsellor of the network refers all the same.
    sent(&city, person(&city, "가○나", "0310001001").await, id).await;
    for _ in 0..2 {
        city.clock.advance_days(1);
        app::day::run(&city.app).await.unwrap();
        city.settle().await;
        assert!(!shown(), "until its last day");
    }
    city.clock.advance_days(1);
    app::day::run(&city.app).await.unwrap();
    city.settle().await;
    assert!(shown() && feed().await);
    let known = app::opening::get(&staff, &city.app, id).await.unwrap().opening;
    let again = app::opening::update(&staff, &city.app, id, known.version, until(20)).await;
    assert_eq!(code_of(again), "first-look-late");
    assert!(app::system::verify(&city.as_role(Role::Auditor).await, &city.app).await.unwrap().projections_ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_is_public_everywhere_with_its_stage_even_while_it_is_only_planned() {
    let city = TestCity::new().await;
    let (manager, citizen) = (city.as_role(Role::PlanManager).await, city.as_role(Role::Citizen).await);
    let (clerk, _) = clerk(&city).await;
    let mut form = mice("P-1");
    form.content.kind = domain::project::ProjectKind::Event;
    let id = project::create(&clerk, &city.app, form).await.unwrap();
    let span = (date(2016, 1, 1), date(2016, 12, 31));
    let told = async || {
        let large = app::disclosure::large(&citizen, &city.app, "").await.unwrap();
        let stages: Vec<Stage> = large.iter().map(|one| one.stage.0).collect();
        let calendar = app::calendar::public(&citizen, &city.app, span).await.unwrap();
        (stages, calendar.len(), project::open(&citizen, &city.app).await.unwrap().len())
    };
    assert_eq!(told().await, (vec![], 0, 0));
    project::publish(&manager, &city.app, (id, 1)).await.unwrap();
    assert_eq!(told().await, (vec![Stage::Planned], 1, 1));
    let known = project::get(&manager, &city.app, id).await.unwrap().project;
    assert!(known.confirmed.is_none(), "its department has not looked (A52)");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_base_in_thousands_is_asked_about_and_nobody_is_no_estimate() {
    let city = TestCity::new().await;
    let (ctx, _) = clerk(&city).await;
    let id = enter(&ctx, &city, "P-1").await;
    let add =
        async |won, in_won| estimate::add(&ctx, &city.app, id, set(&city, "2015.서비스", won), in_won).await;
    assert_eq!(code_of(add(12_400, false).await), "estimate-base-unlikely");
    assert_eq!(code_of(add(12_400, true).await), "estimate-nobody");
    add(9_000_000_000, false).await.unwrap();
    assert_eq!(project::get(&ctx, &city.app, id).await.unwrap().estimates.len(), 1);
}
