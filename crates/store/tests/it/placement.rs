//! Rows of the ledger, closed months and findings, on both engines.

use domain::anomaly::{Finding, Kind, Verdict};
use domain::counting::{Frozen, Month, RULE_SET};
use domain::employer::{BusinessNumber, Employer};
use domain::id::{EmployerId, PersonId};
use domain::message::Message;
use domain::placement::{
    CancelReason, Evidence, EvidenceKind, How, Placement, State, StateName, Steps, Terms,
};
use domain::policy::Scope;
use domain::reminder::Reminders;
use domain::seeker::Profile;
use jiff::civil::date;
use store::day::Part;
use store::month_close::MonthClose;
use store::{Error, anomaly, month_close, placement};

use crate::engines::{World, on_both};
use crate::person_file::registration;

pub(crate) fn employer(world: &World) -> Employer {
    Employer {
        business_number: Some(BusinessNumber::from_first_nine(123_456_789)),
        ..Employer::named(world.ctx().id(), "하늘가구")
    }
}

pub(crate) fn claim(world: &World, employer: EmployerId) -> Placement {
    let ctx = world.ctx();
    Placement {
        id: ctx.id(),
        person: ctx.id(),
        seeker: None,
        employer,
        opening: Some(ctx.id()),
        referral: Some(ctx.id()),
        how: How::Referral,
        start_on: date(2016, 3, 2),
        steps: Steps::default(),
        terms: Terms::default(),
        residence: None,
        age: None,
        work_area: None,
        owner: Some(ctx.id()),
        contributors: Vec::new(),
        amended: Vec::new(),
        moved: Vec::new(),
        project: String::new(),
        evidence: Vec::new(),
        handed: None,
        confirmed_by_person: None,
        retention: Vec::new(),
        state: State::Claimed,
        dispute: None,
        version: 1,
        created_by: None,
        created_at: ctx.now,
        updated_at: ctx.now,
    }
}

