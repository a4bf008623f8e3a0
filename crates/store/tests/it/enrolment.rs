//! Parts of people in cohorts, on both engines: one a person and cohort, sealed, counted after an erasure, and seats that
//! no two take.

use std::collections::BTreeSet;

use domain::cohort::{Cohort, Completion, Criterion, State};
use domain::enrolment::{self as part, Application, DropReason, Enrolment, Tally};
use domain::escrow::Pool;
use domain::id::{CohortId, EnrolmentId, PersonId};
use domain::segment::SegmentCode;
use domain::support_program::{ProgramId, Verdict, VersionId};
use futures::future::join_all;
use jiff::civil::date;
use store::{Error, change, enrolment, key, record};

use crate::engines::{World, on_both};

async fn cohort(world: &World, number: u32, seats: u32) -> Cohort {
    let ctx = world.ctx();
    let cohort = Cohort {
        id: ctx.id(),
        program: ProgramId::parse("invented").unwrap(),
        program_version: VersionId::parse("undated").unwrap(),
        organisation: None,
        number,
        seats: Pool::of(seats),
        apply_until: None,
        from: date(2016, 4, 4),
        until: date(2016, 4, 8),
        sessions: Vec::new(),
        criteria: vec![Criterion::FirstCome],
        completion: Completion::Stayed,
        state: State::Planned.recruit(ctx.now).unwrap(),
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    let kept = cohort.clone();
    let insert = world.store.write(move |tx| {
        let (ctx, cohort) = (ctx.clone(), cohort.clone());
        Box::pin(async move { record::insert(tx, &ctx, &cohort).await })
    });
    insert.await.unwrap();
    kept
}

fn told() -> Application {
    let segments = BTreeSet::from([SegmentCode::parse("career-break").unwrap()]);
    Application { segments, score: Some(70), verdict: Verdict::Eligible, name: None }
}

async fn apply(world: &World, cohort: &Cohort, person: PersonId) -> Result<Enrolment, Error> {
    let ctx = world.ctx();
    let one = Enrolment::apply(&ctx, cohort, person, None).unwrap();
    let kept = one.clone();
    let insert = world.store.write(move |tx| {
        let (ctx, one) = (ctx.clone(), one.clone());
        Box::pin(async move { enrolment::insert(tx, &ctx, &one, &told()).await })
    });
    insert.await.map(|()| kept)
}

async fn update(world: &World, one: &Enrolment) -> Result<(), Error> {
    let (ctx, one) = (world.ctx(), one.clone());
    let update = world.store.write(move |tx| {
        let (ctx, one) = (ctx.clone(), one.clone());
        Box::pin(async move { enrolment::update(tx, &ctx, "step", &one).await })
    });
    update.await
}

/// Gives somebody a seat, behind the head of the log, and takes them in.
async fn seat(world: &World, (cohort, id): (CohortId, EnrolmentId)) -> Result<(), Error> {
    let ctx = world.ctx();
    let seated = world.store.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move {
            change::hold(tx, &ctx).await?;
            let mut cohort: Cohort = record::find_in(tx, &ctx, cohort).await?.ok_or(Error::NotFound)?;
            let (one, _) = enrolment::find_in(tx, &ctx, id).await?.ok_or(Error::NotFound)?;
            let next = one.clone().select(ctx.now, None).unwrap().enrol(ctx.now, None).unwrap();
            cohort.seat(&one.state, &next.state).map_err(|why| Error::Conflict(why.code.into_owned()))?;
            record::update(tx, &ctx, "seat", &cohort).await?;
            enrolment::update(tx, &ctx, "enrol", &next).await
        })
    });
    seated.await
}

async fn erase(world: &World, person: PersonId) {
    let ctx = world.ctx();
    let erased = world.store.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move { key::destroy(tx, &ctx, person, "requested").await })
    });
    erased.await.unwrap();
}

async fn of_cohort(world: &World, id: CohortId) -> Vec<(Enrolment, Option<Application>)> {
    enrolment::of_cohort(&world.store, world.tenant, id).await.unwrap()
}

