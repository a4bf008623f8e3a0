//! `iljari serve`: the portal and the staff's pages.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use app::App;

use crate::failure::Failure;
use crate::field;
use crate::output::Output;
use crate::wiring::Place;

/// Serves the portal and the staff's pages.
#[derive(Debug, clap::Args)]
// `demo` takes these in beside its own, which has the same name.
#[group(skip)]
pub(crate) struct Options {
    /// Address to listen on [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDR:PORT")]
    pub(crate) listen: Option<String>,
    /// Certificate chain in PEM; with --tls-key the server speaks TLS itself.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_certificate: Option<PathBuf>,
    /// Key of the certificate in PEM.
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    pub(crate) tls_key: Option<PathBuf>,
    /// Behind a proxy that speaks TLS: mark cookies as secure and take the visitor's address from the last
    /// entry of X-Forwarded-For.
    #[arg(long)]
    pub(crate) behind_tls: bool,
    /// On a machine that was enrolled: ask for its PIN, then work without a network.
    #[arg(long, conflicts_with_all = ["tls_certificate", "behind_tls"])]
    pub(crate) field: bool,
    /// Where tablets on the machine's own network find it, by TLS.
    #[arg(long, value_name = "ADDR:PORT", requires = "field", default_value = field::TABLETS)]
    pub(crate) tablets: String,
    /// Let no device keep public openings, and take off devices what they have kept.
    #[arg(long)]
    pub(crate) no_offline: bool,
}

/// Where to listen when nobody says.
const DEFAULT: &str = "127.0.0.1:8080";

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    log_to_stderr();
    if options.field {
        return away(options, place, output).await;
    }
    let app = place.app().await?;
    let fresh = app::setup::is_needed(&app).await.is_ok_and(|needed| needed);
    let link = if fresh { app::setup::begin(&app.system_ctx(), &app).await.ok() } else { None };
    listen(options, place, app, output, |address, scheme| {
        let mut lines = vec![format!("{scheme}://{address}/")];
        lines.extend(link.iter().map(|link| format!("{scheme}://{address}/links/{link}  (operator, once)")));
        (serde_json::json!({ "listening": format!("{scheme}://{address}/"), "setup": link }), lines)
    })
    .await
}

/// A machine away from home: the door on the machine itself, and tablets beside it.
async fn away(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let wanted = options.listen.clone().or(place.config.listen.clone()).unwrap_or_else(|| DEFAULT.to_owned());
    let (here, bound) = bind(&wanted)?;
    if !bound.ip().is_loopback() {
        let failure = Failure::new(format!("listen on {wanted}"))
            .cause("a PIN is keyed on the machine itself, never sent over a network");
        return Err(failure
            .hint("give --listen an address of the machine, like 127.0.0.1:8080; tablets have --tablets"));
    }
    let files = field::Files::of(&place.data);
    if !files.key().exists() {
        let failure = Failure::new("open this machine")
            .cause(format!("{} holds no enrolled machine", place.data.display()));
        return Err(failure.hint("run iljari enrol first, or name its directory with --data"));
    }
    let (tablets, there) = bind(&options.tablets)?;
    let value = serde_json::json!({ "listening": format!("http://{bound}/"), "tablets": format!("https://{there}/") });
    output.result(
        &value,
        &[format!("http://{bound}/"), format!("https://{there}/  (tablets, once the PIN was keyed)")],
    );
    let machine = field::Machine::new(place.clone(), there.port());
    field::serve(machine, here, tablets, |handle| {
        tokio::spawn(stop_on_signal(handle));
    })
    .await
    .map(|()| ExitCode::SUCCESS)
}

