//! One request: who asks, in which language, under which circumstances.

use std::sync::Arc;

use app::App;
use app::partner_key::Keyed;
use app::session::Signed;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::Response;
use domain::message::{Lang, Message};
use domain::{Actor, Ctx};
use maud::Markup;

use crate::{Shared, api, error, problem, routes, staff};

/// Cookie that remembers the language.
const LANG: &str = "lang";

/// A request as handlers see it.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub(crate) shared: Arc<Shared>,
    pub(crate) ctx: Arc<Ctx>,
    pub(crate) lang: Lang,
    pub(crate) signed: Option<Arc<Signed>>,
    /// The key with which a program acts, under `/api/` only: it opens no page.
    pub(crate) keyed: Option<Arc<Keyed>>,
    /// What whoever works on a machine away from home sees on every page; `None` at home.
    pub(crate) outpost: Option<Arc<Markup>>,
    /// Path and query, for links back and for the other language.
    pub(crate) here: String,
    asked_lang: bool,
}

/// Where programs call; what they are told is in the language that they accept.
pub(crate) const PROGRAMS: &str = "/api/";

/// An answer given instead of a visit.
pub(crate) struct Failed(pub(crate) Response);

impl Visit {
    pub(crate) async fn read(shared: Arc<Shared>, headers: &HeaderMap, uri: &Uri) -> Result<Self, Failed> {
        let for_programs = uri.path().starts_with(PROGRAMS);
        let asked = query(uri, LANG).and_then(|lang| lang.parse().ok());
        let remembered = match for_programs {
            true => accepted(headers),
            false => cookie(headers, LANG).and_then(|lang| lang.parse().ok()),
        };
        let lang = asked.or(remembered).unwrap_or_default();
        let mut visit = Self {
            ctx: Arc::new(shared.app.ctx(Actor::citizen())),
            shared,
            lang,
            signed: None,
            keyed: None,
            outpost: None,
            here: uri.path_and_query().map(|here| here.as_str().to_owned()).unwrap_or_default(),
            asked_lang: asked.is_some(),
        };
        if for_programs {
            return visit.with_key(headers).await;
        }
        if let Some(token) = cookie(headers, visit.session_cookie()) {
            match app::session::resolve(visit.app(), token, visit.ctx.now).await {
                Ok(Some(signed)) => {
                    visit.ctx = Arc::new(visit.app().ctx(signed.actor.clone()));
                    visit.signed = Some(Arc::new(signed));
                    visit.outpost = staff::banner(&visit).await.map(Arc::new);
                }
                Ok(None) => {}
                Err(failed) => return Err(Failed(error::page(&visit, &failed))),
            }
        }
        Ok(visit)
    }

    /// A program acts as whom its key says, or as anybody; the session of a browser is nothing to it.
    async fn with_key(mut self, headers: &HeaderMap) -> Result<Self, Failed> {
        let Some(secret) = api::bearer(headers) else { return Ok(self) };
        match app::partner_key::resolve(self.app(), secret, self.ctx.now).await {
            Ok(Some(keyed)) => {
                self.ctx = Arc::new(self.app().ctx(keyed.actor.clone()));
                self.keyed = Some(Arc::new(keyed));
                Ok(self)
            }
            Ok(None) => Err(Failed(api::unknown_key(&self))),
            Err(failed) => Err(Failed(problem::of(&self, &failed))),
        }
    }

    pub(crate) fn app(&self) -> &App {
        &self.shared.app
    }

    /// Whether this is a machine away from home, which holds a part of the city.
    pub(crate) fn is_away(&self) -> bool {
        app::outpost::is_away(self.app())
    }

    /// Whether a page is served here.
    pub(crate) fn has(&self, path: &str) -> bool {
        !self.is_away() || routes::is_at_counters(path)
    }

    /// The wording of an entry.
    pub(crate) fn t(&self, code: &str) -> String {
        self.app().catalogue.word(self.lang, code)
    }

    /// The wording of a message.
    pub(crate) fn say(&self, message: &Message) -> String {
        self.app().catalogue.say(self.lang, message)
    }

    /// The wording of an entry with one number.
    pub(crate) fn n(&self, code: &'static str, n: impl Into<domain::message::Arg>) -> String {
        self.say(&Message::new(code).with("n", n))
    }

    /// The language of what employers and people wrote, to be marked where it is not the page's own.
    pub(crate) fn content_lang(&self) -> Option<Lang> {
        (self.lang != Lang::Ko).then_some(Lang::Ko)
    }

    /// The label of a code of a code list.
    pub(crate) fn label(&self, list: &str, code: &str) -> String {
        self.app().reference.codes.label(list, code, self.lang).to_owned()
    }

    /// An instant in the city's zone, to the minute.
    pub(crate) fn instant(&self, at: jiff::Timestamp) -> String {
        self.app().city.zone().to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// An instant by which a report book is known: to the second where minutes do not tell two apart.
    pub(crate) fn exactly(&self, at: jiff::Timestamp) -> String {
        app::report_book::exactly(self.app().city.zone().to_datetime(at))
    }

    /// Name of the session cookie. The prefix binds it to this host over TLS.
    pub(crate) fn session_cookie(&self) -> &'static str {
        if self.shared.settings.secure_cookies { "__Host-iljari" } else { "iljari" }
    }

    /// A `Set-Cookie` value for the session; an empty token ends it.
    pub(crate) fn session_cookie_value(&self, token: &str) -> Option<HeaderValue> {
        let secure = if self.shared.settings.secure_cookies { "; Secure" } else { "" };
        let age = if token.is_empty() { "; Max-Age=0" } else { "" };
        let name = self.session_cookie();
        HeaderValue::from_str(&format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")).ok()
    }

    pub(crate) fn set_lang_cookie(&self) -> Option<HeaderValue> {
        let year = 365 * 24 * 3600;
        let value = format!("{LANG}={}; Path=/; SameSite=Lax; Max-Age={year}", self.lang);
        self.asked_lang.then(|| HeaderValue::from_str(&value).ok()).flatten()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = axum::http::StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        // The guard of the route put it there.
        parts.extensions.get::<Self>().cloned().ok_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The first of a caller's languages that is spoken here.
fn accepted(headers: &HeaderMap) -> Option<Lang> {
    let told = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    told.split(',').find_map(|one| one.trim().get(..2)?.parse().ok())
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

fn query<'a>(uri: &'a Uri, name: &str) -> Option<&'a str> {
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value)
}
