//! Fetching a neighbour's feed from its cursor on: asked, verified, judged, and taken in one transaction with the cursor, or not
//! at all. What does not verify is waited out with the reason on the neighbour's page.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::Ctx;
use domain::feed::{self, Batch, Line, Shown, Signed};
use domain::id::OpeningId;
use domain::message::Message;
use domain::neighbour::{Failure, Neighbour, Provenance, Pull, State};
use domain::opening::{self, Visibility};
use domain::policy::{Relation, UseCase, authorise};
use jiff::SignedDuration;
use serde::Serialize;
use store::neighbour::{Foreign, Taken};

use crate::outward::{self, Fault, Wanted};
use crate::{App, Error};

/// Most bytes of a batch, unpacked: a snapshot of a large city has a quarter of it.
const BYTES: usize = 64 << 20;
/// Longest wait for a batch.
const TIME: Duration = Duration::from_secs(120);
/// Most lines of a batch.
const LINES: usize = 100_000;
/// Neighbours asked at the same time.
const AT_ONCE: usize = 4;
/// Batches taken in one go; the rest comes with the next.
const GO: usize = 50;
/// Seconds over which neighbours are spread.
const SPREAD_S: i64 = 20;
/// Longest that an opening is shown on a neighbour's word alone.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 366);
/// Batches after which what is handed on begins with a snapshot again.
const HANDED: i64 = 500;

/// What fetching one neighbour brought.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Pulled {
    /// Code of its area.
    pub source: String,
    /// Its name.
    pub name: String,
    /// Batches taken.
    pub batches: usize,
    /// Lines of openings that are shown.
    pub shown: usize,
    /// Lines of openings that went.
    pub removed: usize,
    /// The cursor now.
    pub cursor: Option<i64>,
    /// Why it was not gone on with.
    pub failure: Option<Failure>,
}

/// An answer that was not taken, and what the other side asked to wait.
struct Refused {
    what: Failure,
    detail: Option<Message>,
    wait_s: Option<u64>,
}

impl From<Failure> for Refused {
    fn from(what: Failure) -> Self {
        Self { what, detail: None, wait_s: None }
    }
}

impl From<feed::Fault> for Refused {
    fn from(fault: feed::Fault) -> Self {
        Failure::from(&fault).into()
    }
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        let what = match fault {
            Fault::Huge => Failure::Huge,
            // We are further than their log: it was set back.
            Fault::Status(409, _) => Failure::Backwards,
            Fault::Address | Fault::Inside | Fault::Redirect => Failure::Barred,
            Fault::Away | Fault::Slow | Fault::Broken | Fault::Status(..) => Failure::Away,
        };
        Self { what, detail: Some(fault.message()), wait_s: fault.wait_s() }
    }
}

/// What an answer was.
enum Answered {
    /// A batch that may be taken.
    Batch(Box<Taken>, bool),
    /// Nothing new.
    Nothing,
    /// The place is too old: everything anew.
    TooOld,
}

/// Fetches every neighbour for whom it is time.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn pull_due(ctx: &Ctx, app: &App) -> Result<Vec<Pulled>, Error> {
    authorise(&ctx.actor, UseCase::OperateSystem, Relation::default())?;
    let mut due = Vec::new();
    for neighbour in super::all(app).await? {
        let pull = store::neighbour::pull(&app.store, ctx.tenant, neighbour.id).await;
        if neighbour.state == State::Confirmed && pull.map_err(crate::fault)?.is_due(ctx.now) {
            due.push(neighbour);
        }
    }
    some_at_a_time(ctx, app, &due).await
}

/// Fetches every neighbour whose key was compared, whether or not it is time.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn pull_all(ctx: &Ctx, app: &App) -> Result<Vec<Pulled>, Error> {
    authorise(&ctx.actor, UseCase::OperateSystem, Relation::default())?;
    let mut all = super::all(app).await?;
    all.retain(|one| one.state == State::Confirmed);
    some_at_a_time(ctx, app, &all).await
}

/// One slow city holds up three others at most.
async fn some_at_a_time(ctx: &Ctx, app: &App, neighbours: &[Neighbour]) -> Result<Vec<Pulled>, Error> {
    let mut out = Vec::new();
    for some in neighbours.chunks(AT_ONCE) {
        let pulled = futures::future::join_all(some.iter().map(|one| pull_one(ctx, app, one))).await;
        for one in pulled {
            out.push(one?);
        }
    }
    Ok(out)
}

