//! This program on a machine away from home: what it was given when it was enrolled, how it speaks with home, and how that stands.
//! It must not know where its papers are kept, nor what their seal is.

mod papers;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Ctx;
use domain::id::NodeId;
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use jiff::{SignedDuration, Timestamp};
pub use papers::{Applicant, Papers};
use store::envelope::{MOST, Other, Own, Way, way};
use tokio::sync::{Notify, watch};

use crate::outward::{Outward, Wanted};
use crate::sync::{Answer, Ask, Left, Round, Section};
use crate::{App, Error};

/// How often home is spoken with.
const EVERY: Duration = Duration::from_secs(20);
/// How rarely, when it is not there.
const RARELY: Duration = Duration::from_secs(300);
/// How long whoever opens it waits for a home that answers slowly, once a week; one that is not there is known sooner.
const PATIENCE: Duration = Duration::from_secs(60);
/// Longest time for one turn there and back: a slow line carries some megabytes.
const TURN: Duration = Duration::from_secs(180);
/// How long before its end another certificate is asked for.
const RENEW: SignedDuration = SignedDuration::from_hours(24 * 60);

/// How papers are written down when they have changed; whether they were.
pub type Keep = Arc<dyn Fn(&Papers) -> bool + Send + Sync>;

/// The line to home.
pub struct Line {
    own: Own,
    home: Other,
    node: NodeId,
    way: Outward,
    papers: Mutex<Papers>,
    keep: Keep,
    contact: Mutex<Contact>,
    /// Where a first load was broken off; held by whoever speaks.
    begun: tokio::sync::Mutex<Option<Section>>,
    wake: Notify,
    end: watch::Sender<End>,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Line").field("node", &self.node).finish_non_exhaustive()
    }
}

/// Whether this machine may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It may.
    No,
    /// It was not heard for too long: it may hand over what it has, and nothing else.
    Expired,
    /// Home has given it up and has everything: nothing stays here.
    GivenUp,
}

/// How it stands with home.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// Whether they speak right now.
    pub busy: bool,
    /// When home was last tried.
    pub tried_at: Option<Timestamp>,
    /// When it last said everything it had to say, by this machine's clock.
    pub heard_at: Option<Timestamp>,
    /// What kept the last try from its end.
    pub why: Option<Message>,
    /// Pieces of work handed over in this round, or the last.
    pub handed_over: usize,
    /// Records that came in it.
    pub records: usize,
    /// Openings of a first load that are still to come.
    pub to_come: usize,
    /// Whether home has given this machine up.
    pub revoked: bool,
}

/// What whoever works on this machine is to know of it.
#[derive(Debug, Clone)]
pub struct Status {
    /// Its papers.
    pub papers: Papers,
    /// How it stands with home.
    pub contact: Contact,
    /// What is only here.
    pub left: Left,
}

impl App {
    /// Makes this the machine that the papers say. A second call changes nothing.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `papers` when they are not whole.
    pub fn away(&self, papers: Papers, keep: Keep) -> Result<(), Error> {
        let broken = || Error::field("papers", Message::new("outpost-papers"));
        let home = Other::from_text(&papers.charter.signing_key, &papers.charter.sealing_key);
        let line = Line {
            own: papers.own().ok_or_else(broken)?,
            home: home.ok_or_else(broken)?,
            node: papers.charter.node,
            way: papers.way()?,
            papers: Mutex::new(papers),
            keep,
            contact: Mutex::default(),
            begun: tokio::sync::Mutex::default(),
            wake: Notify::new(),
            end: watch::channel(End::No).0,
        };
        let _ = self.line.set(line);
        Ok(())
    }

    fn line(&self) -> Result<&Line, Error> {
        self.line.get().ok_or(Error::NotFound)
    }
}

