//! The life of an opening: which steps follow which, what the clock does to it, and what makes its terms worse.

use domain::area::{AreaCode, Point};
use domain::id::{EmployerId, OpeningId};
use domain::opening::*;
use domain::reminder::Reminders;
use domain::wage::{Wage, WageForm};
use domain::work_time::{DailyHours, Weekdays};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

const DAY: Date = date(2016, 3, 14);

fn at(day: Date) -> Timestamp {
    TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap()
}

fn opened() -> State {
    State::Draft.submit(at(DAY), &[]).and_then(|state| state.open(at(DAY), DAY, valid_until(DAY, 2))).unwrap()
}

fn opening(state: State) -> Opening {
    Opening {
        id: OpeningId(uuid::Uuid::from_u128(1)),
        employer: EmployerId(uuid::Uuid::from_u128(2)),
        content: Content { headcount: 2, ..Content::default() },
        state,
        origin: Origin {
            number: "2016-000001".to_owned(),
            received_on: DAY,
            channel: domain::Channel::Phone,
            received_by: None,
            organisation: None,
            wanted_auth_no: None,
            info_service: String::new(),
            source: String::new(),
            source_key: String::new(),
            source_digest: String::new(),
            licence: String::new(),
        },
        worsened: Vec::new(),
        reopened: None,
        law: None,
        version: 1,
        created_at: at(DAY),
        updated_at: at(DAY),
    }
}

#[test]
fn v9_validity_ends_on_the_last_day_of_short_months() {
    assert_eq!(valid_until(date(2016, 3, 14), 2), date(2016, 5, 14));
    assert_eq!(valid_until(date(2015, 12, 31), 2), date(2016, 2, 29));
    assert_eq!(valid_until(date(2016, 12, 31), 2), date(2017, 2, 28));
}

#[test]
fn a_step_out_of_order_is_refused_and_says_both_words() {
    let refused = State::Draft.pause(at(DAY), PauseReason::Wanted).unwrap_err();
    assert_eq!(refused.code, "opening-step-refused");
    let refused = State::Draft.submit(at(DAY), &[Missing::Wage, Missing::Place]).unwrap_err();
    assert_eq!(refused.code, "opening-incomplete");
    let open = opened();
    assert!(open.is_listed(date(2016, 5, 14)) && !open.is_listed(date(2016, 5, 15)));
    assert!(open.clone().expire(at(DAY), date(2016, 5, 14)).is_err());
    assert_eq!(open.expire(at(DAY), date(2016, 5, 15)).unwrap().name(), StateName::Expired);
}

#[test]
fn only_the_last_head_fills_it_and_an_undone_hire_opens_it_again() {
    let mut one = opening(opened());
    assert_eq!((remaining_heads(2, 0), remaining_heads(2, 1), remaining_heads(2, 3)), (2, 1, 0));
    assert!(!one.fill_if_taken(at(DAY), 1));
    assert_eq!(one.state.name(), StateName::Open);
    assert_eq!(one.state.clone().fill(at(DAY), 1).unwrap_err().code, "opening-heads-remain");
    assert!(one.fill_if_taken(at(DAY), 2));
    assert_eq!(one.state.name(), StateName::Filled);
    assert!(!one.state.is_listed(DAY));
    // It does not fill twice.
    assert!(!one.fill_if_taken(at(DAY), 2));
    let again = one.state.clone().reopen(at(date(2016, 4, 1)), date(2016, 4, 1)).unwrap();
    assert_eq!(again.valid_until(), Some(date(2016, 5, 14)));
    assert_eq!(
        one.state.reopen(at(date(2016, 5, 15)), date(2016, 5, 15)).unwrap_err().code,
        "validity-in-past"
    );
}

#[test]
fn what_was_closed_by_mistake_is_shown_again_with_a_reason_and_within_its_validity() {
    let word = opened().last_word();
    let closed = opened().close(at(DAY), CloseReason::FoundOtherwise).unwrap();
    let mut one = opening(closed.clone());
    let day = date(2016, 5, 14);
    assert_eq!(one.reopen(at(day), day, None).unwrap_err().code, "reopen-needs-reason");
    assert_eq!((&one.state, one.reopened), (&closed, None), "nothing changed");
    let why = Some(ReopenReason::WrongAnswer);
    assert_eq!(one.clone().reopen(at(day), date(2016, 5, 15), why).unwrap_err().code, "validity-in-past");
    one.reopen(at(day), day, why).unwrap();
    // What the employer last said is as old as it was.
    assert_eq!(one.state.last_word(), word);
    assert!(one.state.is_listed(day));
    assert_eq!(one.reopened, Some(Reopened { at: at(day), reason: ReopenReason::WrongAnswer }));
    // A draft that left its source was never shown, and what was closed before validity was kept is not known.
    let draft = State::Draft.close(at(DAY), CloseReason::LeftSource).unwrap();
    assert_eq!(opening(draft).reopen(at(DAY), DAY, why).unwrap_err().code, "opening-step-refused");
    let old = r#"{"state":"closed","at":"2016-03-14T00:00:00Z","reason":"not_needed"}"#;
    let old: State = serde_json::from_str(old).unwrap();
    assert_eq!(old.reopen(at(DAY), DAY).unwrap_err().code, "opening-step-refused");
}

