//! `/staff/leads`: the pipeline from a firm that was found to its opening, and one lead with its visits, what may be done now,
//! and who else talks to the firm.

mod form;

use app::lead::{Filter, Pipeline, Row, View};
use app::network::Talk;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use domain::comment::Subject;
use domain::id::LeadId;
use domain::lead::{Source, State};
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, area, input, select, sent};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/leads", UseCase::ReadNetwork, list);
    routes.get("/staff/leads/new", UseCase::WriteNetwork, form::new);
    routes.post("/staff/leads/new", UseCase::WriteNetwork, form::create);
    routes.get("/staff/leads/{id}", UseCase::ReadNetwork, show);
    routes.get("/staff/leads/{id}/edit", UseCase::WriteNetwork, form::edit);
    routes.post("/staff/leads/{id}/edit", UseCase::WriteNetwork, form::update);
    routes.post("/staff/leads/{id}/visits", UseCase::WriteNetwork, pay);
    routes.post("/staff/leads/{id}/open", UseCase::WriteNetwork, open);
    routes.post("/staff/leads/{id}/drop", UseCase::WriteNetwork, abandon);
}

/// Where a lead can stand, in the order of its life.
const STATES: [&str; 5] = ["found", "visited", "confirmed", "opened", "dropped"];

/// The ids and names of the city's sectors.
pub(super) fn sectors(visit: &Visit) -> Vec<(String, String)> {
    let name = |sector: &domain::city::Sector| match visit.lang {
        domain::Lang::Ko => sector.name_ko.clone(),
        domain::Lang::En => sector.name_en.clone(),
    };
    visit.app().city.sectors().iter().map(|sector| (sector.id.clone(), name(sector))).collect()
}

async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let filter = Filter {
        state: fields.text("state").to_owned(),
        sector: fields.text("sector").to_owned(),
        project: fields.parse("project"),
        mine: fields.ticked("mine"),
        due: fields.ticked("due"),
    };
    let found = match app::lead::list(&visit.ctx, visit.app(), &filter).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("leads");
    let link = |name: &str, value: &str, text: &str| {
        let here = fields.text(name) == value;
        html! { li { a href={ "/staff/leads" (fields.with(name, value)) } aria-current=[here.then_some("page")] { (text) } } }
    };
    let body = html! {
        h1 { (title) }
        p.lead { (summary(&visit, &found)) " " span.small { (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) } }
        div.actions {
            @if may_write(&visit) { a.button href="/staff/leads/new" { (visit.t("lead-new")) } }
            a.button.second href="/staff/route" { (visit.t("route")) }
        }
        nav.pages aria-label=(visit.t("lead-state")) { ul {
            (link("state", "", &visit.t("lead-everybody")))
            @for state in STATES { (link("state", state, &format!("{} {}", visit.t(&format!("lead-state-{state}")), found.counts.get(state).copied().unwrap_or_default()))) }
        } }
        nav.pages aria-label=(visit.t("sector")) { ul {
            (link("sector", "", &visit.t("lead-everybody")))
            @for (id, name) in sectors(&visit) { (link("sector", &id, &name)) }
        } }
        nav.pages aria-label=(visit.t("today-whose")) { ul { (link("mine", "", &visit.t("lead-everybody"))) (link("mine", "yes", &visit.t("lead-mine"))) (link("due", if filter.due { "" } else { "yes" }, &visit.t("lead-due"))) } }
        @if found.rows.is_empty() { p.notice { (visit.t("leads-none")) } }
        @else { (table(&visit, &title, &found.rows)) }
    };
    page::shell(&visit, &title, body).into_response()
}

fn may_write(visit: &Visit) -> bool {
    reach(visit.ctx.actor.role, UseCase::WriteNetwork) != Reach::No
}

/// How many wait in all, in words.
fn summary(visit: &Visit, found: &Pipeline) -> String {
    let live =
        ["found", "visited", "confirmed"].iter().filter_map(|state| found.counts.get(state)).sum::<usize>();
    visit.n("leads-n", live)
}

/// Leads as a table, for every page that lists some.
pub(crate) fn table(visit: &Visit, caption: &str, rows: &[Row]) -> Markup {
    html! {
        table.cards {
            caption { (caption) }
            thead { tr {
                th scope="col" { (visit.t("lead-name")) } th scope="col" { (visit.t("lead-state")) } th scope="col" { (visit.t("lead-need")) }
                th scope="col" { (visit.t("lead-assigned-to")) } th scope="col" { (visit.t("lead-next")) }
            } }
            tbody { @for row in rows { tr {
                th scope="row" { a href={ "/staff/leads/" (row.lead.id) } { (row.lead.name) } }
                td data-label=(visit.t("lead-state")) { span.badge { (visit.t(&format!("lead-state-{}", row.lead.state.name()))) } }
                td data-label=(visit.t("lead-need")) { (need(visit, row)) }
                td data-label=(visit.t("lead-assigned-to")) { (row.body) @if !row.assigned.is_empty() { " · " (row.assigned) } }
                td data-label=(visit.t("lead-next")) { @if let Some(on) = row.lead.next_on.filter(|_| row.lead.state.is_live()) {
                    time datetime=(on) { (on) } @if on < visit.ctx.today() { " " span.badge.doubt { (visit.t("lead-late")) } }
                } }
            } } }
        }
    }
}

