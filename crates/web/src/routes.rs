//! The only way to add a route: with the use case it serves. A route without one does not build, and
//! the guard in front of each asks the policy before the handler runs.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use domain::policy::{UseCase, is_public, may_ask};

use crate::visit::{PROGRAMS, Visit};
use crate::{Shared, api, error, offline};

/// A route as the tests see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Path with places in braces.
    pub path: &'static str,
    /// What it serves.
    pub use_case: UseCase,
    /// Whether counters need it. A machine away from home serves these and no others: it holds a part of the city, and would say of
    /// the whole what is not true.
    pub at_counters: bool,
}

/// What an answer carries that somebody who is signed in worked for. Pages that everybody may read, and screens that ask by themselves,
/// are nobody's work.
#[derive(Debug, Clone, Copy)]
pub struct Worked;

type Add = Box<dyn FnOnce(Router<Arc<Shared>>, Arc<Shared>) -> Router<Arc<Shared>>>;

/// The routes, collected.
#[derive(Default)]
pub(crate) struct Routes {
    table: Vec<Route>,
    adds: Vec<Add>,
    at_counters: bool,
}

impl Routes {
    /// Adds what counters need.
    pub(crate) fn at_counters(&mut self, add: impl FnOnce(&mut Self)) {
        let around = std::mem::replace(&mut self.at_counters, true);
        add(self);
        self.at_counters = around;
    }

    pub(crate) fn get<H, T>(&mut self, path: &'static str, use_case: UseCase, handler: H)
    where
        H: Handler<T, Arc<Shared>>,
        T: 'static,
    {
        self.add("GET", path, use_case, get(handler));
    }

    pub(crate) fn post<H, T>(&mut self, path: &'static str, use_case: UseCase, handler: H)
    where
        H: Handler<T, Arc<Shared>>,
        T: 'static,
    {
        self.add("POST", path, use_case, post(handler));
    }

    #[allow(clippy::disallowed_methods, reason = "the one place that adds routes to axum")]
    fn add(
        &mut self,
        method: &'static str,
        path: &'static str,
        use_case: UseCase,
        handler: MethodRouter<Arc<Shared>>,
    ) {
        let route = Route { method, path, use_case, at_counters: self.at_counters };
        self.table.push(route.clone());
        self.adds.push(Box::new(move |router, shared| {
            let guarded = handler.route_layer(from_fn_with_state((shared, route), guard));
            router.route(path, guarded)
        }));
    }

    pub(crate) fn table(self) -> Vec<Route> {
        self.table
    }

    #[allow(clippy::disallowed_methods, reason = "the one place that adds routes to axum")]
    pub(crate) fn into_router(self, shared: Arc<Shared>) -> Router {
        let start: Router<Arc<Shared>> = Router::new();
        let router = self.adds.into_iter().fold(start, |router, add| add(router, shared.clone()));
        router
            .fallback(error::unknown_path)
            .method_not_allowed_fallback(error::wrong_method)
            .with_state(shared)
    }
}

/// Whether a machine away from home has a page.
pub(crate) fn is_at_counters(path: &str) -> bool {
    static PATHS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
        let needed = crate::table().into_iter().filter(|route| route.method == "GET" && route.at_counters);
        needed.map(|route| route.path).collect()
    });
    PATHS.contains(path)
}

/// Who asks, and may they at all? Which records they may touch is asked again by the use case.
async fn guard(
    State((shared, route)): State<(Arc<Shared>, Route)>,
    mut request: Request,
    next: Next,
) -> Response {
    let visit = match Visit::read(shared.clone(), request.headers(), request.uri()).await {
        Ok(visit) => visit,
        Err(failed) => return failed.0,
    };
    if !route.at_counters && visit.is_away() {
        return error::only_at_home(&visit);
    }
    let use_case = route.use_case;
    let scoped = visit.keyed.as_ref().is_none_or(|keyed| keyed.key.opens(use_case) || is_public(use_case));
    if !(scoped && may_ask(&visit.ctx.actor, use_case)) {
        if request.uri().path().starts_with(PROGRAMS) {
            return api::refused_at_the_door(&visit, use_case).await;
        }
        return error::not_permitted(&visit, use_case, request.method(), request.uri());
    }
    let set_lang = visit.set_lang_cookie();
    let works = visit.signed.is_some() && !is_public(use_case);
    request.extensions_mut().insert(visit);
    let mut response = next.run(request).await;
    if works {
        response.extensions_mut().insert(Worked);
    }
    // What everybody gets, word for word, carries nothing of whoever asked first.
    if let Some(cookie) = set_lang.filter(|_| !offline::is_everybodys(&response)) {
        response.headers_mut().append(axum::http::header::SET_COOKIE, cookie);
    }
    response
}
