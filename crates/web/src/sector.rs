//! `/sectors`: the fields to which the city gives its attention.

use app::opening::{Search, Sort};
use app::sector::{Around, Told};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::counting::GradeName;
use domain::message::{Lang, thousands};
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};

use crate::component::opening_row;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/sectors", UseCase::ReadPublic, list);
    routes.get("/sectors/{id}", UseCase::ReadPublic, show);
}

async fn list(visit: Visit) -> Response {
    let front = match app::opening::front(&visit.ctx, visit.app()).await {
        Ok(front) => front,
        Err(failed) => return error::page(&visit, &failed),
    };
    let body = html! {
        h1 { (visit.t("nav-sectors")) }
        ul.tiles { @for sector in &front.sectors {
            li { a href={ "/sectors/" (sector.id) } {
                strong { @match visit.lang { Lang::Ko => (sector.name_ko), Lang::En => (sector.name_en) } }
                span { (visit.n("openings-n", sector.count)) }
                span { (visit.n("headcount-n", sector.heads)) }
            } }
        } }
    };
    page::shell(&visit, &visit.t("nav-sectors"), body).into_response()
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Some(sector) = visit.app().city.sector(&id).cloned() else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let search =
        Search { sector: Some(id.clone()), sort: Sort::Newest, page: 1, size: 20, ..Search::default() };
    let found = match app::opening::search(&visit.ctx, visit.app(), &search).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let around = match app::sector::around(&visit.ctx, visit.app(), &id).await {
        Ok(around) => around,
        Err(failed) => return error::page(&visit, &failed),
    };
    let heads = match app::opening::front(&visit.ctx, visit.app()).await {
        Ok(front) => front.sectors.iter().find(|one| one.id == id).map_or(0, |one| one.heads),
        Err(failed) => return error::page(&visit, &failed),
    };
    let name = match visit.lang {
        Lang::Ko => &sector.name_ko,
        Lang::En => &sector.name_en,
    };
    let occupations = sector
        .occupations
        .iter()
        .map(|code| visit.app().reference.occupations.name(code))
        .collect::<Vec<_>>();
    let body = html! {
        h1 { (name) }
        p.lead { (visit.n("openings-n", found.total)) " " span.small { (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) } }
        (grades(&visit, &id, heads, &around))
        p { (occupations.join(" · ")) }
        @if found.items.is_empty() { p { (visit.t("list-empty")) } }
        h2.heard { (visit.t("openings-listed")) }
        ul.openings { @for listed in &found.items { (opening_row(&visit, listed)) } }
        p { a href={ "/openings?sector=" (id) } { (visit.t("see-all")) } }
        (projects(&visit, &around))
        (promises(&visit, &around))
        (contacts(&visit, &around))
        @if let Some(leads) = &around.leads { section { h2 { (visit.t("leads")) }
            @if leads.rows.is_empty() { p { (visit.t("leads-none")) } } @else { (crate::staff::lead_table(&visit, &visit.t("leads"), &leads.rows)) }
            p { a href={ "/staff/leads?sector=" (id) } { (visit.t("see-all")) } }
        } }
    };
    page::shell(&visit, name, body).into_response()
}

/// Figures of the field, each grade on a line of its own and with its own unit: nothing here is added up.
fn grades(visit: &Visit, id: &str, heads: i64, around: &Around) -> Markup {
    let estimates: usize = around.projects.iter().map(|(_, _, n)| n).sum();
    let line = |grade: GradeName, cell: Markup| {
        html! { tr { th scope="row" { (crate::staff::grade(visit, grade)) } td { (cell) } } }
    };
    html! { table {
        caption { (visit.t("sector-grades")) }
        tbody {
            (line(GradeName::Estimated, html! { (visit.n("sector-estimates-n", estimates)) }))
            (line(GradeName::Pledged, html! { a href="#promises" { (visit.n("disclosure-jobs-n", around.pledged)) } }))
            (line(GradeName::Open, html! { a href={ "/openings?sector=" (id) } { (thousands(heads)) (visit.t("unit-vacancies")) } }))
            (line(GradeName::Filled, html! {
                (visit.t("sector-this-year")) " " (told(visit, &around.hires, ""))
                " · " (visit.t("sector-trained")) " " (told(visit, &around.trained, "trained"))
            }))
            tr { th scope="row" { (visit.t("sector-completed")) } td { (completions(visit, &around.completed)) } }
        }
    } p.small { (visit.t("sector-units")) " " (visit.t("sector-trained-note")) } }
}

