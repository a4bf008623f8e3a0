//! Requests into use cases; results into pages, JSON and files.
//!
//! Every page works without JavaScript and takes nothing from another host. This crate must not know
//! SQL or rules: it asks `app`, and `app` answers.

mod about;
mod abroad;
mod account;
mod answer;
mod api;
mod assets;
mod bulletin;
mod calendar;
mod centre;
mod cohort;
mod comment;
mod component;
mod digest;
mod disclosure;
pub mod door;
mod employer;
mod error;
mod feed;
mod fields;
mod fit;
mod health;
mod home;
mod idea;
mod kiosk;
mod me;
mod meeting;
mod mismatch;
mod near;
mod occupation;
mod offline;
mod open_data;
mod opening;
mod page;
mod paper;
mod problem;
mod receipt;
mod referral;
mod report_book;
mod result;
mod routes;
mod saved;
mod sector;
mod sitemap;
mod staff;
mod support_program;
mod sync;
mod tv;
mod visit;
mod widget;
mod youth;

use std::sync::Arc;
use std::time::Duration;

use app::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use domain::message::Lang;
pub use routes::{Route, Worked};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

/// Wordings of this crate's pages.
pub const MESSAGES: &[(Lang, &str)] =
    &[(Lang::Ko, include_str!("../messages/ko.ftl")), (Lang::En, include_str!("../messages/en.ftl"))];

/// How the pages are served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Whether browsers reach us through TLS.
    pub secure_cookies: bool,
    /// Whether a proxy of ours stands in front, whose word on the visitor's address is taken.
    pub behind_proxy: bool,
    /// Most bytes of a request.
    pub max_upload_bytes: usize,
    /// Whether devices may keep public openings; where not, what they have is taken off them.
    pub offline: bool,
    /// The port at which tablets find this, on a machine away from home.
    pub tablets: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            secure_cookies: false,
            behind_proxy: false,
            max_upload_bytes: 64 * 1024 * 1024,
            offline: true,
            tablets: 8443,
        }
    }
}

/// What every handler can reach.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) app: Arc<App>,
    pub(crate) settings: Settings,
    /// How often programs asked lately.
    pub(crate) limits: api::limit::Limits,
}

/// Nothing on a page comes from another host, no script stands in a page, nobody may frame it.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Longest a request may take.
const LONGEST: Duration = Duration::from_secs(120);

/// All pages over a running system.
pub fn router(app: Arc<App>, settings: Settings) -> Router {
    let most = settings.max_upload_bytes;
    let shared = Arc::new(Shared { app, settings, limits: api::limit::Limits::default() });
    let header = |name: &'static str, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    let layers = ServiceBuilder::new()
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(header("content-security-policy", CONTENT_POLICY))
        .layer(header("x-content-type-options", "nosniff"))
        .layer(header("referrer-policy", "same-origin"))
        .layer(header("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"))
        .layer(header("cross-origin-opener-policy", "same-origin"))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
        .layer(CsrfLayer::new())
        .layer(DefaultBodyLimit::max(most));
    pages(&shared).into_router(shared).layer(layers)
}

/// Every route with its use case, for the tests that hold them against the policy.
pub fn table() -> Vec<Route> {
    all_pages().table()
}

fn pages(_: &Arc<Shared>) -> routes::Routes {
    all_pages()
}

fn all_pages() -> routes::Routes {
    let mut routes = routes::Routes::default();
    routes.at_counters(home::routes);
    routes.at_counters(occupation::routes);
    open_data::routes(&mut routes);
    routes.at_counters(opening::routes);
    paper::routes(&mut routes);
    bulletin::routes(&mut routes);
    routes.at_counters(kiosk::routes);
    routes.at_counters(fit::routes);
    routes.at_counters(near::routes);
    routes.at_counters(offline::routes);
    sector::routes(&mut routes);
    idea::routes(&mut routes);
    routes.at_counters(centre::routes);
    calendar::routes(&mut routes);
    routes.at_counters(saved::routes);
    meeting::routes(&mut routes);
    about::routes(&mut routes);
    disclosure::routes(&mut routes);
    mismatch::routes(&mut routes);
    account::routes(&mut routes);
    report_book::routes(&mut routes);
    result::routes(&mut routes);
    me::routes(&mut routes);
    answer::routes(&mut routes);
    digest::routes(&mut routes);
    employer::routes(&mut routes);
    feed::routes(&mut routes);
    abroad::routes(&mut routes);
    youth::routes(&mut routes);
    support_program::routes(&mut routes);
    cohort::routes(&mut routes);
    sync::routes(&mut routes);
    api::routes(&mut routes);
    sitemap::routes(&mut routes);
    widget::routes(&mut routes);
    routes.at_counters(tv::routes);
    staff::routes(&mut routes);
    comment::routes(&mut routes);
    routes.at_counters(health::routes);
    routes.at_counters(assets::routes);
    routes
}
