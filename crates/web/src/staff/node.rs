//! `/staff/nodes`: machines that work where there is no network: which there are, when they were last heard, what they took
//! along; and the page of one, where places are lent and it is given up.

use app::node::Form as Invitation;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use domain::escrow::Lent;
use domain::id::NodeId;
use domain::message::Message;
use domain::node::{Node, State};
use domain::policy::{Reach, UseCase, reach};
use domain::referral::spaced_code;
use maud::{Markup, html};

use crate::component::{Form, checks, dong_input, input, sent, tick, unknown_area};
use crate::error;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::staff::outpost::{self, letter_form};
use crate::visit::Visit;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/nodes", UseCase::ReadNode, list);
    routes.post("/staff/nodes", UseCase::WriteNode, invite);
    routes.get("/staff/nodes/{id}", UseCase::ReadNode, show);
    routes.post("/staff/nodes/letter", UseCase::MindNode, outpost::answer);
    routes.post("/staff/nodes/{id}/code", UseCase::WriteNode, another_code);
    routes.post("/staff/nodes/{id}/people", UseCase::MindNode, carry);
    routes.post("/staff/nodes/{id}/places", UseCase::WriteNode, lend);
    routes.post("/staff/nodes/{id}/revoke", UseCase::WriteNode, revoke);
}

fn may_write(visit: &Visit) -> bool {
    reach(visit.ctx.actor.role, UseCase::WriteNode) != Reach::No
}

async fn list(visit: Visit) -> Response {
    list_page(&visit, Form::new(&Fields::default()), None).await
}

async fn invite(visit: Visit, fields: Fields) -> Response {
    let typed = fields.text("area");
    let areas = visit.app().city.areas().resolve(typed);
    if areas.is_empty() && !typed.is_empty() {
        let wrong = app::Error::field("area", unknown_area(&visit, typed));
        return match sent(&visit, &fields, Err::<(), _>(wrong), |()| String::new()) {
            Ok(answer) => answer,
            Err(form) => list_page(&visit, form, None).await,
        };
    }
    let form = Invitation {
        name: fields.text("name").to_owned(),
        mark: fields.text("mark").to_owned(),
        areas,
        staff: fields.all("staff").filter_map(|id| id.parse().ok()).collect(),
    };
    match app::node::invite(&visit.ctx, visit.app(), form).await {
        // Shown once, on the page that follows the press: it is kept as a hash only.
        Ok((_, code)) => list_page(&visit, Form::new(&Fields::default()), Some(code)).await,
        Err(failed) => match sent(&visit, &fields, Err::<(), _>(failed), |()| String::new()) {
            Ok(answer) => answer,
            Err(form) => list_page(&visit, form, None).await,
        },
    }
}

async fn list_page(visit: &Visit, form: Form<'_>, code: Option<String>) -> Response {
    let nodes = match app::node::list(&visit.ctx, visit.app()).await {
        Ok(nodes) => nodes,
        Err(failed) => return error::page(visit, &failed),
    };
    let staff = match app::node::staff(&visit.ctx, visit.app()).await {
        Ok(staff) => staff,
        Err(failed) => return error::page(visit, &failed),
    };
    let form = form.needing(&["name", "mark", "area"]);
    let title = visit.t("nodes");
    let people: Vec<(String, String)> = staff.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let body = html! {
        p.lead { (visit.t("nodes-lead")) }
        @if let Some(code) = &code {
            (once(visit, code))
        }
        @if nodes.is_empty() { p { (visit.t("nodes-none")) } } @else { (table(visit, &nodes)) }
        @if reach(visit.ctx.actor.role, UseCase::MindNode) != Reach::No {
            section {
                h2 { (visit.t("outpost-stick")) }
                p { (visit.t("node-letter-lead")) }
                (letter_form(visit, &form, "/staff/nodes/letter", "node-letter"))
            }
        }
        @if may_write(visit) {
            section {
                h2 { (visit.t("node-invite")) }
                form.narrow method="post" action="/staff/nodes" {
                    (input(visit, &form, "name", "node-name", "text", "node-name-hint"))
                    (input(visit, &form, "mark", "node-mark-label", "text", "node-mark-hint"))
                    (dong_input(visit, &form, "area", "node-area", "fit-area-hint"))
                    (checks(visit, &form, "staff", "node-staff", &people))
                    button { (visit.t("node-invite")) }
                }
            }
        }
    };
    form.page(visit, &title, &body)
}

