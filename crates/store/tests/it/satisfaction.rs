//! Questions to people, on both engines: one about each thing, what is answered sealed, and what an erasure leaves.

use domain::id::{EmployerId, PersonId, PlacementId};
use domain::notice::{About as Beside, Kind, Notice, To};
use domain::satisfaction::{About, Answer, Channel, Satisfaction, Score, StateName};
use futures::future::join_all;
use jiff::civil::date;
use store::{Error, change, key, notice, satisfaction};

use crate::engines::{World, on_both};

fn asked(world: &World, person: PersonId, placement: PlacementId, months: u8) -> Satisfaction {
    let ctx = world.ctx();
    let about = About::Placement { placement, employer: EmployerId(uuid::Uuid::from_u128(5)), months };
    Satisfaction::ask(&ctx, (about, date(2016, 4, 1)), person, Channel::Message)
}

async fn put(world: &World, one: &Satisfaction) -> Result<(), Error> {
    let (ctx, one) = (world.ctx(), one.clone());
    let put = world.store.write(move |tx| {
        let (ctx, one) = (ctx.clone(), one.clone());
        Box::pin(async move {
            satisfaction::insert(tx, &ctx, &one).await?;
            let about = Beside { satisfaction: Some(one.id), ..Beside::default() };
            let to = To::Person(one.person.ok_or(Error::NotFound)?);
            notice::insert(tx, &ctx, &Notice::new(&ctx, to, Kind::SatisfactionAsked, about)).await
        })
    });
    put.await
}

async fn answered(world: &World, one: &Satisfaction) -> Result<(), Error> {
    let (ctx, one) = (world.ctx(), one.clone());
    let told = Answer { score: Some(Score::Bad), word: "카나리아".to_owned(), ..Answer::default() };
    let written = world.store.write(move |tx| {
        let (ctx, told) = (ctx.clone(), told.clone());
        let next = one.clone().answer(ctx.today(), ctx.now, None);
        Box::pin(async move {
            let next = next.map_err(|why| Error::Conflict(why.code.into_owned()))?;
            satisfaction::answer(tx, &ctx, &next, &told).await
        })
    });
    written.await
}

on_both! {
    async fn nobody_is_asked_twice_about_one_thing_however_many_ask_at_once(world: &World) {
        let (person, placement): (PersonId, PlacementId) = (world.ctx().id(), world.ctx().id());
        let all: Vec<Satisfaction> = (0..8).map(|_| asked(world, person, placement, 1)).collect();
        let done = join_all(all.iter().map(|one| put(world, one))).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1, "{done:?}");
        put(world, &asked(world, person, placement, 3)).await.unwrap();
        assert_eq!(satisfaction::of_person(&world.store, world.tenant, person).await.unwrap().len(), 2);
        let waiting = notice::waiting(&world.store, world.tenant, person).await.unwrap();
        assert_eq!(waiting.len(), 2, "what was not put tells nobody");
        assert!(change::rows_agree(&world.store, world.tenant).await.unwrap());
    }

    async fn an_answer_is_sealed_ends_the_notices_and_goes_with_the_person(world: &World) {
        let (store, tenant) = (&world.store, world.tenant);
        let (person, placement): (PersonId, PlacementId) = (world.ctx().id(), world.ctx().id());
        let one = asked(world, person, placement, 1);
        put(world, &one).await.unwrap();
        put(world, &asked(world, person, placement, 3)).await.unwrap();
        answered(world, &one).await.unwrap();
        let stale = answered(world, &one).await;
        assert!(matches!(stale, Err(Error::Conflict(ref what)) if what == "satisfaction.version"), "{stale:?}");
        let (now, told) = satisfaction::find(store, tenant, one.id).await.unwrap().unwrap();
        assert_eq!((now.state.name(), told.unwrap().score), (StateName::Answered, Some(Score::Bad)));
        assert_eq!(notice::waiting(store, tenant, person).await.unwrap().len(), 1, "the other still waits");
        let logged = change::of_noun(store, tenant, one.id.0, 9).await.unwrap();
        assert!(!logged[0].body.to_string().contains("카나리아"));
        let ctx = world.ctx();
        let erased = store.write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move { key::destroy(tx, &ctx, person, "requested").await })
        });
        erased.await.unwrap();
        let group = uuid::Uuid::from_u128(5);
        let all = satisfaction::of_group(store, tenant, group).await.unwrap();
        assert!(all.iter().all(|(one, told)| one.person.is_none() && told.is_none()));
        let states: Vec<StateName> = all.iter().map(|(one, _)| one.state.name()).collect();
        assert_eq!(states.len(), 2);
        assert!(states.contains(&StateName::Answered) && states.contains(&StateName::Lapsed));
        let again = put(world, &asked(world, person, placement, 6)).await;
        assert!(matches!(again, Err(Error::NotFound)), "erased is erased: {again:?}");
        assert!(change::rows_agree(store, tenant).await.unwrap());
    }
}
