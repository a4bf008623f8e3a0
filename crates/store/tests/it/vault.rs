//! Whoever has the files of a vault and not its key has nothing: no word, no altered row that is taken for
//! true, no second way in.

use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use domain::employer::Employer;
use sqlx::ConnectOptions;
use store::change::{self, Entry};
use store::{Error, MasterKeys, Settings, Store, Url, Vault, VaultKey, backup, employer};
use uuid::Uuid;

use crate::engines::{Kind, World, integrity, once, open_as, raw};

/// Length of a slot and of what stands before the first.
const SLOT: usize = 4_136;
const HEADER: usize = 66;
/// How every planted word begins; digits follow.
const WORD: &str = "qzkvault";
/// Set for the child, to the directory that another process has open.
const CHILD: &str = "ILJARI_STORE_TEST_VAULT";

/// Ten thousand words: names of employers, keys and values in the bodies of the log.
async fn plant(world: &World) -> usize {
    let mut planted = 0;
    let mut word = || {
        planted += 1;
        format!("{WORD}{planted:05}")
    };
    for _ in 0..50 {
        let ctx = world.ctx();
        let named = Employer::named(ctx.id(), word());
        let body: serde_json::Map<String, serde_json::Value> =
            (0..100).map(|_| (word(), word().into())).collect();
        let work = world.store.write(move |tx| {
            let (ctx, named, body) = (ctx.clone(), named.clone(), body.clone());
            Box::pin(async move {
                employer::insert(tx, &ctx, &named, None).await?;
                change::append(tx, &ctx, vec![Entry::new("note", ctx.id::<Uuid>(), "insert", body.into())])
                    .await
            })
        });
        work.await.unwrap();
    }
    planted
}

/// How often the words' beginning stands there: as it is, in two-byte letters, or as base64 begun anywhere.
fn found(bytes: &[u8]) -> usize {
    let wide = |order: fn(u16) -> [u8; 2]| WORD.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let mut needles = vec![WORD.as_bytes().to_vec(), wide(u16::to_le_bytes), wide(u16::to_be_bytes)];
    for before in 0..3 {
        let text =
            base64::engine::general_purpose::STANDARD_NO_PAD.encode(format!("{}{WORD}", "x".repeat(before)));
        // Without what depends on the neighbours.
        needles.push(text.as_bytes()[(before * 8).div_ceil(6)..(before + WORD.len()) * 8 / 6].to_vec());
    }
    needles.iter().map(|needle| bytes.windows(needle.len()).filter(|part| part == needle).count()).sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn none_of_ten_thousand_words_is_in_any_byte() {
    let plain = World::new(Kind::Sqlite).await;
    let planted = plant(&plain).await;
    assert!(planted >= 10_000);
    assert!(found(&plain.everything().await) >= planted, "the search finds them where they lie open");

    let vault = World::new(Kind::Vault).await;
    plant(&vault).await;
    // The log is full and a copy lies beside it.
    let bytes = vault.everything().await;
    assert!(bytes.len() > 1_000_000, "{}", bytes.len());
    assert_eq!(found(&bytes), 0);
    // Nothing says what it is, either: no name of a table, no key of the file.
    for needle in ["SQLite format", "CREATE TABLE", "tenant", "employer"] {
        assert!(!bytes.windows(needle.len()).any(|part| part == needle.as_bytes()), "{needle}");
    }
    assert!(!vault.directory().join("iljari.db-shm").exists(), "the index is in memory");
    let (_, named) = employer::search(&vault.store, vault.tenant, WORD, 10, 0).await.unwrap();
    assert_eq!(named, 50, "and it is all there for whoever has the key");
}

#[test]
fn the_search_finds_a_word_in_every_spelling() {
    let wide: Vec<u8> = WORD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!((found(WORD.as_bytes()), found(&wide)), (1, 1));
    for before in 0..3 {
        let text =
            base64::engine::general_purpose::STANDARD.encode(format!("{}{WORD}00001", "가".repeat(before)));
        assert_eq!(found(text.as_bytes()), 1);
    }
}

/// A vault with something in it, closed; its files lie in the directory that is given back.
async fn closed() -> tempfile::TempDir {
    let world = World::new(Kind::Vault).await;
    plant(&world).await;
    let left = tempfile::tempdir().unwrap();
    backup::to_file(&world.store, &left.path().join("iljari.db")).await.unwrap();
    backup::to_file(&world.store, &left.path().join("other.db")).await.unwrap();
    std::fs::copy(world.directory().join("vault.key"), left.path().join("vault.key")).unwrap();
    left
}

/// Every row and every page.
async fn read_all(directory: &Path) -> Result<Vec<backup::TableHash>, Error> {
    let path = directory.join("iljari.db");
    let store = open_as(Kind::Vault, &Url::Sqlite(path.clone()), directory, 200).await?;
    let rows = backup::hashes(&store).await?;
    let mut pages = raw(&store, &path).connect().await?;
    let said: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut pages).await?;
    if said == ["ok"] { Ok(rows) } else { Err(Error::Corrupt) }
}

