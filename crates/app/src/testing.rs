//! A city for tests: the invented one, on a temporary database, with a clock that stands still until
//! it is moved, seeded randomness and typed users. Dropping it asserts that no job was left behind.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use documents::child::Reader;
use domain::city::City;
use domain::id::{EmployerId, NodeId, OrganisationId, PersonId};
use domain::person::{Account, Grant, Identity, Person};
use domain::reference::Reference;
use domain::{Actor, Ctx, Role};
use jiff::Timestamp;
use store::{MasterKeys, Outpost, Settings, Store, Url};

use crate::{Ambient, App};

/// 2016-03-14 09:00 in Seoul, the Monday on which the scenarios begin.
pub const START: i64 = 1_457_913_600_000;

/// A clock that stands still until it is moved.
#[derive(Debug, Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// The instant it shows.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Sets it.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.as_millisecond(), Ordering::SeqCst);
    }

    /// Moves it on.
    pub fn advance_days(&self, days: i64) {
        self.0.fetch_add(days * 86_400_000, Ordering::SeqCst);
    }
}

/// A running city on a database of its own.
pub struct TestCity {
    /// The system.
    pub app: Arc<App>,
    /// Its clock.
    pub clock: TestClock,
    directory: tempfile::TempDir,
    users: Mutex<Vec<(Role, PersonId)>>,
}

impl TestCity {
    /// The invented city `haneul`.
    pub async fn new() -> Self {
        Self::of("haneul").await
    }

    /// An embedded city by name.
    ///
    /// # Panics
    /// When it cannot be made: there is nothing to test then.
    pub async fn of(city: &str) -> Self {
        Self::of_with(city, &[]).await
    }

