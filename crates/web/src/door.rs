//! The door of a machine that leaves the house: one page that asks for its PIN, before there is any system behind it. It must not
//! know what the PIN opens.

use std::sync::Arc;

use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use domain::message::{Catalogue, Lang, Message};
use futures::future::BoxFuture;
use maud::{DOCTYPE, Markup, html};
use tower::ServiceBuilder;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::assets;

/// Seconds after which a tablet asks again whether the machine is open.
const LATER: &str = "20";

/// Tries a PIN: opened, or why not.
pub type Open = Arc<dyn Fn(String) -> BoxFuture<'static, Result<(), Message>> + Send + Sync>;

/// What is to be known before a try: how many are left of those that were not all there, or why none will open it.
pub type Before = Arc<dyn Fn() -> BoxFuture<'static, Option<Message>> + Send + Sync>;

/// The names under which a machine is asked by itself. A page of elsewhere that has its own name lead here has another.
const OWN_NAMES: &[&str] = &["localhost", "127.0.0.1", "[::1]"];

/// What somebody typed, or what stands in an address.
type Pairs = Vec<(String, String)>;

/// What the page needs.
#[derive(Clone)]
struct Door {
    catalogue: Arc<Catalogue>,
    lang: Lang,
    before: Before,
    open: Open,
}

/// The pages of a closed machine. Once the PIN was right they lead to the staff's first page, which is whoever serves this to bring.
#[allow(
    clippy::disallowed_methods,
    reason = "there is nobody signed in and no use case before the door is open"
)]
pub fn router(catalogue: Arc<Catalogue>, lang: Lang, before: Before, open: Open) -> Router {
    let header = |name: &'static str, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    let layers = ServiceBuilder::new()
        .layer(header("content-security-policy", crate::CONTENT_POLICY))
        .layer(header("x-content-type-options", "nosniff"))
        .layer(header("cache-control", "no-store"))
        .layer(CsrfLayer::new());
    Router::new()
        .route("/", get(ask))
        .route("/pin", post(tried))
        .route("/assets/{version}/{name}", get(asset))
        .fallback(async || Redirect::to("/"))
        .with_state(Door { catalogue, lang, before, open })
        .layer(layers)
        .layer(from_fn(by_itself))
}

/// What tablets are told while the machine is closed, in both languages: nobody keys a PIN there. It asks again by itself.
pub fn closed(catalogue: &Catalogue) -> Response {
    let said = |lang: Lang| catalogue.word(lang, "door-closed");
    let page = html! {
        (DOCTYPE)
        html lang=(Lang::Ko) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="refresh" content=(LATER);
                title { (said(Lang::Ko)) }
            }
            body { main { h1 { (said(Lang::Ko)) } p lang=(Lang::En) { (said(Lang::En)) } } }
        }
    };
    let headers = [(header::RETRY_AFTER, LATER), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::SERVICE_UNAVAILABLE, headers, page).into_response()
}

async fn asset(Path((_, name)): Path<(String, String)>) -> Response {
    assets::serve(&name)
}

/// Whoever asks for another name than the machine's own for itself is not sitting at it.
async fn by_itself(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
    match OWN_NAMES.contains(&name.map_or(host, |(name, _)| name)) {
        true => next.run(request).await,
        false => StatusCode::MISDIRECTED_REQUEST.into_response(),
    }
}

async fn ask(State(door): State<Door>, Query(asked): Query<Pairs>) -> Markup {
    let before = (door.before)().await;
    door.speaking(&asked).page(None, before.as_ref())
}

async fn tried(State(door): State<Door>, Query(asked): Query<Pairs>, Form(fields): Form<Pairs>) -> Response {
    let door = door.speaking(&asked);
    let pin = text(&fields, "pin").unwrap_or_default().to_owned();
    match (door.open)(pin).await {
        Ok(()) => ([(header::CACHE_CONTROL, "no-store")], Redirect::to("/staff/outpost")).into_response(),
        Err(why) => (StatusCode::UNPROCESSABLE_ENTITY, door.page(Some(&why), None)).into_response(),
    }
}

fn text<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
}

impl Door {
    /// The same in the language that was asked for.
    fn speaking(self, asked: &[(String, String)]) -> Self {
        let lang = text(asked, "lang").and_then(|lang| lang.parse().ok());
        Self { lang: lang.unwrap_or(self.lang), ..self }
    }

    fn page(&self, why: Option<&Message>, before: Option<&Message>) -> Markup {
        let t = |key: &str| self.catalogue.word(self.lang, key);
        let (other, name) = match self.lang {
            Lang::Ko => (Lang::En, "English"),
            Lang::En => (Lang::Ko, "한국어"),
        };
        html! {
            (DOCTYPE)
            html lang=(self.lang) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { @if why.is_some() { (t("door-wrong")) " | " } (t("door-title")) " | " (t("site-name")) }
                    link rel="stylesheet" href=(assets::url("app.css"));
                    link rel="icon" href=(assets::url("icon.svg")) type="image/svg+xml";
                }
                body {
                    main #main {
                        h1 { (t("door-title")) }
                        p { a href={ "/?lang=" (other) } hreflang=(other) lang=(other) { (name) } }
                        p { (t("door-lead")) }
                        @if let Some(before) = before { p.notice role="status" { (self.catalogue.say(self.lang, before)) } }
                        @if let Some(why) = why { div.errors role="alert" { h2 { (self.catalogue.say(self.lang, why)) } } }
                        form.narrow method="post" action={ "/pin?lang=" (self.lang) } {
                            div.field {
                                label for="pin" { (t("door-pin")) }
                                input id="pin" name="pin" type="password" autocomplete="off" required autofocus aria-invalid=[why.map(|_| "true")];
                            }
                            button { (t("door-open")) }
                        }
                    }
                }
            }
        }
    }
}