/// A one-time code, shown once.
fn once(visit: &Visit, code: &str) -> Markup {
    html! { div.notice role="status" { p { (visit.t("node-code-once")) } p.large { strong { (spaced_code(code)) } } p { (visit.t("node-code-how")) } } }
}

fn table(visit: &Visit, nodes: &[Node]) -> Markup {
    let areas = visit.app().city.areas();
    html! { table.cards {
        caption.same { (visit.t("nodes")) }
        thead { tr { th scope="col" { (visit.t("node-name")) } th scope="col" { (visit.t("state")) } th scope="col" { (visit.t("node-area")) } th scope="col" { (visit.t("node-heard")) } } }
        tbody { @for node in nodes { tr {
            th scope="row" { a href={ "/staff/nodes/" (node.id) } { (node.name) } " " span.badge { (node.mark) } }
            td data-label=(visit.t("state")) { (visit.t(state(node))) }
            td data-label=(visit.t("node-area")) { @for area in &node.areas { (areas.name(area)) " " } }
            td data-label=(visit.t("node-heard")) { (heard(visit, node)) }
        } } }
    } }
}

fn state(node: &Node) -> &'static str {
    match node.state {
        State::Invited { .. } => "node-state-invited",
        State::Enrolled { .. } => "node-state-enrolled",
        State::Revoked { .. } => "node-state-revoked",
    }
}

/// When it was last heard, and whether its clock is wrong.
fn heard(visit: &Visit, node: &Node) -> Markup {
    html! {
        @match node.heard_at { Some(at) => (visit.instant(at)), None => (visit.t("node-unheard")) }
        @if node.ahead_s.abs() > 300 { " " strong { (visit.t("node-clock-wrong")) } }
    }
}

/// How much of what it was lent it has used.
fn used(visit: &Visit, lent: Lent) -> String {
    visit.say(&Message::new("node-places-of").with("granted", lent.granted).with("used", lent.used))
}

/// The page of a machine.
pub(super) fn place(id: NodeId) -> String {
    format!("/staff/nodes/{id}")
}

/// The same, once a person's records were sent along.
pub(super) fn carried(id: NodeId) -> String {
    format!("{}?told=carried", place(id))
}

async fn show(visit: Visit, Path(id): Path<String>, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let carried = fields.text("told") == "carried";
    let told = html! { @if carried { p.notice role="status" { (visit.t("node-carried")) } } };
    node_page(&visit, &id, Form::new(&Fields::default()), &told).await
}