on_both! {
    async fn a_person_has_one_part_in_a_cohort_which_is_found_by_either(world: &World) {
        let (store, tenant) = (&world.store, world.tenant);
        let (first, second) = (cohort(world, 1, 2).await, cohort(world, 2, 2).await);
        let (one, other): (PersonId, PersonId) = (world.ctx().id(), world.ctx().id());
        let kept = apply(world, &first, one).await.unwrap();
        let twice = apply(world, &first, one).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
        apply(world, &first, other).await.unwrap();
        let elsewhere = apply(world, &second, one).await.unwrap();
        let found = enrolment::find(store, tenant, kept.id).await.unwrap();
        assert_eq!(found, Some((kept.clone(), Some(told()))));
        assert_eq!(of_cohort(world, first.id).await.len(), 2);
        let theirs = enrolment::of_person(store, tenant, one).await.unwrap();
        let ids: BTreeSet<EnrolmentId> = theirs.into_iter().map(|(one, _)| one.id).collect();
        assert_eq!(ids, [kept.id, elsewhere.id].into());
        let at = world.ctx().now;
        let withdrawn = kept.withdraw(at, None).unwrap();
        update(world, &withdrawn).await.unwrap();
        let stale = update(world, &withdrawn).await;
        assert!(matches!(stale, Err(Error::Conflict(ref what)) if what == "enrolment.version"), "{stale:?}");
        let (now, told_then) = enrolment::find(store, tenant, withdrawn.id).await.unwrap().unwrap();
        assert_eq!((now.version, now.state.name()), (2, part::StateName::Withdrawn));
        assert_eq!(told_then, Some(told()), "a step leaves what was told");
        assert!(change::rows_agree(store, tenant).await.unwrap());
    }

    async fn whoever_is_erased_leaves_a_row_that_is_counted_and_frees_their_seat(world: &World) {
        let (store, tenant) = (&world.store, world.tenant);
        let planned = cohort(world, 1, 3).await;
        let people: Vec<PersonId> = (0..3).map(|_| world.ctx().id()).collect();
        for person in &people {
            let one = apply(world, &planned, *person).await.unwrap();
            seat(world, (planned.id, one.id)).await.unwrap();
        }
        erase(world, people[0]).await;
        erase(world, people[1]).await;
        let all = of_cohort(world, planned.id).await;
        let gone = all.iter().filter(|(one, _)| one.person().is_none()).count();
        assert_eq!((all.len(), gone), (3, 2), "two without a person in one cohort");
        assert!(all.iter().all(|(one, told)| one.person().is_some() == told.is_some()));
        let tally = Tally::of(&all.into_iter().map(|(one, _)| one).collect::<Vec<_>>());
        assert_eq!((tally.applied, tally.enrolled), (3, 3));
        assert_eq!(tally.dropped, [(DropReason::Erased, 2)].into());
        let now: Cohort = record::find(store, tenant, planned.id).await.unwrap().unwrap();
        assert_eq!(now.seats.taken, 1);
        assert!(enrolment::of_person(store, tenant, people[0]).await.unwrap().is_empty());
        let again = apply(world, &planned, people[0]).await;
        assert!(matches!(again, Err(Error::NotFound)), "erased is erased: {again:?}");
        assert!(change::rows_agree(store, tenant).await.unwrap());
    }

    async fn no_two_take_one_seat_however_many_come_at_once(world: &World) {
        let planned = cohort(world, 1, 15).await;
        let mut all = Vec::new();
        for _ in 0..40 {
            all.push(apply(world, &planned, world.ctx().id()).await.unwrap());
        }
        let seated = join_all(all.iter().map(|one| seat(world, (planned.id, one.id)))).await;
        assert_eq!(seated.iter().filter(|one| one.is_ok()).count(), 15);
        let full = |one: &Result<(), Error>| matches!(one, Err(Error::Conflict(why)) if why == "cohort-full");
        assert!(seated.iter().all(|one| one.is_ok() || full(one)), "{seated:?}");
        let now: Cohort = record::find(&world.store, world.tenant, planned.id).await.unwrap().unwrap();
        assert_eq!((now.seats.taken, now.seats.free()), (15, 0));
        let sit = of_cohort(world, planned.id).await.iter().filter(|(one, _)| one.state.holds_seat()).count();
        assert_eq!(sit, 15);
        assert!(change::rows_agree(&world.store, world.tenant).await.unwrap());
    }
}
