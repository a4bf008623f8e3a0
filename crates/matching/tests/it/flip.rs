//! The smallest change that makes a failed condition hold: applied, it does exactly that; anything smaller does not.

use std::collections::BTreeSet;

use domain::area::AreaCode;
use domain::city::City;
use domain::code::{CareerKind, Education, EmploymentType};
use domain::id::OpeningId;
use domain::message::{Catalogue, Lang};
use domain::occupation::OccupationCode;
use domain::opening::{Career, Content, Workplace};
use domain::seeker::{Profile, WageWish};
use domain::wage::{Wage, WageForm};
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use matching::{Candidate, ConstraintKind, Easing, Job, MESSAGES, Market, Relaxation, widen};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use uuid::Uuid;

const AREAS: [&str; 6] = ["41285", "41281", "4128151000", "41480", "11380", "41280"];
const LICENCES: [&str; 3] = ["지게차운전기능사", "요양보호사", "한식조리기능사"];
const ID: OpeningId = OpeningId(Uuid::from_u128(7));

fn city() -> &'static City {
    static CITY: std::sync::OnceLock<City> = std::sync::OnceLock::new();
    CITY.get_or_init(|| City::embedded("goyang").unwrap())
}

fn areas(most: usize) -> impl Strategy<Value = Vec<AreaCode>> {
    vec(prop::sample::select(&AREAS[..]).prop_map(|code| AreaCode::parse(code).unwrap()), 0..=most)
}

fn licences() -> impl Strategy<Value = Vec<String>> {
    prop::sample::subsequence(&LICENCES[..], 0..=3)
        .prop_map(|words| words.into_iter().map(str::to_owned).collect())
}

/// Spans of at least an hour, past midnight too.
fn hours() -> impl Strategy<Value = Option<DailyHours>> {
    of((0u16..1_440, 60u16..=1_440).prop_map(|(start, long)| DailyHours {
        start_min: start,
        end_min: (start + long) % 1_440,
        break_min: 0,
    }))
}

fn form() -> impl Strategy<Value = (WageForm, i64)> {
    prop_oneof![
        (1_500_000i64..4_000_000).prop_map(|won| (WageForm::Monthly, won)),
        (9_000i64..30_000).prop_map(|won| (WageForm::Hourly, won)),
    ]
}

prop_compose! {
    fn content()(
        areas in areas(2), pay in of(form()), days in of(1u8..128), daily in hours(), weekly in of(600u32..3_000), remote in any::<bool>(),
        kind in of(0usize..6), education in of(0usize..8), months in of(0u32..60), career in 0usize..3, licences in licences(),
    ) -> Content {
        Content {
            title: "가구 조립".into(),
            occupation: OccupationCode::parse("8832"),
            headcount: 1,
            wage: pay.and_then(|(form, won)| Wage::new(form, won, won)),
            work_time: WorkTime { weekdays: days.map(Weekdays), daily, weekly_min: weekly, ..WorkTime::default() },
            workplace: Workplace { areas, remote, ..Workplace::default() },
            employment_type: kind.map(|n| EmploymentType::ALL[n]),
            education_min: education.map(|n| Education::ALL[n]),
            career: months.map(|months| Career { kind: CareerKind::ALL[career], min_months: Some(months), max_months: None }),
            licences,
            ..Content::default()
        }
    }
}

prop_compose! {
    fn profile()(
        desired in areas(2), area in areas(1), wish in of(form()), days in of(1u8..128), daily in hours(), weekly in of(600u32..3_000), remote in any::<bool>(),
        kinds in prop::sample::subsequence(EmploymentType::ALL, 0..3), education in of(1usize..8), months in of(0u32..60), licences in licences(),
        commute in of(5u32..90),
    ) -> Profile {
        Profile {
            occupations: OccupationCode::parse("8832").into_iter().collect(),
            area: area.first().cloned(),
            desired_areas: desired,
            wage: wish.map_or(WageWish::Unknown, |(form, won)| WageWish::AtLeast { form, won }),
            work_time: WorkTime { weekdays: days.map(Weekdays), daily, weekly_min: weekly, ..WorkTime::default() },
            remote,
            employment_types: kinds,
            education: education.map(|n| Education::ALL[n]),
            career_months: months,
            licences,
            commute_max_min: commute,
            ..Profile::default()
        }
    }
}

fn job(content: &Content) -> Job {
    Job::from_content(ID, content, None, city().areas(), city().stations())
}

fn candidate(profile: &Profile) -> Candidate {
    Candidate::from_profile(profile, city().areas(), city().stations())
}

type Kinds = BTreeSet<ConstraintKind>;

