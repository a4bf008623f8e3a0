//! The use cases: each authorises, changes state in one transaction and enqueues; and the projections
//! that public pages read.
//!
//! This crate must not know HTTP, HTML or the command line. What it needs of the world (instants,
//! random seeds) is handed to it as [`Ambient`].

pub mod action;
pub mod action_plan;
pub mod agenda_item;
pub mod allotment;
pub mod announcement;
pub mod anomaly;
pub mod answer;
pub mod attachment;
pub mod audit;
pub mod brief;
pub mod bulletin;
pub mod calendar;
pub mod check_files;
pub mod cohort;
pub mod comment;
pub mod connector;
pub mod contact;
pub mod contribution;
pub mod coop_request;
pub mod council;
pub mod day;
pub mod demand;
pub mod demo;
pub mod digest;
pub mod disclosure;
pub mod employer;
pub mod enrolment;
pub mod error;
pub mod escrow;
pub mod estimate;
pub mod export;
pub mod feed;
pub mod fit;
pub mod follow;
pub mod hiring_commitment;
pub mod hiring_event;
pub mod idea;
pub mod import;
pub mod indicator;
pub mod interview;
pub mod key;
pub mod lead;
pub mod ledger;
pub mod look;
pub mod match_files;
pub mod measure;
pub mod meeting;
pub mod merge;
pub mod mismatch;
pub mod mou;
pub mod near;
pub mod neighbour;
pub mod network;
pub mod node;
pub mod notice;
pub mod occupation;
pub mod opening;
pub mod organisation;
pub mod outpost;
pub mod outward;
pub mod page;
pub mod paper;
pub mod partner_key;
pub mod path;
pub mod person;
pub mod placement;
mod pool;
pub mod populate;
pub mod print_job;
mod priority;
pub mod project;
pub mod projection;
pub mod receipt;
mod record;
pub mod referral;
pub mod reply_slip;
pub mod report_book;
pub mod research;
mod resident;
pub mod retention;
pub mod review;
pub mod roster;
pub mod satisfaction;
pub mod saved_search;
pub mod sector;
pub mod seeker;
pub mod service;
pub mod session;
pub mod setup;
pub mod statistics;
pub mod submission;
pub mod suggestion;
pub mod support_program;
pub mod supporter;
pub mod supporter_shift;
pub mod sync;
pub mod system;
pub mod term_plan;
#[cfg(feature = "testing")]
pub mod testing;
pub mod today;
pub mod visit;
mod vocabulary;
pub mod work_trial;
pub mod youth;

pub use documents::value::wage::amount as amount_won;
/// A day of birth as people write it: `1949.3.2`, `490302`, `49년 3월 2일`.
///
/// # Errors
/// `date-impossible`; `date-in-future`; `date-unreadable`.
pub fn born_on(text: &str, today: jiff::civil::Date) -> Result<Option<jiff::civil::Date>, Message> {
    documents::value::date::born(&documents::table::Cell::Text(text.to_owned()), today)
}
/// Pictures and records that pages share with printed documents.
pub use documents::{Frame, atom, chart, graph, icalendar, jobposting, map, posting, sitemap, timeline};

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use domain::city::City;
use domain::id::TenantId;
use domain::message::{Catalogue, Lang, Message};
use domain::reference::Reference;
use domain::{Actor, Ctx};
pub use error::{Error, FieldError};
use futures::future::BoxFuture;
use jiff::Timestamp;
use matching::title::Titles;
use store::{Store, Tx};

use crate::error::Stop;
use crate::projection::Projection;

/// Wordings of this crate's messages.
pub const MESSAGES: &[(Lang, &str)] =
    &[(Lang::Ko, include_str!("../messages/ko.ftl")), (Lang::En, include_str!("../messages/en.ftl"))];

/// Where instants and random seeds come from: the executable's clock and the system's randomness, or a
/// test's.
#[derive(Clone)]
pub struct Ambient {
    /// The present instant.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Thirty-two fresh random bytes.
    pub seed: Arc<dyn Fn() -> [u8; 32] + Send + Sync>,
}

impl std::fmt::Debug for Ambient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ambient").finish_non_exhaustive()
    }
}

