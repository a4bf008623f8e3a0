//! Measures: their results come from the ledger alone and open their rows; targets are revised in the open.

use std::collections::BTreeSet;

use app::demo::Sizes;
use app::measure::{self, Form, Grade, Row};
use app::term_plan;
use app::testing::TestCity;
use app::{Error, organisation};
use domain::counting::Class;
use domain::id::{MeasureId, OrganisationId, TermPlanId};
use domain::measure::{Content, Query, Unit};
use domain::organisation::OrganisationKind;
use domain::placement::{AmendReason, Contribution, Contributor, EvidenceKind, How, MoveReason};
use domain::seeker::Profile;
use domain::term_plan::{State, Strategy};
use domain::{Actor, Channel, Ctx, Role};
use jiff::civil::date;
use strum::IntoEnumIterator;

use crate::placement::{at, claim_event, confirm, employer, profile, seeker, serve};

/// A plan of the years around the scenarios, in force.
pub(crate) async fn plan(city: &TestCity, term: &str, from_year: i16) -> TermPlanId {
    let ctx = city.as_role(Role::PlanManager).await;
    let strategies = vec![
        Strategy {
            name: "현장 중심".into(), tasks: vec!["거점 상담".into(), "일자리버스".into()]
        },
        Strategy { name: "청년".into(), tasks: vec![] },
    ];
    let form = term_plan::Form {
        term: term.into(),
        from_year,
        to_year: from_year + 3,
        vision: "일자리가 풍부한 자족도시".into(),
        strategies,
    };
    let id = term_plan::create(&ctx, &city.app, form).await.unwrap();
    term_plan::publish(&ctx, &city.app, (id, 1)).await.unwrap();
    id
}

pub(crate) fn form(plan: TermPlanId, owner: OrganisationId, name: &str, query: Query) -> Form {
    Form {
        term_plan: Some(plan),
        year: 2016,
        owner: Some(owner),
        content: Content {
            name: name.into(),
            category: "service".into(),
            basis: "전년 확인 × 1.1".into(),
            query,
            ..Content::default()
        },
        target: [10, 20, 30, 40],
    }
}

