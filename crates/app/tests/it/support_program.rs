//! Programmes as a city offers them: its own and the country's, until when, and which fit whom.

use std::collections::BTreeSet;

use app::Error;
use app::support_program::{Wanted, asked, csv, fit, fit_hire, get, list, past};
use app::testing::TestCity;
use domain::code::Education;
use domain::message::Lang;
use domain::support_program::{
    Assessment, Fact, Facts, Hire, Kind, Missing, ProgramId, Size, Standing, StandingName, Status, Target,
    Verdict, Worked,
};
use domain::{Ctx, Role};
use jiff::civil::{Date, date};

/// Goyang at nine in the morning of a day.
async fn goyang(day: Date) -> (TestCity, Ctx) {
    let city = TestCity::of("goyang").await;
    let at = city.app.city.zone().to_timestamp(day.at(9, 0, 0, 0)).unwrap();
    city.clock.set(at);
    let ctx = city.as_role(Role::Citizen).await;
    (city, ctx)
}

fn verdict(answers: &[Assessment<'_>], id: &str) -> Verdict {
    answers.iter().find(|one| one.program.id.as_str() == id).unwrap().verdict()
}

fn field(failed: Error) -> String {
    match failed {
        Error::Invalid(fields) if fields.len() == 1 => fields[0].field.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_city_offers_its_own_and_the_countrys_and_no_neighbours() {
    let ids = |city: &TestCity, ctx: &Ctx| -> Vec<String> {
        let found = list(ctx, &city.app, Wanted::default()).unwrap();
        found.iter().map(|offer| offer.program.id.to_string()).collect()
    };
    let city = TestCity::new().await;
    let ctx = city.as_role(Role::Citizen).await;
    let here = ids(&city, &ctx);
    let (own, national): (Vec<String>, Vec<String>) =
        here.into_iter().partition(|id| id.starts_with("haneul-"));
    assert_eq!((own.len(), national.len()), (2, 6), "{own:?} {national:?}");
    let countrys = |id: &String| id.starts_with("national-") || id.starts_with("youth-job-");
    assert!(national.iter().all(countrys), "none of Goyang: {national:?}");
    for id in ["goyang-public-works", "none", "No Such", ""] {
        assert!(matches!(get(&ctx, &city.app, id), Err(Error::NotFound)), "{id}");
    }
    let (goyang, ctx) = goyang(date(2025, 11, 20)).await;
    let there = ids(&goyang, &ctx);
    assert!(national.iter().all(|id| there.contains(id)), "{there:?}");
    assert!(own.iter().all(|id| !there.contains(id)), "{there:?}");
    assert!(there.contains(&"goyang-public-works".to_owned()), "{there:?}");
    assert!(!there.iter().any(|id| id.starts_with("seongnam") || id.starts_with("yangju")), "{there:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_may_apply_from_a_day_to_a_day() {
    for (day, standing) in [
        (date(2025, 11, 18), Standing::Soon { from: date(2025, 11, 19) }),
        (date(2025, 11, 19), Standing::Open { until: Some(date(2025, 11, 25)) }),
        (date(2025, 11, 25), Standing::Open { until: Some(date(2025, 11, 25)) }),
        (date(2025, 11, 26), Standing::Closed { until: date(2025, 11, 25) }),
    ] {
        let (city, ctx) = goyang(day).await;
        let offer = get(&ctx, &city.app, "goyang-public-works").unwrap();
        assert_eq!((offer.version.id.as_str(), offer.standing), ("2026-1", standing), "{day}");
        let wanted = Wanted { standing: Some(standing.name()), ..Wanted::default() };
        let found = list(&ctx, &city.app, wanted).unwrap();
        assert!(found.iter().any(|one| one.program.id == offer.program.id), "{day}");
        assert!(found.iter().all(|one| one.standing.name() == standing.name()), "{day}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_asked_for_by_kind_and_for_whom() {
    let city = TestCity::new().await;
    let ctx = city.as_role(Role::Citizen).await;
    let count = |wanted| list(&ctx, &city.app, wanted).unwrap().len();
    assert_eq!(count(Wanted { target: Some(Target::Employer), ..Wanted::default() }), 3);
    assert_eq!(count(Wanted { kind: Some(Kind::EmployerSubsidy), ..Wanted::default() }), 3);
    assert_eq!(count(Wanted { kind: Some(Kind::Training), ..Wanted::default() }), 0);
    assert_eq!(count(Wanted { standing: Some(StandingName::Open), ..Wanted::default() }), 8);
    let all = list(&ctx, &city.app, Wanted::default()).unwrap();
    let table = String::from_utf8(csv(&city.app, &all, Lang::Ko)).unwrap();
    for offer in &all {
        assert!(table.contains(offer.program.id.as_str()) && table.contains(&offer.program.name_ko));
    }
    assert!(!table.contains("programmes.csv") && !table.contains("support-asks"), "{table}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_says_nothing_is_eligible_for_nothing_and_each_fact_may_decide() {
    let city = TestCity::new().await;
    let ctx = city.as_role(Role::Citizen).await;
    let nobody = fit(&ctx, &city.app, &Facts::default()).unwrap();
    assert_eq!(nobody.len(), 5);
    assert!(nobody.iter().all(|one| matches!(one.verdict(), Verdict::Unknown { .. })));

    let mut facts = Facts {
        born_on: Some(date(1980, 1, 1)),
        income_percent: Some(60),
        assets_won: Some(400_000_000),
        worked: Some(Worked { within_months: 24, days: Some(100), hours: None }),
        ..Facts::default()
    };
    let id = "national-support-1";
    assert_eq!(verdict(&fit(&ctx, &city.app, &facts).unwrap(), id), Verdict::Eligible);
    facts.worked = None;
    let unknown = verdict(&fit(&ctx, &city.app, &facts).unwrap(), id);
    assert_eq!(unknown, Verdict::Unknown { missing: [Missing::Fact(Fact::Worked)].into() });
    facts.income_percent = Some(61);
    let Verdict::NotEligible { reasons } = verdict(&fit(&ctx, &city.app, &facts).unwrap(), id) else {
        panic!("what is known to fail outweighs what is unknown")
    };
    assert_eq!(reasons.len(), 1, "{reasons:?}");
    assert_eq!(reasons[0].code, "support-lacks-income");

    facts.born_on = Some(ctx.today().tomorrow().unwrap());
    assert_eq!(field(fit(&ctx, &city.app, &facts).unwrap_err()), "born_on");
    let told = [(Status::BasicPension, true), (Status::Pensioner, false)].into();
    let both = Facts { told, ..Facts::default() };
    assert_eq!(field(fit(&ctx, &city.app, &both).unwrap_err()), "told_basic_pension");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_learns_which_subsidy_fits_a_hire() {
    let city = TestCity::new().await;
    let ctx = city.as_role(Role::Citizen).await;
    let person =
        Facts { born_on: Some(date(1990, 5, 1)), education: Some(Education::High), ..Facts::default() };
    let mut hire = Hire { workers: Some(5), size: Some(Size::Small), person, ..Hire::default() };
    let id = "youth-job-leap-1";
    assert_eq!(verdict(&fit_hire(&ctx, &city.app, &hire).unwrap(), id), Verdict::Eligible);
    hire.workers = Some(4);
    let Verdict::Unknown { missing } = verdict(&fit_hire(&ctx, &city.app, &hire).unwrap(), id) else {
        panic!("some industries may have fewer: the operator says which")
    };
    assert_eq!(missing, BTreeSet::from([Missing::Fact(Fact::Operator)]));
    hire.size = Some(Size::Large);
    assert!(matches!(verdict(&fit_hire(&ctx, &city.app, &hire).unwrap(), id), Verdict::NotEligible { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_asked_that_decides_nothing() {
    let city = TestCity::new().await;
    let ctx = city.as_role(Role::Citizen).await;
    let person = asked(&ctx, &city.app, Target::Person).unwrap();
    let facts = [Fact::BornOn, Fact::Income, Fact::Assets, Fact::Worked];
    assert_eq!(person, BTreeSet::from(facts.map(Missing::Fact)));
    let employer = asked(&ctx, &city.app, Target::Employer).unwrap();
    assert!(
        employer.contains(&Missing::Fact(Fact::Workers)) && employer.contains(&Missing::Fact(Fact::Industry))
    );
    assert!(employer.contains(&Missing::Told(Status::NationalSupport)), "{employer:?}");
    // In Goyang in the days before the older people's programmes open, a pension decides.
    let (goyang, ctx) = goyang(date(2025, 11, 20)).await;
    let person = asked(&ctx, &goyang.app, Target::Person).unwrap();
    for what in [Missing::Fact(Fact::Residence), Missing::Told(Status::BasicPension)] {
        assert!(person.contains(&what), "{person:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_on_which_somebody_began_tells_the_stage() {
    let city = TestCity::new().await;
    let id = ProgramId::parse("goyang-public-works").unwrap();
    let known = past(&city.app, &id, date(2026, 2, 2), None).unwrap();
    assert_eq!(known.version.unwrap().as_str(), "2026-1");
    assert_eq!(known.stage.map(|stage| (stage.year, stage.nth)), Some((2026, 1)));
    let other = past(&city.app, &id, date(2022, 2, 2), Some(date(2022, 5, 1))).unwrap();
    assert_eq!((other.version, other.stage, other.kind), (None, None, Kind::DirectJob));
    assert!(past(&city.app, &ProgramId::parse("none").unwrap(), date(2022, 2, 2), None).is_none());
}
