//! What easing one condition of an opening brings, against the same question asked of each person anew.

use domain::area::AreaCode;
use domain::city::City;
use domain::code::{CareerKind, Education};
use domain::id::OpeningId;
use domain::message::{Catalogue, Lang};
use domain::occupation::OccupationCode;
use domain::opening::{Career, Content, Workplace};
use domain::seeker::{Profile, WageWish};
use domain::wage::{Wage, WageForm};
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use matching::{Candidate, Easing, Job, Market, widen};
use uuid::Uuid;

fn content() -> Content {
    Content {
        title: "가구 조립".into(),
        occupation: OccupationCode::parse("8832"),
        headcount: 1,
        wage: Wage::new(WageForm::Monthly, 2_000_000, 2_000_000),
        education_min: Some(Education::Bachelor),
        career: Some(Career { kind: CareerKind::Experienced, min_months: Some(12), max_months: None }),
        work_time: WorkTime {
            weekdays: Some(Weekdays::WORKING),
            daily: DailyHours::new(540, 1_080, 60),
            ..WorkTime::default()
        },
        workplace: Workplace {
            areas: AreaCode::parse("41285").into_iter().collect(),
            ..Workplace::default()
        },
        ..Content::default()
    }
}

/// Somebody whom it fits in every way.
fn fitting() -> Profile {
    Profile {
        occupations: OccupationCode::parse("8832").into_iter().collect(),
        area: AreaCode::parse("41285"),
        desired_areas: AreaCode::parse("41285").into_iter().collect(),
        education: Some(Education::Bachelor),
        career_months: Some(24),
        wage: WageWish::AtLeast { form: WageForm::Monthly, won: 1_900_000 },
        ..Profile::default()
    }
}

#[test]
fn every_proposal_is_counted_as_if_the_opening_said_so() {
    let city = City::embedded("goyang").unwrap();
    let wishes = |won| WageWish::AtLeast { form: WageForm::Monthly, won };
    let mut people = vec![fitting()];
    people.extend(
        [2_100_000, 2_200_000, 2_300_000, 2_900_000].map(|won| Profile { wage: wishes(won), ..fitting() }),
    );
    people.extend([0, 6].map(|months| Profile { career_months: Some(months), ..fitting() }));
    people.push(Profile { education: Some(Education::High), ..fitting() });
    // Two things fail: no single change brings them.
    people.push(Profile { education: Some(Education::High), career_months: Some(0), ..fitting() });
    // Other work altogether.
    people.push(Profile { occupations: OccupationCode::parse("0244").into_iter().collect(), ..fitting() });
    let people: Vec<_> = people
        .iter()
        .map(|profile| Candidate::from_profile(profile, city.areas(), city.stations()))
        .collect();
    let id = OpeningId(Uuid::from_u128(1));
    let job = |content: &Content| Job::from_content(id, content, None, city.areas(), city.stations());
    let fits = |content: &Content| {
        let market = Market::build(vec![job(content)]);
        people.iter().filter(|person| market.count_full(person) == 1).count()
    };
    let widened = widen(&job(&content()), &people.iter().collect::<Vec<_>>(), 3, city.areas());
    assert_eq!(widened.now, fits(&content()));
    assert_eq!(widened.now, 1);
    let counts: Vec<_> = widened.easings.iter().zip(widened.more.iter().map(|(_, count)| *count)).collect();
    assert_eq!(
        counts,
        [
            (&Easing::Wage { hourly: false, won: 2_300_000 }, 3),
            (&Easing::Experience(0), 2),
            (&Easing::Schooling(Education::High), 1)
        ]
    );
    let raised = Content { wage: Wage::new(WageForm::Monthly, 2_300_000, 2_300_000), ..content() };
    let career = Some(Career { kind: CareerKind::Any, min_months: None, max_months: None });
    let any_career = Content { career, ..content() };
    let any_schooling = Content { education_min: None, ..content() };
    for (eased, more) in [(raised, 3), (any_career, 2), (any_schooling, 1)] {
        assert_eq!(fits(&eased), widened.now + more);
    }
    let said = Catalogue::new(matching::MESSAGES).say(Lang::Ko, &widened.more[0].0);
    assert!(said.contains("2,300,000원") && said.contains("3명"), "{said}");
}

#[test]
fn another_place_of_work_is_told_by_its_name() {
    let city = City::embedded("goyang").unwrap();
    let wishing = |area| Profile { desired_areas: AreaCode::parse(area).into_iter().collect(), ..fitting() };
    let people: Vec<_> = ["41281", "41287", "41281"]
        .into_iter()
        .map(|area| Candidate::from_profile(&wishing(area), city.areas(), city.stations()))
        .collect();
    let id = OpeningId(Uuid::from_u128(1));
    let job = Job::from_content(id, &content(), None, city.areas(), city.stations());
    let widened = widen(&job, &people.iter().collect::<Vec<_>>(), 3, city.areas());
    let catalogue = Catalogue::new(matching::MESSAGES);
    let said =
        |lang| widened.more.iter().map(|(message, _)| catalogue.say(lang, message)).collect::<Vec<_>>();
    let [first, second] = ["41281", "41287"].map(|code| city.areas().name(&AreaCode::parse(code).unwrap()));
    assert!(!first.is_empty() && first != second);
    assert_eq!(
        said(Lang::Ko),
        [format!("{first}에도 일터를 두면 2명 더"), format!("{second}에도 일터를 두면 1명 더")]
    );
    assert!(said(Lang::En)[0].starts_with(&format!("with a place of work in {first} too")));
    let flips = Market::build(vec![job]).flips(&people[0], id, city.areas()).unwrap();
    assert_eq!(catalogue.say(Lang::Ko, &flips[0].ease), format!("{first}에도 일터를 두면"));
}
