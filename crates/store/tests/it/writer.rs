//! Group commit and retry: one piece's failure is its own, and callers may go away.

use domain::person::{Account, Identity, Person};
use store::Error;
use store::change::{self, Entry};
use uuid::Uuid;

use crate::engines::{World, on_both};

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
