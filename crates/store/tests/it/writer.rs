//! Group commit and retry: one piece's failure is its own, and callers may go away.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::Ctx;
use domain::person::{Account, Identity, Person};
use store::change::{self, Entry};
use store::{Error, Tx};
use tokio::sync::Barrier;
use uuid::Uuid;

use crate::engines::{Kind, World, on_both};

/// One entry of the log by a transaction of its own; `fate` decides how the transaction ends.
async fn note(world: &World, fate: Fate) -> Result<(), Error> {
    let ctx = world.ctx();
    let work = world.store.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move {
            let entry =
                Entry::new("note", ctx.id::<Uuid>(), "insert", serde_json::json!({ "b": 1, "a": "가" }));
            change::append(tx, &ctx, vec![entry]).await?;
            match fate {
                Fate::Good => Ok(()),
                Fate::Poisoned => Err(Error::Conflict("poisoned".to_owned())),
                Fate::Panics => panic!("on purpose"),
            }
        })
    });
    work.await
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Good,
    Poisoned,
    Panics,
}

on_both! {
    async fn failures_take_no_sequence_number_and_harm_no_neighbour(world: &World) {
        let before = change::head(&world.store, world.tenant).await.unwrap().seq;
        let fates: Vec<_> = (0..96)
            .map(|n| match n % 6 { 2 => Fate::Poisoned, 5 => Fate::Panics, _ => Fate::Good })
            .collect();
        // Sixteen writers at a time, so that groups form and transactions collide.
        for sixteen in fates.chunks(16) {
            let outcomes = futures::future::join_all(sixteen.iter().map(|fate| note(world, *fate))).await;
            for (fate, outcome) in sixteen.iter().zip(outcomes) {
                let expected = match fate {
                    Fate::Good => Ok(()),
                    Fate::Poisoned => Err(Error::Conflict("poisoned".to_owned())),
                    Fate::Panics => Err(Error::Panicked),
                };
                assert_eq!(outcome, expected);
            }
        }
        let found = change::after(&world.store, world.tenant, before, 1_000).await.unwrap();
        let sequence: Vec<i64> = found.iter().map(|change| change.seq).collect();
        assert_eq!(sequence, (before + 1..=before + 64).collect::<Vec<_>>());
        let verified = change::verify(&world.store, world.tenant).await.unwrap();
        assert_eq!((verified.changes, verified.chain_ok, verified.first_bad), (before + 64, true, None));
    }

    async fn a_failure_that_is_passed_over_is_answered_and_leaves_nothing(world: &World) {
        let before = change::head(&world.store, world.tenant).await.unwrap().seq;
        let ctx = world.ctx();
        let person = Person { id: ctx.id(), account: Account::Active, grants: Vec::new() };
        let id = person.id;
        let work = world.store.write(move |tx| {
            let (ctx, person) = (ctx.clone(), person.clone());
            Box::pin(async move {
                store::person::insert(tx, &ctx, &person, &Identity::default()).await?;
                let _ = store::person::insert(tx, &ctx, &person, &Identity::default()).await;
                Ok(())
            })
        });
        assert!(matches!(work.await, Err(Error::Conflict(_))));
        assert_eq!(store::person::find(&world.store, world.tenant, id).await.unwrap(), None);
        assert_eq!(change::head(&world.store, world.tenant).await.unwrap().seq, before);
        note(world, Fate::Good).await.unwrap();
    }

    async fn a_caller_that_goes_away_harms_nothing(world: &World) {
        let before = change::head(&world.store, world.tenant).await.unwrap().seq;
        for _ in 0..8 {
            let gone = tokio::time::timeout(std::time::Duration::from_micros(300), note(world, Fate::Good)).await;
            drop(gone);
        }
        note(world, Fate::Good).await.unwrap();
        let after = change::head(&world.store, world.tenant).await.unwrap().seq;
        assert!((before + 1..=before + 9).contains(&after), "{before} to {after}");
        assert!(change::verify(&world.store, world.tenant).await.unwrap().chain_ok);
    }
}

async fn number(tx: &mut Tx, ctx: &Ctx) -> Result<(), Error> {
    store::opening::reserve_numbers(tx, ctx, 1).await.map(|_| ())
}

async fn entry(tx: &mut Tx, ctx: &Ctx) -> Result<(), Error> {
    change::append(tx, ctx, vec![Entry::new("note", ctx.id::<Uuid>(), "insert", serde_json::json!({}))]).await
}

/// Two transactions that each hold what the other wants: the server ends one of them with 40P01, and the
/// store runs it again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_is_run_again() {
    let world = World::new(Kind::Postgres).await;
    let ctx = world.ctx();
    let first = world.store.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move { number(tx, &ctx).await })
    });
    first.await.unwrap();
    let runs = Arc::new(AtomicU32::new(0));
    let barrier = Arc::new(Barrier::new(2));
    let crossing = |number_first: bool| {
        let (ctx, runs, barrier) = (world.ctx(), runs.clone(), barrier.clone());
        world.store.write(move |tx| {
            let (ctx, runs, barrier) = (ctx.clone(), runs.clone(), barrier.clone());
            Box::pin(async move {
                // Only the first two runs wait for each other; a third must not wait for nobody.
                let meets = runs.fetch_add(1, Ordering::SeqCst) < 2;
                if number_first {
                    number(tx, &ctx).await?
                } else {
                    entry(tx, &ctx).await?
                };
                if meets {
                    barrier.wait().await;
                }
                if number_first { entry(tx, &ctx).await } else { number(tx, &ctx).await }
            })
        })
    };
    let (one, other) = futures::future::join(crossing(true), crossing(false)).await;
    assert_eq!((one, other), (Ok(()), Ok(())));
    assert_eq!(runs.load(Ordering::SeqCst), 3, "one of the two was run again");
    assert!(change::verify(&world.store, world.tenant).await.unwrap().chain_ok);
}

/// Makes the server answer every insert into the log with 40001 until it was asked `times` times.
async fn collide(world: &World, times: &'static str) {
    world.tamper("CREATE SEQUENCE asked").await;
    world.tamper(times).await;
    world
        .tamper("CREATE TRIGGER collide BEFORE INSERT ON change FOR EACH ROW EXECUTE FUNCTION collide()")
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_serialisation_failure_is_run_again() {
    let world = World::new(Kind::Postgres).await;
    let thrice = "CREATE FUNCTION collide() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF nextval('asked') <= 3 THEN RAISE EXCEPTION USING ERRCODE = '40001'; END IF; RETURN NEW; END $$";
    collide(&world, thrice).await;
    note(&world, Fate::Good).await.unwrap();
    assert!(change::verify(&world.store, world.tenant).await.unwrap().chain_ok);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collision_that_never_ends_is_busy() {
    let world = World::new(Kind::Postgres).await;
    let before = change::head(&world.store, world.tenant).await.unwrap().seq;
    let always = "CREATE FUNCTION collide() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('asked'); RAISE EXCEPTION USING ERRCODE = '40001'; END $$";
    collide(&world, always).await;
    assert_eq!(note(&world, Fate::Good).await, Err(Error::Busy));
    world.tamper("DROP TRIGGER collide ON change").await;
    assert_eq!(change::head(&world.store, world.tenant).await.unwrap().seq, before);
    note(&world, Fate::Good).await.unwrap();
}
