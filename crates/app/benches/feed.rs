//! What the feed costs and what it keeps, beside a poller that asks "what was updated after the latest stamp I have seen":
//! 31 readers take the snapshot of 50,000 openings, then follow while others write, on SQLite and on PostgreSQL.
//! `cargo bench -p app --bench feed`, or `-- 5000` for fewer openings.
//!
//! Both read the very same rows under the very same writes: an opening's stamp is taken when the use case begins and its row
//! is seen when the transaction has committed, as in any program that stamps its rows. Each opening is written once, so what a
//! reader has not seen at the end is lost.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark"
)]

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use app::demo::{Sizes, generate};
use app::{Ambient, App, Error};
use domain::city::City;
use domain::feed::check;
use domain::id::OpeningId;
use domain::reference::Reference;
use domain::{Actor, Ctx, Role};
use futures::future::join_all;
use sqlx::Row;
use store::{MasterKeys, Settings, Store, Url};

#[path = "feed/server.rs"]
mod server;

/// The cities of a province.
const READERS: usize = 31;
/// Openings shown, unless the command says otherwise.
const OPENINGS: usize = 50_000;
/// Who writes at once, and how many openings in all.
const WRITERS: usize = 16;
const WRITES: usize = 4_000;
/// Longest time between a stamp and its write, in milliseconds: reading a form, asking a rule.
const HELD_MS: u64 = 20;

/// The rows as a poller of stamps reads them.
#[derive(Clone)]
enum Raw {
    Sqlite(sqlx::SqlitePool),
    Postgres(sqlx::PgPool),
}

impl Raw {
    /// What was updated after a stamp, in order of stamps; found by the index on them.
    async fn after(&self, tenant: &str, stamp: i64) -> Vec<(String, i64)> {
        const SQL: &str = "SELECT id, updated_ms FROM opening WHERE tenant_id = $1 AND state = 'open' AND updated_ms > $2 ORDER BY updated_ms LIMIT 1000";
        match self {
            Self::Sqlite(pool) => {
                let rows = sqlx::query(SQL).bind(tenant).bind(stamp).fetch_all(pool).await.unwrap();
                rows.iter().map(|row| (row.get(0), row.get(1))).collect()
            }
            Self::Postgres(pool) => {
                let rows = sqlx::query(SQL).bind(tenant).bind(stamp).fetch_all(pool).await.unwrap();
                rows.iter().map(|row| (row.get(0), row.get(1))).collect()
            }
        }
    }
}

async fn open(url: Url, directory: &Path) -> Arc<App> {
    let keys = MasterKeys::load_or_create(&directory.join("master.key"), [7; 32]).unwrap();
    let store = Store::open(Settings::new(url, keys)).await.unwrap();
    let counter = AtomicU64::new(1);
    let ambient = Ambient {
        now: Arc::new(jiff::Timestamp::now),
        seed: Arc::new(move || {
            let mut seed = [0; 32];
            seed[..8].copy_from_slice(&counter.fetch_add(1, Ordering::SeqCst).to_le_bytes());
            seed
        }),
    };
    let (city, reference) = (City::embedded("goyang").unwrap(), Reference::embedded().unwrap());
    let reader = documents::child::Reader::new(std::path::PathBuf::from("/nowhere"), Vec::<String>::new());
    Arc::new(App::open(store, city, reference, reader, ambient, &[]).await.unwrap())
}

/// Openings of the demo city, as many as are wanted, all of them shown.
async fn fill(app: &App, openings: usize) {
    let ctx = app.system_ctx();
    let sizes = Sizes { employers: 8_000, openings: openings * 5 / 4 + 500, seekers: 0 };
    let demo = generate([7; 32], &sizes, &app.city, app.reference, ctx.today(), ctx.now);
    for chunk in demo.employers.chunks(1_000) {
        let (chunk, ctx) = (Arc::new(chunk.to_vec()), ctx.clone());
        app.store
            .write(move |tx| {
                let (chunk, ctx) = (chunk.clone(), ctx.clone());
                Box::pin(async move { store::employer::insert_many(tx, &ctx, &chunk).await })
            })
            .await
            .unwrap();
    }
    let today = ctx.today();
    let shown = demo.openings.into_iter().filter(|one| one.content.is_public() && one.state.is_listed(today));
    let shown: Vec<_> = shown.take(openings).collect();
    assert_eq!(shown.len(), openings, "the demo city has as many to show");
    for chunk in shown.chunks(1_000) {
        let (chunk, ctx) = (Arc::new(chunk.to_vec()), ctx.clone());
        app.store
            .write(move |tx| {
                let (chunk, ctx) = (chunk.clone(), ctx.clone());
                Box::pin(async move { store::opening::insert_many(tx, &ctx, &chunk).await })
            })
            .await
            .unwrap();
    }
    app.projection.rebuild(&app.store, app.tenant, today).await.unwrap();
}