#[test]
fn a_word_of_the_employer_clears_doubt_and_brings_back_what_only_silence_took_away() {
    let doubted = opened().ask(DAY).unwrap().doubt(date(2016, 4, 15)).unwrap();
    // The first day of doubt stays.
    let doubted = doubted.doubt(date(2016, 4, 20)).unwrap();
    assert_eq!(doubted.doubted_since(), Some(date(2016, 4, 15)));
    let sure = doubted.clone().confirm(at(date(2016, 4, 21))).unwrap();
    assert_eq!((sure.doubted_since(), sure.last_word()), (None, Some(at(date(2016, 4, 21)))));

    let silent = doubted.clone().pause(at(date(2016, 4, 29)), PauseReason::Unconfirmed).unwrap();
    assert_eq!(silent.confirm(at(date(2016, 4, 30))).unwrap().name(), StateName::Open);
    let wanted = doubted.pause(at(date(2016, 4, 29)), PauseReason::Wanted).unwrap();
    assert!(
        wanted.confirm(at(date(2016, 4, 30))).is_err(),
        "who took it off on purpose puts it back on purpose"
    );
}

#[test]
fn renewal_counts_from_its_own_day_and_revives_what_ran_out_but_not_what_was_filled() {
    let today = date(2016, 5, 16);
    let renewed = opened().renew(at(today), today, valid_until(today, 2)).unwrap();
    assert_eq!(renewed.valid_until(), Some(date(2016, 7, 16)));
    let expired = opened().expire(at(today), today).unwrap();
    assert_eq!(expired.renew(at(today), today, valid_until(today, 2)).unwrap().name(), StateName::Open);
    let filled = opened().fill(at(today), 0).unwrap();
    assert!(filled.renew(at(today), today, valid_until(today, 2)).is_err());
    assert_eq!(opened().renew(at(today), today, DAY).unwrap_err().code, "validity-in-past");
}

/// The first day each step is due, the steps being taken as they fall due.
#[test]
fn silence_is_asked_twice_then_doubted_then_off_the_list_then_expired() {
    let clocks = Reminders::default();
    let mut one = opening(opened());
    one.state = one.state.valid_to(date(2016, 12, 31));
    let mut steps = Vec::new();
    let mut day = DAY;
    while day <= date(2017, 1, 2) {
        if let Some(step) = one.step(day, &clocks, &TimeZone::UTC) {
            steps.push((day, step));
            let state = one.state.clone();
            one.state = match step {
                Step::Ask => state.ask(day),
                Step::Doubt => state.doubt(day),
                Step::Pause => state.pause(at(day), PauseReason::Unconfirmed),
                Step::Expire => state.expire(at(day), day),
            }
            .unwrap();
        }
        day = day.saturating_add(1.day());
    }
    assert_eq!(
        steps,
        [
            (date(2016, 3, 28), Step::Ask),
            (date(2016, 4, 4), Step::Ask),
            (date(2016, 4, 11), Step::Doubt),
            (date(2016, 4, 25), Step::Pause),
            (date(2017, 1, 1), Step::Expire),
        ]
    );
}

#[test]
fn a_system_that_stood_still_asks_before_it_doubts() {
    let (clocks, late) = (Reminders::default(), date(2016, 5, 1));
    let mut one = opening(opened());
    assert_eq!(one.step(late, &clocks, &TimeZone::UTC), Some(Step::Ask));
    one.state = one.state.ask(late).unwrap();
    // The same day again, and until the usual days have passed: nothing.
    assert_eq!(one.step(late, &clocks, &TimeZone::UTC), None);
    assert_eq!(one.step(date(2016, 5, 7), &clocks, &TimeZone::UTC), None);
    assert_eq!(one.step(date(2016, 5, 8), &clocks, &TimeZone::UTC), Some(Step::Ask));
}

fn furniture() -> Content {
    Content {
        wage: Wage::new(WageForm::Monthly, 1_300_000, 1_500_000),
        work_time: domain::work_time::WorkTime {
            weekdays: Some(Weekdays::WORKING),
            daily: DailyHours::new(540, 1080, 60),
            ..Default::default()
        },
        workplace: Workplace { areas: vec![AreaCode::parse("4128500000").unwrap()], ..Workplace::default() },
        employment_type: Some(EmploymentType::Indefinite),
        convertible: None,
        ..Content::default()
    }
}

