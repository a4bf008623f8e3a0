//! `iljari serve`: the portal and the staff's pages.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use app::App;

use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Serves the portal and the staff's pages.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Address to listen on.
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    pub(crate) listen: String,
    /// Certificate chain in PEM; with --tls-key the server speaks TLS itself.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_certificate: Option<PathBuf>,
    /// Key of the certificate in PEM.
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    pub(crate) tls_key: Option<PathBuf>,
    /// Mark cookies as secure: set it behind a proxy that speaks TLS.
    #[arg(long)]
    pub(crate) behind_tls: bool,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    log_to_stderr();
    let app = place.app().await?;
    let fresh = app::setup::is_needed(&app).await.is_ok_and(|needed| needed);
    let link = if fresh { app::setup::begin(&app.system_ctx(), &app).await.ok() } else { None };
    listen(options, app, output, |address, scheme| {
        let mut lines = vec![format!("{scheme}://{address}/")];
        lines.extend(link.iter().map(|link| format!("{scheme}://{address}/links/{link}  (operator, once)")));
        (serde_json::json!({ "listening": format!("{scheme}://{address}/"), "setup": link }), lines)
    })
    .await
}

/// Binds, says where, and serves until told to stop.
pub(crate) async fn listen(
    options: &Options, app: Arc<App>, output: &Output,
    announce: impl FnOnce(SocketAddr, &str) -> (serde_json::Value, Vec<String>),
) -> Result<ExitCode, Failure> {
    let what = format!("listen on {}", options.listen);
    let address: SocketAddr = options
        .listen
        .parse()
        .map_err(|error: std::net::AddrParseError| Failure::new(&what).because(&error).hint("write it like 127.0.0.1:8080"))?;
    let listener = std::net::TcpListener::bind(address).map_err(|error| {
        let failure = Failure::new(&what).because(&error);
        match error.kind() {
            std::io::ErrorKind::AddrInUse => failure.hint("another program uses this port; choose another with --listen"),
            std::io::ErrorKind::PermissionDenied => failure.hint("ports under 1024 need rights; choose another with --listen"),
            _ => failure,
        }
    })?;
    listener.set_nonblocking(true).map_err(|error| Failure::new(&what).because(&error))?;
    let bound = listener.local_addr().map_err(|error| Failure::new(&what).because(&error))?;
    let tls = match options.tls_certificate.as_ref().zip(options.tls_key.as_ref()) {
        None => None,
        Some((certificate, key)) => {
            // A provider set before by a test or a library is as good.
            let _ = rustls::crypto::ring::default_provider().install_default();
            let config = axum_server::tls_rustls::RustlsConfig::from_pem_file(certificate, key).await;
            Some(config.map_err(|error| Failure::new("read the certificate and its key").because(&error))?)
        }
    };
    let scheme = if tls.is_some() { "https" } else { "http" };
    let settings = web::Settings { secure_cookies: tls.is_some() || options.behind_tls, ..web::Settings::default() };
    let routes = web::router(app.clone(), settings).into_make_service_with_connect_info::<SocketAddr>();
    let follower = tokio::spawn(app::follow::follow(app));
    let (value, lines) = announce(bound, scheme);
    output.result(&value, &lines);

    let handle = axum_server::Handle::new();
    tokio::spawn(stop_on_signal(handle.clone()));
    let served = match tls {
        Some(config) => axum_server::from_tcp_rustls(listener, config).map(|s| s.handle(handle)),
        None => {
            let served = axum_server::from_tcp(listener).map_err(|error| Failure::new(&what).because(&error))?;
            let ended = served.handle(handle).serve(routes).await;
            follower.abort();
            return ended.map(|()| ExitCode::SUCCESS).map_err(|error| Failure::new("serve").because(&error));
        }
    };
    let served = served.map_err(|error| Failure::new(&what).because(&error))?;
    let ended = served.serve(routes).await;
    follower.abort();
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
    let _ = tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::WARN).try_init();
}
