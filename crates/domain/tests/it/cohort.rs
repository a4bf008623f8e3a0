//! Cohorts: who is chosen and who waits, seats that are never given out twice, sessions, and the steps.

use std::collections::BTreeSet;

use domain::cohort::{
    Applicant, CancelReason, Cohort, Completion, Criterion, Queued, Seed, Selection, Session, SessionState,
    State, StateName, WaitReason, select,
};
use domain::enrolment::{self, Enrolment};
use domain::escrow::Pool;
use domain::id::{CohortId, EnrolmentId, NodeId, PersonId, TenantId};
use domain::message::{Catalogue, Lang, Message};
use domain::segment::SegmentCode;
use domain::support_program::{Fact, Missing, ProgramId, Verdict, VersionId};
use domain::work_time::DailyHours;
use domain::{Actor, Ctx};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use strum::IntoEnumIterator;
use uuid::Uuid;

pub(crate) fn at(hours: i64) -> Timestamp {
    TimeZone::UTC.to_timestamp(date(2016, 3, 14).at(0, 0, 0, 0)).unwrap() + hours.hours()
}

pub(crate) fn ctx(hours: i64) -> Ctx {
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&hours.to_be_bytes());
    Ctx::new(TenantId(Uuid::nil()), Actor::system(), at(hours), TimeZone::UTC, seed)
}

pub(crate) fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

/// Group counselling: fifteen seats, five days of six hours.
pub(crate) fn counselling() -> Cohort {
    let first = date(2016, 4, 4);
    let session = |nth: u32| Session {
        nth,
        on: first + i64::from(nth - 1).days(),
        hours: DailyHours::new(570, 990, 60).unwrap(),
        room: "교육실".to_owned(),
        state: SessionState::Planned,
    };
    Cohort {
        id: CohortId(Uuid::from_u128(1)),
        program: ProgramId::parse("goyang-women-new-work").unwrap(),
        program_version: VersionId::parse("undated").unwrap(),
        organisation: None,
        number: 1,
        seats: Pool::of(15),
        apply_until: None,
        from: first,
        until: first + 4.days(),
        sessions: (1..=5).map(session).collect(),
        criteria: vec![Criterion::Priority { of: vec![code("career-break")] }, Criterion::FirstCome],
        completion: Completion::Hours { least_percent: 80 },
        state: State::Planned,
        version: 1,
        created_at: at(0),
        updated_at: at(0),
    }
}

pub(crate) fn recruiting() -> Cohort {
    let cohort = counselling();
    Cohort { state: cohort.state.clone().recruit(at(0)).unwrap(), ..cohort }
}

pub(crate) fn seed() -> Seed {
    Seed::of([3; 16])
}

fn code(text: &str) -> SegmentCode {
    SegmentCode::parse(text).unwrap()
}

fn applicant(n: u128, hours: i64, priority: bool, score: u32) -> Applicant {
    let segments = if priority { BTreeSet::from([code("career-break")]) } else { BTreeSet::new() };
    Applicant {
        enrolment: EnrolmentId(Uuid::from_u128(n)),
        applied_at: at(hours),
        segments,
        score: Some(score),
        verdict: Verdict::Eligible,
    }
}

fn numbers(ids: &[EnrolmentId]) -> Vec<u128> {
    ids.iter().map(|id| id.0.as_u128()).collect()
}

fn queue(waiting: &[Queued]) -> Vec<(u128, u32, WaitReason)> {
    waiting.iter().map(|one| (one.enrolment.0.as_u128(), one.place, one.reason)).collect()
}

