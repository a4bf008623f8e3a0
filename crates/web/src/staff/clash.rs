//! `/staff/review/clashes`: fields that were changed at two places, with both words; and work of machines that lies aside whole.
//! A person decides.

use app::sync::{Aside, Clash, Settled};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::area::AreaCode;
use domain::message::Message;
use domain::node::Node;
use domain::occupation::OccupationCode;
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
        @if let Some(why) = why { p.errors role="alert" { (visit.say(why)) } }
        @if clashes.is_empty() && asides.is_empty() { p.notice { (visit.t("clashes-none")) } }
        @for clash in &clashes { (one(visit, &nodes, clash)) }
        @if !asides.is_empty() { h2 { (visit.t("asides")) " " (asides.len()) } p { (visit.t("asides-lead")) } }
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
    html! { section.card {
        h3 { (visit.t(&format!("noun-{}", found.noun))) " · " (field(visit, &found.path)) }
        @if let Some(to) = place(&found.noun, &id) { p { a href=(to) { (visit.t("clash-record")) } } }
        div.scroll tabindex="0" role="region" aria-label=(visit.t("clash-words")) { table {
            caption { (visit.t("clash-words")) }
            thead { tr { th scope="col" { (visit.t("clash-where")) } th scope="col" { (visit.t("clash-says")) } th scope="col" { (visit.t("clash-when")) } } }
            tbody {
                tr { th scope="row" { (visit.t("clash-home")) } td { (said(visit, &found.path, &found.home)) } td {} }
                @for word in &found.theirs { tr {
                    th scope="row" { (named(visit, nodes, word.node)) } td { (said(visit, &found.path, &word.value)) }
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

/// Fields that people change at two places, by their own name and by the words beside them on the forms.
const FIELDS: [(&str, &str); 26] = [
    ("name", "name"),
    ("born_on", "born-on"),
    ("mobile", "seeker-phone"),
    ("phone", "phone"),
    ("proxy_phone", "proxy-phone"),
    ("email", "email"),
    ("contact_note", "contact-note"),
    ("area", "fit-area"),
    ("address", "address"),
    ("education", "education"),
    ("occupations", "desired-occupation"),
    ("desired_work", "fit-desired-work"),
    ("desired_areas", "fit-desired-areas"),
    ("career_months", "career"),
    ("careers", "seeker-careers"),
    ("licences", "licences"),
    ("skills", "skills"),
    ("health_note", "health-note"),
    ("work_time", "when"),
    ("state", "state"),
    ("assigned", "seeker-assigned"),
    ("title", "title"),
    ("duties", "duties"),
    ("headcount", "headcount"),
    ("applied_at", "clash-applied-at"),
    ("verdict", "clash-verdict"),
];

/// A field in the words of the forms; its own name where they have none.
fn field(visit: &Visit, path: &str) -> Markup {
    if let Some(nth) = path.strip_prefix("attendance.") {
        return html! { (visit.say(&Message::new("clash-attendance").with("nth", nth))) };
    }
    let name = path.rsplit('.').next().unwrap_or_default();
    match FIELDS.iter().find(|(known, _)| *known == name) {
        Some((_, key)) => html! { (visit.t(key)) },
        None => html! { code { (name.replace('_', " ")) } },
    }
}

/// A value as one reads it: codes of areas and occupations by their names, what is made of parts part by part.
fn said(visit: &Visit, path: &str, value: &Value) -> String {
    let all = |values: &mut dyn Iterator<Item = String>| values.collect::<Vec<_>>().join(", ");
    match value {
        Value::Null => visit.t("clash-nothing"),
        Value::Bool(true) => visit.t("yes"),
        Value::Bool(false) => visit.t("no"),
        Value::String(text) => named_code(visit, path, text).unwrap_or_else(|| text.clone()),
        Value::Array(values) if values.is_empty() => visit.t("clash-nothing"),
        Value::Array(values) => all(&mut values.iter().map(|one| said(visit, path, one))),
        Value::Object(parts) => {
            let told = parts.iter().filter(|(_, part)| !part.is_null());
            all(&mut told
                .map(|(name, part)| format!("{}: {}", name.replace('_', " "), said(visit, name, part))))
        }
        Value::Number(number) => number.to_string(),
    }
}

/// The name of an area or an occupation that a field holds by its code.
fn named_code(visit: &Visit, path: &str, text: &str) -> Option<String> {
    let city = &visit.app().city;
    if path.ends_with("area") || path.ends_with("areas") {
        return city.areas().get(&AreaCode::parse(text)?).map(|area| area.name.clone());
    }
    if path.ends_with("occupation") || path.ends_with("occupations") {
        let known = visit.app().reference.occupations.get(&OccupationCode::parse(text)?)?;
        return Some(known.name.clone());
    }
    None
}

fn lying(visit: &Visit, nodes: &[Node], aside: &Aside) -> Markup {
    html! { section.card {
        h3 { (named(visit, nodes, aside.node)) " · " (visit.instant(aside.at)) @if !aside.who.is_empty() { " · " (aside.who) } }
        p { (visit.t(&format!("quarantine-{}", aside.why))) }
        @for step in &aside.steps {
            h4 { (visit.t(&format!("noun-{}", step.noun))) }
            // What was made on the machine is not here to be opened.
            @if let Some(to) = place(&step.noun, &step.id.to_string()).filter(|_| step.known) { p { a href=(to) { (visit.t("clash-record")) } } }
            dl.facts { @for (path, value) in &step.fields { dt { (field(visit, path)) } dd { (said(visit, path, value)) } } }
        }
        @if may_decide(visit) {
            form method="post" action={ "/staff/review/asides/" (aside.id) } {
                button name="take" value="yes" { (visit.t("aside-take")) }
            }
            details {
                summary { (visit.t("aside-leave")) }
                form.narrow method="post" action={ "/staff/review/asides/" (aside.id) } {
                    div.field { div.checks { label { input type="checkbox" name="sure" value="yes" required; " " (visit.t("aside-leave-sure")) } } }
                    button.danger name="take" value="no" { (visit.t("aside-leave-go")) }
                }
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
        "no" if fields.ticked("sure") => false,
        "no" => return render(&visit, Some(&Message::new("aside-leave-unsure"))).await,
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
