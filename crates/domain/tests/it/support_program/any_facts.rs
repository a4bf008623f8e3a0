//! Whatever is known of anybody: what is not known never helps, and what is learnt never undoes a refusal.

use std::collections::BTreeSet;

use domain::area::AreaCode;
use domain::code::Education;
use domain::support_program::{
    Dismissed, Facts, Hire, Kind, Past, ProgramId, Residence, Size, Stage, Status, Verdict, Work, Worked,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::select;
use strum::IntoEnumIterator;

use super::people::{Case, ground};
use super::{everything, shipped};

fn day() -> impl Strategy<Value = Date> {
    (0i32..20_000).prop_map(|days| date(1950, 1, 1) + days.days())
}

fn past() -> impl Strategy<Value = Past> {
    let program = select(vec!["goyang-public-works", "all-kinds", "seongnam-public-works"]);
    let stage = prop::option::of((2010i16..2027, 1u8..=4).prop_map(|(year, nth)| Stage { year, nth, of: 4 }));
    (program, select(Kind::iter().collect::<Vec<_>>()), stage, day(), 0i32..400).prop_map(
        |(program, kind, stage, from, days)| Past {
            program: ProgramId::parse(program).unwrap(),
            version: None,
            kind,
            stage,
            from,
            until: (days > 0).then(|| from + days.days()),
        },
    )
}

/// Somebody of whom everything is known.
fn known() -> impl Strategy<Value = Facts> {
    let area = select(vec!["4128151000", "41281", "41130", "41250", "41630", "11110"]);
    let told = prop::collection::vec(any::<bool>(), Status::iter().count());
    let household = prop::option::of(select(vec!["goyang-public-works", "all-kinds"]));
    (
        (day(), area, day(), 0u32..200, 0i64..600_000_000, select(Work::iter().collect::<Vec<_>>())),
        (day(), (1u32..36, 0u32..300, 0u32..1_200), select(Education::ALL[1..].to_vec()), 0u32..60),
        (told, prop::collection::vec(past(), 0..4), household),
    )
        .prop_map(
            |((born, area, since, income, assets, work), (without, worked, education, insured), rest)| {
                let (told, history, household) = rest;
                let mut told: std::collections::BTreeMap<Status, bool> = Status::iter().zip(told).collect();
                for status in Status::iter() {
                    if let (Some(wider), true) = (status.wider(), told[&status]) {
                        told.insert(wider, true);
                    }
                }
                Facts {
                    born_on: Some(born),
                    residence: Some(Residence {
                        area: AreaCode::parse(area).unwrap(),
                        since: Some(since.max(born)),
                    }),
                    income_percent: Some(income),
                    assets_won: Some(assets),
                    work: Some(work),
                    unemployed_since: (!work.is_working()).then_some(without.max(born)),
                    worked: Some(Worked {
                        within_months: worked.0,
                        days: Some(worked.1),
                        hours: Some(worked.2),
                    }),
                    education: Some(education),
                    insured_months: Some(insured),
                    told,
                    history: Some(history),
                    household: Some(
                        household
                            .map(|id| ProgramId::parse(id).unwrap())
                            .into_iter()
                            .collect::<BTreeSet<_>>(),
                    ),
                }
            },
        )
}

fn known_hire() -> impl Strategy<Value = Hire> {
    let sizes = select(Size::iter().collect::<Vec<_>>());
    let dismissed = prop::option::of(day());
    let industry = select(vec!["C", "25", "F", "58"]);
    (known(), 0u32..400, industry, sizes, any::<bool>(), 0u32..3_000, 8_000i64..20_000, dismissed).prop_map(
        |(person, workers, industry, size, regular, weekly_min, hourly_won, dismissed)| Hire {
            workers: Some(workers),
            industry: domain::industry::IndustryCode::parse(industry),
            size: Some(size),
            dismissed: Some(dismissed.map_or(Dismissed::Never, |on| Dismissed::On { on })),
            regular: Some(regular),
            weekly_min: Some(weekly_min),
            hourly_won: Some(hourly_won),
            starts_on: Some(date(2026, 5, 6)),
            person,
        },
    )
}

/// The same with some of it not told.
fn hide(mut who: Hire, hidden: &[bool]) -> Hire {
    let mut hidden = hidden.iter().copied().cycle();
    let mut is = || hidden.next().unwrap_or(false);
    macro_rules! hide {
        ($($field:expr),+) => {$( if is() { $field = None; } )+};
    }
    hide!(
        who.workers,
        who.industry,
        who.size,
        who.dismissed,
        who.regular,
        who.weekly_min,
        who.hourly_won,
        who.starts_on
    );
    let person = &mut who.person;
    if let (Some(home), true) = (&mut person.residence, is()) {
        home.since = None;
    }
    if let Some(worked) = &mut person.worked {
        hide!(worked.days, worked.hours);
    }
    person.told.retain(|_, _| !is());
    hide!(
        person.born_on,
        person.residence,
        person.income_percent,
        person.assets_won,
        person.work,
        person.worked,
        person.unemployed_since,
        person.education,
        person.insured_months,
        person.history,
        person.household
    );
    who
}

/// Somebody who meets everything, and of whom the rest is known too.
fn filled(mut fitting: Hire, from: &Hire) -> Hire {
    macro_rules! fill {
        ($($field:ident),+ of $who:ident and $rest:expr) => {$( $who.$field = $who.$field.clone().or($rest.$field.clone()); )+};
    }
    fill!(workers, industry, size, dismissed, regular, weekly_min, hourly_won, starts_on of fitting and from);
    let (person, rest) = (&mut fitting.person, &from.person);
    person.work = person.work.or(Some(Work::Unemployed));
    let without = person.work.is_some_and(|work| !work.is_working());
    if without {
        fill!(unemployed_since of person and rest);
    }
    fill!(born_on, residence, income_percent, assets_won, worked, education, insured_months of person and rest);
    fill!(history, household of person and rest);
    for status in Status::iter() {
        person.told.entry(status).or_insert(false);
    }
    for status in Status::iter() {
        if let (Some(wider), true) = (status.wider(), person.told[&status]) {
            person.told.insert(wider, true);
        }
    }
    // Nobody is without work, or lives anywhere, before they are born.
    let born = person.born_on.unwrap_or(Date::MIN);
    person.unemployed_since = person.unemployed_since.map(|since| since.max(born));
    person
        .residence
        .as_mut()
        .into_iter()
        .for_each(|home| home.since = home.since.map(|since| since.max(born)));
    fitting
}

fn holds(case: &Case<'_>, who: &Hire, partly: &Hire) -> Result<bool, TestCaseError> {
    let (whole, part) = (case.verdict(who), case.verdict(partly));
    let name = format!("{} {}", case.program.id, case.version.id);
    match &part {
        Verdict::Eligible => prop_assert_eq!(&whole, &Verdict::Eligible, "{}", name),
        Verdict::NotEligible { .. } => {
            let refused = matches!(whole, Verdict::NotEligible { .. });
            prop_assert!(refused, "{}: {:?}", name, whole);
        }
        Verdict::Unknown { missing } => prop_assert!(!missing.is_empty()),
    }
    Ok(whole == Verdict::Eligible)
}

proptest! {
    #[test]
    fn what_is_not_known_never_helps_and_what_is_learnt_never_undoes_a_refusal(
        who in known_hire(),
        hidden in prop::collection::vec(any::<bool>(), 53),
    ) {
        let (partly, mut eligible) = (hide(who.clone(), &hidden), 0);
        for program in everything().iter().chain(shipped().iter()) {
            for version in &program.versions {
                let case = Case::of(program, version);
                holds(&case, &who, &partly)?;
                let fitting = filled(case.fitting(), &who);
                eligible += usize::from(holds(&case, &fitting, &hide(fitting.clone(), &hidden))?);
            }
        }
        prop_assert!(eligible > 10, "only {} were eligible when all was known", eligible);
    }

    #[test]
    fn who_is_in_a_segment_is_so_by_age_or_by_their_own_word(facts in known(), on in day()) {
        let segments = ground().segments;
        for code in segments.of(&facts, on) {
            prop_assert_eq!(segments.holds(&code, &facts, on), Ok(true));
            let silent = Facts::default();
            prop_assert!(segments.holds(&code, &silent, on).is_err(), "nobody is put into {code} by guessing");
        }
    }
}
