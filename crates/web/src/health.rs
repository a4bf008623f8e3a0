//! `/healthz` and `/readyz`: for the one who watches the server. Nothing about people.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;

use crate::routes::Routes;
use crate::visit::Visit;

/// So many changes may the projections be behind before this node says that it is not ready.
const LAG_MOST: i64 = 1_000;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/healthz", UseCase::ReadPublic, alive);
    routes.get("/readyz", UseCase::ReadPublic, ready);
}

async fn alive() -> &'static str {
    "ok\n"
}

async fn ready(visit: Visit) -> Response {
    match app::system::health(visit.app()).await {
        Err(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, Json(serde_json::json!({ "ready": false }))).into_response()
        }
        Ok(health) => {
            let ready = health.lag() <= LAG_MOST;
            let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
            (
                status,
                Json(serde_json::json!({ "ready": ready, "lag": health.lag(), "openings": health.openings })),
            )
                .into_response()
        }
    }
}
