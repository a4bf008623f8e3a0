//! Accounts, on both engines: whoever decides over all of them decides after whoever writes at the same time.

use domain::Role;
use domain::id::PersonId;
use domain::person::{Account, Grant, Identity, Person};
use store::{Error, person};

use crate::engines::{World, on_both};

fn operator(world: &World) -> Person {
    let grant = Grant { role: Role::Operator, organisation: None, employer: None, confirmed: true };
    Person { id: world.ctx().id(), account: Account::Active, grants: vec![grant] }
}

async fn keep(world: &World, person: &Person) -> i64 {
    let (ctx, kept) = (world.ctx(), person.clone());
    let identity = Identity { name: "시험".into(), login: person.id.to_string(), phone: String::new() };
    let insert = world.store.write(move |tx| {
        let (ctx, kept, identity) = (ctx.clone(), kept.clone(), identity.clone());
        Box::pin(async move { person::insert(tx, &ctx, &kept, &identity).await })
    });
    insert.await.unwrap();
    store::change::last(&world.store, world.tenant, person.id.0).await.unwrap()
}

/// Suspends an account as it was at an entry, unless none but suspended ones would be left.
async fn suspend(world: &World, person: &Person, since: i64) -> Result<(), Error> {
    let ctx = world.ctx();
    let suspended = Person { account: Account::Suspended { at: ctx.now }, ..person.clone() };
    let update = world.store.write(move |tx| {
        let (ctx, suspended) = (ctx.clone(), suspended.clone());
        Box::pin(async move {
            store::change::unchanged(tx, &ctx, suspended.id.0, since).await?;
            // Time for the other to begin as well, where two may write at once.
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
            person::update(tx, &ctx, "suspend", &suspended).await?;
            let left = person::all_in(tx, &ctx).await?;
            match left.iter().any(|one| one.account == Account::Active) {
                true => Ok(()),
                false => Err(Error::Conflict("nobody".to_owned())),
            }
        })
    });
    update.await
}

on_both! {
    async fn of_two_who_suspend_each_other_at_once_one_stays(world: &World) {
        let (first, second) = (operator(world), operator(world));
        let (one, two) = (keep(world, &first).await, keep(world, &second).await);
        let (one, two) = tokio::join!(suspend(world, &first, one), suspend(world, &second, two));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let all = person::accounts(&world.store, world.tenant).await.unwrap();
        let active: Vec<PersonId> =
            all.iter().filter(|(one, _)| one.account == Account::Active).map(|(one, _)| one.id).collect();
        assert_eq!(active, [if one.is_ok() { second.id } else { first.id }]);
    }

    async fn of_two_who_change_one_account_at_once_the_second_is_refused(world: &World) {
        let (one, other) = (operator(world), operator(world));
        let seq = keep(world, &one).await;
        keep(world, &other).await;
        let (first, second) = tokio::join!(suspend(world, &one, seq), suspend(world, &one, seq));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    }
}
