//! The life of a referral: which step follows which state, and that whatever people do or leave undone, it ends
//! with an answer.

use domain::id::{EmployerId, OpeningId, PersonId, PlacementId, ReferralId, SeekerId};
use domain::message::Message;
use domain::referral::*;
use domain::reminder::{Act, Due, Reminders};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use uuid::Uuid;

const DAY: Date = date(2016, 3, 14);

fn at(day: Date) -> Timestamp {
    TimeZone::UTC.to_timestamp(day.at(10, 0, 0, 0)).unwrap()
}

fn referral() -> Referral {
    Referral {
        id: ReferralId(Uuid::from_u128(1)),
        opening: OpeningId(Uuid::from_u128(2)),
        employer: EmployerId(Uuid::from_u128(3)),
        seeker: SeekerId(Uuid::from_u128(4)),
        person: PersonId(Uuid::from_u128(5)),
        organisation: None,
        proposed_by: None,
        proposed_at: at(DAY),
        justification: String::new(),
        fit: Vec::new(),
        state: State::Proposed,
        version: 1,
        updated_at: at(DAY),
    }
}

/// What people may do to a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Consent,
    Send,
    Schedule,
    Held,
    Hire,
    Reject,
    Decline,
    NoShow,
}

const STEPS: [Step; 8] = [
    Step::Consent,
    Step::Send,
    Step::Schedule,
    Step::Held,
    Step::Hire,
    Step::Reject,
    Step::Decline,
    Step::NoShow,
];

fn take(state: State, step: Step, today: Date) -> Result<State, Message> {
    let now = at(today);
    match step {
        Step::Consent => state.consent(now),
        Step::Send => state.send(Letter::new("L2016-000001".to_owned(), today)),
        Step::Schedule => state.schedule(Interview { at: now, accompanied_by: None }, &TimeZone::UTC),
        Step::Held => state.interviewed(now),
        Step::Hire => {
            state.end(now, Outcome::Hired { start_on: today, placement: PlacementId(Uuid::from_u128(6)) })
        }
        Step::Reject => state.end(now, Outcome::Rejected { reason: RejectReason::Distance }),
        Step::Decline => state.end(now, Outcome::Declined { reason: DeclineReason::Pay }),
        Step::NoShow => state.end(now, Outcome::NoShow),
    }
}

/// A state reached by the shortest way.
fn reached(steps: &[Step]) -> State {
    steps.iter().fold(State::Proposed, |state, step| take(state, *step, DAY).unwrap())
}

/// What somebody is then asked to do, and the days on which.
type Asked = Option<(Act, [i32; 2])>;
/// Steps taken, the state reached, who is asked what, and what then happens by itself.
type Way<'a> = (&'a [Step], u8, Asked, Option<[i32; 2]>);

#[test]
fn which_step_follows_which_state() {
    use StateName::*;
    use Step::*;
    let ways: [(&[Step], [Option<StateName>; 8]); 6] = [
        // Consent, Send, Schedule, Held, Hire, Reject, Decline, NoShow
        (&[], [Some(Consented), None, None, None, None, None, Some(Declined), None]),
        (&[Consent], [None, Some(Sent), None, None, None, None, Some(Declined), None]),
        (
            &[Consent, Send],
            [None, None, Some(InterviewScheduled), None, Some(Hired), Some(Rejected), Some(Declined), None],
        ),
        (
            &[Consent, Send, Schedule],
            [
                None,
                None,
                Some(InterviewScheduled),
                Some(Interviewed),
                Some(Hired),
                Some(Rejected),
                Some(Declined),
                Some(StateName::NoShow),
            ],
        ),
        (
            &[Consent, Send, Schedule, Held],
            [None, None, None, None, Some(Hired), Some(Rejected), Some(Declined), None],
        ),
        (&[Decline], [None; 8]),
    ];
    for (way, wanted) in ways {
        for (step, wanted) in STEPS.into_iter().zip(wanted) {
            let before = reached(way);
            let name = before.name();
            match (take(before, step, DAY), wanted) {
                (Ok(state), Some(wanted)) => assert_eq!(state.name(), wanted, "{name} {step:?}"),
                (Err(why), None) => {
                    let code = why.code.as_ref();
                    let known = [
                        "referral-step-refused",
                        "referral-needs-letter",
                        "referral-needs-interview",
                        "interview-was-held",
                    ];
                    assert!(known.contains(&code), "{code}");
                }
                (got, wanted) => panic!("{name} {step:?}: {got:?}, not {wanted:?}"),
            }
        }
    }
}

