//! A machine away from home, running: closed until its PIN is keyed on the machine itself, then the staff's pages there and, by TLS, on
//! its own network. It closes when nobody used it for a while, when home has not heard it for too long, and for good when home gave it up.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use app::App;
use app::outpost::{End, Papers, end};
use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_server::tls_rustls::RustlsConfig;
use domain::Message;
use store::pin::{self, Opened, Pin, PinError};
use store::{Settings, Store, Url, Vault};
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::ambient;
use crate::failure::Failure;
use crate::wiring::Place;

/// File of the wrapped key.
const KEY: &str = "vault.key";
/// File of the papers, sealed.
const PAPERS: &str = "papers.sealed";
/// How long nobody who is signed in may work on it before it closes.
const IDLE: Duration = Duration::from_secs(30 * 60);
/// Pages that stay open on a machine that was not heard for too long.
const EXPIRED: &[&str] =
    &["/staff/outpost", "/sign-in", "/sign-out", "/role", "/assets/", "/sync/authority.crt"];

/// Where a machine keeps what is its own.
#[derive(Debug, Clone)]
pub(crate) struct Files(PathBuf);

impl Files {
    pub(crate) fn of(data: &Path) -> Self {
        Self(data.to_owned())
    }

    pub(crate) fn key(&self) -> PathBuf {
        self.0.join(KEY)
    }

    pub(crate) fn papers(&self) -> PathBuf {
        self.0.join(PAPERS)
    }

    fn database(&self, generation: u32) -> PathBuf {
        match generation {
            0 => self.0.join("iljari.db"),
            later => self.0.join(format!("iljari-{later}.db")),
        }
    }

    /// Writes papers down, sealed.
    pub(crate) fn keep(&self, opened: &Opened, papers: &Papers) -> Result<(), Failure> {
        let what = "write the machine's papers down";
        let bytes = papers.bytes().map_err(|error| Failure::new(what).because(&error))?;
        let nonce = ambient::seed();
        let nonce = nonce.first_chunk().copied().unwrap_or([0; 24]);
        opened.keep(&self.papers(), &bytes, nonce).map_err(|error| Failure::new(what).because(&error))
    }

    /// Reads them.
    pub(crate) fn kept(&self, opened: &Opened) -> Result<Papers, Failure> {
        let what = "read the machine's papers";
        let bytes = opened.kept(&self.papers()).map_err(|error| Failure::new(what).because(&error))?;
        Papers::read(&bytes).map_err(|error| Failure::new(what).because(&error))
    }

    /// Takes every store away but one; home has everything of the others.
    fn keep_only(&self, generation: Option<u32>) {
        let kept = generation.map(|generation| self.database(generation));
        for entry in std::fs::read_dir(&self.0).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            let of_kept = kept
                .as_ref()
                .and_then(|kept| kept.file_name())
                .is_some_and(|kept| name.starts_with(&*kept.to_string_lossy()));
            if name.starts_with("iljari") && name.contains(".db") && !of_kept {
                let _ = std::fs::remove_file(path);
            }
        }
    }

    /// Leaves nothing: the key first, without which the rest is noise.
    fn wipe(&self) {
        let _ = pin::wipe(&self.key());
        self.keep_only(None);
        for name in [KEY, PAPERS, store::erasure::FILE] {
            let _ = std::fs::remove_file(self.0.join(name));
        }
    }
}

/// The system of a machine whose vault is open.
pub(crate) async fn system(
    place: &Place,
    files: &Files,
    opened: Opened,
) -> Result<(Arc<App>, Papers), Failure> {
    let papers = files.kept(&opened)?;
    let city = place.city_or(&papers.charter.city)?;
    files.keep_only(Some(papers.generation));
    let vault = Vault::new(opened.key.clone(), ambient::seed());
    let settings = Settings {
        vault: Some(vault),
        outpost: Some(papers.outpost()),
        ..Settings::new(Url::Sqlite(files.database(papers.generation)), opened.keys.clone())
    };
    let store = Store::open(settings).await;
    let store = store.map_err(|error| crate::failure::of_store("open the database", &error))?;
    let app = App::open(
        store,
        city,
        crate::wiring::reference()?,
        crate::wiring::reader()?,
        place.ambient(),
        web::MESSAGES,
    );
    let app = app.await;
    let app =
        app.map_err(|error| Failure::of_app("open the system", &place.catalogue(), place.lang, &error))?;
    let raised = store::tenant::raise(&app.store, app.tenant, &papers.counters).await;
    raised.map_err(|error| crate::failure::of_store("go on with the machine's numbers", &error))?;
    let files = files.clone();
    let keep = Arc::new(move |papers: &Papers| files.keep(&opened, papers).is_ok());
    app.away(papers.clone(), keep).map_err(|error| {
        Failure::of_app("read the machine's papers", &place.catalogue(), place.lang, &error)
    })?;
    Ok((Arc::new(app), papers))
}