    /// The same with the wordings of a layer above.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn of_with(city: &str, messages: &[(domain::message::Lang, &str)]) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let clock = TestClock(Arc::new(AtomicI64::new(START)));
        let app = open(directory.path(), city, &clock, messages).await;
        Self { app: Arc::new(app), clock, directory, users: Mutex::default() }
    }

    /// The same on an empty database that is there already.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn on(city: &str, url: Url) -> Self {
        Self::started(city, Some(url), Reference::embedded().expect("reference data")).await
    }

    /// The same with other programmes than those that ship: files as those of `data/programmes`, each `(name, text)`.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn with_programs(city: &str, files: &[(&str, &str)]) -> Self {
        let files: Vec<(String, String)> =
            files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let reference = Reference::with_programs(&files).expect("programmes that can be read");
        Self::started(city, None, Box::leak(Box::new(reference))).await
    }

    async fn started(city: &str, url: Option<Url>, reference: &'static Reference) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let clock = TestClock(Arc::new(AtomicI64::new(START)));
        let url = url.unwrap_or_else(|| Url::Sqlite(directory.path().join("iljari.db")));
        let store = kept(directory.path(), url, None).await;
        let app = start(store, (city, reference), &clock, &[], 0).await;
        Self { app: Arc::new(app), clock, directory, users: Mutex::default() }
    }

    /// A machine of this city on a store of its own, with a master key of its own: the same clock and users.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn outpost(&self, node: NodeId, mark: &str) -> Self {
        self.outpost_with(node, mark, &[]).await
    }

    /// The same with the wordings of a layer above.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn outpost_with(
        &self,
        node: NodeId,
        mark: &str,
        messages: &[(domain::message::Lang, &str)],
    ) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let lent = [("letter-code".to_owned(), self.app.store.lend(self.app.tenant, "letter-code"))].into();
        let outpost = Outpost { node, mark: mark.to_owned(), lent };
        let city = self.app.city.id().to_owned();
        let app = open_as(directory.path(), &city, &self.clock, messages, Some(outpost)).await;
        let users = self.users.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Self { app: Arc::new(app), clock: self.clock.clone(), directory, users: Mutex::new(users) }
    }

    /// The invented city, with a way out to hosts of the tests' own network.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn reaching(allowed: Vec<String>) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let clock = TestClock(Arc::new(AtomicI64::new(START)));
        let app = open(directory.path(), "haneul", &clock, &[]).await;
        let app = app.reaching(crate::outward::Outward::new(allowed));
        Self { app: Arc::new(app), clock, directory, users: Mutex::default() }
    }

    /// Where its files are.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Circumstances in which a user of that role acts; made on first use.
    pub async fn as_role(&self, role: Role) -> Ctx {
        let actor = match role {
            Role::Citizen => Actor::citizen(),
            _ => Actor::staff(role, self.user(role).await, Some(self.city_body().await)),
        };
        self.app.ctx(actor)
    }

    /// The user of a role.
    pub async fn user(&self, role: Role) -> PersonId {
        let known = |users: &Vec<(Role, PersonId)>| users.iter().find(|(r, _)| *r == role).map(|(_, id)| *id);
        if let Some(id) = known(&self.users.lock().unwrap_or_else(PoisonError::into_inner)) {
            return id;
        }
        let ctx = self.app.system_ctx();
        let organisation = Some(self.city_body().await);
        let person = Person {
            id: ctx.id(),
            account: Account::Active,
            grants: vec![Grant { role, organisation, employer: None, confirmed: true }],
        };
        let identity =
            Identity { name: format!("시험 {role}"), login: format!("test-{role}"), phone: String::new() };
        let id = self.account(person, identity).await;
        self.users.lock().unwrap_or_else(PoisonError::into_inner).push((role, id));
        id
    }

    /// Keeps an account as it is given, without the invitation that people get.
    ///
    /// # Panics
    /// When it cannot be kept.
    pub async fn account(&self, person: Person, identity: Identity) -> PersonId {
        let id = person.id;
        self.app
            .write(&self.app.system_ctx(), move |tx, ctx| {
                let (person, identity) = (person.clone(), identity.clone());
                Box::pin(async move { store::person::insert(tx, &ctx, &person, &identity).await })
            })
            .await
            .expect("a user");
        id
    }

    /// Keeps a record of the offices as it is given, whoever may write such.
    ///
    /// # Panics
    /// When it cannot be kept.
    pub async fn keep<R: store::record::Record>(&self, record: R) {
        self.app
            .write(&self.app.system_ctx(), move |tx, ctx| {
                let record = record.clone();
                Box::pin(async move { store::record::insert(tx, &ctx, &record).await })
            })
            .await
            .expect("a record");
    }

    /// Writes a claim as a release did that kept no ages.
    ///
    /// # Panics
    /// When it cannot be written.
    pub async fn forget_age(&self, id: domain::id::PlacementId) {
        let known = store::placement::get(&self.app.store, self.app.tenant, id).await.expect("a claim");
        self.app
            .write(&self.app.system_ctx(), move |tx, ctx| {
                let old = domain::placement::Placement { age: None, ..known.clone() };
                Box::pin(async move { store::placement::update(tx, &ctx, "update", &old).await })
            })
            .await
            .expect("an old claim");
    }

    /// Makes the user who acts for an employer; to be called before anybody acts as one.
    pub async fn employ(&self, employer: EmployerId) -> PersonId {
        let ctx = self.app.system_ctx();
        let grant =
            Grant { role: Role::Employer, organisation: None, employer: Some(employer), confirmed: true };
        let person = Person { id: ctx.id(), account: Account::Active, grants: vec![grant] };
        let login = "test-employed".to_owned();
        let identity = Identity { name: "시험 업체".to_owned(), login, phone: String::new() };
        let id = person.id;
        self.app
            .write(&ctx, move |tx, ctx| {
                let (person, identity) = (person.clone(), identity.clone());
                Box::pin(async move { store::person::insert(tx, &ctx, &person, &identity).await })
            })
            .await
            .expect("a user");
        self.users.lock().unwrap_or_else(PoisonError::into_inner).push((Role::Employer, id));
        id
    }

    /// A signed-in session of a role: the secret of its cookie.
    pub async fn token(&self, role: Role) -> String {
        self.session(self.user(role).await).await
    }

    /// A session of an account, whether or not it may sign in.
    ///
    /// # Panics
    /// When there is no such account.
    pub async fn session(&self, id: PersonId) -> String {
        let ctx = self.app.system_ctx();
        let found =
            store::person::find(&self.app.store, ctx.tenant, id).await.expect("the store").expect("the user");
        crate::session::start(&ctx, &self.app, &found.0).await.expect("a session")
    }

    /// A day's work of everybody, a hundred of each kind.
    pub fn everything(&self) -> store::day::Part {
        let by = self.app.system_ctx().today();
        store::day::Part { by, mine: None, within: domain::policy::Scope::Everyone, limit: 100 }
    }

    /// Lets the projections catch up.
    pub async fn settle(&self) {
        crate::follow::fill(&self.app).await;
        crate::follow::step(&self.app).await.expect("the projection follows");
    }

    /// Keeps the projections of a start from being filled, as a large city's are for a while, until it is dropped.
    /// What making the city already gathered is forgotten.
    pub async fn hold_filling(&self) -> impl Sized + '_ {
        let held = (self.app.ledger.turn.lock().await, self.app.pool.turn.lock().await);
        self.app.ledger.forget();
        self.app.pool.forget();
        held
    }

    /// The city's own body.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn city_body(&self) -> OrganisationId {
        crate::setup::ensure_city(&self.app.system_ctx(), &self.app).await.expect("the city's body")
    }
}

