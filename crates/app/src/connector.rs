//! Connections to lists of the state: openings and events of 고용24, openings of public institutions, youth policies. Each is off
//! until the operator enters a key. What comes is taken in as a file of it would be.
//!
//! It must not know how a list is written: that is `documents::open_api`, and what each brings is in a file of its own.

mod alio;
mod announced;
mod gather;
mod worknet;

use domain::Ctx;
use domain::connector::{Connector, Kind, Run};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use jiff::SignedDuration;
use strum::IntoEnumIterator;
use zeroize::Zeroizing;

use crate::{App, Error, FieldError, outward};

pub use store::connector::Raw;

/// Pauses after the first failure and the longest.
const PAUSES: (SignedDuration, SignedDuration) =
    (SignedDuration::from_mins(10), SignedDuration::from_hours(24));
/// Problems told of one run.
const TOLD: usize = 20;

/// A connection as the operator sees it.
#[derive(Debug, Clone)]
pub struct View {
    /// The connection; off and without a version while nobody set it up.
    pub connector: Connector,
    /// Whether a key is set. The key itself is never shown.
    pub has_key: bool,
    /// How the last run went.
    pub run: Run,
}

/// A connection as it is set up.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// The version that was seen; 0 for none.
    pub version: i64,
    /// A new key; empty leaves the known one.
    pub key: String,
    /// Whether the key is to be forgotten.
    pub forget_key: bool,
    /// Another place than the usual.
    pub address: String,
    /// Region that narrows the list.
    pub region: String,
    /// Whether it is fetched by itself.
    pub on: bool,
    /// Hours between two runs.
    pub every_hours: u32,
}

/// What one run needs to know.
pub(crate) struct Job<'a> {
    pub(crate) app: &'a App,
    pub(crate) connector: &'a Connector,
    pub(crate) key: &'a str,
}

/// What a run brought, before it is written down how it went.
#[derive(Debug, Default)]
pub(crate) struct Brought {
    pub(crate) read: usize,
    pub(crate) created: usize,
    pub(crate) updated: usize,
    pub(crate) unchanged: usize,
    pub(crate) closed: usize,
    pub(crate) rejected: usize,
    pub(crate) whole: bool,
    pub(crate) problems: Vec<Message>,
}

fn may(ctx: &Ctx) -> Result<(), Error> {
    Ok(authorise(&ctx.actor, UseCase::OperateSystem, Relation::default())?)
}

/// Every list that can be connected to.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<View>, Error> {
    may(ctx)?;
    let mut out = Vec::new();
    for kind in Kind::iter() {
        out.push(get(ctx, app, kind).await?);
    }
    Ok(out)
}

/// One.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn get(ctx: &Ctx, app: &App, kind: Kind) -> Result<View, Error> {
    may(ctx)?;
    let known = store::record::known_as::<Connector>(&app.store, ctx.tenant, &kind.to_string()).await;
    let Some(connector) = known.map_err(crate::fault)? else {
        let (address, region) = (String::new(), usual_region(app, kind));
        let id = domain::id::ConnectorId(uuid::Uuid::nil());
        let (on, every_hours, version) = (false, 24, 0);
        let connector =
            Connector { id, kind, address, region, on, every_hours, version, updated_at: ctx.now };
        return Ok(View { connector, has_key: false, run: Run::default() });
    };
    let has_key = secret(app, &connector).await?.is_some();
    let run = store::connector::run(&app.store, ctx.tenant, connector.id).await.map_err(crate::fault)?;
    Ok(View { connector, has_key, run })
}

/// Openings are asked for the city; events have regions of their own, which the operator picks.
fn usual_region(app: &App, kind: Kind) -> String {
    match kind {
        Kind::WorknetOpenings => app.city.root().to_string(),
        Kind::WorknetEvents | Kind::Alio | Kind::Youth => String::new(),
    }
}