/// One way in: what it serves now.
#[derive(Clone)]
pub(crate) struct Door {
    machine: Arc<Machine>,
    /// Whether it is the way of tablets, by TLS: there nobody keys a PIN.
    tablets: bool,
}

/// A machine, closed or open.
pub(crate) struct Machine {
    place: Place,
    files: Files,
    now: RwLock<Option<Running>>,
    /// One PIN at a time.
    trying: tokio::sync::Mutex<()>,
    used: Mutex<std::time::Instant>,
    /// The port at which tablets find it.
    port: u16,
}

/// An open one. Dropping it ends its tasks, and the vault with it once the last request is answered.
struct Running {
    here: Router,
    tablets: Router,
    expired: bool,
    app: Arc<App>,
    _tasks: JoinSet<()>,
}

impl Machine {
    pub(crate) fn new(place: Place, port: u16) -> Arc<Self> {
        let files = Files::of(&place.data);
        let used = Mutex::new(instant());
        let trying = tokio::sync::Mutex::default();
        Arc::new(Self { place, files, now: RwLock::default(), trying, used, port })
    }

    /// What one way in serves.
    #[allow(
        clippy::disallowed_methods,
        reason = "it hands every request on to routes that have their use case"
    )]
    pub(crate) fn door(self: &Arc<Self>, tablets: bool) -> Router {
        Router::new().fallback(served).with_state(Door { machine: self.clone(), tablets })
    }

    /// Its papers as they are now, while it is open.
    fn papers(&self) -> Option<Papers> {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        now.as_ref().and_then(|running| app::outpost::papers(&running.app))
    }

    /// Tries a PIN.
    pub(crate) async fn open(self: &Arc<Self>, text: &str) -> Result<(), Message> {
        let _turn = self.trying.lock().await;
        if self.papers().is_some() {
            return Ok(());
        }
        // What nobody may choose as a PIN is none, and costs no try.
        let pin = Pin::parse(text).map_err(|_| Message::new("door-no-pin"))?;
        let key = self.files.key();
        let opened = tokio::task::spawn_blocking(move || pin::open(&key, &pin)).await;
        let opened = opened.map_err(|_| Message::new("door-damaged"))?.map_err(|why| said(&why))?;
        let system = self.system(opened).await;
        let (app, papers) = system.map_err(|failure| {
            tracing::error!(causes = ?failure.causes, "failed to {}", failure.what);
            Message::new("door-damaged")
        })?;
        let settings = |secure_cookies| web::Settings {
            secure_cookies,
            offline: false,
            tablets: self.port,
            ..web::Settings::default()
        };
        let mut tasks = JoinSet::new();
        tasks.spawn(app::follow::follow(app.clone()));
        tasks.spawn(app::outpost::follow(app.clone()));
        tasks.spawn(self.clone().watch(app.clone()));
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) = instant();
        let running = Running {
            here: web::router(app.clone(), settings(false)),
            tablets: web::router(app.clone(), settings(true)),
            expired: end(&papers, (app.ambient.now)()) == End::Expired,
            app,
            _tasks: tasks,
        };
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Some(running);
        Ok(())
    }

    /// The system behind the door; with an empty store when it is time to begin anew.
    async fn system(&self, opened: Opened) -> Result<(Arc<App>, Papers), Failure> {
        let (again, keys) = (opened.key.clone(), opened.keys.clone());
        let (app, papers) = system(&self.place, &self.files, opened).await?;
        if !app::outpost::begins_anew(&app).await.unwrap_or(false) {
            return Ok((app, papers));
        }
        drop(app);
        let (app, papers) = system(&self.place, &self.files, Opened { key: again, keys }).await?;
        // Who may work here comes with the first load.
        if let Err(error) = app::outpost::speak(&app).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "failed to load after beginning anew");
        }
        Ok((app, papers))
    }

    /// Closes it when nobody uses it, narrows it when it was not heard for too long, and leaves nothing once home gave it up.
    async fn watch(self: Arc<Self>, app: Arc<App>) {
        let mut expired = false;
        loop {
            tokio::select! {
                ended = app::outpost::ended(&app), if !expired => match ended {
                    End::GivenUp => {
                        drop(app);
                        self.close();
                        self.files.wipe();
                        return;
                    }
                    End::Expired => {
                        expired = true;
                        if let Some(running) = self.now.write().unwrap_or_else(PoisonError::into_inner).as_mut() {
                            running.expired = true;
                        }
                    }
                    End::No => {}
                },
                () = tokio::time::sleep(Duration::from_secs(20)) => {
                    let used = *self.used.lock().unwrap_or_else(PoisonError::into_inner);
                    if used.elapsed() > IDLE {
                        drop(app);
                        self.close();
                        return;
                    }
                }
            }
        }
    }

    pub(crate) fn close(&self) {
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Measures how long nobody used it; decides nothing about records.
#[allow(clippy::disallowed_methods, reason = "a span of idleness, not an instant of the city's")]
fn instant() -> std::time::Instant {
    std::time::Instant::now()
}

async fn served(State(door): State<Door>, request: Request) -> Response {
    let machine = &door.machine;
    let open = {
        let now = machine.now.read().unwrap_or_else(PoisonError::into_inner);
        now.as_ref().map(|running| {
            let router = if door.tablets { &running.tablets } else { &running.here };
            (router.clone(), running.expired)
        })
    };
    let router = match open {
        Some((router, expired)) => {
            let path = request.uri().path();
            if expired && !EXPIRED.iter().any(|open| path.starts_with(open)) {
                return Redirect::to("/staff/outpost").into_response();
            }
            router
        }
        // Tablets wait until somebody has opened the machine.
        None if door.tablets => return web::door::closed(&machine.place.catalogue()),
        None => {
            let opener = machine.clone();
            let open: web::door::Open = Arc::new(move |pin| {
                let machine = opener.clone();
                // On a thread of its own: opening takes its time, and asks the whole system to be put together.
                let opening = tokio::task::spawn_blocking(move || {
                    tokio::runtime::Handle::current().block_on(machine.open(&pin))
                });
                Box::pin(async move { opening.await.unwrap_or_else(|_| Err(Message::new("door-damaged"))) })
            });
            let key = machine.files.key();
            let before: web::door::Before = Arc::new(move || {
                let key = key.clone();
                // Waits for a try that goes on.
                let left = tokio::task::spawn_blocking(move || pin::left(&key));
                Box::pin(async move { tries(left.await.ok()?) })
            });
            web::door::router(Arc::new(machine.place.catalogue()), machine.place.lang, before, open)
        }
    };
    let response = router.oneshot(request).await.into_response();
    // A screen on the wall does not keep it open, nor whoever is not signed in.
    if response.extensions().get::<web::Worked>().is_some() {
        *machine.used.lock().unwrap_or_else(PoisonError::into_inner) = instant();
    }
    response
}

/// What whoever is about to try a PIN is told of the tries before.
fn tries(left: Result<usize, PinError>) -> Option<Message> {
    match left {
        Ok(0) => Some(said(&PinError::Wiped)),
        Ok(left) => (left < pin::TRIES).then(|| Message::new("door-left").with("left", left)),
        Err(why) => Some(said(&why)),
    }
}

fn said(why: &PinError) -> Message {
    match why {
        PinError::Wrong { left } => Message::new("door-wrong-left").with("left", *left),
        PinError::Wiped => Message::new("door-wiped"),
        PinError::Missing => Message::new("door-missing"),
        PinError::Disk(_) => Message::new("door-disk"),
        _ => Message::new("door-damaged"),
    }
}

/// Where tablets are served.
pub(crate) const TABLETS: &str = "0.0.0.0:8443";

/// Serves a machine until it is told to stop: closed, on the machine itself; and to tablets once it is open.
pub(crate) async fn serve(
    machine: Arc<Machine>,
    here: std::net::TcpListener,
    tablets: std::net::TcpListener,
    stop: impl Fn(axum_server::Handle<SocketAddr>),
) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::new("serve").because(&error);
    let handle = axum_server::Handle::new();
    stop(handle.clone());
    let waiting = tokio::spawn(to_tablets(machine.clone(), tablets));
    let service = machine.door(false).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum_server::from_tcp(here).map_err(failed)?.handle(handle).serve(service).await;
    waiting.abort();
    machine.close();
    served.map_err(failed)
}

