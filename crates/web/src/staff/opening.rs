//! `/staff/openings`: every opening with its office data.

mod form;
mod law;
mod list;
mod show;
mod versions;

use app::escrow::Apart;
use domain::policy::UseCase;

use crate::routes::Routes;
use crate::visit::Visit;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/openings", UseCase::ReadOpening, list::list);
    routes.get("/staff/openings.csv", UseCase::ExportOpenings, list::csv);
    routes.get("/staff/openings/new", UseCase::WriteOpening, form::new);
    routes.post("/staff/openings/new", UseCase::WriteOpening, form::create);
    routes.get("/staff/openings/{id}", UseCase::ReadOpening, show::show);
    routes.get("/staff/openings/{id}/edit", UseCase::WriteOpening, form::edit);
    routes.post("/staff/openings/{id}/edit", UseCase::WriteOpening, form::update);
    routes.get("/staff/openings/{id}/versions", UseCase::ReadOpening, versions::show);
    routes.post("/staff/openings/{id}/steps", UseCase::WriteOpening, show::step);
}

/// Heads of an opening that are set aside, in words; none where it has none at home.
pub(super) fn apart(visit: &Visit, apart: Apart) -> Option<String> {
    match apart {
        Apart::Here(n) => Some(visit.n("heads-here", n)),
        Apart::Out(0) => None,
        Apart::Out(n) => Some(visit.n("heads-out", n)),
    }
}