on_both! {
    async fn a_claim_is_found_by_all_it_belongs_to_and_never_lost(world: &World) {
        let workplace = employer(world);
        let made = claim(world, workplace.id);
        let (first, second) = (workplace.clone(), made.clone());
        let ctx = world.ctx();
        world.store.write(move |tx| {
            let (ctx, first, second) = (ctx.clone(), first.clone(), second.clone());
            Box::pin(async move {
                store::employer::insert(tx, &ctx, &first, None).await?;
                placement::insert(tx, &ctx, &second).await
            })
        }).await.unwrap();
        let (store, tenant) = (&world.store, world.tenant);
        assert_eq!(placement::get(store, tenant, made.id).await.unwrap(), made);
        assert_eq!(placement::of_person(store, tenant, made.person).await.unwrap().len(), 1);
        assert_eq!(placement::of_referral(store, tenant, made.referral.unwrap()).await.unwrap().len(), 1);
        assert_eq!(placement::of_person(store, tenant, PersonId(made.id.0)).await.unwrap(), []);
        assert_eq!(placement::after(store, tenant, None, 10).await.unwrap().len(), 1);
        assert_eq!(placement::after(store, tenant, Some(made.id), 10).await.unwrap(), []);
        let ctx = world.ctx();
        let cancelled = made.clone().cancel(CancelReason::Mistake, None, ctx.now).unwrap();
        let update = |changed: Placement| {
            let ctx = world.ctx();
            world.store.write(move |tx| {
                let (ctx, changed) = (ctx.clone(), changed.clone());
                Box::pin(async move { placement::update(tx, &ctx, "cancel", &changed).await })
            })
        };
        update(cancelled.clone()).await.unwrap();
        assert!(matches!(update(cancelled).await, Err(Error::Conflict(_))), "somebody was quicker");
        let now = placement::get(store, tenant, made.id).await.unwrap();
        assert_eq!((now.version, now.state.name()), (2, StateName::Cancelled));
        assert!(store::change::rows_agree(store, tenant).await.unwrap());
    }

    async fn the_number_of_a_look_up_is_one_persons(world: &World) {
        let look_up = |person: PersonId| {
            let ctx = world.ctx();
            world.store.write(move |tx| {
                let ctx = ctx.clone();
                Box::pin(async move {
                    placement::look_up(tx, &ctx, "20160302-1", person).await?;
                    // Time for the other to come to it as well, where two may write at once.
                    tokio::time::sleep(std::time::Duration::from_millis(30)).await;
                    Ok(())
                })
            })
        };
        let (one, two): (PersonId, PersonId) = (world.ctx().id(), world.ctx().id());
        let (first, second) = tokio::join!(look_up(one), look_up(two));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        let taken = first.clone().and(second).unwrap_err();
        assert_eq!(taken, Error::Conflict(placement::LOOKUP_TAKEN.to_owned()));
        let (theirs, other) = if first.is_ok() { (one, two) } else { (two, one) };
        look_up(theirs).await.unwrap();
        assert!(look_up(other).await.is_err(), "it stays theirs");

        // A claim that comes with a number keeps it.
        let workplace = employer(world);
        let mut made = claim(world, workplace.id);
        let piece = Evidence::new(EvidenceKind::InsuranceLookup, made.start_on, None);
        made.evidence = vec![piece.referring_to("20160302-2")];
        let (ctx, kept) = (world.ctx(), made.clone());
        world.store.write(move |tx| {
            let (ctx, workplace, kept) = (ctx.clone(), workplace.clone(), kept.clone());
            Box::pin(async move {
                store::employer::insert(tx, &ctx, &workplace, None).await?;
                placement::insert(tx, &ctx, &kept).await
            })
        }).await.unwrap();
        let (ctx, person) = (world.ctx(), world.ctx().id());
        let other = world.store.write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move { placement::look_up(tx, &ctx, "20160302-2", person).await })
        });
        assert!(matches!(other.await, Err(Error::Conflict(_))));
    }

    async fn whoever_was_erased_is_asked_after_by_nobody(world: &World) {
        let ctx = world.ctx();
        let mut person = registration(&ctx);
        person.due = person.next_due(&Reminders::default());
        let workplace = employer(world);
        let mut made = Placement { person: person.person, start_on: date(2016, 1, 1), ..claim(world, workplace.id) };
        made.state = State::Confirmed { at: ctx.now, by: None };
        let (ctx, kept, registered) = (world.ctx(), made.clone(), person.clone());
        world.store.write(move |tx| {
            let (ctx, workplace, kept, person) = (ctx.clone(), workplace.clone(), kept.clone(), registered.clone());
            Box::pin(async move {
                store::employer::insert(tx, &ctx, &workplace, None).await?;
                store::seeker::insert(tx, &ctx, &person, &Profile::default()).await?;
                placement::insert(tx, &ctx, &kept).await
            })
        }).await.unwrap();
        let (store, tenant) = (&world.store, world.tenant);
        let part = Part { by: date(2016, 12, 31), mine: None, within: Scope::Everyone, limit: 9 };
        let act = person.due.unwrap().act;
        let asked = async || {
            let retention = placement::unasked(store, tenant, &part).await.unwrap().1;
            (retention, store::seeker::due(store, tenant, act, &part).await.unwrap().1)
        };
        assert_eq!(asked().await, (1, 1));
        assert_eq!(store::erasure::all(store, tenant).await.unwrap(), []);
        let (ctx, who) = (world.ctx(), made.person);
        world.store.write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move { store::key::destroy(tx, &ctx, who, "requested").await })
        }).await.unwrap();
        assert_eq!(asked().await, (0, 0));
        let erased = store::erasure::all(store, tenant).await.unwrap();
        assert_eq!(erased.into_iter().map(|(person, _)| person).collect::<Vec<_>>(), [who]);
        // What is written of them later does not bring anybody to ask.
        let ctx = world.ctx();
        world.store.write(move |tx| {
            let (ctx, made) = (ctx.clone(), made.clone());
            Box::pin(async move { placement::update(tx, &ctx, "contribute", &made).await })
        }).await.unwrap();
        assert_eq!(asked().await, (0, 0));
    }

    async fn a_month_is_closed_once_and_a_finding_is_listed_once(world: &World) {
        let month = Month::parse("2016-03").unwrap();
        let close = |known: usize| {
            let ctx = world.ctx();
            let frozen = Frozen { month, own: [("R1.filled".to_owned(), 3)].into(), beside: [].into(), corrections: [].into() };
            let (id, rule_set) = (ctx.id(), RULE_SET.to_owned());
            let close = MonthClose { id, closed_at: ctx.now, closed_by: None, rule_set, digest: "d".to_owned(), frozen, rows: [].into() };
            world.store.write(move |tx| {
                let (ctx, close) = (ctx.clone(), close.clone());
                Box::pin(async move { month_close::insert(tx, &ctx, &close, known).await })
            })
        };
        assert!(matches!(close(1).await, Err(Error::Conflict(_))), "another was closed meanwhile");
        assert_eq!(month_close::all(&world.store, world.tenant).await.unwrap(), [], "and nothing was kept");
        close(0).await.unwrap();
        assert!(matches!(close(1).await, Err(Error::Conflict(_))));
        assert_eq!(month_close::all(&world.store, world.tenant).await.unwrap()[0].frozen.own["R1.filled"], 3);

        let at = world.ctx().now;
        let by: PersonId = world.ctx().id();
        let finding = |count: usize| Finding {
            kind: Kind::CancelBurst,
            by: Some(by),
            at,
            message: Message::new("anomaly-found-cancel_burst").with("count", count),
            subjects: Vec::new(),
            about: String::new(),
        };
        let note = |finding: Finding| {
            let ctx = world.ctx();
            world.store.write(move |tx| {
                let (ctx, finding) = (ctx.clone(), finding.clone());
                Box::pin(async move { anomaly::note(tx, &ctx, &finding).await })
            })
        };
        assert!(note(finding(10)).await.unwrap());
        assert!(!note(finding(10)).await.unwrap());
        assert!(note(finding(12)).await.unwrap(), "it grew");
        let [found] = &anomaly::list(&world.store, world.tenant, true, 10).await.unwrap()[..] else { panic!("one") };
        let ctx = world.ctx();
        let settled = found.clone().settle(Verdict::Explained, ctx.id(), ctx.now).unwrap();
        world.store.write(move |tx| {
            let (ctx, settled) = (ctx.clone(), settled.clone());
            Box::pin(async move { anomaly::update(tx, &ctx, "settle", &settled).await })
        }).await.unwrap();
        assert!(!note(finding(14)).await.unwrap(), "settled stays settled");
        assert_eq!(anomaly::list(&world.store, world.tenant, true, 10).await.unwrap(), []);
        assert!(store::change::rows_agree(&world.store, world.tenant).await.unwrap());
    }
}