fn bind(wanted: &str) -> Result<(std::net::TcpListener, SocketAddr), Failure> {
    let what = format!("listen on {wanted}");
    let address: SocketAddr = wanted.parse().map_err(|error: std::net::AddrParseError| {
        Failure::new(&what).because(&error).hint("write it like 127.0.0.1:8080")
    })?;
    let listener = std::net::TcpListener::bind(address).map_err(|error| {
        let failure = Failure::new(&what).because(&error);
        match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                failure.hint("another program uses this port; choose another with --listen")
            }
            std::io::ErrorKind::PermissionDenied => {
                failure.hint("ports under 1024 need rights; choose another with --listen")
            }
            _ => failure,
        }
    })?;
    listener.set_nonblocking(true).map_err(|error| Failure::new(&what).because(&error))?;
    let bound = listener.local_addr().map_err(|error| Failure::new(&what).because(&error))?;
    Ok((listener, bound))
}

/// Binds, says where, and serves until told to stop.
pub(crate) async fn listen(
    options: &Options,
    place: &Place,
    app: Arc<App>,
    output: &Output,
    announce: impl FnOnce(SocketAddr, &str) -> (serde_json::Value, Vec<String>),
) -> Result<ExitCode, Failure> {
    let wanted = options.listen.clone().or(place.config.listen.clone()).unwrap_or_else(|| DEFAULT.to_owned());
    if let Some(post) = place.config.post()? {
        app.send_through(post);
    }
    let what = format!("listen on {wanted}");
    let (listener, bound) = bind(&wanted)?;
    let certificate = options.tls_certificate.as_ref().or(place.config.tls_certificate.as_ref());
    let key = options.tls_key.as_ref().or(place.config.tls_key.as_ref());
    if certificate.is_some() != key.is_some() {
        let failure = Failure::new(&what).cause("a certificate and its key belong together");
        return Err(failure.hint("give both tls_certificate and tls_key, or neither"));
    }
    let tls = match certificate.zip(key) {
        None => None,
        Some((certificate, key)) => {
            // A provider set before by a test or a library is as good.
            let _ = rustls::crypto::ring::default_provider().install_default();
            let config = axum_server::tls_rustls::RustlsConfig::from_pem_file(certificate, key).await;
            Some(config.map_err(|error| Failure::new("read the certificate and its key").because(&error))?)
        }
    };
    let scheme = if tls.is_some() { "https" } else { "http" };
    let mut settings = web::Settings {
        secure_cookies: tls.is_some() || options.behind_tls,
        behind_proxy: options.behind_tls,
        offline: !options.no_offline && place.config.offline.unwrap_or(true),
        ..web::Settings::default()
    };
    if let Some(most) = place.config.max_upload_bytes {
        settings.max_upload_bytes = most;
    }
    let routes = web::router(app.clone(), settings).into_make_service_with_connect_info::<SocketAddr>();
    let sender = tokio::spawn(app::digest::follow(app.clone()));
    let fetcher = app.clone();
    let follower = tokio::spawn(async move {
        tokio::join!(app::follow::follow(app), app::neighbour::follow(fetcher));
    });
    let (value, lines) = announce(bound, scheme);
    output.result(&value, &lines);

    let handle = axum_server::Handle::new();
    tokio::spawn(stop_on_signal(handle.clone()));
    let served = match tls {
        Some(config) => axum_server::from_tcp_rustls(listener, config).map(|s| s.handle(handle)),
        None => {
            let served =
                axum_server::from_tcp(listener).map_err(|error| Failure::new(&what).because(&error))?;
            let ended = served.handle(handle).serve(routes).await;
            follower.abort();
            sender.abort();
            return ended.map(|()| ExitCode::SUCCESS).map_err(|error| Failure::new("serve").because(&error));
        }
    };
    let served = served.map_err(|error| Failure::new(&what).because(&error))?;
    let ended = served.serve(routes).await;
    follower.abort();
    sender.abort();
    ended.map(|()| ExitCode::SUCCESS).map_err(|error| Failure::new("serve").because(&error))
}

async fn stop_on_signal(handle: axum_server::Handle<SocketAddr>) {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
    handle.graceful_shutdown(Some(std::time::Duration::from_secs(5)));
}

/// Warnings and errors on stderr; never a path with a query, never a name.
pub(crate) fn log_to_stderr() {
    let _ = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::WARN)
        .try_init();
}
