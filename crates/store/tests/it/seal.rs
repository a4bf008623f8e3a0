//! Personal values are ciphertext on disk, bound to their row, and gone with their key.

use domain::Role;
use domain::id::PersonId;
use domain::person::{Account, Grant, Identity, Person};
use store::{Error, Url, change};

use crate::engines::{Kind, World, on_both};

/// What must never lie readable on the disk.
pub(crate) const CANARIES: [&str; 3] = ["카나리아새", "canary.login@example.kr", "01000009876"];

pub(crate) async fn keep(world: &World, login: &str) -> PersonId {
    let ctx = world.ctx();
    let grants = vec![Grant { role: Role::Counselor, organisation: None, employer: None, confirmed: true }];
    let person = Person { id: ctx.id(), account: Account::Active, grants };
    let id = person.id;
    let identity = Identity { name: CANARIES[0].into(), login: login.into(), phone: CANARIES[2].into() };
    let work = world.store.write(move |tx| {
        let (ctx, person, identity) = (ctx.clone(), person.clone(), identity.clone());
        Box::pin(async move { store::person::insert(tx, &ctx, &person, &identity).await })
    });
    work.await.unwrap();
    id
}

pub(crate) async fn name(world: &World, id: PersonId) -> Result<Option<String>, Error> {
    Ok(store::person::find(&world.store, world.tenant, id).await?.map(|(_, identity)| identity.name))
}

async fn erase(world: &World, id: PersonId) -> Result<(), Error> {
    let ctx = world.ctx();
    let work = world.store.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move { store::key::destroy(tx, &ctx, id, "requested").await })
    });
    work.await
}

on_both! {
    async fn an_erased_person_is_gone_and_the_chain_holds(world: &World) {
        let id = keep(world, CANARIES[1]).await;
        let other = keep(world, "other.login").await;
        assert_eq!(name(world, id).await.unwrap().as_deref(), Some(CANARIES[0]));
        assert!(store::person::by_login(&world.store, world.tenant, CANARIES[1]).await.unwrap().is_some());

        erase(world, id).await.unwrap();

        assert_ne!(name(world, id).await.unwrap().as_deref(), Some(CANARIES[0]));
        assert!(store::person::by_login(&world.store, world.tenant, CANARIES[1]).await.unwrap().is_none());
        assert_eq!(name(world, other).await.unwrap().as_deref(), Some(CANARIES[0]));
        assert_eq!(erase(world, id).await, Err(Error::NotFound));
        assert!(change::verify(&world.store, world.tenant).await.unwrap().chain_ok);
        assert!(change::rows_agree(&world.store, world.tenant).await.unwrap());
    }

    async fn a_ciphertext_copied_to_another_row_does_not_open(world: &World) {
        let people = [keep(world, "first.login").await, keep(world, "second.login").await];
        let copy = "UPDATE person SET sealed = (SELECT o.sealed FROM person o ORDER BY o.id LIMIT 1) WHERE id = (SELECT MAX(id) FROM person)";
        assert_eq!(world.tamper(copy).await, 1);
        let [from, to] = sorted(people);
        assert_eq!(name(world, from).await.unwrap().as_deref(), Some(CANARIES[0]));
        assert_eq!(name(world, to).await, Err(Error::Sealed("person")));
    }

    async fn a_key_copied_to_another_person_does_not_open(world: &World) {
        let people = [keep(world, "first.login").await, keep(world, "second.login").await];
        let copy = "UPDATE person_key SET wrapped = (SELECT o.wrapped FROM person_key o ORDER BY o.person_id LIMIT 1) WHERE person_id = (SELECT MAX(person_id) FROM person_key)";
        assert_eq!(world.tamper(copy).await, 1);
        let [from, to] = sorted(people);
        assert_eq!(name(world, from).await.unwrap().as_deref(), Some(CANARIES[0]));
        assert_eq!(name(world, to).await, Err(Error::Sealed("person_key")));
    }
}

/// In the order in which the engines sort their identifiers.
fn sorted(mut people: [PersonId; 2]) -> [PersonId; 2] {
    people.sort_unstable();
    people
}

