//! Supporters: who fits a shift, in which order they are asked, and what nobody may be bound to at once.

use std::collections::{BTreeMap, BTreeSet};

use domain::code::Language;
use domain::cohort::Seed;
use domain::hiring_event::HiringEvent;
use domain::id::{OrganisationId, ProjectId, SupporterId, SupporterShiftId};
use domain::message::Message;
use domain::minimum_wage::MinimumWageTable;
use domain::roster::Taken;
use domain::supporter::{CallBy, DayPart, Level, Offer, Spoken, Supporter, Work};
use domain::supporter_shift::{Answer, AnswerName, Candidate, Content, Shift, StateName, bound, order};
use domain::work_time::{DailyHours, Weekdays};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use uuid::Uuid;

use crate::cohort::{at, ctx, person};
use crate::hiring_event::fair;

fn someone(n: u128) -> SupporterId {
    SupporterId(Uuid::from_u128(n))
}

fn spoken(language: Language, level: Level) -> Spoken {
    Spoken { language, level }
}

/// Weekdays, by day, at the desk and interpreting from English.
fn offer() -> Offer {
    Offer {
        languages: vec![spoken(Language::English, Level::Conversation)],
        works: [Work::RegistrationDesk, Work::Interpretation].into(),
        weekdays: Weekdays::WORKING,
        parts: [DayPart::Morning, DayPart::Afternoon].into(),
        not_on: [date(2016, 4, 6)].into(),
        from: date(2016, 3, 1),
        until: date(2016, 12, 31),
        call_by: CallBy::Phone,
        agreed_on: Some(date(2016, 3, 1)),
    }
}

/// A desk on a Monday from nine to six, an hour of it rest.
fn desk() -> Content {
    Content {
        title: "가상 의료관광 박람회".to_owned(),
        event: None,
        project: None,
        day: date(2016, 4, 4),
        hours: DailyHours::new(540, 1_080, 60).unwrap(),
        place: "제1전시장".to_owned(),
        heads: 2,
        work: Work::RegistrationDesk,
        language: None,
        wage_won_hourly: 6_030,
    }
}

fn between(day: Date, from: u16, until: u16) -> Content {
    Content { day, hours: DailyHours::new(from, until, 0).unwrap(), ..desk() }
}

fn shift(content: Content) -> Shift {
    Shift::open(&ctx(0), OrganisationId(Uuid::from_u128(5)), content)
}

fn codes(faults: Vec<(&'static str, Message)>) -> Vec<(&'static str, String)> {
    faults.into_iter().map(|(field, what)| (field, what.code.into_owned())).collect()
}

fn code<T: std::fmt::Debug>(refused: Result<T, Message>) -> String {
    refused.unwrap_err().code.into_owned()
}

#[test]
fn an_offer_is_told_what_it_lacks_at_its_field() {
    assert!(offer().faults(date(2016, 3, 14)).is_empty());
    let nothing = Offer {
        languages: Vec::new(),
        works: BTreeSet::new(),
        weekdays: Weekdays(0),
        parts: BTreeSet::new(),
        until: date(2016, 2, 1),
        agreed_on: None,
        ..offer()
    };
    let fields: Vec<_> = nothing.faults(date(2016, 3, 14)).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["works", "weekdays", "parts", "until", "agreed"]);
    let mute = Offer { languages: Vec::new(), ..offer() };
    assert_eq!(codes(mute.faults(date(2016, 3, 14))), [("languages", "supporter-no-language".to_owned())]);
    assert_eq!(offer().faults(date(2016, 12, 31)).len(), 0, "to its last day");
    assert_eq!(offer().faults(date(2017, 1, 1)).len(), 1);
}

