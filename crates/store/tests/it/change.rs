//! The hash chain tells every kind of tampering.

use domain::person::{Account, Identity, Person};
use store::change::{self, Entry};
use uuid::Uuid;

use crate::engines::{World, on_both};

/// Ten entries; gives the number of the first.
async fn fill(world: &World) -> i64 {
    let first = change::head(&world.store, world.tenant).await.unwrap().seq + 1;
    let ctx = world.ctx();
    let work = world.store.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move {
            let entry = |n: i64| {
                Entry::new(
                    "note",
                    ctx.id::<Uuid>(),
                    "insert",
                    serde_json::json!({ "z": n, "a": [1.5, null] }),
                )
            };
            change::append(tx, &ctx, (0..10).map(entry).collect()).await
        })
    });
    work.await.unwrap();
    let verified = change::verify(&world.store, world.tenant).await.unwrap();
    assert_eq!((verified.changes, verified.chain_ok), (first + 9, true));
    first
}

/// Tampers and tells the entry, counted from the first of the ten, at which it was noticed.
async fn noticed(world: &World, sql: &[&'static str]) -> i64 {
    let first = fill(world).await;
    for sql in sql {
        assert!(world.tamper(sql).await > 0, "nothing was tampered with by {sql}");
    }
    let verified = change::verify(&world.store, world.tenant).await.unwrap();
    assert!(!verified.chain_ok);
    verified.first_bad.unwrap() - first
}

on_both! {
    async fn an_edit_is_noticed(world: &World) {
        let sql = "UPDATE change SET verb = 'forged' WHERE seq = (SELECT MAX(seq) - 5 FROM change)";
        assert_eq!(noticed(world, &[sql]).await, 4);
    }

    async fn a_deletion_is_noticed(world: &World) {
        let sql = "DELETE FROM change WHERE seq = (SELECT MAX(seq) - 5 FROM change)";
        assert_eq!(noticed(world, &[sql]).await, 4);
    }

    async fn a_cut_tail_is_noticed(world: &World) {
        let sql = "DELETE FROM change WHERE seq > (SELECT MAX(seq) - 3 FROM change)";
        assert_eq!(noticed(world, &[sql]).await, 7);
    }

    async fn a_cut_tail_with_a_moved_head_is_noticed(world: &World) {
        let cut = "DELETE FROM change WHERE seq > (SELECT MAX(seq) - 3 FROM change)";
        let moved = "UPDATE tenant_head SET seq = seq - 3";
        assert!(noticed(world, &[cut, moved]).await >= 6);
    }

    async fn a_reordering_is_noticed(world: &World) {
        let swap = [
            "UPDATE change SET seq = -1 WHERE seq = (SELECT MAX(seq) - 5 FROM change)",
            "UPDATE change SET seq = seq - 1 WHERE seq = (SELECT MAX(seq) - 4 FROM change)",
            "UPDATE change SET seq = (SELECT MAX(seq) - 4 FROM change) WHERE seq = -1",
        ];
        assert_eq!(noticed(world, &swap).await, 4);
    }

    async fn an_insertion_is_noticed(world: &World) {
        let sql = "INSERT INTO change (tenant_id, seq, at_ms, actor_role, actor_id, channel, noun, noun_id, verb, \
                   prior_seq, subject_id, body, sealed, prev_hash, hash) \
                   SELECT tenant_id, seq + 1, at_ms, actor_role, actor_id, channel, noun, noun_id, verb, prior_seq, \
                   subject_id, body, sealed, hash, hash FROM change WHERE seq = (SELECT MAX(seq) FROM change)";
        assert_eq!(noticed(world, &[sql, "UPDATE tenant_head SET seq = seq + 1"]).await, 10);
    }

    async fn the_state_before_is_that_of_the_same_noun(world: &World) {
        let ctx = world.ctx();
        let person = Person { id: ctx.id(), account: Account::Active, grants: Vec::new() };
        let work = world.store.write(move |tx| {
            let (ctx, person) = (ctx.clone(), person.clone());
            Box::pin(async move {
                store::person::insert(tx, &ctx, &person, &Identity::default()).await?;
                // Logged under the person's id, but no state of the person.
                store::person::insert_link(tx, &ctx, person.id, "hash", ctx.now).await?;
                store::person::update(tx, &ctx, "grant", &person).await
            })
        });
        work.await.unwrap();
        let log = change::after(&world.store, world.tenant, 0, 10).await.unwrap();
        let priors: Vec<_> = log.iter().map(|change| (change.noun.as_str(), change.prior)).collect();
        assert_eq!(priors, [("person", None), ("link", None), ("person", Some(1))]);
    }
}