/// A city's running system.
#[derive(Debug)]
pub struct App {
    /// What typed works mean, made when first asked.
    titles: OnceLock<Titles>,
    /// Rows, log and keys.
    pub store: Store,
    /// Whose data this is.
    pub tenant: TenantId,
    /// The city's own facts.
    pub city: Arc<City>,
    /// Facts of the country.
    pub reference: &'static Reference,
    /// Wordings.
    pub catalogue: Arc<Catalogue>,
    /// How files are read.
    pub reader: documents::child::Reader,
    /// Clock and randomness.
    pub ambient: Ambient,
    /// The way to other cities and lists.
    pub outward: outward::Outward,
    /// What public pages read.
    pub projection: Projection,
    /// The ledger, counted.
    pub(crate) ledger: Arc<ledger::Books>,
    /// What came of the measures of a year, as it was last gathered.
    pub(crate) boards: measure::Kept,
    /// Whom openings may suit.
    pub(crate) pool: pool::Pool,
    /// The front page as it was last gathered.
    pub(crate) front: opening::Kept,
    /// What is kept of the feed between answers.
    pub(crate) feed: feed::Kept,
    /// The brake on guessing passwords.
    pub(crate) brake: session::Brake,
    /// From where results were confirmed lately.
    pub(crate) sources: placement::Sources,
    /// The day for which the baskets of things to do were filled.
    pub(crate) baskets: action::Filled,
    /// Files of report books made lately.
    pub(crate) books: report_book::Kept,
    /// Why people and jobs do not meet, as it was last counted.
    pub(crate) mismatch: Arc<mismatch::Kept>,
    /// Who is suggested which openings, as it was last worked out.
    pub(crate) allotment: Arc<allotment::Kept>,
    /// Who was told of what, as far as it was read.
    pub(crate) told: suggestion::Kept,
    /// The day for which the baskets of news were filled.
    pub(crate) digests: digest::Filled,
    /// By which ways news goes out; none while nobody set any.
    pub(crate) post: OnceLock<digest::Post>,
    /// The line to home, on a machine away from it.
    pub(crate) line: OnceLock<outpost::Line>,
    /// Up to where conspicuous patterns were looked for.
    pub(crate) patrolled: anomaly::Patrolled,
    /// The day on which every claim without an age was looked at.
    pub(crate) aged: placement::Aged,
}

impl App {
    /// Puts a system together over an open store and reads its projection.
    ///
    /// # Errors
    /// When the store cannot be read or the index not made.
    pub async fn open(
        store: Store,
        city: City,
        reference: &'static Reference,
        reader: documents::child::Reader,
        ambient: Ambient,
        messages: &[(Lang, &str)],
    ) -> Result<Self, Error> {
        let city = Arc::new(city);
        let tenant = city.tenant();
        let sources: Vec<(Lang, &str)> = [MESSAGES, documents::MESSAGES, matching::MESSAGES, messages]
            .into_iter()
            .flatten()
            .copied()
            .collect();
        let app = Self {
            titles: OnceLock::new(),
            projection: Projection::new(city.clone(), reference)?,
            catalogue: Arc::new(Catalogue::new(&sources)),
            ledger: Arc::default(),
            boards: measure::Kept::default(),
            pool: pool::Pool::default(),
            front: opening::Kept::default(),
            feed: feed::Kept::new(&city),
            brake: session::Brake::default(),
            sources: placement::Sources::default(),
            books: report_book::Kept::default(),
            mismatch: Arc::default(),
            allotment: Arc::default(),
            told: suggestion::Kept::default(),
            patrolled: anomaly::Patrolled::default(),
            aged: placement::Aged::default(),
            baskets: action::Filled::default(),
            digests: digest::Filled::default(),
            post: OnceLock::new(),
            line: OnceLock::new(),
            store,
            tenant,
            city,
            reference,
            reader,
            ambient,
            outward: outward::Outward::default(),
        };
        let ctx = app.system_ctx();
        store::tenant::ensure(&app.store, &ctx, app.city.id()).await.map_err(fault)?;
        while store::seeker::complete(&app.store, &ctx, app.city.reminders()).await.map_err(fault)? > 0 {}
        while store::placement::complete(&app.store, &ctx).await.map_err(fault)? > 0 {}
        // Whoever was erased stays so, however old the backup is that lies here; before anything is served.
        store::erasure::keep(&app.store, tenant).await.map_err(fault)?;
        store::erasure::apply(&app.store, &ctx).await.map_err(fault)?;
        app.projection.rebuild(&app.store, tenant, ctx.today()).await?;
        app.projection.catch_up_abroad(&app.store, tenant, ctx.now).await?;
        Ok(app)
    }

