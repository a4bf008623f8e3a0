//! `/staff/exchange/neighbours`: the cities whose openings are shown here, how fetching goes, and what is wrong since when; and what
//! a counsellor does with an opening next door.

use app::neighbour::{Step, View};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Channel;
use domain::id::{NeighbourId, OpeningId, SeekerId};
use domain::message::thousands;
use domain::neighbour::{Pull, State};
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::{Form, input, sent, tick};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/exchange/neighbours", UseCase::OperateSystem, list);
    routes.post("/staff/exchange/neighbours", UseCase::OperateSystem, create);
    routes.get("/staff/exchange/neighbours/{id}", UseCase::OperateSystem, one);
    routes.post("/staff/exchange/neighbours/{id}/steps", UseCase::OperateSystem, step);
    routes.post("/staff/exchange/openings/{id}/employer", UseCase::WriteEmployer, employer);
    routes.post("/staff/seekers/{id}/next-door", UseCase::WriteService, hand_on);
}

async fn list(visit: Visit) -> Response {
    show(&visit, Form::new(&Fields::default())).await
}

async fn show(visit: &Visit, form: Form<'_>) -> Response {
    let views = match app::neighbour::list(&visit.ctx, visit.app()).await {
        Ok(views) => views,
        Err(failed) => return error::page(visit, &failed),
    };
    let form = form.needing(&["source", "name", "address"]);
    let title = visit.t("neighbours");
    let rest = html! {
        p.lead { (visit.n("neighbours-n", views.len())) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        p { (visit.t("neighbours-note")) }
        @if views.is_empty() { p.notice { (visit.t("neighbours-empty")) } } @else {
            div.scroll tabindex="0" role="region" aria-label=(title) { table.cards {
                caption { (title) }
                thead { tr { th scope="col" { (visit.t("neighbour-name")) } th scope="col" { (visit.t("state")) } th.num scope="col" { (visit.t("nav-openings")) } th scope="col" { (visit.t("neighbour-done")) } th scope="col" { (visit.t("neighbour-trouble")) } } }
                tbody { @for view in &views { tr {
                    th scope="row" { a href={ "/staff/exchange/neighbours/" (view.neighbour.id) } { (view.neighbour.name) } " " (view.neighbour.source) }
                    td data-label=(visit.t("state")) { (visit.t(&format!("neighbour-state-{}", view.neighbour.state))) }
                    td.num data-label=(visit.t("nav-openings")) { (thousands(view.openings as i64)) }
                    td data-label=(visit.t("neighbour-done")) { (instant(visit, view.pull.done_at)) }
                    td data-label=(visit.t("neighbour-trouble")) { (trouble(visit, &view.pull)) }
                } } }
            } }
        }
        section { h2 { (visit.t("neighbour-new")) }
            form.narrow method="post" action="/staff/exchange/neighbours" {
                (input(visit, &form, "name", "neighbour-name", "text", ""))
                (input(visit, &form, "source", "neighbour-source", "text", "neighbour-source-hint"))
                (input(visit, &form, "address", "neighbour-address", "url", "neighbour-address-hint"))
                (tick(&form, "through_hub", &visit.t("neighbour-through-hub")))
                (input(visit, &form, "key", "neighbour-key", "text", "neighbour-key-hint"))
                (input(visit, &form, "areas", "neighbour-areas", "text", "neighbour-areas-hint"))
                (input(visit, &form, "licence", "neighbour-licence", "text", "neighbour-licence-hint"))
                (tick(&form, "relayed", &visit.t("neighbour-relayed")))
                button { (visit.t("neighbour-enter")) }
            }
        }
        p { a href="/staff/exchange/connectors" { (visit.t("connectors")) } " · " a href="/staff/system" { (visit.t("staff-system")) } }
    };
    form.page(visit, &title, &rest)
}

fn instant(visit: &Visit, at: Option<jiff::Timestamp>) -> String {
    at.map_or_else(|| visit.t("never"), |at| visit.instant(at))
}

/// What is wrong and since when, or that nothing is.
fn trouble(visit: &Visit, pull: &Pull) -> Markup {
    html! { @match &pull.trouble {
        None => (visit.t("neighbour-well")),
        Some(trouble) => {
            @if trouble.what.is_quarantine() { span.badge.doubt { (visit.t("neighbour-quarantine")) } " " }
            (visit.t(&format!("neighbour-failure-{}", trouble.what)))
            @if let Some(detail) = &trouble.detail { " " (visit.say(detail)) }
            " (" (visit.t("since")) " " (visit.instant(trouble.since)) ")"
        }
    } }
}

async fn create(visit: Visit, fields: Fields) -> Response {
    let text = |name: &str| fields.text(name).to_owned();
    let form = app::neighbour::Form {
        source: text("source"),
        name: text("name"),
        address: text("address"),
        through_hub: fields.ticked("through_hub"),
        key: text("key"),
        areas: text("areas"),
        licence: text("licence"),
        relayed: fields.ticked("relayed"),
    };
    let outcome = app::neighbour::create(&visit.ctx, visit.app(), form).await;
    match sent(&visit, &fields, outcome, |id| format!("/staff/exchange/neighbours/{id}")) {
        Ok(answer) => answer,
        Err(form) => show(&visit, form).await,
    }
}

async fn one(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<NeighbourId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::neighbour::get(&visit.ctx, visit.app(), id).await {
        Ok(view) => {
            let title = view.neighbour.name.clone();
            page::shell(&visit, &title, html! { h1 { (title) } (told(&visit, &view)) }).into_response()
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

fn told(visit: &Visit, view: &View) -> Markup {
    let (neighbour, pull) = (&view.neighbour, &view.pull);
    let step = |step: Step, key: &str, class: &str| {
        html! { form method="post" action={ "/staff/exchange/neighbours/" (neighbour.id) "/steps" } {
            input type="hidden" name="version" value=(neighbour.version);
            button class=(class) name="step" value=(step) { (visit.t(key)) }
        } }
    };
    html! {
        p.lead { (visit.t(&format!("neighbour-state-{}", neighbour.state))) " · " (visit.n("neighbour-openings-n", view.openings)) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        @if neighbour.state == State::Proposed { div.notice {
            p { (visit.t("neighbour-compare")) }
            p { code { (view.fingerprint) } }
            (step(Step::Confirm, "neighbour-compared", ""))
        } }
        section { h2 { (visit.t("neighbour-how")) }
            p { (trouble(visit, pull)) }
            dl.facts {
                dt { (visit.t("neighbour-tried")) } dd { (instant(visit, pull.tried_at)) }
                dt { (visit.t("neighbour-done")) } dd { (instant(visit, pull.done_at)) }
                dt { (visit.t("neighbour-next")) } dd { (instant(visit, pull.next_at)) }
                dt { (visit.t("neighbour-fails")) } dd { (pull.fails) }
                dt { (visit.t("neighbour-cursor")) } dd { (pull.reached) }
            }
        }
        section { h2 { (visit.t("neighbour-facts")) }
            dl.facts {
                dt { (visit.t("neighbour-source")) } dd { (neighbour.source) }
                dt { (visit.t("neighbour-address")) } dd { (neighbour.address) @if neighbour.through_hub { " (" (visit.t("neighbour-hub")) ")" } }
                dt { (visit.t("neighbour-fingerprint")) } dd { code { (view.fingerprint) } }
                dt { (visit.t("neighbour-licence")) } dd { (neighbour.licence) }
                dt { (visit.t("neighbour-areas")) } dd { @for area in &neighbour.areas { (visit.app().city.areas().name(area)) " " (area) " " } }
                @if neighbour.relayed { dt { (visit.t("neighbour-handed")) } dd { code { "/feed/neighbours/" (neighbour.source) "/openings" } " · " (visit.n("neighbour-batches-n", view.batches)) } }
            }
        }
        div.actions {
            @match neighbour.state {
                State::Confirmed => { (step(Step::TryNow, "neighbour-try", "")) (step(Step::Pause, "neighbour-pause", "second")) }
                State::Paused => (step(Step::Confirm, "neighbour-resume", "")),
                State::Proposed | State::Left => {}
            }
        }
        @if neighbour.state != State::Left { details { summary { (visit.t("neighbour-more")) }
            p { (visit.t("neighbour-anew-note")) } (step(Step::BeginAnew, "neighbour-anew", "second"))
            p { (visit.t("neighbour-leave-note")) } (step(Step::Leave, "neighbour-leave", "second"))
        } }
        p { a href="/staff/exchange/neighbours" { (visit.t("neighbours")) } }
    }
}

async fn step(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(step)) = (id.parse::<NeighbourId>(), fields.parse::<Step>("step")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let seen = fields.parse("version").unwrap_or_default();
    match app::neighbour::step(&visit.ctx, visit.app(), id, seen, step).await {
        Ok(()) if step == Step::Leave => Redirect::to("/staff/exchange/neighbours").into_response(),
        Ok(()) => Redirect::to(&format!("/staff/exchange/neighbours/{id}")).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// Puts the employer of an opening next door on record and goes on to the claim.
async fn employer(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<OpeningId>() else { return error::page(&visit, &app::Error::NotFound) };
    let known = match app::neighbour::employer(&visit.ctx, visit.app(), id).await {
        Ok(employer) => app::employer::get(&visit.ctx, visit.app(), employer).await,
        Err(failed) => Err(failed),
    };
    match known {
        Ok(found) => {
            let query = Fields::default().but("employer", &found.employer.name).query();
            Redirect::to(&format!("/staff/placements/new{query}")).into_response()
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

/// Writes down that a person was told of an opening next door.
async fn hand_on(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(seeker), Some(opening)) = (id.parse::<SeekerId>(), fields.parse::<OpeningId>("opening")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let told = app::neighbour::hand_on(&visit.ctx, visit.app(), seeker, opening, Channel::Counter).await;
    match told {
        Ok(_) => Redirect::to(&format!("/staff/seekers/{seeker}")).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}
