//! A fair replayed: forty employers, nine hundred talks, a hundred and fifty of them with a number on paper. Every one gets a result,
//! nothing is closed before, and what is told of it equals the rows.

use std::collections::{BTreeMap, BTreeSet};

use app::hiring_event::{Form, close, get, open, page, plan, publish};
use app::interview::{Answer, Choice, admit, book, settle};
use app::testing::TestCity;
use domain::hiring_event::{Slots, StateName as Stage, spelled};
use domain::id::InterviewId;
use domain::interview::{Interview, StateName, Way, Who};
use domain::opening::StateName as OpeningState;
use domain::referral::{DeclineReason, RejectReason};
use jiff::civil::date;

use crate::hiring_event::{DAY, at, booth, bringing, form, signs};
use crate::referral::{code_of, counselor, person};

const BOOTHS: u16 = 40;
const PEOPLE: usize = 150;
const TIMES: [u16; 5] = [600, 630, 660, 690, 720];

/// What each talk of a booth comes to: the first person who has no work yet is hired, the others in turn.
fn answers(all: &[&Interview], hired: &mut BTreeSet<domain::id::PersonId>) -> Vec<(InterviewId, Answer)> {
    let mut taken = false;
    let answer = |(nth, one): (usize, &&Interview)| {
        let fresh = one.person().filter(|person| !taken && hired.insert(*person));
        taken |= fresh.is_some();
        let told = match (fresh, nth % 4) {
            (Some(_), _) => Answer::Hired { start_on: date(2016, 3, 21), opening: None },
            (None, 0) => Answer::NoShow,
            (None, 1) => Answer::SecondRound(date(2016, 3, 25)),
            (None, 2) => Answer::Declined(DeclineReason::Pay),
            (None, _) => Answer::Rejected(RejectReason::Skill),
        };
        (one.id, told)
    };
    all.iter().enumerate().map(answer).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nine_hundred_talks_at_forty_booths_each_come_to_a_result() {
    let city = TestCity::new().await;
    let (mut openings, mut booths, mut seats) = (Vec::new(), Vec::new(), Vec::new());
    for nth in 1..=BOOTHS {
        let opening = bringing(&city, usize::from(nth), if nth <= 10 { 1 } else { 5 }).await;
        // Thirty booths with four who talk, ten with three: a hundred and fifty at a time.
        let interviewers = if nth <= 30 { 4 } else { 3 };
        booths.push(booth(&city, nth, opening, interviewers).await);
        seats.extend((0..interviewers).map(|_| opening));
        openings.push(opening);
    }
    assert_eq!(seats.len(), PEOPLE);
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        people.push(person(&city, &signs(n), &format!("0310001{n:03}")).await);
    }
    let (ctx, app) = (counselor(&city).await, &city.app);
    let slots = Slots { from_min: 600, until_min: 750, length_min: 30 };
    let id = plan(&ctx, app, Form { slots, ..form(booths) }).await.unwrap();
    publish(&ctx, app, id).await.unwrap();
    for (n, seeker) in people.iter().enumerate() {
        let choices = TIMES.iter().enumerate().map(|(round, slot_min)| Choice {
            opening: seats[(n + round * 30) % PEOPLE],
            slot_min: *slot_min,
        });
        book(&ctx, app, (id, *seeker), choices.collect()).await.unwrap();
    }
    let shown = page(&ctx, app, id).await.unwrap();
    assert!(shown.stands.iter().all(|stand| stand.free.is_empty()), "every seat of every slot is taken");
    let late = person(&city, &signs(PEOPLE), "0310001999").await;
    let full = vec![Choice { opening: openings[0], slot_min: 600 }];
    assert_eq!(code_of(book(&ctx, app, (id, late), full).await), "interview-slot-full");

    at(&city, DAY, 10);
    let ctx = counselor(&city).await;
    open(&ctx, app, id).await.unwrap();
    for ticket in 1..=150u16 {
        admit(&ctx, app, (id, ticket % BOOTHS + 1), &spelled(u32::from(ticket))).await.unwrap();
    }
    let all = store::interview::of_event(&app.store, app.tenant, id).await.unwrap();
    assert_eq!(all.len(), 900);
    let mut by_booth: BTreeMap<u16, Vec<&Interview>> = BTreeMap::new();
    for one in &all {
        by_booth.entry(one.booth).or_default().push(one);
    }
    let (mut hired, mut open_still) = (BTreeSet::new(), all.len());
    for rows in by_booth.values() {
        let refused = close(&ctx, app, id).await;
        assert_eq!(code_of(refused), "hiring-event-unsettled", "{open_still} without a result");
        settle(&ctx, app, id, answers(rows, &mut hired)).await.unwrap();
        open_still -= rows.len();
    }
    close(&ctx, app, id).await.unwrap();

    let view = get(&ctx, app, id).await.unwrap();
    assert_eq!(view.event.state.name(), Stage::Closed);
    let all = store::interview::of_event(&app.store, app.tenant, id).await.unwrap();
    let (mut states, mut people, mut papers) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
    for one in &all {
        *states.entry(one.state.name()).or_insert(0u32) += 1;
        match (one.state.came(), one.who, one.way) {
            (true, Who::Registered { person, .. }, _) => people.insert(person),
            (true, Who::Unnamed, Way::WalkIn { ticket }) => papers.insert(ticket),
            _ => false,
        };
    }
    let tally = &view.outcome.tally;
    assert_eq!((tally.interviews, tally.unsettled), (900, 0));
    assert_eq!(tally.states, states);
    assert_eq!(states.values().sum::<u32>(), 900);
    assert_eq!(tally.visitors as usize, people.len() + papers.len());
    assert_eq!(tally.held as usize, all.iter().filter(|one| one.state.was_held()).count());
    assert_eq!(tally.now(StateName::Hired), 40);
    let claims = store::placement::after(&app.store, app.tenant, None, 10_000).await.unwrap();
    assert_eq!((claims.len(), view.outcome.claimed, view.outcome.confirmed), (40, 40, 0));
    let full = view.openings.values().filter(|one| one.state.name() == OpeningState::Filled).count();
    assert_eq!((full, view.outcome.filled, view.outcome.openings), (10, 10, 40));
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}
