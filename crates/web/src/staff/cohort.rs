//! `/staff/cohorts`: cohorts of programmes for whoever runs them: where each stands, what waits for somebody, and under it
//! each with its sessions and people.

mod apply;
mod form;
mod person;
mod session;
mod session_rows;
mod show;
mod step;

use std::collections::BTreeSet;

use app::cohort::{Filter, Row, csv, desk};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::cohort::{Cohort, StateName};
use domain::enrolment::StateName as Part;
use domain::id::{CohortId, OrganisationId};
use domain::message::{Arg, Message};
use domain::organisation::Organisation;
use domain::policy::{Reach, UseCase, reach};
use domain::reminder::Due;
use domain::support_program::ProgramId;
use maud::{Markup, html};

use crate::component::table_file;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/cohorts/new", UseCase::MindCohort, form::new);
    routes.post("/staff/cohorts/new", UseCase::MindCohort, form::create);
    routes.get("/staff/cohorts/{id}/edit", UseCase::MindCohort, form::edit);
    routes.post("/staff/cohorts/{id}/edit", UseCase::MindCohort, form::update);
    routes.at_counters(at_counters);
}

/// What goes on where people are met. Whatever concerns all of a cohort is refused there by its use case.
fn at_counters(routes: &mut Routes) {
    routes.get("/staff/cohorts", UseCase::ReadCohort, list);
    routes.get("/staff/cohorts.csv", UseCase::ReadCohort, file);
    routes.get("/staff/cohorts/{id}", UseCase::ReadCohort, show::show);
    routes.post("/staff/cohorts/{id}/steps", UseCase::MindCohort, step::step);
    routes.post("/staff/cohorts/{id}/sessions", UseCase::MindCohort, step::add_session);
    routes.get("/staff/cohorts/{id}/sessions/{nth}", UseCase::MindCohort, session::show);
    routes.post("/staff/cohorts/{id}/sessions/{nth}", UseCase::MindCohort, session::mark);
    routes.post("/staff/cohorts/{id}/sessions/{nth}/cancellation", UseCase::MindCohort, session::cancel);
    routes.get("/staff/cohorts/{id}/apply", UseCase::WriteEnrolment, apply::ask);
    routes.post("/staff/cohorts/{id}/apply", UseCase::WriteEnrolment, apply::apply);
    routes.get("/staff/enrolments/{id}", UseCase::ReadEnrolment, person::show);
    routes.post("/staff/enrolments/{id}/steps", UseCase::MindCohort, person::step);
    routes.post("/staff/enrolments/{id}/withdrawal", UseCase::WriteEnrolment, person::withdraw);
    routes.get("/staff/enrolments/{id}/facts", UseCase::WriteEnrolment, apply::ask_anew);
    routes.post("/staff/enrolments/{id}/facts", UseCase::WriteEnrolment, apply::tell);
}

/// Where they stand, in the order of the page; what is over comes last.
const STANDINGS: [&[StateName]; 5] = [
    &[StateName::Recruiting],
    &[StateName::Selected],
    &[StateName::Running],
    &[StateName::Planned],
    &[StateName::Completed, StateName::Cancelled],
];

fn id_of(text: &str) -> Result<CohortId, app::Error> {
    text.parse().map_err(|_| app::Error::NotFound)
}

fn place(id: CohortId) -> String {
    format!("/staff/cohorts/{id}")
}

/// Name of a programme; its id where the program does not know it any more.
fn program_name(visit: &Visit, id: &ProgramId) -> Message {
    let program = visit.app().reference.support_programs.get(id);
    program.map_or_else(
        || Message::new("support-name").with("ko", id.as_str()).with("en", id.as_str()),
        domain::support_program::SupportProgram::name,
    )
}

/// Programme and number of a cohort, in words.
fn named(visit: &Visit, cohort: &Cohort) -> String {
    let program = Arg::from(program_name(visit, &cohort.program));
    visit.say(&Message::new("cohorts-name").with("program", program).with("number", cohort.number))
}

fn state_badge(visit: &Visit, state: StateName) -> Markup {
    html! { span.badge { (visit.t(&format!("cohort-state-{state}"))) } }
}

/// What waits, since when, in words.
fn waits(visit: &Visit, due: &Due) -> Markup {
    html! { span.badge.late { (visit.t(&format!("act-{}", due.act))) } " " span.small { (visit.t(&format!("why-{}", due.act))) " (" time datetime=(due.on) { (due.on) } ")" } }
}

fn filter(fields: &Fields) -> Filter {
    Filter {
        standing: fields.parse("state"),
        program: ProgramId::parse(fields.text("program")),
        body: fields.parse("body"),
    }
}

