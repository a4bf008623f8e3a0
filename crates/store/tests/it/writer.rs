//! Group commit and retry: one piece's failure is its own, and callers may go away.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::Ctx;
use domain::person::{Account, Identity, Person};
use sqlx::Connection;
use store::change::{self, Entry};
use store::{Error, Tx, Url};
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

/// One entry of the log whose transaction is overtaken `times` times: a rival commits to the row that it
/// will want, after its snapshot was taken. The server answers with 40001. Tells how often it ran.
async fn overtaken(world: &World, times: u32) -> (Result<(), Error>, u32) {
    let Url::Postgres(url) = world.url.clone() else { panic!("PostgreSQL") };
    // Plain transactions of the server see each other's commits and never fail so; a server may be set up
    // to isolate them.
    let isolated = Url::Postgres(format!("{url}&options[default_transaction_isolation]=serializable"));
    let store = crate::engines::open(&isolated, world.directory(), 5_000).await.unwrap();
    let (ctx, runs) = (world.ctx(), Arc::new(AtomicU32::new(0)));
    let counted = runs.clone();
    let work = store.write(move |tx| {
        let (ctx, url, runs) = (ctx.clone(), url.clone(), runs.clone());
        Box::pin(async move {
            // The first statement takes the snapshot.
            number(tx, &ctx).await?;
            if runs.fetch_add(1, Ordering::SeqCst) < times {
                let mut rival = sqlx::PgConnection::connect(&url).await.unwrap();
                sqlx::query("UPDATE tenant_head SET seq = seq").execute(&mut rival).await.unwrap();
            }
            entry(tx, &ctx).await
        })
    });
    (work.await, counted.load(Ordering::SeqCst))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_serialisation_failure_is_run_again() {
    let world = World::new(Kind::Postgres).await;
    assert_eq!(overtaken(&world, 3).await, (Ok(()), 4));
    let verified = change::verify(&world.store, world.tenant).await.unwrap();
    assert!(verified.chain_ok && verified.changes == 1, "{verified:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_is_always_overtaken_is_told_so_and_leaves_nothing() {
    let world = World::new(Kind::Postgres).await;
    let before = change::head(&world.store, world.tenant).await.unwrap();
    assert_eq!(overtaken(&world, u32::MAX).await, (Err(Error::Busy), 9));
    assert_eq!(change::head(&world.store, world.tenant).await.unwrap(), before);
    note(&world, Fate::Good).await.unwrap();
}
