//! `/api/v1`: the openings, the code lists and the city's fields, counters and calendar as JSON, for everybody and without a key;
//! and the two things that another body's program may do with one. What went wrong is told as [`crate::problem`].
//!
//! It must not say anything that the pages do not say.

use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;
use serde_json::{Value, json};

use crate::feed::open;
use crate::routes::Routes;

mod caller;
mod city;
mod code;
mod cohort;
pub(crate) mod limit;
mod neighbour;
mod openapi;
mod opening;
pub(crate) mod operation;
mod partner;
mod support_program;

use caller::Caller;
pub(crate) use caller::{bearer, refused_at_the_door, unknown_key};
pub(crate) use openapi::schemas;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/api/v1", UseCase::ReadPublic, index);
    routes.get("/api/v1/openapi.json", UseCase::ReadPublic, openapi::document);
    routes.get("/api/v1/openings", UseCase::ReadPublic, opening::list);
    routes.post("/api/v1/openings", UseCase::WriteOpening, partner::submit);
    routes.get("/api/v1/openings/{id}", UseCase::ReadPublic, opening::show);
    routes.get("/api/v1/neighbours/openings", UseCase::ReadPublic, neighbour::list);
    routes.get("/api/v1/neighbours/openings/{id}", UseCase::ReadPublic, neighbour::show);
    routes.get("/api/v1/codes", UseCase::ReadPublic, code::lists);
    routes.get("/api/v1/codes/{name}", UseCase::ReadPublic, code::list);
    routes.get("/api/v1/sectors", UseCase::ReadPublic, city::sectors);
    routes.get("/api/v1/centres", UseCase::ReadPublic, city::centres);
    routes.get("/api/v1/events", UseCase::ReadPublic, city::events);
    routes.get("/api/v1/programmes", UseCase::ReadPublic, support_program::list);
    routes.get("/api/v1/cohorts", UseCase::ReadPublic, cohort::list);
    routes.get("/api/v1/referrals", UseCase::FollowReferral, partner::referrals);
}

/// An answer of data: JSON, true up to a change of the log.
fn told(value: &Value, seq: i64) -> Response {
    open(axum::Json(value).into_response(), seq)
}

/// Where everything is; the figures of the plan, which have their own addresses, among it.
async fn index(Caller(visit): Caller) -> Response {
    told(&where_everything_is(), visit.app().projection.seq())
}

fn where_everything_is() -> Value {
    json!({
        "openings": "/api/v1/openings",
        "neighbour_openings": "/api/v1/neighbours/openings",
        "codes": "/api/v1/codes",
        "sectors": "/api/v1/sectors",
        "centres": "/api/v1/centres",
        "events": "/api/v1/events",
        "programmes": "/api/v1/programmes",
        "cohorts": "/api/v1/cohorts",
        "description": "/api/v1/openapi.json",
        "feed": "/feed/openings",
        "plan": { "figures": "/plan.json", "schema": "/plan/schema.json", "projects": "/plan/projects.json" },
        "mismatch": "/mismatch.json",
    })
}
