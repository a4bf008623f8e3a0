//! The letter to the person a result is credited to: is it true? With a link and a code, answered without an
//! account (CR-05).

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::id::PlacementId;
use maud::html;

use crate::staff::{origin, qr};
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn show(visit: Visit, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let Ok(id) = id.parse::<PlacementId>() else { return error::page(&visit, &app::Error::NotFound) };
    let (number, code) = match app::placement::code(&visit.ctx, visit.app(), id).await {
        Ok(known) => known,
        Err(failed) => return error::page(&visit, &failed),
    };
    let seen = match app::placement::get(&visit.ctx, visit.app(), id).await {
        Ok(seen) => seen,
        Err(failed) => return error::page(&visit, &failed),
    };
    let origin = origin(&visit, &headers);
    let url = format!("{origin}/result/{}", app::placement::link(visit.app(), id));
    let title = visit.t("result-letter");
    let body = html! {
        h1 { (title) }
        p.lead { (seen.employer) " · " (visit.t("placement-start")) " " (seen.placement.start_on) }
        p { (visit.t("result-letter-note")) }
        dl.facts {
            dt { (visit.t("seeker-number")) } dd { (number) }
            dt { (visit.t("answer-code")) } dd { strong.code { (code) } }
            dt { (visit.t("answer-link")) } dd { (url) }
            dt { (visit.t("result-where")) } dd { (origin) "/result" }
            dt { (visit.t("phone")) } dd { (visit.app().city.phone()) }
        }
        (qr(&visit, &url))
        div.actions {
            button.second type="button" data-print="" hidden { (visit.t("print")) }
            a.button.second href={ "/staff/placements/" (id) } { (visit.t("placement")) }
        }
    };
    page::shell(&visit, &title, body).into_response()
}