fn failed(person: &Candidate, job: &Job) -> Kinds {
    let market = Market::build(vec![job.clone()]);
    market.explain(person, ID).unwrap().failed().map(|failed| failed.kind).collect()
}

/// The days with each one of `some` taken out.
fn less_a_day(some: Weekdays) -> Vec<Weekdays> {
    some.days().map(|day| Weekdays(some.0 & !(1 << day))).filter(|days| !days.is_empty()).collect()
}

/// The words with each one taken out.
fn less_a_word(words: &[String]) -> Vec<Vec<String>> {
    (0..words.len())
        .map(|n| {
            let mut less = words.to_vec();
            less.remove(n);
            less
        })
        .collect()
}

fn clock(minutes: i64) -> u16 {
    u16::try_from(minutes.rem_euclid(1_440)).unwrap()
}

/// Every change of the person that is a little smaller.
fn smaller_asks(change: &Relaxation, person: &Profile) -> Vec<Relaxation> {
    match change {
        Relaxation::Commute(minutes) => vec![Relaxation::Commute(minutes - 1)],
        Relaxation::Wage(won) => vec![Relaxation::Wage(won + 1)],
        Relaxation::Days(days) => less_a_day(*days).into_iter().map(Relaxation::Days).collect(),
        Relaxation::Hours(hours) => {
            let free = person.work_time.daily.unwrap();
            if hours.presence_min() == 1_440 {
                return Vec::new();
            }
            let later = DailyHours { start_min: clock(i64::from(hours.start_min) + 1), ..*hours };
            let sooner = DailyHours { end_min: clock(i64::from(hours.end_min) - 1), ..*hours };
            let wider =
                [(hours.start_min != free.start_min, later), (hours.end_min != free.end_min % 1_440, sooner)];
            wider.into_iter().filter(|(wider, _)| *wider).map(|(_, less)| Relaxation::Hours(less)).collect()
        }
        Relaxation::WeeklyHours(minutes) => vec![Relaxation::WeeklyHours(minutes - 1)],
        Relaxation::Schooling(education) => {
            vec![Relaxation::Schooling(Education::ALL[*education as usize - 1])]
        }
        Relaxation::Experience(months) => vec![Relaxation::Experience(months - 1)],
        Relaxation::Licences(words) => less_a_word(words).into_iter().map(Relaxation::Licences).collect(),
        Relaxation::Area(..) | Relaxation::EmploymentType(_) => Vec::new(),
    }
}

