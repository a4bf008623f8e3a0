//! Who offers to be called, on both engines: one offer a person, sealed, and nothing of it left when they are erased but
//! that there was one.

use domain::code::Language;
use domain::id::{OrganisationId, PersonId};
use domain::supporter::{CallBy, DayPart, Level, Offer, Spoken, Supporter, Work};
use domain::supporter_shift::{AnswerName, Content, Shift};
use domain::work_time::{DailyHours, Weekdays};
use jiff::civil::date;
use store::{Error, change, key, record, supporter};
use uuid::Uuid;

use crate::engines::{World, on_both};

fn offer() -> Offer {
    Offer {
        languages: vec![Spoken { language: Language::Arabic, level: Level::Fluent }],
        works: [Work::Interpretation].into(),
        weekdays: Weekdays::ALL,
        parts: [DayPart::Morning, DayPart::Afternoon].into(),
        not_on: [date(2016, 4, 6)].into(),
        from: date(2016, 3, 1),
        until: date(2016, 12, 31),
        call_by: CallBy::Text,
        agreed_on: Some(date(2016, 3, 1)),
    }
}

async fn join(world: &World, person: PersonId) -> Result<Supporter, Error> {
    let ctx = world.ctx();
    let one = Supporter::join(&ctx, person);
    let kept = one.clone();
    let insert = world.store.write(move |tx| {
        let (ctx, one) = (ctx.clone(), one.clone());
        Box::pin(async move { supporter::insert(tx, &ctx, &one, &offer()).await })
    });
    insert.await.map(|()| kept)
}

async fn erase(world: &World, person: PersonId) {
    let ctx = world.ctx();
    let destroy = world.store.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move { key::destroy(tx, &ctx, person, "requested").await })
    });
    destroy.await.unwrap();
}

/// A shift to which they said yes.
async fn bound(world: &World, one: &Supporter) -> Shift {
    let ctx = world.ctx();
    let content = Content {
        title: "가상 박람회".to_owned(),
        event: None,
        project: None,
        day: date(2016, 4, 4),
        hours: DailyHours::new(540, 1_020, 60).unwrap(),
        place: "제1전시장".to_owned(),
        heads: 1,
        work: Work::Interpretation,
        language: None,
        wage_won_hourly: 6_030,
    };
    let mut shift = Shift::open(&ctx, OrganisationId(Uuid::from_u128(5)), content);
    shift.ask(&[one.id], date(2016, 3, 14), ctx.now).unwrap();
    shift.answer(one.id, true, &[], (date(2016, 3, 14), ctx.now)).unwrap();
    let kept = shift.clone();
    let insert = world.store.write(move |tx| {
        let (ctx, shift) = (ctx.clone(), shift.clone());
        Box::pin(async move { record::insert(tx, &ctx, &shift).await })
    });
    insert.await.unwrap();
    kept
}

on_both! {
    async fn a_person_offers_once_and_what_they_offer_is_read_back(world: &World) {
        let (store, tenant) = (&world.store, world.tenant);
        let person: PersonId = world.ctx().id();
        let one = join(world, person).await.unwrap();
        let twice = join(world, person).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
        assert_eq!(supporter::find(store, tenant, one.id).await.unwrap(), Some((one.clone(), Some(offer()))));
        assert_eq!(supporter::offered(store, tenant).await.unwrap().len(), 1);
        let ctx = world.ctx();
        let left = one.clone().leave(ctx.now).unwrap();
        let update = world.store.write(move |tx| {
            let (ctx, left) = (ctx.clone(), left.clone());
            Box::pin(async move { supporter::update(tx, &ctx, "leave", &left).await })
        });
        update.await.unwrap();
        assert!(supporter::offered(store, tenant).await.unwrap().is_empty());
        let (left, told) = supporter::of_person(store, tenant, person).await.unwrap().remove(0);
        assert_eq!((left.version, told), (2, Some(offer())));
        assert!(change::rows_agree(store, tenant).await.unwrap());
    }

    async fn whoever_is_erased_leaves_a_row_without_a_person_and_a_free_place(world: &World) {
        let (store, tenant) = (&world.store, world.tenant);
        let people: [PersonId; 2] = [world.ctx().id(), world.ctx().id()];
        let one = join(world, people[0]).await.unwrap();
        join(world, people[1]).await.unwrap();
        let shift = bound(world, &one).await;
        erase(world, people[0]).await;
        erase(world, people[1]).await;
        let (gone, told) = supporter::find(store, tenant, one.id).await.unwrap().unwrap();
        assert!(gone.person().is_none() && told.is_none() && !gone.is_offered());
        assert!(supporter::of_person(store, tenant, people[0]).await.unwrap().is_empty());
        let now: Shift = record::find(store, tenant, shift.id).await.unwrap().unwrap();
        assert_eq!((now.seats.taken, now.calls[0].answer.name()), (0, AnswerName::No));
        let again = join(world, people[0]).await;
        assert!(matches!(again, Err(Error::NotFound)), "erased is erased: {again:?}");
        assert!(change::rows_agree(store, tenant).await.unwrap());
    }
}
