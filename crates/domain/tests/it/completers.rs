//! What became of those who completed a cohort: who had work 3 and 6 months after, and how many of the jobs lasted (CR-11, CR-22).

use domain::cohort::{Cohort, Employment, EmploymentName, State};
use domain::counting::{Employed, Figure, Ledger};
use domain::id::{MergeId, PersonId, PlacementId};
use domain::measure::Unit;
use domain::placement::{
    EndReason, Evidence, EvidenceGrade, EvidenceKind, How, Placement, Retention, State as Standing, Terms,
};
use jiff::civil::{Date, date};
use strum::IntoEnumIterator;
use uuid::Uuid;

use crate::cohort::{at, counselling};
use crate::counting::{NOW, claim, ledger, person};

/// The cohort of group counselling, closed; its last day is 8 April.
fn closed() -> Cohort {
    Cohort { state: State::Completed { at: at(0), seed: None }, ..counselling() }
}

fn thirteen() -> Vec<PersonId> {
    (1..=13).map(person).collect()
}

fn employed(ledger: &Ledger, cohort: &Cohort, months: u8, today: Date) -> Employment {
    let counted = ledger.count_on(today);
    let known = |span| Employed::of(&ledger.worked_on(&counted, &thirteen(), span));
    cohort.employment((months, 13), today, known)
}

fn people(known: &Employment) -> Option<(i64, i64)> {
    match known {
        Employment::Known { employed, .. } => Some((employed.insured.value(), employed.otherwise.value())),
        _ => None,
    }
}

/// Began on 2 May, was there on 2 August, left in October.
fn sc_6() -> Placement {
    let grade = EvidenceGrade::E3;
    let august = Retention { months: 3, still_employed: true, on: date(2016, 8, 2), grade };
    let stayed = claim(1, 1, 1, date(2016, 5, 2)).check_retention(august, None, NOW, date(2016, 8, 2));
    stayed.unwrap().end(date(2016, 10, 14), EndReason::Left, NOW, date(2016, 11, 2)).unwrap()
}

#[test]
fn cr_11_sc_6_one_of_thirteen_and_the_job_lasted_three_months_and_not_six() {
    let (cohort, ledger, today) = (closed(), ledger(&[sc_6()]), date(2016, 11, 2));
    assert_eq!(people(&employed(&ledger, &cohort, 3, today)), Some((0, 1)), "on 8 July");
    assert_eq!(people(&employed(&ledger, &cohort, 6, today)), Some((0, 1)), "on 8 October");
    let counted = ledger.count_on(today);
    let span = (cohort.until, cohort.months_after(6));
    let kept = |months, as_of| {
        let kept = ledger.stayed_after(&counted, &thirteen(), span, (months, as_of));
        (kept.kept.value(), kept.due.value())
    };
    assert_eq!((kept(3, today), kept(6, today)), ((1, 1), (0, 1)));
    // The day before, nobody's six months are over.
    assert_eq!(kept(6, date(2016, 11, 1)), (0, 0));
    assert_eq!(ledger.begun_by(&counted, &thirteen(), span), [PlacementId(Uuid::from_u128(1))]);
    // Thirteen completions are no thirteen jobs.
    let line = ledger.figures(&counted, &domain::counting::Filter::default(), today);
    assert_eq!(line.class(domain::counting::Class::R1).filled.value(), 1);
}

#[test]
fn cr_11_it_is_known_on_the_day_and_not_before_and_the_states_are_those_of_the_national_series() {
    let (cohort, ledger) = (closed(), ledger(&[sc_6()]));
    let on = date(2016, 7, 8);
    assert_eq!(employed(&ledger, &cohort, 3, date(2016, 7, 7)), Employment::NotYet { known_on: on });
    assert_eq!(employed(&ledger, &cohort, 3, on).name(), EmploymentName::Known);
    let none = |cohort: &Cohort| cohort.employment((3, 0), on, |_| Employed::default()).name();
    assert_eq!(none(&cohort), EmploymentName::NobodyCompleted);
    assert_eq!(none(&counselling()), EmploymentName::Ahead);
    let running = State::Running { since: at(0), seed: crate::cohort::seed() };
    assert_eq!(none(&Cohort { state: running, ..counselling() }), EmploymentName::NotYet);
    let reason = domain::cohort::CancelReason::TooFew;
    let cancelled = State::Cancelled { at: at(0), reason };
    assert_eq!(none(&Cohort { state: cancelled, ..counselling() }), EmploymentName::NotHeld);
    // A month that is too short ends the time on its last day.
    let until = |day| Cohort { until: day, ..closed() };
    assert_eq!(until(date(2016, 8, 31)).months_after(3), date(2016, 11, 30));
    assert_eq!(until(date(2016, 8, 31)).months_after(6), date(2017, 2, 28));
    assert_eq!(until(date(2015, 11, 30)).months_after(3), date(2016, 2, 29));
}

