//! `/staff/projects`: the registry of projects, what each department still owes of it, and one project with all that is
//! said of it and all that came of it.

mod estimate;
mod form;
mod impact;
mod list;
mod openness;
mod outcome;
mod promise;
mod show;
mod stage;
mod whole;

use domain::message::{Lang, thousands};
use domain::policy::UseCase;
use domain::project::Project;
pub(super) use form::writable;
pub(super) use promise::{lines as promise_lines, read as read_promise, render as promise_form};

use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/projects", UseCase::ReadProject, list::list);
    routes.get("/staff/projects/departments", UseCase::ReadProject, list::departments);
    routes.post("/staff/projects/departments", UseCase::WriteProject, list::confirm);
    routes.get("/staff/projects/promises", UseCase::ReadProject, whole::promises);
    routes.get("/staff/projects/estimates", UseCase::ReadProject, whole::estimates);
    routes.get("/staff/projects/new", UseCase::WriteProject, form::new);
    routes.post("/staff/projects/new", UseCase::WriteProject, form::create);
    routes.get("/staff/projects/{id}", UseCase::ReadProject, show::show);
    routes.get("/staff/projects/{id}/edit", UseCase::WriteProject, form::edit);
    routes.post("/staff/projects/{id}/edit", UseCase::WriteProject, form::update);
    routes.get("/staff/projects/{id}/stage", UseCase::WriteProject, stage::ask);
    routes.post("/staff/projects/{id}/stage", UseCase::WriteProject, stage::go_on);
    routes.post("/staff/projects/{id}/confirm", UseCase::WriteProject, show::confirm);
    routes.post("/staff/projects/{id}/publish", UseCase::WriteProject, openness::publish);
    routes.get("/staff/projects/{id}/take-back", UseCase::WriteProject, openness::ask_back);
    routes.post("/staff/projects/{id}/take-back", UseCase::WriteProject, openness::take_back);
    routes.get("/staff/projects/{id}/impact", UseCase::WriteProject, impact::ask);
    routes.post("/staff/projects/{id}/impact", UseCase::WriteProject, impact::answer);
    routes.get("/staff/projects/{id}/estimates", UseCase::WriteProject, estimate::ask);
    routes.post("/staff/projects/{id}/estimates", UseCase::WriteProject, estimate::add);
    routes.get("/staff/estimates/{id}/withdraw", UseCase::WriteProject, estimate::ask_back);
    routes.post("/staff/estimates/{id}/withdraw", UseCase::WriteProject, estimate::withdraw);
    routes.get("/staff/projects/{id}/promises", UseCase::WriteProject, promise::ask);
    routes.post("/staff/projects/{id}/promises", UseCase::WriteProject, promise::add);
    routes.get("/staff/projects/{id}/rosters", UseCase::WriteProject, super::roster::ask);
    routes.post("/staff/projects/{id}/rosters", UseCase::WriteProject, super::roster::hand_in);
    routes.get("/staff/rosters/{id}/withdraw", UseCase::WriteProject, super::roster::ask_back);
    routes.post("/staff/rosters/{id}/withdraw", UseCase::WriteProject, super::roster::withdraw);
    routes.get("/staff/promises/{id}/end", UseCase::WriteProject, promise::ask_end);
    routes.post("/staff/promises/{id}/end", UseCase::WriteProject, promise::end);
}

/// Name of a sector of the city, by its id.
fn sector(visit: &Visit, id: &str) -> String {
    let known = visit.app().city.sector(id);
    known.map(|sector| sector_name(visit, sector)).unwrap_or_default()
}

fn sector_name(visit: &Visit, sector: &domain::city::Sector) -> String {
    match visit.lang {
        Lang::Ko => sector.name_ko.clone(),
        Lang::En => sector.name_en.clone(),
    }
}

/// A sum of money in words, so that nobody counts noughts: `12,400,000,000원`.
fn won(visit: &Visit, won: i64) -> String {
    format!("{}{}", thousands(won), visit.t("won"))
}

/// Where the page of a project is.
fn place(project: &Project) -> String {
    format!("/staff/projects/{}", project.id)
}

/// Inputs with these values.
fn filled(pairs: Vec<(&str, String)>) -> Fields {
    Fields(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
