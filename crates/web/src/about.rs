//! `/about`: whose facts these are and under which licences.

use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;
use maud::html;

use crate::page;
use crate::routes::Routes;
use crate::visit::Visit;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/about", UseCase::ReadPublic, show);
}

const SOURCES: [&str; 6] =
    ["about-occupations", "about-areas", "about-stations", "about-wages", "about-coefficients", "about-look"];

async fn show(visit: Visit) -> Response {
    let body = html! {
        h1 { (visit.t("nav-about")) }
        p { (visit.t("about-note")) }
        h2 { (visit.t("about-sources")) }
        ul { @for source in SOURCES { li { (visit.t(source)) } } }
        h2 { (visit.t("about-privacy")) }
        p { (visit.t("about-privacy-note")) }
    };
    page::shell(&visit, &visit.t("nav-about"), body).into_response()
}