async fn invalid(outcome: Result<impl Sized, Error>) -> Vec<String> {
    match outcome {
        Err(Error::Invalid(fields)) => fields.into_iter().map(|one| one.field.to_string()).collect(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was taken"),
    }
}

pub(crate) async fn department(city: &TestCity, name: &str) -> OrganisationId {
    let ctx = city.as_role(Role::PlanManager).await;
    let form = organisation::Form {
        parent: Some(city.city_body().await),
        kind: OrganisationKind::Department,
        name: name.into(),
        name_en: String::new(),
        phone: String::new(),
        active: true,
    };
    organisation::create(&ctx, &city.app, form).await.unwrap()
}

async fn reached(ctx: &Ctx, city: &TestCity, id: MeasureId) -> (i64, i64) {
    let line = measure::get(ctx, &city.app, id).await.unwrap().line;
    (line.year.confirmed, line.year.claimed)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_is_what_the_ledger_says_of_ones_own_body_in_ones_own_unit() {
    let city = TestCity::new().await;
    let app = &city.app;
    at(&city, date(2016, 4, 4), 10);
    let (plan, manager) = (plan(&city, "민선 6기", 2014).await, city.as_role(Role::PlanManager).await);
    let (centre, tourism) = (city.city_body().await, department(&city, "관광과").await);
    let own = Query::default();
    let trains = Query { unit: Unit::Completions, ..Query::default() };
    let serves = Query { unit: Unit::Services, ..Query::default() };
    let mut ids = Vec::new();
    for (owner, name, query) in [
        (centre, "고용서비스", own.clone()),
        (tourism, "관광 일자리", own),
        (tourism, "마이스 아카데미", trains),
        (centre, "상담", serves),
    ] {
        ids.push(measure::create(&manager, app, form(plan, owner, name, query)).await.unwrap());
    }
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    for n in 1..=3 {
        let person = seeker(&city, &counselor, n).await;
        serve(&counselor, app, person).await;
        let id = claim_event(&counselor, app, person, workplace).await;
        if n == 1 {
            let helped = Contributor { organisation: tourism, what: Contribution::Trained };
            let version = app::placement::get(&counselor, app, id).await.unwrap().placement.version;
            let why = AmendReason::OnRecord;
            app::placement::contribute(&counselor, app, id, version, helped, why).await.unwrap();
        }
        if n < 3 {
            confirm(&counselor, app, id, EvidenceKind::EmployerNotice).await;
        }
    }
    assert_eq!(reached(&manager, &city, ids[0]).await, (2, 1));
    assert_eq!(reached(&manager, &city, ids[1]).await, (0, 0), "helping is no result of one's own (CR-01)");
    assert_eq!(reached(&manager, &city, ids[2]).await, (1, 0), "a completion in its own unit (CR-11)");
    assert_eq!(reached(&manager, &city, ids[3]).await, (3, 0), "services given");
    let line = measure::get(&manager, app, ids[0]).await.unwrap().line;
    assert_eq!(line.quarters.map(|quarter| quarter.confirmed), [0, 2, 0, 0]);
    assert_eq!((line.achieved(), line.due_by(manager.today())), (Some(20), 10));
    assert!(line.falls_short(manager.today()), "ten were due by the end of March");
    let found = measure::rows(&manager, app, ids[2], (Some(Grade::Confirmed), None), (1, 10)).await.unwrap();
    assert_eq!(found.total, 1);
}

/// Two measures of one body, for the young and for those in the middle of life, are of different people; whose first day is
/// corrected past a birthday goes from one to the other.
#[tokio::test(flavor = "multi_thread")]
async fn a_measure_counts_people_of_its_ages_at_the_first_day_of_work() {
    let city = TestCity::new().await;
    let app = &city.app;
    at(&city, date(2016, 4, 4), 10);
    let (plan, manager) = (plan(&city, "민선 6기", 2014).await, city.as_role(Role::PlanManager).await);
    let centre = city.city_body().await;
    let of = |age_from, age_until| Query { age_from, age_until, ..Query::default() };
    let mut ids = Vec::new();
    for (name, query) in
        [("청년", of(Some(15), Some(34))), ("중장년", of(Some(35), Some(64))), ("모두", of(None, None))]
    {
        ids.push(measure::create(&manager, app, form(plan, centre, name, query)).await.unwrap());
    }
    let serves = Query { unit: Unit::Services, ..of(Some(15), None) };
    let refused = measure::create(&manager, app, form(plan, centre, "상담", serves)).await;
    assert_eq!(invalid(refused).await, ["age_from"]);
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let mut claims = Vec::new();
    for (n, born_on) in (1..).zip([date(1990, 1, 1), date(1970, 1, 1), date(1981, 4, 10)]) {
        let profile = Profile { born_on: Some(born_on), ..profile(&counselor, n) };
        let person = app::seeker::register(&counselor, app, profile, Channel::Counter).await.unwrap();
        serve(&counselor, app, person).await;
        let id = claim_event(&counselor, app, person, workplace).await;
        if n < 3 {
            confirm(&counselor, app, id, EvidenceKind::EmployerNotice).await;
        }
        claims.push(id);
    }
    let told = async || {
        let mut told = Vec::new();
        for id in &ids {
            told.push(reached(&manager, &city, *id).await);
        }
        told
    };
    assert_eq!(told().await, [(1, 1), (1, 0), (2, 1)]);
    let found = measure::rows(&manager, app, ids[1], (Some(Grade::Confirmed), None), (1, 10)).await.unwrap();
    assert_eq!(found.total, 1, "and the rows are those people");
    let id = claims[2];
    let version = app::placement::get(&counselor, app, id).await.unwrap().placement.version;
    let (to, why) = (date(2016, 4, 11), MoveReason::KeyedWrongly);
    app::placement::move_start(&counselor, app, id, version, to, why).await.unwrap();
    at(&city, date(2016, 4, 12), 10);
    let manager = city.as_role(Role::PlanManager).await;
    assert_eq!(reached(&manager, &city, ids[0]).await, (1, 0));
    assert_eq!(reached(&manager, &city, ids[1]).await, (1, 1), "thirty-five since the day before");

    // A city whose claims were stored before ages were kept: the day's work fills them in once, and the closed month stays.
    at(&city, date(2016, 5, 2), 10);
    let manager = city.as_role(Role::PlanManager).await;
    for month in ["2016-03", "2016-04"] {
        let month = domain::counting::Month::parse(month).unwrap();
        let _ = app::ledger::close(&manager, app, month).await;
    }
    let closed = || async { app::ledger::months(&manager, app).await.unwrap().closed.clone() };
    let frozen = closed().await;
    assert!(!frozen.is_empty());
    let whole = reached(&manager, &city, ids[2]).await;
    for id in &claims {
        city.forget_age(*id).await;
    }
    assert_eq!(reached(&manager, &city, ids[0]).await, (0, 0));
    assert_eq!(reached(&manager, &city, ids[2]).await, whole, "they count in no band, and in the whole");
    let filled = async || {
        let done = app::day::run(app).await.unwrap();
        done.into_iter().find(|(name, _)| *name == "placement").unwrap().1
    };
    assert_eq!((filled().await, filled().await), (3, 0), "once");
    assert_eq!(reached(&manager, &city, ids[0]).await, (1, 0));
    assert_eq!(reached(&manager, &city, ids[1]).await, (1, 1));
    assert_eq!(closed().await, frozen);
    let seen = app::placement::get(&counselor, app, id).await.unwrap();
    let line = seen.history.iter().find(|line| line.verb == "age").unwrap();
    assert_eq!((line.channel.as_str(), line.who.as_str()), ("system", ""), "by the system");
    // The next day there is nothing left, and one that was stopped half-way would go on with the rest.
    city.forget_age(claims[0]).await;
    city.clock.advance_days(1);
    assert_eq!((filled().await, filled().await), (1, 0));
}

/// Every figure of every measure recomputes from its rows: jobs are rows, people and completions different people of them,
/// days the days of them, services one each.
#[tokio::test(flavor = "multi_thread")]
async fn every_figure_recomputes_from_the_rows_it_opens() {
    let city = TestCity::new().await;
    let app = &city.app;
    let ctx = app.system_ctx();
    app::populate::demo_city(&ctx, app, [5; 32], &Sizes::SMALL, &|_, _| {}).await.unwrap();
    let manager = city.as_role(Role::PlanManager).await;
    // The demo has a plan in force; its sixty measures are held to the same.
    let plans = term_plan::list(&manager, app).await.unwrap();
    let plan = term_plan::of_year(&plans, 2016).unwrap().id;
    let bodies = organisation::tree(&manager, app).await.unwrap();
    let mut asked = 0;
    for (nth, (_, body)) in bodies.iter().take(8).enumerate() {
        for unit in Unit::iter() {
            let bare = unit == Unit::Completions || unit.is_recorded();
            for (class, how, whole_city) in [
                (None, None, false),
                (Some(Class::R1), None, true),
                (Some(Class::R8), Some(How::Event), nth % 2 == 0),
            ] {
                let (class, how) = if bare { (None, None) } else { (class, how) };
                let query = Query { unit, class, how, whole_city, ..Query::default() };
                let name = format!("{unit} {nth} {asked}");
                // The demo's past year reaches back into 2015.
                let form =
                    Form { year: 2015 + i16::from(asked % 2 == 0), ..form(plan, body.id, &name, query) };
                measure::create(&manager, app, form).await.unwrap();
                asked += 1;
            }
        }
    }
    let mut told = 0;
    for year in [2015, 2016] {
        let board = measure::board(&manager, app, Some(year)).await.unwrap();
        for line in &board.lines {
            let (id, unit) = (line.measure.id, line.measure.content.query.unit);
            for (quarter, reached) in
                (1..=4).map(Some).chain([None]).zip(line.quarters.iter().chain([&line.year]))
            {
                for (grade, said) in
                    [(Grade::Confirmed, reached.confirmed), (Grade::Claimed, reached.claimed)]
                {
                    let mut rows: Vec<Row> = Vec::new();
                    loop {
                        let page = (rows.len() / 100 + 1, 100);
                        let found =
                            measure::rows(&manager, app, id, (Some(grade), quarter), page).await.unwrap();
                        let total = found.total;
                        rows.extend(found.items);
                        if rows.len() >= total {
                            break;
                        }
                    }
                    assert_eq!(
                        recount(unit, &rows),
                        said,
                        "{} {quarter:?} {grade:?}",
                        line.measure.content.name
                    );
                    told += said;
                }
            }
        }
    }
    assert!(told > 200, "{told}: too little to have shown anything");
}

fn recount(unit: Unit, rows: &[Row]) -> i64 {
    let claims = rows.iter().filter_map(|row| match row {
        Row::Claim(claim, days) => Some((claim.placement.person, *days)),
        Row::Recorded(_) => None,
    });
    let n = |n: usize| i64::try_from(n).unwrap();
    match unit {
        Unit::Jobs => n(claims.count()),
        Unit::Persons | Unit::Completions => {
            n(claims.map(|(person, _)| person).collect::<BTreeSet<_>>().len())
        }
        Unit::PersonDays => claims.map(|(_, days)| days).sum(),
        Unit::Services | Unit::ProgramCompletions | Unit::CompletersEmployed => n(rows.len()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_is_changed_with_a_reason_and_both_values_stay() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (plan, manager) = (plan(&city, "민선 6기", 2014).await, city.as_role(Role::PlanManager).await);
    let owner = city.city_body().await;
    let id = measure::create(&manager, app, form(plan, owner, "알선", Query::default())).await.unwrap();
    let revise = |seen, target, why: &'static str| measure::revise(&manager, app, (id, seen), target, why);
    assert_eq!(invalid(revise(1, [5, 5, 5, 5], " ").await).await, ["why"]);
    assert_eq!(invalid(revise(1, [-1, 5, 5, 5], "감액").await).await, ["target"]);
    assert_eq!(invalid(revise(1, [10, 20, 30, 40], "같음").await).await, ["target"]);
    revise(1, [10, 20, 20, 20], "추경 감액").await.unwrap();
    assert!(matches!(revise(1, [1, 1, 1, 1], "늦은 창").await, Err(Error::Conflict(_))));
    let known = measure::get(&manager, app, id).await.unwrap().line.measure;
    assert_eq!((known.target, known.year_target()), ([10, 20, 20, 20], 70));
    assert_eq!((known.revisions[0].target, &*known.revisions[0].why), ([10, 20, 30, 40], "추경 감액"));
    // Correcting what is said of it moves no target, whatever the form holds.
    let corrected = Form { target: [0; 4], ..form(plan, owner, "알선과 상담", Query::default()) };
    measure::update(&manager, app, (id, 2), corrected).await.unwrap();
    let known = measure::get(&manager, app, id).await.unwrap().line.measure;
    assert_eq!((known.year_target(), &*known.content.name), (70, "알선과 상담"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_measure_says_what_is_wrong_with_it_at_the_field() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (plan, manager) = (plan(&city, "민선 6기", 2014).await, city.as_role(Role::PlanManager).await);
    let owner = city.city_body().await;
    let right = form(plan, owner, "알선", Query::default());
    let bare = Query { unit: Unit::Completions, class: Some(Class::R1), ..Query::default() };
    let with = |content: Content| Form { content, ..right.clone() };
    let content = || right.content.clone();
    for (wrong, field) in [
        (Form { year: 2018, ..right.clone() }, "year"),
        (with(Content { strategy: 9, ..content() }), "task"),
        (with(Content { task: 2, ..content() }), "task"),
        (with(Content { category: "rehabilitation".into(), ..content() }), "category"),
        (with(Content { basis: " ".into(), ..content() }), "basis"),
        (with(Content { query: bare, ..content() }), "class"),
        (Form { owner: Some(OrganisationId(uuid::Uuid::from_u128(9))), ..right.clone() }, "owner"),
    ] {
        assert_eq!(invalid(measure::create(&manager, app, wrong).await).await, [field]);
    }
    assert_eq!(
        invalid(measure::create(&manager, app, Form { term_plan: None, ..right }).await).await,
        ["term_plan"]
    );
    let clerk = city.as_role(Role::Clerk).await;
    let refused = measure::create(&clerk, app, form(plan, owner, "알선", Query::default())).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shortfall_is_explained_by_the_body_whose_measure_it_is() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (plan, manager) = (plan(&city, "민선 6기", 2014).await, city.as_role(Role::PlanManager).await);
    let far = department(&city, "도시농업과").await;
    let id = measure::create(&manager, app, form(plan, far, "도시농업", Query::default())).await.unwrap();
    let clerk = city.as_role(Role::Clerk).await;
    let foreign = measure::explain(&clerk, app, (id, 1), ("", "")).await;
    assert!(matches!(foreign, Err(Error::NotFound)), "another body's");
    let own = clerk.acting_as(Actor { organisation: Some(far), ..clerk.actor.clone() });
    assert_eq!(invalid(measure::explain(&own, app, (id, 1), ("", "다시 모집")).await).await, ["why"]);
    measure::explain(&own, app, (id, 1), ("모집 미달", "모집 기간 연장")).await.unwrap();
    let known = measure::get(&manager, app, id).await.unwrap().line.measure.shortfall.unwrap();
    assert_eq!((&*known.why, &*known.remedy, known.on), ("모집 미달", "모집 기간 연장", own.today()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_term_archives_the_old_one_and_its_measures_stay_as_they_are() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (old, manager) = (plan(&city, "민선 6기", 2014).await, city.as_role(Role::PlanManager).await);
    let owner = city.city_body().await;
    let id = measure::create(&manager, app, form(old, owner, "알선", Query::default())).await.unwrap();
    let hung = term_plan::Form {
        term: "민선 6기".into(),
        from_year: 2014,
        to_year: 2017,
        vision: String::new(),
        strategies: Vec::new(),
    };
    let lost = term_plan::update(&manager, app, (old, 2), hung).await;
    assert_eq!(invalid(lost).await, ["strategies"], "a measure hangs there");
    let new = plan(&city, "민선 7기", 2018).await;
    let plans = term_plan::list(&manager, app).await.unwrap();
    let state = |id| plans.iter().find(|plan| plan.id == id).unwrap().state;
    assert!(matches!(state(old), State::Archived { .. }) && matches!(state(new), State::Published { .. }));
    assert_eq!(measure::board(&manager, app, Some(2016)).await.unwrap().lines.len(), 1, "still to be seen");
    for refused in [
        measure::revise(&manager, app, (id, 1), [1; 4], "지난 계획").await,
        measure::update(&manager, app, (id, 1), form(old, owner, "다른 이름", Query::default())).await,
        measure::create(&manager, app, form(old, owner, "뒤늦은 사업", Query::default())).await.map(|_| ()),
    ] {
        assert!(
            matches!(&refused, Err(Error::Conflict(why)) if why.code == "measure-plan-archived"),
            "{refused:?}"
        );
    }
    let again = term_plan::publish(&manager, app, (old, 3)).await;
    assert!(matches!(again, Err(Error::Conflict(_))), "what is over is not put in force again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_departments_table_becomes_measures_row_by_row() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (plan, manager) = (plan(&city, "민선 6기", 2014).await, city.as_role(Role::PlanManager).await);
    department(&city, "도시농업과").await;
    let table = "2016년 세부사업 목록\n\
        사업명\t추진부서\t공시분야\t추진과제\t산출근거\t단위\t1분기\t2분기\t3분기\t4분기\t목표\t시비(백만원)\t실적\n\
        도시농부 양성\t도시농업과\t직업능력개발훈련\t청년\t전년 20명\t수료\t0\t10\t10\t0\t20\t120\t999\n\
        농장 일자리\t없는과\t고용서비스\t거점 상담\t\t건\t1\t2\t3\t4\t11\t1,5\t9\n\
        꽃 포장\t도시농업과\t고용서비스\t거점 상담\t전년 실적\t건\t\t\t\t\t25\t스물\t9\n\
        꽃 배달\t도시농업과\t고용서비스\t거점 상담\t전년 실적\t건\t\t\t\t\t25\t20\t9\n";
    let look = measure::take_in(&manager, app, (plan, 2016), table, true).await.unwrap();
    assert_eq!((look.rows, look.created, look.unchanged, look.rejected), (4, 2, 0, 2));
    assert!(measure::board(&manager, app, Some(2016)).await.unwrap().lines.is_empty(), "only looked at");
    let problems: Vec<(usize, &str, &str)> =
        look.problems.iter().map(|(row, column, why)| (*row, column.as_str(), &*why.code)).collect();
    assert_eq!(
        problems,
        [
            (4, "목표", "measure-table-sum"),
            (4, "산출근거", "measure-basis"),
            (4, "추진부서", "organisation-unknown"),
            (5, "시비(백만원)", "measure-table-number"),
        ]
    );
    measure::take_in(&manager, app, (plan, 2016), table, false).await.unwrap();
    let board = measure::board(&manager, app, Some(2016)).await.unwrap();
    let told: Vec<_> = board
        .lines
        .iter()
        .map(|line| (&*line.measure.content.name, line.measure.target, line.year.confirmed))
        .collect();
    assert_eq!(
        told,
        [("도시농부 양성", [0, 10, 10, 0], 0), ("꽃 배달", [5, 7, 7, 6], 0)],
        "no result is read"
    );
    let won: Vec<i64> = board.lines[0].measure.content.budget.values().copied().collect();
    assert_eq!(won, [120_000_000]);
    let again = measure::take_in(&manager, app, (plan, 2016), table, false).await.unwrap();
    assert_eq!((again.created, again.unchanged, again.rejected), (0, 2, 2), "a second time changes nothing");
    assert_eq!(
        invalid(measure::take_in(&manager, app, (plan, 2016), "그냥 글", true).await).await,
        ["table"]
    );
}
