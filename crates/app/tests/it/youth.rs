//! Who is young: the table is the data, and each law and programme answers by its own ages.

use std::collections::BTreeMap;

use app::testing::TestCity;
use app::youth::{check, first, laws, newcomers, programs};
use domain::Role;
use domain::code::CareerKind;
use domain::opening::{Career, Content};
use domain::support_program::Finding;
use jiff::civil::{Date, date};

use crate::placement::at;
use crate::referral::{counselor, employer, opening_of, wanted};

/// What stands behind a key of a file of rules, on its own line or within a condition.
fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("{key} = "))?;
    rest.split([',', '\n', ' ']).next().map(|value| value.trim_matches('"'))
}

fn data(name: &str) -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/programmes");
    std::fs::read_to_string(root.join(name)).unwrap()
}

/// The ages of each segment of the young by its definition of a day, as they stand in the file.
fn written(on: Date) -> BTreeMap<String, (u8, Option<u8>)> {
    let (text, mut out) = (data("segments.toml"), BTreeMap::new());
    for segment in text.split("[[segment]]").skip(1) {
        let code = value(segment, "code").unwrap();
        for version in segment.split("[[segment.version]]").skip(1).filter(|_| code.starts_with("youth-")) {
            let day = |key| value(version, key).map(|day| day.parse::<Date>().unwrap());
            if day("from").is_none_or(|from| from <= on) && day("until").is_none_or(|until| until >= on) {
                let age = |key| value(version, key).map(|age| age.parse::<u8>().unwrap());
                out.insert(code.to_owned(), (age("min").unwrap(), age("max")));
            }
        }
    }
    out
}

/// The ages for which a programme's file asks, whichever version.
fn asked(id: &str) -> Vec<(u8, u8)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/programmes");
    let names = std::fs::read_dir(root).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut files =
        names.filter(|name| name.ends_with(".toml") && name != "segments.toml").map(|name| data(&name));
    let file = files.find(|text| value(text, "id") == Some(id)).unwrap();
    let ages = file.lines().filter(|line| line.contains("kind = \"age\""));
    ages.map(|line| {
        (value(line, "min").unwrap().parse().unwrap(), value(line, "max").unwrap().parse().unwrap())
    })
    .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_of_ages_is_the_data() {
    let city = TestCity::of("goyang").await;
    for day in [date(2013, 12, 31), date(2014, 1, 1), date(2026, 3, 2)] {
        at(&city, day, 9);
        let ctx = city.as_role(Role::Citizen).await;
        let segments = written(day);
        let shown: BTreeMap<String, (u8, Option<u8>)> = laws(&ctx, &city.app)
            .into_iter()
            .map(|law| (law.segment.code.to_string(), (law.min, law.max)))
            .collect();
        assert_eq!(shown, segments, "{day}");
        assert!(laws(&ctx, &city.app).iter().all(|law| !law.version.basis.is_empty()));
        let shown: Vec<(String, u8, u8)> = programs(&ctx, &city.app)
            .unwrap()
            .into_iter()
            .map(|aged| (aged.offer.program.id.to_string(), aged.min.unwrap(), aged.max))
            .collect();
        assert_eq!(shown.len(), 6, "{shown:?}");
        for (id, min, max) in &shown {
            assert!(asked(id).contains(&(*min, *max)), "{id} {min} {max}");
        }
    }
    // The law for public bodies was drawn at another age from a day on.
    let of = |on: Date| written(on)["youth-public-body"];
    assert_eq!((of(date(2013, 12, 31)), of(date(2014, 1, 1))), ((15, Some(29)), (15, Some(34))));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_day_of_birth_is_young_for_some_and_not_for_others() {
    let city = TestCity::of("goyang").await;
    at(&city, date(2026, 3, 2), 9);
    let ctx = city.as_role(Role::Citizen).await;
    let answer = check(&ctx, &city.app, date(1990, 3, 2)).unwrap();
    let laws: BTreeMap<&str, bool> =
        answer.laws.iter().map(|(law, holds)| (law.segment.code.as_str(), *holds)).collect();
    // Thirty-six today.
    let wanted = [
        ("youth-basic", false),
        ("youth-employment", false),
        ("youth-goyang", true),
        ("youth-public-body", false),
    ];
    assert_eq!(laws, wanted.into());
    let found = |id: &str| {
        let of = |aged: &app::youth::Aged| aged.offer.program.id.as_str() == id;
        answer.programs.iter().find(|(aged, _)| of(aged)).map(|(_, finding)| finding.clone()).unwrap()
    };
    assert_eq!(found("goyang-youth-administration"), Finding::Met);
    for id in ["youth-job-leap-1", "youth-job-leap-2", "national-support-1-youth"] {
        let Finding::NotMet(why) = found(id) else { panic!("{id}") };
        assert_eq!(why.code, "support-lacks-age-over", "{id}");
    }
    // Who turns 18 within the days on which the notice may have been out is told that the day is missing.
    let near = check(&ctx, &city.app, date(2008, 1, 15)).unwrap();
    let near = near
        .programs
        .iter()
        .find(|(aged, _)| aged.offer.program.id.as_str() == "goyang-youth-administration");
    assert!(matches!(near.unwrap().1, Finding::Missing(_)));
    assert!(check(&ctx, &city.app, date(2099, 1, 1)).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn openings_without_experience_are_those_that_say_so() {
    let city = TestCity::new().await;
    let (ctx, workplace) = (counselor(&city).await, employer(&city).await);
    let asking = |kind: CareerKind| Content {
        career: Some(Career { kind, min_months: None, max_months: None }),
        ..wanted(1)
    };
    let new = opening_of(&city, &ctx, workplace, asking(CareerKind::New)).await;
    opening_of(&city, &ctx, workplace, asking(CareerKind::Experienced)).await;
    opening_of(&city, &ctx, workplace, wanted(1)).await;
    city.clock.advance_days(1);
    let ctx = counselor(&city).await;
    let any = opening_of(&city, &ctx, workplace, asking(CareerKind::Any)).await;
    let found: Vec<_> = newcomers(&ctx, &city.app).unwrap().iter().map(|listed| listed.opening.id).collect();
    assert_eq!(found, [any, new], "the newest first");
    let first = first(&ctx, &city.app).await.unwrap();
    assert_eq!((first.openings, first.newcomers.len(), first.tries.len()), (4, 2, 0));
}
