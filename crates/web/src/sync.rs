//! `/sync`: where machines that work elsewhere hand over what they did. Nobody is signed in here: a letter says whose it is by its
//! signature, and whoever enrols a machine holds its one-time code. This module must not know what a letter says.

use std::net::SocketAddr;

use app::node::Application;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;

use crate::account::address_of;
use crate::problem;
use crate::routes::Routes;
use crate::visit::Visit;

/// What letters are.
pub(crate) const LETTER: &str = "application/vnd.iljari.letter";

pub(crate) fn routes(routes: &mut Routes) {
    routes.post("/sync", UseCase::HandOver, hand_over);
    routes.post("/sync/enrol", UseCase::HandOver, enrol);
    routes.at_counters(|routes| routes.get("/sync/authority.crt", UseCase::HandOver, authority));
}

async fn hand_over(visit: Visit, letter: Bytes) -> Response {
    match app::sync::answer_letter(&visit.ctx, visit.app(), &letter).await {
        Ok(answer) => bytes(LETTER, answer),
        Err(failed) => problem::of(&visit, &failed),
    }
}

async fn enrol(
    visit: Visit,
    from: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    asked: Bytes,
) -> Response {
    let Ok(asked) = serde_json::from_slice::<Application>(&asked) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let from = address_of(&visit, from, &headers).to_string();
    match app::node::admit(&visit.ctx, visit.app(), &from, &asked).await {
        Ok(charter) => bytes("application/octet-stream", charter),
        Err(failed) => problem::of(&visit, &failed),
    }
}

/// What is installed on tablets.
async fn authority(visit: Visit) -> Response {
    match app::node::authority(visit.app()) {
        Ok(pem) => bytes("application/x-x509-ca-cert", pem.into_bytes()),
        Err(failed) => problem::of(&visit, &failed),
    }
}

fn bytes(kind: &'static str, body: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], body).into_response()
}