fn worse(change: impl FnOnce(&mut Content)) -> Vec<Term> {
    let before = furniture();
    let mut after = before.clone();
    change(&mut after);
    terms_worse(&before, &after).into_iter().map(|change| change.term).collect()
}

#[test]
fn each_worse_term_is_named_and_better_ones_are_not() {
    assert_eq!(
        worse(|c| c.wage = Wage::new(WageForm::Monthly, 1_290_000, 1_500_000)),
        [Term::Wage, Term::HourlyWage, Term::MonthlyWage]
    );
    assert_eq!(worse(|c| c.wage = Wage::new(WageForm::Monthly, 1_300_000, 1_400_000)), [Term::Wage]);
    // The same pay for longer hours is less an hour.
    assert_eq!(
        worse(|c| c.work_time.daily = DailyHours::new(540, 1140, 60)),
        [Term::HourlyWage, Term::WeeklyMinutes]
    );
    assert_eq!(
        worse(|c| {
            c.work_time.weekly_min = Some(2_400);
            c.work_time.weekdays = Some(Weekdays(0b011_1110));
        }),
        [Term::Weekdays]
    );
    assert_eq!(worse(|c| c.work_time.daily = DailyHours::new(0, 540, 60)), [Term::Night]);
    assert_eq!(worse(|c| c.workplace.areas = vec![AreaCode::parse("4148000000").unwrap()]), [Term::Place]);
    assert_eq!(worse(|c| c.employment_type = Some(EmploymentType::Dispatched)), [Term::EmploymentType]);
    assert_eq!(worse(|c| c.contract_months = Some(12)), [Term::ContractMonths]);
    assert_eq!(worse(|c| c.probation_months = Some(3)), [Term::ProbationMonths]);

    assert_eq!(worse(|c| c.wage = Wage::new(WageForm::Monthly, 1_400_000, 1_500_000)), []);
    assert_eq!(worse(|c| c.workplace.areas = vec![AreaCode::parse("4128510300").unwrap()]), [], "said finer");
    assert_eq!(worse(|c| c.workplace.remote = true), []);
    assert_eq!(worse(|c| c.title = "다른 제목".to_owned()), []);
}

#[test]
fn a_place_that_moves_across_town_is_another_place() {
    let mut before = furniture();
    before.workplace.point = Some(Point::from_degrees(126.80, 37.66));
    let mut after = before.clone();
    after.workplace.point = Some(Point::from_degrees(126.801, 37.66));
    assert_eq!(terms_worse(&before, &after), []);
    after.workplace.point = Some(Point::from_degrees(126.85, 37.66));
    assert_eq!(terms_worse(&before, &after).len(), 1);
}

proptest! {
    /// What is worse one way is never worse both ways for the same scalar term, and nothing is worse than itself.
    #[test]
    fn worse_is_not_symmetric(
        a in (1_000_000i64..3_000_000, 600u32..3_000, proptest::option::of(1u32..24)),
        b in (1_000_000i64..3_000_000, 600u32..3_000, proptest::option::of(1u32..24)),
    ) {
        let content = |(won, week, months): (i64, u32, Option<u32>)| {
            let mut content = furniture();
            content.wage = Wage::new(WageForm::Monthly, won, won);
            content.work_time.weekly_min = Some(week);
            content.contract_months = months;
            content
        };
        let (a, b) = (content(a), content(b));
        let terms = |x, y| terms_worse(x, y).into_iter().map(|c| c.term).collect::<std::collections::BTreeSet<_>>();
        prop_assert!(terms(&a, &a).is_empty());
        prop_assert!(terms(&a, &b).is_disjoint(&terms(&b, &a)));
    }

    /// Whatever the clocks, silence ends: no opening stays on the lists without a word for ever.
    #[test]
    fn silence_always_leaves_the_lists(first in 1i32..30, more in 1i32..30, doubt in 1i32..60, pause in 1i32..60) {
        let clocks = Reminders {
            opening_asked_days: [first, first + more],
            opening_doubted_days: doubt,
            opening_paused_days: pause,
            ..Reminders::default()
        };
        let mut one = opening(opened());
        one.state = one.state.valid_to(date(2099, 1, 1));
        let mut day = DAY;
        while one.state.is_listed(day) {
            prop_assert!(day < date(2016, 12, 31), "still listed without a word");
            let state = one.state.clone();
            if let Some(step) = one.step(day, &clocks, &TimeZone::UTC) {
                one.state = match step {
                    Step::Ask => state.ask(day),
                    Step::Doubt => state.doubt(day),
                    Step::Pause => state.pause(at(day), PauseReason::Unconfirmed),
                    Step::Expire => state.expire(at(day), day),
                }
                .unwrap();
            }
            day = day.saturating_add(1.day());
        }
    }
}
