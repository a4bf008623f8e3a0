//! `/staff/seekers`: jobseekers; every look is written down where the person can see it.

mod erase;
mod form;
mod list;
mod show;

use domain::policy::UseCase;

use crate::routes::Routes;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/seekers", UseCase::ReadSeeker, list::list);
    routes.get("/staff/seekers/new", UseCase::WriteSeeker, form::new);
    routes.post("/staff/seekers/new", UseCase::WriteSeeker, form::create);
    routes.get("/staff/seekers/{id}", UseCase::ReadSeeker, show::show);
    routes.get("/staff/seekers/{id}/edit", UseCase::WriteSeeker, form::edit);
    routes.post("/staff/seekers/{id}/edit", UseCase::WriteSeeker, form::update);
    routes.get("/staff/seekers/{id}/matches", UseCase::ReadMatch, show::matches);
    routes.post("/staff/seekers/{id}/withdraw", UseCase::WriteSeeker, show::withdraw);
    routes.get("/staff/seekers/{id}/erase", UseCase::ErasePerson, erase::ask);
    routes.post("/staff/seekers/{id}/erase", UseCase::ErasePerson, erase::erase);
}