    /// The same with a way out that the operator set.
    #[must_use]
    pub fn reaching(mut self, outward: outward::Outward) -> Self {
        self.outward = outward;
        self
    }

    /// Says by which ways news goes out; once, before anything is served.
    pub fn send_through(&self, post: digest::Post) {
        let _ = self.post.set(post);
    }

    /// The circumstances of one request.
    pub fn ctx(&self, actor: Actor) -> Ctx {
        Ctx::new(self.tenant, actor, (self.ambient.now)(), self.city.zone().clone(), (self.ambient.seed)())
    }

    /// The circumstances of the system's own work.
    pub fn system_ctx(&self) -> Ctx {
        self.ctx(Actor::system())
    }

    /// The language of what is recorded for nobody in particular.
    pub fn lang(&self) -> Lang {
        Lang::Ko
    }

    /// Runs one transaction and wakes the follower.
    pub(crate) async fn write<F>(&self, ctx: &Ctx, work: F) -> Result<(), Error>
    where
        F: for<'t> Fn(&'t mut Tx, Ctx) -> BoxFuture<'t, Result<(), store::Error>> + Send + Sync + 'static,
    {
        let ctx = ctx.clone();
        let written = self.store.write(move |tx| work(tx, ctx.clone())).await;
        self.projection.nudge();
        written.map_err(fault)?;
        if self.store.take_destroyed() {
            store::erasure::keep(&self.store, self.tenant).await.map_err(fault)?;
        }
        Ok(())
    }

    /// Runs one transaction that decides by what it finds there, and wakes the follower. Whatever it refuses, nothing is
    /// written.
    pub(crate) async fn decide<T, F>(&self, ctx: &Ctx, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx, Ctx) -> BoxFuture<'t, Result<T, Stop>> + Send + Sync + 'static,
    {
        let (ctx, refused) = (ctx.clone(), Arc::new(Mutex::new(None)));
        let said = refused.clone();
        let written = self.store.write(move |tx| {
            let (running, said) = (work(tx, ctx.clone()), said.clone());
            Box::pin(async move {
                running.await.map_err(|stop| match stop {
                    Stop::Store(failed) => failed,
                    Stop::Refused(why) => {
                        *said.lock().unwrap_or_else(PoisonError::into_inner) = Some(why);
                        store::Error::Conflict("refused".to_owned())
                    }
                })
            })
        });
        let written = written.await;
        self.projection.nudge();
        let refused = refused.lock().unwrap_or_else(PoisonError::into_inner).take();
        written.map_err(|failed| refused.unwrap_or_else(|| fault(failed)))
    }
}

/// What a failure of the store means for the one who asked.
pub(crate) fn fault(error: store::Error) -> Error {
    match error {
        store::Error::NotFound => Error::NotFound,
        store::Error::Conflict(what) if what == store::placement::LOOKUP_TAKEN => {
            Error::field("reference", Message::new("evidence-reference-known"))
        }
        store::Error::Conflict(what) if what == escrow::NONE_HERE => {
            Error::Conflict(Message::new("escrow-none-here"))
        }
        store::Error::Conflict(what) if what == person::LAST_OPERATOR => {
            Error::Conflict(Message::new("last-operator"))
        }
        store::Error::Conflict(_) => Error::Conflict(Message::new("changed-meanwhile")),
        store::Error::Busy => Error::Unavailable(Message::new("store-busy")),
        store::Error::DiskFull => Error::Unavailable(Message::new("store-full")),
        store::Error::ReadOnly | store::Error::Unavailable(_) => {
            Error::Unavailable(Message::new("store-away"))
        }
        other => Error::internal(other),
    }
}