#[test]
fn cr_11_only_a_confirmed_job_begun_in_time_and_held_on_the_day_counts() {
    let (cohort, today) = (closed(), date(2016, 12, 1));
    let of = |claims: &[Placement]| people(&employed(&ledger(claims), &cohort, 3, today)).unwrap();
    let job = |start| claim(1, 1, 1, start);
    // On the last day of the cohort and on the day itself, not before and not after.
    assert_eq!(of(&[job(date(2016, 4, 7))]), (0, 0));
    assert_eq!(of(&[job(date(2016, 4, 8))]), (0, 1));
    assert_eq!(of(&[job(date(2016, 7, 8))]), (0, 1));
    assert_eq!(of(&[job(date(2016, 7, 9))]), (0, 0));
    // Who left the day before had none; who left on the day had.
    let left = |day| job(date(2016, 5, 2)).end(day, EndReason::Left, NOW, today).unwrap();
    assert_eq!((of(&[left(date(2016, 7, 7))]), of(&[left(date(2016, 7, 8))])), ((0, 0), (0, 1)));
    // Found gone on the day is gone; a contract of two months from May is over.
    let grade = EvidenceGrade::E3;
    let gone = Retention { months: 1, still_employed: false, on: date(2016, 7, 8), grade };
    assert_eq!(of(&[job(date(2016, 5, 2)).check_retention(gone, None, NOW, today).unwrap()]), (0, 0));
    let terms = |months| Terms { contract_months: Some(months), ..Terms::default() };
    assert_eq!(of(&[Placement { terms: terms(2), ..job(date(2016, 5, 2)) }]), (0, 0));
    assert_eq!(of(&[Placement { terms: terms(3), ..job(date(2016, 5, 2)) }]), (0, 1));
    // A word alone and a public job are none; insurance stands apart.
    let word = Placement { state: Standing::Claimed, evidence: Vec::new(), ..job(date(2016, 5, 2)) };
    assert_eq!(of(&[word]), (0, 0));
    assert_eq!(of(&[Placement { how: How::DirectJob, ..job(date(2016, 5, 2)) }]), (0, 0));
    let insured = vec![Evidence::new(EvidenceKind::InsuranceLookup, date(2016, 5, 2), None)];
    let insured = Placement { evidence: insured, ..job(date(2016, 5, 2)) };
    assert_eq!(of(std::slice::from_ref(&insured)), (1, 0));
    // Two jobs of a person are one person, by the better proof; somebody else's are nobody's here.
    let second = claim(2, 1, 2, date(2016, 6, 1));
    assert_eq!(of(&[insured, second, claim(3, 99, 1, date(2016, 5, 2))]), (1, 0));
}

#[test]
fn cr_11_whoever_stands_under_two_ids_is_one_and_the_dead_hold_no_job() {
    let (cohort, today) = (closed(), date(2016, 12, 1));
    let mut known = ledger(&[claim(1, 1, 1, date(2016, 5, 2)), claim(2, 2, 2, date(2016, 5, 9))]);
    assert_eq!(people(&employed(&known, &cohort, 3, today)), Some((0, 2)));
    known.merge(MergeId(Uuid::from_u128(1)), (person(1), person(2)), true);
    assert_eq!(people(&employed(&known, &cohort, 3, today)), Some((0, 1)));
    known.died(person(1), Some(date(2016, 7, 7)));
    assert_eq!(people(&employed(&known, &cohort, 3, today)), Some((0, 0)));
}

#[test]
fn cr_11_completions_and_completers_employed_are_in_no_total_of_jobs() {
    let ledger = ledger(&[sc_6()]);
    let tally = ledger.behind(&ledger.count(), &[domain::counting::Asked::default()]).0;
    assert_eq!(Unit::Jobs.of(&tally), (1, 0));
    for unit in Unit::iter().filter(|unit| unit.is_recorded()) {
        assert_eq!(unit.of(&tally), (0, 0), "{unit}");
    }
    assert_eq!(Employed::default().people(), Figure::new(0));
}