fn need(visit: &Visit, row: &Row) -> String {
    let need = &row.lead.need;
    match need.heads {
        Some(heads) => format!("{} {}", need.work, visit.n("headcount-n", heads)),
        None => need.work.clone(),
    }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<LeadId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::lead::get(&visit.ctx, visit.app(), id).await {
        Ok(view) => render(&visit, &view, &Form::new(&Fields::default())).await,
        Err(failed) => error::page(&visit, &failed),
    }
}

/// The page, with the form of a visit or of letting go as it was typed.
async fn render(visit: &Visit, view: &View, form: &Form<'_>) -> Response {
    let lead = &view.row.lead;
    let live = lead.state.is_live();
    let rest = html! {
        p.lead { span.badge { (visit.t(&format!("lead-state-{}", lead.state.name()))) } " " (view.row.body) @if !view.row.assigned.is_empty() { " · " (view.row.assigned) } }
        @match &lead.state {
            State::Opened { opening } => p { a.button href={ "/staff/openings/" (opening) } { (visit.t("lead-opening")) } },
            State::Dropped { on, why } => p.notice { (on) " · " (why) },
            _ => {}
        }
        @if view.may_write && matches!(lead.state, State::Confirmed { .. }) {
            form method="post" action={ "/staff/leads/" (lead.id) "/open" } {
                input type="hidden" name="version" value=(lead.version);
                button { (visit.t("lead-open")) }
            }
        }
        (facts(visit, view))
        @if view.may_write { div.actions { a.button.second href={ "/staff/leads/" (lead.id) "/edit" } { (visit.t("edit")) } } }
        (talks(visit, &view.talks))
        section {
            h2 { (visit.t("visits")) " " (view.visits.len()) }
            @if view.visits.is_empty() { p { (visit.t("visits-none")) } }
            ol { @for (paid, who) in &view.visits { li {
                p { time datetime=(paid.on) { (paid.on) } " · " (visit.t(&format!("visit-way-{}", paid.way))) @if !who.is_empty() { " · " (who) } }
                @for line in paid.notes.lines() { p { (line) } }
                @if let Some(need) = &paid.need { p { (visit.t("lead-need")) ": " (need.work) @if let Some(heads) = need.heads { " " (visit.n("headcount-n", heads)) } } }
            } } }
            @if view.may_write && live { (visit_form(visit, view, form)) }
        }
        @if view.may_write && live { details open[form.opens(&["why"])] { summary { (visit.t("lead-drop")) }
            form.narrow method="post" action={ "/staff/leads/" (lead.id) "/drop" } {
                input type="hidden" name="version" value=(lead.version);
                (input(visit, form, "why", "lead-why-label", "text", ""))
                button.danger { (visit.t("lead-drop")) }
            }
        } }
        (super::coop_request::section(visit, Subject::Lead, lead.id.0).await)
        (crate::comment::section(visit, Subject::Lead, lead.id).await)
    };
    form.page(visit, &lead.name, &rest)
}

fn facts(visit: &Visit, view: &View) -> Markup {
    let lead = &view.row.lead;
    let area = lead.area.as_ref().map(|code| visit.app().city.areas().name(code)).unwrap_or_default();
    let sector = sectors(visit).into_iter().find(|(id, _)| *id == lead.sector);
    html! { dl.facts {
        dt { (visit.t("employer")) } dd { @match &view.employer { Some(employer) => a href={ "/staff/employers/" (employer.id) } { (employer.name) }, None => (visit.t("lead-no-employer")) } }
        dt { (visit.t("lead-source")) } dd { (source(visit, view)) }
        @if let Some((id, name)) = sector { dt { (visit.t("sector")) } dd { a href={ "/staff/leads?sector=" (id) } { (name) } } }
        dt { (visit.t("where")) } dd { (area) " " (lead.address) }
        dt { (visit.t("lead-need")) } dd { (need(visit, &view.row)) @if let Some(by) = lead.need.by { " · " (visit.t("lead-by")) " " (by) } }
        @if let Some(on) = lead.next_on { dt { (visit.t("lead-next")) } dd { time datetime=(on) { (on) } } }
    } }
}

