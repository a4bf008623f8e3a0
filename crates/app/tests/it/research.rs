//! Rows for research: anonymised, and tried against the full table by somebody who knows everything of everybody.

use app::demo::Sizes;
use app::ledger::{self, Cut};
use app::research::{self, COLUMNS, Row};
use app::testing::TestCity;
use app::{App, Error};
use domain::anonymity::Generalise;
use domain::counting::{Basis, Class, Contract, Standing, age_on, cr_08_class};
use domain::placement::How;
use domain::{Ctx, Role};
use jiff::civil::date;

/// Everything an attacker may know of somebody: for each of the first eight columns every way in which it may be told.
type Known = [Vec<String>; 8];

async fn full_table(city: &TestCity, ctx: &Ctx, year: i16) -> Vec<Known> {
    let app: &App = &city.app;
    let cut = Cut {
        year: Some(year),
        basis: Basis::Residents,
        standing: Some(Standing::Confirmed),
        ..Cut::default()
    };
    let mut claims = Vec::new();
    loop {
        let page = ledger::rows(ctx, app, &cut, claims.len() / 100 + 1, 100).await.unwrap();
        claims.extend(page.items);
        if claims.len() >= page.total {
            break;
        }
    }
    let mut out = Vec::new();
    for claim in claims.iter().map(|view| &view.placement) {
        let seeker =
            store::seeker::find(&app.store, app.tenant, claim.seeker.unwrap()).await.unwrap().unwrap();
        let employer = store::employer::get(&app.store, app.tenant, claim.employer).await.unwrap();
        let industry = employer.industry.map(|code| {
            let table = &app.reference.industries;
            let mut class = table.get(&code).unwrap();
            while let Some(parent) = class.parent.as_ref().and_then(|code| table.get(code)) {
                class = parent;
            }
            class.code.to_string()
        });
        let (class, contract) = cr_08_class(claim.how, &claim.terms);
        let (y, m) = (claim.start_on.year(), claim.start_on.month());
        let age = match seeker.1.and_then(|profile| profile.born_on).map(|born| age_on(born, claim.start_on))
        {
            None => "",
            Some(n) if n < 35 => "15-34",
            Some(n) if n < 55 => "35-54",
            Some(n) if n < 65 => "55-64",
            Some(_) => "65-",
        };
        let hours = match claim.terms.weekly_minutes.unwrap_or(0) / 60 {
            0 => "",
            1..=14 => "under_15",
            15..=34 => "15-34",
            _ => "35-",
        };
        let alone = |text: &str| vec![text.to_owned()];
        out.push([
            vec![format!("{y}-Q{}", (m - 1) / 3 + 1), format!("{y}-H{}", (m - 1) / 6 + 1), y.to_string()],
            alone(claim.residence.as_ref().unwrap().district().unwrap()),
            alone(&industry.unwrap_or_default()),
            alone(age),
            alone(&class.to_string()),
            alone(&contract.to_string()),
            alone(&claim.how.to_string()),
            alone(hours),
        ]);
    }
    out
}

fn may_be(known: &Known, row: &[String]) -> bool {
    known.iter().zip(row).all(|(ways, cell)| cell == "*" || ways.contains(cell))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_knows_everything_finds_enough_rows_or_none() {
    let city = TestCity::new().await;
    let app = &city.app;
    let ctx = app.system_ctx();
    let sizes = Sizes { seekers: 2_500, ..Sizes::SMALL };
    app::populate::demo_city(&ctx, app, [9; 32], &sizes, &|_, _| {}).await.unwrap();
    let auditor = city.as_role(Role::Auditor).await;
    let mut told = 0;
    for year in [2015, 2016] {
        let export = research::export(&auditor, app, Some(year)).await.unwrap();
        let everybody = full_table(&city, &auditor, year).await;
        assert!(export.least >= 5 && export.rows.len() <= everybody.len());
        let lost = everybody.len() - export.rows.len();
        assert_eq!(lost > 0, export.kept_back);
        assert!(lost < export.least, "{lost} of {} were kept back", everybody.len());
        for known in &everybody {
            let theirs: Vec<&Vec<String>> = export.rows.iter().filter(|row| may_be(known, row)).collect();
            assert!(
                theirs.is_empty() || theirs.len() >= export.least,
                "{known:?} is one of {}",
                theirs.len()
            );
            // Nor is it told how it ended: not all of them ended alike, or nothing is known of some.
            let ends: std::collections::BTreeSet<&[String]> = theirs.iter().map(|row| &row[8..11]).collect();
            let unknown = ends.iter().any(|end| end.iter().all(String::is_empty));
            assert!(theirs.is_empty() || ends.len() > 1 || unknown, "{known:?} ended as {ends:?}");
        }
        assert!(export.rows.is_sorted(), "the order tells nothing");
        // Age and class are still told at the fourth step.
        told += export.rows.iter().filter(|row| row[11].as_str() <= "4").count();
        let text = String::from_utf8(research::csv(&export)).unwrap();
        assert_eq!(text.lines().next().unwrap().trim_start_matches('\u{feff}'), COLUMNS.join(","));
        for view in ledger::rows(&auditor, app, &Cut { year: Some(year), ..Cut::default() }, 1, 50)
            .await
            .unwrap()
            .items
        {
            let claim = view.placement;
            for secret in [
                claim.id.to_string(),
                claim.person.to_string(),
                claim.employer.to_string(),
                claim.start_on.to_string(),
                view.employer,
            ] {
                let told = export.rows.iter().flat_map(|row| &row[..12]).any(|cell| cell.contains(&secret));
                assert!(!told, "{secret}");
            }
        }
    }
    assert!(told > 20, "{told}: told so broadly nobody could use them");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_those_who_answer_for_it_give_rows_out() {
    let city = TestCity::new().await;
    for role in [Role::Counselor, Role::Supervisor, Role::Mayor, Role::Clerk] {
        let ctx = city.as_role(role).await;
        assert!(matches!(research::export(&ctx, &city.app, None).await, Err(Error::Forbidden(_))), "{role}");
    }
    let empty =
        research::export(&city.as_role(Role::PlanManager).await, &city.app, Some(1999)).await.unwrap();
    assert!(empty.rows.is_empty() && !empty.kept_back);
}

#[test]
fn each_step_tells_no_more_than_the_one_before_and_the_last_nothing() {
    let row = Row {
        start: date(2016, 5, 2),
        district: "99110".into(),
        industry: "C".into(),
        age: research::age(Some(date(1981, 4, 2)), date(2016, 4, 1)),
        class: Class::R1,
        contract: Contract::Lasting,
        how: How::Event,
        hours: research::hours(2_400),
        kept: [Some(true), None, None],
    };
    assert_eq!((row.age, row.hours), ("15-34", "35-"));
    for step in 1..Row::STEPS {
        let (before, now) = (row.mark(step - 1), row.mark(step));
        for (at, (was, is)) in before.iter().zip(&now).enumerate() {
            let coarser = at == 0 && is.as_ref().is_some_and(|is| is.starts_with("2016"));
            assert!(is.is_none() || is == was || coarser, "column {at} at step {step}");
        }
    }
    assert!(row.mark(Row::STEPS - 1).iter().all(Option::is_none));
}