/// Hires of the ledger: whoever may read it opens the rows.
fn told(visit: &Visit, told: &Told, part: &str) -> Markup {
    let unit = visit.t("unit-events");
    html! { @match told {
        Told::Rows(n, cut) => { (crate::staff::confirmed(cut, *n, part)) (unit) },
        Told::Sum(n) => { (thousands(*n)) (unit) },
        Told::Hidden => abbr title=(visit.t("disclosure-hidden")) { (visit.t("disclosure-hidden-mark")) },
    } }
}

/// Completions in their own unit.
fn completions(visit: &Visit, told: &Told) -> Markup {
    html! { @match told {
        Told::Rows(n, _) | Told::Sum(n) => (visit.n("completions-n", *n)),
        Told::Hidden => abbr title=(visit.t("disclosure-hidden")) { (visit.t("disclosure-hidden-mark")) },
    } }
}

/// What was promised in its projects and what became of it, or why nobody can tell.
fn promises(visit: &Visit, around: &Around) -> Markup {
    html! { section id="promises" { h2 { (crate::staff::grade(visit, GradeName::Pledged)) " " (around.promises.len()) }
        p { (visit.t("disclosure-pledged-note")) }
        @if around.promises.is_empty() { p { (visit.t("sector-promises-none")) } }
        @else { table.cards.tight {
            caption { (visit.t("sector-promises")) }
            thead { tr { th scope="col" { (visit.t("disclosure-by")) } th scope="col" { (visit.t("disclosure-jobs")) } th scope="col" { (crate::staff::grade(visit, GradeName::Filled)) } } }
            tbody { @for one in &around.promises { tr {
                th scope="row" lang=[visit.content_lang()] { (one.by) }
                td { @match one.jobs { Some(jobs) => (visit.n("disclosure-jobs-n", jobs)), None => (visit.t("disclosure-clause")) } }
                td data-label=(crate::staff::grade_words(visit, GradeName::Filled)) { @match (&one.hires, one.jobs) {
                    (Some(hires), _) => (told(visit, hires, "")),
                    (None, Some(_)) => (visit.t("promise-unlinked")),
                    (None, None) => (visit.t("sector-clause-note")),
                } }
            } } }
        } }
    } }
}

fn projects(visit: &Visit, around: &Around) -> Markup {
    let reads = reach(visit.ctx.actor.role, UseCase::ReadProject) != Reach::No;
    html! { section { h2 { (visit.t("sector-projects")) " " (around.projects.len()) }
        @if around.projects.is_empty() { p { (visit.t("sector-projects-none")) } }
        ul { @for (project, body, estimates) in &around.projects { li lang=[visit.content_lang()] {
            @if reads { a href={ "/staff/projects/" (project.id) } { (project.content.name) } } @else { (project.content.name) }
            " · " (body)
            @if *estimates > 0 { " · " (crate::staff::grade(visit, GradeName::Estimated)) " " (visit.n("sector-estimates-n", *estimates)) }
        } } }
    } }
}

fn contacts(visit: &Visit, around: &Around) -> Markup {
    html! { @if !around.contacts.is_empty() { section { h2 { (visit.t("sector-contacts")) }
        ul { @for (contact, details) in &around.contacts { li lang=[visit.content_lang()] {
            (contact.firm) " · " (details.name) " " (details.position)
            @if !details.phone.is_empty() { " " a.phone href={ "tel:" (details.phone) } { (domain::person::written_phone(&details.phone)) } }
        } } }
    } } }
}
