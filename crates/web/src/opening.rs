//! Openings for everyone.

mod list;
mod show;

pub(crate) use list::read as search_of;
pub(crate) use show::rows;

use domain::policy::UseCase;

use crate::routes::Routes;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/openings", UseCase::ReadPublic, list::list);
    routes.get("/openings.csv", UseCase::ReadPublic, list::csv);
    routes.get("/openings/{id}", UseCase::ReadPublic, show::show);
}