fn source(visit: &Visit, view: &View) -> Markup {
    html! { @match (&view.row.lead.source, &view.project) {
        (Source::Project { project }, Some(known)) => { (visit.t("lead-source-project")) " " a href={ "/staff/projects/" (project) } { (known.content.name) } }
        (Source::Project { .. }, None) => (visit.t("lead-source-project")),
        (Source::Network { .. }, _) => (visit.t("lead-source-network")),
        (Source::Idea { idea }, _) => a href={ "/staff/ideas/" (idea) } { (visit.t("lead-source-idea")) },
        (Source::Field, _) => (visit.t("lead-source-field")),
    } }
}

/// Who else talks to a firm: for the pages of leads and of employers.
pub(crate) fn talks(visit: &Visit, talks: &[Talk]) -> Markup {
    html! { section #talks {
        h2 { (visit.t("talks")) }
        @if talks.is_empty() { p { (visit.t("talks-none")) } }
        @else { div.scroll tabindex="0" role="region" aria-label=(visit.n("talks-n", talks.len())) { table {
            caption { (visit.n("talks-n", talks.len())) }
            thead { tr { th scope="col" { (visit.t("organisation")) } th scope="col" { (visit.t("talk-kind")) } th scope="col" { (visit.t("talk-on")) } th scope="col" { (visit.t("talk-what")) } } }
            tbody { @for talk in talks { tr {
                th scope="row" { (talk.body) }
                td { @if talk.href.is_empty() { (visit.t(&format!("talk-{}", talk.kind))) } @else { a href=(talk.href) { (visit.t(&format!("talk-{}", talk.kind))) } } }
                td { time datetime=(talk.on) { (talk.on) } }
                td { (talk.what) }
            } } }
        } } }
    } }
}

fn visit_form(visit: &Visit, view: &View, form: &Form<'_>) -> Markup {
    let ways: Vec<_> = domain::visit::Way::iter()
        .map(|way| (way.to_string(), visit.t(&format!("visit-way-{way}"))))
        .collect();
    let lead = &view.row.lead;
    // What is most often so stands there already; what was typed stays.
    let fields = match form.fields.text("on") {
        "" => form.fields.but("on", &visit.ctx.today().to_string()).but("way", "there"),
        _ => form.fields.clone(),
    };
    let form = &Form { fields: &fields, ..form.clone() };
    html! {
        h3 { (visit.t("visit-new")) }
        form.narrow method="post" action={ "/staff/leads/" (lead.id) "/visits" } {
            input type="hidden" name="version" value=(lead.version);
            (input(visit, form, "on", "visit-on", "date", ""))
            (select(visit, form, "way", "visit-way", &ways))
            (area(visit, form, "notes", "visit-notes"))
            fieldset { legend { (visit.t("visit-need")) }
                (input(visit, form, "work", "lead-work", "text", "visit-need-hint"))
                (input(visit, form, "heads", "lead-heads-label", "number", ""))
                (input(visit, form, "by", "lead-by", "date", ""))
            }
            (input(visit, form, "next_on", "visit-next", "date", ""))
            div.actions { button { (visit.t("visit-save")) } }
        }
    }
}

/// The lead that a form is about, and the version it was read of.
fn named(id: &str, fields: &Fields) -> Option<(LeadId, i64)> {
    Some((id.parse().ok()?, fields.parse("version")?))
}

async fn pay(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Some(named) = named(&id, &fields) else { return error::page(&visit, &app::Error::NotFound) };
    let outcome = match form::visit(&fields) {
        Ok(form) => app::visit::pay(&visit.ctx, visit.app(), named, form).await,
        Err(errors) => Err(app::Error::Invalid(errors)),
    };
    again(&visit, named.0, &fields, outcome).await
}

async fn abandon(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Some(named) = named(&id, &fields) else { return error::page(&visit, &app::Error::NotFound) };
    let outcome = match app::lead::abandon(&visit.ctx, visit.app(), named, fields.text("why")).await {
        Err(app::Error::Conflict(why)) if why.code == "lead-why" => Err(app::Error::field("why", why)),
        other => other,
    };
    again(&visit, named.0, &fields, outcome).await
}

/// The lead's page again: as it is now, or with what was wrong.
async fn again(visit: &Visit, id: LeadId, fields: &Fields, outcome: Result<(), app::Error>) -> Response {
    match sent(visit, fields, outcome, |()| format!("/staff/leads/{id}")) {
        Ok(answer) => answer,
        Err(form) => match app::lead::get(&visit.ctx, visit.app(), id).await {
            Ok(view) => render(visit, &view, &form).await,
            Err(failed) => error::page(visit, &failed),
        },
    }
}

async fn open(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Some(named) = named(&id, &fields) else { return error::page(&visit, &app::Error::NotFound) };
    match app::lead::open(&visit.ctx, visit.app(), named).await {
        Ok(opening) => Redirect::to(&format!("/staff/openings/{opening}/edit")).into_response(),
        Err(failed @ app::Error::Conflict(_)) => again(&visit, named.0, &fields, Err(failed)).await,
        Err(failed) => error::page(&visit, &failed),
    }
}
