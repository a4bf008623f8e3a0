//! Agreements of work trials, on both engines: found by person and employer, sealed, changed by one hand at a time, and counted
//! after an erasure.

use std::collections::BTreeSet;

use domain::id::{EmployerId, PersonId};
use domain::work_time::{DailyHours, Weekdays};
use domain::work_trial::{Frame, Insurance, Party, StateName, Terms, Way, WorkTrial};
use jiff::civil::date;
use store::{Error, change, key, work_trial};

use crate::engines::{World, on_both};

fn terms() -> Terms {
    Terms {
        place: "canary-place".to_owned(),
        tasks: "canary-tasks".to_owned(),
        weekdays: Weekdays::WORKING,
        hours: DailyHours::new(600, 1_020, 60).unwrap(),
        allowance_won: 20_000,
        insurance: Insurance::Both,
        mentor: "canary-mentor".to_owned(),
        aims: "canary-aims".to_owned(),
        signs: BTreeSet::new(),
    }
}

async fn drafted(world: &World, person: PersonId, employer: EmployerId) -> Result<WorkTrial, Error> {
    let ctx = world.ctx();
    let (from, until) = (date(2016, 4, 4), date(2016, 4, 8));
    let frame = Frame { employer, organisation: None, cohort: None, from, until, minor: false };
    let trial = WorkTrial::draft(&ctx, (person, ctx.id()), frame);
    let kept = trial.clone();
    let insert = world.store.write(move |tx| {
        let (ctx, trial) = (ctx.clone(), trial.clone());
        Box::pin(async move { work_trial::insert(tx, &ctx, &trial, &terms()).await })
    });
    insert.await.map(|()| kept)
}

async fn amended(world: &World, trial: &WorkTrial, terms: Terms) -> Result<(), Error> {
    let (ctx, trial) = (world.ctx(), trial.clone());
    let amend = world.store.write(move |tx| {
        let (ctx, trial, terms) = (ctx.clone(), trial.clone(), terms.clone());
        Box::pin(async move { work_trial::amend(tx, &ctx, &trial, &terms).await })
    });
    amend.await
}

on_both! {
    async fn an_agreement_is_found_by_either_side_and_changed_by_one_hand_at_a_time(world: &World) {
        let (store, tenant) = (&world.store, world.tenant);
        let (one, other): (PersonId, PersonId) = (world.ctx().id(), world.ctx().id());
        let employer: EmployerId = world.ctx().id();
        let kept = drafted(world, one, employer).await.unwrap();
        drafted(world, other, employer).await.unwrap();
        assert_eq!(work_trial::find(store, tenant, kept.id).await.unwrap(), Some((kept.clone(), Some(terms()))));
        assert_eq!(work_trial::of_person(store, tenant, one).await.unwrap().len(), 1);
        assert_eq!(work_trial::of_employer(store, tenant, employer, 9).await.unwrap().len(), 2);
        assert_eq!(work_trial::latest(store, tenant, 1).await.unwrap().len(), 1);
        let ctx = world.ctx();
        let signed = kept.sign(&ctx, Party::Person, ctx.today(), Way::Online).unwrap();
        let dearer = Terms { allowance_won: 30_000, ..terms() };
        amended(world, &signed, dearer.clone()).await.unwrap();
        let stale = amended(world, &signed, terms()).await;
        assert!(matches!(stale, Err(Error::Conflict(ref what)) if what == "work_trial.version"), "{stale:?}");
        let (now, agreed) = work_trial::find(store, tenant, signed.id).await.unwrap().unwrap();
        assert_eq!((now.version, now.state.name(), agreed), (2, StateName::PartlySigned, Some(dearer)));
        assert!(change::rows_agree(store, tenant).await.unwrap());
    }

    async fn whoever_is_erased_leaves_an_agreement_that_says_nothing(world: &World) {
        let (store, tenant) = (&world.store, world.tenant);
        let (person, employer): (PersonId, EmployerId) = (world.ctx().id(), world.ctx().id());
        let kept = drafted(world, person, employer).await.unwrap();
        let ctx = world.ctx();
        let erase = store.write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move { key::destroy(tx, &ctx, person, "requested").await })
        });
        erase.await.unwrap();
        let (gone, said) = work_trial::find(store, tenant, kept.id).await.unwrap().unwrap();
        assert_eq!((gone.person(), said, gone.state.name()), (None, None, StateName::BrokenOff));
        assert!(work_trial::of_person(store, tenant, person).await.unwrap().is_empty());
        assert_eq!(work_trial::of_employer(store, tenant, employer, 9).await.unwrap().len(), 1);
        let again = drafted(world, person, employer).await;
        assert!(matches!(again, Err(Error::NotFound)), "erased is erased: {again:?}");
        assert!(change::rows_agree(store, tenant).await.unwrap());
    }
}