/// Fetches one neighbour now.
///
/// # Errors
/// [`Error::Conflict`] while nobody has compared its key; when the store cannot be read or written.
pub async fn pull(ctx: &Ctx, app: &App, neighbour: &Neighbour) -> Result<Pulled, Error> {
    authorise(&ctx.actor, UseCase::OperateSystem, Relation::default())?;
    if neighbour.state != State::Confirmed {
        return Err(Error::Conflict(Message::new("neighbour-not-confirmed")));
    }
    pull_one(ctx, app, neighbour).await
}

async fn pull_one(ctx: &Ctx, app: &App, neighbour: &Neighbour) -> Result<Pulled, Error> {
    let mut done =
        Pulled { source: neighbour.source.clone(), name: neighbour.name.clone(), ..Pulled::default() };
    for _ in 0..GO {
        let before = store::neighbour::pull(&app.store, ctx.tenant, neighbour.id).await;
        let before = start(ctx, app, neighbour, before.map_err(crate::fault)?).await?;
        done.cursor = before.cursor;
        match ask(ctx, app, neighbour, &before).await {
            Ok(Answered::TooOld) => keep(ctx, app, neighbour, before.restarted(ctx.now)).await?,
            Ok(Answered::Nothing) => {
                let reached = before.reached;
                keep(ctx, app, neighbour, before.took(ctx.now, reached, false, jitter(ctx))).await?;
                break;
            }
            Ok(Answered::Batch(taken, more)) => {
                let after = before.clone().took(ctx.now, taken.to, more, jitter(ctx));
                (done.batches, done.cursor) = (done.batches + 1, Some(taken.to));
                (done.shown, done.removed) =
                    (done.shown + taken.shown.len(), done.removed + taken.removed.len());
                if !take(ctx, app, neighbour, (before, after), *taken).await? || !more {
                    break;
                }
            }
            Err(refused) => {
                let (first, most) = refused.what.pauses();
                let pause = outward::pause(ctx, first, most, before.fails);
                let pause = outward::retry_after(refused.wait_s).map_or(pause, |wait| wait.max(pause));
                tracing::warn!(neighbour = neighbour.source, failure = %refused.what, "failed to take a neighbour's feed");
                done.failure = Some(refused.what);
                let failed = before.failed(ctx.now, refused.what, refused.detail, pause);
                keep(ctx, app, neighbour, failed).await?;
                break;
            }
        }
    }
    super::settle(ctx, app).await?;
    Ok(done)
}

/// Where to begin: what is handed on begins anew when its chain has become long, or when there is none.
async fn start(ctx: &Ctx, app: &App, neighbour: &Neighbour, pull: Pull) -> Result<Pull, Error> {
    if !neighbour.relayed || pull.cursor.is_none() {
        return Ok(pull);
    }
    let kept = store::neighbour::count_batches(&app.store, ctx.tenant, neighbour.id).await;
    let (count, upto) = kept.map_err(crate::fault)?;
    if (1..HANDED).contains(&count) && Some(upto) == pull.cursor {
        return Ok(pull);
    }
    // Written down, so that the batch is judged against the same place.
    let pull = Pull { cursor: None, ..pull };
    keep(ctx, app, neighbour, pull.clone()).await?;
    Ok(pull)
}

async fn ask(ctx: &Ctx, app: &App, neighbour: &Neighbour, before: &Pull) -> Result<Answered, Refused> {
    let mut wanted = Wanted { bytes: BYTES, time: TIME, ..Wanted::new(neighbour.feed()) };
    if let Some(cursor) = before.cursor {
        wanted = wanted.with("after", cursor.to_string());
    }
    let answer = app.outward.get(&wanted).await?;
    match (answer.status, before.cursor) {
        (410, Some(_)) => return Ok(Answered::TooOld),
        (204 | 304, Some(_)) => return Ok(Answered::Nothing),
        (200, _) => {}
        _ => return Err(Failure::Malformed.into()),
    }
    if answer.body.iter().filter(|byte| **byte == b'\n').count() > LINES {
        return Err(Failure::Huge.into());
    }
    let signature = answer.signature.ok_or(Failure::Forged)?;
    let signed: Signed = signature.parse()?;
    let key = neighbour.public_key().ok_or(Failure::Forged)?;
    let batch = feed::check(&answer.body, &signed, &key, &neighbour.source, before.cursor)?;
    before.may_take(&batch)?;
    let more = batch.more && batch.from != Some(batch.to);
    let taken = plan(ctx, neighbour, batch, signature, answer.body)?;
    Ok(Answered::Batch(Box::new(taken), more))
}

