//! Tables, queries, change log and job queue on SQLite and PostgreSQL with one set of statements.
//!
//! A noun's row and its entry in the change log are written by one function, so that neither exists
//! without the other. This crate must not decide permissions, enqueue work of its own accord, or put
//! a person's data into a log or an error.

mod action;
pub mod action_plan;
mod agenda_item;
pub mod announcement;
pub mod anomaly;
pub mod answer;
mod arg;
pub mod attachment;
pub mod backup;
pub mod bulletin;
pub mod change;
pub mod clash;
mod cohort;
pub mod command;
mod comment;
pub mod connector;
pub mod contact;
mod coop_request;
pub mod copy;
mod council;
pub mod day;
pub mod day_count;
pub mod digest;
pub mod employer;
mod engine;
pub mod enrolment;
pub mod envelope;
pub mod erasure;
pub mod error;
pub mod escrow;
mod estimate;
pub mod handle;
mod hiring_commitment;
mod hiring_event;
mod idea;
pub mod import;
mod indicator;
pub mod interview;
pub mod job;
pub mod key;
mod lead;
pub mod look;
mod measure;
mod meeting;
pub mod merge;
pub mod month_close;
mod mou;
pub mod neighbour;
mod node;
pub mod notice;
pub mod opening;
pub mod organisation;
pub mod partner_key;
pub mod person;
pub mod pin;
pub mod placement;
mod planner;
mod print_job;
mod project;
mod receipt;
pub mod record;
pub mod referral;
pub mod register;
pub mod reply_slip;
pub mod report_book;
pub mod retention;
mod roster;
pub mod satisfaction;
pub mod saved_search;
mod seal;
mod sealed_box;
pub mod seeker;
pub mod service;
pub mod session;
mod slim;
mod submission;
pub mod suggestion;
pub mod supporter;
mod supporter_shift;
pub mod tenant;
mod term_plan;
mod visit;
mod wal;
pub mod work_trial;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;

pub use arg::Arg;
use domain::id::{NodeId, TenantId};
pub use engine::{Column, Row, Tx};
pub use error::Error;
use futures::future::BoxFuture;
pub use seal::MasterKeys;
pub use sealed_box::{BoxKey, BoxSecret};
pub use vault::{Vault, VaultKey};

/// Where the rows are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Url {
    /// An embedded database file, made if it is not there.
    Sqlite(PathBuf),
    /// A PostgreSQL server, as `postgres://…`.
    Postgres(String),
}

/// How to open a store.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the rows are.
    pub url: Url,
    /// Keys kept outside the database.
    pub keys: MasterKeys,
    /// Connections for reading.
    pub readers: u32,
    /// How long to wait for a lock held by another process, in milliseconds.
    pub busy_ms: u64,
    /// The vault in which an SQLite database is kept, if it is.
    pub vault: Option<Vault>,
    /// The machine that this store is on, when it is not home.
    pub outpost: Option<Outpost>,
}

/// A machine away from home.
#[derive(Clone, PartialEq, Eq)]
pub struct Outpost {
    /// Which.
    pub node: NodeId,
    /// What stands in the numbers that it gives, so that no two places give the same.
    pub mark: String,
    /// Keys of hashes that home lent it, by purpose: what is printed here is to be found there.
    pub lent: std::collections::BTreeMap<String, [u8; 32]>,
}

impl std::fmt::Debug for Outpost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outpost").field("node", &self.node).field("mark", &self.mark).finish_non_exhaustive()
    }
}

impl Settings {
    /// The usual settings.
    pub fn new(url: Url, keys: MasterKeys) -> Self {
        Self { url, keys, readers: 4, busy_ms: 5_000, vault: None, outpost: None }
    }
}

/// An open store. Clones share it.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Arc<engine::Engine>,
    writer: writer::Writer,
    keys: MasterKeys,
    label: Arc<str>,
    outpost: Option<Outpost>,
    /// Keeps the vault open for as long as the store is.
    mount: Option<Arc<vault::Mount>>,
}

impl Store {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// [`Error::Busy`] when another process holds it, [`Error::Unavailable`] when it cannot be reached,
    /// [`Error::Corrupt`] when the file is no database, [`Error::TooOld`] for an unsafe SQLite.
    pub async fn open(settings: Settings) -> Result<Self, Error> {
        let mount = settings.vault.as_ref().map(vault::open).transpose()?;
        let (engine, write) = engine::open(&settings, mount.as_deref()).await?;
        let engine = Arc::new(engine);
        let label: Arc<str> = engine.label().await?.into();
        let writer = writer::Writer::start(write, settings.keys.clone(), settings.outpost.clone());
        Ok(Self { engine, writer, keys: settings.keys, label, outpost: settings.outpost, mount })
    }

    /// Runs one transaction. The closure may run more than once: it must draw everything from what it
    /// captured. No answer comes before its commit is on disk.
    ///
    /// # Errors
    /// Whatever the closure returns, with everything as it was before; or why the commit failed.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
    {
        self.writer.run(work).await
    }

    /// The machine that this store is on; `None` at home.
    pub fn outpost(&self) -> Option<&Outpost> {
        self.outpost.as_ref()
    }

