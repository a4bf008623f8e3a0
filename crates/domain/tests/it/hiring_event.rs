//! Hiring events: what is refused before the day, and the steps of an event to its close.

use std::collections::BTreeSet;

use domain::hiring_event::{Booth, CancelReason, HiringEvent, Kind, Slots, State, StateName};
use domain::id::{EmployerId, HiringEventId, OpeningId};
use domain::message::{Catalogue, Lang, Message};
use jiff::civil::date;
use strum::IntoEnumIterator;
use uuid::Uuid;

use super::cohort::at;

pub(crate) fn opening(n: u128) -> OpeningId {
    OpeningId(Uuid::from_u128(n))
}

fn booth(number: u16) -> Booth {
    let n = u128::from(number);
    Booth {
        number,
        employer: EmployerId(Uuid::from_u128(n)),
        openings: vec![opening(n * 10), opening(n * 10 + 1)],
        interviewers: 3,
    }
}

/// Two booths from ten to twelve, a quarter of an hour each.
pub(crate) fn fair() -> HiringEvent {
    HiringEvent {
        id: HiringEventId(Uuid::from_u128(1)),
        kind: Kind::JobFair,
        title: "봄 채용박람회".to_owned(),
        on: date(2016, 3, 16),
        slots: Slots { from_min: 600, until_min: 720, length_min: 15 },
        place: "체육관".to_owned(),
        area: None,
        directions: String::new(),
        phone: "0310009999".to_owned(),
        host: None,
        supporters: Vec::new(),
        project: None,
        booths: vec![booth(1), booth(2)],
        state: State::Planned,
        version: 1,
        created_at: at(0),
        updated_at: at(0),
    }
}

pub(crate) fn code<T>(given: Result<T, Message>) -> String {
    given.err().map(|why| why.code.into_owned()).unwrap_or_default()
}

#[test]
fn what_does_not_fit_is_told_with_its_booth() {
    assert!(fair().faults().is_empty());
    let twice = HiringEvent { booths: vec![booth(1), booth(1)], ..fair() };
    let codes: Vec<_> = twice.faults().into_iter().map(|why| why.code.into_owned()).collect();
    assert_eq!(
        codes,
        ["hiring-event-booth-number", "hiring-event-employer-twice", "hiring-event-opening-twice"]
    );
    let bare = Booth { openings: Vec::new(), ..booth(2) };
    let bare = HiringEvent { booths: vec![booth(1), bare], ..fair() };
    assert_eq!(bare.faults(), [Message::new("hiring-event-booth-empty").with("booth", 2u16)]);
    for (interviewers, fits) in [(0, false), (1, true), (30, true), (31, false)] {
        let one = HiringEvent { booths: vec![Booth { interviewers, ..booth(1) }], ..fair() };
        assert_eq!(one.faults().is_empty(), fits, "{interviewers}");
    }
    let unnamed = HiringEvent { title: " ".to_owned(), place: String::new(), ..fair() };
    assert_eq!(unnamed.faults().len(), 2);
}

#[test]
fn nothing_is_published_without_an_open_opening_of_each_employer() {
    let open = |ids: &[u128]| ids.iter().map(|n| opening(*n)).collect::<BTreeSet<_>>();
    assert_eq!(code(fair().publish(at(1), &open(&[]))), "hiring-event-no-openings");
    assert_eq!(
        fair().publish(at(1), &open(&[10])),
        Err(Message::new("hiring-event-booth-closed").with("booth", 2u16))
    );
    let state = fair().publish(at(1), &open(&[11, 20])).unwrap();
    assert_eq!(state, State::Published { since: at(1) });
    let again = HiringEvent { state, ..fair() };
    assert_eq!(code(again.publish(at(2), &open(&[11, 20]))), "hiring-event-step-refused");
}

#[test]
fn it_is_closed_only_when_every_interview_has_a_result() {
    let published = State::Published { since: at(1) };
    assert_eq!(code(published.clone().close(at(2), 0)), "hiring-event-step-refused");
    let held = published.clone().open(at(2)).unwrap();
    assert_eq!(
        held.clone().close(at(3), 1),
        Err(Message::new("hiring-event-unsettled").with("open", 1usize))
    );
    assert_eq!(held.clone().close(at(3), 0), Ok(State::Closed { at: at(3) }));
    assert_eq!(code(held.cancel(at(3), CancelReason::Emergency)), "hiring-event-step-refused");
    let off = published.cancel(at(3), CancelReason::Emergency).unwrap();
    assert!(off.is_over() && off.is_public() && !off.takes_people());
    assert_eq!(code(off.open(at(4))), "hiring-event-step-refused");
}

#[test]
fn numbers_are_given_out_on_its_day_only() {
    let held = HiringEvent { state: State::Held { since: at(3) }, ..fair() };
    let on = |day: jiff::civil::Date| (held.gives_numbers(day), held.awaits_results(day));
    assert_eq!(on(held.on), (true, false));
    assert_eq!(on(held.on.tomorrow().unwrap()), (false, true));
    assert_eq!(on(held.on.yesterday().unwrap()), (false, false));
    assert!(!fair().gives_numbers(held.on), "before its doors are open");
}

#[test]
fn an_event_is_kept_and_read_as_it_was() {
    let kept = HiringEvent { state: State::Held { since: at(3) }, ..fair() };
    let text = serde_json::to_string(&kept).unwrap();
    assert_eq!(serde_json::from_str::<HiringEvent>(&text).unwrap(), kept);
}

#[test]
fn every_word_of_an_event_is_in_both_catalogues() {
    let catalogue = Catalogue::new(&[]);
    let states = StateName::iter().map(|name| format!("hiring-event-state-{name}"));
    let kinds = Kind::iter().map(|kind| format!("hiring-event-kind-{kind}"));
    let reasons = CancelReason::iter().map(|reason| format!("hiring-event-cancel-{reason}"));
    let steps =
        ["publish", "open", "close", "cancel", "edit"].map(|step| format!("hiring-event-step-{step}"));
    for word in states.chain(kinds).chain(reasons).chain(steps) {
        assert!(catalogue.has(Lang::Ko, &word) && catalogue.has(Lang::En, &word), "{word}");
    }
}
