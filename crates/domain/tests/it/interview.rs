//! Interviews of an event: times and how many fit in them, the order of calling, results, and being erased.

use domain::hiring_event::{HiringEvent, Slots, State as Stage};
use domain::id::{InterviewId, PersonId, SeekerId};
use domain::interview::{Interview, Outcome, State, StateName, Tally, Way, Who, queue, stranded};
use domain::message::{Catalogue, Lang, Message};
use domain::referral::{DeclineReason, RejectReason};
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use strum::IntoEnumIterator;
use uuid::Uuid;

use super::cohort::{at, ctx, person};
use super::hiring_event::{code, fair, opening};

/// Ten o'clock of the day of the event.
const TEN: i64 = 58;

fn held() -> HiringEvent {
    HiringEvent { state: Stage::Held { since: at(TEN) }, ..fair() }
}

fn published() -> HiringEvent {
    HiringEvent { state: Stage::Published { since: at(1) }, ..fair() }
}

fn of(n: u128) -> (PersonId, SeekerId) {
    (person(n), SeekerId(Uuid::from_u128(n)))
}

fn booked(n: u128, slot_min: u16) -> Interview {
    let hours = i64::try_from(n).unwrap();
    Interview::book(&ctx(hours), &published(), (opening(10), slot_min), of(n), 0).unwrap()
}

fn waiting(n: i64, ticket: u32) -> Interview {
    Interview::walk_in(&ctx(TEN + n), &held(), 1, ticket).unwrap()
}

fn arrived(one: Interview, when: Timestamp) -> Interview {
    one.step(when, |state| state.arrive(when)).unwrap()
}

#[test]
fn a_time_is_booked_until_it_is_full_or_over() {
    let book = |hours, event: &HiringEvent, what, booked| {
        code(Interview::book(&ctx(hours), event, what, of(1), booked))
    };
    assert_eq!(book(1, &published(), (opening(10), 600), 2), "");
    assert_eq!(book(1, &published(), (opening(10), 600), 3), "interview-slot-full");
    assert_eq!(book(1, &fair(), (opening(10), 600), 0), "interview-not-taken");
    assert_eq!(book(1, &published(), (opening(99), 600), 0), "interview-opening-away");
    assert_eq!(book(1, &published(), (opening(10), 610), 0), "interview-slot-unknown");
    assert_eq!(book(1, &published(), (opening(10), 720), 0), "interview-slot-unknown");
    assert_eq!(book(TEN, &held(), (opening(10), 600), 0), "", "at its very minute");
    assert_eq!(book(TEN + 1, &held(), (opening(10), 645), 0), "interview-slot-past");
    let one = booked(1, 600);
    assert_eq!((one.booth, one.due_on, one.state), (1, Some(date(2016, 3, 17)), State::Booked));
}

#[test]
fn numbers_are_given_out_while_the_doors_are_open() {
    let join = |event: &HiringEvent, booth| code(Interview::walk_in(&ctx(TEN), event, booth, 7));
    assert_eq!(join(&held(), 2), "");
    assert_eq!(join(&published(), 2), "interview-not-held");
    assert_eq!(join(&held(), 3), "interview-booth-unknown");
}

#[test]
fn whoever_booked_goes_first_from_their_time_on() {
    let early = arrived(booked(1, 600), at(TEN));
    let late = arrived(booked(2, 660), at(TEN));
    let (first, second) = (waiting(0, 9), waiting(1, 2));
    let elsewhere = Interview { booth: 2, ..waiting(0, 3) };
    let all = [late.clone(), second.clone(), elsewhere, first.clone(), early.clone(), booked(3, 600)];
    let order = |now| queue(&all, 1, now).into_iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(order(610), [early.id, first.id, second.id, late.id]);
    assert_eq!(order(660), [early.id, late.id, first.id, second.id]);
}

#[test]
fn a_result_ends_it_and_a_second_round_keeps_a_day() {
    let one = arrived(booked(1, 600), at(TEN));
    let called = one.step(at(TEN), |state| state.call(at(TEN))).unwrap();
    let talked = called.clone().step(at(TEN), |state| state.interviewed(at(TEN))).unwrap();
    assert!(talked.state.was_held() && !talked.state.has_result());
    for how in [Outcome::NoShow, Outcome::Withdrawn] {
        assert_eq!(code(talked.state.end(at(TEN), how)), "interview-took-place");
        assert!(called.state.end(at(TEN), how).is_ok());
    }
    let today = date(2016, 3, 16);
    assert_eq!(code(talked.state.second_round(at(TEN), today, today)), "interview-second-past");
    let by = date(2016, 3, 23);
    let again = talked.step(at(TEN), |state| state.second_round(at(TEN), by, today)).unwrap();
    assert!(again.state.has_result());
    assert_eq!(again.due_on, Some(by));
    let hired = Outcome::Hired { start_on: by, placement: None };
    let ended = again.step(at(TEN + 200), |state| state.end(at(TEN + 200), hired)).unwrap();
    assert_eq!((ended.due_on, ended.state.name(), ended.state.was_held()), (None, StateName::Hired, true));
    assert_eq!(code(ended.state.end(at(TEN), Outcome::NoShow)), "interview-step-refused");
}