#[test]
fn each_criterion_decides_in_turn_and_says_so_to_whoever_waits() {
    let people = [
        applicant(1, 1, false, 90),
        applicant(2, 2, true, 60),
        applicant(3, 3, true, 80),
        applicant(4, 4, false, 80),
    ];
    let chosen = |criteria: &[Criterion], seats| select(&people, seats, criteria, &seed()).unwrap();
    let priority = Criterion::Priority { of: vec![code("career-break")] };
    let by_group = chosen(&[priority.clone(), Criterion::Score, Criterion::FirstCome], 1);
    assert_eq!(numbers(&by_group.selected), [3]);
    let wanted = [(2, 1, WaitReason::Score), (1, 2, WaitReason::Priority), (4, 3, WaitReason::Priority)];
    assert_eq!(queue(&by_group.waiting), wanted);
    let first = chosen(&[Criterion::FirstCome], 3);
    assert_eq!(
        (numbers(&first.selected), queue(&first.waiting)),
        (vec![1, 2, 3], vec![(4, 1, WaitReason::FirstCome)])
    );
    let by_points = chosen(&[Criterion::Score], 2);
    assert_eq!(by_points.selected[0].0.as_u128(), 1);
    let last = by_points.waiting.iter().find(|one| one.place == 1).unwrap();
    assert_eq!(last.reason, WaitReason::Draw, "both had 80 points");
    let drawn = chosen(&[Criterion::Draw], 2);
    assert!(drawn.waiting.iter().all(|one| one.reason == WaitReason::Draw));
    let none = chosen(&[Criterion::FirstCome], 0);
    assert!(none.selected.is_empty() && none.waiting.iter().all(|one| one.reason == WaitReason::NoSeat));
}

#[test]
fn who_cannot_take_part_is_refused_by_name_and_points_must_be_there() {
    let why = Message::new("support-lacks-residence");
    let mut people = vec![applicant(1, 1, false, 1), applicant(2, 2, false, 1), applicant(3, 3, false, 1)];
    people[0].verdict = Verdict::NotEligible { reasons: vec![why.clone()] };
    people[2].verdict = Verdict::Unknown { missing: BTreeSet::from([Missing::Fact(Fact::Income)]) };
    let selection = select(&people, 5, &[Criterion::FirstCome], &seed()).unwrap();
    assert_eq!(numbers(&selection.selected), [2]);
    assert_eq!(selection.refused[0], (people[0].enrolment, vec![why]));
    let (who, open) = &selection.refused[1];
    assert_eq!((*who, open[0].code.as_ref()), (people[2].enrolment, "cohort-not-known"));
    people[1].score = None;
    let unscored = select(&people, 5, &[Criterion::Score], &seed()).unwrap_err();
    assert_eq!(unscored.code, "cohort-score-missing");
}

#[test]
fn a_seed_is_written_so_that_anybody_may_draw_again() {
    let text = serde_json::to_string(&seed()).unwrap();
    assert_eq!(text, format!("\"{}\"", "03".repeat(16)));
    assert_eq!(serde_json::from_str::<Seed>(&text).unwrap(), seed());
    assert!(serde_json::from_str::<Seed>("\"03\"").is_err());
}

#[test]
fn a_cohort_goes_its_way_and_no_other() {
    let all = |state: &State| {
        [
            state.clone().recruit(at(1)),
            state.clone().chosen(at(2), seed()),
            state.clone().start(at(3)),
            state.clone().cancel(at(4), CancelReason::TooFew),
        ]
        .map(|to| to.ok().map(|state| state.name()))
    };
    use StateName::*;
    let planned = State::Planned;
    assert_eq!(all(&planned), [Some(Recruiting), None, None, Some(Cancelled)]);
    let recruiting = planned.recruit(at(1)).unwrap();
    assert_eq!(all(&recruiting), [None, Some(Selected), None, Some(Cancelled)]);
    let selected = recruiting.chosen(at(2), seed()).unwrap();
    assert_eq!(all(&selected), [None, None, Some(Running), Some(Cancelled)]);
    let running = selected.start(at(3)).unwrap();
    assert_eq!(all(&running), [None, None, None, Some(Cancelled)]);
    let mut cohort = Cohort { state: running, ..counselling() };
    let done = cohort.complete(at(5), &[]).unwrap();
    assert_eq!(all(&done), [None; 4]);
    cohort.state = done;
    assert_eq!(cohort.complete(at(6), &[]).unwrap_err().code, "cohort-step-refused");
    assert_eq!(cohort.resize(20).unwrap_err().code, "cohort-step-refused");
    assert_eq!(cohort.promote(&[], at(6), None).unwrap_err().code, "cohort-step-refused");
}

