//! What everybody is told of the plan, and what the mayor and the auditor see of the same figures.

use app::audit::{self, Wanted};
use app::ledger::Cut;
use app::measure;
use app::testing::TestCity;
use app::{Error, brief, contribution, disclosure, project};
use domain::Role;
use domain::counting::{Rule, Standing};
use domain::id::{OrganisationId, PersonId};
use domain::measure::{Query, Unit};
use domain::placement::{AmendReason, Contribution, Contributor, EvidenceKind, How};
use domain::project::{Content, FundSource};
use domain::submission::{State, Submission};
use jiff::civil::date;

use crate::measure::{department, form, plan};
use crate::placement::{at, claim_event, confirm, employer, hire, seeker, serve};

/// A city with a plan and so many confirmed hires of today, owned by its own body; the first `helped` of them helped by another.
async fn hired(city: &TestCity, people: u32, helped: u32) -> (domain::id::TermPlanId, OrganisationId) {
    let plan = plan(city, "민선 6기", 2014).await;
    let tourism = department(city, "관광과").await;
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(city, 100_000_001).await;
    for n in 1..=people {
        let person = seeker(city, &counselor, n).await;
        serve(&counselor, &city.app, person).await;
        let id = claim_event(&counselor, &city.app, person, workplace).await;
        if n <= helped {
            let new = Contributor { organisation: tourism, what: Contribution::HeldEvent };
            let version = app::placement::get(&counselor, &city.app, id).await.unwrap().placement.version;
            let why = AmendReason::OnRecord;
            app::placement::contribute(&counselor, &city.app, id, version, new, why).await.unwrap();
        }
        confirm(&counselor, &city.app, id, EvidenceKind::EmployerNotice).await;
    }
    (plan, tourism)
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_23_everybody_is_told_sums_and_no_small_cell() {
    let city = TestCity::new().await;
    let app = &city.app;
    at(&city, date(2016, 4, 4), 10);
    let (plan, tourism) = hired(&city, 7, 0).await;
    let manager = city.as_role(Role::PlanManager).await;
    let own = city.city_body().await;
    let citizen = city.as_role(Role::Citizen).await;
    let before = disclosure::public(&citizen, app, Some(2016)).await.unwrap();
    assert!(before.lines.is_empty() && before.plan.is_some());
    for (owner, category) in [(own, "service"), (own, "other"), (tourism, "startup")] {
        let mut form = form(plan, owner, category, Query::default());
        form.content.category = category.into();
        measure::create(&manager, app, form).await.unwrap();
    }
    let told = disclosure::public(&citizen, app, Some(2016)).await.unwrap();
    let cells: Vec<_> = told
        .lines
        .iter()
        .map(|line| (line.category.as_deref().unwrap(), line.target, line.confirmed))
        .collect();
    assert_eq!(cells, [("service", 100, Some(7)), ("startup", 100, Some(0)), ("other", 100, Some(7))]);
    let whole = &told.wholes[0];
    assert_eq!((whole.target, whole.confirmed), (300, Some(7)), "what two measures hold is told once");
    assert_eq!((told.hires.events, told.hires.persons), (Some(7), Some(7)));
    assert_eq!(told.stamp.digest.len(), 64);

    // A measure of a single hire more: its cell is hidden, and so is one that would tell it.
    let mut one = form(plan, own, "한 건", Query { how: Some(How::SelfFound), ..Query::default() });
    one.content.category = "subsidy".into();
    measure::create(&manager, app, one).await.unwrap();
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_002).await;
    let person = seeker(&city, &counselor, 50).await;
    serve(&counselor, app, person).await;
    let wanted = hire(person, workplace, How::SelfFound, counselor.today());
    let id = app::placement::claim(&counselor, app, wanted).await.unwrap();
    confirm(&counselor, app, id, EvidenceKind::InsuranceLookup).await;
    let told = disclosure::public(&citizen, app, Some(2016)).await.unwrap();
    let subsidy = told.lines.iter().find(|line| line.category.as_deref() == Some("subsidy")).unwrap();
    assert_eq!(subsidy.confirmed, None, "one person");
    let hidden = told.lines.iter().filter(|line| line.confirmed.is_none()).count();
    assert!(hidden >= 2, "one hidden cell alone is told by the rest");
    let json = disclosure::json(app, &told);
    assert_eq!(json["categories"].as_array().unwrap().len(), 4);
    let csv = String::from_utf8(disclosure::csv(app, &told, domain::Lang::Ko)).unwrap();
    assert!(csv.contains("고용장려금,jobs,filled,,yes"), "{csv}");

    let short = disclosure::short(&citizen, app).await.unwrap().unwrap();
    assert_eq!(short.target, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_nobody_elses_business() {
    let city = TestCity::new().await;
    let manager = city.as_role(Role::PlanManager).await;
    let form = app::term_plan::Form {
        term: "민선 6기".into(),
        from_year: 2014,
        to_year: 2017,
        ..app::term_plan::Form::default()
    };
    app::term_plan::create(&manager, &city.app, form).await.unwrap();
    let told = disclosure::public(&city.as_role(Role::Citizen).await, &city.app, Some(2016)).await.unwrap();
    assert!(told.plan.is_none() && told.measures.is_empty());
    assert_eq!(disclosure::short(&city.as_role(Role::Citizen).await, &city.app).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_01_contributions_are_shown_beside_and_never_added() {
    let city = TestCity::new().await;
    at(&city, date(2016, 4, 4), 10);
    let (_, tourism) = hired(&city, 3, 2).await;
    let ctx = city.as_role(Role::Mayor).await;
    let view = contribution::view(&ctx, &city.app, Some(2016)).await.unwrap();
    assert_eq!((view.total, view.shared), (3, 2));
    let lines: Vec<_> = view.lines.iter().map(|line| (line.counted, line.contributed)).collect();
    assert_eq!(lines, [(3, 0), (0, 2)]);
    assert_eq!(view.lines.iter().map(|line| line.counted).sum::<i64>(), view.total, "three, not five");
    let pairs: Vec<_> = view.pairs.iter().map(|pair| (pair.helper.0, pair.count)).collect();
    assert_eq!(pairs, [(tourism, 2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mayors_page_keeps_grades_apart_and_names_what_is_late() {
    let city = TestCity::new().await;
    let app = &city.app;
    at(&city, date(2016, 4, 4), 10);
    let (plan, tourism) = hired(&city, 2, 0).await;
    let manager = city.as_role(Role::PlanManager).await;
    let own = city.city_body().await;
    measure::create(&manager, app, form(plan, own, "알선", Query::default())).await.unwrap();
    for (number, name, from, until) in [
        ("P-1", "시작했어야", date(2016, 3, 1), date(2016, 12, 31)),
        ("P-2", "끝났어야", date(2016, 1, 4), date(2016, 2, 1)),
        ("P-3", "아직", date(2016, 5, 1), date(2016, 12, 31)),
    ] {
        let content = Content {
            name: name.to_owned(),
            funds: [(FundSource::Private, 12_400_000_000)].into(),
            new_spending_won: Some(12_400_000_000),
            from: Some(from),
            until: Some(until),
            ..Content::default()
        };
        let form = project::Form { number: number.to_owned(), owner: Some(own), content, in_won: false };
        project::create(&manager, app, form).await.unwrap();
    }
    let ctx = app.system_ctx();
    let called = Submission {
        id: ctx.id(),
        organisation: tourism,
        month: domain::counting::Month::parse("2016-03").unwrap(),
        due_on: date(2016, 4, 1),
        state: State::Called,
        history: Vec::new(),
        mending: Vec::new(),
        hand_over: String::new(),
        version: 1,
        created_at: ctx.now,
    };
    app.store
        .write(move |tx| {
            let (ctx, called) = (ctx.clone(), called.clone());
            Box::pin(async move { store::record::insert(tx, &ctx, &called).await })
        })
        .await
        .unwrap();
    let mayor = city.as_role(Role::Mayor).await;
    let told = brief::today(&mayor, app).await.unwrap();
    let whole = told.whole(Unit::Jobs).unwrap();
    assert_eq!((whole.target, whole.reached.confirmed, whole.reached.claimed), (100, 2, 0));
    assert_eq!((told.pledged, told.estimated), ((0, 0), (0, 0)));
    assert_eq!(told.short.len(), 1, "ten were due by the end of March");
    let late: Vec<_> = told.late.iter().map(|one| (one.name.as_str(), one.days)).collect();
    assert_eq!((late, told.returned), (vec![("관광과", 3)], 0));
    // Stuck is what should have begun or ended by now; what is still ahead is not.
    let stuck: Vec<_> = told.stuck.iter().map(|one| (one.name.as_str(), one.reason, one.days)).collect();
    assert_eq!(stuck, [("끝났어야", brief::Why::NotEnded, 63), ("시작했어야", brief::Why::NotBegun, 34)]);
    let counselor = city.as_role(Role::Counselor).await;
    assert!(matches!(brief::today(&counselor, app).await, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_auditor_gets_from_a_number_to_evidence_hand_rule_and_digest() {
    let city = TestCity::new().await;
    let app = &city.app;
    at(&city, date(2016, 4, 4), 10);
    let (plan, _) = hired(&city, 2, 1).await;
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_002).await;
    let alone = seeker(&city, &counselor, 60).await;
    let wanted = hire(alone, workplace, How::SelfFound, counselor.today());
    app::placement::claim(&counselor, app, wanted).await.unwrap();
    let auditor = city.as_role(Role::Auditor).await;
    let cut = Cut { year: Some(2016), ..Cut::default() };
    let sheet =
        audit::sheet(&auditor, app, &Wanted { cut: cut.clone(), measure: None }, 1, 50).await.unwrap();
    assert_eq!((sheet.rows.total, sheet.excluded.total), (2, 1));
    assert_eq!(sheet.excluded.items[0].excluded, Some(Rule::Cr05));
    let line = &sheet.rows.items[0];
    assert_eq!(line.standing, Some(Standing::Confirmed));
    assert_eq!(line.evidence[0].0.by, Some(PersonId(uuid::Uuid::from_u128(777))));
    assert_eq!(line.entered.1, "시험 counselor");
    let figures = app::ledger::figures(&auditor, app, &cut).await.unwrap();
    assert_eq!(sheet.stamp.digest, figures.digest, "the published digest is that of these rows");
    // The same from a measure; the plan manager sees no name of an account.
    let manager = city.as_role(Role::PlanManager).await;
    let own = city.city_body().await;
    let id = measure::create(&manager, app, form(plan, own, "알선", Query::default())).await.unwrap();
    let of_measure = Wanted { cut: Cut::default(), measure: Some(id) };
    let sheet = audit::sheet(&manager, app, &of_measure, 1, 50).await.unwrap();
    assert_eq!((sheet.rows.total, sheet.rows.items[0].entered.1.as_str()), (2, ""));
    let whole = audit::whole(&auditor, app, &of_measure).await.unwrap();
    let csv = String::from_utf8(audit::csv(&whole)).unwrap();
    assert!(csv.contains("employer_notice") && csv.contains("CR-05") && csv.contains(&whole.stamp.digest));
    assert!(!csv.contains("김시험"), "nobody is named");
    assert!(audit::workbook(&whole).unwrap().starts_with(b"PK"));
    let counselor = audit::sheet(&counselor, app, &of_measure, 1, 50).await;
    assert!(matches!(counselor, Err(Error::Forbidden(_))));
}
