//! Talks at hiring events, on both engines: a slot that no two take, numbers counted on, found by either side, and counted after an
//! erasure.

use domain::hiring_event::{Booth, HiringEvent, Kind, Slots, State};
use domain::id::{EmployerId, OpeningId, PersonId, SeekerId};
use domain::interview::{Interview, Outcome, StateName, Who};
use domain::message::Message;
use futures::future::join_all;
use jiff::ToSpan;
use store::{Error, change, interview, key, record};
use uuid::Uuid;

use crate::engines::{World, on_both};
use crate::seal::keep;

fn opening() -> OpeningId {
    OpeningId(Uuid::from_u128(7))
}

/// An event of tomorrow whose doors are open, with one booth of three who talk.
async fn event(world: &World) -> HiringEvent {
    let ctx = world.ctx();
    let event = HiringEvent {
        id: ctx.id(),
        kind: Kind::MeetingDay,
        title: "만남의 날".to_owned(),
        on: ctx.today().saturating_add(1.day()),
        slots: Slots { from_min: 600, until_min: 720, length_min: 20 },
        place: "시청".to_owned(),
        area: None,
        directions: String::new(),
        phone: String::new(),
        host: None,
        supporters: Vec::new(),
        project: None,
        booths: vec![Booth {
            number: 1,
            employer: EmployerId(Uuid::from_u128(8)),
            openings: vec![opening()],
            interviewers: 3,
        }],
        state: State::Held { since: ctx.now },
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    let kept = event.clone();
    let insert = world.store.write(move |tx| {
        let (ctx, event) = (ctx.clone(), event.clone());
        Box::pin(async move { record::insert(tx, &ctx, &event).await })
    });
    insert.await.unwrap();
    kept
}

/// Books a time behind the head of the log, as often as there is room.
async fn book(
    world: &World,
    event: &HiringEvent,
    slot_min: u16,
    person: PersonId,
) -> Result<Interview, Error> {
    let (ctx, event) = (world.ctx(), event.clone());
    let made = ctx.id::<SeekerId>();
    let booked = world.store.write(move |tx| {
        let (ctx, event) = (ctx.clone(), event.clone());
        Box::pin(async move {
            change::hold(tx, &ctx).await?;
            let taken = interview::in_slot(tx, &ctx, (event.id, 1, slot_min)).await?;
            let one = Interview::book(&ctx, &event, (opening(), slot_min), (person, made), taken);
            let one = one.map_err(|why: Message| Error::Conflict(why.code.into_owned()))?;
            interview::insert(tx, &ctx, &one).await?;
            Ok(one)
        })
    });
    booked.await
}

/// Gives out the next number.
async fn join(world: &World, event: &HiringEvent) -> Interview {
    let (ctx, event) = (world.ctx(), event.clone());
    let joined = world.store.write(move |tx| {
        let (ctx, event) = (ctx.clone(), event.clone());
        Box::pin(async move {
            change::hold(tx, &ctx).await?;
            let next = interview::last_ticket(tx, &ctx, event.id).await? + 1;
            let one = Interview::walk_in(&ctx, &event, 1, next).unwrap();
            interview::insert(tx, &ctx, &one).await?;
            Ok(one)
        })
    });
    joined.await.unwrap()
}

async fn update(world: &World, one: &Interview) -> Result<(), Error> {
    let (ctx, one) = (world.ctx(), one.clone());
    let update = world.store.write(move |tx| {
        let (ctx, one) = (ctx.clone(), one.clone());
        Box::pin(async move { interview::update(tx, &ctx, "step", &one).await })
    });
    update.await
}

on_both! {
    async fn a_slot_takes_as_many_as_talk_however_many_come_at_once(world: &World) {
        let event = event(world).await;
        let people: Vec<PersonId> = (0..20).map(|_| world.ctx().id()).collect();
        let booked = join_all(people.iter().map(|person| book(world, &event, 600, *person))).await;
        assert_eq!(booked.iter().filter(|one| one.is_ok()).count(), 3);
        let full = |one: &Result<Interview, Error>| {
            matches!(one, Err(Error::Conflict(why)) if why == "interview-slot-full")
        };
        assert!(booked.iter().all(|one| one.is_ok() || full(one)), "{booked:?}");
        let sums = interview::booked(&world.store, world.tenant, event.id).await.unwrap();
        assert_eq!(sums, [((1, 600), 3)].into());
        assert!(change::rows_agree(&world.store, world.tenant).await.unwrap());
    }

    async fn numbers_are_counted_on_and_each_talk_is_found_by_either_side(world: &World) {
        let (store, tenant) = (&world.store, world.tenant);
        let event = event(world).await;
        let joined = join_all((0..9).map(|_| join(world, &event))).await;
        let mut numbers: Vec<_> = joined.iter().filter_map(Interview::ticket).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=9).collect::<Vec<_>>(), "no number twice");
        let person: PersonId = world.ctx().id();
        let one = book(world, &event, 620, person).await.unwrap();
        assert_eq!(interview::find(store, tenant, one.id).await.unwrap(), Some(one.clone()));
        assert_eq!(
            interview::of_person(store, tenant, person).await.unwrap(),
            std::slice::from_ref(&one)
        );
        assert_eq!(interview::of_event(store, tenant, event.id).await.unwrap().len(), 10);
        assert_eq!(interview::of_booth(store, tenant, (event.id, 1)).await.unwrap().len(), 10);
        assert_eq!(interview::of_ticket(store, tenant, (event.id, 3)).await.unwrap().len(), 1);
        assert_eq!(interview::present(store, tenant, event.id).await.unwrap().len(), 9, "who came");
        let due = event.on.saturating_add(1.day());
        assert!(interview::due(store, tenant, event.on, 99).await.unwrap().is_empty());
        assert_eq!(interview::due(store, tenant, due, 99).await.unwrap().len(), 10);
        let at = world.ctx().now;
        let gone = one.step(at, |state| state.end(at, Outcome::NoShow)).unwrap();
        update(world, &gone).await.unwrap();
        let stale = update(world, &gone).await;
        assert!(matches!(stale, Err(Error::Conflict(ref what)) if what == "interview.version"), "{stale:?}");
        assert_eq!(interview::due(store, tenant, due, 99).await.unwrap().len(), 9, "a result is asked for no more");
    }

    async fn whoever_is_erased_leaves_a_row_without_a_person_and_a_free_slot(world: &World) {
        let (store, tenant) = (&world.store, world.tenant);
        let event = event(world).await;
        let person = keep(world, "visitor").await;
        let one = book(world, &event, 600, person).await.unwrap();
        let ctx = world.ctx();
        let erased = world.store.write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move { key::destroy(tx, &ctx, person, "requested").await })
        });
        erased.await.unwrap();
        let left = interview::find(store, tenant, one.id).await.unwrap().unwrap();
        assert!(matches!(left.who, Who::Erased { first, .. } if first == one.id));
        assert_eq!((left.state.name(), left.due_on), (StateName::Withdrawn, None));
        assert!(interview::of_person(store, tenant, person).await.unwrap().is_empty());
        assert!(interview::booked(store, tenant, event.id).await.unwrap().is_empty());
        let again = book(world, &event, 600, person).await;
        assert!(matches!(again, Err(Error::NotFound)), "erased is erased: {again:?}");
        assert!(change::rows_agree(store, tenant).await.unwrap());
    }
}
