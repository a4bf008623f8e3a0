//! Searches that people keep, on both engines: sealed, found by the hash of their address, over on their day, and gone with
//! the person.

use domain::id::PersonId;
use domain::saved_search::{Alert, AlertName, Criteria, SavedSearch, StateName};
use store::{Error, change, key, saved_search};

use crate::engines::{World, on_both};

fn criteria() -> Criteria {
    Criteria {
        name: "집 가까이".to_owned(), near: Some("카나리아역".to_owned()), ..Criteria::default()
    }
}

async fn keep(world: &World, person: PersonId, alert: Alert, hash: Option<&'static str>) -> SavedSearch {
    let ctx = world.ctx();
    let made = SavedSearch::new(&ctx, person, alert);
    let kept = made.clone();
    let insert = world.store.write(move |tx| {
        let (ctx, made) = (ctx.clone(), made.clone());
        Box::pin(async move { saved_search::insert(tx, &ctx, &made, &criteria(), hash).await })
    });
    insert.await.unwrap();
    kept
}

on_both! {
    async fn it_is_found_by_its_person_and_by_the_hash_of_its_address(world: &World) {
        let (store, tenant) = (&world.store, world.tenant);
        let person: PersonId = world.ctx().id();
        let news = keep(world, person, Alert::News, None).await;
        let feed = keep(world, person, Alert::Feed, Some("hash-one")).await;
        let of = saved_search::of_person(store, tenant, person).await.unwrap();
        assert_eq!(of.len(), 2, "{of:?}");
        assert!(of.iter().all(|(_, told)| *told == Some(criteria())));
        let found = saved_search::by_token(store, tenant, "hash-one").await.unwrap().unwrap();
        assert_eq!(found.0, feed);
        let (ctx, again) = (world.ctx(), feed.clone());
        let moved = world.store.write(move |tx| {
            let (ctx, again) = (ctx.clone(), again.clone());
            Box::pin(async move { saved_search::readdress(tx, &ctx, &again, Some("hash-two")).await })
        });
        moved.await.unwrap();
        assert!(saved_search::by_token(store, tenant, "hash-one").await.unwrap().is_none(), "revoked");
        assert!(saved_search::by_token(store, tenant, "hash-two").await.unwrap().is_some());
        let (ctx, stale) = (world.ctx(), feed);
        let late = world.store.write(move |tx| {
            let (ctx, stale) = (ctx.clone(), stale.clone());
            Box::pin(async move { saved_search::update(tx, &ctx, "pause", &stale).await })
        });
        assert!(matches!(late.await, Err(Error::Conflict(ref what)) if what == "saved_search.version"));
        let running = saved_search::running(store, tenant, AlertName::News).await.unwrap();
        assert_eq!(running.iter().map(|(one, _)| one.id).collect::<Vec<_>>(), [news.id]);
        let last = news.until().unwrap();
        assert!(saved_search::over(store, tenant, last).await.unwrap().is_empty());
        assert_eq!(saved_search::over(store, tenant, last.tomorrow().unwrap()).await.unwrap().len(), 2);
        assert!(change::rows_agree(store, tenant).await.unwrap());
    }

    async fn taken_off_or_erased_it_leads_nowhere_and_says_nothing(world: &World) {
        let (store, tenant) = (&world.store, world.tenant);
        let person: PersonId = world.ctx().id();
        let first = keep(world, person, Alert::Feed, Some("hash-one")).await;
        let second = keep(world, person, Alert::Feed, Some("hash-two")).await;
        let (ctx, gone) = (world.ctx(), first.clone());
        let dropped = world.store.write(move |tx| {
            let (ctx, gone) = (ctx.clone(), gone.clone());
            Box::pin(async move {
                saved_search::drop_out(tx, &ctx, &gone.clone().drop_out(ctx.now)).await
            })
        });
        dropped.await.unwrap();
        let (row, told) = saved_search::find(store, tenant, first.id).await.unwrap().unwrap();
        assert_eq!((row.state.name(), told), (StateName::Dropped, Some(Criteria::default())));
        assert!(saved_search::by_token(store, tenant, "hash-one").await.unwrap().is_none());
        let ctx = world.ctx();
        let erased = world.store.write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move { key::destroy(tx, &ctx, person, "requested").await })
        });
        erased.await.unwrap();
        assert!(saved_search::by_token(store, tenant, "hash-two").await.unwrap().is_none());
        let (row, told) = saved_search::find(store, tenant, second.id).await.unwrap().unwrap();
        assert_eq!((row.state.name(), told), (StateName::Dropped, None));
        assert!(saved_search::running(store, tenant, AlertName::Feed).await.unwrap().is_empty());
        assert!(change::rows_agree(store, tenant).await.unwrap());
    }
}
