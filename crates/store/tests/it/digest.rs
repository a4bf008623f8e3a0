//! Messages that go out by themselves, on both engines: one of a slot, taken by one process, gone with the person.

use domain::digest::{Basket, Delivery, Found, Kind, Outcome, StateName, Way};
use domain::id::{NoticeId, OpeningId, PersonId, SavedSearchId};
use jiff::SignedDuration;
use store::digest;
use uuid::Uuid;

use crate::engines::{World, on_both};

async fn put(world: &World, slot: &'static str, delivery: &Delivery, basket: &Basket) -> bool {
    let (ctx, delivery, basket) = (world.ctx(), delivery.clone(), basket.clone());
    let put = world.store.write(move |tx| {
        let (ctx, delivery, basket) = (ctx.clone(), delivery.clone(), basket.clone());
        Box::pin(async move { digest::insert(tx, &ctx, slot, &delivery, &basket).await })
    });
    put.await.unwrap()
}

async fn update(world: &World, delivery: &Delivery) -> Result<Delivery, store::Error> {
    let (ctx, delivery) = (world.ctx(), delivery.clone());
    let written = world.store.write(move |tx| {
        let (ctx, delivery) = (ctx.clone(), delivery.clone());
        Box::pin(async move { digest::update(tx, &ctx, &delivery).await })
    });
    written.await
}

on_both! {
    async fn a_slot_is_filled_once_and_a_delivery_begun_by_one(world: &World) {
        let (store, tenant) = (&world.store, world.tenant);
        let (ctx, person): (_, PersonId) = (world.ctx(), world.ctx().id());
        let basket = Basket {
            news: vec![NoticeId(Uuid::from_u128(1))],
            openings: vec![OpeningId(Uuid::from_u128(2))],
            found: vec![Found {
                search: SavedSearchId(Uuid::from_u128(3)),
                openings: vec![OpeningId(Uuid::from_u128(4))],
            }],
            ended: vec![SavedSearchId(Uuid::from_u128(5))],
        };
        let first = Delivery::new(&ctx, person, Kind::Digest, Way::Mail);
        assert!(put(world, "digest/1", &first, &basket).await);
        let again = Delivery::new(&world.ctx(), person, Kind::Digest, Way::Mail);
        assert!(!put(world, "digest/1", &again, &Basket::default()).await, "a second basket of the day");
        assert!(digest::has(store, tenant, person, "digest/1").await.unwrap());
        assert!(!digest::has(store, tenant, person, "digest/2").await.unwrap());
        let due = digest::due(store, tenant, ctx.now, 9).await.unwrap();
        assert_eq!(due, [(first.clone(), basket.clone())]);
        // Two processes read the same; one begins it.
        let begun = first.clone().begin(ctx.now).unwrap();
        let begun = update(world, &begun).await.unwrap();
        assert!(matches!(update(world, &first).await, Err(store::Error::Conflict(_))));
        assert_eq!(digest::due(store, tenant, ctx.now, 9).await.unwrap(), []);
        assert_eq!(digest::due(store, tenant, ctx.now + SignedDuration::from_mins(30), 9).await.unwrap().len(), 1);
        let sent = update(world, &begun.end(ctx.now, Outcome::Taken("250".into()))).await.unwrap();
        assert_eq!(digest::find(store, tenant, first.id).await.unwrap(), Some((sent.clone(), basket)));
        assert_eq!(digest::counts(store, tenant, ctx.now).await.unwrap(), [(Way::Mail, StateName::Sent, 1)]);
        assert_eq!(digest::in_state(store, tenant, StateName::Sent, ctx.now, 9).await.unwrap(), [sent]);
        // Outside the log.
        assert_eq!(store::change::head(store, tenant).await.unwrap().seq, 0);
        let gone = world.ctx();
        store.write(move |tx| {
            let ctx = gone.clone();
            Box::pin(async move { store::key::destroy(tx, &ctx, person, "test").await })
        }).await.unwrap();
        assert_eq!(digest::of_person(store, tenant, person, 9).await.unwrap(), []);
        assert_eq!(digest::counts(store, tenant, ctx.now).await.unwrap(), []);
    }
}