#[test]
fn a_shift_fits_by_work_language_level_day_and_part_of_the_day() {
    assert!(desk().fits(&offer()));
    let english = |level| Content {
        work: Work::Interpretation,
        language: Some(spoken(Language::English, level)),
        ..desk()
    };
    assert!(english(Level::Basic).fits(&offer()) && english(Level::Conversation).fits(&offer()));
    assert!(!english(Level::Fluent).fits(&offer()), "less well than asked");
    let unfit = [
        Content { work: Work::SetUp, ..desk() },
        Content { language: Some(spoken(Language::Arabic, Level::Basic)), ..desk() },
        Content { day: date(2016, 4, 9), ..desk() },
        Content { day: date(2016, 4, 6), ..desk() },
        Content { day: date(2017, 1, 2), ..desk() },
        between(date(2016, 4, 4), 540, 1_081),
        between(date(2016, 4, 4), 359, 720),
        between(date(2016, 4, 4), 1_320, 120),
    ];
    for content in unfit {
        assert!(!content.fits(&offer()), "{content:?}");
    }
    assert!(between(date(2016, 4, 4), 360, 1_080).fits(&offer()), "to the minute");
    assert!(!desk().fits(&Offer { agreed_on: None, ..offer() }), "nobody is called against their word");
}

#[test]
fn a_shift_is_told_what_is_wrong_and_pays_no_less_than_the_law() {
    let floors = MinimumWageTable::new([(2016, 6_030), (2017, 6_470)]);
    let today = date(2016, 3, 14);
    assert!(desk().faults(today, &floors).is_empty());
    let wrong = Content {
        title: " ".to_owned(),
        place: String::new(),
        heads: 0,
        day: date(2016, 3, 13),
        hours: DailyHours::new(540, 1_081, 60).unwrap(),
        work: Work::Interpretation,
        wage_won_hourly: 6_029,
        ..desk()
    };
    let fields: Vec<_> = wrong.faults(today, &floors).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["title", "day", "until", "place", "heads", "language", "wage"]);
    let next_year = Content { day: date(2017, 1, 2), ..desk() };
    assert_eq!(codes(next_year.faults(today, &floors)), [("wage", "wage-below-minimum".to_owned())]);
    let beyond = Content { day: date(2019, 1, 2), wage_won_hourly: 6_470, ..desk() };
    assert!(beyond.faults(today, &floors).is_empty(), "the last floor that is known");
}

#[test]
fn nobody_is_bound_to_two_at_once_nor_beyond_eight_hours_a_day_or_fifty_two_a_week() {
    let monday = date(2016, 4, 4);
    let morning = between(monday, 540, 720);
    assert!(
        between(monday, 720, 1_020).free_beside(&[&morning]).is_ok(),
        "one ends as the other begins; eight"
    );
    assert_eq!(code(between(monday, 719, 800).free_beside(&[&morning])), "supporter-shift-overlaps");
    assert_eq!(code(between(monday, 720, 1_021).free_beside(&[&morning])), "supporter-shift-day-full");
    let night = between(monday, 1_320, 120);
    let dawn = between(date(2016, 4, 5), 60, 300);
    assert_eq!(code(dawn.free_beside(&[&night])), "supporter-shift-overlaps", "into the next day");
    assert_eq!(code(night.free_beside(&[&dawn])), "supporter-shift-overlaps");
    let week: Vec<Content> = (4..=9).map(|day| between(date(2016, 4, day), 540, 1_020)).collect();
    let bound: Vec<&Content> = week.iter().collect();
    let sunday = date(2016, 4, 10);
    assert!(between(sunday, 540, 780).free_beside(&bound).is_ok(), "forty-eight and four");
    assert_eq!(code(between(sunday, 540, 781).free_beside(&bound)), "supporter-shift-week-full");
    assert!(between(date(2016, 4, 11), 540, 1_020).free_beside(&bound).is_ok(), "another week");
}

