//! `/centres`: where people are helped in person.

use axum::response::{IntoResponse, Response};
use domain::message::Lang;
use domain::policy::UseCase;
use maud::html;

use crate::page;
use crate::routes::Routes;
use crate::visit::Visit;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/centres", UseCase::ReadPublic, show);
}

async fn show(visit: Visit) -> Response {
    let body = html! {
        h1 { (visit.t("nav-centres")) }
        p.lead { (visit.t("centres-note")) }
        div.scroll tabindex="0" role="region" aria-label=(visit.t("nav-centres")) { table {
            caption.same { (visit.t("nav-centres")) }
            thead { tr {
                th scope="col" { (visit.t("centre-name")) } th scope="col" { (visit.t("address")) } th scope="col" { (visit.t("hours")) }
                th scope="col" { (visit.t("phone")) } th scope="col" { (visit.t("step-free")) }
            } }
            tbody { @for centre in visit.app().city.centres() { tr {
                th scope="row" { @match visit.lang { Lang::Ko => (centre.name), Lang::En => (centre.name_en) } }
                td { (centre.address) } td { (centre.hours) }
                td { a.phone href={ "tel:" (centre.phone) } { (centre.phone) } }
                td { (visit.t(if centre.step_free { "yes" } else { "no" })) }
            } } }
        } }
    };
    page::shell(&visit, &visit.t("nav-centres"), body).into_response()
}