/// Opens a city's system in a directory; twice in turn is a restart.
pub async fn open(
    directory: &Path,
    city: &str,
    clock: &TestClock,
    messages: &[(domain::message::Lang, &str)],
) -> App {
    open_as(directory, city, clock, messages, None).await
}

/// The same, on a machine away from home when that is said.
async fn open_as(
    directory: &Path,
    city: &str,
    clock: &TestClock,
    messages: &[(domain::message::Lang, &str)],
    outpost: Option<Outpost>,
) -> App {
    // No two places draw the same: each begins its randomness by whose it is.
    let own = outpost.as_ref().map_or(0, |outpost| outpost.node.0.as_u128());
    let url = Url::Sqlite(directory.join("iljari.db"));
    let reference = Reference::embedded().expect("reference data");
    start(kept(directory, url, outpost).await, (city, reference), clock, messages, own).await
}

/// The store of a place, whose master key lies in its directory.
async fn kept(directory: &Path, url: Url, outpost: Option<Outpost>) -> Store {
    let key = if outpost.is_some() { [8; 32] } else { [7; 32] };
    let keys = MasterKeys::load_or_create(&directory.join("master.key"), key).expect("keys");
    Store::open(Settings { outpost, ..Settings::new(url, keys) }).await.expect("a store")
}

async fn start(
    store: Store,
    (city, reference): (&str, &'static Reference),
    clock: &TestClock,
    messages: &[(domain::message::Lang, &str)],
    own: u128,
) -> App {
    let city = City::embedded(city).expect("the city's file");
    let counter = AtomicU64::new(1);
    let clock = clock.clone();
    let ambient = Ambient {
        now: Arc::new(move || clock.now()),
        seed: Arc::new(move || {
            let mut seed = [0; 32];
            seed[..8].copy_from_slice(&counter.fetch_add(1, Ordering::SeqCst).to_le_bytes());
            seed[16..].copy_from_slice(&own.to_le_bytes());
            seed
        }),
    };
    App::open(store, city, reference, reader(), ambient, messages).await.expect("an app")
}

/// The limited child of tests: the executable beside the test binary that only reads files.
pub fn reader() -> Reader {
    let mut path = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("."));
    path.pop();
    if path.ends_with("deps") {
        path.pop();
    }
    Reader::new(path.join("iljari-read"), Vec::<String>::new())
}