#[test]
fn whose_turn_it_is_and_from_which_day_follows_the_citys_clocks() {
    use Step::*;
    let own = Reminders {
        consent_asked_days: 2,
        silent_chased_days: [4, 8, 16],
        result_asked_days: [3, 6],
        silent_closed_days: 20,
        ..Reminders::default()
    };
    // Days after the fourteenth of March: what staff do and from when, and when it changes by itself.
    let ways: [Way<'_>; 11] = [
        (&[], 0, Some((Act::AskConsent, [3, 2])), Some([52, 20])),
        (&[Consent], 0, Some((Act::SendLetter, [0, 0])), Some([52, 20])),
        (&[Consent, Send], 0, Some((Act::ChaseReferral, [9, 4])), Some([9, 4])),
        (&[Consent, Send], 1, Some((Act::ChaseReferral, [21, 8])), Some([21, 8])),
        (&[Consent, Send], 2, Some((Act::ChaseReferral, [45, 16])), Some([45, 16])),
        (&[Consent, Send], 3, None, Some([52, 20])),
        (&[Consent, Send, Schedule], 0, Some((Act::AttendInterview, [0, 0])), Some([1, 1])),
        (&[Consent, Send, Schedule, Held], 0, Some((Act::AskResult, [7, 3])), Some([7, 3])),
        (&[Consent, Send, Schedule, Held], 1, Some((Act::AskResult, [14, 6])), Some([14, 6])),
        (&[Consent, Send, Schedule, Held], 2, None, Some([52, 20])),
        (&[Consent, Send, Reject], 0, None, None),
    ];
    for (nth, clocks) in [Reminders::default(), own].iter().enumerate() {
        for (way, rounds, due, turn) in ways {
            let mut one = Referral { state: reached(way), ..referral() };
            // As often as asked in vain.
            if let State::Sent { letter } | State::Interviewed { letter, .. } = &mut one.state {
                (letter.asked, letter.called) = (rounds, rounds);
            }
            let name = format!("{} after {rounds} rounds", one.state.name());
            let day = |days: i32| DAY.saturating_add(days.days());
            let wanted = due.map(|(act, days)| Due::new(day(days[nth]), act));
            assert_eq!(one.due(clocks, &TimeZone::UTC), wanted, "{name}");
            assert_eq!(one.turn(clocks, &TimeZone::UTC), turn.map(|days| day(days[nth])), "{name}");
        }
    }
}

#[test]
fn nobody_stays_away_from_an_interview_that_was_not_arranged() {
    let sent = reached(&[Step::Consent, Step::Send]);
    assert_eq!(take(sent.clone(), Step::NoShow, DAY).unwrap_err().code, "referral-needs-interview");
    let arranged = take(sent, Step::Schedule, DAY).unwrap();
    assert_eq!(take(arranged.clone(), Step::NoShow, DAY).unwrap().name(), StateName::NoShow);
    let early = DAY.saturating_sub(1.day());
    assert_eq!(take(arranged.clone(), Step::NoShow, early).unwrap_err().code, "interview-in-future");
    let held = take(arranged.clone(), Step::Held, DAY).unwrap();
    assert_eq!(take(held, Step::NoShow, DAY).unwrap_err().code, "interview-was-held");
    // Whoever is hired before the interview needs none; one that was held stays.
    let hired = arranged
        .clone()
        .end(at(early), Outcome::Hired { start_on: DAY, placement: PlacementId(Uuid::from_u128(6)) });
    assert_eq!(hired.unwrap().interview(), None);
    assert!(take(arranged, Step::Hire, DAY).unwrap().interview().is_some());
    let before = take(State::Proposed, Step::NoShow, DAY).unwrap_err();
    assert_eq!(before.code, "referral-needs-letter", "what is missing first");
}

#[test]
fn nothing_starts_before_the_letter() {
    let sent = reached(&[Step::Consent, Step::Send]);
    let yesterday = DAY.yesterday().unwrap();
    let early = sent.clone().schedule(Interview { at: at(yesterday), accompanied_by: None }, &TimeZone::UTC);
    assert_eq!(early.unwrap_err().code, "interview-before-letter");
    assert_eq!(take(sent, Step::Hire, yesterday).unwrap_err().code, "start-before-letter");
}

/// What happens next: nothing for some days, then perhaps a step or a fruitless call.
fn history() -> impl Strategy<Value = Vec<(i32, Option<usize>)>> {
    prop::collection::vec((0i32..40, prop::option::of(0usize..9)), 0..12)
}

proptest! {
    /// At the latest the clocks' own last day after whatever was done last.
    #[test]
    fn whatever_is_done_or_left_undone_it_ends_with_an_answer(history in history()) {
        let (clocks, zone) = (Reminders::default(), TimeZone::UTC);
        let mut referral = referral();
        let mut today = DAY;
        for (days, what) in history {
            today = today.saturating_add(days.days());
            let letter_before = referral.state.letter().map(|letter| letter.number.clone());
            (referral, _) = referral.turned(at(today), &clocks, &zone);
            match what {
                Some(8) => referral = referral.called(),
                Some(step) => {
                    if let Ok(state) = take(referral.state.clone(), STEPS[step], today) {
                        prop_assert!(referral.state.is_live(), "an ended referral took a step");
                        referral.state = state;
                    }
                }
                None => {}
            }
            // A letter once issued stays known.
            if let Some(number) = letter_before {
                prop_assert_eq!(referral.state.letter().map(|letter| letter.number.clone()), Some(number));
            }
            // A live one always has somebody who must act by a day or a day on which it changes by itself.
            prop_assert_eq!(referral.state.is_live(), referral.turn(&clocks, &zone).is_some());
        }
        let last = today.saturating_add((clocks.silent_closed_days + 1).days());
        let (ended, _) = referral.clone().turned(at(last), &clocks, &zone);
        prop_assert!(!ended.state.is_live(), "{:?} still waits on {last}", ended.state);
        // Asking day by day or once at the end comes to the same, but for the hour it was noticed.
        let mut daily = referral;
        let mut day = today;
        while day < last {
            day = day.tomorrow().unwrap();
            (daily, _) = daily.turned(at(day), &clocks, &zone);
        }
        prop_assert_eq!(daily.state.name(), ended.state.name());
        prop_assert_eq!(daily.state.letter(), ended.state.letter());
        let again = ended.clone().turned(at(last.saturating_add(400.days())), &clocks, &zone);
        prop_assert_eq!(again, (ended, Vec::new()));
    }
}