#[test]
fn what_does_not_fit_is_named_before_anybody_may_apply() {
    assert_eq!(counselling().faults(), []);
    let codes =
        |cohort: &Cohort| cohort.faults().into_iter().map(|what| what.code.to_string()).collect::<Vec<_>>();
    let mut wrong = counselling();
    (wrong.seats, wrong.criteria) = (Pool::of(0), Vec::new());
    wrong.completion = Completion::Hours { least_percent: 101 };
    wrong.until = wrong.from - 1.day();
    wrong.sessions.clear();
    let wanted = ["cohort-no-seats", "cohort-no-criteria", "cohort-days-turned", "cohort-percent-outside"];
    assert_eq!(codes(&wrong), wanted);
    let until = |last: Date| Cohort { apply_until: Some(last), ..counselling() };
    assert_eq!(codes(&until(counselling().from)), [] as [&str; 0]);
    assert_eq!(codes(&until(counselling().from + 1.day())), ["cohort-apply-late"]);
    let mut wrong = counselling();
    wrong.sessions[1] = Session { nth: 1, on: date(2016, 4, 4), ..wrong.sessions[1].clone() };
    wrong.sessions[4].on = date(2016, 4, 9);
    assert_eq!(codes(&wrong), ["cohort-session-twice", "cohort-session-overlaps", "cohort-session-outside"]);
    wrong.sessions[0].state = SessionState::Cancelled { at: at(1), why: "정전".to_owned() };
    assert!(
        !codes(&wrong).contains(&"cohort-session-overlaps".to_owned()),
        "a session that is not held is in nobody's way"
    );
}

#[test]
fn a_session_is_cancelled_once() {
    let mut cohort = counselling();
    assert_eq!(cohort.cancel_session(9, at(1), String::new()).unwrap_err().code, "cohort-session-unknown");
    cohort.cancel_session(2, at(1), "정전".to_owned()).unwrap();
    assert!(cohort.session(2).unwrap().is_cancelled());
    assert_eq!(cohort.cancel_session(2, at(2), String::new()).unwrap_err().code, "cohort-session-cancelled");
}

#[test]
fn a_session_is_added_where_it_fits() {
    let mut cohort = counselling();
    let hours = DailyHours::new(1020, 1080, 0).unwrap();
    let added = cohort.add_session(day(2), hours, "강당".to_owned()).unwrap();
    assert_eq!(added, 6);
    let order: Vec<u32> = cohort.sessions.iter().map(|session| session.nth).collect();
    assert_eq!(order, [1, 2, 6, 3, 4, 5]);
    let late = cohort.add_session(cohort.until + 1.day(), hours, String::new()).unwrap_err();
    assert_eq!(late.code, "cohort-session-outside");
    let meets = cohort.add_session(day(2), hours, String::new()).unwrap_err();
    assert_eq!((meets.code.as_ref(), cohort.sessions.len()), ("cohort-session-overlaps", 6));
    cohort.state = cohort.state.clone().cancel(at(1), CancelReason::NoFunds).unwrap();
    assert_eq!(cohort.add_session(day(3), hours, String::new()).unwrap_err().code, "cohort-step-refused");
}

#[test]
fn seats_cannot_be_fewer_than_those_taken_or_with_a_machine() {
    let mut cohort = recruiting();
    let taking = enrolment::State::Selected { at: at(1) };
    for _ in 0..12 {
        cohort.seat(&enrolment::State::Applied, &taking).unwrap();
    }
    cohort.seats.lend(NodeId(Uuid::from_u128(9)), 2).unwrap();
    let below = cohort.resize(13).unwrap_err();
    assert_eq!(
        Catalogue::new(&[]).say(Lang::En, &below),
        "12 people take part already and field machines took 2 seats along. There cannot be fewer seats."
    );
    assert_eq!(cohort.seats.capacity, 15, "nothing is lost");
    cohort.resize(14).unwrap();
    assert_eq!(cohort.seat(&enrolment::State::Applied, &taking).unwrap_err().code, "cohort-full");
    cohort.seat(&taking, &enrolment::State::Withdrawn { at: at(2) }).unwrap();
    cohort.seat(&enrolment::State::Applied, &taking).unwrap();
    assert_eq!((cohort.seats.taken, cohort.seats.free()), (12, 0));
}