#[test]
fn places_go_to_whoever_says_yes_and_come_back_with_a_no() {
    let mut one = shift(desk());
    let when = (date(2016, 3, 14), at(1));
    assert_eq!(code(one.ask(&[], when.0, when.1)), "supporter-shift-nobody");
    let three = [someone(1), someone(2), someone(3)];
    assert_eq!(one.ask(&three, when.0, when.1), Ok(3));
    assert_eq!(code(one.ask(&three[..1], when.0, when.1)), "supporter-shift-nobody", "once is enough");
    one.answer(three[0], true, &[], when).unwrap();
    one.answer(three[0], true, &[], when).unwrap();
    one.answer(three[1], true, &[], when).unwrap();
    assert_eq!(one.seats.taken, 2, "twice yes is one place");
    assert_eq!(code(one.answer(three[2], true, &[], when)), "supporter-shift-full");
    one.answer(three[0], false, &[], when).unwrap();
    one.answer(three[2], true, &[], when).unwrap();
    assert_eq!(code(one.answer(someone(9), true, &[], when)), "supporter-shift-not-called");
    let tally = one.tally();
    assert_eq!((tally.called, tally.yes, tally.no, tally.silent), (3, 2, 1, 0));
    let late = (date(2016, 4, 5), at(2));
    assert_eq!(code(one.answer(three[0], true, &[], late)), "supporter-shift-past");
    one.cancel(at(3)).unwrap();
    assert_eq!(code(one.answer(three[2], false, &[], when)), "supporter-shift-over");
    assert_eq!(code(one.attend(&BTreeMap::new(), Taken::Signed, late)), "supporter-shift-over");
}

#[test]
fn who_came_is_noted_of_those_who_said_yes_and_may_be_noted_again() {
    let mut one = shift(desk());
    let before = (date(2016, 3, 14), at(1));
    one.ask(&[someone(1), someone(2), someone(3)], before.0, before.1).unwrap();
    one.answer(someone(1), true, &[], before).unwrap();
    one.answer(someone(2), true, &[], before).unwrap();
    let came = |pairs: &[(u128, u32)]| -> BTreeMap<SupporterId, u32> {
        pairs.iter().map(|(n, minutes)| (someone(*n), *minutes)).collect()
    };
    let on = (date(2016, 4, 4), at(400));
    assert_eq!(code(one.attend(&came(&[(1, 480)]), Taken::Signed, before)), "supporter-shift-ahead");
    assert_eq!(code(one.attend(&came(&[(3, 480)]), Taken::Signed, on)), "supporter-shift-not-yes");
    for minutes in [0, 961] {
        assert_eq!(code(one.attend(&came(&[(1, minutes)]), Taken::Signed, on)), "supporter-shift-minutes");
    }
    one.attend(&came(&[(1, 480)]), Taken::Signed, on).unwrap();
    assert_eq!(one.state.name(), StateName::Held);
    assert_eq!(one.call(someone(2)).unwrap().answer, Answer::Absent);
    one.attend(&came(&[(1, 470), (2, 240)]), Taken::Electronic, on).unwrap();
    let tally = one.tally();
    assert_eq!((tally.came, tally.minutes, tally.silent), (2, 710, 1));
    assert_eq!(code(one.cancel(at(401))), "supporter-shift-over");
}

#[test]
fn whoever_is_forgotten_frees_what_is_to_come_and_stays_counted_in_what_was() {
    let mut one = shift(desk());
    let when = (date(2016, 3, 14), at(1));
    one.ask(&[someone(1), someone(2)], when.0, when.1).unwrap();
    one.answer(someone(1), true, &[], when).unwrap();
    assert!(
        one.forget(someone(1), at(2)) && !one.forget(someone(1), at(2)) && !one.forget(someone(7), at(2))
    );
    assert_eq!((one.seats.taken, one.call(someone(1)).unwrap().answer.name()), (0, AnswerName::No));
    one.answer(someone(2), true, &[], when).unwrap();
    one.attend(&[(someone(2), 480)].into(), Taken::Signed, (date(2016, 4, 4), at(400))).unwrap();
    assert!(!one.forget(someone(2), at(500)));
    assert_eq!(one.tally().came, 1);
    let gone = Supporter::join(&ctx(0), person(1)).erase(at(3));
    assert!(gone.person().is_none() && !gone.is_offered());
    assert_eq!(code(gone.leave(at(4))), "supporter-left");
}

