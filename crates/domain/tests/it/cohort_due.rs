//! What of a cohort waits for somebody, and since when: at its boundaries.

use domain::cohort::{CancelReason, Cohort, Queued, WaitReason};
use domain::enrolment::{Enrolment, Mark, Presence, Shown};
use domain::reminder::{Act, Due};
use jiff::civil::{DateTime, date};

use super::cohort::{at, counselling, ctx, person, recruiting, seed};

const NOTHING: [Due; 0] = [];

fn on(day: i8, hour: i8, minute: i8) -> DateTime {
    date(2016, 4, day).at(hour, minute, 0, 0)
}

fn running() -> Cohort {
    let cohort = recruiting();
    let state = cohort.state.clone().chosen(at(1), seed()).unwrap().start(at(500)).unwrap();
    Cohort { state, ..cohort }
}

fn enrolled(n: i64) -> Enrolment {
    let one = Enrolment::apply(&ctx(n), &recruiting(), person(u128::from(n.unsigned_abs())), None).unwrap();
    one.select(at(100), None).unwrap().enrol(at(500), None).unwrap()
}

fn noted(one: Enrolment, nth: u32) -> Enrolment {
    let mark = Mark { presence: Presence::Present, shown: Shown::Electronic, at: at(600) };
    one.mark(&running(), nth, mark, date(2016, 4, 30)).unwrap()
}

#[test]
fn people_are_chosen_and_it_begins_by_its_first_day() {
    let (day_before, first) = (on(3, 23, 59), on(4, 0, 0));
    assert_eq!(counselling().due(&[], first), NOTHING, "nobody waits for what is only planned");
    assert_eq!(recruiting().due(&[], day_before), NOTHING);
    let early = Cohort { apply_until: Some(date(2016, 4, 1)), ..recruiting() };
    assert_eq!(early.due(&[], on(1, 23, 59)), NOTHING, "the whole last day of applying");
    assert_eq!(early.due(&[], on(2, 0, 0)), [Due::new(date(2016, 4, 2), Act::ChooseApplicants)]);
    let late = Cohort { apply_until: Some(date(2016, 4, 4)), ..recruiting() };
    assert_eq!(late.due(&[], first), [Due::new(date(2016, 4, 4), Act::ChooseApplicants)]);
    assert_eq!(recruiting().due(&[], first), [Due::new(date(2016, 4, 4), Act::ChooseApplicants)]);
    let cohort = recruiting();
    let state = cohort.state.clone().chosen(at(1), seed()).unwrap();
    let chosen = Cohort { state, ..cohort };
    assert_eq!(chosen.due(&[], day_before), NOTHING);
    assert_eq!(chosen.due(&[], first), [Due::new(date(2016, 4, 4), Act::StartCohort)]);
}

#[test]
fn attendance_is_asked_for_once_a_session_is_over_and_somebody_takes_part() {
    let (cohort, all) = (running(), [enrolled(1), enrolled(2)]);
    let note = |day: i8| Due::new(date(2016, 4, day), Act::NoteAttendance);
    assert_eq!(cohort.due(&[], on(6, 9, 0)), NOTHING, "nobody takes part");
    assert_eq!(cohort.due(&all, on(4, 16, 29)), NOTHING, "it still goes on");
    assert_eq!(cohort.due(&all, on(4, 16, 30)), [note(4)]);
    let one_of_two = [noted(all[0].clone(), 1), all[1].clone()];
    assert_eq!(cohort.due(&one_of_two, on(4, 17, 0)), [note(4)], "everybody is noted, or it waits");
    let both = [noted(all[0].clone(), 1), noted(all[1].clone(), 1)];
    assert_eq!(cohort.due(&both, on(5, 16, 0)), NOTHING);
    let mut cancelled = cohort.clone();
    cancelled.cancel_session(2, at(600), "정전".to_owned()).unwrap();
    assert_eq!(cancelled.due(&both, on(5, 23, 0)), NOTHING, "nothing can be noted of what was cancelled");
    assert_eq!(cancelled.unnoted(&both, on(6, 17, 0)).map(|session| session.nth), Some(3));
}

#[test]
fn a_free_seat_waits_while_somebody_waits_and_closing_from_the_day_after() {
    let mut cohort = running();
    let queued = Queued { enrolment: enrolled(3).id, place: 1, reason: WaitReason::FirstCome };
    let waits = Enrolment::apply(&ctx(3), &recruiting(), person(3), None).unwrap();
    let waits = [waits.wait(queued, at(100), None).unwrap()];
    assert_eq!(cohort.due(&waits, on(4, 9, 0)), [Due::new(date(2016, 4, 4), Act::FillSeat)]);
    cohort.seats.taken = cohort.seats.capacity;
    assert_eq!(cohort.due(&waits, on(4, 9, 0)), NOTHING, "no seat is free");
    assert_eq!(cohort.due(&waits, on(8, 23, 59)), NOTHING);
    cohort.seats.taken -= 1;
    assert_eq!(
        cohort.due(&waits, on(9, 0, 0)),
        [Due::new(date(2016, 4, 9), Act::CloseCohort)],
        "it is too late for a seat"
    );
    let state = cohort.state.clone().cancel(at(900), CancelReason::TooFew).unwrap();
    assert_eq!(Cohort { state, ..cohort }.due(&waits, on(9, 0, 0)), NOTHING);
}
