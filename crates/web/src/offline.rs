//! What a device may keep of the site, and the site as something to install: the worker, the manifest, the page that says that
//! the site cannot be reached.
//!
//! Only answers that are the same for everybody are marked as such, and the worker keeps no other.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::message::Lang;
use domain::policy::UseCase;
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::routes::Routes;
use crate::visit::Visit;
use crate::{assets, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/manifest.webmanifest", UseCase::ReadPublic, manifest);
    routes.get("/sw.js", UseCase::ReadPublic, worker);
    routes.get("/offline", UseCase::ReadPublic, unreachable);
}

/// Says of an answer that everybody gets the same.
const MARK: HeaderName = HeaderName::from_static("x-offline");

/// Places of people, offices and programs, and what has a worker of its own: the portal's worker leaves them alone, and
/// their pages do not offer to be installed.
const ALONE: [&str; 14] = [
    "/kiosk",
    "/staff",
    "/me",
    "/employer",
    "/answer",
    "/result",
    "/links",
    "/digest",
    "/satisfaction",
    "/searches",
    "/sign-in",
    "/sign-out",
    "/api",
    "/feed",
];

/// Colour of the bar above an installed page.
const THEME: &str = "#0b50d0";

/// The look that what is kept is drawn with.
const LOOK: [&str; 6] = [
    "app.css",
    "app.js",
    "near.js",
    "icon.svg",
    "PretendardGOV-Regular.subset.woff2",
    "PretendardGOV-Bold.subset.woff2",
];

/// Marks an answer as everybody's, unless somebody is signed in.
pub(crate) fn everybodys(visit: &Visit, mut answer: Response) -> Response {
    if visit.signed.is_none() {
        answer.headers_mut().insert(MARK, HeaderValue::from_static("public"));
    }
    answer
}

/// Whether an answer is marked as everybody's.
pub(crate) fn is_everybodys(answer: &Response) -> bool {
    answer.headers().contains_key(MARK)
}

/// What makes a public page one that can be installed.
pub(crate) fn installable(visit: &Visit) -> Markup {
    let path = visit.here.split('?').next().unwrap_or_default();
    let apart = ALONE
        .iter()
        .any(|place| path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    html! {
        @if visit.signed.is_none() && !apart {
            link rel="manifest" href={ "/manifest.webmanifest?lang=" (visit.lang) };
            link rel="apple-touch-icon" href=(assets::url("icon-maskable-192.png"));
            meta name="theme-color" content=(THEME);
        }
    }
}

async fn manifest(visit: Visit) -> Response {
    let city = match visit.lang {
        Lang::Ko => visit.app().city.name_ko(),
        Lang::En => visit.app().city.name_en(),
    };
    let lang = format!("lang={}", visit.lang);
    let icon = |name: &str, sizes: &str, kind: &str, purpose: &str| json!({ "src": assets::url(name), "sizes": sizes, "type": kind, "purpose": purpose });
    let shortcut = |to: &str, key: &str| {
        let url = format!("{to}?from=app&{lang}");
        json!({ "name": visit.t(key), "url": url, "icons": [icon("icon-192.png", "192x192", "image/png", "any")] })
    };
    let value = json!({
        "id": "/",
        "name": format!("{city} {}", visit.t("site-name")),
        "short_name": visit.t("site-name"),
        "description": visit.t("app-description"),
        "lang": visit.lang.to_string(),
        "dir": "ltr",
        "start_url": format!("/?from=app&{lang}"),
        "scope": "/",
        "display": "standalone",
        "theme_color": THEME,
        "background_color": "#ffffff",
        "icons": [
            icon("icon.svg", "any", "image/svg+xml", "any"),
            icon("icon-192.png", "192x192", "image/png", "any"),
            icon("icon-512.png", "512x512", "image/png", "any"),
            icon("icon-maskable-192.png", "192x192", "image/png", "maskable"),
            icon("icon-maskable-512.png", "512x512", "image/png", "maskable"),
        ],
        "shortcuts": [
            shortcut("/openings", "nav-openings"),
            shortcut("/near", "nav-near"),
            shortcut("/calendar", "calendar-public"),
            shortcut("/centres", "nav-centres"),
        ],
    });
    let headers = [(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "no-cache")];
    everybodys(&visit, (headers, value.to_string()).into_response())
}

/// The worker with what it has to know of this version before it; the one that takes everything away where it is switched off.
async fn worker(visit: Visit) -> Response {
    let on = visit.shared.settings.offline;
    let Some(text) = assets::text(if on { "sw.js" } else { "sw-off.js" }) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let site = if on { site() } else { Value::Null };
    let mut out = format!("self.SITE = {site};\n").into_bytes();
    out.extend_from_slice(&text);
    let headers =
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, out).into_response()
}

fn site() -> Value {
    json!({
        "version": assets::version(),
        "assets": LOOK.map(assets::url),
        "pages": ["/offline?lang=ko", "/offline?lang=en"],
        "alone": ALONE,
    })
}

/// The site cannot be reached: what there is all the same, and whom to call.
async fn unreachable(visit: Visit) -> Response {
    let (other, name) = match visit.lang {
        Lang::Ko => (Lang::En, "English"),
        Lang::En => (Lang::Ko, "한국어"),
    };
    let title = visit.t("offline-title");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("offline-lead")) }
        div.actions {
            a.button href="/near" data-kept-way="" hidden { (visit.t("offline-kept")) }
            a.button.second href="" { (visit.t("offline-again")) }
        }
        p data-kept-none="" { (visit.t("offline-none")) }
        (centres(&visit))
        p { a href={ "/offline?lang=" (other) } hreflang=(other) lang=(other) { (name) } }
    };
    everybodys(&visit, page::kept(&visit, &title, body).into_response())
}

/// Whom to call: every counter with its telephone.
pub(crate) fn centres(visit: &Visit) -> Markup {
    html! {
        section data-list-only="" {
            h2 { (visit.t("offline-call")) }
            ul.plain.calls { @for centre in visit.app().city.centres() { li {
                strong { @match visit.lang { Lang::Ko => (centre.name), Lang::En => (centre.name_en) } }
                " " a.phone href={ "tel:" (centre.phone) } { (centre.phone) }
                p.small lang=[visit.content_lang()] { (centre.address) " · " span.nowrap { (centre.hours) } }
            } } }
        }
    }
}
