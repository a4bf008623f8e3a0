//! The master key is changed under a running system, broken off and gone on with; nobody becomes unreadable, and
//! the old key opens nothing any more.

use domain::id::PersonId;
use store::{Error, MasterKeys, Store, key};

use crate::engines::{Kind, World, on_both};
use crate::seal::{keep, name};

/// Seals the keys of the next `most` after `from` anew: the last of them.
async fn some(store: &Store, world: &World, from: &str, most: usize) -> Option<(usize, String)> {
    key::reseal(store, &world.ctx(), from, most).await.unwrap()
}

async fn all_read(store: &Store, world: &World, people: &[PersonId]) {
    for id in people {
        let found = store::person::find(store, world.tenant, *id).await.unwrap().unwrap();
        assert_eq!(found.1.name, crate::seal::CANARIES[0], "{id}");
    }
}

on_both! {
    async fn a_change_of_the_master_key_may_stop_anywhere(world: &World) {
        let mut people = Vec::new();
        for n in 0..40 {
            people.push(keep(world, &format!("login.{n}")).await);
        }
        let ctx = world.ctx();
        let erased = people.pop().unwrap();
        let work = world.store.write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move { key::destroy(tx, &ctx, erased, "requested").await })
        });
        work.await.unwrap();
        let key_file = if world.kind == Kind::Vault { "vault.key" } else { "master.key" };
        let file = world.directory().join(key_file);
        let old = std::fs::read(&file).unwrap();

        // The change, in a process of its own, while the system runs on with what it read at its start.
        let changing = world.again(5_000).await.unwrap();
        changing.keys().add([9; 32]).unwrap();
        let (mut from, mut sealed) = (String::new(), 0);
        for _ in 0..4 {
            let (count, last) = some(&changing, world, &from, 7).await.unwrap();
            (from, sealed) = (last, sealed + count);
            // Broken off here, a system that starts anew reads everybody.
            all_read(&world.again(5_000).await.unwrap(), world, &people).await;
        }
        assert_eq!(sealed, 28);
        drop(changing);
        all_read(&world.store, world, &people).await;
        people.push(keep(world, "meanwhile").await);

        let resumed = world.again(5_000).await.unwrap();
        assert!(resumed.keys().is_changing());
        let mut from = String::new();
        while let Some((count, last)) = some(&resumed, world, &from, 7).await {
            (from, sealed) = (last, sealed + count);
        }
        assert_eq!(sealed, 39, "whoever came meanwhile was sealed under the new one at once");
        assert!(key::forget_old(&resumed, &world.ctx()).await.unwrap());

        for store in [&resumed, &world.store, &world.again(5_000).await.unwrap()] {
            all_read(store, world, &people).await;
            let by_login = store::person::by_login(store, world.tenant, "login.3").await.unwrap();
            assert!(by_login.is_some(), "keyed hashes still find");
            let gone = store::person::find(store, world.tenant, erased).await.unwrap();
            assert_ne!(gone.map(|(_, identity)| identity.name).as_deref(), Some(crate::seal::CANARIES[0]));
        }
        people.push(keep(world, "afterwards").await);
        assert!(name(world, people[40]).await.unwrap().is_some());
        assert!(store::change::verify(&world.store, world.tenant).await.unwrap().chain_ok);

        // The old key, with these rows, opens nobody; it is the search's own control that it did before.
        let elsewhere = tempfile::tempdir().unwrap();
        std::fs::write(elsewhere.path().join(key_file), &old).unwrap();
        let thief = crate::engines::open_as(world.kind, &world.url, elsewhere.path(), 5_000).await.unwrap();
        for id in &people {
            let refused = store::person::find(&thief, world.tenant, *id).await;
            assert_eq!(refused.err(), Some(Error::Sealed("person_key")));
        }
        let now = std::fs::read(&file).unwrap();
        if world.kind == Kind::Vault {
            // Nothing of either is in the clear.
            assert!(!now.windows(32).any(|part| part == [9; 32]));
            return;
        }
        // The key of the hashes stays where it was and opens nothing; the key that sealed is not there twice.
        assert_eq!(now.windows(32).filter(|part| *part == &old[1..]).count(), 1);
        assert_eq!(now.len(), 1 + 32 + 33);
    }
}

#[test]
fn a_key_file_that_is_cut_off_is_refused_and_kept() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("master.key");
    let keys = MasterKeys::load_or_create(&path, [7; 32]).unwrap();
    keys.add([9; 32]).unwrap();
    let whole = std::fs::read(&path).unwrap();
    assert_eq!(whole.len(), 1 + 32 + 2 * 33);
    for cut in [0, 1, 20, 33, 40, whole.len() - 1] {
        std::fs::write(&path, &whole[..cut]).unwrap();
        let refused = MasterKeys::load_or_create(&path, [8; 32]);
        assert_eq!(refused.err().map(|error| error.kind()), Some(std::io::ErrorKind::InvalidData), "{cut}");
        assert_eq!(std::fs::read(&path).unwrap(), &whole[..cut]);
    }
}
