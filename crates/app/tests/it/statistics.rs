//! The centre's statistics count what was done, once, in its month and for its body; nobody keys them.

use app::demo::Sizes;
use app::statistics::{self, Cut, Sheet};
use app::testing::TestCity;
use domain::counting::{Class, Month};
use domain::statistics::Work;
use domain::{Channel, Role};
use jiff::civil::date;
use strum::IntoEnumIterator;

use crate::placement::{at, claim_event, confirm, employer, profile, serve};

async fn sheet(city: &TestCity, cut: Cut) -> Sheet {
    let ctx = city.as_role(Role::PlanManager).await;
    statistics::sheet(&ctx, &city.app, cut).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_counts_in_its_month_until_it_is_cancelled() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let mut made = Vec::new();
    for n in 0..4 {
        made.push(
            app::seeker::register(&counselor, &city.app, profile(&counselor, n), Channel::Counter)
                .await
                .unwrap(),
        );
    }
    let march = Month::parse("2016-03");
    let told = sheet(&city, Cut::default()).await;
    assert_eq!(told.count(Work::Registered, march, None), 4);
    assert_eq!(told.count(Work::Registered, None, Some(counselor.actor.organisation)), 4);
    assert_eq!(told.count(Work::Registered, None, Some(None)), 0);
    app::seeker::cancel(&counselor, &city.app, made[0], domain::seeker::CancelReason::Exercise)
        .await
        .unwrap();
    assert_eq!(sheet(&city, Cut::default()).await.count(Work::Registered, march, None), 3);
    assert_eq!(
        sheet(&city, Cut { half: Some(2), ..Cut::default() }).await.count(Work::Registered, None, None),
        0
    );
    assert_eq!(sheet(&city, Cut { year: Some(2015), ..Cut::default() }).await.bodies, []);
    let rows =
        statistics::rows(&counselor, &city.app, Work::Registered, Cut::default(), 1, 50).await.unwrap();
    assert_eq!((rows.total, rows.items[0].on), (3, date(2016, 3, 14)));
    assert!(
        rows.items.iter().all(|row| row.number.starts_with('S') && row.path.starts_with("/staff/seekers/"))
    );
    let seeker = city.as_role(Role::Seeker).await;
    assert!(statistics::sheet(&seeker, &city.app, Cut::default()).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_20_results_are_those_of_people_who_live_in_the_city() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    for (n, area) in (1..).zip(["9911051000", "4148051000"]) {
        let who =
            domain::seeker::Profile { area: domain::area::AreaCode::parse(area), ..profile(&counselor, n) };
        let who = app::seeker::register(&counselor, &city.app, who, Channel::Counter).await.unwrap();
        serve(&counselor, &city.app, who).await;
        let id = claim_event(&counselor, &city.app, who, workplace).await;
        confirm(&counselor, &city.app, id, domain::placement::EvidenceKind::EmployerNotice).await;
    }
    let told = sheet(&city, Cut::default()).await;
    assert_eq!(told.results(None, None), (1, 0));
    assert_eq!(told.count(Work::Registered, None, None), 2, "whoever came was served");
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_23_no_hidden_month_is_the_total_less_the_others() {
    let city = TestCity::new().await;
    let mut n = 0;
    for (month, count) in [(1, 5), (2, 4), (3, 1)] {
        at(&city, date(2016, month, 4), 10);
        let counselor = city.as_role(Role::Counselor).await;
        for _ in 0..count {
            n += 1;
            let who = profile(&counselor, n);
            app::seeker::register(&counselor, &city.app, who, Channel::Counter).await.unwrap();
        }
    }
    let plan = city.as_role(Role::PlanManager).await;
    let public = statistics::public(&plan, &city.app, None).await.unwrap().rows;
    let registered: Vec<_> = public.iter().map(|(_, cells)| cells[0]).collect();
    // March alone is small; February goes with it, or the ten of the year would tell it.
    assert_eq!(registered[..4], [Some(5), None, None, Some(0)]);
    assert_eq!(public.len(), 12, "always the whole year");
}

#[tokio::test(flavor = "multi_thread")]
async fn months_and_bodies_add_up_to_the_whole_and_every_number_opens_as_many_records() {
    let city = TestCity::new().await;
    let ctx = city.app.system_ctx();
    let sizes = Sizes { employers: 20, openings: 60, seekers: 120 };
    app::populate::demo_city(&ctx, &city.app, [5; 32], &sizes, &|_, _| {}).await.unwrap();
    let staff = city.as_role(Role::PlanManager).await;
    for year in [2015, 2016] {
        let year = Cut { year: Some(year), ..Cut::default() };
        let told = sheet(&city, year).await;
        for work in Work::iter() {
            let whole = told.count(work, None, None);
            let months = told.span.months();
            assert_eq!(months.iter().map(|month| told.count(work, Some(*month), None)).sum::<i64>(), whole);
            assert_eq!(
                told.bodies.iter().map(|(id, _)| told.count(work, None, Some(*id))).sum::<i64>(),
                whole
            );
            let rows = statistics::rows(&staff, &city.app, work, year, 1, 1).await.unwrap();
            assert_eq!(rows.total as i64, whole, "{work}");
        }
        let whole = told.results(None, None);
        let basis = domain::counting::Basis::Residents;
        let cut = app::ledger::Cut { year: year.year, basis, ..Default::default() };
        let line = app::ledger::figures(&staff, &city.app, &cut).await.unwrap().total.class(Class::R1);
        assert_eq!(whole, (line.filled.value(), line.claimed.value()), "the ledger's own figures");
        // In public no small cell is shown.
        let public = statistics::public(&staff, &city.app, year.year).await.unwrap().rows;
        let least = city.app.city.ledger().least_shown;
        assert_eq!(least, 5, "this city's own choice");
        assert!(public.iter().flat_map(|(_, cells)| cells).flatten().all(|n| *n == 0 || *n >= least));
    }
    assert!(sheet(&city, Cut::default()).await.count(Work::Registered, None, None) > 50);
}