#[test]
fn a_cohort_is_kept_and_read_as_it_was() {
    let cohort = Cohort { state: recruiting().state.chosen(at(3), seed()).unwrap(), ..recruiting() };
    let text = serde_json::to_string(&cohort).unwrap();
    assert_eq!(serde_json::from_str::<Cohort>(&text).unwrap(), cohort);
}

#[test]
fn every_word_of_a_cohort_is_in_both_catalogues() {
    let catalogue = Catalogue::new(&[]);
    let states = StateName::iter().map(|name| format!("cohort-state-{name}"));
    let reasons = CancelReason::iter().map(|reason| format!("cohort-cancel-{reason}"));
    let waits = WaitReason::iter().map(|reason| format!("enrolment-waiting-{reason}"));
    let steps =
        ["recruit", "choose", "start", "complete", "cancel", "resize", "promote", "add_session", "seat"];
    let steps = steps.map(|step| format!("cohort-step-{step}"));
    let kinds = ["priority", "score", "first_come", "draw"].map(|kind| format!("cohort-criterion-{kind}"));
    for word in states.chain(reasons).chain(waits).chain(steps).chain(kinds) {
        assert!(catalogue.has(Lang::Ko, &word) && catalogue.has(Lang::En, &word), "{word}");
    }
}

fn people() -> impl Strategy<Value = Vec<Applicant>> {
    let one = (any::<bool>(), 0i64..4, 0u32..4, 0u8..10).prop_map(|(priority, hours, score, fits)| {
        let verdict = match fits {
            0 => Verdict::NotEligible { reasons: vec![Message::new("support-lacks-residence")] },
            1 => Verdict::Unknown { missing: BTreeSet::from([Missing::Fact(Fact::Income)]) },
            _ => Verdict::Eligible,
        };
        Applicant { verdict, ..applicant(0, hours, priority, score) }
    });
    prop::collection::vec(one, 0..30).prop_map(|mut people| {
        for (one, n) in people.iter_mut().zip(1..) {
            one.enrolment = EnrolmentId(Uuid::from_u128(n));
        }
        people
    })
}

fn criteria() -> impl Strategy<Value = Vec<Criterion>> {
    let all = vec![
        Criterion::Priority { of: vec![code("career-break")] },
        Criterion::Score,
        Criterion::FirstCome,
        Criterion::Draw,
    ];
    prop::sample::subsequence(all, 1..=4).prop_shuffle()
}

fn everybody(selection: &Selection) -> Vec<EnrolmentId> {
    let waiting = selection.waiting.iter().map(|one| one.enrolment);
    let refused = selection.refused.iter().map(|(who, _)| *who);
    let mut all: Vec<EnrolmentId> =
        selection.selected.iter().copied().chain(waiting).chain(refused).collect();
    all.sort();
    all
}