/// Every change of the opening that is a little smaller.
fn smaller_easings(change: &Easing, content: &Content) -> Vec<Easing> {
    match change {
        Easing::Ride(minutes) => vec![Easing::Ride(minutes + 1)],
        Easing::Wage { hourly, won } => vec![Easing::Wage { hourly: *hourly, won: won - 1 }],
        Easing::Days(days) => {
            let dropped = content.work_time.weekdays.unwrap().without(*days);
            let work = content.work_time.weekdays.unwrap();
            // Where no day is left, the work moves to others: nothing smaller is of the same kind.
            let kept = days.without(work).is_empty();
            let with = |day: u8| Easing::Days(Weekdays(days.0 | 1 << day));
            if kept { dropped.days().map(with).collect() } else { Vec::new() }
        }
        Easing::Hours(Some(hours)) => {
            let work = content.work_time.daily.unwrap();
            if work.presence_min() != hours.presence_min() {
                let longer = DailyHours { end_min: clock(i64::from(hours.end_min) + 1), ..*hours };
                return vec![Easing::Hours(Some(longer))];
            }
            let moved =
                (i64::from(hours.start_min) - i64::from(work.start_min) + 720).rem_euclid(1_440) - 720;
            let less = -moved.signum();
            let back = DailyHours {
                start_min: clock(i64::from(hours.start_min) + less),
                end_min: clock(i64::from(hours.end_min) + less),
                ..*hours
            };
            vec![Easing::Hours(Some(back))]
        }
        Easing::WeeklyHours(minutes) => vec![Easing::WeeklyHours(minutes + 1)],
        Easing::Schooling(education) => vec![Easing::Schooling(Education::ALL[*education as usize + 1])],
        Easing::Experience(months) => vec![Easing::Experience(months + 1)],
        Easing::Licences(words) => less_a_word(words).into_iter().map(Easing::Licences).collect(),
        Easing::Place(_) | Easing::Remote | Easing::EmploymentType(_) | Easing::Hours(None) => Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn each_change_makes_exactly_its_condition_hold_and_nothing_smaller_does(content in content(), profile in profile()) {
        let (job, person) = (job(&content), candidate(&profile));
        let before = failed(&person, &job);
        let flips = Market::build(vec![job.clone()]).flips(&person, ID, city().areas()).unwrap();
        prop_assert_eq!(flips.iter().map(|flip| flip.kind).collect::<Kinds>(), before.clone());
        let catalogue = Catalogue::new(MESSAGES);
        for flip in flips {
            let mut rest = before.clone();
            rest.remove(&flip.kind);
            prop_assert_eq!(failed(&person.relaxed(&flip.seeker), &job), rest.clone(), "{:?}", flip.seeker);
            prop_assert_eq!(failed(&person, &job.eased(&flip.employer)), rest, "{:?}", flip.employer);
            prop_assert_eq!(flip.seeker.kind(), flip.kind);
            for less in smaller_asks(&flip.seeker, &profile) {
                prop_assert!(failed(&person.relaxed(&less), &job).contains(&flip.kind), "{:?} for {:?}", less, flip.seeker);
            }
            for less in smaller_easings(&flip.employer, &content) {
                prop_assert!(failed(&person, &job.eased(&less)).contains(&flip.kind), "{:?} for {:?}", less, flip.employer);
            }
            for (lang, message) in [Lang::Ko, Lang::En].into_iter().flat_map(|lang| [(lang, &flip.ask), (lang, &flip.ease)]) {
                let said = catalogue.say(lang, message);
                prop_assert!(catalogue.has(lang, &message.code) && !said.contains("match-") && !said.contains('$'), "{}", said);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_easing_brings_what_it_says(content in content(), people in vec(profile(), 1..40)) {
        let (job, people): (_, Vec<Candidate>) = (job(&content), people.iter().map(candidate).collect());
        let fits = |job: Job| {
            let market = Market::build(vec![job]);
            people.iter().filter(|person| market.count_full(person) == 1).count()
        };
        let widened = widen(&job, &people.iter().collect::<Vec<_>>(), 3, city().areas());
        prop_assert_eq!(widened.now, fits(job.clone()));
        prop_assert_eq!(widened.more.len(), widened.easings.len());
        for (easing, (_, brings)) in widened.easings.iter().zip(&widened.more) {
            prop_assert_eq!(fits(job.eased(easing)), widened.now + brings, "{:?}", easing);
        }
    }
}

/// Somebody who may work 09:00 to 18:00, up to 30 hours, without fixed term, and has no licence.
fn strict() -> Profile {
    Profile {
        occupations: OccupationCode::parse("8832").into_iter().collect(),
        work_time: WorkTime {
            daily: DailyHours::new(540, 1_080, 0),
            weekly_min: Some(1_800),
            ..WorkTime::default()
        },
        employment_types: vec![EmploymentType::Indefinite],
        education: Some(Education::High),
        career_months: Some(6),
        ..Profile::default()
    }
}

#[test]
fn what_widening_hours_kind_and_ability_would_bring_is_told() {
    let base = Content {
        title: "가구 조립".into(),
        occupation: OccupationCode::parse("8832"),
        headcount: 1,
        ..Content::default()
    };
    let at = |from, to| WorkTime { daily: DailyHours::new(from, to, 0), ..WorkTime::default() };
    let contents = [
        Content { work_time: at(480, 960), ..base.clone() },
        Content { work_time: at(600, 1_140), ..base.clone() },
        Content { work_time: WorkTime { weekly_min: Some(2_400), ..WorkTime::default() }, ..base.clone() },
        Content { employment_type: Some(EmploymentType::FixedTerm), ..base.clone() },
        Content { education_min: Some(Education::Bachelor), ..base.clone() },
        Content {
            career: Some(Career { kind: CareerKind::Experienced, min_months: Some(12), max_months: None }),
            ..base.clone()
        },
        Content { licences: vec![LICENCES[0].to_owned()], ..base },
    ];
    let jobs = contents.iter().enumerate().map(|(n, content)| {
        Job::from_content(
            OpeningId(Uuid::from_u128(n as u128)),
            content,
            None,
            city().areas(),
            city().stations(),
        )
    });
    let near = Market::build(jobs.collect()).near(&candidate(&strict()), 10);
    let catalogue = Catalogue::new(MESSAGES);
    let said: Vec<String> = near.relax.iter().map(|(message, _)| catalogue.say(Lang::Ko, message)).collect();
    assert_eq!(
        said,
        [
            "08:00~19:00 사이에 일할 수 있으면 2건",
            "주 40시간까지 일할 수 있으면 1건",
            "고용형태로 기간제 전일제도 좋다면 1건",
            "학력이 대졸 이상이면 1건",
            "경력이 12개월 이상이면 1건",
            "자격·면허(지게차운전기능사)를 따면 1건",
        ]
    );
}
