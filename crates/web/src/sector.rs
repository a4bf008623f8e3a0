//! `/sectors`: the fields to which the city gives its attention.

use app::opening::{Search, Sort};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::message::Lang;
use domain::policy::UseCase;
use maud::html;

use crate::component::opening_row;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/sectors", UseCase::ReadPublic, list);
    routes.get("/sectors/{id}", UseCase::ReadPublic, show);
}

async fn list(visit: Visit) -> Response {
    let front = match app::opening::front(&visit.ctx, visit.app()).await {
        Ok(front) => front,
        Err(failed) => return error::page(&visit, &failed),
    };
    let body = html! {
        h1 { (visit.t("nav-sectors")) }
        ul.tiles { @for sector in &front.sectors {
            li { a href={ "/sectors/" (sector.id) } {
                strong { @match visit.lang { Lang::Ko => (sector.name_ko), Lang::En => (sector.name_en) } }
                span { (visit.n("openings-n", sector.count)) }
                span { (visit.n("headcount-n", sector.heads)) }
            } }
        } }
    };
    page::shell(&visit, &visit.t("nav-sectors"), body).into_response()
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Some(sector) = visit.app().city.sector(&id).cloned() else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let search =
        Search { sector: Some(id.clone()), sort: Sort::Newest, page: 1, size: 20, ..Search::default() };
    let found = match app::opening::search(&visit.ctx, visit.app(), &search).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let name = match visit.lang {
        Lang::Ko => &sector.name_ko,
        Lang::En => &sector.name_en,
    };
    let occupations = sector
        .occupations
        .iter()
        .map(|code| visit.app().reference.occupations.name(code))
        .collect::<Vec<_>>();
    let body = html! {
        h1 { (name) }
        p.lead { (visit.n("openings-n", found.total)) }
        p { (occupations.join(" · ")) }
        @if found.items.is_empty() { p { (visit.t("list-empty")) } }
        ul.openings { @for listed in &found.items { (opening_row(&visit, listed)) } }
        p { a href={ "/openings?sector=" (id) } { (visit.t("see-all")) } }
    };
    page::shell(&visit, name, body).into_response()
}
