//! The half-year's table counts what the lists hold.

use std::collections::BTreeMap;

use app::demo::Sizes;
use app::paper::{Block, Half, Period, Sheet};
use app::statistics::Cut;
use app::testing::TestCity;
use domain::look::{Purpose, Why};
use domain::occupation::OccupationCode;
use domain::opening::Opening;
use domain::policy::Scope;
use domain::statistics::Work;
use domain::{Channel, Role};
use jiff::civil::date;

/// The rows of a sheet's table.
fn rows(sheet: &Sheet) -> &[Vec<String>] {
    let mut tables = sheet.blocks.iter().filter_map(|block| match block {
        Block::Table { rows, .. } => Some(rows.as_slice()),
        _ => None,
    });
    tables.next_back().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_half_years_table_and_the_registers_hold_what_the_lists_hold() {
    let city = TestCity::new().await;
    let sizes = Sizes { employers: 20, openings: 60, seekers: 120 };
    app::populate::demo_city(&city.app.system_ctx(), &city.app, [5; 32], &sizes, &|_, _| {}).await.unwrap();
    let staff = city.as_role(Role::Supervisor).await;
    let (store, tenant) = (&city.app.store, city.app.tenant);
    let seekers = store::seeker::list(store, tenant, Scope::Everyone, None, 1_000, 0).await.unwrap().0;
    let openings = store::opening::list(store, tenant, None, 1_000, 0).await.unwrap().0;
    let major = |code: Option<&OccupationCode>| match code {
        Some(code) => city.app.reference.occupations.name(&code.ancestor(1)).to_owned(),
        None => "미분류".to_owned(),
    };
    hire_somebody(&city, &openings, &seekers).await;
    let (mut seen, mut hired) = (0, 0);
    for half in [Half { year: 2015, half: 2 }, Half { year: 2016, half: 1 }] {
        let within = |day: jiff::civil::Date| Half::of(day) == half;
        // Openings, heads, jobseekers.
        let mut expected: BTreeMap<String, [i64; 3]> = BTreeMap::new();
        let counts = |name: &str| !matches!(name, "draft" | "cancelled");
        let received = openings.iter().filter(|opening| counts(&opening.state.name().to_string()));
        for opening in received.filter(|opening| within(opening.origin.received_on)) {
            let row = expected.entry(major(opening.content.occupation.as_ref())).or_default();
            row[0] += 1;
            row[1] += i64::from(opening.content.headcount);
        }
        let registered = seekers.iter().filter(|(seeker, _)| counts(&seeker.state.name().to_string()));
        for (_, profile) in registered.filter(|(seeker, _)| within(seeker.registered_on)) {
            expected.entry(major(profile.as_ref().and_then(|p| p.occupations.first()))).or_default()[2] += 1;
            seen += 1;
        }
        let sheet = app::paper::half_year(&staff, &city.app, half).await.unwrap();
        let told: BTreeMap<String, [i64; 3]> = rows(&sheet)
            .iter()
            .filter(|row| row[0] != "계")
            .map(|row| (row[0].clone(), [1, 2, 3].map(|at| row[at].replace(',', "").parse().unwrap())))
            .collect();
        // Groups with referrals or hires alone have a row, too.
        let told: BTreeMap<String, [i64; 3]> = told.into_iter().filter(|(_, row)| *row != [0; 3]).collect();
        assert_eq!(told, expected, "{half:?}");

        // The sums are those of the statistics and of the ledger.
        let cut = Cut { year: Some(half.year), half: Some(half.half), ..Cut::default() };
        let figures = app::statistics::sheet(&staff, &city.app, cut).await.unwrap();
        let sums: Vec<i64> =
            rows(&sheet)[0][1..].iter().map(|text| text.replace(',', "").parse().unwrap()).collect();
        let of = |work: Work| figures.count(work, None, None);
        let confirmed = figures.results(None, None).0;
        hired += confirmed;
        assert_eq!(
            [sums[0], sums[2], sums[3], sums[4]],
            [of(Work::Received), of(Work::Registered), of(Work::Referred), confirmed],
            "{half:?}"
        );
    }
    assert!(hired > 0, "somebody was hired in the year");
    assert!(seen > 50, "{seen} registrations were counted");

    let month = Period::month_of(date(2016, 3, 1));
    let of_month = |day: jiff::civil::Date| (month.from..=month.to).contains(&day);
    let sheet = app::paper::opening_register(&staff, &city.app, month).await.unwrap();
    let expected = openings.iter().filter(|opening| of_month(opening.origin.received_on)).count();
    assert_eq!(rows(&sheet).len(), expected);
    let register = async |why| app::paper::seeker_register(&staff, &city.app, month, why).await;
    let printed = async |of: &domain::seeker::Seeker| {
        let looks = store::look::of(store, tenant, of.person, 1_000).await.unwrap();
        let by = looks.into_iter().filter(|look| look.purpose == Purpose::Print);
        by.map(|look| (look.actor, look.organisation, look.why)).collect::<Vec<_>>()
    };
    // Not without a reason, nor for one that a single record is opened for.
    for why in [None, Some(Why::Together)] {
        assert!(matches!(register(why).await, Err(app::Error::Invalid(_))), "{why:?}");
    }
    for (seeker, _) in &seekers {
        assert!(printed(seeker).await.is_empty());
    }
    let sheet = register(Some(Why::Register)).await.unwrap();
    let trace = (staff.actor.person, staff.actor.organisation, Some(Why::Register));
    for (seeker, profile) in &seekers {
        let shown = profile
            .as_ref()
            .is_some_and(|profile| rows(&sheet).iter().any(|row| row.contains(&profile.name)));
        let own = of_month(seeker.registered_on);
        assert_eq!(printed(seeker).await, if own { vec![trace] } else { Vec::new() }, "{}", seeker.number);
        assert!(shown || !own, "{}", seeker.number);
    }
    let expected = seekers.iter().filter(|(seeker, _)| of_month(seeker.registered_on)).count();
    assert_eq!(rows(&sheet).len(), expected);
    assert!(expected > 0);
}

/// Somebody is hired by the word of an employer whose number is known: a confirmed result.
async fn hire_somebody(city: &TestCity, openings: &[Opening], seekers: &[store::seeker::Record]) {
    let (store, tenant, today) = (&city.app.store, city.app.tenant, city.app.system_ctx().today());
    let staff = city.as_role(Role::Counselor).await;
    for opening in openings.iter().filter(|opening| opening.state.is_listed(today)) {
        let employer = store::employer::get(store, tenant, opening.employer).await.unwrap();
        if employer.business_number.is_none() {
            continue;
        }
        for (seeker, _) in seekers.iter().filter(|(seeker, _)| seeker.state.is_active(today)) {
            let app = &city.app;
            let Ok(id) = app::referral::propose(&staff, app, seeker.id, opening.id).await else { continue };
            app::referral::agree(&staff, app, id, 1, Channel::Phone).await.unwrap();
            app::referral::send(&staff, app, id, 2).await.unwrap();
            let mut actor = city.as_role(Role::Employer).await.actor;
            actor.employer = Some(employer.id);
            let theirs = app.ctx(actor);
            let hired = app::referral::Answer::Hired(today);
            app::referral::answer(&theirs, app, id, 3, hired).await.unwrap();
            return;
        }
    }
    panic!("nobody fits an open opening");
}