async fn node_page(visit: &Visit, id: &str, form: Form<'_>, told: &Markup) -> Response {
    let Ok(id) = id.parse::<NodeId>() else { return error::page(visit, &app::Error::NotFound) };
    let view = match app::node::show(&visit.ctx, visit.app(), id).await {
        Ok(view) => view,
        Err(failed) => return error::page(visit, &failed),
    };
    let (node, title) = (&view.node, view.node.name.clone());
    let body = html! {
        (told)
        dl.facts {
            dt { (visit.t("state")) } dd { (visit.t(state(node))) }
            dt { (visit.t("node-mark-label")) } dd { (node.mark) }
            dt { (visit.t("node-heard")) } dd { (heard(visit, node)) }
            dt { (visit.t("node-area")) } dd { @for area in &node.areas { (visit.app().city.areas().name(area)) " " } }
            dt { (visit.t("node-staff")) } dd { (view.staff.join(", ")) }
            dt { (visit.t("node-people")) } dd { (view.people) }
            dt { (visit.t("node-received")) } dd { (view.received) }
            @if let Some(print) = &node.authority { dt { (visit.t("node-fingerprint")) } dd { code { (print) } } }
        }
        @if !view.carried.is_empty() { details {
            summary { (visit.t("node-people")) }
            ul { @for (id, number) in &view.carried { li { a href={ "/staff/seekers/" (id) } { (number) } } } }
        } }
        @if may_write(visit) && matches!(node.state, State::Invited { .. }) {
            form method="post" action={ (place(node.id)) "/code" } { button.second { (visit.t("node-code-again")) } }
        }
        @if reach(visit.ctx.actor.role, UseCase::WriteSeeker) != Reach::No && !node.is_revoked() {
            section {
                h2 { (visit.t("node-carry")) }
                p { (visit.t("node-carry-lead")) }
                form.narrow method="post" action={ "/staff/nodes/" (node.id) "/people" } {
                    (input(visit, &form, "seeker", "node-carry-number", "text", "node-carry-hint"))
                    button { (visit.t("node-carry")) }
                }
            }
        }
        section {
            h2 { (visit.t("node-places")) }
            p { (visit.t("node-places-lead")) }
            @if view.lent.is_empty() && view.seats.is_empty() { p { (visit.t("node-places-none")) } } @else { ul { @for (opening, lent) in &view.lent { li {
                a href={ "/staff/openings/" (opening.id) } { (opening.origin.number) " " (opening.content.title) } " "
                (used(visit, *lent))
            } } @for (cohort, lent) in &view.seats { li {
                a href={ "/staff/cohorts/" (cohort.id) } { (cohort.program) "/" (cohort.number) } " " (used(visit, *lent))
            } } } }
            @if may_write(visit) && !node.is_revoked() {
                form.narrow method="post" action={ "/staff/nodes/" (node.id) "/places" } {
                    (input(visit, &form, "opening", "node-places-opening", "text", "node-places-opening-hint"))
                    (input(visit, &form, "heads", "node-places-heads", "number", ""))
                    button { (visit.t("node-places-lend")) }
                }
            }
        }
        @if may_write(visit) && !node.is_revoked() {
            section {
                h2 { (visit.t("node-revoke")) }
                p { (visit.t("node-revoke-lead")) }
                details open[form.opens(&["sure"])] {
                    summary { (visit.t("node-revoke")) }
                    dl.facts {
                        dt { (visit.t("node-name")) } dd { (node.name) " " span.badge { (node.mark) } }
                        dt { (visit.t("node-heard")) } dd { (heard(visit, node)) }
                        dt { (visit.t("node-people")) } dd { (view.people) }
                        dt { (visit.t("node-received")) } dd { (view.received) }
                    }
                    form.narrow method="post" action={ (place(node.id)) "/revoke" } {
                        (tick(&form, "sure", &visit.say(&Message::new("node-revoke-sure").with("name", node.name.as_str()))))
                        button.danger { (visit.t("node-revoke-go")) }
                    }
                }
            }
        }
        p { a href="/staff/nodes" { (visit.t("nodes")) } }
    };
    form.page(visit, &title, &body)
}

async fn another_code(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(node) = id.parse::<NodeId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::node::another_code(&visit.ctx, visit.app(), node).await {
        Ok(code) => node_page(&visit, &id, Form::new(&Fields::default()), &once(&visit, &code)).await,
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn carry(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(node) = id.parse::<NodeId>() else { return error::page(&visit, &app::Error::NotFound) };
    let done = app::node::carry_named(&visit.ctx, visit.app(), node, fields.text("seeker")).await;
    if let Err(app::Error::WhyNeeded(seeker)) = done {
        // Once that was said the person is sent along.
        return Redirect::to(&format!("/staff/seekers/{seeker}/why?node={node}")).into_response();
    }
    match sent(&visit, &fields, done, |()| carried(node)) {
        Ok(answer) => answer,
        Err(form) => node_page(&visit, &id, form, &html! {}).await,
    }
}

async fn lend(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(node) = id.parse::<NodeId>() else { return error::page(&visit, &app::Error::NotFound) };
    let heads = fields.parse::<u32>("heads").unwrap_or(0);
    let lent = app::escrow::lend_numbered(&visit.ctx, visit.app(), node, fields.text("opening"), heads).await;
    match sent(&visit, &fields, lent, |()| place(node)) {
        Ok(answer) => answer,
        Err(form) => node_page(&visit, &id, form, &html! {}).await,
    }
}

async fn revoke(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(node) = id.parse::<NodeId>() else { return error::page(&visit, &app::Error::NotFound) };
    if !fields.ticked("sure") {
        let unsure = vec![("sure".to_owned(), visit.t("node-revoke-unsure"))];
        return node_page(&visit, &id, Form::wrong(&fields, unsure), &html! {}).await;
    }
    match app::node::revoke(&visit.ctx, visit.app(), node).await {
        Ok(()) => Redirect::to(&place(node)).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}
