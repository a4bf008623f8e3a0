//! `/staff/seekers`: jobseekers; every look is written down where the person can see it.

pub(super) mod account;
mod conflict;
mod erase;
pub(crate) mod file;
mod form;
pub(crate) mod hearing;
mod list;
mod service;
mod short;
mod show;
mod step;
pub(crate) mod suggestion;
pub(super) mod why;

use domain::policy::UseCase;

use crate::routes::Routes;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/seekers", UseCase::ReadSeeker, list::list);
    routes.post("/staff/seekers", UseCase::ReadSeeker, list::search);
    routes.get("/staff/seekers/new", UseCase::WriteSeeker, form::new);
    routes.post("/staff/seekers/new", UseCase::WriteSeeker, form::create);
    routes.get("/staff/seekers/{id}", UseCase::ReadSeeker, show::show);
    routes.get("/staff/seekers/{id}/why", UseCase::ReadSeeker, why::ask);
    routes.post("/staff/seekers/{id}/why", UseCase::ReadSeeker, why::say);
    routes.get("/staff/seekers/{id}/edit", UseCase::WriteSeeker, form::edit);
    routes.post("/staff/seekers/{id}/edit", UseCase::WriteSeeker, form::update);
    routes.get("/staff/seekers/{id}/matches", UseCase::ReadMatch, show::matches);
    routes.get("/staff/seekers/{id}/path", UseCase::ReadMatch, crate::path::of_seeker);
    routes.get("/staff/seekers/{id}/suggestions", UseCase::ReadSeeker, suggestion::list);
    routes.get("/staff/seekers/{id}/suggestions/one", UseCase::ReadSeeker, suggestion::one);
    routes.get("/staff/seekers/{id}/suggestions/why", UseCase::ReadMatch, suggestion::why);
    routes.get("/staff/seekers/{id}/looks", UseCase::ReadSeeker, show::looks);
    routes.post("/staff/seekers/{id}/withdraw", UseCase::WriteSeeker, show::withdraw);
    routes.post("/staff/seekers/{id}/renew", UseCase::WriteSeeker, step::renew);
    routes.post("/staff/seekers/{id}/consent", UseCase::WriteSeeker, step::consent);
    routes.get("/staff/seekers/{id}/hearing", UseCase::WriteSeeker, hearing::show);
    routes.post("/staff/seekers/{id}/hearing", UseCase::WriteSeeker, hearing::update);
    routes.post("/staff/seekers/{id}/steps/{step}", UseCase::WriteService, step::step);
    routes.get("/staff/seekers/{id}/services/new", UseCase::WriteService, service::new);
    routes.post("/staff/seekers/{id}/services/new", UseCase::WriteService, service::create);
    routes.post("/staff/services/{id}/cancel", UseCase::WriteService, service::cancel);
    routes.post("/staff/seekers/{id}/plan", UseCase::WriteService, service::agree);
    routes.post("/staff/action-plans/{id}/settle", UseCase::WriteSeeker, service::settle);
    routes.post("/staff/action-plans/{id}/sign", UseCase::WriteSeeker, service::sign);
    routes.get("/staff/seekers/{id}/account", UseCase::WriteService, account::ask);
    routes.post("/staff/seekers/{id}/account", UseCase::WriteService, account::invite);
    routes.get("/staff/seekers/{id}/erase", UseCase::ErasePerson, erase::ask);
    routes.post("/staff/seekers/{id}/erase", UseCase::ErasePerson, erase::erase);
}