#[tokio::test]
async fn no_byte_on_disk_names_a_person() {
    let world = World::new(Kind::Sqlite).await;
    let id = keep(&world, CANARIES[1]).await;
    assert_eq!(found_on_disk(&world), Vec::<String>::new());
    // The search itself finds what is there in the clear.
    assert!(holds(&world, &id.to_string()));
    erase(&world, id).await.unwrap();
    assert_eq!(found_on_disk(&world), Vec::<String>::new());
}

#[tokio::test]
async fn a_destroyed_key_is_in_no_file_any_more() {
    let world = World::new(Kind::Sqlite).await;
    let id = keep(&world, CANARIES[1]).await;
    let wrapped = world.bytes("SELECT wrapped FROM person_key").await;
    assert!(wrapped.len() > 32 && holds_bytes(&world, &wrapped), "the search finds a key that is there");
    erase(&world, id).await.unwrap();
    assert!(!holds_bytes(&world, &wrapped));
}

/// A reader that holds the log open must not hold up writing, and the key goes once the reader has gone,
/// although nobody writes any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_destroyed_key_goes_when_the_last_reader_has_gone() {
    let world = World::new(Kind::Sqlite).await;
    let id = keep(&world, CANARIES[1]).await;
    let wrapped = world.bytes("SELECT wrapped FROM person_key").await;
    let mut reader = world.reader().await;

    let writing = async {
        erase(&world, id).await.unwrap();
        keep(&world, "other.login").await
    };
    tokio::time::timeout(std::time::Duration::from_secs(2), writing).await.expect("no wait for the reader");
    assert!(holds_bytes(&world, &wrapped), "the reader still sees it");

    sqlx::query("ROLLBACK").execute(&mut reader).await.unwrap();
    for _ in 0..100 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        if !holds_bytes(&world, &wrapped) {
            return;
        }
    }
    panic!("the key is still there");
}

/// A crash between the commit and the emptying leaves the key in the log; the next start empties it.
#[tokio::test]
async fn a_destroyed_key_does_not_outlive_a_restart() {
    let world = World::new(Kind::Sqlite).await;
    let id = keep(&world, CANARIES[1]).await;
    let wrapped = world.bytes("SELECT wrapped FROM person_key").await;
    let _reader = world.reader().await;
    erase(&world, id).await.unwrap();
    // What a crash would leave now.
    let left = tempfile::tempdir().unwrap();
    for name in ["iljari.db", "iljari.db-wal", "master.key"] {
        std::fs::copy(world.directory().join(name), left.path().join(name)).unwrap();
    }
    assert!(in_files(left.path(), &wrapped));
    let url = Url::Sqlite(left.path().join("iljari.db"));
    let store = crate::engines::open(&url, left.path(), 5_000).await.unwrap();
    assert!(!in_files(left.path(), &wrapped));
    assert!(change::verify(&store, world.tenant).await.unwrap().chain_ok);
}

/// Pages that were split and filled again keep no copy either.
#[tokio::test]
async fn of_many_destroyed_keys_none_is_in_a_file() {
    let world = World::new(Kind::Sqlite).await;
    let (mut people, mut keys) = (Vec::new(), Vec::new());
    for n in 0..150 {
        people.push(keep(&world, &format!("many.{n}")).await);
        keys.push(world.bytes("SELECT wrapped FROM person_key ORDER BY person_id DESC LIMIT 1").await);
    }
    for id in people {
        erase(&world, id).await.unwrap();
    }
    // The first bytes are the key's nonce and ciphertext, which a partly overwritten cell would still hold.
    assert_eq!(keys.iter().filter(|key| holds_bytes(&world, &key[1..33])).count(), 0);
}

fn found_on_disk(world: &World) -> Vec<String> {
    CANARIES.iter().filter(|canary| holds(world, canary)).map(|canary| (*canary).to_owned()).collect()
}

/// Whether the database file or its write-ahead log holds a text.
fn holds(world: &World, text: &str) -> bool {
    holds_bytes(world, text.as_bytes())
}

fn holds_bytes(world: &World, needle: &[u8]) -> bool {
    assert!(matches!(world.url, Url::Sqlite(_)));
    in_files(world.directory(), needle)
}

fn in_files(directory: &std::path::Path, needle: &[u8]) -> bool {
    let files = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|e| e.to_string_lossy().starts_with("db"))).any(|path| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}