#[test]
fn paper_that_comes_late_tells_of_whoever_nobody_saw_arrive() {
    let no = Outcome::Rejected { reason: RejectReason::Skill };
    let told = booked(1, 600).step(at(TEN), |state| state.end(at(TEN), no)).unwrap();
    assert!(told.state.was_held() && told.state.came());
    let left = Outcome::Declined { reason: DeclineReason::Pay };
    let told = booked(1, 600).step(at(TEN), |state| state.end(at(TEN), left)).unwrap();
    assert!(!told.state.came(), "whoever says no before they come has not come");
}

#[test]
fn a_number_gets_a_name_once() {
    let (person, seeker) = of(5);
    let named = waiting(0, 9).name(at(TEN), person, seeker).unwrap();
    assert_eq!((named.person(), named.ticket()), (Some(person), Some(9)));
    assert_eq!(code(named.name(at(TEN), person, seeker)), "interview-named");
}

#[test]
fn whoever_is_erased_stays_one_visitor_without_a_name() {
    let first = arrived(booked(1, 600), at(TEN));
    let second = arrived(booked(1, 660), at(TEN));
    let mark = first.id;
    let no = Outcome::Rejected { reason: RejectReason::Skill };
    let over = second.step(at(TEN), |state| state.end(at(TEN), no)).unwrap();
    let before = Tally::of([&first, &over]);
    let gone = [first.erase(at(TEN + 1), mark), over.erase(at(TEN + 1), mark)];
    assert!(gone.iter().all(|one| one.person().is_none()));
    assert_eq!(gone[0].state.name(), StateName::Withdrawn);
    assert_eq!(gone[1].state.name(), StateName::Rejected);
    assert_eq!(gone[0].due_on, None);
    let after = Tally::of(&gone);
    assert_eq!((before.visitors, after.visitors, after.interviews), (1, 1, 2));
}

#[test]
fn an_event_that_changes_leaves_nobody_without_a_place() {
    let all = [booked(1, 600), booked(2, 600), booked(3, 615)];
    assert_eq!(stranded(&published(), &all), 0);
    let fewer = HiringEvent { slots: Slots { from_min: 615, ..fair().slots }, ..published() };
    assert_eq!(stranded(&fewer, &all), 2);
    let mut smaller = published();
    smaller.booths[0].interviewers = 1;
    assert_eq!(stranded(&smaller, &all), 1);
    smaller.booths.remove(0);
    assert_eq!(stranded(&smaller, &all), 3);
    let back = all.map(|one| one.step(at(2), |state| state.end(at(2), Outcome::Withdrawn)).unwrap());
    assert_eq!(stranded(&smaller, &back), 0);
}

#[test]
fn an_interview_is_kept_and_read_as_it_was() {
    let hired = Outcome::Hired { start_on: date(2016, 3, 20), placement: None };
    let one = waiting(0, 9).step(at(TEN), |state| state.end(at(TEN), hired)).unwrap();
    let text = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Interview>(&text).unwrap(), one);
    let gone = booked(1, 600).erase(at(3), InterviewId(Uuid::nil()));
    assert!(matches!(gone.who, Who::Erased { .. }) && matches!(gone.way, Way::Booked { .. }));
    let text = serde_json::to_string(&gone).unwrap();
    assert_eq!(serde_json::from_str::<Interview>(&text).unwrap(), gone);
}

#[test]
fn every_word_of_an_interview_is_in_both_catalogues() {
    let catalogue = Catalogue::new(&[]);
    let states = StateName::iter().map(|name| format!("interview-state-{name}"));
    let steps = ["arrive", "call", "interview", "second_round", "end", "name"];
    for word in states.chain(steps.map(|step| format!("interview-step-{step}"))) {
        assert!(catalogue.has(Lang::Ko, &word) && catalogue.has(Lang::En, &word), "{word}");
    }
}

fn taken(state: State, step: u8) -> Result<State, Message> {
    let now = at(TEN);
    match step {
        0 => state.arrive(now),
        1 => state.call(now),
        2 => state.interviewed(now),
        3 => state.second_round(now, date(2016, 3, 23), date(2016, 3, 16)),
        4 => state.end(now, Outcome::NoShow),
        _ => state.end(now, Outcome::Rejected { reason: RejectReason::Skill }),
    }
}

proptest! {
    #[test]
    fn whatever_is_done_a_result_stays_a_result(steps in prop::collection::vec(0u8..6, 1..12)) {
        let mut state = State::Booked;
        for step in steps {
            let before = state;
            if let Ok(next) = taken(state, step) {
                state = next;
            }
            prop_assert!(!before.has_result() || state.has_result());
            prop_assert!(!before.was_held() || state.was_held());
            if matches!(before, State::Ended { .. }) {
                prop_assert_eq!(state, before);
            }
        }
    }
}
