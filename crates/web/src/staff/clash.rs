//! `/staff/review/clashes`: fields that were changed at two places, with both words; and work of machines that lies aside whole.
//! A person decides.

use app::sync::{Aside, Clash, Settled};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::message::Message;
use domain::node::Node;
use domain::policy::UseCase;
use maud::{Markup, html};
use serde_json::Value;

use super::review::may_decide;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

const PLACE: &str = "/staff/review/clashes";

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/review/clashes", UseCase::ReadReview, show);
    routes.post("/staff/review/clashes/{id}", UseCase::DecideReview, decide);
    routes.post("/staff/review/asides/{id}", UseCase::DecideReview, see_to);
}

async fn show(visit: Visit) -> Response {
    render(&visit, None).await
}

async fn render(visit: &Visit, why: Option<&Message>) -> Response {
    let clashes = match app::sync::clashes(&visit.ctx, visit.app()).await {
        Ok(clashes) => clashes,
        Err(failed) => return error::page(visit, &failed),
    };
    let asides = match app::sync::aside(&visit.ctx, visit.app()).await {
        Ok(asides) => asides,
        Err(failed) => return error::page(visit, &failed),
    };
    let nodes = app::node::list(&visit.ctx, visit.app()).await.unwrap_or_default();
    let title = visit.t("clashes");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("clashes-lead")) }
        @if let Some(why) = why { p.alert role="alert" { (visit.say(why)) } }
        @if clashes.is_empty() { p { (visit.t("clashes-none")) } }
        @for clash in &clashes { (one(visit, &nodes, clash)) }
        h2 { (visit.t("asides")) " " (asides.len()) }
        p { (visit.t("asides-lead")) }
        @for aside in &asides { (lying(visit, &nodes, aside)) }
    };
    page::shell(visit, &title, body).into_response()
}

/// Name of a machine.
fn named(visit: &Visit, nodes: &[Node], id: domain::id::NodeId) -> String {
    nodes.iter().find(|node| node.id == id).map_or_else(|| visit.t("node"), |node| node.name.clone())
}

/// Where a record of a noun stands.
fn place(noun: &str, id: &str) -> Option<String> {
    match noun {
        "seeker" => Some(format!("/staff/seekers/{id}")),
        "opening" => Some(format!("/staff/openings/{id}")),
        "employer" => Some(format!("/staff/employers/{id}")),
        "referral" => Some(format!("/staff/referrals/{id}")),
        "placement" => Some(format!("/staff/placements/{id}")),
        _ => None,
    }
}

fn one(visit: &Visit, nodes: &[Node], clash: &Clash) -> Markup {
    let Some(found) = &clash.found else { return html! { section.card { p { (visit.t("erased")) } } } };
    let id = found.id.to_string();
    let last = found.theirs.last();
    let machine = last.map(|said| named(visit, nodes, said.node)).unwrap_or_default();
    let field = found.path.rsplit('.').next().unwrap_or_default().replace('_', " ");
    html! { section.card {
        h3 { (visit.t(&format!("noun-{}", found.noun))) " · " code { (field) } }
        @if let Some(to) = place(&found.noun, &id) { p { a href=(to) { (visit.t("clash-record")) } } }
        div.scroll tabindex="0" role="region" aria-label=(visit.t("clash-words")) { table {
            caption { (visit.t("clash-words")) }
            thead { tr { th scope="col" { (visit.t("clash-where")) } th scope="col" { (visit.t("clash-says")) } th scope="col" { (visit.t("clash-when")) } } }
            tbody {
                tr { th scope="row" { (visit.t("clash-home")) } td { (said(visit, &found.home)) } td {} }
                @for word in &found.theirs { tr {
                    th scope="row" { (named(visit, nodes, word.node)) } td { (said(visit, &word.value)) }
                    td { @if let Some(at) = clash.at { (visit.instant(at)) } }
                } }
            }
        } }
        @if may_decide(visit) {
            form method="post" action={ (PLACE) "/" (clash.id) } {
                button name="for" value="home" { (visit.t("clash-keep-home")) } " "
                button.second name="for" value="theirs" { (visit.t("clash-take-theirs")) " (" (machine) ")" }
            }
        }
    } }
}

/// A value as one reads it. What is made of parts is shown as it is kept.
fn said(visit: &Visit, value: &Value) -> String {
    match value {
        Value::Null => visit.t("clash-nothing"),
        Value::String(text) => text.clone(),
        Value::Bool(true) => visit.t("yes"),
        Value::Bool(false) => visit.t("no"),
        other => other.to_string(),
    }
}

fn lying(visit: &Visit, nodes: &[Node], aside: &Aside) -> Markup {
    html! { section.card {
        h3 { (named(visit, nodes, aside.node)) " · " (visit.instant(aside.at)) }
        p { (visit.t(&format!("quarantine-{}", aside.why))) }
        ul { @for (noun, id, _) in &aside.steps { li {
            @match place(noun, &id.to_string()) {
                Some(to) => a href=(to) { (visit.t(&format!("noun-{noun}"))) },
                None => (visit.t(&format!("noun-{noun}"))),
            }
        } } }
        @if may_decide(visit) {
            form method="post" action={ "/staff/review/asides/" (aside.id) } {
                button name="take" value="yes" { (visit.t("aside-take")) } " "
                button.second name="take" value="no" { (visit.t("aside-leave")) }
            }
        }
    } }
}

async fn decide(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let settled = match fields.text("for") {
        "home" => Settled::Home,
        "theirs" => Settled::Theirs,
        _ => return error::page(&visit, &app::Error::NotFound),
    };
    let Ok(id) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    answer(&visit, app::sync::decide(&visit.ctx, visit.app(), id, settled).await).await
}

async fn see_to(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let take = match fields.text("take") {
        "yes" => true,
        "no" => false,
        _ => return error::page(&visit, &app::Error::NotFound),
    };
    let Ok(id) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    answer(&visit, app::sync::see_to(&visit.ctx, visit.app(), id, take).await).await
}

async fn answer(visit: &Visit, done: Result<(), app::Error>) -> Response {
    match done {
        Ok(()) => Redirect::to(PLACE).into_response(),
        Err(app::Error::Conflict(why)) => render(visit, Some(&why)).await,
        Err(failed) => error::page(visit, &failed),
    }
}