async fn secret(app: &App, connector: &Connector) -> Result<Option<Zeroizing<String>>, Error> {
    store::connector::key(&app.store, app.tenant, connector.id).await.map_err(crate::fault)
}

/// Sets a connection up.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`]; [`Error::Conflict`] when somebody else did meanwhile.
pub async fn save(ctx: &Ctx, app: &App, kind: Kind, form: Form) -> Result<(), Error> {
    let known = get(ctx, app, kind).await?;
    let fresh = known.connector.version == 0;
    if known.connector.version != form.version {
        return Err(Error::Conflict(Message::new("changed-meanwhile")));
    }
    let connector = Connector {
        id: if fresh { ctx.id() } else { known.connector.id },
        address: form.address.trim().trim_end_matches('/').to_owned(),
        region: form.region.trim().to_owned(),
        on: form.on,
        every_hours: form.every_hours,
        updated_at: ctx.now,
        ..known.connector
    };
    let mut errors: Vec<FieldError> =
        connector.check().into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
    if !connector.address.is_empty()
        && let Err(fault) = app.outward.check(&connector.address)
    {
        errors.push(FieldError::new("address", fault.message()));
    }
    let secret = form.key.trim().to_owned();
    if secret.len() > 500 || secret.chars().any(|c| c.is_control() || c.is_whitespace()) {
        errors.push(FieldError::new("key", Message::new("connector-key-unreadable")));
    }
    if connector.on && secret.is_empty() && (form.forget_key || !known.has_key) {
        errors.push(FieldError::new("key", Message::new("connector-key-needed")));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let change = (form.forget_key || !secret.is_empty()).then_some(Zeroizing::new(secret));
    let run = Run { next_at: Some(ctx.now), fails: 0, ..known.run };
    app.write(ctx, move |tx, ctx| {
        let (connector, run, change) = (connector.clone(), run.clone(), change.clone());
        Box::pin(async move {
            if fresh {
                let first = Connector { version: 1, ..connector.clone() };
                store::record::insert(tx, &ctx, &first).await?;
            } else {
                store::record::update(tx, &ctx, "update", &connector).await?;
            }
            if let Some(secret) = change {
                store::connector::set_key(tx, &ctx, connector.id, &secret).await?;
            }
            store::connector::keep_run(tx, &ctx, connector.id, &run).await
        })
    })
    .await
}

/// Asks for the first page and writes nothing: how many records it held, and how many there are in all.
///
/// # Errors
/// [`Error::Conflict`] with why nothing came.
pub async fn test(ctx: &Ctx, app: &App, kind: Kind) -> Result<(usize, Option<usize>), Error> {
    let known = get(ctx, app, kind).await?;
    let secret = secret(app, &known.connector).await?;
    let secret = secret.ok_or_else(|| Error::Conflict(Message::new("connector-key-needed")))?;
    let key = plain_key(&secret);
    let job = Job { app, connector: &known.connector, key: &key };
    let list = list_of(&job);
    let page = gather::page(&job, &list, 1).await.map_err(|stopped| Error::Conflict(stopped.why))?;
    Ok((page.records.len(), page.total))
}

/// Fetches a list now.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Conflict`] without a key; when the store fails. That the list could not be read is no
/// error: the run says so.
pub async fn run(ctx: &Ctx, app: &App, kind: Kind) -> Result<Run, Error> {
    let known = get(ctx, app, kind).await?;
    let secret = secret(app, &known.connector).await?;
    let secret = secret.ok_or_else(|| Error::Conflict(Message::new("connector-key-needed")))?;
    let key = plain_key(&secret);
    let job = Job { app, connector: &known.connector, key: &key };
    let brought = match kind {
        Kind::WorknetOpenings => worknet::openings(ctx, &job).await?,
        Kind::Alio => alio::openings(ctx, &job).await?,
        Kind::WorknetEvents => announced::events(ctx, &job).await?,
        Kind::Youth => announced::youth(ctx, &job).await?,
    };
    let run = match brought {
        Ok(brought) => went(ctx, &known.connector, brought),
        Err(stopped) => {
            let pause = outward::pause(ctx, PAUSES.0, PAUSES.1, known.run.fails);
            let pause = outward::retry_after(stopped.wait_s).map_or(pause, |wait| wait.max(pause));
            tracing::warn!(connector = %kind, why = stopped.why.code.as_ref(), "failed to fetch a list of the state");
            known.run.failed(ctx.now, stopped.why, pause)
        }
    };
    keep_run(ctx, app, &known.connector, run.clone()).await?;
    Ok(run)
}

/// Has a list fetched soon, by the work in the background: it may take longer than anybody waits for a page.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Conflict`] without a key.
pub async fn run_soon(ctx: &Ctx, app: &App, kind: Kind) -> Result<(), Error> {
    let known = get(ctx, app, kind).await?;
    if !known.has_key {
        return Err(Error::Conflict(Message::new("connector-key-needed")));
    }
    keep_run(ctx, app, &known.connector, Run { wanted: true, ..known.run }).await
}

async fn keep_run(ctx: &Ctx, app: &App, connector: &Connector, run: Run) -> Result<(), Error> {
    let (id, ctx) = (connector.id, ctx.clone());
    let written = app.store.write(move |tx| {
        let (ctx, run) = (ctx.clone(), run.clone());
        Box::pin(async move { store::connector::keep_run(tx, &ctx, id, &run).await })
    });
    written.await.map_err(crate::fault)
}

fn went(ctx: &Ctx, connector: &Connector, brought: Brought) -> Run {
    let Brought { read, created, updated, unchanged, closed, rejected, whole, mut problems } = brought;
    problems.truncate(TOLD);
    let next_at = ctx.now.saturating_add(SignedDuration::from_hours(i64::from(connector.every_hours))).ok();
    Run {
        tried_at: Some(ctx.now),
        done_at: Some(ctx.now),
        next_at,
        wanted: false,
        fails: 0,
        read,
        created,
        updated,
        unchanged,
        closed,
        rejected,
        whole,
        problems,
    }
}

/// Fetches every list that is on and for which it is time.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn run_due(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let mut done = 0;
    for view in list(ctx, app).await? {
        let asked = view.connector.on || view.run.wanted;
        if asked && view.has_key && view.run.is_due(ctx.now) {
            run(ctx, app, view.connector.kind).await?;
            done += 1;
        }
    }
    Ok(done)
}

