//! The staff's pages: one file a noun.

mod anomaly;
mod answer;
mod attachment;
mod compare;
mod employer;
mod import;
mod ledger;
mod merge;
mod opening;
mod organisation;
mod person;
mod placement;
mod referral;
mod report_book;
mod review;
mod seeker;
mod statistics;
mod system;
mod today;

use answer::{origin, qr};
use axum::response::{IntoResponse, Response};
use domain::Role;
use domain::policy::{Reach, UseCase, reach};
use maud::html;
pub(crate) use referral::propose;
pub(crate) use seeker::file as seeker_file;
pub(crate) use seeker::why::of_page as why_of_page;

use crate::page;
use crate::routes::Routes;
use crate::visit::Visit;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/staff", UseCase::ReadOrganisation, home);
    answer::routes(routes);
    today::routes(routes);
    referral::routes(routes);
    opening::routes(routes);
    employer::routes(routes);
    seeker::routes(routes);
    attachment::routes(routes);
    organisation::routes(routes);
    merge::routes(routes);
    import::routes(routes);
    person::routes(routes);
    ledger::routes(routes);
    report_book::routes(routes);
    placement::routes(routes);
    review::routes(routes);
    anomaly::routes(routes);
    statistics::routes(routes);
    system::routes(routes);
}

/// Places of the staff's pages with what they serve.
const PLACES: &[(&str, &str, UseCase)] = &[
    ("/staff/today", "today", UseCase::ReadDay),
    ("/staff/openings", "staff-openings", UseCase::ReadOpening),
    ("/staff/referrals", "referrals", UseCase::WriteReferral),
    ("/staff/seekers", "staff-seekers", UseCase::ReadSeeker),
    ("/staff/review/merges", "merges", UseCase::ReadReview),
    ("/staff/answers", "answer-key-title", UseCase::WriteReferral),
    ("/staff/employers", "staff-employers", UseCase::ReadEmployer),
    ("/staff/registers", "registers", UseCase::DecideOpening),
    ("/staff/imports", "staff-imports", UseCase::ImportOpenings),
    ("/staff/organisations", "staff-organisations", UseCase::ReadOrganisation),
    ("/staff/ledger", "staff-ledger", UseCase::ReadLedger),
    ("/staff/books", "staff-books", UseCase::ReadPlan),
    ("/staff/statistics", "staff-statistics", UseCase::ReadLedger),
    ("/staff/review", "staff-review", UseCase::ReadReview),
    ("/staff/users", "users", UseCase::ManageUsers),
    ("/staff/system", "staff-system", UseCase::OperateSystem),
];

/// What a role may open here: address and name.
pub(crate) fn places(role: Role) -> impl Iterator<Item = (&'static str, &'static str)> {
    PLACES
        .iter()
        .filter(move |(_, _, use_case)| reach(role, *use_case) != Reach::No)
        .map(|(href, key, _)| (*href, *key))
}

async fn home(visit: Visit) -> Response {
    let role = visit.ctx.actor.role;
    let body = html! {
        h1 { (visit.t("nav-staff")) }
        p.lead { (visit.t(&format!("role-{role}"))) }
        ul.tiles { @for (href, key) in places(role) { li { a href=(href) { strong { (visit.t(key)) } } } } }
    };
    page::shell(&visit, &visit.t("nav-staff"), body).into_response()
}
