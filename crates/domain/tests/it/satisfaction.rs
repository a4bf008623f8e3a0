//! One question about one thing: its days, what ends it, and what an answer must say.

use domain::id::{CohortId, EmployerId, EnrolmentId, HiringEventId, InterviewId, PlacementId};
use domain::satisfaction::{
    ASKED_FOR_DAYS, About, Answer, CALLED_AFTER_DAYS, Channel, Kind, REMINDED_AFTER_DAYS, Satisfaction,
    Score, State, StateName, Sums,
};
use jiff::civil::date;
use uuid::Uuid;

use crate::cohort::{ctx, person};

fn cohort() -> About {
    About::Cohort { cohort: CohortId(Uuid::from_u128(1)), enrolment: EnrolmentId(Uuid::from_u128(2)) }
}

fn event() -> About {
    About::Event { event: HiringEventId(Uuid::from_u128(5)), interview: InterviewId(Uuid::from_u128(6)) }
}

fn job(months: u8) -> About {
    let (placement, employer) = (PlacementId(Uuid::from_u128(3)), EmployerId(Uuid::from_u128(4)));
    About::Placement { placement, employer, months }
}

/// Put on 14 March.
fn asked(by: Channel) -> Satisfaction {
    Satisfaction::ask(&ctx(0), (cohort(), date(2016, 3, 11)), person(1), by)
}

#[test]
fn who_was_written_to_is_reminded_after_a_week_and_called_after_two() {
    assert_eq!((REMINDED_AFTER_DAYS, CALLED_AFTER_DAYS, ASKED_FOR_DAYS), (7, 14, 60));
    let one = asked(Channel::Message);
    assert_eq!((one.turn(), one.due()), (Some(date(2016, 3, 21)), Some(date(2016, 3, 28))));
    let one = one.remind(date(2016, 3, 21), ctx(7 * 24).now).unwrap();
    assert_eq!(one.turn(), Some(date(2016, 5, 13)), "then its end");
    assert_eq!(one.clone().remind(date(2016, 3, 22), ctx(8 * 24).now).unwrap_err().code, "satisfaction-over");
    // Whoever is only called or gets a letter is the counsellor's from the first day.
    let called = asked(Channel::Call);
    assert_eq!((called.due(), called.turn()), (Some(date(2016, 3, 14)), Some(date(2016, 5, 13))));
}

#[test]
fn it_ends_once_and_is_nobodys_work_any_more() {
    let now = ctx(24).now;
    let ends = [
        asked(Channel::Message).answer(date(2016, 3, 15), now, None),
        asked(Channel::Message).refuse(now, Some(person(9)), true),
        asked(Channel::Message).unreachable(now, Some(person(9))),
        asked(Channel::Message).lapse(now),
    ];
    for over in ends.map(Result::unwrap) {
        assert_eq!((over.due(), over.turn(), over.is_open()), (None, None, false));
        assert_eq!(over.clone().answer(date(2016, 3, 15), now, None).unwrap_err().code, "satisfaction-over");
        assert_eq!(over.refuse(now, None, false).unwrap_err().code, "satisfaction-over");
    }
    let one = asked(Channel::Message);
    assert!(one.clone().answer(date(2016, 5, 12), now, None).is_ok());
    assert_eq!(one.answer(date(2016, 5, 13), now, None).unwrap_err().code, "satisfaction-late");
}

#[test]
fn who_is_erased_leaves_that_they_were_asked_and_nothing_else() {
    let now = ctx(24).now;
    let waiting = asked(Channel::Call).erase(now);
    assert_eq!((waiting.person, waiting.state.name()), (None, StateName::Lapsed));
    let own = asked(Channel::Message).answer(date(2016, 3, 15), now, Some(person(1))).unwrap().erase(now);
    assert_eq!(own.state, State::Answered { at: now, by: None });
    let keyed = asked(Channel::Call).answer(date(2016, 3, 15), now, Some(person(9))).unwrap().erase(now);
    assert_eq!(keyed.state, State::Answered { at: now, by: Some(person(9)) });
}

#[test]
fn an_answer_says_what_was_asked() {
    let fields = |answer: Answer, about: About| {
        answer.check(&about).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
    };
    let none = Vec::<&str>::new();
    let good = Answer { score: Some(Score::Good), ..Answer::default() };
    let there = Answer { still: Some(true), ..Answer::default() };
    assert_eq!(
        (cohort().kind(), event().kind(), job(1).kind(), job(3).kind()),
        (Kind::Cohort, Kind::Event, Kind::Placement, Kind::Retention)
    );
    assert!(event().asks_how() && !event().asks_still() && !event().takes_word());
    assert_eq!(fields(Answer::default(), event()), ["score"]);
    assert_eq!(fields(Answer::default(), cohort()), ["score"]);
    assert_eq!(fields(Answer::default(), job(1)), ["still", "score"]);
    assert_eq!(fields(Answer::default(), job(6)), ["still"]);
    assert_eq!((fields(good.clone(), cohort()), fields(there, job(6))), (none.clone(), none));
    let long = Answer { word: "가".repeat(1_001), ..good.clone() };
    assert_eq!(fields(long, cohort()), ["word"]);
    let number = Answer { word: "900101-1234567".to_owned(), ..good };
    assert_eq!(fields(number, cohort()), ["word"]);
}

#[test]
fn sums_tell_how_many_answered_of_how_many() {
    let mut sums = Sums::default();
    let now = ctx(24).now;
    let good = Answer { score: Some(Score::Good), ..Answer::default() };
    for n in 0..13 {
        let one = asked(Channel::Message);
        match n {
            0..9 => sums.add(&one.answer(date(2016, 3, 15), now, None).unwrap(), Some(&good)),
            9 => sums.add(&one.refuse(now, None, false).unwrap(), None),
            _ => sums.add(&one, None),
        }
    }
    assert_eq!((sums.now(StateName::Answered), sums.asked), (9, 13));
    assert_eq!((sums.now(StateName::Refused), sums.now(StateName::Asked)), (1, 3));
    assert_eq!(sums.scores[&Score::Good], 9);
}
