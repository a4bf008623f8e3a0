//! The promises that hold and the estimates that stand, of all projects and agreements: the rows behind both columns of the
//! mayor's table.

use app::hiring_commitment::Line;
use axum::response::{IntoResponse, Response};
use domain::counting::{GradeName, Rule};
use domain::message::thousands;
use maud::html;

use super::{estimate, openness, place, promise};
use crate::staff::ledger::{grade, rule};
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn promises(visit: Visit) -> Response {
    let lines: Vec<Line> = match app::hiring_commitment::all(&visit.ctx, visit.app()).await {
        Ok(lines) => lines,
        Err(failed) => return error::page(&visit, &failed),
    };
    let holds = |line: &&Line| line.commitment.ended.is_none() && line.promised.is_some();
    let live: Vec<&Line> = lines.iter().filter(holds).collect();
    let jobs: i64 = live.iter().filter_map(|line| line.promised).map(|jobs| jobs.value()).sum();
    let title = visit.t("promises-whole");
    let body = html! {
        h1 { (title) " " (rule(&visit, Rule::Cr14)) }
        p.lead { (grade(&visit, GradeName::Pledged)) " " strong { (thousands(jobs)) } " " (visit.t("unit-jobs")) " · " (visit.n("ledger-rows-n", live.len())) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        @if live.is_empty() { p.notice { (visit.t("list-empty")) } } @else { div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption { (visit.t("promises-note")) }
            thead { tr { th scope="col" { (visit.t("promise-by")) } th.num scope="col" { (grade(&visit, GradeName::Pledged)) } th scope="col" { (visit.t("promise-source")) } } }
            tbody { @for line in &live { tr {
                th scope="row" { a href=(promise::home(line)) { (line.commitment.promised_by) } }
                td.num { (thousands(line.promised.map_or(0, |jobs| jobs.value()))) }
                td { (line.commitment.on) " · " (line.commitment.source) }
            } } }
        } } }
        p { a href="/staff/projects" { (visit.t("staff-projects")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

pub(super) async fn estimates(visit: Visit) -> Response {
    let found = match app::project::estimates(&visit.ctx, visit.app()).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let all: usize = found.iter().map(|(_, of)| of.len()).sum();
    let title = visit.t("estimates-whole");
    let body = html! {
        h1 { (title) " " (rule(&visit, Rule::Cr13)) }
        p.lead { (grade(&visit, GradeName::Estimated)) " " (visit.n("ledger-rows-n", all)) " · " (visit.n("projects-n", found.len())) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        @if found.is_empty() { p.notice { (visit.t("list-empty")) } }
        @for (project, of) in &found { section {
            h2 { a href=(place(project)) { (project.content.name) } (openness::mark(&visit, project)) }
            (estimate::table(&visit, of, false))
        } }
        p { a href="/staff/projects" { (visit.t("staff-projects")) } }
    };
    page::shell(&visit, &title, body).into_response()
}