#[test]
fn whoever_waited_longest_is_asked_first() {
    let seed = Seed::of([7; 16]);
    let last = |n: u128, on: Option<Date>| Candidate { supporter: someone(n), last_on: on };
    let asked =
        order(vec![last(1, Some(date(2016, 3, 1))), last(2, None), last(3, Some(date(2016, 2, 1)))], &seed);
    assert_eq!(asked, [someone(2), someone(3), someone(1)]);
    let mut before = shift(desk());
    let when = (date(2016, 3, 14), at(1));
    before.ask(&[someone(1), someone(2)], when.0, when.1).unwrap();
    before.answer(someone(1), true, &[], when).unwrap();
    before.answer(someone(2), false, &[], when).unwrap();
    let now =
        Shift { id: SupporterShiftId(Uuid::from_u128(2)), ..shift(between(date(2016, 5, 2), 540, 600)) };
    let all = [before.clone(), now.clone()];
    assert_eq!(bound(&all, someone(1), Some(now.id)).1, Some(date(2016, 4, 4)));
    assert_eq!(bound(&all, someone(2), Some(now.id)), (Vec::new(), None), "a no is no turn");
    before.cancel(at(9)).unwrap();
    assert_eq!(bound(&[before], someone(1), Some(now.id)).1, None, "what did not take place is no turn");
}

proptest! {
    #[test]
    fn the_order_is_the_same_however_people_are_looked_at(
        waits in prop::collection::vec(prop::option::of(1i8..28), 1..30),
        turn in 0usize..30,
        seed in any::<[u8; 16]>(),
    ) {
        let seed = Seed::of(seed);
        let all: Vec<Candidate> = waits
            .iter()
            .zip(1u128..)
            .map(|(day, n)| Candidate { supporter: someone(n), last_on: day.map(|day| date(2016, 2, day)) })
            .collect();
        let mut turned = all.clone();
        turned.rotate_left(turn % all.len());
        turned.reverse();
        let asked = order(all.clone(), &seed);
        prop_assert_eq!(&asked, &order(turned, &seed));
        prop_assert_eq!(asked.len(), all.len());
        let on = |id: &SupporterId| all.iter().find(|one| one.supporter == *id).and_then(|one| one.last_on);
        let days: Vec<Option<Date>> = asked.iter().map(on).collect();
        prop_assert!(days.is_sorted());
    }

    #[test]
    fn never_more_places_than_there_are(answers in prop::collection::vec((0u128..6, any::<bool>()), 0..60)) {
        let mut one = shift(desk());
        let when = (date(2016, 3, 14), at(1));
        let all: Vec<SupporterId> = (0..6).map(someone).collect();
        one.ask(&all, when.0, when.1).unwrap();
        for (who, yes) in answers {
            let _ = one.answer(someone(who), yes, &[], when);
            let coming = one.calls.iter().filter(|call| call.answer.binds()).count();
            prop_assert_eq!(u32::try_from(coming).unwrap(), one.seats.taken);
            prop_assert!(one.seats.taken <= one.content.heads);
        }
    }
}

#[test]
fn at_a_hiring_event_its_title_day_and_place_are_the_events() {
    let own = ProjectId(Uuid::from_u128(7));
    let told = Content { project: Some(own), ..desk() }.at(&fair());
    assert_eq!((told.title.as_str(), told.place.as_str()), ("봄 채용박람회", "체육관"));
    assert_eq!((told.event, told.day), (Some(fair().id), fair().on));
    assert_eq!((told.project, told.hours), (Some(own), desk().hours), "where the event has no project");
    let whole = HiringEvent { project: Some(ProjectId(Uuid::from_u128(8))), ..fair() };
    assert_eq!(told.at(&whole).project, whole.project);
}
