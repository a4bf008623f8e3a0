//! A field of the city: what the ledger knows of it, and what is told to whom.

use app::hiring_commitment::{self as promise, Of};
use app::ledger;
use app::project::{self, Form};
use app::referral::{Answer, answer};
use app::sector::{Told, around};
use app::service;
use app::testing::TestCity;
use domain::Role;
use domain::actor::Channel;
use domain::hiring_commitment::Pledge;
use domain::occupation::OccupationCode;
use domain::opening::Content as Wanted;
use domain::placement::EvidenceKind;
use domain::project::{Content, FundSource};
use domain::service::{Notes, ServiceKind};
use jiff::civil::date;

use crate::placement::{confirm, employer};
use crate::referral::{counselor, opening_of, person, sent, version, wanted};

#[tokio::test(flavor = "multi_thread")]
async fn hires_of_a_field_open_their_rows_and_small_ones_are_told_to_staff_only() {
    let city = TestCity::new().await;
    let (app, staff, workplace) = (&city.app, counselor(&city).await, employer(&city, 100_000_001).await);
    let manager = city.as_role(Role::PlanManager).await;
    let care = Wanted { occupation: OccupationCode::parse("5501"), ..wanted(2) };
    let ours = opening_of(&city, &staff, workplace, care).await;
    let other = opening_of(&city, &staff, workplace, wanted(2)).await;
    let project = Form {
        number: "P-CARE".to_owned(),
        owner: Some(city.city_body().await),
        content: Content {
            name: "돌봄센터".to_owned(),
            funds: [(FundSource::City, 900_000_000)].into(),
            sector: "care".to_owned(),
            ..Content::default()
        },
        in_won: false,
    };
    let project = project::create(&manager, app, project).await.unwrap();
    project::publish(&manager, app, (project, 1)).await.unwrap();
    for (employer, by) in [(Some(workplace), "가상가구"), (None, "가상건설")] {
        let pledge = Pledge::Heads { heads: 5 };
        let form = promise::Form {
            employer,
            promised_by: by.to_owned(),
            pledge,
            on: date(2016, 3, 14),
            source: "협약서".to_owned(),
        };
        promise::promise(&manager, app, Of::Project(project), form).await.unwrap();
    }

    let trained = person(&city, "가○나", "0310001001").await;
    let completion = service::Form {
        kind: ServiceKind::Completion,
        on: date(2016, 3, 14),
        project: "P-CARE".to_owned(),
        channel: Channel::Counter,
        notes: Notes::default(),
    };
    service::record(&staff, app, trained, completion).await.unwrap();
    for (seeker, opening) in [
        (trained, ours),
        (person(&city, "다○라", "0310001002").await, ours),
        (person(&city, "마○바", "0310001003").await, other),
    ] {
        let referral = sent(&city, seeker, opening).await;
        let seen = version(&city, referral).await;
        answer(&staff, app, referral, seen, Answer::Hired(date(2016, 3, 21))).await.unwrap();
    }
    city.clock.advance_days(30);
    city.settle().await;
    let staff = counselor(&city).await;
    for row in ledger::rows(&staff, app, &ledger::Cut::default(), 1, 10).await.unwrap().items {
        confirm(&staff, app, row.placement.id, EvidenceKind::InsuranceLookup).await;
    }
    city.settle().await;
    let all = ledger::figures(&staff, app, &ledger::Cut::default()).await.unwrap();
    let all = all.total.class(domain::counting::Class::R1);
    assert_eq!((all.filled.value(), all.claimed.value()), (3, 0));

    let seen = around(&staff, app, "care").await.unwrap();
    let Told::Rows(2, cut) = &seen.hires else { panic!("{:?}", seen.hires) };
    let rows = ledger::rows(&staff, app, cut, 1, 10).await.unwrap();
    assert_eq!(rows.total, 2, "as many rows as the number says");
    assert!(rows.items.iter().all(|row| row.placement.opening == Some(ours)));
    let Told::Rows(taught, _) = seen.trained else { panic!("{:?}", seen.trained) };
    let of = domain::counting::Part::Trained(None);
    let rows =
        ledger::rows(&staff, app, &ledger::Cut { part: Some(of), ..*cut.clone() }, 1, 10).await.unwrap();
    assert_eq!(rows.total, usize::try_from(taught).unwrap());
    assert_eq!(seen.pledged, 10);
    assert!(matches!(seen.completed, Told::Sum(1)), "{:?}", seen.completed);
    // Where no employer of the centre stands behind a promise, nobody can tell: that is no nought.
    let mut met: Vec<_> = seen.promises.iter().map(|one| (one.by.as_str(), one.hires.is_some())).collect();
    met.sort_unstable();
    assert_eq!(met, [("가상가구", true), ("가상건설", false)]);

    let public = around(&city.as_role(Role::Citizen).await, app, "care").await.unwrap();
    assert!(matches!((&public.hires, &public.trained), (Told::Hidden, Told::Hidden)), "{public:?}");
    assert!(matches!(public.completed, Told::Hidden), "one completion is too small to be told");
    let none = around(&city.as_role(Role::Citizen).await, app, "kites").await.unwrap();
    assert!(matches!((none.hires, none.trained), (Told::Sum(0), Told::Sum(0))));
}