impl Line {
    fn papers(&self) -> Papers {
        self.papers.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn contact(&self) -> Contact {
        self.contact.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, change: impl FnOnce(&mut Contact)) {
        change(&mut self.contact.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// One turn: a letter there, a letter back.
    async fn say(&self, app: &App, ask: Ask) -> Result<Answer, Error> {
        let letter = self.write(app, ask)?;
        let wanted = Wanted { time: TURN, ..Wanted::new(format!("{}/sync", self.papers().home)) };
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        let came = self.way.post(&Wanted { bytes: most, ..wanted }, letter).await;
        let came = came.map_err(|fault| Error::Unavailable(fault.message()))?;
        let answered = self.read(&came.body)?;
        let page = answered.page.as_ref();
        self.note(|contact| {
            contact.records += page.map_or(0, |page| page.records.len());
            contact.to_come = page.map_or(0, |page| page.to_come);
        });
        Ok(answered)
    }

    fn write(&self, app: &App, ask: Ask) -> Result<Vec<u8>, Error> {
        let papers = self.papers();
        let ends = papers.charter.certificate.until.duration_since((app.ambient.now)()) < RENEW;
        let tls = if ends { Some(papers.wanted()?) } else { None };
        let plain = serde_json::to_vec(&Ask { tls, ..ask }).map_err(Error::internal)?;
        let written = self.own.write(Way::Home, self.node.0, &self.home, &plain, (app.ambient.seed)());
        written.ok_or_else(|| Error::field("papers", Message::new("outpost-papers")))
    }

    fn read(&self, letter: &[u8]) -> Result<Answer, Error> {
        let plain = self.own.read(Way::Out, letter, &self.home).map_err(crate::sync::unread)?;
        let none = |_| crate::sync::unread(store::envelope::Unread::None);
        serde_json::from_slice(&plain).map_err(none)
    }

    /// What home said of the machine itself.
    fn heed(&self, now: Timestamp, round: &Round) {
        let mut papers = self.papers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changed = papers.clone();
        if let Some(until) = round.until {
            changed.charter.until = changed.charter.until.max(until);
        }
        if let Some(certificate) = &round.certificate {
            changed.charter.certificate = certificate.clone();
        }
        if changed != *papers && (self.keep)(&changed) {
            *papers = changed;
        }
        drop(papers);
        self.note(|contact| {
            contact.heard_at = Some(now);
            // However it came: they have spoken.
            contact.why = None;
            contact.revoked = round.revoked;
        });
        if round.revoked && round.left == 0 {
            self.end.send_replace(End::GivenUp);
        }
    }
}

/// After a week a machine begins anew, so that nobody's records stay on it who was not met lately: once home has everything that was
/// done on it. Whether its store is to be emptied now; what must not begin again stands in its papers by then.
///
/// # Errors
/// When the store cannot be read.
pub async fn begins_anew(app: &App) -> Result<bool, Error> {
    let line = app.line()?;
    let (now, mut papers) = ((app.ambient.now)(), line.papers());
    let week = SignedDuration::from_hours(24 * ::sync::node::KEPT_DAYS);
    if now.duration_since(papers.begun_at) < week {
        return Ok(false);
    }
    let all_home =
        matches!(tokio::time::timeout(PATIENCE, speak(app)).await, Ok(Ok(round)) if round.left == 0);
    let looks = store::look::kept(&app.store, app.tenant, 1).await.map_err(crate::fault)?;
    if !all_home || !looks.is_empty() {
        // Another day will do: what is only here stays.
        tracing::warn!(all_home, looks = looks.len(), "failed to begin anew: home has not everything yet");
        return Ok(false);
    }
    papers.counters = store::tenant::counters(&app.store, app.tenant).await.map_err(crate::fault)?;
    (papers.begun_at, papers.generation) = (now, papers.generation.saturating_add(1));
    let kept = (line.keep)(&papers);
    if kept {
        *line.papers.lock().unwrap_or_else(PoisonError::into_inner) = papers;
    }
    Ok(kept)
}

/// The papers of this machine as they are now, for the program that runs it; `None` at home.
pub fn papers(app: &App) -> Option<Papers> {
    Some(app.line.get()?.papers())
}

/// Whether this is a machine away from home.
pub fn is_away(app: &App) -> bool {
    app.store.outpost().is_some()
}

/// Whether a machine with these papers may work now.
pub fn end(papers: &Papers, now: Timestamp) -> End {
    if now > papers.charter.until { End::Expired } else { End::No }
}

/// One whole round with home over the network, after the one that may be under way.
///
/// # Errors
/// [`Error::NotFound`] at home; [`Error::Unavailable`] with why home was not reached. What was confirmed stays so.
pub async fn speak(app: &App) -> Result<Round, Error> {
    let line = app.line()?;
    let mut begun = line.begun.lock().await;
    let now = (app.ambient.now)();
    line.note(|contact| {
        *contact = Contact {
            busy: true,
            tried_at: Some(now),
            handed_over: 0,
            records: 0,
            to_come: 0,
            ..contact.clone()
        };
    });
    let done = crate::sync::round(app, &mut begun, |ask| line.say(app, ask)).await;
    line.note(|contact| {
        contact.busy = false;
        contact.why = match &done {
            Ok(_) => None,
            Err(Error::Unavailable(why)) => Some(why.clone()),
            Err(Error::Invalid(why)) => why.first().map(|field| field.message.clone()),
            Err(_) => Some(Message::new("outpost-fault")),
        };
        contact.handed_over = done.as_ref().map_or(0, |round| round.handed_over);
    });
    let round = done?;
    line.heed((app.ambient.now)(), &round);
    Ok(round)
}

/// Speaks with home every while, less often when it is not there, until the future is dropped.
pub async fn follow(app: Arc<App>) {
    let Ok(line) = app.line() else { return };
    let mut wait = EVERY;
    loop {
        wait = match speak(&app).await {
            Ok(_) => EVERY,
            Err(Error::Internal(error)) => {
                tracing::warn!(error = &*error as &dyn std::error::Error, "failed to speak with home");
                RARELY.min(wait * 2)
            }
            Err(_) => RARELY.min(wait * 2),
        };
        if end(&line.papers(), (app.ambient.now)()) == End::Expired {
            line.end.send_if_modified(|known| {
                let fresh = *known == End::No;
                if fresh {
                    *known = End::Expired;
                }
                fresh
            });
        }
        let _ = tokio::time::timeout(wait, line.wake.notified()).await;
    }
}

/// Waits until this machine may not go on.
pub async fn ended(app: &App) -> End {
    let Ok(line) = app.line() else { return std::future::pending().await };
    let mut told = line.end.subscribe();
    let ended = told.wait_for(|end| *end != End::No).await;
    ended.map_or(End::No, |end| *end)
}

/// How this machine stands.
///
/// # Errors
/// [`Error::NotFound`] at home; [`Error::Forbidden`].
pub async fn status(ctx: &Ctx, app: &App) -> Result<Status, Error> {
    authorise(&ctx.actor, UseCase::MindNode, Relation::default())?;
    let line = app.line()?;
    let left = crate::sync::left(ctx, app).await?;
    Ok(Status { papers: line.papers(), contact: line.contact(), left })
}

/// What is only here, for the head of every page of the staff; `None` at home.
pub async fn left(ctx: &Ctx, app: &App) -> Option<(Left, Contact)> {
    let line = app.line.get()?;
    Some((crate::sync::left(ctx, app).await.ok()?, line.contact()))
}

/// Home is to be spoken with now.
///
/// # Errors
/// [`Error::NotFound`] at home; [`Error::Forbidden`].
pub fn wake(ctx: &Ctx, app: &App) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::MindNode, Relation::default())?;
    app.line()?.wake.notify_one();
    Ok(())
}

/// Everything that this machine has to say, as one letter for a stick.
///
/// # Errors
/// [`Error::NotFound`] at home; [`Error::Forbidden`]; when the store cannot be read.
pub async fn pack(ctx: &Ctx, app: &App) -> Result<Vec<u8>, Error> {
    authorise(&ctx.actor, UseCase::MindNode, Relation::default())?;
    let line = app.line()?;
    line.write(app, crate::sync::all(ctx, app).await?)
}

/// Takes in home's letter that came on a stick.
///
/// # Errors
/// [`Error::NotFound`] at home; [`Error::Forbidden`]; [`Error::Invalid`] at `letter` when it is none, or none for this machine.
pub async fn unpack(ctx: &Ctx, app: &App, letter: &[u8]) -> Result<Round, Error> {
    authorise(&ctx.actor, UseCase::MindNode, Relation::default())?;
    let line = app.line()?;
    if way(letter) == Some(Way::Home) {
        return Err(Error::field("letter", Message::new("letter-for-home")));
    }
    let answered = line.read(letter)?;
    let mut begun = line.begun.lock().await;
    let mut round = Round::default();
    crate::sync::heed(app, &mut round, &mut begun, answered).await?;
    round.left = crate::sync::left(&app.system_ctx(), app).await?.commands;
    line.heed((app.ambient.now)(), &round);
    Ok(round)
}