/// What a batch changes here.
fn plan(
    ctx: &Ctx,
    neighbour: &Neighbour,
    batch: Batch,
    signature: String,
    bytes: Vec<u8>,
) -> Result<Taken, Failure> {
    let relayed = neighbour.relayed;
    let mut taken = Taken { from: batch.from, to: batch.to, signature, bytes, relayed, ..Taken::default() };
    for line in batch.lines {
        match line {
            Line::Removed(removed) => taken.removed.push(removed.id),
            Line::Shown(shown) => match foreign(ctx, neighbour, *shown)? {
                Ok(foreign) => taken.shown.push(foreign),
                Err(gone) => taken.removed.push(gone),
            },
        }
    }
    // Of several lines about one opening the last holds.
    let mut last = HashMap::new();
    for one in std::mem::take(&mut taken.shown) {
        last.insert(one.shown.id, one);
    }
    taken.shown = last.into_values().collect();
    taken.shown.sort_by_key(|one| (one.shown.seq, one.shown.id));
    Ok(taken)
}

/// An opening as it is kept here, or its id where it has expired. What its city says of its own offices and what could lead
/// elsewhere is left out.
fn foreign(
    ctx: &Ctx,
    neighbour: &Neighbour,
    mut shown: Shown,
) -> Result<Result<Foreign, OpeningId>, Failure> {
    let public = shown.content.visibility == Visibility::Public && shown.content.first_look_until.is_none();
    let named = !shown.employer.trim().is_empty() && !shown.content.title.trim().is_empty();
    if !matches!(shown.state, opening::State::Open { .. }) || !public || !named {
        return Err(Failure::Malformed);
    }
    if shown.expires <= ctx.now {
        return Ok(Err(shown.id));
    }
    let content = &mut shown.content;
    let url = content.apply_url.to_lowercase();
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        content.apply_url.clear();
    }
    for own in [&mut content.note, &mut content.lead, &mut content.project] {
        own.clear();
    }
    content.attachments.clear();
    let latest = ctx.now.saturating_add(LONGEST).unwrap_or(shown.expires);
    let licence = if shown.licence.trim().is_empty() { &neighbour.licence } else { &shown.licence };
    let provenance = Provenance {
        neighbour: neighbour.id,
        source: neighbour.source.clone(),
        city: neighbour.name.clone(),
        their_id: shown.id,
        url: neighbour.page(shown.id),
        licence: licence.clone(),
        received_at: ctx.now,
        expires_at: shown.expires.min(latest),
    };
    Ok(Ok(Foreign { shown, provenance }))
}

/// Writes a batch and its cursor; whether it was ours to take: another process may have been quicker.
async fn take(
    ctx: &Ctx,
    app: &App,
    neighbour: &Neighbour,
    (before, after): (Pull, Pull),
    taken: Taken,
) -> Result<bool, Error> {
    let (id, taken) = (neighbour.id, Arc::new(taken));
    let written = app
        .write(ctx, move |tx, ctx| {
            let (before, after, taken) = (before.clone(), after.clone(), taken.clone());
            Box::pin(async move { store::neighbour::take(tx, &ctx, id, &before, &after, &taken).await })
        })
        .await;
    match written {
        Ok(()) => Ok(true),
        Err(Error::Conflict(_)) => Ok(false),
        Err(failed) => Err(failed),
    }
}

async fn keep(ctx: &Ctx, app: &App, neighbour: &Neighbour, pull: Pull) -> Result<(), Error> {
    let (id, ctx) = (neighbour.id, ctx.clone());
    let written = app
        .store
        .write(move |tx| {
            let (pull, ctx) = (pull.clone(), ctx.clone());
            Box::pin(async move { store::neighbour::keep_pull(tx, &ctx, id, &pull).await })
        })
        .await;
    written.map_err(crate::fault)
}

/// A few seconds at random, so that thirty neighbours are not asked in one second.
fn jitter(ctx: &Ctx) -> i64 {
    let [chance] = ctx.random::<1>();
    i64::from(chance) * SPREAD_S / 256
}
