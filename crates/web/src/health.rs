//! `/healthz` and `/readyz`: for the one who watches the server. Nothing about people.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;
use serde_json::{Value, json};

use crate::error::come_back;
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
    let Ok(health) = app::system::health(visit.app()).await else {
        return not_ready(json!({ "ready": false, "reason": "store" }));
    };
    let reason = match (health.filling.is_empty(), health.lag() <= LAG_MOST) {
        (false, _) => Some("filling"),
        (true, false) => Some("behind"),
        (true, true) => None,
    };
    let said = json!({
        "ready": reason.is_none(),
        "reason": reason,
        "filling": health.filling,
        "lag": health.lag(),
        "openings": health.openings,
    });
    if reason.is_some() { not_ready(said) } else { Json(said).into_response() }
}

fn not_ready(said: Value) -> Response {
    come_back((StatusCode::SERVICE_UNAVAILABLE, Json(said)).into_response())
}
