//! What a vault costs: the same work in a plain store and in a vault, turn by turn on the same disk, and one
//! guess at a PIN: `cargo bench -p store --bench vault`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use domain::employer::Employer;
use domain::id::{EmployerId, TenantId};
use domain::{Actor, Ctx};
use store::pin::{self, Cost, Pin};
use store::{MasterKeys, Settings, Store, Url, Vault, VaultKey, employer, tenant};

const EMPLOYERS: usize = 20_000;
const SINGLE: usize = 300;
const GROUPED: usize = 6_400;
const READS: usize = 10_000;
const LISTS: usize = 400;
const ROUNDS: usize = 3;

/// Bytes that were not there before in this run; every vault is thrown away after it.
fn fresh() -> [u8; 32] {
    let since = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&since.as_nanos().to_le_bytes());
    bytes
}

fn ctx() -> Ctx {
    let tenant = TenantId("018f0000-0000-7000-8000-000000000001".parse().unwrap());
    let now = jiff::Timestamp::from_millisecond(1_456_790_400_000).unwrap();
    Ctx::new(tenant, Actor::system(), now, jiff::tz::TimeZone::UTC, fresh())
}

async fn open(directory: &Path, vaulted: bool) -> Store {
    let keys = MasterKeys::load_or_create(&directory.join("master.key"), [7; 32]).unwrap();
    let vault = vaulted.then(|| Vault::new(VaultKey::new([9; 32]), fresh()));
    let url = Url::Sqlite(directory.join("iljari.db"));
    Store::open(Settings { vault, ..Settings::new(url, keys) }).await.unwrap()
}

async fn insert(store: &Store, ctx: &Ctx, name: String) -> EmployerId {
    let (id, ctx) = (ctx.id(), ctx.clone());
    let named = Employer::named(id, name);
    let work = store.write(move |tx| {
        let (ctx, named) = (ctx.clone(), named.clone());
        Box::pin(async move { employer::insert(tx, &ctx, &named, None).await })
    });
    work.await.unwrap();
    id
}

/// Times a second of each kind of work, and how long an opening takes.
async fn measure(directory: &Path, vaulted: bool) -> [f64; 5] {
    let ctx = ctx();
    let store = open(directory, vaulted).await;
    tenant::ensure(&store, &ctx, "bench").await.unwrap();
    let mut ids = Vec::with_capacity(EMPLOYERS);
    for part in 0..EMPLOYERS / 1_000 {
        let many: Vec<_> =
            (0..1_000).map(|n| (Employer::named(ctx.id(), format!("사업장 {part} {n}")), None)).collect();
        ids.extend(many.iter().map(|(one, _)| one.id));
        let ctx = ctx.clone();
        let work = store.write(move |tx| {
            let (ctx, many) = (ctx.clone(), many.clone());
            Box::pin(async move { employer::insert_many(tx, &ctx, &many).await })
        });
        work.await.unwrap();
    }
    let rate = |count: usize, begun: Instant| count as f64 / begun.elapsed().as_secs_f64();

    let begun = Instant::now();
    for n in 0..SINGLE {
        insert(&store, &ctx, format!("하나 {n}")).await;
    }
    let single = rate(SINGLE, begun);
    let begun = Instant::now();
    for part in 0..GROUPED / 64 {
        let names = (0..64).map(|n| insert(&store, &ctx, format!("여럿 {part} {n}")));
        futures::future::join_all(names).await;
    }
    let grouped = rate(GROUPED, begun);
    let begun = Instant::now();
    for n in 0..READS {
        let id = ids[n * 7_919 % ids.len()];
        assert!(employer::find(&store, ctx.tenant, id).await.unwrap().is_some());
    }
    let reads = rate(READS, begun);
    let begun = Instant::now();
    for n in 0..LISTS {
        let (found, _) = employer::search(&store, ctx.tenant, "사업장", 50, n * 50 % 15_000).await.unwrap();
        assert_eq!(found.len(), 50);
    }
    let lists = rate(LISTS, begun);
    drop(store);
    // The last connection closes by itself, and moves the log to the database.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begun = Instant::now();
    let store = open(directory, vaulted).await;
    assert!(employer::find(&store, ctx.tenant, ids[0]).await.unwrap().is_some());
    [single, grouped, reads, lists, begun.elapsed().as_secs_f64() * 1_000.0]
}

/// The middle of an odd number of figures.
fn middle(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn guess(cost: Cost) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("vault.key");
    let pin = Pin::parse("407183").unwrap();
    pin::create(&path, &pin, cost, None, fresh()).unwrap();
    let times = (0..5).map(|_| {
        let begun = Instant::now();
        pin::open(&path, &pin).unwrap();
        begun.elapsed().as_secs_f64() * 1_000.0
    });
    let times: Vec<f64> = times.collect();
    let least = times.iter().copied().fold(f64::INFINITY, f64::min);
    println!(
        "a try at {} MiB, {} passes: middle {:.0} ms, least {least:.0} ms",
        cost.memory_kib / 1_024,
        cost.passes,
        middle(times)
    );
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut figures = [Vec::new(), Vec::new()];
    let place = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    for _ in 0..ROUNDS {
        for vaulted in [false, true] {
            let directory = tempfile::tempdir_in(&place).unwrap();
            figures[usize::from(vaulted)].push(runtime.block_on(measure(directory.path(), vaulted)));
        }
    }
    let work = [
        "durable single writes/s",
        "durable writes/s, 64 at once",
        "point reads/s",
        "lists of 50/s",
        "opening, ms",
    ];
    println!("{:30} {:>10} {:>10} {:>8}", "", "plain", "vault", "ratio");
    for (n, what) in work.iter().enumerate() {
        let [plain, vault] =
            [0, 1].map(|which: usize| middle(figures[which].iter().map(|one| one[n]).collect()));
        println!("{what:30} {plain:>10.1} {vault:>10.1} {:>8.2}", vault / plain);
    }
    guess(Cost::LEAST);
    guess(Cost::USUAL);
}
