//! A job is claimed once, comes back when its worker is lost, and is given up in the end.

use std::collections::BTreeMap;

use domain::id::JobId;
use jiff::{SignedDuration, Timestamp};
use store::{Error, job};

use crate::engines::{World, on_both};

async fn enqueue(world: &World, count: usize) -> Vec<JobId> {
    let ctx = world.ctx();
    let work = world.store.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move {
            let mut ids = Vec::new();
            for n in 0..count {
                ids.push(job::enqueue(tx, &ctx, "match", serde_json::json!({ "n": n }), ctx.now).await?);
            }
            Ok(ids)
        })
    });
    work.await.unwrap()
}

async fn fail(world: &World, job: job::Job, now: Timestamp) -> Result<(), Error> {
    let mut ctx = world.ctx();
    ctx.now = now;
    let work = world.store.write(move |tx| {
        let (ctx, job) = (ctx.clone(), job.clone());
        Box::pin(async move { job::fail(tx, &ctx, &job, "a", "on purpose").await })
    });
    work.await
}

async fn done(world: &World, id: JobId, worker: &'static str) -> Result<(), Error> {
    let ctx = world.ctx();
    let work = world.store.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move { job::done(tx, &ctx, id, worker).await })
    });
    work.await
}

on_both! {
    async fn eight_workers_claim_each_job_once(world: &World) {
        let ids = enqueue(world, 40).await;
        let now = world.ctx().now;
        let worker = |n: usize| async move {
            let mut claimed = Vec::new();
            // A claimer who was beaten gets nothing and asks again; as many empty answers in turn as
            // there are workers mean that nothing is left.
            let mut empty = 0;
            while empty < 8 {
                match job::claim(&world.store, world.tenant, now, &format!("w{n}"), 60_000).await.unwrap() {
                    Some(job) => { claimed.push(job.id); empty = 0; }
                    None => empty += 1,
                }
            }
            claimed
        };
        let claimed = futures::future::join_all((0..8).map(worker)).await;
        let mut times: BTreeMap<JobId, usize> = BTreeMap::new();
        for id in claimed.into_iter().flatten() {
            *times.entry(id).or_default() += 1;
        }
        assert_eq!(times, ids.into_iter().map(|id| (id, 1)).collect());
    }

    async fn a_lost_workers_job_comes_back(world: &World) {
        let now = world.ctx().now;
        let id = enqueue(world, 1).await[0];
        let claim = |at, worker| job::claim(&world.store, world.tenant, at, worker, 1_000);
        assert_eq!(claim(now, "a").await.unwrap().unwrap().attempt, 1);
        assert_eq!(claim(now + SignedDuration::from_millis(999), "b").await.unwrap(), None);
        let again = claim(now + SignedDuration::from_millis(1_001), "b").await.unwrap().unwrap();
        assert_eq!((again.id, again.attempt), (id, 2));
        assert_eq!(done(world, id, "a").await, Err(Error::NotFound));
        assert_eq!(done(world, id, "b").await, Ok(()));
        assert_eq!(job::counts(&world.store, world.tenant).await.unwrap(), (0, 0));
    }

    async fn a_job_that_always_fails_is_given_up(world: &World) {
        enqueue(world, 1).await;
        let mut now = world.ctx().now;
        let mut runs = 0;
        while let Some(job) = job::claim(&world.store, world.tenant, now, "a", 1_000).await.unwrap() {
            runs += 1;
            assert!(runs < 50, "it is never given up");
            fail(world, job, now).await.unwrap();
            let soon = now + SignedDuration::from_millis(1);
            assert_eq!(job::claim(&world.store, world.tenant, soon, "a", 1_000).await.unwrap(), None, "it waits");
            now += SignedDuration::from_hours(1);
        }
        assert_eq!(runs, 8);
        assert_eq!(job::counts(&world.store, world.tenant).await.unwrap(), (0, 1));
    }
}
