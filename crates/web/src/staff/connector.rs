//! `/staff/exchange/connectors`: the lists of the state, each off until a key is set; how the last run went and when the next is.

use app::connector::View;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use domain::connector::{Kind, Run};
use domain::message::Message;
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::{Form, input, sent, tick};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/exchange/connectors", UseCase::OperateSystem, list);
    routes.get("/staff/exchange/connectors/{id}", UseCase::OperateSystem, one);
    routes.post("/staff/exchange/connectors/{id}", UseCase::OperateSystem, save);
    routes.post("/staff/exchange/connectors/{id}/test", UseCase::OperateSystem, test);
    routes.post("/staff/exchange/connectors/{id}/run", UseCase::OperateSystem, run);
    routes.get("/staff/exchange/records", UseCase::ReadOpening, record);
}

async fn list(visit: Visit) -> Response {
    let views = match app::connector::list(&visit.ctx, visit.app()).await {
        Ok(views) => views,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("connectors");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("connectors-note")) }
        div.scroll tabindex="0" role="region" aria-label=(title) { table.cards {
            caption { (title) }
            thead { tr { th scope="col" { (visit.t("connector-list")) } th scope="col" { (visit.t("state")) } th scope="col" { (visit.t("connector-last")) } th scope="col" { (visit.t("connector-next")) } th scope="col" { (visit.t("connector-counts")) } } }
            tbody { @for view in &views { tr {
                th scope="row" { a href={ "/staff/exchange/connectors/" (view.connector.kind) } { (name(&visit, view.connector.kind)) } }
                td data-label=(visit.t("state")) { (state(&visit, view)) }
                td data-label=(visit.t("connector-last")) { (instant(&visit, view.run.tried_at)) }
                td data-label=(visit.t("connector-next")) { @if view.connector.on { (instant(&visit, view.run.next_at)) } }
                td data-label=(visit.t("connector-counts")) { (counts(&visit, &view.run)) }
            } } }
        } }
        p { a href="/staff/exchange/neighbours" { (visit.t("neighbours")) } " · " a href="/staff/system" { (visit.t("staff-system")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

fn name(visit: &Visit, kind: Kind) -> String {
    visit.t(&format!("connector-{kind}"))
}

fn state(visit: &Visit, view: &View) -> String {
    visit.t(match (view.connector.on, view.has_key) {
        (true, true) => "connector-on",
        (_, false) => "connector-no-key",
        (false, true) => "connector-off",
    })
}

fn instant(visit: &Visit, at: Option<jiff::Timestamp>) -> String {
    at.map_or_else(|| visit.t("never"), |at| visit.instant(at))
}

fn counts(visit: &Visit, run: &Run) -> String {
    let told = Message::new("connector-told")
        .with("read", run.read)
        .with("created", run.created)
        .with("updated", run.updated)
        .with("unchanged", run.unchanged)
        .with("closed", run.closed)
        .with("rejected", run.rejected);
    if run.done_at.is_some() { visit.say(&told) } else { String::new() }
}

async fn one(visit: Visit, Path(kind): Path<String>) -> Response {
    let Ok(kind) = kind.parse::<Kind>() else { return error::page(&visit, &app::Error::NotFound) };
    let known = match app::connector::get(&visit.ctx, visit.app(), kind).await {
        Ok(view) => view,
        Err(failed) => return error::page(&visit, &failed),
    };
    show(&visit, &known, Form::new(&as_it_is(&known)), None)
}

/// The form as the connection stands.
fn as_it_is(view: &View) -> Fields {
    let connector = &view.connector;
    let pairs = [
        ("version", connector.version.to_string()),
        ("address", connector.address.clone()),
        ("region", connector.region.clone()),
        ("every_hours", connector.every_hours.to_string()),
        ("on", if connector.on { "yes".to_owned() } else { String::new() }),
    ];
    let told = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    Fields(told.map(|(name, value)| (name.to_owned(), value)).collect())
}

fn show(visit: &Visit, view: &View, form: Form<'_>, said: Option<String>) -> Response {
    let kind = view.connector.kind;
    let action = format!("/staff/exchange/connectors/{kind}");
    let rest = html! {
        p.lead { (state(visit, view)) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        p { (visit.t(&format!("connector-{kind}-note"))) }
        @if let Some(said) = said { p.notice role="status" { (said) } }
        (last(visit, view))
        form.narrow method="post" action=(action) {
            input type="hidden" name="version" value=(form.fields.text("version"));
            (input(visit, &form, "key", "connector-key", "password", if view.has_key { "connector-key-kept" } else { "connector-key-hint" }))
            @if view.has_key { (tick(&form, "forget_key", &visit.t("connector-forget-key"))) }
            (input(visit, &form, "region", "connector-region", "text", "connector-region-hint"))
            (input(visit, &form, "every_hours", "connector-every", "number", ""))
            (input(visit, &form, "address", "connector-address", "text", "connector-address-hint"))
            (tick(&form, "on", &visit.t("connector-turn-on")))
            button { (visit.t("save-form")) }
        }
        @if view.has_key { div.actions {
            form method="post" action={ (action) "/test" } { button.second { (visit.t("connector-test")) } }
            form method="post" action={ (action) "/run" } { button.second { (visit.t("connector-run")) } }
        } }
        p { a href="/staff/exchange/connectors" { (visit.t("connectors")) } }
    };
    form.page(visit, &name(visit, kind), &rest)
}

fn last(visit: &Visit, view: &View) -> Markup {
    let run = &view.run;
    html! { section { h2 { (visit.t("connector-how")) }
        dl.facts {
            dt { (visit.t("connector-last")) } dd { (instant(visit, run.tried_at)) }
            dt { (visit.t("connector-done")) } dd { (instant(visit, run.done_at)) }
            dt { (visit.t("connector-next")) } dd { @if view.connector.on { (instant(visit, run.next_at)) } @else { (visit.t("connector-off")) } }
            @if run.done_at.is_some() { dt { (visit.t("connector-counts")) } dd { (counts(visit, run)) } }
            @if run.done_at.is_some() { dt { (visit.t("connector-whole")) } dd { (visit.t(if run.whole { "connector-whole-yes" } else { "connector-whole-no" })) } }
        }
        @if run.wanted { p.notice role="status" { (visit.t("connector-soon")) } }
        @if !run.problems.is_empty() { ul { @for problem in &run.problems { li { (visit.say(problem)) } } } }
    } }
}

async fn save(visit: Visit, Path(kind): Path<String>, fields: Fields) -> Response {
    let Ok(kind) = kind.parse::<Kind>() else { return error::page(&visit, &app::Error::NotFound) };
    let form = app::connector::Form {
        version: fields.parse("version").unwrap_or_default(),
        key: fields.text("key").to_owned(),
        forget_key: fields.ticked("forget_key"),
        address: fields.text("address").to_owned(),
        region: fields.text("region").to_owned(),
        on: fields.ticked("on"),
        every_hours: fields.parse("every_hours").unwrap_or_default(),
    };
    let outcome = app::connector::save(&visit.ctx, visit.app(), kind, form).await;
    // What was typed as a key is not sent back.
    let shown = fields.but("key", "");
    match sent(&visit, &shown, outcome, |()| format!("/staff/exchange/connectors/{kind}")) {
        Ok(answer) => answer,
        Err(form) => match app::connector::get(&visit.ctx, visit.app(), kind).await {
            Ok(view) => show(&visit, &view, form, None),
            Err(failed) => error::page(&visit, &failed),
        },
    }
}

async fn test(visit: Visit, Path(kind): Path<String>) -> Response {
    let Ok(kind) = kind.parse::<Kind>() else { return error::page(&visit, &app::Error::NotFound) };
    let said = match app::connector::test(&visit.ctx, visit.app(), kind).await {
        Ok((count, total)) => {
            let told = Message::new("connector-tested").with("count", count);
            visit.say(&told.with("total", total.map_or_else(|| "?".to_owned(), |total| total.to_string())))
        }
        Err(app::Error::Conflict(why)) => visit.say(&why),
        Err(failed) => return error::page(&visit, &failed),
    };
    match app::connector::get(&visit.ctx, visit.app(), kind).await {
        Ok(view) => show(&visit, &view, Form::new(&as_it_is(&view)), Some(said)),
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn run(visit: Visit, Path(kind): Path<String>) -> Response {
    let Ok(kind) = kind.parse::<Kind>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::connector::run_soon(&visit.ctx, visit.app(), kind).await {
        Ok(()) => Redirect::to(&format!("/staff/exchange/connectors/{kind}")).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// A record as its list told it: `?source=worknet&key=K…`.
async fn record(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let (source, key) = (fields.text("source"), fields.text("key"));
    let raw = match app::connector::raw(&visit.ctx, visit.app(), source, key).await {
        Ok(raw) => raw,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("connector-record");
    let body = html! {
        h1 { (title) }
        p.lead { (source) " · " (key) }
        p { (visit.t("connector-record-note")) }
        dl.facts { @for (name, value) in &raw { dt { (name) } dd lang="ko" { (value) } } }
    };
    page::shell(&visit, &title, body).into_response()
}