/// Every reader takes all of it, verifies it and reads its lines.
/// Asks again while the answer is that it is being made ready, as a reader does that is told to come later.
async fn patiently<T, A: Future<Output = Result<T, Error>>>(ask: impl Fn() -> A) -> T {
    loop {
        match ask().await {
            Err(Error::Unavailable(_)) => tokio::time::sleep(Duration::from_millis(50)).await,
            answer => return answer.unwrap(),
        }
    }
}

async fn snapshots(app: &Arc<App>) -> i64 {
    let began = Instant::now();
    let read = (0..READERS).map(|_| {
        let app = app.clone();
        tokio::spawn(async move {
            let citizen = app.ctx(Actor::citizen());
            let feed = patiently(|| app::feed::openings(&citizen, &app, None, 1)).await;
            let key = app::feed::key(&citizen, &app).unwrap();
            let batch = check(&feed.bytes, &feed.signed, &key, "41280", None).unwrap();
            (feed.bytes.len(), batch.lines.len(), batch.to)
        })
    });
    let read: Vec<_> = join_all(read).await.into_iter().map(Result::unwrap).collect();
    let (bytes, lines, to) = read[0];
    let took = began.elapsed();
    println!(
        "snapshot: {lines} lines, {:.1} MB; {READERS} readers, all verified and read: {} ms, {:.0} lines/s",
        bytes as f64 / 1e6,
        took.as_millis(),
        (lines * READERS) as f64 / took.as_secs_f64()
    );
    to
}

/// A reader of ours: what it has seen, until nothing more comes after the writers have ended.
async fn follow(app: Arc<App>, mut cursor: i64, ended: Arc<AtomicBool>) -> (HashSet<OpeningId>, usize) {
    let key = app::feed::key(&app.ctx(Actor::citizen()), &app).unwrap();
    let (mut seen, mut answers) = (HashSet::new(), 0);
    loop {
        // Before it is asked: what was written until then is in the answer.
        let last = ended.load(Ordering::SeqCst);
        let citizen = app.ctx(Actor::citizen());
        let wait = if last { Duration::ZERO } else { Duration::from_millis(500) };
        let feed = patiently(|| app::feed::follow(&citizen, &app, cursor, 1_000, wait)).await;
        let batch = check(&feed.bytes, &feed.signed, &key, "41280", Some(cursor)).unwrap();
        seen.extend(batch.lines.iter().map(domain::feed::Line::id));
        answers += 1;
        cursor = batch.to;
        if last && batch.lines.is_empty() && !batch.more {
            return (seen, answers);
        }
    }
}