    /// Engine and version, such as `SQLite 3.51.3`.
    pub fn engine(&self) -> &str {
        &self.label
    }

    /// What SQLite calls the open vault that the database is kept in: whatever else opens the file in this
    /// process names it.
    pub fn vault(&self) -> Option<&str> {
        self.mount.as_deref().map(vault::Mount::name)
    }

    /// A keyed hash of a text for one purpose: equal texts are found, none can be read back.
    pub fn blind(&self, tenant: TenantId, purpose: &str, text: &str) -> String {
        match self.outpost.as_ref().and_then(|outpost| outpost.lent.get(purpose)) {
            Some(key) => seal::keyed(key, text),
            None => self.keys.blind(tenant, purpose, text),
        }
    }

    /// The key of the hashes for one purpose, to be lent to a machine; it tells nothing of any other.
    pub fn lend(&self, tenant: TenantId, purpose: &str) -> [u8; 32] {
        self.keys.purpose(tenant, purpose)
    }

    /// The master keys.
    pub fn keys(&self) -> &MasterKeys {
        &self.keys
    }

    /// Whether a key was destroyed since this was last asked, so that [`erasure::keep`] has work to do.
    pub fn take_destroyed(&self) -> bool {
        self.keys.take_destroyed()
    }

    pub(crate) async fn all(&self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<Row>, Error> {
        self.engine.all(sql, args).await
    }

    pub(crate) async fn optional(&self, sql: &'static str, args: Vec<Arg>) -> Result<Option<Row>, Error> {
        Ok(self.engine.all(sql, args).await?.into_iter().next())
    }
}

/// Every statement of the crate by module and name, for the tests that prepare and lint them.
pub fn all_statements() -> Vec<(&'static str, &'static str, &'static str)> {
    let modules: &[(&'static str, &'static [(&'static str, &'static str)])] = &[
        ("attachment", attachment::STATEMENTS),
        ("erasure", erasure::STATEMENTS),
        ("answer", answer::STATEMENTS),
        ("announcement", announcement::STATEMENTS),
        ("anomaly", anomaly::STATEMENTS),
        ("backup", backup::STATEMENTS),
        ("bulletin", bulletin::STATEMENTS),
        ("change", change::STATEMENTS),
        ("clash", clash::STATEMENTS),
        ("command", command::STATEMENTS),
        ("copy", copy::STATEMENTS),
        ("escrow", escrow::STATEMENTS),
        ("connector", connector::STATEMENTS),
        ("contact", contact::STATEMENTS),
        ("day_count", day_count::STATEMENTS),
        ("digest", digest::STATEMENTS),
        ("employer", employer::STATEMENTS),
        ("enrolment", enrolment::STATEMENTS),
        ("handle", handle::STATEMENTS),
        ("import", import::STATEMENTS),
        ("interview", interview::STATEMENTS),
        ("job", job::STATEMENTS),
        ("key", key::STATEMENTS),
        ("look", look::STATEMENTS),
        ("merge", merge::STATEMENTS),
        ("month_close", month_close::STATEMENTS),
        ("opening", opening::STATEMENTS),
        ("organisation", organisation::STATEMENTS),
        ("partner_key", partner_key::STATEMENTS),
        ("person", person::STATEMENTS),
        ("action_plan", action_plan::STATEMENTS),
        ("neighbour", neighbour::STATEMENTS),
        ("notice", notice::STATEMENTS),
        ("record", record::STATEMENTS),
        ("referral", referral::STATEMENTS),
        ("placement", placement::STATEMENTS),
        ("register", register::STATEMENTS),
        ("reply_slip", reply_slip::STATEMENTS),
        ("report_book", report_book::STATEMENTS),
        ("retention", retention::STATEMENTS),
        ("saved_search", saved_search::STATEMENTS),
        ("satisfaction", satisfaction::STATEMENTS),
        ("seeker", seeker::STATEMENTS),
        ("service", service::STATEMENTS),
        ("suggestion", suggestion::STATEMENTS),
        ("supporter", supporter::STATEMENTS),
        ("session", session::STATEMENTS),
        ("tenant", tenant::STATEMENTS),
        ("work_trial", work_trial::STATEMENTS),
        ("counter", tenant::COUNTER_STATEMENTS),
    ];
    modules
        .iter()
        .flat_map(|(module, list)| list.iter().map(move |(name, sql)| (*module, *name, *sql)))
        .collect()
}

/// The pattern of `LIKE … ESCAPE '!'` that finds a text anywhere, in lower case as the columns are.
pub(crate) fn containing(text: &str) -> String {
    let text = text.trim().to_lowercase();
    format!("%{}%", text.replace('!', "!!").replace('%', "!%").replace('_', "!_"))
}

/// Declares a module's statements as constants, and lists them for the tests.
macro_rules! statements {
    ($list:ident { $($name:ident = $sql:literal;)+ }) => {
        $(const $name: &str = $sql;)+
        /// The module's statements by name.
        pub(crate) const $list: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}
pub(crate) use statements;

/// Collects arguments of a statement.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::Arg::from($value)),*] };
}
pub(crate) use args;