/// Tablets are served from the first opening on; while it is closed again they are told so.
async fn to_tablets(machine: Arc<Machine>, listener: std::net::TcpListener) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (mut listener, mut config, mut known) = (Some(listener), None::<RustlsConfig>, String::new());
    let mut serving = JoinSet::new();
    loop {
        tokio::time::sleep(Duration::from_millis(300)).await;
        // Whoever comes before it is open is turned away, not left waiting.
        while let Some((early, _)) = listener.as_ref().and_then(|listener| listener.accept().ok()) {
            drop(early);
        }
        let Some(papers) = machine.papers().filter(|papers| papers.charter.certificate.chain != known) else {
            continue;
        };
        let Ok((chain, key)) = papers.certificate() else { continue };
        known.clone_from(&chain);
        match &config {
            // One that home renewed.
            Some(config) => {
                let _ = config.reload_from_pem(chain.into_bytes(), key.into_bytes()).await;
            }
            None => {
                let made = RustlsConfig::from_pem(chain.into_bytes(), key.into_bytes()).await;
                let (Ok(made), Some(listener)) = (made, listener.take()) else { return };
                config = Some(made.clone());
                let Ok(server) = axum_server::from_tcp_rustls(listener, made) else { return };
                let service = machine.door(true).into_make_service_with_connect_info::<SocketAddr>();
                serving.spawn(async move { server.serve(service).await });
            }
        }
    }
}
