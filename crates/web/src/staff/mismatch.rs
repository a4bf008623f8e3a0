//! `/staff/mismatch`: why people and jobs do not meet, for the offices: the public pieces, with whatever cells the one who
//! asks needs to know the people of; and those people, by number.

use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::area::AreaCode;
use domain::occupation::OccupationCode;
use domain::policy::UseCase;
use maud::html;

use crate::fields::Fields;
use crate::mismatch::{Links, whole};
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/mismatch", UseCase::ReadPlan, show);
    routes.get("/staff/mismatch/people", UseCase::ReadDay, people);
}

async fn show(visit: Visit) -> Response {
    let told = match app::mismatch::board(&visit.ctx, visit.app()).await {
        Ok(told) => told,
        Err(failed) => return error::page(&visit, &failed),
    };
    let prices = match app::allotment::prices(&visit.ctx, visit.app()).await {
        Ok(prices) => prices,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("mismatch");
    let links = Links { people: true, here: "/staff/mismatch" };
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("mismatch-lead")) " " (visit.t("mismatch-staff-note")) }
        (whole(&visit, &told, &links))
        @if let Some(prices) = &prices { (crate::mismatch::price::prices(&visit, prices)) }
        div.actions {
            a.button.second href="/mismatch" { (visit.t("mismatch-public")) }
            button.second type="button" data-print="" hidden { (visit.t("print")) }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

async fn people(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let (occupation, area) =
        (OccupationCode::parse(fields.text("occupation")), AreaCode::parse(fields.text("area")));
    let found = match app::mismatch::people(&visit.ctx, visit.app(), occupation.as_ref(), area.as_ref()).await
    {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let work = occupation.as_ref().map(|code| visit.app().reference.occupations.name(code).to_owned());
    let place = area.as_ref().map(|code| visit.app().city.areas().name(code).to_owned());
    let name = |name: Option<String>, none: &str| {
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| visit.t(none))
    };
    let title = visit.t("mismatch-people");
    let body = html! {
        h1 { (title) }
        p.lead { (name(work, "mismatch-work-none")) " · " (name(place, "mismatch-place-none")) " · " (visit.t("as-of")) " " (visit.instant(found.as_of)) }
        p { (visit.t("mismatch-people-note")) }
        @if found.people.is_empty() { p.notice { (visit.t("list-empty")) } } @else { table.cards {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("mismatch-number")) } th scope="col" { (visit.t("mismatch-part")) } } }
            tbody { @for one in &found.people { tr {
                th scope="row" { a href={ "/staff/seekers/" (one.id) } { (one.number) } }
                td { (crate::mismatch::mark(one.standing.kind())) " " (visit.t(&format!("mismatch-standing-{}", one.standing))) }
            } } }
        } }
        p { a href="/staff/mismatch#board" { (visit.t("mismatch")) } }
    };
    page::shell(&visit, &title, body).into_response()
}