/// A reader of stamps, every 20 milliseconds.
async fn poll(
    (raw, tenant): (Raw, String),
    mut stamp: i64,
    ended: Arc<AtomicBool>,
) -> (HashSet<String>, usize) {
    let (mut seen, mut answers) = (HashSet::new(), 0);
    loop {
        let last = ended.load(Ordering::SeqCst);
        let rows = raw.after(&tenant, stamp).await;
        answers += 1;
        if last && rows.is_empty() {
            return (seen, answers);
        }
        for (id, at) in rows {
            stamp = at;
            seen.insert(id);
        }
        if !last {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Confirms an opening as it is now: whoever comes second reads it anew, as a page does.
async fn confirm(ctx: &Ctx, app: &Arc<App>, id: OpeningId, mut version: i64) {
    while let Err(error) = app::opening::confirm(ctx, app, id, version).await {
        let now = store::opening::get(&app.store, ctx.tenant, id).await.unwrap();
        assert!(now.version != version, "{id} at {version}: {error:?}");
        version = now.version;
    }
}

/// Writers, and readers of both kinds beside them; `held` is the longest time between a stamp and its write.
/// Tells how many writes the pollers missed.
async fn race(app: &Arc<App>, raw: &Raw, from: i64, (skip, writes): (usize, usize), held: u64) -> usize {
    let ids: Vec<(OpeningId, i64)> = app.projection.with(|state| {
        let all = state.openings.values().map(|entry| (entry.opening.id, entry.opening.version));
        all.skip(skip).take(writes).collect()
    });
    let ended = Arc::new(AtomicBool::new(false));
    let stamp = jiff::Timestamp::now().as_millisecond();
    tokio::time::sleep(Duration::from_millis(5)).await;
    let ours: Vec<_> = (0..READERS).map(|_| tokio::spawn(follow(app.clone(), from, ended.clone()))).collect();
    let plain: Vec<_> = (0..READERS)
        .map(|_| tokio::spawn(poll((raw.clone(), app.tenant.to_string()), stamp, ended.clone())))
        .collect();
    let began = Instant::now();
    let writers = ids.chunks(writes.div_ceil(WRITERS)).map(|mine| {
        let (app, mine) = (app.clone(), mine.to_vec());
        tokio::spawn(async move {
            for (id, version) in mine {
                let ctx = app.ctx(Actor { role: Role::Counselor, ..Actor::citizen() });
                let pause = u64::from_le_bytes(ctx.random::<8>()) % (held + 1);
                if pause > 0 {
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                }
                confirm(&ctx, &app, id, version).await;
            }
        })
    });
    join_all(writers.collect::<Vec<_>>()).await.into_iter().for_each(Result::unwrap);
    let took = began.elapsed();
    ended.store(true, Ordering::SeqCst);
    let written: HashSet<OpeningId> = ids.iter().map(|(id, _)| *id).collect();
    let (mut lost, mut worst, mut answers) = (0, 0, 0);
    for reader in ours {
        let (seen, asked) = reader.await.unwrap();
        let missing = written.iter().filter(|id| !seen.contains(id)).count();
        (lost, worst, answers) = (lost + missing, worst.max(missing), answers + asked);
    }
    let all = began.elapsed();
    println!(
        "held to {held} ms: {} writes by {WRITERS} in {:.1} s, {:.0}/s; {READERS} readers had all of it {} ms later, {:.0} lines/s, {answers} answers",
        ids.len(),
        took.as_secs_f64(),
        ids.len() as f64 / took.as_secs_f64(),
        (all - took).as_millis(),
        (ids.len() * READERS) as f64 / all.as_secs_f64()
    );
    assert_eq!(lost, 0, "a reader of the feed misses nothing");
    println!("  ours lost {lost} of {} ({worst} at worst of {})", ids.len() * READERS, ids.len());
    let (mut lost, mut worst, mut answers) = (0, 0, 0);
    for reader in plain {
        let (seen, asked) = reader.await.unwrap();
        let missing = written.iter().filter(|id| !seen.contains(&id.to_string())).count();
        (lost, worst, answers) = (lost + missing, worst.max(missing), answers + asked);
    }
    println!(
        "  stamps lost {lost} of {} ({worst} at worst of {}), {answers} answers",
        ids.len() * READERS,
        ids.len()
    );
    lost
}

/// One reader who was away goes through everything in parts.
async fn catch_up(app: &Arc<App>, mut cursor: i64) {
    let citizen = app.ctx(Actor::citizen());
    let key = app::feed::key(&citizen, app).unwrap();
    let (began, mut lines, mut parts) = (Instant::now(), 0, 0);
    loop {
        let feed = patiently(|| app::feed::openings(&citizen, app, Some(cursor), 1_000)).await;
        let batch = check(&feed.bytes, &feed.signed, &key, "41280", Some(cursor)).unwrap();
        (lines, parts, cursor) = (lines + batch.lines.len(), parts + 1, batch.to);
        if !batch.more {
            break;
        }
    }
    let took = began.elapsed();
    println!(
        "catch-up of one: {lines} lines in {parts} parts, {} ms, {:.0} lines/s",
        took.as_millis(),
        lines as f64 / took.as_secs_f64()
    );
}

async fn measure(name: &str, url: Url, directory: &Path, openings: usize) {
    let raw = match &url {
        Url::Sqlite(path) => {
            let app = open(url.clone(), directory).await;
            drop(app);
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).read_only(true);
            Raw::Sqlite(
                sqlx::sqlite::SqlitePoolOptions::new()
                    .max_connections(4)
                    .connect_with(options)
                    .await
                    .unwrap(),
            )
        }
        Url::Postgres(url) => {
            Raw::Postgres(sqlx::postgres::PgPoolOptions::new().max_connections(8).connect(url).await.unwrap())
        }
    };
    let app = open(url, directory).await;
    let began = Instant::now();
    fill(&app, openings).await;
    println!(
        "\n{name} ({}): {openings} openings in {:.1} s",
        app.store.engine(),
        began.elapsed().as_secs_f64()
    );
    let follower = tokio::spawn(app::follow::follow(app.clone()));
    let from = snapshots(&app).await;
    let writes = WRITES.min(openings / 2);
    race(&app, &raw, from, (0, writes), 0).await;
    let from = app.projection.seq();
    let lost = race(&app, &raw, from, (writes, writes), HELD_MS).await;
    assert!(lost > 0, "whoever polls stamps misses what was written late under an earlier one");
    catch_up(&app, 0).await;
    follower.abort();
}

#[tokio::main]
async fn main() {
    let openings = std::env::args().skip(1).find_map(|text| text.parse().ok()).unwrap_or(OPENINGS);
    let place = tempfile::tempdir().unwrap();
    measure("SQLite", Url::Sqlite(place.path().join("iljari.db")), place.path(), openings).await;
    match server::Server::start() {
        Some(server) => measure("PostgreSQL", Url::Postgres(server.url()), place.path(), openings).await,
        None => println!("PostgreSQL 15 is not installed: left out"),
    }
}
