//! One project: what it is and who pays, where it stood since when, what it does for jobs, what is said to come of it and
//! what did.

use app::hiring_commitment::Of;
use app::project::View;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::comment::Subject;
use domain::id::ProjectId;
use domain::policy::{Reach, UseCase, reach};
use domain::project::{Impact, Project};
use maud::{Markup, html};

use super::list::{answer, confirmed, stage_badge};
use super::{estimate, openness, outcome, place, promise, sector, won};
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match body(&visit, &id).await {
        Ok((id, title, body)) => {
            let body = html! {
                (body)
                (crate::staff::requests_on(&visit, Subject::Project, id.0).await)
                (crate::comment::section(&visit, Subject::Project, id).await)
            };
            page::shell(&visit, &title, body).into_response()
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn body(visit: &Visit, id: &str) -> Result<(ProjectId, String, Markup), app::Error> {
    let id: ProjectId = id.parse().map_err(|_| app::Error::NotFound)?;
    let view = app::project::get(&visit.ctx, visit.app(), id).await?;
    let outcome = app::project::outcome(&visit.ctx, visit.app(), id).await?;
    let promises = app::hiring_commitment::lines(&visit.ctx, visit.app(), Of::Project(id)).await?;
    let board = app::roster::board(&visit.ctx, visit.app(), id).await?;
    let project = &view.project;
    let here = place(project);
    let may_open = reach(visit.ctx.actor.role, UseCase::WriteOpening) != Reach::No;
    let body = html! {
        h1 { (project.content.name) }
        p.lead { (project.number) " · " (view.owner) " · " (stage_badge(visit, project)) (openness::mark(visit, project)) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        @if !project.is_public() { p.notice { (visit.t("project-draft-note")) } }
        (openness::public_pages(visit, project))
        @if project.owes_answer() { p.notice { (visit.t("project-owes-answer")) @if view.may_write { " " a href={ (here) "/impact" } { (visit.t("project-answer")) } } } }
        @if view.may_write { div.actions {
            @if project.owes_answer() { a.button href={ (here) "/impact" } { (visit.t("project-answer")) } } @else { a.button href={ (here) "/stage" } { (visit.t("project-go-on")) } }
            a.button.second href={ (here) "/edit" } { (visit.t("edit")) }
            @if project.owes_answer() { a.button.second href={ (here) "/stage" } { (visit.t("project-go-on")) } } @else { a.button.second href={ (here) "/impact" } { (visit.t("project-answer")) } }
            a.button.second href={ (here) "/estimates" } { (visit.t("estimate-new")) }
            a.button.second href={ (here) "/promises" } { (visit.t("promise-new")) }
            a.button.second href={ (here) "/rosters" } { (visit.t("roster-new")) }
            (openness::step(visit, project))
            form method="post" action={ (here) "/confirm" } { button.second { (visit.t("project-confirm")) } }
        } }
        (facts(visit, &view))
        (outcome::grades(visit, &outcome, &view.estimates, &promises))
        (estimate::section(visit, &view.estimates, view.may_write))
        (promise::lines(visit, &promises, view.may_write))
        (crate::staff::roster::section(visit, &board, view.may_write))
        (outcome::openings(visit, &outcome, &project.number, may_open))
        (impact(visit, project))
        (history(visit, project))
        p { a href="/staff/projects" { (visit.t("staff-projects")) } }
    };
    Ok((id, project.content.name.clone(), body))
}

fn facts(visit: &Visit, view: &View) -> Markup {
    let (project, content) = (&view.project, &view.project.content);
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let area = content.area.as_ref().map(|code| visit.app().city.areas().name(code)).unwrap_or_default();
    html! {
        dl.facts {
            dt { (visit.t("kind")) } dd { (visit.t(&format!("project-kind-{}", content.kind))) }
            dt { (visit.t("project-funds")) } dd {
                (won(visit, content.funds_won()))
                ul { @for (source, sum) in &content.funds { li { (visit.t(&format!("project-fund-{source}"))) " " (won(visit, *sum)) } } }
            }
            dt { (visit.t("project-new-spending-label")) } dd { @match content.new_spending_won { Some(new) => (won(visit, new)), None => (visit.t("project-new-spending-unsaid")) } }
            dt { (visit.t("project-term")) } dd { (day(content.from)) " ~ " (day(content.until)) }
            @for (name, text) in [("project-place", format!("{area} {}", content.place)), ("sector", sector(visit, &content.sector)), ("project-contractor", content.contractor.clone()), ("project-external-owner", content.external_owner.clone()), ("project-partners", view.partners.join(", ")), ("project-description", content.description.clone())] {
                @if !text.trim().is_empty() { dt { (visit.t(name)) } dd lang=[visit.content_lang()] { (text.trim()) } }
            }
            dt { (visit.t("project-impact")) } dd { (answer(visit, project)) }
            dt { (visit.t("project-confirmed")) } dd { (confirmed(visit, project)) }
            dt { (visit.t("project-openness")) } dd { (openness::said(visit, project)) }
        }
    }
}

/// The job-impact sheet: expectations, which are no results.
fn impact(visit: &Visit, project: &Project) -> Markup {
    html! {
        section id="impact" {
            h2 { (visit.t("project-impact-sheet")) }
            @match &project.impact {
                Impact::Open => p { (answer(visit, project)) },
                Impact::NoJobs { why, on } => p { (visit.t("project-impact-no-jobs")) " · " (why) " · " (on) },
                Impact::Jobs(sheet) => {
                    dl.facts {
                        dt { (visit.t("project-impact-work")) } dd lang=[visit.content_lang()] { (sheet.work) }
                        @if !sheet.cooperation.is_empty() { dt { (visit.t("project-cooperation")) } dd lang=[visit.content_lang()] { (sheet.cooperation) } }
                        dt { (visit.t("project-impact-on")) } dd { (sheet.on) }
                    }
                    @if !sheet.hiring.is_empty() { div.scroll tabindex="0" role="region" aria-label=(visit.t("project-impact-sheet")) { table {
                        caption { (visit.t("project-hiring-note")) }
                        thead { tr { th scope="col" { (visit.t("project-month")) } th.num scope="col" { (visit.t("project-hiring-count")) } } }
                        tbody { @for (month, heads) in &sheet.hiring { tr { th scope="row" { (month) } td.num { (heads) } } } }
                    } } }
                }
            }
        }
    }
}

/// Where it stood since when; what stopped or was given up keeps all of it.
fn history(visit: &Visit, project: &Project) -> Markup {
    html! {
        section id="stages" {
            h2 { (visit.t("project-history")) }
            div.scroll tabindex="0" role="region" aria-label=(visit.t("project-history")) { table {
                caption { (visit.t("project-history-note")) }
                thead { tr { th scope="col" { (visit.t("project-stage-on")) } th scope="col" { (visit.t("project-stage")) } th scope="col" { (visit.t("reason")) } } }
                tbody { @for staged in &project.stages { tr { th scope="row" { (staged.on) } td { (visit.t(&format!("project-stage-{}", staged.stage))) } td lang=[visit.content_lang()] { (staged.why) } } } }
            } }
        }
    }
}

pub(super) async fn confirm(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<ProjectId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::project::confirm(&visit.ctx, visit.app(), id).await {
        Ok(()) => Redirect::to(&format!("/staff/projects/{id}")).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}
