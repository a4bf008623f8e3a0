//! Lists that were shown, on both engines: each once, sealed, and gone with the key.

use domain::actor::Role;
use domain::id::{OpeningId, PersonId, SeekerId};
use domain::suggestion::{Audience, Competition, Inputs, Row, Suggestion, To};
use jiff::SignedDuration;
use store::{key, suggestion};
use uuid::Uuid;

use crate::engines::{World, on_both};

fn list(world: &World, person: PersonId, openings: &[u128]) -> Suggestion {
    let ctx = world.ctx();
    let row = |(opening, rank): (&u128, u32)| Row {
        rank,
        opening: OpeningId(Uuid::from_u128(*opening)),
        version: 1,
        score: Some(5_700),
        parts: Vec::new(),
        conditions: Vec::new(),
        competition: Competition { left: rank, live: 0 },
        planned: false,
    };
    let (role, actor) = (Role::Seeker, Some(person));
    Suggestion {
        id: ctx.id(),
        person,
        seeker: SeekerId(person.0),
        at: ctx.now,
        to: To { audience: Audience::Person, role, actor, organisation: None, employer: None },
        inputs: Inputs {
            seq: 7,
            rules: "1".into(),
            version: 1,
            wishes: "00".into(),
            missing: Vec::new(),
            plan: None,
        },
        rows: openings.iter().zip(1..).map(row).collect(),
    }
}

async fn keep(world: &World, list: &Suggestion) -> Result<(), store::Error> {
    let (ctx, digest) = (world.ctx(), suggestion::digest(&world.store, world.tenant, list)?);
    let lists = vec![(list.clone(), digest)];
    let written = world.store.write(move |tx| {
        let (ctx, lists) = (ctx.clone(), lists.clone());
        Box::pin(async move { suggestion::insert(tx, &ctx, &lists).await })
    });
    written.await
}

on_both! {
    async fn a_list_stands_once_and_goes_with_its_persons_key(world: &World) {
        let (store, tenant) = (&world.store, world.tenant);
        let (one, other): (PersonId, PersonId) = (world.ctx().id(), world.ctx().id());
        let first = list(world, one, &[1, 2]);
        keep(world, &first).await.unwrap();
        // The same again, later and in a bigger crowd; at once with another, and for somebody else.
        let mut again = list(world, one, &[1, 2]);
        again.rows[0].competition.live = 9;
        again.inputs.seq = 8;
        keep(world, &again).await.unwrap();
        keep(world, &list(world, one, &[2, 1])).await.unwrap();
        keep(world, &list(world, other, &[])).await.unwrap();
        let kept = suggestion::of_person(store, tenant, one, 10).await.unwrap();
        assert_eq!(kept.len(), 2);
        assert!(kept.contains(&first));
        let digest = suggestion::digest(store, tenant, &again).unwrap();
        assert_eq!(suggestion::known(store, tenant, one, &digest).await.unwrap(), Some(first.id));
        assert_eq!(suggestion::known(store, tenant, other, &digest).await.unwrap(), None);
        let (from, to) = (first.at - SignedDuration::from_mins(1), first.at + SignedDuration::from_mins(1));
        let shown = suggestion::shown(store, tenant, from, to).await.unwrap();
        // All at one instant: in no order that means anything.
        let mut sizes: Vec<_> = shown.iter().map(|one| (one.openings.len(), one.person)).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [(0, other), (2, one), (2, one)]);
        assert_eq!(suggestion::shown(store, tenant, to, to).await.unwrap(), []);
        // Outside the log, and unreadable once the person was erased; what is shown then is refused.
        assert_eq!(store::change::head(store, tenant).await.unwrap().seq, 0);
        let ctx = world.ctx();
        let erased = store.write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move { key::destroy(tx, &ctx, one, "test").await })
        });
        erased.await.unwrap();
        assert_eq!(suggestion::of_person(store, tenant, one, 10).await.unwrap(), []);
        assert_eq!(suggestion::find(store, tenant, first.id).await.unwrap(), None);
        let left = suggestion::shown(store, tenant, from, to).await.unwrap();
        assert_eq!(left.iter().map(|one| one.person).collect::<Vec<_>>(), [other]);
        assert!(matches!(keep(world, &list(world, one, &[3])).await, Err(store::Error::NotFound)));
        let ctx = world.ctx();
        let forgotten = store.write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move { suggestion::forget_before(tx, &ctx, to).await })
        });
        assert_eq!(forgotten.await.unwrap(), 3);
    }
}
