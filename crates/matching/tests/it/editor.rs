//! A young editor whom nothing fits, and why.

use domain::area::AreaCode;
use domain::city::City;
use domain::id::OpeningId;
use domain::message::{Catalogue, Lang};
use domain::occupation::OccupationCode;
use domain::opening::{Content, Workplace};
use domain::seeker::{Profile, WageWish};
use domain::wage::{Wage, WageForm};
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use matching::{Candidate, ConstraintKind, ConstraintState, Job, Market};
use uuid::Uuid;

/// Work by occupation, place, pay and days.
pub(crate) fn content(occupation: &str, area: &str, won: i64, days: Weekdays) -> Content {
    Content {
        title: "영상 편집".into(),
        occupation: OccupationCode::parse(occupation),
        headcount: 1,
        wage: Wage::new(WageForm::Monthly, won, won),
        work_time: WorkTime {
            weekdays: Some(days),
            daily: DailyHours::new(540, 1080, 60),
            ..WorkTime::default()
        },
        workplace: Workplace { areas: vec![AreaCode::parse(area).unwrap()], ..Workplace::default() },
        ..Content::default()
    }
}

/// The twelve openings: 파주, pay and weekends first, then nine of quite different work.
pub(crate) fn twelve() -> Vec<Content> {
    let mut contents = vec![
        content("4166", "41480", 1_900_000, Weekdays::WORKING),
        content("4166", "41285", 1_650_000, Weekdays::WORKING),
        content("4166", "41285", 1_900_000, Weekdays::ALL),
    ];
    for occupation in ["5501", "6152", "7060", "8831", "9014", "0272", "3040", "6241", "2311"] {
        contents.push(content(occupation, "41285", 2_000_000, Weekdays::WORKING));
    }
    contents
}

/// She is 24, wants to cut films in 일산동구 from 1,800,000 won on weekdays.
pub(crate) fn editor() -> Profile {
    Profile {
        occupations: vec![OccupationCode::from_worknet("416600").unwrap()],
        area: AreaCode::parse("41285"),
        desired_areas: vec![AreaCode::parse("41285").unwrap()],
        wage: WageWish::AtLeast { form: WageForm::Monthly, won: 1_800_000 },
        work_time: WorkTime {
            weekdays: Some(Weekdays::WORKING),
            daily: DailyHours::new(540, 1080, 0),
            ..WorkTime::default()
        },
        ..Profile::default()
    }
}

#[test]
fn three_near_matches_each_failing_one_thing() {
    let city = City::embedded("goyang").unwrap();
    let contents = twelve();
    let jobs = contents.iter().enumerate().map(|(n, content)| {
        Job::from_content(OpeningId(Uuid::from_u128(n as u128)), content, None, city.areas(), city.stations())
    });
    let market = Market::build(jobs.collect());
    let profile = editor();
    let candidate = Candidate::from_profile(&profile, city.areas(), city.stations());
    assert_eq!(market.count_full(&candidate), 0);
    assert!(market.top_k(&candidate, 10).is_empty());
    let near = market.near(&candidate, 10);
    let mut failed: Vec<_> = near.matches.iter().map(|m| (m.failed.kind, m.failed.state)).collect();
    failed.sort();
    let kinds: Vec<_> = failed.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [ConstraintKind::Area, ConstraintKind::Wage, ConstraintKind::Days]);
    assert_eq!(failed[1].1, ConstraintState::Failed { short: 150_000 });
    for found in &near.matches {
        let explanation = market.explain(&candidate, found.opening).unwrap();
        assert_eq!(explanation.failed().count(), 1);
    }
    let catalogue = Catalogue::new(matching::MESSAGES);
    let said: Vec<String> = near.relax.iter().map(|(message, _)| catalogue.say(Lang::Ko, message)).collect();
    assert_eq!(near.relax.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [1, 1, 1], "{said:?}");
    let whole = said.join(" / ");
    for words in ["파주시까지 넓히면 1건", "1,650,000원까지 1건", "주말도 가능하면 1건"]
    {
        assert!(whole.contains(words), "{whole}");
    }
    let reasons: Vec<String> =
        near.matches.iter().map(|m| catalogue.say(Lang::Ko, &m.failed.reason)).collect();
    let whole = reasons.join(" / ");
    for words in ["파주시", "150,000원 부족", "주말 근무"] {
        assert!(whole.contains(words), "{whole}");
    }
}

#[test]
fn a_commute_over_the_limit_says_both_figures() {
    let city = City::embedded("goyang").unwrap();
    let far = content("4166", "41800", 1_900_000, Weekdays::WORKING);
    let job = Job::from_content(OpeningId(Uuid::from_u128(1)), &far, None, city.areas(), city.stations());
    let profile = Profile {
        occupations: vec![OccupationCode::parse("4166").unwrap()],
        area: AreaCode::parse("41285"),
        commute_max_min: Some(30),
        ..Profile::default()
    };
    let candidate = Candidate::from_profile(&profile, city.areas(), city.stations());
    let market = Market::build(vec![job]);
    let failed = &market.near(&candidate, 1).matches[0].failed;
    assert_eq!(failed.kind, ConstraintKind::Commute);
    let said = Catalogue::new(matching::MESSAGES).say(Lang::En, &failed.reason);
    assert!(said.starts_with("commute ") && said.ends_with(" of 30 minutes (estimate)"), "{said}");
}

#[test]
fn the_worked_example_of_the_documentation() {
    let city = City::embedded("goyang").unwrap();
    let offered = Content {
        occupation: OccupationCode::parse("4166"),
        wage: Wage::new(WageForm::Monthly, 2_200_000, 2_200_000),
        career: Some(domain::opening::Career {
            kind: domain::code::CareerKind::Any,
            min_months: None,
            max_months: None,
        }),
        ..Content::default()
    };
    let id = OpeningId(Uuid::from_u128(1));
    let market = Market::build(vec![Job::from_content(id, &offered, None, city.areas(), city.stations())]);
    let profile = Profile {
        occupations: vec![OccupationCode::parse("4166").unwrap()],
        wage: WageWish::AtLeast { form: WageForm::Monthly, won: 2_000_000 },
        career_months: Some(24),
        ..Profile::default()
    };
    let candidate = Candidate::from_profile(&profile, city.areas(), city.stations());
    assert_eq!(market.top_k(&candidate, 1)[0].parts, [3_500, 0, 1_200, 1_000, 0, 0]);
}
