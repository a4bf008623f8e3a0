//! `/staff/system`: the operator's page: how the system is.

use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;
use maud::html;

use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/system", UseCase::OperateSystem, show);
}

async fn show(visit: Visit) -> Response {
    let health = match app::system::health(visit.app()).await {
        Ok(health) => health,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-system");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t(if health.lag() == 0 && health.jobs_dead == 0 { "system-well" } else { "system-look" })) " " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        dl.facts {
            dt { (visit.t("engine")) } dd { (health.engine) }
            dt { (visit.t("changes")) } dd { (domain::message::thousands(health.head)) }
            dt { (visit.t("lag")) } dd { (health.lag()) }
            dt { (visit.t("system-openings")) } dd { (health.openings) }
            dt { (visit.t("jobs")) } dd { (health.jobs_waiting) " / " (health.jobs_dead) }
        }
        div.actions { a.button href="/staff/users" { (visit.t("users")) } a.button.second href="/staff/organisations" { (visit.t("staff-organisations")) } a.button.second href="/staff/system/deliveries" { (visit.t("deliveries")) } a.button.second href="/staff/exchange" { (visit.t("exchange")) } a.button.second href="/staff/nodes" { (visit.t("nodes")) } }
    };
    page::shell(&visit, &title, body).into_response()
}
