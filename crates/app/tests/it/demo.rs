//! The generated demo city keeps what it promises, in the first city and in the invented one.

use std::collections::{BTreeMap, BTreeSet};

use app::demo::{DemoCity, Sizes, generate};
use domain::Role;
use domain::city::City;
use domain::opening::StateName;
use domain::organisation::OrganisationKind;
use domain::reference::Reference;
use jiff::Timestamp;
use jiff::civil::date;

fn made(city: &City, seed: u8, sizes: &Sizes) -> DemoCity {
    let now: Timestamp = "2026-03-16T00:00:00Z".parse().unwrap();
    generate([seed; 32], sizes, city, Reference::embedded().unwrap(), date(2026, 3, 16), now)
}

#[test]
fn the_same_seed_makes_the_same_city() {
    let city = City::embedded("haneul").unwrap();
    let text = |seed| {
        let demo = made(&city, seed, &Sizes::SMALL);
        format!(
            "{:?}{:?}{:?}{:?}{:?}",
            demo.organisations, demo.staff, demo.employers, demo.openings, demo.seekers
        )
    };
    assert_eq!(text(1), text(1));
    assert_ne!(text(1), text(2));
}

#[test]
fn every_city_gets_its_sizes_and_lawful_complete_openings() {
    for name in City::embedded_names() {
        let city = City::embedded(&name).unwrap();
        let demo = made(&city, 1, &Sizes::FULL);
        let sizes = Sizes {
            employers: demo.employers.len(),
            openings: demo.openings.len(),
            seekers: demo.seekers.len(),
        };
        assert_eq!(sizes, Sizes::FULL, "{name}");
        let floor = Reference::embedded().unwrap().minimum_wages.hourly_won(2026).unwrap();
        let employers: BTreeMap<_, _> = demo.employers.iter().map(|(e, _)| (e.id, e)).collect();
        let mut per_dong = BTreeMap::<_, usize>::new();
        for opening in &demo.openings {
            let content = &opening.content;
            assert_eq!(content.missing(employers[&opening.employer]), [], "{content:?}");
            let (week, days) =
                (content.work_time.weekly_minutes(), content.work_time.weekdays.map(|d| d.count()));
            assert_eq!(content.wage.unwrap().reaches_hourly(floor, week, days), Some(true), "{content:?}");
            *per_dong.entry(&content.workplace.areas[0]).or_default() += 1;
        }
        for dong in city.dongs() {
            assert!(per_dong.get(&dong.code).is_some_and(|n| *n >= 20), "{name}: {}", dong.name);
        }
        let kinds: BTreeSet<_> = demo.openings.iter().map(|o| o.content.occupation.clone()).collect();
        let titles: BTreeSet<_> = demo.openings.iter().map(|o| o.content.title.as_str()).collect();
        assert!(kinds.len() >= 60 && titles.len() >= 1_000, "{} {}", kinds.len(), titles.len());
        for sector in city.sectors() {
            let of_sector = demo.openings.iter().filter(|o| {
                let industry = employers[&o.employer].industry.as_ref();
                o.state.name() == StateName::Open
                    && (o.content.occupation.as_ref().is_some_and(|code| sector.covers_occupation(code))
                        || industry.is_some_and(|code| sector.covers_industry(code)))
            });
            let known = demo
                .openings
                .iter()
                .any(|o| o.content.occupation.as_ref().is_some_and(|code| sector.covers_occupation(code)));
            // The invented city flies kites, of which the word list knows nothing.
            assert!(of_sector.count() >= 50 || (name == "haneul" && !known), "{name}: {}", sector.id);
        }
        let week = date(2026, 3, 16)..=date(2026, 3, 23);
        let closing = demo.openings.iter().filter_map(|o| o.content.deadline.last_day());
        assert!(closing.filter(|day| week.contains(day)).count() >= 100, "{name}: too few close this week");
        let open = demo.openings.iter().filter(|o| o.state.name() == StateName::Open).count();
        assert!(open > 4_000, "{open}");
    }
}

#[test]
fn nothing_could_be_a_real_telephone_and_every_seeker_is_complete() {
    let city = City::embedded("haneul").unwrap();
    let demo = made(&city, 1, &Sizes::SMALL);
    assert!(
        demo.employers.iter().all(|(e, _)| e.phone.starts_with("031000") && e.name.starts_with("(가상)"))
    );
    let contacts = demo.employers.iter().filter_map(|(_, contact)| contact.as_ref());
    assert!(contacts.map(|c| &c.phone).all(|phone| phone.starts_with("031000")));
    for (_, _, profile) in &demo.seekers {
        assert!(profile.mobile.starts_with("0100000"));
        assert_eq!(profile.missing(), []);
    }
}

#[test]
fn each_role_signs_in_once() {
    let city = City::embedded("haneul").unwrap();
    let demo = made(&city, 1, &Sizes::SMALL);
    let logins: BTreeSet<_> = demo.staff.iter().map(|s| s.identity.login.as_str()).collect();
    assert_eq!(logins.len(), 11);
    assert_eq!(demo.organisations.len(), 3 + city.offices().len());
    for member in demo.staff.iter().filter(|s| [Role::Clerk, Role::Agency, Role::Partner].contains(&s.role)) {
        let body = member.person.grants[0].organisation;
        let kind = demo.organisations.iter().find(|o| Some(o.id) == body).map(|o| o.kind);
        assert!(kind.is_some_and(|kind| kind != OrganisationKind::City), "{:?}", member.role);
        assert!(demo.openings.iter().any(|o| o.origin.organisation == body), "{:?}", member.role);
    }
}

/// What the demo's people wish for is what people would type: it must be understood.
#[test]
fn every_trade_of_the_demo_is_understood_by_its_everyday_name() {
    let reference = Reference::embedded().unwrap();
    let trades = include_str!("../../../../data/demo/occupations.psv");
    let lost: Vec<String> = trades
        .lines()
        .filter_map(|line| {
            let mut parts = line.split('|');
            let (code, name) = (parts.next()?, parts.next()?);
            let first =
                reference.occupations.resolve(name).into_iter().next().map(|hit| hit.code.to_string());
            (first.as_deref() != Some(code)).then(|| format!("{name} {code} {first:?}"))
        })
        .collect();
    assert_eq!(lost, Vec::<String>::new());
}