proptest! {
    #[test]
    fn in_every_order_of_joining_machines_and_home_never_give_out_more_seats_than_there_are(
        seats in 1u32..16,
        steps in prop::collection::vec((0usize..5, 0usize..5, 1u32..4), 0..80),
    ) {
        let mut cohort = Cohort { seats: Pool::of(seats), criteria: vec![Criterion::FirstCome], ..recruiting() };
        // What each machine believes to have, and what it gave out and home has not heard of.
        let mut away = [(0u32, 0u32); 5];
        let taking = enrolment::State::Selected { at: at(1) };
        for (n, what, count) in steps {
            let node = NodeId(Uuid::from_u128(n as u128));
            let (left, unheard) = &mut away[n];
            match what {
                0 => *left += if cohort.lend(node, count, &[]).is_ok() { count } else { 0 },
                1 if *left > 0 => (*left, *unheard) = (*left - 1, *unheard + 1),
                2 => {
                    for _ in 0..std::mem::take(unheard) {
                        prop_assert!(cohort.seats.take_by(node).is_ok(), "it was lent");
                    }
                }
                3 => drop(cohort.seat(&enrolment::State::Applied, &taking)),
                4 if *unheard == 0 => *left -= cohort.seats.settle(node),
                _ => {}
            }
            let unheard: u32 = away.iter().map(|(_, unheard)| unheard).sum();
            prop_assert!(cohort.seats.taken + unheard <= seats, "{cohort:?}");
        }
    }

    #[test]
    fn never_more_than_seats_nobody_lost_and_the_same_in_any_order(
        (people, shuffled) in people().prop_flat_map(|people| (Just(people.clone()), Just(people).prop_shuffle())),
        seats in 0u32..20,
        criteria in criteria(),
    ) {
        let selection = select(&people, seats, &criteria, &seed()).unwrap();
        prop_assert_eq!(&select(&shuffled, seats, &criteria, &seed()).unwrap(), &selection);
        prop_assert!(selection.selected.len() <= seats as usize);
        let mut ids: Vec<EnrolmentId> = people.iter().map(|one| one.enrolment).collect();
        ids.sort();
        prop_assert_eq!(everybody(&selection), ids);
        // A seat stays empty only when nobody waits, and places are 1, 2, 3 …
        prop_assert!(selection.waiting.is_empty() || selection.selected.len() == seats as usize);
        let places: Vec<u32> = selection.waiting.iter().map(|one| one.place).collect();
        prop_assert_eq!(places, (1..=selection.waiting.len() as u32).collect::<Vec<_>>());
        // One seat more is given to the first who waits, and changes nothing else.
        let more = select(&people, seats + 1, &criteria, &seed()).unwrap();
        let first = selection.waiting.first().map(|one| one.enrolment);
        let wanted: Vec<EnrolmentId> = selection.selected.iter().copied().chain(first).collect();
        prop_assert_eq!(more.selected, wanted);
    }

    #[test]
    fn whatever_happens_seats_are_never_exceeded_and_promotion_keeps_the_order(
        seats in 1u32..6,
        steps in prop::collection::vec((0usize..4, 0usize..12, 0u32..8), 0..40),
    ) {
        let mut cohort = Cohort { seats: Pool::of(seats), ..recruiting() };
        let mut all: Vec<Enrolment> =
            (0..12).map(|n| Enrolment::apply(&ctx(n), &cohort, person(n as u128 + 1), None).unwrap()).collect();
        let applicants: Vec<Applicant> = all.iter().map(|one| Applicant {
            enrolment: one.id,
            applied_at: one.applied_at,
            segments: BTreeSet::new(),
            score: None,
            verdict: Verdict::Eligible,
        }).collect();
        let chosen = select(&applicants, seats, &[Criterion::Draw], &seed()).unwrap();
        for one in &mut all {
            let next = match chosen.waiting.iter().find(|queued| queued.enrolment == one.id) {
                Some(queued) => one.clone().wait(*queued, at(20), None).unwrap(),
                None => one.clone().select(at(20), None).unwrap(),
            };
            cohort.seat(&one.state, &next.state).unwrap();
            *one = next;
        }
        cohort.state = cohort.state.clone().chosen(at(20), seed()).unwrap();
        let mut promoted_from = Vec::new();
        for (what, who, count) in steps {
            let next = match what {
                0 => all[who].clone().withdraw(at(30), None),
                1 => all[who].clone().enrol(at(30), None),
                2 => {
                    let _ = cohort.resize(count);
                    continue;
                }
                _ => match cohort.promote(&all, at(30), None) {
                    Ok(Some(promoted)) => {
                        promoted_from.push(promoted.history.last().unwrap().promoted_from.unwrap());
                        let slot = all.iter_mut().find(|one| one.id == promoted.id).unwrap();
                        *slot = promoted;
                        continue;
                    }
                    Ok(None) => {
                        prop_assert!(enrolment::waiting(&all).is_empty());
                        continue;
                    }
                    Err(why) => {
                        prop_assert_eq!(why.code, "cohort-full");
                        continue;
                    }
                },
            };
            if let Ok(next) = next {
                cohort.seat(&all[who].state, &next.state).unwrap();
                all[who] = next;
            }
            let seated = all.iter().filter(|one| one.state.holds_seat()).count() as u32;
            prop_assert_eq!(cohort.seats.taken, seated);
            prop_assert!(seated <= cohort.seats.capacity);
        }
        prop_assert!(promoted_from.is_sorted(), "{promoted_from:?}");
    }
}

/// The day of a session of [`counselling`].
pub(crate) fn day(nth: u32) -> Date {
    counselling().session(nth).unwrap().on
}
