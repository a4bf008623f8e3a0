//! Writing. On SQLite one task owns the one writing connection and commits what is queued as a group:
//! each piece of work in a savepoint of its own, one flush to disk for all, answers only after it. On
//! PostgreSQL each piece is a transaction of its own, run again when the server asks for it.
//!
//! Work runs in the task, not in the caller, so a caller that goes away harms nothing.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};

use crate::engine::{Conn, Tx, Write};
use crate::seal::MasterKeys;
use crate::{Error, Outpost};

/// Most pieces of work in one group.
const GROUP: usize = 64;
/// Pieces that may wait before callers do.
const QUEUE: usize = 1_024;
/// How often a piece is run again after a serialisation failure.
const TRIES: u32 = 8;
/// How soon the write-ahead log is tried again when a reader kept it from being emptied.
const SCRUB_AGAIN: Duration = Duration::from_millis(250);

type Work = Arc<dyn for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<(), Error>> + Send + Sync>;

/// Where the answer to a piece goes.
type Answer = oneshot::Sender<Result<(), Error>>;

pub(crate) struct Piece {
    work: Work,
    done: Answer,
}

/// The way to the writing task, or to the pool.
#[derive(Clone)]
pub(crate) enum Writer {
    Grouped(mpsc::Sender<Piece>),
    Each { pool: sqlx::PgPool, keys: MasterKeys, outpost: Option<Outpost> },
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Writer")
    }
}

impl Writer {
    pub(crate) fn start(write: Write, keys: MasterKeys, outpost: Option<Outpost>) -> Self {
        match write {
            Write::Postgres(pool) => Self::Each { pool, keys, outpost },
            Write::Sqlite { conn, scrub } => {
                let (queue, pieces) = mpsc::channel(QUEUE);
                let tx = Tx { scrub, outpost, ..Tx::new(Conn::Sqlite(Box::new(conn)), keys) };
                tokio::spawn(group_commit(tx, pieces));
                Self::Grouped(queue)
            }
        }
    }

    pub(crate) async fn run<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
    {
        let slot = Arc::new(Mutex::new(None));
        let fill = slot.clone();
        let work = Arc::new(work);
        let work: Work = Arc::new(move |tx: &mut Tx| {
            let (fill, work) = (fill.clone(), work.clone());
            async move {
                let value = work(tx).await?;
                *fill.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
                Ok(())
            }
            .boxed()
        });
        let closed = || Error::Unavailable("it was closed".to_owned());
        match self {
            Self::Grouped(queue) => {
                let (done, outcome) = oneshot::channel();
                queue.send(Piece { work, done }).await.map_err(|_| closed())?;
                outcome.await.map_err(|_| closed())??;
            }
            Self::Each { pool, keys, outpost } => {
                let (pool, keys, outpost) = (pool.clone(), keys.clone(), outpost.clone());
                tokio::spawn(each(pool, keys, outpost, work)).await.map_err(|_| closed())??;
            }
        }
        let value = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        value.ok_or_else(closed)
    }
}

/// The next piece. While the log has yet to be emptied, it is tried again whenever nobody writes.
async fn next_piece(tx: &mut Tx, pieces: &mut mpsc::Receiver<Piece>) -> Option<Piece> {
    while tx.scrub {
        match tokio::time::timeout(SCRUB_AGAIN, pieces.recv()).await {
            Ok(piece) => return piece,
            Err(_) => tx.scrub().await,
        }
    }
    pieces.recv().await
}

async fn group_commit(mut tx: Tx, mut pieces: mpsc::Receiver<Piece>) {
    while let Some(first) = next_piece(&mut tx, &mut pieces).await {
        let mut outcomes: Vec<(Answer, Result<(), Error>)> = Vec::new();
        if let Err(error) = tx.control("BEGIN IMMEDIATE").await {
            let _ = first.done.send(Err(error));
            continue;
        }
        let mut next = Some(first);
        let mut lost = None;
        while let Some(piece) = next.take() {
            let (outcome, still_open) = in_savepoint(&mut tx, &piece.work).await;
            if let (Err(error), false) = (&outcome, still_open) {
                lost = Some(error.clone());
            }
            outcomes.push((piece.done, outcome));
            if lost.is_none() && outcomes.len() < GROUP {
                next = pieces.try_recv().ok();
            }
        }
        let committed = match lost {
            // A full or failing disk makes the engine roll the whole transaction back by itself: what
            // the group's other pieces wrote is gone too, and each of them must hear it.
            Some(error) => {
                let _ = tx.control("ROLLBACK").await;
                Err(error)
            }
            None => tx.control("COMMIT").await,
        };
        if committed.is_err() {
            // Nothing is open when the commit itself ended the transaction.
            let _ = tx.control("ROLLBACK").await;
        }
        tx.scrub().await;
        for (done, outcome) in outcomes {
            // A caller that has gone away needs no answer.
            let _ = done.send(outcome.and(committed.clone()));
        }
    }
}

/// Runs a piece; the flag tells whether the group's transaction is still open.
async fn in_savepoint(tx: &mut Tx, work: &Work) -> (Result<(), Error>, bool) {
    if let Err(error) = tx.control("SAVEPOINT piece").await {
        return (Err(error), false);
    }
    match guarded(tx, work).await {
        Ok(()) => {
            let released = tx.control("RELEASE piece").await;
            let open = released.is_ok();
            (released, open)
        }
        Err(error) => {
            let undone =
                tx.control("ROLLBACK TO piece").await.is_ok() && tx.control("RELEASE piece").await.is_ok();
            (Err(error), undone)
        }
    }
}

/// A panic in one piece is that piece's failure and nobody else's.
async fn guarded(tx: &mut Tx, work: &Work) -> Result<(), Error> {
    tx.failed = None;
    tx.work = crate::engine::Work::Unsaid;
    match AssertUnwindSafe(async { work(tx).await }).catch_unwind().await {
        // Work that passed over a failed statement has failed as well, on both engines alike.
        Ok(outcome) => outcome.and_then(|()| tx.failed.take().map_or(Ok(()), Err)),
        Err(_) => Err(Error::Panicked),
    }
}

async fn each(
    pool: sqlx::PgPool,
    keys: MasterKeys,
    outpost: Option<Outpost>,
    work: Work,
) -> Result<(), Error> {
    let mut tries = 0;
    loop {
        let conn = pool.acquire().await?;
        let mut tx = Tx { outpost: outpost.clone(), ..Tx::new(Conn::Postgres(conn), keys.clone()) };
        tx.control("BEGIN").await?;
        let outcome = match guarded(&mut tx, &work).await {
            Ok(()) => tx.control("COMMIT").await,
            Err(error) => {
                tx.control("ROLLBACK").await?;
                Err(error)
            }
        };
        match outcome {
            Err(Error::Busy) if tries < TRIES => {
                tries += 1;
                drop(tx);
                tokio::time::sleep(Duration::from_millis(2 << tries)).await;
            }
            other => return other,
        }
    }
}
