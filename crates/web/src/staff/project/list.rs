//! The list of projects with filters as links, and what each department still owes of it.

use app::project::Filter;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::policy::{Reach, UseCase, reach};
use domain::project::{FundSource, Project, ProjectKind, Stage};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::{openness, place, sector, sector_name, won};
use crate::component::{Form, input, pages, sent};
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

const SIZE: usize = 50;

/// Filters by which an address narrows the list, with what each may be.
const FILTERS: [&str; 7] = ["stage", "kind", "sector", "fund", "owing", "unconfirmed", "drafts"];

fn filter(fields: &Fields) -> Filter {
    Filter {
        text: fields.text("q").to_owned(),
        stage: fields.parse("stage"),
        kind: fields.parse("kind"),
        sector: fields.text("sector").to_owned(),
        owner: fields.parse("owner"),
        fund: fields.parse("fund"),
        owing: fields.ticked("owing"),
        unconfirmed: fields.ticked("unconfirmed"),
        drafts: fields.ticked("drafts"),
        page: fields.parse("page").unwrap_or(1),
        size: SIZE,
    }
}

pub(super) async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let found = match app::project::select(&visit.ctx, visit.app(), &filter(&fields)).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-projects");
    let form = Form::new(&fields);
    let may_write = reach(visit.ctx.actor.role, UseCase::WriteProject) != Reach::No;
    let whole = fields.0.iter().all(|(name, value)| value.is_empty() || name == "lang" || name == "page");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("projects-n", found.total)) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        div.actions {
            @if may_write { a.button href="/staff/projects/new" { (visit.t("project-new")) } }
            a.button.second href="/staff/projects/departments" { (visit.t("project-departments")) }
            a.button.second href="/staff/mous" { (visit.t("staff-mous")) }
        }
        form.narrow method="get" role="search" {
            @for name in FILTERS.iter().chain(&["owner"]) { @if !fields.text(name).is_empty() { input type="hidden" name=(name) value=(fields.text(name)); } }
            (input(&visit, &form, "q", "project-search", "search", "")) button.second { (visit.t("search-go")) }
        }
        (filters(&visit, &fields))
        @if found.items.is_empty() { p.notice { @if whole { (visit.t("projects-none")) } @else { (visit.t("projects-none-such")) " " a href="/staff/projects" { (visit.t("see-all")) } } } }
        @else { div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("project-number")) } th scope="col" { (visit.t("project-name")) } th scope="col" { (visit.t("organisation")) } th scope="col" { (visit.t("sector")) } th.num scope="col" { (visit.t("project-funds")) } th scope="col" { (visit.t("project-stage")) } th scope="col" { (visit.t("project-impact")) } th scope="col" { (visit.t("project-confirmed")) } } }
            tbody { @for one in &found.items { @let project = &one.project; tr {
                td { (project.number) }
                th scope="row" { a href=(place(project)) { (project.content.name) } }
                td { a href={ "/staff/projects" (fields.with("owner", &project.owner.to_string())) } { (one.owner) } }
                td { (sector(&visit, &project.content.sector)) }
                td.num { (won(&visit, project.content.funds_won())) }
                td { (stage_badge(&visit, project)) (openness::mark(&visit, project)) }
                td { (answer(&visit, project)) }
                td { (confirmed(&visit, project)) }
            } } }
        } } }
        (pages(&visit, "/staff/projects", &fields, found.page, found.last()))
    };
    page::shell(&visit, &title, body).into_response()
}

pub(super) fn stage_badge(visit: &Visit, project: &Project) -> Markup {
    html! { span.badge { (visit.t(&format!("project-stage-{}", project.stage()))) } }
}

/// Its answer to the job question, in a word.
pub(super) fn answer(visit: &Visit, project: &Project) -> String {
    use domain::project::Impact;
    match &project.impact {
        Impact::Open if project.owes_answer() => visit.t("project-impact-open"),
        Impact::Open => visit.t("project-impact-never"),
        Impact::Jobs(_) => visit.t("project-impact-jobs"),
        Impact::NoJobs { .. } => visit.t("project-impact-no-jobs"),
    }
}

/// When its body confirmed it, and whether it was changed since.
pub(super) fn confirmed(visit: &Visit, project: &Project) -> String {
    match project.confirmed {
        None => visit.t("project-confirmed-not"),
        Some(told) => {
            let day = visit.app().city.zone().to_datetime(told.at).date().to_string();
            let code = if told.at < project.updated_at {
                "project-confirmed-before"
            } else {
                "project-confirmed-on"
            };
            visit.say(&domain::Message::new(code).with("day", day))
        }
    }
}

