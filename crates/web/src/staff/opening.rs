//! `/staff/openings`: every opening with its office data.

mod form;
mod law;
mod list;
mod show;

use domain::policy::UseCase;
pub(crate) use list::table;

use crate::routes::Routes;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/openings", UseCase::ReadOpening, list::list);
    routes.get("/staff/openings.csv", UseCase::ExportOpenings, list::csv);
    routes.get("/staff/openings/new", UseCase::WriteOpening, form::new);
    routes.post("/staff/openings/new", UseCase::WriteOpening, form::create);
    routes.get("/staff/openings/{id}", UseCase::ReadOpening, show::show);
    routes.get("/staff/openings/{id}/edit", UseCase::WriteOpening, form::edit);
    routes.post("/staff/openings/{id}/edit", UseCase::WriteOpening, form::update);
    routes.post("/staff/openings/{id}/steps", UseCase::WriteOpening, show::step);
}