async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let (ctx, app) = (&visit.ctx, visit.app());
    let rows = desk(ctx, app, &filter(&fields)).await;
    let (rows, all, tree) =
        match (rows, app::cohort::list(ctx, app).await, app::organisation::tree(ctx, app).await) {
            (Ok(rows), Ok(all), Ok(tree)) => (rows, all, tree),
            (Err(failed), ..) | (_, Err(failed), _) | (.., Err(failed)) => {
                return error::page(&visit, &failed);
            }
        };
    let title = visit.t("staff-cohorts");
    let minded: Vec<&Row> = rows.iter().filter(|row| row.may_mind && !row.due.is_empty()).collect();
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("desk-n", rows.len())) " · " (visit.n("desk-waiting-n", minded.len())) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        div.actions {
            @if reach(visit.ctx.actor.role, UseCase::MindCohort) != Reach::No { a.button href="/staff/cohorts/new" { (visit.t("desk-new")) } }
            a.button.second href={ "/staff/cohorts.csv" (fields.query()) } { "CSV" }
            a.button.second href="/programmes" { (visit.t("programmes")) }
        }
        @if !minded.is_empty() { section #waits {
            h2 { (visit.t("desk-waiting")) }
            ul { @for row in &minded { @for due in &row.due { li { a href=(place(row.cohort.id)) { (named(&visit, &row.cohort)) } " " (waits(&visit, due)) } } } }
        } }
        div.columns {
            (filters(&visit, &fields, &all, &tree))
            div {
                @if rows.is_empty() { p.notice { (visit.t("desk-none")) @if !all.is_empty() { " " a href="/staff/cohorts" { (visit.t("see-all")) } } } }
                @for states in STANDINGS { (standing(&visit, states, &rows)) }
            }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

async fn file(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    match desk(&visit.ctx, visit.app(), &filter(&Fields(pairs))).await {
        Ok(rows) => table_file("cohorts.csv", csv(visit.app(), &rows, visit.lang)),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// Filters as links; choosing what is chosen takes it off again.
fn filters(visit: &Visit, fields: &Fields, all: &[Cohort], tree: &[(usize, Organisation)]) -> Markup {
    let link = |name: &str, value: &str, text: String| {
        let on = fields.text(name) == value;
        let href = format!("/staff/cohorts{}", fields.with(name, if on { "" } else { value }));
        html! { li { a href=(href) aria-current=[on.then_some("true")] { (text) } } }
    };
    let programs: BTreeSet<&ProgramId> = all.iter().map(|cohort| &cohort.program).collect();
    let bodies: BTreeSet<OrganisationId> = all.iter().filter_map(|cohort| cohort.organisation).collect();
    let states: BTreeSet<StateName> = all.iter().map(|cohort| cohort.state.name()).collect();
    html! {
        nav aria-label=(visit.t("facets-label")) {
            h2 { (visit.t("state")) }
            ul.facets { @for state in &states { (link("state", state.into(), visit.t(&format!("cohort-state-{state}")))) } }
            h2 { (visit.t("programmes")) }
            ul.facets { @for program in &programs { (link("program", program.as_str(), visit.say(&program_name(visit, program)))) } }
            h2 { (visit.t("organisation")) }
            ul.facets { @for (_, body) in tree { @if bodies.contains(&body.id) { (link("body", &body.id.to_string(), body.name.clone())) } } }
        }
    }
}

fn standing(visit: &Visit, states: &[StateName], rows: &[Row]) -> Markup {
    let here: Vec<&Row> = rows.iter().filter(|row| states.contains(&row.cohort.state.name())).collect();
    let heads: Vec<String> = states.iter().map(|state| visit.t(&format!("cohort-state-{state}"))).collect();
    let title = heads.join("·");
    html! { @if !here.is_empty() { section {
        h2 { (title) " " (here.len()) }
        table.cards {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("cohorts-one")) } th scope="col" { (visit.t("organisation")) } th scope="col" { (visit.t("project-term")) } th.num scope="col" { (visit.t("desk-seats-taken")) } th.num scope="col" { (visit.t("event-waiting")) } th scope="col" { (visit.t("desk-waits")) } } }
            tbody { @for row in here { @let cohort = &row.cohort; tr {
                th scope="row" { a href=(place(cohort.id)) { (named(visit, cohort)) } @if states.len() > 1 { " " (state_badge(visit, cohort.state.name())) } }
                td data-label=(visit.t("organisation")) { (row.body) }
                td data-label=(visit.t("project-term")) { (cohort.from) " ~ " (cohort.until) }
                td.num data-label=(visit.t("desk-seats-taken")) { (cohort.seats.taken) "/" (cohort.seats.capacity) }
                td.num data-label=(visit.t("event-waiting")) { (row.tally.now(Part::Waiting)) }
                td data-label=(visit.t("desk-waits")) { @if row.due.is_empty() { "–" } @for due in &row.due { p { (waits(visit, due)) } } }
            } } }
        }
    } } }
}