/// Filters as links, each group on a line; the chosen one is marked.
fn filters(visit: &Visit, fields: &Fields) -> Markup {
    let words = |prefix: &str, names: Vec<String>| -> Vec<(String, String)> {
        names.into_iter().map(|name| (visit.t(&format!("{prefix}-{name}")), name)).collect()
    };
    let sectors =
        visit.app().city.sectors().iter().map(|one| (sector_name(visit, one), one.id.clone())).collect();
    let groups = [
        (
            "stage",
            "project-stage",
            words("project-stage", Stage::iter().map(|one| one.to_string()).collect()),
        ),
        ("kind", "kind", words("project-kind", ProjectKind::iter().map(|one| one.to_string()).collect())),
        ("sector", "sector", sectors),
        (
            "fund",
            "project-fund-source",
            words("project-fund", FundSource::iter().map(|one| one.to_string()).collect()),
        ),
    ];
    let link = |name: &str, value: &str, text: &str| {
        let chosen = fields.text(name) == value;
        let to = if chosen { "" } else { value };
        let query = fields.but("page", "").with(name, to);
        html! { a href={ "/staff/projects" (query) } aria-current=[chosen.then_some("true")] { (text) } }
    };
    html! {
        nav aria-label=(visit.t("project-filters")) {
            p { (link("owing", "yes", &visit.t("project-owing"))) " · " (link("unconfirmed", "yes", &visit.t("project-unconfirmed"))) " · " (link("drafts", "yes", &visit.t("project-draft"))) }
            @for (name, label, values) in &groups {
                p.small { strong { (visit.t(label)) } @for (text, value) in values { " · " (link(name, value, text)) } }
            }
        }
    }
}

pub(super) async fn departments(visit: Visit) -> Response {
    departments_page(&visit, &Form::new(&Fields::default())).await
}

async fn departments_page(visit: &Visit, form: &Form<'_>) -> Response {
    let lines = match app::project::departments(&visit.ctx, visit.app()).await {
        Ok(lines) => lines,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("project-departments");
    let owing: usize = lines.iter().map(|line| line.owing).sum();
    let link = |n: usize, owner: &str, name: &str| {
        let query = Fields::default().but("owner", owner).with(name, if name == "page" { "" } else { "yes" });
        html! { @if n == 0 { "0" } @else { a href={ "/staff/projects" (query) } { (n) } } }
    };
    let body = html! {
        p.lead { (visit.n("project-owing-n", owing)) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        p { (visit.t("project-departments-note")) }
        @if lines.is_empty() { p.notice { (visit.t("projects-none")) } } @else { div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("organisation")) } th.num scope="col" { (visit.t("staff-projects")) } th.num scope="col" { (visit.t("project-owing")) } th.num scope="col" { (visit.t("project-draft")) } th.num scope="col" { (visit.t("project-unconfirmed")) } th scope="col" { (visit.t("project-confirmed")) } th scope="col" { (visit.t("project-confirm")) } } }
            tbody { @for line in &lines { @let owner = line.id.to_string(); tr {
                th scope="row" { (line.name) }
                td.num { (link(line.projects, &owner, "page")) }
                td.num { (link(line.owing, &owner, "owing")) }
                td.num { (link(line.drafts, &owner, "drafts")) }
                td.num { (link(line.unconfirmed, &owner, "unconfirmed")) }
                td { @match line.confirmed_at { Some(at) => (visit.instant(at)), None => (visit.t("project-confirmed-not")) } }
                td { @if line.may_confirm && line.unconfirmed > 0 { form method="post" { input type="hidden" name="owner" value=(owner); button.second { (visit.t("project-confirm")) } } } }
            } } }
        } } }
        p { a href="/staff/projects" { (visit.t("staff-projects")) } }
    };
    form.page(visit, &title, &body)
}

pub(super) async fn confirm(visit: Visit, fields: Fields) -> Response {
    let Some(owner) = fields.parse("owner") else {
        let errors = vec![("owner".to_owned(), visit.t("field-needed"))];
        return departments_page(&visit, &Form::wrong(&fields, errors)).await;
    };
    let done = app::project::confirm_all(&visit.ctx, visit.app(), owner).await;
    match sent(&visit, &fields, done, |_| "/staff/projects/departments".to_owned()) {
        Ok(answer) => answer,
        Err(form) => departments_page(&visit, &form).await,
    }
}
