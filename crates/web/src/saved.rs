//! `/saved`: the list that lives in the browser only.

use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;
use maud::html;

use crate::page;
use crate::routes::Routes;
use crate::visit::Visit;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/saved", UseCase::ReadPublic, show);
}

async fn show(visit: Visit) -> Response {
    let body = html! {
        h1 { (visit.t("nav-saved")) }
        p { (visit.t("saved-note")) }
        p.notice data-saved-noscript="" { (visit.t("saved-noscript")) }
        p data-saved-none="" hidden { (visit.t("saved-none")) }
        ul lang=[visit.content_lang()] data-saved-list="" data-remove=(visit.t("saved-remove")) {}
        button.second type="button" data-print="" hidden { (visit.t("print")) }
        p { a href="/openings" { (visit.t("nav-openings")) } }
    };
    page::shell(&visit, &visit.t("nav-saved"), body).into_response()
}