/// Something done to a file's bytes.
type Harm<'h> = &'h dyn Fn(&mut Vec<u8>);

/// What comes of reading everything after `harm`: the same as before, or a clear refusal; how often refused.
async fn harmed(harms: &[Harm<'_>]) -> usize {
    let left = closed().await;
    let path = left.path().join("iljari.db");
    let whole = std::fs::read(&path).unwrap();
    let rows = read_all(left.path()).await.unwrap();
    let mut refused = 0;
    for (n, harm) in harms.iter().enumerate() {
        // A place of its own each time: the last connection may still be closing.
        let place = tempfile::tempdir().unwrap();
        std::fs::copy(left.path().join("vault.key"), place.path().join("vault.key")).unwrap();
        let mut bytes = whole.clone();
        harm(&mut bytes);
        std::fs::write(place.path().join("iljari.db"), &bytes).unwrap();
        match read_all(place.path()).await {
            Ok(read) => assert_eq!(read, rows, "harm {n} was taken for true"),
            Err(error) => {
                assert_eq!(error, Error::Corrupt, "harm {n}");
                refused += 1;
            }
        }
    }
    refused
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flipped_bit_is_never_taken_for_true() {
    let flips: Vec<_> = (0..40_usize)
        .map(|n| {
            move |bytes: &mut Vec<u8>| {
                let at = HEADER + (n * 7_919 * 31) % (bytes.len() - HEADER);
                bytes[at] ^= 1 << (n % 8);
            }
        })
        .collect();
    let harms: Vec<Harm<'_>> = flips.iter().map(|flip| flip as _).collect();
    assert_eq!(harmed(&harms).await, harms.len());
    let of_the_header: Vec<_> = (0..HEADER).map(|at| move |bytes: &mut Vec<u8>| bytes[at] ^= 1).collect();
    let harms: Vec<Harm<'_>> = of_the_header.iter().map(|flip| flip as _).collect();
    assert_eq!(harmed(&harms).await, HEADER);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_block_put_elsewhere_is_refused() {
    let slot = |n: usize| HEADER + n * SLOT..HEADER + (n + 1) * SLOT;
    let swaps: Vec<_> = [(1, 2), (0, 1), (5, 40), (30, 31)]
        .into_iter()
        .map(|(a, b)| {
            move |bytes: &mut Vec<u8>| {
                let (first, second) = (bytes[slot(a)].to_vec(), bytes[slot(b)].to_vec());
                bytes[slot(a)].copy_from_slice(&second);
                bytes[slot(b)].copy_from_slice(&first);
            }
        })
        .collect();
    let zeroed = |bytes: &mut Vec<u8>| bytes[slot(3)].fill(0);
    let cut = |bytes: &mut Vec<u8>| bytes.truncate(slot(20).end);
    let mut harms: Vec<Harm<'_>> = swaps.iter().map(|swap| swap as _).collect();
    harms.extend([&zeroed as Harm<'_>, &cut]);
    assert_eq!(harmed(&harms).await, harms.len());
}

/// Two files of one vault with the same rows: a block of one is no block of the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_block_of_another_file_is_refused() {
    let left = closed().await;
    let other = std::fs::read(left.path().join("other.db")).unwrap();
    let mut bytes = std::fs::read(left.path().join("iljari.db")).unwrap();
    assert_eq!(bytes.len(), other.len());
    bytes[HEADER..].copy_from_slice(&other[HEADER..]);
    std::fs::write(left.path().join("iljari.db"), &bytes).unwrap();
    assert_eq!(read_all(left.path()).await.err(), Some(Error::Corrupt));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_other_key_and_no_key_open_it() {
    let left = closed().await;
    let url = Url::Sqlite(left.path().join("iljari.db"));
    let keys = MasterKeys::load_or_create(&left.path().join("master.key"), [7; 32]).unwrap();
    let vault = Some(Vault::new(VaultKey::new([8; 32]), once()));
    let other = Store::open(Settings { vault, ..Settings::new(url.clone(), keys.clone()) }).await;
    assert_eq!(other.err(), Some(Error::Corrupt));
    assert_eq!(Store::open(Settings::new(url, keys.clone())).await.err(), Some(Error::Corrupt));
    // And a vault's key does not make a vault of an open database.
    let plain = World::new(Kind::Sqlite).await;
    let copy = left.path().join("plain.db");
    backup::to_file(&plain.store, &copy).await.unwrap();
    let vault = Some(Vault::new(VaultKey::new([8; 32]), once()));
    let taken = Store::open(Settings { vault, ..Settings::new(Url::Sqlite(copy.clone()), keys) }).await;
    assert_eq!(taken.err(), Some(Error::Corrupt));
    assert!(std::fs::read(&copy).unwrap().starts_with(b"SQLite format"), "and it is as it was");
    read_all(left.path()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::disallowed_methods, reason = "the child learns its task from its environment")]
async fn a_second_process_is_refused_and_the_first_goes_on() {
    if let Some(directory) = std::env::var_os(CHILD) {
        let directory = Path::new(&directory);
        let url = Url::Sqlite(directory.join("iljari.db"));
        assert_eq!(open_as(Kind::Vault, &url, directory, 200).await.err(), Some(Error::Busy));
        return;
    }
    let world = World::new(Kind::Vault).await;
    let ran = Command::new(std::env::current_exe().unwrap())
        .args(["vault::a_second_process_is_refused_and_the_first_goes_on", "--exact", "--nocapture"])
        .env(CHILD, world.directory())
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(String::from_utf8_lossy(&ran.stdout).contains("1 passed"));
    plant(&world).await;
    let Url::Sqlite(path) = &world.url else { panic!("a file") };
    assert_eq!(integrity(&world.store, path).await, "ok");
}

/// Readers and a writer at once, over many checkpoints: nobody sees half of anything.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_see_whole_transactions_while_it_is_written() {
    let world = World::new(Kind::Vault).await;
    let writing = async {
        for n in 0..16 {
            let ctx = world.ctx();
            let work = world.store.write(move |tx| {
                let ctx = ctx.clone();
                Box::pin(async move {
                    let body =
                        |part: usize| serde_json::json!({ "n": n, "part": part, "text": "가".repeat(2_000) });
                    let entries =
                        (0..25).map(|part| Entry::new("note", ctx.id::<Uuid>(), "insert", body(part)));
                    change::append(tx, &ctx, entries.collect()).await
                })
            });
            work.await.unwrap();
        }
    };
    let reading = async || {
        let mut last = 0;
        while last < 400 {
            let seen = change::head(&world.store, world.tenant).await.unwrap().seq;
            assert!(seen >= last && seen % 25 == 0, "{seen}");
            let verified = change::verify(&world.store, world.tenant).await.unwrap();
            assert!(verified.chain_ok && verified.changes % 25 == 0, "{verified:?}");
            last = seen;
        }
    };
    futures::join!(writing, reading(), reading());
}