/// A record as its list told it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn raw(ctx: &Ctx, app: &App, source: &str, key: &str) -> Result<Raw, Error> {
    authorise(&ctx.actor, UseCase::ReadOpening, Relation::default())?;
    // An opening knows its record by the key of an import, which holds the list's own.
    let own = key.split('|').next().and_then(|first| first.split_once(':')).map(|(_, own)| own);
    for key in [Some(key), own].into_iter().flatten() {
        let found = store::connector::raw_one(&app.store, ctx.tenant, source, key).await;
        if let Some(raw) = found.map_err(crate::fault)? {
            return Ok(raw);
        }
    }
    Err(Error::NotFound)
}

fn list_of<'a>(job: &Job<'a>) -> gather::List {
    match job.connector.kind {
        Kind::WorknetOpenings => worknet::LIST,
        Kind::WorknetEvents => announced::EVENTS,
        Kind::Alio => alio::LIST,
        Kind::Youth => announced::YOUTH,
    }
}

/// The public data portal gives keys out ready for an address; asked with, they would be escaped twice.
pub fn plain_key(key: &str) -> Zeroizing<String> {
    let bytes = key.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let code = key.get(at + 1..at + 3).filter(|_| *byte == b'%');
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    Zeroizing::new(String::from_utf8(out).unwrap_or_else(|_| key.to_owned()))
}
