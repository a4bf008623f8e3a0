//! The only way to add a route: with the use case it serves. A route without one does not build, and
//! the guard in front of each asks the policy before the handler runs.

use std::sync::Arc;

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
}

type Add = Box<dyn FnOnce(Router<Arc<Shared>>, Arc<Shared>) -> Router<Arc<Shared>>>;

/// The routes, collected.
#[derive(Default)]
pub(crate) struct Routes {
    table: Vec<Route>,
    adds: Vec<Add>,
}

impl Routes {
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
        self.table.push(Route { method, path, use_case });
        self.adds.push(Box::new(move |router, shared| {
            let guarded = handler.route_layer(from_fn_with_state((shared, use_case), guard));
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

/// Who asks, and may they at all? Which records they may touch is asked again by the use case.
async fn guard(
    State((shared, use_case)): State<(Arc<Shared>, UseCase)>,
    mut request: Request,
    next: Next,
) -> Response {
    let visit = match Visit::read(shared.clone(), request.headers(), request.uri()).await {
        Ok(visit) => visit,
        Err(failed) => return failed.0,
    };
    let scoped = visit.keyed.as_ref().is_none_or(|keyed| keyed.key.opens(use_case) || is_public(use_case));
    if !(scoped && may_ask(&visit.ctx.actor, use_case)) {
        if request.uri().path().starts_with(PROGRAMS) {
            return api::refused_at_the_door(&visit, use_case).await;
        }
        return error::not_permitted(&visit, use_case, request.method(), request.uri());
    }
    let set_lang = visit.set_lang_cookie();
    request.extensions_mut().insert(visit);
    let mut response = next.run(request).await;
    // What everybody gets, word for word, carries nothing of whoever asked first.
    if let Some(cookie) = set_lang.filter(|_| !offline::is_everybodys(&response)) {
        response.headers_mut().append(axum::http::header::SET_COOKIE, cookie);
    }
    response
}
